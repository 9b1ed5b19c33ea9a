"""What is worth a look: what moves, and now and then what does not."""

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from vision.gate import Gate
from vision.motion import Grey

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
FPS = 15


@pytest.fixture
def room() -> Grey:
    """A furnished room: soft shapes of many greys."""
    chance = np.random.default_rng(3)
    coarse = chance.integers(60, 200, (9, 16)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)


def looks(frames: list[Grey], *, watched: bool = False) -> list[int]:
    """Which of the frames, `FPS` a second, are looked at."""
    gate = Gate()
    return [
        index
        for index, grey in enumerate(frames)
        if gate.opens(grey, START + timedelta(seconds=index / FPS), watched=watched)
    ]


def test_the_first_picture_is_looked_at(room: Grey) -> None:
    assert looks([room]) == [0]


def test_a_still_empty_room_is_looked_at_every_two_seconds(room: Grey) -> None:
    assert looks([room] * 61) == [0, 30, 60]


def test_whoever_lies_still_is_looked_at_twice_a_second(room: Grey) -> None:
    assert looks([room] * 17, watched=True) == [0, 8, 16]


def test_noise_is_no_motion(room: Grey) -> None:
    chance = np.random.default_rng(4)
    noisy = [np.clip(room + chance.normal(0, 8, room.shape), 0, 255).astype(np.uint8) for _ in range(29)]

    assert looks(noisy) == [0]


def test_light_that_changes_everywhere_is_no_motion(room: Grey) -> None:
    darker = [np.clip(room.astype(int) - 2 * index, 0, 255).astype(np.uint8) for index in range(20)]

    assert looks(darker) == [0]


def test_a_small_dog_that_walks_is_looked_at_in_each_frame(room: Grey) -> None:
    frames = []
    for index in range(20):
        grey = room.copy()
        cv2.rectangle(grey, (60 + 8 * index, 120), (78 + 8 * index, 132), 0, -1)
        frames.append(grey)

    assert looks(frames) == list(range(20))


def test_what_moves_too_slowly_to_be_seen_from_frame_to_frame_adds_up(room: Grey) -> None:
    frames = []
    for index in range(28):
        grey = room.copy()
        grey[100:140, 60 + index : 100 + index] -= 25
        frames.append(grey)

    seen = looks(frames)

    assert 2 <= len(seen) < 20


def test_a_picture_of_another_shape_is_looked_at(room: Grey) -> None:
    assert looks([room, room, np.ascontiguousarray(room[:100])]) == [0, 2]


def test_time_that_goes_back_is_looked_at(room: Grey) -> None:
    gate = Gate()
    assert gate.opens(room, START, watched=False)
    assert gate.opens(room, START - timedelta(hours=1), watched=False)
