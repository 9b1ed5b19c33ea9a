"""Checks of what a model wrote: whatever it says happened must stand in the digest.

A sentence that fails is taken away, not mended. Figures, times and clips are code's to tell, so a model has little to
win by naming any; what it may name, it must name right.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from coaching.behaviours import NUMBER_WORDS, named_in, words_of
from coaching.digest import Digest
from coaching.knowledge import terms_of, vocabulary
from coaching.safety import unfit

LONGEST: Final = 320
"""Characters of one sentence."""

RARE: Final = 5
"""Letters of the shortest word that gives away where it comes from, when our knowledge base does not have it."""

ECHO: Final = 4
"""So many words in a row of somebody else's text are no advice of ours."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"']?\s+")
_ID: Final = re.compile(
    r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b", re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"\b(\d{1,2})[:.](\d{2})(?::\d{2})?\b(?:\s*([ap])\.?m\b)?|\b(\d{1,2})\s*([ap])\.?m\b", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_WHEN: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|april|june|july|august|september|october|"
    r"november|december)\b|\b(?:yesterday|tonight|last (?:night|week|month|year)|this (?:week|month|year))\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:no|not|never|without|didn't|did not|none|zero)\b")
_COMPARED: Final = re.compile(
    r"\b(?:fewer|less|more|improv\w+|better|worse|than (?:before|last|yesterday))\b"
)
_PAST: Final = {
    word: kind
    for kind, words in {
        "bark": ("barked",),
        "howl": ("howled",),
        "whine": ("whined", "whimpered"),
        "growl": ("growled",),
        "sit": ("sat",),
        "stand": ("stood",),
        "lie": ("lay",),
        "fetch": ("fetched", "retrieved"),
        "run": ("ran",),
        "jump": ("jumped",),
        "eat": ("ate",),
        "drink": ("drank",),
        "play_bow": ("bowed",),
    }.items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What an answer may rest on. advice: of the knowledge base, whose figures may be said again. untrusted: words of
    others, of which none may come back.
    """

    digest: Digest
    advice: str
    untrusted: Sequence[str] = ()
    _foreign: frozenset[str] = field(init=False)
    _echoes: frozenset[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        known = vocabulary() | set(words_of(self.advice))
        foreign = {word for text in self.untrusted for word in words_of(text) if len(word) >= RARE}
        object.__setattr__(self, "_foreign", frozenset(foreign - known))
        object.__setattr__(
            self, "_echoes", frozenset(_runs(self.untrusted)) - frozenset(_runs([self.advice]))
        )

    def refuses(self, sentence: str) -> str | None:
        """Why a sentence is not said; None: it stands on this ground."""
        if not sentence.strip() or len(sentence) > LONGEST:
            return "empty or too long"
        return (
            unfit(sentence)
            or self._wrong_id(sentence)
            or self._wrong_figure(sentence)
            or self._wrong_claim(sentence)
            or self._echo(sentence)
        )

    def _wrong_id(self, sentence: str) -> str | None:
        known = {str(one.id) for one in self.digest.clips} | {str(one.id) for one in self.digest.moments}
        return (
            "an id that nobody knows"
            if any(one.lower() not in known for one in _ID.findall(sentence))
            else None
        )

    def _wrong_figure(self, sentence: str) -> str | None:
        rest = _ID.sub(" ", sentence)
        clocks = {self.digest.clock(one.at) for one in self.digest.moments}
        for found in _CLOCK.finditer(rest):
            if _as_clock(found) not in clocks:
                return f"a time that nobody knows: {found[0]}"
        rest = _CLOCK.sub(" ", rest).lower()
        day = _WHEN.search(rest)
        if day is not None and day[0].lower() not in self.digest.period.lower():
            return f"another time: {day[0]}"
        words = re.findall(r"\d+(?:[.,]\d+)?|[a-z']+", rest)
        allowed = {_number(word) for word in re.findall(r"\d+(?:[.,]\d+)?|[a-z']+", self.advice.lower())} - {
            None
        }
        for place, word in enumerate(words):
            number = _number(word)
            if number is None or (word == "one" and not _counts(words, place)):
                continue
            if not self._is_known(number, words, place, number in allowed):
                return f"a figure that nobody knows: {word}"
        return None

    def _is_known(self, number: float, words: list[str], place: int, is_advised: bool) -> bool:
        """Whether it is how often what stands beside it happened; else the advice must have it."""
        near = " ".join(words[place + 1 : place + 4])
        if counted := named_in(near):
            return number == self.digest.count(counted[0])
        if "minute" in near and number in (self.digest.minutes_in_frame, self.digest.calm_minutes):
            return True
        before = named_in(" ".join(words[max(place - 4, 0) : place]))
        return is_advised or (bool(before) and number == self.digest.count(before[0]))

    def _wrong_claim(self, sentence: str) -> str | None:
        words = words_of(sentence)
        denied = _DENIED.search(sentence.lower()) is not None
        for word in words:
            kind = _PAST.get(word)
            if kind is not None and (self.digest.count(kind) == 0) is not denied:
                return f"it is not so: {word}"
        if (
            self.digest.before is None
            and _COMPARED.search(sentence.lower())
            and not _COMPARED.search(self.advice.lower())
        ):
            return "a comparison with what nobody knows"
        return None

    def _echo(self, sentence: str) -> str | None:
        words = words_of(sentence)
        if any(run in self._echoes for run in _runs([sentence])):
            return "somebody else's words"
        return next((f"somebody else's word: {word}" for word in words if word in self._foreign), None)


def sentences_of(text: str, *, goes_on: bool = False) -> list[str]:
    """A text's whole sentences; what a model had no room left to end is none.

    goes_on: there is more to come, so that the last full stop may be a decimal point.
    """
    parts = [" ".join(part.split()) for part in _SENTENCE_END.split(text.strip())]
    if goes_on:
        parts.pop()
    return [part for part in parts if len(part) > 1 and part[-1] in ".!?\"'"]


def fits(text: str, advice: str) -> bool:
    """Whether a text is about what the advice is about: two of its telling words at least."""
    return len(set(terms_of(text)) & set(terms_of(advice))) >= 2


def _runs(texts: Iterable[str]) -> Iterable[tuple[str, ...]]:
    for text in texts:
        words = words_of(text)
        yield from (tuple(words[at : at + ECHO]) for at in range(len(words) - ECHO + 1))


def _number(word: str) -> float | None:
    if _NUMBER.fullmatch(word):
        return float(word.replace(",", "."))
    return NUMBER_WORDS.get(word)


def _counts(words: list[str], place: int) -> bool:
    """Whether a "one" counts something: "one bark" does, "one step at a time" does not."""
    return bool(named_in(" ".join(words[place + 1 : place + 2])))


def _as_clock(found: re.Match[str]) -> str:
    hour, minute, half, lone_hour, lone_half = found.groups()
    number, half = int(hour or lone_hour), (half or lone_half or "").lower()
    if half:
        number = number % 12 + (12 if half == "p" else 0)
    return f"{number:02d}:{minute or '00'}"
