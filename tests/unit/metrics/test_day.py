"""Days and hours where the owner lives."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.day import Day, UnknownTimeZone, date_at, dates_of, time_zone

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)]
)
def test_a_day_is_as_long_as_its_clocks_make_it(day: date, hours: int) -> None:
    one = Day.of(day, BERLIN)

    assert one.end - one.start == timedelta(hours=hours)
    assert len(list(one.hours())) == hours


def test_the_hour_that_comes_twice_is_told_twice_and_the_lost_one_never() -> None:
    autumn = [hour for hour, _, _ in Day.of(date(2026, 10, 25), BERLIN).hours()]
    spring = [hour for hour, _, _ in Day.of(date(2026, 3, 29), BERLIN).hours()]

    assert autumn.count(2) == 2
    assert 2 not in spring


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo"])
@given(day=st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_hours_fill_a_day_wherever_one_lives(zone: str, day: date) -> None:
    one = Day.of(day, ZoneInfo(zone))
    hours = list(one.hours())

    assert hours[0][1] == one.start
    assert hours[-1][2] == one.end
    assert all(end == start for (_, _, end), (_, start, _) in pairwise(hours))
    for hour, start, end in hours:
        assert {hour} == {
            moment.astimezone(one.zone).hour for moment in (start, end - timedelta(microseconds=1))
        }


@given(seconds=st.integers(0, 10**9))
def test_a_moment_lies_in_its_own_day(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    day = Day.of(date_at(moment, BERLIN), BERLIN)

    assert day.start <= moment < day.end


def test_a_day_that_ends_at_midnight_does_not_touch_the_next() -> None:
    day = Day.of(date(2026, 7, 1), BERLIN)

    assert dates_of(day.start, day.end, BERLIN) == [date(2026, 7, 1)]
    assert dates_of(day.start, day.end + timedelta(seconds=1), BERLIN) == [date(2026, 7, 1), date(2026, 7, 2)]


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../../etc/passwd", "\0"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownTimeZone):
        time_zone(name)
