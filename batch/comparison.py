"""What another model would have said beside what was said: kept, moved, added and gone, type by type. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from pawsight.messages import Event

SAME: Final = timedelta(seconds=1)
"""Events of a type that begin so close to each other are the same."""
MOVED: Final = timedelta(seconds=5)
"""And these are the same, told at another time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same moment in live history and in a run. One of them is None where only the other tells of it."""

    live: Event | None
    run: Event | None

    @property
    def change(self) -> str:
        """`kept`, `moved`, `added` or `gone`."""
        if self.live is None:
            return "added"
        if self.run is None:
            return "gone"
        return "kept" if abs(self.run.ts - self.live.ts) <= SAME else "moved"


def pairs(live: Sequence[Event], run: Sequence[Event], *, began: datetime | None = None) -> list[Pair]:
    """Match events of the same type that begin within 5 s, the nearest first; each once. In the order of time.

    began: when the run's first picture was captured. What lasted then already seems to begin there: unless live history
    has it begin there too, it is left out.
    """
    by_type: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for index, one in enumerate(run):
        by_type[one.type].append((one.ts, index))
    for of_type in by_type.values():
        of_type.sort()
    near = sorted(
        (abs(run[b].ts - here.ts), a, b) for a, here in enumerate(live) for b in _near(here, by_type)
    )
    taken: tuple[dict[int, int], set[int]] = ({}, set())
    for _, a, b in near:
        if a not in taken[0] and b not in taken[1]:
            taken[0][a] = b
            taken[1].add(b)
    matched = [Pair(one, run[taken[0][a]] if a in taken[0] else None) for a, one in enumerate(live)]
    matched += [
        Pair(None, one)
        for b, one in enumerate(run)
        if b not in taken[1] and (began is None or one.ts - began > SAME)
    ]
    return sorted(matched, key=_begins)


def counts(matched: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """Of each type, by name, how many are `kept`, `moved`, `added` and `gone`."""
    found: dict[str, dict[str, int]] = {}
    for pair in matched:
        one = pair.live or pair.run
        assert one is not None
        of_type = found.setdefault(one.type, {"kept": 0, "moved": 0, "added": 0, "gone": 0})
        of_type[pair.change] += 1
    return dict(sorted(found.items()))


def _near(one: Event, by_type: dict[str, list[tuple[datetime, int]]]) -> Iterator[int]:
    of_type = by_type.get(one.type, [])
    for ts, index in islice(of_type, bisect_left(of_type, (one.ts - MOVED, -1)), None):
        if ts - one.ts > MOVED:
            return
        yield index


def _begins(pair: Pair) -> tuple[float, str]:
    one = pair.live or pair.run
    assert one is not None
    return one.ts.timestamp(), one.type
