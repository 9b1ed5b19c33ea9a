"""What a day came to: an owner's events in, one row of `ai_metrics_daily` out; pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from metrics.day import Day
from metrics.intervals import Interval, total, union, within
from metrics.stays import lasting, stays_of
from pawsight.daily_metrics import DayMetrics, HourActivity
from pawsight.messages import Event

TREAT: Final = "treat"
"""Told by whoever gave one: a robot's routine, or an owner."""

REACHING: Final = ("enter_frame", "leave_frame", "calm")
"""Events that reach into other days than that of their `ts`, by `LONGEST` at most."""

DIAGNOSTIC: Final = ("telemetry",)
"""Events that tell of a robot's state: nothing has happened."""

MOST_OUTBURSTS: Final = 10_000
"""Of one sound; more is a mistake of whoever wrote it."""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day as it is known now. goes_on: a dog is in the picture, so that later it comes to more."""

    metrics: DayMetrics
    hours: tuple[HourActivity, ...]
    goes_on: bool


def count_day(events: Iterable[Event], day: Day, now: datetime) -> CountedDay:
    """Count a day out of all events of its time, and those of `REACHING` that are `LONGEST` before and after it.

    Events of a batch run (`runId`) tell of the past again and count for nothing. What lasts counts once it has
    ended; a stay that is open, until now or until the day ends.
    """
    counted = [one for one in events if "runId" not in one.data]
    own = [one for one in counted if day.start <= one.ts < day.end]
    stays = stays_of(one for one in counted if one.type in ("enter_frame", "leave_frame"))
    in_frame = union(within(stays.intervals(day.zone, now), day.start, day.end))
    calm = union(within((_calm(one) for one in counted if one.type == "calm"), day.start, day.end))
    kinds = Counter(one.type for one in own)
    metrics = DayMetrics(
        sit_count=kinds["sit"],
        stand_count=kinds["stand"],
        lie_count=kinds["lie"],
        fetch_count=kinds["fetch"],
        fetch_success_count=kinds["fetch_success"],
        treats_dispensed=kinds[TREAT],
        time_in_frame_min=_minutes(in_frame),
        barks=_outbursts(own, "bark"),
        howls=_outbursts(own, "howl"),
        whines=_outbursts(own, "whine"),
        calm_minutes=_minutes(calm),
    )
    goes_on = now < day.end and any(day.start <= start < day.end for start in stays.open)
    return CountedDay(metrics, _hours(own, in_frame, day), goes_on)


def _calm(event: Event) -> Interval:
    return event.ts, event.ts + lasting(event.data.get("durationMs"), timedelta(milliseconds=1))


def _outbursts(events: Iterable[Event], kind: str) -> int:
    counts = (one.data.get("count") for one in events if one.type == kind)
    return sum(min(one, MOST_OUTBURSTS) if type(one) is int and one > 0 else 1 for one in counts)


def _minutes(intervals: Iterable[Interval]) -> int:
    return total(intervals) // timedelta(minutes=1)


def _hours(own: Iterable[Event], in_frame: list[Interval], day: Day) -> tuple[HourActivity, ...]:
    began = Counter(one.ts.astimezone(day.zone).hour for one in own if one.type not in DIAGNOSTIC)
    seen: dict[int, timedelta] = defaultdict(timedelta)
    for hour, start, end in day.hours():
        seen[hour] += total(within(in_frame, start, end))
    hours = (
        HourActivity(hour=hour, events=began[hour], in_frame_s=seen[hour] // timedelta(seconds=1))
        for hour in sorted(seen)
    )
    return tuple(one for one in hours if one.events or one.in_frame_s)
