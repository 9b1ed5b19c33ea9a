"""The committed `dogpose` on the demo's picture, and on what is no dog and no picture."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest

from vision.detection import Image
from vision.keypoints import KEYPOINTS
from vision.pose import DESCRIPTION, LARGEST_BATCH, Keypoint, NotAPoseModel, Pose, PoseEstimator
from vision.posture import POSTURES

ROOT = Path(__file__).parents[3]
WEIGHTS = ROOT / "weights" / "dogpose.onnx"
DOG = (0.17, 0.39, 0.235, 0.55)
"""The dog in `demo/dog-bicycle-truck.jpg`, by eye; it sits and looks to the left, its head is at the top."""


@pytest.fixture(scope="module")
def estimator() -> PoseEstimator:
    return PoseEstimator.load(WEIGHTS, threads=1)


@pytest.fixture(scope="module")
def demo() -> Image:
    image = cv2.imread(str(ROOT / "demo" / "dog-bicycle-truck.jpg"))
    assert image is not None
    return np.asarray(image, np.uint8)


@pytest.fixture(scope="module")
def pose(estimator: PoseEstimator, demo: Image) -> Pose:
    (told,) = estimator.estimate(demo, [DOG])
    return told


def named(pose: Pose, name: str) -> Keypoint:
    return next(one for one in pose.keypoints if one.name == name)


def test_the_nose_is_above_the_paws(pose: Pose) -> None:
    paws = [named(pose, f"front_{side}_paw") for side in ("left", "right")]

    assert named(pose, "nose").y < min(paw.y for paw in paws) - 0.2


def test_points_lie_on_the_dog(pose: Pose) -> None:
    x, y, w, h = DOG
    sure = [one for one in pose.keypoints if one.confidence > 0.5]

    assert len(sure) >= 5
    assert all(x - 0.03 < one.x < x + w + 0.03 and y - 0.03 < one.y < y + h + 0.03 for one in sure)


def test_points_that_no_picture_taught_are_absent(pose: Pose) -> None:
    absent = set(KEYPOINTS) - {one.name for one in pose.keypoints}

    assert absent == {"tail_end", "chin", "left_ear_tip", "right_ear_tip"}


def test_points_come_in_the_order_of_the_24(pose: Pose) -> None:
    order = [KEYPOINTS.index(one.name) for one in pose.keypoints]

    assert order == sorted(order)


def test_a_point_is_never_surer_than_that_it_is_seen_by_much(pose: Pose) -> None:
    assert all(0 <= one.confidence <= 1 and 0 <= one.visibility <= 1 for one in pose.keypoints)
    assert all(one.confidence <= one.visibility + 0.15 for one in pose.keypoints)


def test_probabilities_of_postures_sum_to_one(pose: Pose) -> None:
    assert list(pose.posture.probabilities) == list(POSTURES)
    assert sum(pose.posture.probabilities.values()) == pytest.approx(1, abs=1e-5)


def test_several_dogs_are_told_as_one_by_one(estimator: PoseEstimator, demo: Image) -> None:
    boxes = [DOG, (0.2, 0.3, 0.3, 0.6), DOG]

    together = estimator.estimate(demo, boxes)

    assert [one.box for one in together] == boxes
    for one, box in zip(together, boxes, strict=True):
        (alone,) = estimator.estimate(demo, [box])
        assert [point.x for point in one.keypoints] == pytest.approx(
            [point.x for point in alone.keypoints], abs=1e-3
        )


def test_a_pack_larger_than_one_run_is_told_whole(estimator: PoseEstimator, demo: Image) -> None:
    assert len(estimator.estimate(demo, [DOG] * (LARGEST_BATCH + 1))) == LARGEST_BATCH + 1


def test_the_mirrored_picture_swaps_left_and_right(demo: Image) -> None:
    both = PoseEstimator.load(WEIGHTS, threads=1, mirrored=True)
    x, y, w, h = DOG
    (straight,) = both.estimate(demo, [DOG])
    (swapped,) = both.estimate(np.ascontiguousarray(demo[:, ::-1]), [(1 - x - w, y, w, h)])

    assert named(swapped, "left_eye").x == pytest.approx(1 - named(straight, "right_eye").x, abs=0.01)
    assert named(swapped, "nose").y == pytest.approx(named(straight, "nose").y, abs=0.01)


def test_nothing_asked_is_nothing_told(estimator: PoseEstimator, demo: Image) -> None:
    assert estimator.estimate(demo, []) == []


def test_a_grey_wall_has_no_sure_points(estimator: PoseEstimator) -> None:
    (told,) = estimator.estimate(np.full((200, 300, 3), 127, np.uint8), [(0.2, 0.2, 0.5, 0.5)])

    assert np.mean([one.confidence for one in told.keypoints]) < 0.3


def test_a_dog_half_out_of_the_picture_is_told_of(estimator: PoseEstimator, demo: Image) -> None:
    (told,) = estimator.estimate(demo, [(-0.1, 0.5, 0.4, 0.9)])

    assert all(np.isfinite([one.x, one.y, one.confidence]).all() for one in told.keypoints)


@pytest.mark.parametrize("box", [(0.1, 0.1, 0.0, 0.2), (0.1, 0.1, -0.2, 0.2), (0.1, 0.1, float("nan"), 0.2)])
def test_a_box_without_an_area_is_refused(
    estimator: PoseEstimator, demo: Image, box: tuple[float, float, float, float]
) -> None:
    with pytest.raises(ValueError, match="without an area"):
        estimator.estimate(demo, [box])


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 4), np.uint8),
        np.zeros((10, 10, 3), np.float32),
        np.zeros((0, 10, 3), np.uint8),
    ],
)
def test_what_is_no_picture_is_refused(estimator: PoseEstimator, image: Image) -> None:
    with pytest.raises(ValueError, match="expected uint8"):
        estimator.estimate(image, [DOG])


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    return shutil.copy(WEIGHTS, tmp_path / "changed.onnx")


def test_a_model_that_does_not_describe_itself_is_refused(changed: Path) -> None:
    model = onnx.load(changed)
    del model.metadata_props[:]
    onnx.save(model, changed)

    with pytest.raises(NotAPoseModel, match="does not say that it is a dogpose"):
        PoseEstimator.load(changed)


def test_a_model_of_other_postures_is_refused(changed: Path) -> None:
    model = onnx.load(changed)
    (entry,) = [one for one in model.metadata_props if one.key == DESCRIPTION]
    entry.value = entry.value.replace('"lie"', '"roll"')
    onnx.save(model, changed)

    with pytest.raises(NotAPoseModel, match="tells the postures"):
        PoseEstimator.load(changed)


def test_broken_weights_are_no_model(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(WEIGHTS.read_bytes()[:10_000])

    with pytest.raises(Exception, match=r"pars|Pars|proto"):
        PoseEstimator.load(broken)


def test_the_weights_fit_into_the_repository() -> None:
    assert WEIGHTS.stat().st_size < 10e6
