"""What points say of a body: dogs drawn by hand."""

import numpy as np
import pytest

from vision.body import FRONT_PAWS, Body
from vision.keypoints import KEYPOINTS
from vision.pose import Keypoint, Pose
from vision.posture import Posture

# Side view, head to the right, in lengths of the dog; y grows downwards, the ground is at 1.
STANDING = {
    "front_left_paw": (0.7, 1.0), "front_right_paw": (0.72, 1.0), "rear_left_paw": (0.1, 1.0),
    "rear_right_paw": (0.14, 1.0), "front_left_elbow": (0.7, 0.78), "front_right_elbow": (0.7, 0.78),
    "withers": (0.7, 0.5), "tail_start": (0.1, 0.52), "nose": (1.0, 0.4),
}  # fmt: skip
SITTING = {**STANDING, "tail_start": (0.15, 0.92), "withers": (0.5, 0.45), "front_left_paw": (0.55, 1.0),
           "front_right_paw": (0.57, 1.0)}  # fmt: skip
GIVING_PAW = {**SITTING, "front_left_paw": (0.75, 0.6)}
REARING = {**STANDING, "withers": (0.35, 0.3), "tail_start": (0.2, 0.75), "front_left_paw": (0.6, 0.4),
           "front_right_paw": (0.6, 0.45)}  # fmt: skip
BOWING = {**STANDING, "withers": (0.7, 0.8), "front_left_elbow": (0.7, 0.98), "front_right_elbow": (0.7, 0.98),
          "front_left_paw": (0.9, 1.0), "front_right_paw": (0.9, 1.0)}  # fmt: skip
LYING = {**BOWING, "tail_start": (0.1, 0.85)}
SNIFFING = {**STANDING, "nose": (0.95, 0.98)}
DOGS = {
    "stands": STANDING,
    "sits": SITTING,
    "gives a paw": GIVING_PAW,
    "rears": REARING,
    "bows": BOWING,
    "lies": LYING,
    "sniffs": SNIFFING,
}


def body(points: dict[str, tuple[float, float]], size: float = 1.0, hidden: tuple[str, ...] = ()) -> Body:
    keypoints = tuple(
        Keypoint(name, x * size, y * size, *((0.0, 0.1) if name in hidden else (0.9, 0.9)))
        for name, (x, y) in points.items()
    )
    return Body.of(Pose((0, 0, 1, 1), keypoints, Posture("unknown", {})), 1.0, size=size)


@pytest.mark.parametrize("size", [1.0, 0.05])
def test_only_a_dog_that_rears_has_both_front_paws_up(size: float) -> None:
    rises = {name: body(dog, size).rise() for name, dog in DOGS.items()}

    assert rises.pop("rears") == pytest.approx(0.55, abs=0.01)
    assert all(rise is not None and rise < 0.1 for rise in rises.values()), rises


def test_only_a_dog_that_bows_has_its_elbows_down_and_its_hips_up() -> None:
    bows = {name: body(dog).bow() for name, dog in DOGS.items()}

    assert bows.pop("bows") == pytest.approx(0.44, abs=0.01)
    assert all(bow is None or bow < 0.15 for bow in bows.values()), bows


def test_a_dog_that_sits_or_rears_is_steep() -> None:
    assert body(STANDING).steepness() == pytest.approx(0.02)
    assert body(SITTING).steepness() == pytest.approx(0.47)
    assert body(BOWING).steepness() == pytest.approx(-0.28)


def test_a_dog_that_sniffs_has_its_nose_down() -> None:
    assert body(SNIFFING).nose_down() == pytest.approx(0.48)
    assert body(STANDING).nose_down() == pytest.approx(-0.1)


def test_a_dog_that_comes_towards_us_is_not_seen_from_the_side_and_does_not_bow() -> None:
    ahead = {name: (0.5 + (x - 0.5) * 0.2, y) for name, (x, y) in BOWING.items()}

    assert body(BOWING).sideways
    assert not body(ahead).sideways
    assert body(ahead).bow() is None


@pytest.mark.parametrize("hidden", ["withers", "tail_start"])
def test_what_is_hidden_is_not_guessed(hidden: str) -> None:
    half = body(STANDING, hidden=(hidden,))

    assert half.steepness() is None
    assert half.bow() is None
    assert half.at(hidden) is None


def test_one_hidden_front_paw_is_enough_not_to_know_whether_both_are_up() -> None:
    assert body(REARING, hidden=("front_left_paw",)).rise() is None


def test_the_share_of_points_to_be_seen_is_of_those_looked_for() -> None:
    assert body(STANDING, hidden=("nose", "withers", "tail_start")).seen_share == pytest.approx(6 / 9)
    assert len(STANDING) < len(KEYPOINTS)


def test_paws_are_told_from_the_withers_in_lengths_of_the_dog() -> None:
    paws = body(STANDING, size=0.2, hidden=("front_right_paw",)).relative(FRONT_PAWS, "withers")

    assert paws is not None
    np.testing.assert_allclose(paws[0], (0.0, 0.5), atol=1e-5)
    assert np.isnan(paws[1]).all()
