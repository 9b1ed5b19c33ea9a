"""Speeds and steps in lengths of the dog, the same at any frame rate, whatever the camera does."""

import math
from typing import Any

import numpy as np
import pytest

from vision.body import Body
from vision.keypoints import KEYPOINTS
from vision.motion import STILL, CameraMotion
from vision.track_window import Moment, TrackWindow

RATES = [2, 5, 10, 30]
PAN = CameraMotion(shift=-0.05 + 0j)


def moment(at_s: float, centre: complex = 0.5 + 0.5j, size: float = 0.2, **more: Any) -> Moment:
    told = {
        "width": size,
        "height": size / 2,
        "clipped": False,
        "confidence": 0.8,
        "postures": None,
        "body": None,
    }
    return Moment(at_s, centre, **{**told, **more})


def walked(fps: float, speed: float, seconds: float = 3.0, camera: complex = 0j) -> TrackWindow:
    """A dog that goes right; camera: how fast the picture of the scene shifts, heights of the frame a second."""
    window = TrackWindow()
    for index in range(int(seconds * fps) + 1):
        if index:
            window.camera_moved(CameraMotion(shift=camera / fps))
        at_s = index / fps
        window.add(moment(at_s, 0.2 + 0.5j + (speed * 0.2 + camera) * at_s))
    return window


def stepping(fps: float, swing: float, seconds: float = 2.0, turning: float = 0.0) -> TrackWindow:
    """Paws that swing at 1.5 Hz, seen from the side; turning: how far they drift, lengths a second."""
    window = TrackWindow()
    for index in range(int(seconds * fps) + 1):
        at_s = index / fps
        points = np.zeros((len(KEYPOINTS), 2), np.float32)
        for name, x, y in [("withers", 0.7, 0.5), ("tail_start", 0.1, 0.5)]:
            points[KEYPOINTS.index(name)] = x, y
        for phase, (name, x) in enumerate([
            ("front_left_paw", 0.7), ("front_right_paw", 0.7), ("rear_left_paw", 0.1), ("rear_right_paw", 0.1)
        ]):  # fmt: skip
            way = swing * math.sin(2 * math.pi * 1.5 * at_s + phase * math.pi) + turning * at_s
            points[KEYPOINTS.index(name)] = x + way, 1.0
        window.add(moment(at_s, body=Body(points, np.ones(len(KEYPOINTS), np.float32), 1.0, size=1.0)))
    return window


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("speed", [0.0, 0.8, 3.0])
def test_a_speed_is_the_same_at_any_frame_rate(fps: int, speed: float) -> None:
    velocity = walked(fps, speed).velocity()

    assert velocity is not None
    assert abs(velocity) == pytest.approx(speed, abs=0.01)


@pytest.mark.parametrize("fps", RATES)
def test_a_camera_that_goes_along_does_not_stop_a_dog(fps: int) -> None:
    along = walked(fps, 2.0, camera=-0.4 + 0j)

    assert along.newest.centre == pytest.approx(0.2 + 0.5j), "it stays in the middle of the picture"
    assert along.velocity() == pytest.approx(2.0, abs=0.01)


def test_a_camera_that_pans_does_not_make_a_dog_run() -> None:
    assert walked(10, 0.0, camera=0.5 + 0j).velocity() == pytest.approx(0.0, abs=0.01)


def test_where_the_camera_went_is_not_known_nor_is_the_speed() -> None:
    window = walked(10, 2.0)
    window.camera_moved(None)
    window.add(moment(3.1, 0.9 + 0.5j))

    assert window.velocity() is None


def test_a_dog_at_the_edge_has_no_speed_as_its_box_ends_there() -> None:
    window = walked(10, 2.0)
    window.add(moment(3.1, 1.5 + 0.5j, clipped=True))

    assert window.velocity() is None


def test_boxes_of_other_parts_of_the_dog_are_not_compared() -> None:
    window = TrackWindow()
    for index in range(10):
        window.add(moment(index / 10, 0.5 + 0.5j, size=0.4))
    window.add(moment(1.0, 0.6 + 0.5j, size=0.2))

    assert window.velocity() is None


@pytest.mark.parametrize("fps", RATES)
def test_a_dog_that_comes_nearer_has_a_speed_although_it_stays_in_place(fps: int) -> None:
    window = TrackWindow()
    for index in range(2 * fps + 1):
        window.add(moment(index / fps, size=0.1 * math.exp(0.3 * index / fps)))

    # It grows by 0.3 a second, and is 0.8 * 16/9 / its size away.
    assert window.approach(16 / 9) == pytest.approx(0.3 * 0.8 * 16 / 9 / window.size, rel=0.01)
    assert window.velocity() == pytest.approx(0.0)


