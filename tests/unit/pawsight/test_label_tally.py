"""F1 on cases that can be counted by hand."""

import pytest

from pawsight.label_tally import LabelTally


def tally(*pairs: tuple[str, str]) -> LabelTally:
    counted = LabelTally()
    for truth, told in pairs:
        counted.add(truth, told)
    return counted


def test_f1_is_of_true_labels() -> None:
    counted = tally(("bark", "bark"), ("bark", "howl"), ("howl", "howl"), ("speech", "bark"))

    assert counted.f1() == pytest.approx({"bark": 2 / 4, "howl": 2 / 3, "speech": 0.0})
    assert counted.macro_f1() == pytest.approx((1 / 2 + 2 / 3) / 3)
    assert counted.accuracy == 0.5
    assert counted.table() == {"bark": {"bark": 1, "howl": 1}, "howl": {"howl": 1}, "speech": {"bark": 1}}


def test_nothing_scores_nothing() -> None:
    assert (tally().accuracy, tally().macro_f1(), tally().f1()) == (0.0, 0.0, {})
