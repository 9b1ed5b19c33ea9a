"""A network is poor when it says so twice, and good again when it says so for a while."""

import pytest

from video.loss import GOOD_REPORTS, POOR_REPORTS, LossWatch


@pytest.mark.parametrize(
    ("reports", "is_poor"),
    [
        ([], False),
        ([0.5], False),
        ([0.5] * POOR_REPORTS, True),
        ([0.5, 0.05, 0.5], False),
        ([0.09] * 20, False),
        ([0.5] * POOR_REPORTS + [0.0] * (GOOD_REPORTS - 1), True),
        ([0.5] * POOR_REPORTS + [0.0] * GOOD_REPORTS, False),
        ([0.5] * POOR_REPORTS + [0.0, 0.05] * GOOD_REPORTS, True),
        ([0.5] * POOR_REPORTS + [0.0] * GOOD_REPORTS + [0.5], False),
    ],
)
def test_both_ways_take_more_than_one_report(reports: list[float], is_poor: bool) -> None:
    watch = LossWatch()
    for share_lost in reports:
        watch.report(share_lost)
    assert watch.is_poor is is_poor