def test_a_dog_that_turns_does_not_come_nearer() -> None:
    window = TrackWindow()
    for index in range(21):
        window.add(moment(index / 10, width=0.3 - 0.01 * index, height=0.2 + 0.003 * index))

    assert window.approach(16 / 9) == 0


def test_a_box_that_wavers_does_not_come_nearer() -> None:
    window = TrackWindow()
    chance = np.random.default_rng(1)
    for index in range(21):
        window.add(moment(index / 10, size=0.2 * float(chance.uniform(0.9, 1.1))))

    assert window.approach(16 / 9) == 0


@pytest.mark.parametrize("fps", [5, 8, 15, 30])
def test_a_swing_is_the_same_at_any_frame_rate_that_shows_it(fps: int) -> None:
    front, rear = stepping(fps, swing=0.2).stepping()

    assert front == pytest.approx(0.2 / math.sqrt(2), rel=0.15)
    assert rear == pytest.approx(0.2 / math.sqrt(2), rel=0.15)


def test_at_two_frames_a_second_steps_are_not_known() -> None:
    assert stepping(2, swing=0.2).stepping() == (None, None)


def test_a_dog_that_turns_does_not_step() -> None:
    front, rear = stepping(15, swing=0.0, turning=0.3).stepping()

    assert front == pytest.approx(0.0, abs=1e-3)
    assert rear == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(("fps", "known"), [(30, True), (15, True), (8, False)])
def test_a_shake_needs_twelve_frames_a_second(fps: int, known: bool) -> None:
    window = TrackWindow()
    for index in range(fps + 1):
        points = np.zeros((len(KEYPOINTS), 2), np.float32)
        points[KEYPOINTS.index("nose")] = 0.06 * math.sin(2 * math.pi * 5 * index / fps + 0.4), 0.0
        seen = np.zeros(len(KEYPOINTS), np.float32)
        seen[[KEYPOINTS.index("nose"), KEYPOINTS.index("withers")]] = 1
        window.add(moment(index / fps, body=Body(points, seen, 1.0, size=1.0)))

    shakes = window.shaking()
    assert (shakes is not None) == known
    assert shakes is None or shakes == pytest.approx(10, abs=2.5)


def test_postures_weigh_by_time_and_by_how_sure_the_dog_is() -> None:
    window = TrackWindow()
    for at_s, confidence, postures in [
        (0.0, 0.9, (1.0, 0.0, 0.0, 0.0)),
        (0.4, 0.9, (1.0, 0.0, 0.0, 0.0)),
        (0.8, 0.1, (0.0, 0.0, 1.0, 0.0)),
    ]:
        window.add(moment(at_s, confidence=confidence, postures=postures))

    told = window.postures(1.0)

    assert told == pytest.approx((18 / 19, 0, 1 / 19, 0))


def test_one_frame_tells_a_posture() -> None:
    window = TrackWindow()
    window.add(moment(0.0, postures=(0.1, 0.2, 0.6, 0.1)))

    assert window.postures(1.0) == pytest.approx((0.1, 0.2, 0.6, 0.1))


@pytest.mark.parametrize("fps", RATES)
def test_what_began_half_a_second_ago_has_half_of_the_last_second(fps: int) -> None:
    window = TrackWindow()
    for index in range(3 * fps + 1):
        window.add(moment(index / fps, at_bowl=index / fps > 2.5))

    assert window.share(1.0, lambda one: one.at_bowl) == pytest.approx(0.5, abs=1 / fps + 0.01)


def test_it_forgets_what_is_older_than_its_window() -> None:
    window = walked(10, 1.0, seconds=20)

    assert len(window.last(100)) == 26
    assert window.newest.at_s == 20


def test_a_zoom_takes_sizes_along() -> None:
    window = TrackWindow()
    window.add(moment(0.0, 0.5 + 0.5j, size=0.2))
    window.camera_moved(CameraMotion(turn=2 + 0j, shift=-0.5 - 0.5j))

    assert window.newest.centre == 0.5 + 0.5j
    assert (window.newest.width, window.newest.height) == (0.4, 0.2)
    window.camera_moved(STILL)
    assert window.newest.width == 0.4
