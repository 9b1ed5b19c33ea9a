"""A day's counts are those that one gets by looking at every minute."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.count import count_day
from metrics.day import Day, dates_of
from metrics.stays import LONGEST
from pawsight.messages import Event
from tests.unit.metrics.histories import MINUTE, histories

BERLIN = ZoneInfo("Europe/Berlin")
DAY = Day.of(date(2026, 7, 1), BERLIN)
LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)


def happened(hours: float, kind: str, **data: Any) -> Event:
    """An event so many hours after the day began."""
    return Event(id=uuid4(), ts=DAY.start + timedelta(hours=hours), type=kind, data=data)


def in_frame(*events: Event, now: datetime = LONG_AFTER) -> int:
    return count_day(events, DAY, now).metrics.time_in_frame_min


# A day and a half before the clocks change, so that it lies in the middle.
@pytest.mark.parametrize(
    "begin", [datetime(2026, 3, 27, 22, 30, tzinfo=UTC), datetime(2026, 10, 23, 21, 30, tzinfo=UTC)]
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata"])
@settings(max_examples=40)
@given(data=st.data())
def test_a_day_comes_to_what_its_minutes_come_to(begin: datetime, zone: str, data: st.DataObject) -> None:
    history = data.draw(histories(begin))
    now = begin + data.draw(st.integers(0, history.minutes)) * MINUTE
    events = history.events()
    random.Random(0).shuffle(events)
    there = ZoneInfo(zone)

    for day in dates_of(begin, begin + history.minutes * MINUTE, there):
        of = Day.of(day, there)
        # Exactly what the database is asked for.
        seen = [one for one in events if of.start - LONGEST - MINUTE <= one.ts < of.end + LONGEST + MINUTE]
        assert count_day(seen, of, now).metrics.model_dump() == history.counted(day, there, now)


def test_a_day_without_events_comes_to_nothing() -> None:
    counted = count_day([], DAY, LONG_AFTER)

    assert set(counted.metrics.model_dump().values()) == {0}
    assert counted.hours == ()
    assert not counted.goes_on


def test_two_cameras_that_see_a_dog_at_once_count_its_time_once() -> None:
    assert (
        in_frame(
            happened(1, "enter_frame", cameraId="a", trackId=1),
            happened(1.5, "enter_frame", cameraId="b", trackId=1),
            happened(2, "leave_frame", cameraId="a", trackId=1, seconds=3600.0),
            happened(3, "leave_frame", cameraId="b", trackId=1, seconds=5400.0),
        )
        == 120
    )


def test_a_stay_over_midnight_belongs_to_both_days() -> None:
    events = [
        happened(-1, "enter_frame", cameraId="a", trackId=1),
        happened(0.5, "leave_frame", cameraId="a", trackId=9, seconds=5400.0),
    ]
    before = Day.of(date(2026, 6, 30), BERLIN)

    assert count_day(events, DAY, LONG_AFTER).metrics.time_in_frame_min == 30
    assert count_day(events, before, LONG_AFTER).metrics.time_in_frame_min == 60


def test_an_open_stay_lasts_until_now_and_then_until_its_day_ends() -> None:
    entered = happened(23, "enter_frame", cameraId="a", trackId=1)

    at_half_past = count_day([entered], DAY, entered.ts + timedelta(minutes=30))
    assert (at_half_past.metrics.time_in_frame_min, at_half_past.goes_on) == (30, True)
    next_morning = count_day([entered], DAY, entered.ts + timedelta(hours=9))
    assert (next_morning.metrics.time_in_frame_min, next_morning.goes_on) == (60, False)


def test_a_bout_that_was_told_only_once_has_no_length() -> None:
    counted = count_day([happened(1, "calm"), happened(3, "calm", durationMs=600_000)], DAY, LONG_AFTER)

    assert counted.metrics.calm_minutes == 10


def test_what_a_batch_run_tells_again_counts_for_nothing() -> None:
    counted = count_day([happened(1, "sit"), happened(1, "sit", runId="r")], DAY, LONG_AFTER)

    assert counted.metrics.sit_count == 1


def test_hours_are_those_of_the_clock_and_a_doubled_one_counts_together() -> None:
    day = Day.of(date(2026, 10, 25), BERLIN)
    start = day.start + timedelta(hours=2)  # 02:00, to be gone through twice
    events = [
        Event(id=uuid4(), ts=start, type="enter_frame", data={"cameraId": "a", "trackId": 1}),
        Event(
            id=uuid4(),
            ts=start + timedelta(hours=2),
            type="leave_frame",
            data={"cameraId": "a", "trackId": 1, "seconds": 7200.0},
        ),
    ]

    hours = {one.hour: (one.events, one.in_frame_s) for one in count_day(events, day, LONG_AFTER).hours}

    assert hours == {2: (1, 7200), 3: (1, 0)}


@given(
    kind=st.sampled_from(["enter_frame", "leave_frame", "calm", "bark", "sit"]),
    data=st.dictionaries(
        st.sampled_from(["cameraId", "trackId", "seconds", "durationMs", "count"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=5)
        | st.lists(st.integers(), max_size=2),
    ),
)
def test_an_event_that_a_client_made_up_breaks_nothing(kind: str, data: dict[str, Any]) -> None:
    metrics = count_day([happened(12, kind, **data)], DAY, LONG_AFTER).metrics

    assert 0 <= metrics.time_in_frame_min <= 24 * 60
    assert 0 <= metrics.calm_minutes <= 24 * 60
    assert metrics.barks <= 10_000


def test_who_is_there_when_a_run_ends_was_there_until_then() -> None:
    until = (DAY.start + timedelta(hours=2)).isoformat()

    assert in_frame(happened(1, "enter_frame", cameraId="run of a", trackId=1, until=until)) == 60
