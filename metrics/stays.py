"""When a dog was in the picture, out of `enter_frame` and `leave_frame`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import isfinite
from typing import Any, Final

from metrics.day import Day, date_at
from metrics.intervals import Interval
from pawsight.messages import Event

LONGEST: Final = timedelta(hours=24)
"""What says that it lasted for longer is believed for so long."""

ROUNDING: Final = timedelta(milliseconds=100)
"""How far a `leave_frame` may be off when it says, in tenths of a second, when its stay began."""


@dataclass(frozen=True, slots=True)
class Stays:
    """closed: stays that were told to have ended. open: beginnings of those that were not."""

    closed: tuple[Interval, ...]
    open: tuple[datetime, ...]

    def intervals(self, zone: tzinfo, now: datetime) -> list[Interval]:
        """All stays. One that is open goes on until now, and at most until its own day ends.

        A leaving may be lost with a machine: it must not fill the days that follow.
        """
        return [*self.closed, *((start, _open_until(start, zone, now)) for start in self.open)]


def stays_of(events: Iterable[Event]) -> Stays:
    """Pair enterings and leavings of each camera. Who entered in a batch run and did not leave stayed until its end.

    A dog's track breaks and goes on under another number, so a `leave_frame` belongs to the `enter_frame` that was
    as many `seconds` before it; one that does not say so belongs to the entering of its track. A camera of which some
    leavings say so and others do not can mistake two dogs for each other that came at one moment.
    """
    cameras: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cameras[repr(event.data.get("cameraId"))].append(event)
    closed: list[Interval] = []
    still_open: list[datetime] = []
    for told in cameras.values():
        one = _stays_of_camera(sorted(told, key=_order))
        closed.extend(one.closed)
        still_open.extend(one.open)
    return Stays(tuple(closed), tuple(still_open))


def lasting(value: Any, unit: timedelta) -> timedelta:
    """A duration that an event tells; nothing when it tells none. Anybody may have written anything there."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return timedelta()
    return max(min(value, LONGEST / unit), 0) * unit


def _order(event: Event) -> tuple[datetime, bool, str]:
    # Who leaves and comes at one moment left first.
    return event.ts, event.type == "enter_frame", str(event.id)


def _stays_of_camera(events: list[Event]) -> Stays:
    closed: list[Interval] = []
    entered: dict[str, datetime] = {}
    ends: dict[datetime, datetime] = {}
    lost: list[datetime] = []
    for event in events:
        track = repr(event.data.get("trackId"))
        began = entered.pop(track, None)
        if began is not None and event.ts - began > LONGEST:
            lost.append(began)
            began = None
        if event.type == "enter_frame":
            if began is not None:
                closed.append((began, event.ts))  # it came again, so it had left
            entered[track] = event.ts
            if "until" in event.data:
                ends[event.ts] = datetime.fromisoformat(event.data["until"])
            continue
        stayed = lasting(event.data.get("seconds"), timedelta(seconds=1))
        if stayed:
            told = event.ts - stayed
            if began is None or abs(began - told) > ROUNDING:
                other = min(entered, key=lambda one: abs(entered[one] - told), default=None)
                if other is not None and abs(entered[other] - told) <= ROUNDING:
                    told = entered.pop(other)
            began = told if began is None else min(began, told)
        if began is not None:
            closed.append((began, event.ts))
    closed += [(began, min(ends[began], began + LONGEST)) for began in entered.values() if began in ends]
    return Stays(tuple(closed), (*lost, *(began for began in entered.values() if began not in ends)))


def _open_until(start: datetime, zone: tzinfo, now: datetime) -> datetime:
    return max(start, min(now, Day.of(date_at(start, zone), zone).end))
