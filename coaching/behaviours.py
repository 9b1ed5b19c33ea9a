"""What a dog does, in an event's words and in an owner's."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A type of event. one, many: as a count tells it. words: by which owners ask for it.

    good: whether more of it is welcome; None: it says nothing by itself.
    """

    one: str
    many: str
    words: str
    good: bool | None = None


BEHAVIOURS: Final[dict[str, Behaviour]] = {
    "bark": Behaviour("bark", "barks", "bark barks barked barking woof noisy noise", False),
    "howl": Behaviour("howl", "howls", "howl howls howled howling", False),
    "whine": Behaviour("whine", "whines", "whine whines whined whining whimper cry crying", False),
    "growl": Behaviour("growl", "growls", "growl growls growled growling", False),
    "sit": Behaviour("sit", "sits", "sit sits sat sitting", True),
    "lie": Behaviour(
        "time lying down", "times lying down", "lie lies lay lying down rest rested resting", True
    ),
    "stand": Behaviour("stand", "stands", "stand stands stood standing"),
    "fetch": Behaviour("fetch", "fetches", "fetch fetches fetched fetching retrieve ball", True),
    "fetch_success": Behaviour("fetch brought back", "fetches brought back", "brought", True),
    "play_bow": Behaviour("play bow", "play bows", "bow bows bowed play plays played playing", True),
    "run": Behaviour("run", "runs", "run runs ran running zoomies"),
    "jump": Behaviour("jump", "jumps", "jump jumps jumped jumping"),
    "calm": Behaviour(
        "calm spell",
        "calm spells",
        "calm calmly relax relaxed settle settled quiet sleep slept",
        True,
    ),
    "eat": Behaviour("meal", "meals", "eat eats ate eating meal meals food fed"),
    "drink": Behaviour("drink", "drinks", "drink drinks drank drinking water"),
    "treat": Behaviour("treat", "treats", "treat treats reward rewards rewarded"),
    "enter_frame": Behaviour("visit", "visits", "come came appear appeared visit visits arrive arrived"),
    "leave_frame": Behaviour("leaving", "leavings", "leave left gone"),
    "enter_zone": Behaviour("entry into a zone", "entries into a zone", "zone zones couch sofa entered"),
}
"""By the type of event, the most telling first."""


def words_of(text: str) -> list[str]:
    """Its words, in small letters."""
    return re.findall(r"[a-z]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))


_UP_TO_TWENTY: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)


NUMBER_WORDS: Final = {word: number for number, word in enumerate(words_of(_UP_TO_TWENTY))} | {
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "dozen": 12,
    "hundred": 100,
}


def counted(kind: str, count: int) -> str:
    """`3 barks`, `1 sit`; what no table knows by its own name."""
    known = BEHAVIOURS.get(kind)
    one, many = (known.one, known.many) if known else (kind.replace("_", " "), f"{kind.replace('_', ' ')}s")
    return f"{count} {one if count == 1 else many}"


_BY_WORD: Final = {word: kind for kind, known in BEHAVIOURS.items() for word in words_of(known.words)}


def named_in(text: str) -> list[str]:
    """Types of events that a text names by an owner's words, in its order, each once."""
    return list(dict.fromkeys(_BY_WORD[word] for word in words_of(text) if word in _BY_WORD))
