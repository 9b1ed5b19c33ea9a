"""Points stay on what they name, whatever is done to the picture."""

from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from training.augment import plain, varied
from training.sets import Example
from vision.keypoints import KEYPOINTS

NOSE, LEFT, RIGHT = (KEYPOINTS.index(name) for name in ("nose", "left_eye", "right_eye"))


@pytest.fixture
def example(tmp_path: Path) -> Example:
    """A black picture with a white spot where the nose is."""
    image = np.zeros((200, 240, 3), np.uint8)
    cv2.circle(image, (130, 90), 4, (255, 255, 255), -1)
    path = tmp_path / "spot.png"
    cv2.imwrite(str(path), image)
    points = np.zeros((24, 2), np.float32)
    points[NOSE], points[LEFT], points[RIGHT] = (130, 90), (120, 85), (140, 85)
    labelled = np.zeros(24, bool)
    labelled[[NOSE, LEFT, RIGHT]] = True
    return Example(
        "animalpose", "1", path, (70, 40, 120, 100), "train", points=points, labelled=labelled, told=labelled
    )


def spot(image: np.ndarray) -> np.ndarray:
    """The centre of what is much brighter than the rest."""
    bright = image.max(axis=2).astype(float)
    rows, columns = np.nonzero(bright > 0.6 * bright.max())
    return np.array([columns.mean(), rows.mean()])


def test_a_plain_crop_keeps_the_point_on_the_spot(example: Example) -> None:
    crop = plain(example, 128)

    assert spot(crop.image) == pytest.approx(crop.points[NOSE], abs=0.5)


@pytest.mark.parametrize("seed", range(25))
def test_a_varied_crop_keeps_the_point_where_its_affine_says(example: Example, seed: int) -> None:
    crop = varied(example, 128, Random(seed))
    moved = np.array([130, 90]) @ crop.affine[:, :2].T + crop.affine[:, 2]

    assert crop.points[NOSE] == pytest.approx(moved, abs=1e-3)


def test_mirroring_names_the_other_eye(example: Example) -> None:
    crops = [varied(example, 128, Random(seed)) for seed in range(40)]
    turned = [np.linalg.det(crop.affine[:, :2]) < 0 for crop in crops]

    assert any(turned)
    assert not all(turned)
    for (
        crop
    ) in crops:  # whichever way the picture is turned, the dog's left eye is to the right of where it looks
        left, right, nose = crop.points[LEFT], crop.points[RIGHT], crop.points[NOSE]
        across, down = right - left, nose - (left + right) / 2
        assert across[0] * down[1] - across[1] * down[0] > 0


def test_a_point_outside_of_the_crop_is_not_placed(example: Example) -> None:
    assert example.points is not None
    example.points[LEFT] = (-300, 85)

    crop = plain(example, 128)

    assert crop.placed[NOSE]
    assert not crop.placed[LEFT]
    assert crop.told[LEFT]


def test_the_same_chance_gives_the_same_crop(example: Example) -> None:
    one, other = varied(example, 128, Random("a")), varied(example, 128, Random("a"))

    assert (one.image == other.image).all()
    assert (one.points == other.points).all()


def test_an_example_without_points_places_none(example: Example) -> None:
    mute = Example("crops", "2", example.picture, example.box, "train", postures=(1.0, 0.0, 0.0, 0.0))

    crop = varied(mute, 128, Random(0))

    assert not crop.placed.any()
    assert not crop.told.any()
