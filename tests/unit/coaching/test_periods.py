"""Which time a question is about, on the owner's calendar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.periods import LONGEST, period_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 29, 15, 30, tzinfo=BERLIN)  # a Sunday; the clocks went forward at 2


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("How often did she bark today?", "2026-03-29T00:00", "2026-03-29T15:30"),
        ("And yesterday?", "2026-03-28T00:00", "2026-03-29T00:00"),
        ("Was he quiet last night?", "2026-03-28T20:00", "2026-03-29T08:00"),
        ("Did he eat this morning", "2026-03-29T05:00", "2026-03-29T12:00"),
        ("in the last 3 hours", "2026-03-29T12:30", "2026-03-29T15:30"),
        ("in the past 30 minutes", "2026-03-29T15:00", "2026-03-29T15:30"),
        ("the last hour", "2026-03-29T14:30", "2026-03-29T15:30"),
        ("in the last 3 days", "2026-03-26T00:00", "2026-03-29T15:30"),
        ("this week", "2026-03-23T00:00", "2026-03-29T15:30"),
        ("last week", "2026-03-16T00:00", "2026-03-23T00:00"),
        ("What happened on Friday?", "2026-03-27T00:00", "2026-03-28T00:00"),
        ("What happened on Sunday?", "2026-03-22T00:00", "2026-03-23T00:00"),
        # A day that the clocks made an hour shorter.
        ("What about her?", "2026-03-28T14:30", "2026-03-29T15:30"),
    ],
)
def test_a_question_names_its_time(question: str, start: str, end: str) -> None:
    period = period_of(question, NOW.astimezone(UTC), BERLIN)

    assert period.start == datetime.fromisoformat(start).replace(tzinfo=BERLIN)
    assert period.end == datetime.fromisoformat(end).replace(tzinfo=BERLIN)


def test_whether_the_time_was_named_is_told() -> None:
    assert period_of("yesterday", NOW, BERLIN).said
    assert not period_of("how is he?", NOW, BERLIN).said


@given(
    st.text(alphabet="lastp 0123456789hourdaysminweektonightevening", max_size=40),
    st.integers(0, 600_000).map(lambda hours: NOW.astimezone(UTC) + timedelta(hours=hours)),
)
def test_no_time_lies_ahead_or_is_longer_than_a_month(question: str, now: datetime) -> None:
    period = period_of(question, now, BERLIN)

    assert period.start <= period.end <= now
    # From midnight on.
    assert period.end - period.start <= LONGEST + timedelta(hours=25)


@pytest.mark.parametrize(
    "question", ["in the last 90 days", "in the last 99999 hours", "in the past 52 weeks"]
)
def test_what_is_cut_short_is_not_told_by_its_old_name(question: str) -> None:
    assert period_of(question, NOW, BERLIN).name == "in the last 30 days"
