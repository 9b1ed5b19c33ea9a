"""Sessions: stretches of time in which a dog was seen and did something; pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Final

from metrics.intervals import Interval
from metrics.stays import stays_of
from pawsight.messages import Event

PRESENCE: Final = ("enter_frame", "leave_frame")
LONGEST_BREAK: Final = timedelta(minutes=10)
"""Who comes back sooner was never gone."""

SHORTEST: Final = timedelta(minutes=3)
LEAST_EVENTS: Final = 3
"""Besides coming and going: a dog that sleeps before a camera all day makes no session."""


def sessions_of(events: Iterable[Event], zone: tzinfo, now: datetime) -> list[Interval]:
    """Sessions that are over, in order: nobody came back for `LONGEST_BREAK`. zone: where the owner lives.

    A session begins and ends with what was done in it, so that hours of sleep around it are no part of it.
    """
    told = [one for one in events if "runId" not in one.data]
    stays = stays_of(one for one in told if one.type in PRESENCE).intervals(zone, now)
    deeds = sorted(one.ts for one in told if one.type not in PRESENCE and _was_seen(one.ts, stays))
    found: list[list[datetime]] = []
    for at in deeds:
        if found and at - found[-1][-1] <= LONGEST_BREAK:
            found[-1].append(at)
        else:
            found.append([at])
    return [
        (one[0], one[-1])
        for one in found
        if len(one) >= LEAST_EVENTS and one[-1] - one[0] >= SHORTEST and now - one[-1] > LONGEST_BREAK
    ]


def _was_seen(at: datetime, stays: Iterable[Interval]) -> bool:
    # What is told as a dog leaves is told a moment after it was seen.
    return any(start <= at <= end + timedelta(seconds=5) for start, end in stays)
