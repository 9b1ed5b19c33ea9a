"""A day in plain words."""

from datetime import date

import pytest

from pawsight.daily_metrics import DayMetrics
from routines.words import day_in_words

DAY = date(2026, 3, 2)


@pytest.mark.parametrize("metrics", [None, DayMetrics()])
def test_a_day_on_which_nothing_happened_is_said_to_be_so(metrics: DayMetrics | None) -> None:
    assert day_in_words(DAY, metrics) == "Monday, 02 March: nothing was seen or heard."


def test_a_full_day_is_told_in_sentences() -> None:
    metrics = DayMetrics(
        sit_count=3,
        lie_count=1,
        fetch_count=2,
        time_in_frame_min=125,
        calm_minutes=60,
        barks=4,
        whines=1,
        treats_dispensed=2,
    )

    assert day_in_words(DAY, metrics) == (
        "Monday, 02 March. 2 h 5 min in the picture. 1 h calm. Sat 3 times, lay down once and fetched twice. "
        "Barked 4 times and whined once. Treats: 2."
    )


def test_a_quiet_day_is_said_to_be_quiet() -> None:
    assert "Not a sound." in day_in_words(DAY, DayMetrics(time_in_frame_min=5))
