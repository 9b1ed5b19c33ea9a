"""How a dog holds itself, as far as one picture tells."""

from collections.abc import Mapping
from dataclasses import dataclass

POSTURES = ("sit", "stand", "lie", "other")
"""What the network tells apart. A dog that walks or runs stands; `other` jumps, bows or stands on its hind legs."""

UNKNOWN = "unknown"

SURE_ENOUGH = 0.55
"""A posture less likely than this is not told: from here on, more of those told are right than of those kept back."""
SMALLEST_PX = 32
"""A dog whose longer side is shorter than this is a blot: what the network says of it is a guess."""


@dataclass(frozen=True, slots=True)
class Posture:
    """What a dog does with its body. name: one of POSTURES, or `unknown`.

    probabilities: of each of POSTURES, calibrated; they sum to 1, also where the name is `unknown`.
    """

    name: str
    probabilities: Mapping[str, float]


def decide(probabilities: Mapping[str, float], *, longer_side_px: float) -> Posture:
    """The likeliest posture, or `unknown` where the dog is too small to tell or none is likely enough."""
    name = max(probabilities, key=probabilities.__getitem__)
    if longer_side_px < SMALLEST_PX or probabilities[name] < SURE_ENOUGH:
        name = UNKNOWN
    return Posture(name, probabilities)
