"""How far two models say the same."""

import pytest

from vision.agreement import detections_agree, matches, poses_agree
from vision.detection import Detection
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture

BOX = (0.2, 0.2, 0.4, 0.4)
BESIDE = (0.6, 0.2, 0.4, 0.4)
DOG = Detection("dog", 0.9, BOX)
CAT = Detection("cat", 0.8, BOX)
OTHER_DOG = Detection("dog", 0.7, BESIDE)


def pose(posture: str, *points: tuple[str, float, float]) -> Pose:
    keypoints = tuple(Keypoint(name, x, y, 0.9, 0.9) for name, x, y in points)
    return Pose(BOX, keypoints, Posture(posture, dict.fromkeys(POSTURES, 0.25)))


@pytest.mark.parametrize(
    ("some", "others", "agreement"),
    [
        ([], [], 1.0),
        ([DOG], [DOG], 1.0),
        ([DOG], [], 0.0),
        ([DOG], [CAT], 0.0),
        ([DOG], [OTHER_DOG], 0.0),
        ([DOG, OTHER_DOG], [DOG], 2 / 3),
    ],
    ids=["nothing", "the same", "missed", "another class", "another place", "one of two"],
)
def test_boxes_agree_by_class_and_place(
    some: list[Detection], others: list[Detection], agreement: float
) -> None:
    assert detections_agree(some, others) == pytest.approx(agreement)
    assert detections_agree(others, some) == pytest.approx(agreement)


def test_a_box_is_matched_once() -> None:
    twice = [DOG, Detection("dog", 0.5, BOX)]

    assert matches(twice, [DOG]) == [(0, 0)]


def test_a_box_without_an_area_is_like_no_other() -> None:
    flat = Detection("dog", 0.9, (0.2, 0.2, 0.0, 0.4))

    assert detections_agree([flat], [flat]) == 0.0


@pytest.mark.parametrize(
    ("some", "others", "agreement"),
    [
        (pose("sit", ("nose", 0.3, 0.3)), pose("sit", ("nose", 0.31, 0.3)), 1.0),
        (pose("sit", ("nose", 0.3, 0.3)), pose("lie", ("nose", 0.3, 0.3)), 0.5),
        (pose("sit", ("nose", 0.3, 0.3)), pose("sit", ("nose", 0.5, 0.3)), 0.5),
        (pose("sit"), pose("sit"), 1.0),
    ],
    ids=["near", "another posture", "another place", "no points"],
)
def test_poses_agree_by_points_and_posture(some: Pose, others: Pose, agreement: float) -> None:
    assert poses_agree([some], [others], (1000, 1000)) == pytest.approx(agreement)
