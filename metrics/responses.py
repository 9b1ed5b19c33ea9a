"""Whether a dog does what it is told: cues that somebody tells of, and what was seen after them; pure.

Nobody hears cues yet: they are events of the type `cue` that a person or a program adds, `{"cue": "sit"}`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from pawsight.messages import Event

CUE: Final = "cue"
CUES: Final = ("sit", "stand", "lie", "fetch", "play_bow")
"""What is seen as an event of the same name."""

WITHIN: Final = timedelta(seconds=10)
"""What a dog does later is not an answer."""

LONGEST: Final = timedelta(hours=1)
"""A posture whose end nobody has told lasts for so long at most."""


@dataclass(frozen=True, slots=True)
class Responses:
    """What became of the cues of one name.

    given: those that count. answered: within 10 s. already: the dog was at it when it was told, so they don't count.
    latency: the median of the answered ones; None: there are none.
    """

    cue: str
    given: int
    answered: int
    already: int
    latency: timedelta | None


def responses_of(events: Iterable[Event], now: datetime) -> list[Responses]:
    """Look at cues and at what happened, in any order; by the cue's name.

    A cue that is repeated before it is answered was not answered. One that was given less than 10 s ago does not count
    yet. Whose dog answered nobody can tell: with two dogs either will do.
    """
    cues: dict[str, list[datetime]] = defaultdict(list)
    seen: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if "runId" in event.data:
            continue
        if event.type == CUE and event.data.get("cue") in CUES:
            cues[event.data["cue"]].append(event.ts)
        elif event.type in CUES:
            seen[event.type].append(event)
    return [_responses(name, sorted(given), seen[name], now) for name, given in sorted(cues.items())]


def _responses(cue: str, given: Sequence[datetime], seen: Sequence[Event], now: datetime) -> Responses:
    begun = sorted(one.ts for one in seen)
    latencies: list[timedelta] = []
    counted = already = 0
    for at, following in zip(given, [*given[1:], None], strict=True):
        if any(_lasts(one, at) for one in seen):
            already += 1
            continue
        until = at + WITHIN if following is None else min(at + WITHIN, following)
        answer = next((one for one in begun if at < one <= until), None)
        if answer is None and now < at + WITHIN:
            continue
        counted += 1
        if answer is not None:
            latencies.append(answer - at)
    middle_s = median(one.total_seconds() for one in latencies) if latencies else None
    latency = None if middle_s is None else timedelta(seconds=middle_s)
    return Responses(cue, counted, len(latencies), already, latency)


def _lasts(event: Event, at: datetime) -> bool:
    """Whether an event that began before a moment was still going on then."""
    duration_ms = event.data.get("durationMs")
    length = LONGEST
    if isinstance(duration_ms, int | float) and not isinstance(duration_ms, bool):
        length = timedelta(milliseconds=min(max(duration_ms, 0), 86_400_000))
    return event.ts <= at < event.ts + length
