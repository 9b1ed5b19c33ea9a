"""Sessions out of what was seen and done."""

from datetime import UTC, datetime, timedelta

import pytest

from metrics.sessions import LEAST_EVENTS, LONGEST_BREAK, sessions_of
from pawsight.ids import new_id
from pawsight.messages import Event

BEGIN = datetime(2026, 3, 28, 10, 0, tzinfo=UTC)


def at(minute: float, kind: str = "sit", **data: object) -> Event:
    return Event(id=new_id(), ts=BEGIN + timedelta(minutes=minute), type=kind, data={"cameraId": "a", **data})


def seen(first: float, last: float, track: int = 1) -> list[Event]:
    """A dog is in the picture from one minute to another."""
    return [
        at(first, "enter_frame", trackId=track),
        at(last, "leave_frame", trackId=track, seconds=(last - first) * 60),
    ]


def minutes(events: list[Event], now: float = 600) -> list[tuple[float, float]]:
    found = sessions_of(events, UTC, BEGIN + timedelta(minutes=now))
    return [
        ((start - BEGIN) / timedelta(minutes=1), (end - BEGIN) / timedelta(minutes=1)) for start, end in found
    ]


def test_what_is_done_at_a_stretch_is_a_session_without_the_sleep_around_it() -> None:
    assert minutes([*seen(0, 60), at(20), at(24), at(29, "bark")]) == [(20, 29)]


def test_a_short_break_is_none_and_a_long_one_makes_two() -> None:
    brk = LONGEST_BREAK / timedelta(minutes=1)
    first, again = (0, 2, 4), (4 + brk, 6 + brk, 8 + brk)

    together = [*seen(0, 100), *(at(one) for one in (*first, *again))]
    apart = [*seen(0, 100), *(at(one) for one in first), *(at(one + 1) for one in again)]

    assert minutes(together) == [(0, 8 + brk)]
    assert minutes(apart) == [(0, 4), (5 + brk, 9 + brk)]


def test_a_session_that_may_go_on_is_not_over() -> None:
    events = [*seen(0, 60), at(1), at(3), at(5)]

    assert minutes(events, now=14) == []
    assert minutes(events, now=16) == [(1, 5)]


@pytest.mark.parametrize(
    "events",
    [
        [],
        seen(0, 600),
        [*seen(0, 60), *(at(0.1 * number) for number in range(LEAST_EVENTS))],
        [*seen(0, 60), at(1), at(9)],
        [at(1), at(3), at(5), at(7)],
        [*seen(0, 60), *(at(minute, runId="x") for minute in (1, 3, 5, 7))],
    ],
    ids=["nothing", "sleep", "too short", "too few", "nobody there", "told again by a batch run"],
)
def test_what_is_no_session(events: list[Event]) -> None:
    assert minutes(events) == []


def test_the_order_in_which_events_are_told_does_not_matter() -> None:
    events = [*seen(0, 60), at(20), at(24), at(29)]

    assert minutes(events[::-1]) == minutes(events)
