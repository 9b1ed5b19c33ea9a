"""When routines run: on the owner's clock, on the nights when it changes too."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routines.errors import CronInvalid
from routines.missed import Due, due
from routines.schedule import Schedule

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def berlin(cron: str) -> Schedule:
    return Schedule.of(cron, BERLIN, now=NOW)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(schedule: Schedule, after: str, count: int = 3) -> list[str]:
    return [one.strftime("%m-%d %H:%M") for one in schedule.next_runs(utc(after), count)]


def test_a_moment_is_one_of_the_owners_clock_in_winter_and_in_summer() -> None:
    assert told(berlin("0 18 * * *"), "2026-03-27T20:00") == ["03-28 17:00", "03-29 16:00", "03-30 16:00"]


def test_a_moment_that_the_clock_jumps_over_comes_right_after_the_jump() -> None:
    # From 02:00 to 03:00 (01:00 UTC) there is no 02:30 on the 29th.
    assert told(berlin("30 2 * * *"), "2026-03-28T00:00") == ["03-28 01:30", "03-29 01:00", "03-30 00:30"]


def test_a_moment_that_the_clock_shows_twice_comes_once_the_first_time() -> None:
    # 02:30 is at 00:30 and at 01:30 UTC on the 25th.
    assert told(berlin("30 2 * * *"), "2026-10-24T00:00") == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]


@pytest.mark.parametrize("minute", range(0, 60, 7))
def test_who_asks_between_the_two_gets_the_next_day(minute: int) -> None:
    schedule = berlin("30 2 * * *")
    asked = utc("2026-10-25T00:31") + timedelta(minutes=minute)

    assert schedule.after(asked) == utc("2026-10-26T01:30")


def test_what_comes_each_quarter_of_an_hour_goes_on_through_both_nights() -> None:
    for begin in ("2026-03-28T23:00", "2026-10-24T23:00"):
        moments = berlin("*/15 * * * *").next_runs(utc(begin), 24)

        assert {later - sooner for sooner, later in pairwise(moments)} == {timedelta(minutes=15)}


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
@given(hour=st.integers(0, 3), minute=st.integers(0, 59), begin=st.integers(0, 48 * 60))
def test_a_daily_moment_comes_once_a_day_wherever_one_begins_to_look(
    night: str, hour: int, minute: int, begin: int
) -> None:
    schedule = Schedule(f"{minute} {hour} * * *", BERLIN)
    start = utc(f"{night}T00:00") - timedelta(days=1) + timedelta(minutes=begin)

    moments = schedule.next_runs(start, 4)

    assert moments[0] > start
    days = [one.astimezone(BERLIN).date() for one in moments]
    assert {later - sooner for sooner, later in pairwise(days)} == {timedelta(days=1)}
    # Whoever goes from one to the next sees the same as who looks ahead.
    assert [schedule.after(one) for one in moments[:-1]] == moments[1:]


@pytest.mark.parametrize(
    "cron",
    [
        *("", "*", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *"),
        *("* * * * MOO", "*/0 * * * *", "0 0 30 2 *", "1-0 * * * *", "a b c d e", "@daily", "0 0 * * \u0661"),
        *("0,1," * 40 + "0 * * * *",),
    ],
)
def test_what_is_no_time_is_refused(cron: str) -> None:
    with pytest.raises(CronInvalid):
        berlin(cron)


@given(st.text("0123456789*/-,LW# MONJAN\t", max_size=40))
def test_any_text_is_a_schedule_or_refused_and_nothing_else(text: str) -> None:
    try:
        schedule = Schedule.of(text, BERLIN, now=NOW)
    except CronInvalid:
        return
    assert all(one > NOW for one in schedule.next_runs(NOW, 3))


class TestMissed:
    """What is done about moments that nobody was there for."""

    hourly = Schedule("0 * * * *", UTC)

    def test_a_new_routine_runs_from_its_next_moment_on(self) -> None:
        assert due(self.hourly, None, now=utc("2026-03-02T12:30"), missed="skip") == Due(
            (), None, utc("2026-03-02T13:00")
        )

    def test_a_moment_that_has_just_come_is_run(self) -> None:
        now = utc("2026-03-02T12:00:01")

        assert due(self.hourly, utc("2026-03-02T12:00"), now=now, missed="skip") == Due(
            (utc("2026-03-02T12:00"),), None, utc("2026-03-02T13:00")
        )

    def test_a_moment_to_come_is_left_alone(self) -> None:
        now = utc("2026-03-02T11:59:59")

        assert due(self.hourly, utc("2026-03-02T12:00"), now=now, missed="skip").run == ()

    @pytest.mark.parametrize("seconds", [0, 1, 599, 600])
    def test_one_that_is_late_is_run_all_the_same(self, seconds: int) -> None:
        now = utc("2026-03-02T12:00") + timedelta(seconds=seconds)

        assert due(self.hourly, utc("2026-03-02T12:00"), now=now, missed="skip").run == (
            utc("2026-03-02T12:00"),
        )

    def test_after_a_night_off_the_last_is_skipped_and_noted(self) -> None:
        found = due(self.hourly, utc("2026-03-02T01:00"), now=utc("2026-03-02T09:30"), missed="skip")

        assert found == Due((), utc("2026-03-02T09:00"), utc("2026-03-02T10:00"))

    def test_or_run_once_for_all_of_them(self) -> None:
        found = due(self.hourly, utc("2026-03-02T01:00"), now=utc("2026-03-02T09:30"), missed="run_once")

        assert found == Due((utc("2026-03-02T09:00"),), None, utc("2026-03-02T10:00"))

    def test_but_not_beside_a_moment_that_is_only_late(self) -> None:
        found = due(self.hourly, utc("2026-03-02T01:00"), now=utc("2026-03-02T09:05"), missed="run_once")

        assert found == Due((utc("2026-03-02T09:00"),), utc("2026-03-02T08:00"), utc("2026-03-02T10:00"))

    def test_one_that_was_planned_before_its_schedule_changed_is_nothing_missed(self) -> None:
        yearly = Schedule("0 0 1 1 *", UTC)

        found = due(yearly, utc("2026-03-02T01:00"), now=utc("2026-03-02T09:00"), missed="run_once")

        assert found == Due((), None, utc("2027-01-01T00:00"))

    @given(
        minute=st.integers(0, 59),
        off_s=st.floats(0, 3 * 86_400),
        looks=st.lists(st.floats(0.1, 4000), min_size=1, max_size=12),
    )
    def test_each_moment_is_run_or_missed_never_both_never_twice(
        self, minute: int, off_s: float, looks: list[float]
    ) -> None:
        schedule = Schedule(f"{minute} * * * *", UTC)
        begin = now = NOW
        planned = schedule.after(now)
        runs: list[datetime] = []
        skipped: list[datetime] = []
        for pause in (off_s, *looks):
            now += timedelta(seconds=pause)
            found = due(schedule, planned, now=now, missed="skip")
            runs += found.run
            skipped += [found.skipped] if found.skipped else []
            planned = found.next_run

        everything = [one for one in schedule.next_runs(begin, 200) if one <= now]
        assert len(set(runs + skipped)) == len(runs + skipped)
        assert set(runs + skipped) <= set(everything)
        # What is neither is older than one that is noted as missed.
        for moment in set(everything) - set(runs) - set(skipped):
            assert any(moment < one <= moment + timedelta(days=4) for one in skipped)
