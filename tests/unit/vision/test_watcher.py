"""A camera's film through everything that is known of it, without a model."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest

from vision.detection import Detection
from vision.events import SightedEvent, Sound
from vision.keypoints import KEYPOINTS
from vision.motion import Grey
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture
from vision.watcher import Look, TrackPoint, Watched, Watcher, shown

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
SIZE = (1280, 720)
BOX = (0.4, 0.4, 0.2, 0.3)
SITS = (0.94, 0.02, 0.02, 0.02)
FPS = 10.0


def pose(
    postures: Sequence[float] = SITS,
    box: tuple[float, float, float, float] = BOX,
    *,
    shift: float = 0.0,
    visible: float = 0.95,
) -> Pose:
    x, y, w, h = box
    points = tuple(
        Keypoint(name, x + w / 2 + shift, y + h * index / len(KEYPOINTS), 0.8 * visible, visible)
        for index, name in enumerate(KEYPOINTS)
    )
    return Pose(box, points, Posture("sit", dict(zip(POSTURES, postures, strict=True))))


def look(
    at_s: float, *poses: Pose, living: Sequence[Detection] | None = None, grey: Grey | None = None
) -> Look:
    dogs = [Detection("dog", 0.9, BOX)] if living is None else living
    return Look(START + timedelta(seconds=at_s), SIZE, grey, dogs, (), poses)


def film(watcher: Watcher, seconds: float, *poses: Pose, begin_s: float = 0.0) -> list[Watched]:
    count = round(seconds * FPS)
    return [watcher.watch(look(begin_s + index / FPS, *poses)) for index in range(count)]


def told(film: Sequence[Watched]) -> list[SightedEvent]:
    return [event for one in film for event in one.events]


def test_a_dog_that_sits_is_tracked_has_points_and_is_told_of() -> None:
    watched = film(Watcher(FPS), 3, pose())

    last = watched[-1]
    (dog,) = last.living
    assert dog.track_id is not None
    assert {one.name for one in last.points} == set(KEYPOINTS)
    assert {one.track_id for one in (*last.points, *last.actions)} == {dog.track_id}
    assert (last.actions[0].label, last.actions[0].source) == ("sit", "trained")
    assert [one.type for one in told(watched)] == ["enter_frame", "sit"]


def test_it_is_told_of_its_end_under_the_same_id() -> None:
    watcher, camera = Watcher(FPS), uuid4()
    sits = told(film(watcher, 3, pose()))[-1]
    watcher_events = told(film(watcher, 5, pose((0.02, 0.94, 0.02, 0.02)), begin_s=3))
    ended = next(one for one in watcher_events if one.type == "sit")

    assert sits.until is None
    assert ended.until is not None
    assert ended.data["durationMs"] == pytest.approx(3000, abs=1000)
    assert ended.id_in(camera) == sits.id_in(camera)


def test_a_dog_without_a_pose_has_no_points_and_no_posture() -> None:
    watched = film(Watcher(FPS), 3)

    assert watched[-1].points == []
    assert not {"sit", "stand", "lie"} & {one.label for one in watched[-1].actions}
    assert [one.type for one in told(watched)] == ["enter_frame"]


def test_points_that_are_hidden_are_not_shown_and_none_lies_outside() -> None:
    watcher = Watcher(FPS)
    film(watcher, 1, pose())
    half = pose()
    keypoints = [
        *half.keypoints[:6],
        *(Keypoint(one.name, one.x, one.y, 0.1, 0.2) for one in half.keypoints[6:]),
    ]
    keypoints[0] = Keypoint(keypoints[0].name, -0.02, 1.03, 0.8, 0.9)
    watched = watcher.watch(look(1.0, Pose(BOX, tuple(keypoints), half.posture)))

    assert [one.name for one in watched.points] == list(KEYPOINTS[:6])
    assert (watched.points[0].x, watched.points[0].y) == (0.0, 1.0)


def test_points_tremble_less_than_they_were_found() -> None:
    watcher = Watcher(FPS)
    shifts = [0.004 * (-1) ** index for index in range(30)]
    watched = [watcher.watch(look(index / FPS, pose(shift=shift))) for index, shift in enumerate(shifts)]

    shown_at = [one.points[0].x for one in watched[5:]]
    assert np.std(shown_at) < 0.7 * np.std(shifts)


def test_points_of_a_single_picture_are_as_they_were_found() -> None:
    points = shown(pose(), 4)

    assert points[0] == TrackPoint(4, KEYPOINTS[0], pytest.approx(0.5), pytest.approx(0.4), 0.8 * 0.95)
    assert shown(pose(visible=0.3), 4) == []


def test_what_nobody_looked_at_ends_nothing() -> None:
    watcher = Watcher(FPS)
    film(watcher, 3, pose())
    for index in range(20):
        assert watcher.listen(START + timedelta(seconds=3 + index / FPS), ()) == ()
    assert told(film(watcher, 1, pose(), begin_s=5)) == []


def test_a_sound_without_a_frame_is_told_with_the_dog_that_was_there() -> None:
    watcher = Watcher(FPS)
    film(watcher, 2, pose())
    began = START + timedelta(seconds=2.5)
    (bark,) = watcher.listen(began, [Sound("bark", began, None, 0.9, 1, 0.95, began)])

    assert (bark.type, bark.at, bark.track_id) == ("bark", began, 1)
    assert bark.data["while"] == "sit"


def test_one_that_goes_on_from_a_kept_state_gives_no_id_twice() -> None:
    before = Watcher(FPS)
    film(before, 1, pose())
    after = Watcher(FPS, before.state)
    watched = film(after, 1, pose(), begin_s=1)

    assert watched[-1].living[0].track_id == before.state.last_track_id + 1
    assert [one.type for one in told(watched)] == ["sit"]  # it was there before


def test_a_camera_that_turns_does_not_make_a_dog_walk() -> None:
    ground = np.random.default_rng(3).integers(0, 255, (30, 120), np.uint8).repeat(8, 0).repeat(8, 1)

    def walks(pixels_a_frame: int) -> float:
        watcher = Watcher(FPS)
        for index in range(30):
            # A dog that goes to the left, over ground that goes with it or stays.
            box = (0.7 - index * 4 / 320, 0.4, 0.2, 0.3)
            left = index * pixels_a_frame
            grey = np.ascontiguousarray(ground[:180, left : left + 320])
            dog = pose((0.3, 0.3, 0.3, 0.1), box)
            watched = watcher.watch(look(index / FPS, dog, living=[Detection("dog", 0.9, box)], grey=grey))
        return sum(one.probability for one in watched.actions if one.label in ("walk", "run"))

    assert walks(pixels_a_frame=4) < 0.2
    assert walks(pixels_a_frame=0) > 0.8


def test_another_source_with_pictures_of_another_size_is_no_mistake() -> None:
    watcher = Watcher(FPS)
    watcher.watch(look(0.0, grey=np.zeros((180, 320), np.uint8)))
    watched = watcher.watch(look(0.1, grey=np.zeros((240, 320), np.uint8)))

    assert len(watched.living) == 1
