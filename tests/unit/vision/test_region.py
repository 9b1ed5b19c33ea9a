"""What the next model sees of a part of a picture is what it would see of the whole."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from vision.detection import Image
from vision.pose import Box, Pose, PoseEstimator
from vision.region import MOST_PIXELS, Region
from vision.weights import DOGPOSE, OWN_WEIGHTS

PICTURE = Path(__file__).parents[3] / "demo" / "dog-bicycle-truck.jpg"
DOG: Box = (0.17, 0.39, 0.235, 0.55)
OTHER: Box = (0.0, 0.02, 0.11, 0.2)
NEAR = 0.002
"""Fractions of the frame: warping counts in float32 from another corner."""


@pytest.fixture(scope="module")
def picture() -> Image:
    image = cv2.imread(str(PICTURE))
    assert image is not None
    return np.asarray(image, np.uint8)


@pytest.mark.parametrize("boxes", [[DOG], [OTHER], [DOG, OTHER], [(0.0, 0.0, 1.0, 1.0)]])
def test_poses_are_those_of_the_whole_picture(picture: Image, boxes: list[Box]) -> None:
    estimator = PoseEstimator.load(OWN_WEIGHTS / DOGPOSE, threads=1)
    region = Region.around(picture, boxes)
    assert region is not None

    inside = estimator.estimate(region.pixels, [region.inside(box) for box in boxes])
    poses = [region.outside(pose, box) for pose, box in zip(inside, boxes, strict=True)]

    for pose, whole in zip(poses, estimator.estimate(picture, boxes), strict=True):
        assert pose.box == whole.box
        assert pose.posture.name == whole.posture.name
        assert np.abs(_points(pose) - _points(whole)).max() < NEAR


def test_only_what_is_around_the_dogs_goes_on(picture: Image) -> None:
    region = Region.around(picture, [OTHER])

    assert region is not None
    assert region.place[:2] == (0.0, 0.0)
    assert region.pixels.size < picture.size / 4


def test_nothing_goes_on_without_a_dog(picture: Image) -> None:
    assert Region.around(picture, []) is None


def test_what_is_too_large_to_send_stays() -> None:
    large = np.zeros((1001, MOST_PIXELS // 1000, 3), np.uint8)

    assert Region.around(large, [(0.0, 0.0, 1.0, 1.0)]) is None
    assert Region.around(large, [DOG]) is not None


def _points(pose: Pose) -> np.ndarray:
    return np.array([(point.x, point.y, point.confidence) for point in pose.keypoints])
