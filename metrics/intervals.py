"""Times as (start, end), end exclusive."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Interval = tuple[datetime, datetime]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same times in order, none twice."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif start < end:
            joined.append((start, end))
    return joined


def within(intervals: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """What lies between start and end."""
    cut = ((max(one, start), min(other, end)) for one, other in intervals)
    return [(one, other) for one, other in cut if one < other]


def total(intervals: Iterable[Interval]) -> timedelta:
    """How long they are together; they must not overlap."""
    return sum((end - start for start, end in intervals), timedelta())
