"""Up to when it is known what was recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.footage import known_until

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(second: float) -> datetime:
    """So many seconds after now."""
    return NOW + timedelta(seconds=second)


def known(start: float, end: float, *accounted: tuple[float, float]) -> float:
    spans = [(at(begin), at(until)) for begin, until in accounted]
    return (known_until(at(start), at(end), spans, NOW) - NOW).total_seconds()


@pytest.mark.parametrize(
    ("accounted", "until"),
    [
        ([(-20, -14), (-14, -8), (-8, -2)], -5),
        ([(-14, -8), (-20, -14)], -8),
        ([(-20, -14)], -14),
        ([(-20, -14), (-8, -2)], -14),
        ([(-20, -14), (-13.99, -2)], -5),
        ([(-8, -2)], -15),
        ([], -15),
    ],
    ids=["all", "in any order", "the beginning", "a hole", "a seam", "not its beginning", "nothing"],
)
def test_of_what_just_happened_it_is_what_rows_account_for(
    accounted: list[tuple[float, float]], until: float
) -> None:
    assert known(-15, -5, *accounted) == until


def test_of_what_is_to_come_it_is_what_has_happened() -> None:
    assert known(-10, 10, (-12, -2)) == -2


def test_what_nobody_accounts_for_in_a_minute_and_a_half_nobody_ever_will() -> None:
    assert known(-200, -100) == -100
    assert known(-200, -10) == -90
    assert known(-200, -10, (-95, -5)) == -10
    assert known(-200, -10, (-150, -120), (-100, -20)) == -20
    assert known(-200, -10, (-150, -120), (-60, -5)) == -90


spans = st.lists(st.tuples(st.integers(-300, 0), st.integers(1, 60)), max_size=12)


@given(st.integers(-280, -1), st.integers(1, 120), spans)
def test_it_lies_in_the_time_that_was_asked_for_and_more_rows_never_make_it_less(
    start: int, length: int, accounted: list[tuple[int, int]]
) -> None:
    given_spans = [(float(begin), float(begin + lasts)) for begin, lasts in accounted]
    end = start + length
    all_of_them = known(start, end, *given_spans)
    assert start <= all_of_them <= end
    assert known(start, end, *given_spans[:-1]) <= all_of_them
