"""What is told of what was seen and heard, segment after segment."""

from datetime import UTC, datetime, timedelta

import pytest

from batch.looks import Looked
from batch.telling import Teller
from hearing.classifier import Heard
from hearing.events import Observation
from hearing.labels import LABELS
from vision.detection import Detection
from vision.events import SightedEvent
from vision.watcher import Look

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOP_S = 0.4875
DOG = Detection("dog", 0.9, (0.3, 0.3, 0.3, 0.4))


def look(second: float, *living: Detection) -> Look:
    return Look(START + timedelta(seconds=second), (640, 360), None, living, [], [])


def window(second: float, label: str = "bark") -> Observation:
    heard = Heard(0.0, tuple(float(one == label) for one in LABELS), int(label == "bark"))
    return Observation(START + timedelta(seconds=second), heard)


def told(segments: list[Looked], kind: str = "bark") -> list[SightedEvent]:
    """Each event of a kind as it was told last."""
    teller = Teller(5.0, ())
    found = [event for one in segments for event in teller.tell(one)] + list(teller.finish())
    return list({event.at: event for event in found if event.type == kind}.values())


def barking(first_s: float, last_s: float) -> list[Observation]:
    count = round((last_s - first_s) / HOP_S)
    return [window(first_s + index * HOP_S) for index in range(count)]


def quiet(first_s: float, last_s: float) -> list[Observation]:
    count = round((last_s - first_s) / HOP_S)
    return [window(first_s + index * HOP_S, "quiet") for index in range(count)]


@pytest.mark.parametrize("living", [(), (DOG,)], ids=["an empty picture", "a dog"])
def test_a_bark_over_a_border_is_one_event(living: tuple[Detection, ...]) -> None:
    frames = [look(index / 5, *living) for index in range(60)]
    heard = [*barking(4.0, 8.0), *quiet(8.0, 11.0)]

    (bark,) = told(
        [
            Looked(frames[:30], [one for one in heard if one.at < START + timedelta(seconds=5)]),
            Looked(frames[30:], [one for one in heard if one.at >= START + timedelta(seconds=5)]),
        ]
    )

    assert bark.at == START + timedelta(seconds=4)
    assert bark.until is not None
    assert bark.data["count"] == len(barking(4.0, 8.0))
    assert (bark.track_id is not None) == bool(living)


def test_a_bark_is_told_where_nobody_looked() -> None:
    (bark,) = told([Looked([], [*barking(1.0, 3.0), *quiet(3.0, 6.0)])])

    assert bark.track_id is None


def test_the_same_is_told_however_it_is_cut() -> None:
    frames = [look(index / 5, DOG) for index in range(75)]
    heard = [*quiet(0, 2), *barking(2.0, 4.5), *quiet(4.5, 9), *barking(9.0, 11.0), *quiet(11, 15)]

    whole = told([Looked(frames, heard)])
    pieces = told(
        [
            Looked(
                [one for one in frames if start <= (one.at - START).total_seconds() < start + 5],
                [one for one in heard if start <= (one.at - START).total_seconds() + 2 * HOP_S < start + 5],
            )
            for start in (0, 5, 10)
        ]
    )

    assert len(whole) == 2
    assert pieces == whole
