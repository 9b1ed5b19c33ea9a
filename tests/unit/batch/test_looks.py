"""What the models said survives its file to the last bit: the same events are told of it."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from batch import looks
from batch.looks import Looked
from hearing.classifier import Heard
from hearing.events import Observation
from hearing.labels import LABELS
from vision.detection import Detection
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture
from vision.watcher import Look

AT = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)
BOX = (0.1, 0.2, 1 / 3, 0.4)
DOG = Detection("dog", 0.87, BOX)
BALL = Detection("sports ball", 1 / 7, (0.5, 0.5, 0.05, 0.05))
POSE = Pose(
    BOX,
    (Keypoint("nose", 0.123456789, -0.01, 0.9, 1 / 3), Keypoint("withers", 0.2, 0.3, 0.4, 0.5)),
    Posture("sit", dict(zip(POSTURES, (0.7, 0.1, 0.15, 0.05), strict=True))),
)


def test_looks_come_back_as_they_were() -> None:
    grey = np.arange(180 * 320, dtype=np.uint32).astype(np.uint8).reshape(180, 320)
    full = Look(AT, (640, 360), grey, [DOG], [BALL], [POSE])
    empty = Look(AT.replace(second=1), (640, 360), None, [], [], [])

    first, second = looks.read(looks.write(Looked([full, empty]))).seen

    assert first.grey is not None
    assert (first.grey == grey).all()
    assert (first.at, first.size) == (AT, (640, 360))
    assert (list(first.living), list(first.things), list(first.poses)) == ([DOG], [BALL], [POSE])
    assert second == empty


def test_a_segment_without_pictures_is_an_empty_file() -> None:
    assert looks.read(looks.write(Looked())) == Looked()


def test_what_was_heard_comes_back_as_it_was() -> None:
    heard = [
        Observation(AT, Heard(0.0, tuple(1 / len(LABELS) for _ in LABELS), 3)),
        Observation(AT + 0.4875 * timedelta(seconds=1), Heard(0.0, (1.0, *[0.0] * (len(LABELS) - 1)))),
    ]
    look = Look(AT, (640, 360), None, [DOG], [], [])

    again = looks.read(looks.write(Looked([look], heard)))

    assert (again.seen, again.heard) == ([look], heard)


@pytest.mark.parametrize("data", [b"", b"no parquet", looks.write(Looked())[:-20]])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(looks.NoLooks):
        looks.read(data)
