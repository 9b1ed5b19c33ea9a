"""Tracks: one id a dog, over misses, crossings and a detector that wavers."""

from datetime import UTC, datetime, timedelta

import pytest

from vision.detection import Detection
from vision.tracking import Tracker

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
FPS = 15


def at(frame: int) -> datetime:
    return START + timedelta(seconds=frame / FPS)


def walking(frame: int, name: str = "dog", confidence: float = 0.7, y: float = 0.4) -> Detection:
    return Detection(name, confidence, (0.1 + frame * 0.01, y, 0.2, 0.3))


def test_a_walking_dog_keeps_its_id() -> None:
    tracker = Tracker(FPS)
    ids = [tracker.update([walking(frame)], at(frame))[0].track_id for frame in range(30)]

    assert ids[0] is None, "one frame is no track"
    assert set(ids[2:]) == {1}


def test_a_dog_that_is_not_detected_for_a_second_keeps_its_id() -> None:
    tracker = Tracker(FPS)
    for frame in range(15):
        tracker.update([walking(frame)], at(frame))
    for frame in range(15, 30):
        assert tracker.update([], at(frame)) == []

    assert tracker.update([walking(30)], at(30))[0].track_id == 1


def test_a_dog_that_was_away_for_long_is_a_new_track() -> None:
    tracker = Tracker(FPS)
    for frame in range(15):
        tracker.update([walking(frame)], at(frame))
    for frame in range(15, 75):
        tracker.update([], at(frame))
    found = [tracker.update([walking(5)], at(frame))[0].track_id for frame in range(75, 80)]

    assert found[-1] == 2


def test_two_dogs_have_two_ids() -> None:
    tracker = Tracker(FPS)
    for frame in range(10):
        found = tracker.update([walking(frame, y=0.0), walking(frame, y=0.6)], at(frame))

    assert {(one.box[1], one.track_id) for one in found} in ({(0.0, 1), (0.6, 2)}, {(0.0, 2), (0.6, 1)})


def test_a_dog_that_the_detector_calls_a_cat_now_and_then_stays_a_dog() -> None:
    tracker = Tracker(FPS)
    names = ["dog", "dog", "dog", "cat", "cat", "dog", "sheep", "cat"] * 4
    found = [tracker.update([walking(frame, name)], at(frame))[0] for frame, name in enumerate(names)]

    assert {(one.class_name, one.track_id) for one in found[2:]} == {("dog", 1)}


def test_a_cat_stays_a_cat() -> None:
    tracker = Tracker(FPS)
    names = ["cat", "cat", "dog", "cat"] * 5
    found = [tracker.update([walking(frame, name)], at(frame))[0] for frame, name in enumerate(names)]

    assert found[-1].class_name == "cat"


def test_a_dog_on_a_lap_is_not_its_owner() -> None:
    tracker = Tracker(FPS)
    for frame in range(10):
        found = tracker.update([walking(frame, "person"), walking(frame, "dog")], at(frame))

    assert sorted(one.class_name for one in found) == ["dog", "person"]
    assert len({one.track_id for one in found}) == 2


def test_ids_go_on_where_they_were() -> None:
    tracker = Tracker(FPS, first_id=8)
    for frame in range(3):
        found = tracker.update([walking(frame)], at(frame))

    assert found[0].track_id == 8


def test_a_weak_detection_begins_no_track_but_carries_one_on() -> None:
    tracker = Tracker(FPS)
    assert [
        tracker.update([walking(frame, confidence=0.4)], at(frame))[0].track_id for frame in range(5)
    ] == [None] * 5
    for frame in range(5, 10):
        tracker.update([walking(frame)], at(frame))

    assert tracker.update([walking(10, confidence=0.4)], at(10))[0].track_id == 1


def test_a_frame_of_an_earlier_moment_gets_no_ids() -> None:
    tracker = Tracker(FPS)
    for frame in range(10):
        tracker.update([walking(frame)], at(frame))

    with pytest.warns(UserWarning, match="earlier"):
        assert tracker.update([walking(3)], at(3))[0].track_id is None
