"""The words for what is heard."""

from typing import Final, Literal, get_args

Label = Literal["bark", "howl", "whine", "growl", "dog_other", "speech", "music", "household", "quiet"]

LABELS: Final[tuple[Label, ...]] = get_args(Label)
"""In the order of every engine's scores. `household` is whatever else there is to hear, out of doors too; `quiet`
is no more than a room's own hiss."""

DOG: Final[tuple[Label, ...]] = ("bark", "howl", "whine", "growl", "dog_other")
"""What a dog does. `dog_other` pants, sniffs or snores, or is a dog of which we can't tell what it does."""
