import pytest

from vision.posture import POSTURES, SMALLEST_PX, SURE_ENOUGH, UNKNOWN, decide

LYING = dict(zip(POSTURES, (0.1, 0.05, 0.8, 0.05), strict=True))


def test_the_likeliest_posture_is_told() -> None:
    assert decide(LYING, longer_side_px=200).name == "lie"


def test_a_doubtful_posture_is_unknown() -> None:
    probabilities = dict(zip(POSTURES, (SURE_ENOUGH - 0.01, 0.3, 0.1, 0.05), strict=True))

    assert decide(probabilities, longer_side_px=200).name == UNKNOWN


@pytest.mark.parametrize(("side", "name"), [(SMALLEST_PX - 1, UNKNOWN), (SMALLEST_PX, "lie")])
def test_a_blot_has_no_posture(side: float, name: str) -> None:
    assert decide(LYING, longer_side_px=side).name == name


def test_probabilities_are_kept_where_the_posture_is_unknown() -> None:
    assert decide(LYING, longer_side_px=1).probabilities == LYING
