"""The camera's own motion, from pictures that we move ourselves."""

import cmath
import math

import cv2
import numpy as np
import pytest

from vision.motion import STILL, CameraMotion, camera_motion, small_grey, small_grey_of

HEIGHT, WIDTH = 360, 640


def scene(seed: int = 1) -> np.ndarray:
    """A lawn of blotches: uint8 (HEIGHT, WIDTH, 3)."""
    noise = np.random.default_rng(seed).integers(0, 255, (HEIGHT // 8, WIDTH // 8, 3), np.uint8)
    return cv2.GaussianBlur(cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), (0, 0), 2)


def seen_by(camera: CameraMotion, picture: np.ndarray) -> np.ndarray:
    """The picture after the camera moved."""
    shift = camera.shift * HEIGHT
    a, b = camera.turn.real, camera.turn.imag
    affine = np.array([[a, -b, shift.real], [b, a, shift.imag]], np.float32)
    return cv2.warpAffine(picture, affine, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)


@pytest.mark.parametrize(
    "camera",
    [
        CameraMotion(shift=0.06 - 0.02j),
        CameraMotion(turn=1.04 + 0j, shift=-0.03 + 0.01j),
        CameraMotion(turn=cmath.rect(0.98, math.radians(3)), shift=0.02 + 0.02j),
    ],
    ids=["pan", "zoom", "roll"],
)
def test_it_finds_how_the_camera_moved(camera: CameraMotion) -> None:
    before = scene()

    found = camera_motion(small_grey(before), small_grey(seen_by(camera, before)), [])

    assert found is not None
    for point in (0.2 + 0.2j, 1.5 + 0.8j):
        assert abs(found.moved(point) - camera.moved(point)) < 0.006


def test_a_dog_that_moves_before_a_still_camera_is_no_motion_of_the_camera() -> None:
    before, after = scene(), scene()
    before[100:300, 100:400] = scene(2)[100:300, 100:400]
    after[100:300, 130:430] = scene(2)[100:300, 100:400]
    boxes = [
        (100 / WIDTH, 100 / HEIGHT, 300 / WIDTH, 200 / HEIGHT),
        (130 / WIDTH, 100 / HEIGHT, 300 / WIDTH, 200 / HEIGHT),
    ]

    found = camera_motion(small_grey(before), small_grey(after), boxes)

    assert found is not None
    assert abs(found.moved(1 + 0.5j) - (1 + 0.5j)) < 0.003


def test_noise_of_a_still_camera_is_no_motion() -> None:
    chance = np.random.default_rng(5)

    def noisy() -> np.ndarray:
        return np.clip(scene() + chance.normal(0, 2, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)

    assert camera_motion(small_grey(noisy()), small_grey(noisy()), []) == STILL


def test_after_a_cut_it_is_not_known() -> None:
    assert camera_motion(small_grey(scene(1)), small_grey(scene(9)), []) is None


def test_before_a_bare_wall_it_is_not_known() -> None:
    grey = [small_grey(np.full((HEIGHT, WIDTH, 3), level, np.uint8)) for level in (90, 140)]

    assert camera_motion(*grey, []) is None


def test_a_dog_that_fills_the_picture_leaves_no_background() -> None:
    assert camera_motion(small_grey(scene(1)), small_grey(scene(1)), [(0.0, 0.0, 1.0, 1.0)]) is None


def test_frames_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="one size"):
        camera_motion(small_grey(scene()), small_grey(scene()[:100]), [])


@pytest.mark.parametrize("width", [200, 320, 640, 1280, 2560])
def test_a_jpeg_becomes_the_small_grey_picture_that_its_pixels_become(width: int) -> None:
    picture = cv2.resize(scene(), (width, width * 9 // 16), interpolation=cv2.INTER_AREA)
    jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()

    grey = small_grey_of(jpeg, (width, width * 9 // 16))

    assert grey.shape == small_grey(picture).shape
    assert np.abs(grey.astype(int) - small_grey(picture)).mean() < 2


def test_what_is_no_jpeg_becomes_none() -> None:
    with pytest.raises(ValueError, match="no JPEG"):
        small_grey_of(b"nonsense", (640, 360))
