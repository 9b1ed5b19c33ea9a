"""What an owner said, as labels, and the pictures that are cut out of a recording."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import cv2
import pytest

from db.corrections import Correction
from deployments.archive_set import Archive, Gathering, evenly, labelled
from pawsight.ids import new_id
from pawsight.models import ModelType
from pawsight.settings import Settings
from tests.footage import BEGIN, FPS, number_in, record
from video.packets import TICKS_HZ
from vision.evaluation import Labelled

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BOX = {"x": 0.25, "y": 0.5, "w": 0.5, "h": 0.25}
SAID = Correction(new_id(), new_id(), new_id(), new_id(), NOON, "sit", "lie", BOX, "s3://b/k", NOON)
ANY: Any = None


@pytest.mark.parametrize(
    ("model_type", "said", "label", "box", "dogs", "posture"),
    [
        ("detector", "sit", "lie", BOX, 1, ""),
        ("detector", "enter_frame", "enter_frame", BOX, 1, ""),
        ("detector", "enter_frame", "nothing", BOX, 0, ""),
        ("pose", "sit", "lie", BOX, 1, "lie"),
        ("pose", "sit", "sit", BOX, 1, "sit"),
    ],
)
def test_what_an_owner_said_is_a_label(
    model_type: ModelType, said: str, label: str, box: dict[str, float], dogs: int, posture: str
) -> None:
    sample = labelled(model_type, replace(SAID, said=said, label=label, box=box))

    assert sample is not None
    assert sample.is_labelled
    assert sample.labelled(640, 360) == [Labelled("dog", (0.25, 0.5, 0.5, 0.25))] * dogs
    assert [one.posture for one in sample.dogs(640, 360)] == [posture] * dogs


@pytest.mark.parametrize(
    ("model_type", "said", "label", "box"),
    [
        ("detector", "sit", "nothing", BOX),  # a dog that did not sit is a dog
        ("detector", "sit", "lie", None),
        ("pose", "enter_frame", "nothing", BOX),
        ("pose", "run", "run", BOX),
        ("pose", "sit", "lie", None),
    ],
)
def test_what_tells_a_model_nothing_is_none(
    model_type: ModelType, said: str, label: str, box: dict[str, float] | None
) -> None:
    assert labelled(model_type, replace(SAID, said=said, label=label, box=box)) is None


@pytest.mark.parametrize(
    ("of", "count", "taken"), [(0, 3, []), (3, 5, [0, 1, 2]), (9, 1, [4]), (9, 3, [1, 4, 7]), (9, 2, [2, 6])]
)
def test_samples_are_taken_evenly(of: int, count: int, taken: list[int]) -> None:
    assert evenly(range(of), count) == taken


def test_each_moment_has_the_picture_that_was_shown_then(tmp_path: Path) -> None:
    piece = record(tmp_path, segments=1)[0]
    frame = TICKS_HZ // FPS
    archive = Archive(new_id(), NOON, NOON + timedelta(seconds=5), 10)
    config = cast("Settings", type("Config", (), {"camera_width": 192}))
    gathering = Gathering(new_id(), archive, tmp_path, config=config, database=ANY, objects=ANY)

    moments = [BEGIN, BEGIN + 20 * frame + frame // 2, BEGIN + 31 * frame - 9, BEGIN + 60 * TICKS_HZ]
    paths = gathering._cut(piece, moments)

    assert paths[-1] is None  # nothing was recorded then
    shown = [number_in(cv2.imread(str(path))) for path in paths if path is not None]
    assert shown == [0, 20, 31]


def test_an_archive_is_read_out_of_its_job_again() -> None:
    archive = Archive(new_id(), NOON, NOON + timedelta(hours=1, milliseconds=5), 10)

    assert Archive.of(archive.as_json()) == archive
