"""Who may learn from which picture; on sets that are made here."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training import sets
from training.sets import NEVER_LABELLED, Example
from vision.keypoints import KEYPOINTS
from vision.posture import POSTURES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Forty pictures: dogs in the first thirty, a cat in each of the rest and in one of a dog's."""
    pictures = [f"images_{'dog' if index < 30 else 'other'}/{index}.jpg" for index in range(40)]
    flat = [value for index in range(24) for value in ((5, 6, 2) if index in {0, 16} else (0, 0, 0))]
    annotations = [
        {
            "id": index,
            "image_id": index,
            "category_id": 1 if index < 30 else 2,
            "bbox": [1, 2, 30, 40],
            "keypoints_24": flat,
        }
        for index in range(40)
    ]
    annotations.append({**annotations[0], "id": 40, "category_id": 2})
    annotations.append({**annotations[0], "id": 41})
    base = tmp_path / "animalpose"
    base.mkdir()
    told: dict[str, Any] = {
        "images": [{"id": index, "file_name": name} for index, name in enumerate(pictures)],
        "annotations": annotations,
    }
    (base / "annotations.json").write_text(json.dumps(told))
    own = {name: "val" if index % 3 == 0 else "train" for index, name in enumerate(pictures)}
    (base / "split.json").write_text(json.dumps(own))
    write(
        base / "posture_by_eye.csv",
        [{"annotation_id": 0, "posture": "running"}, {"annotation_id": 1, "posture": "unclear"}],
    )
    (tmp_path / "posture_sit_stand").mkdir()
    write(
        tmp_path / "posture_sit_stand" / "labels.csv",
        [
            {"file": "a.jpg", "posture": "sitting", "x": 1, "y": 2, "w": 3, "h": 4, "split": "train"},
            {"file": "b.jpg", "posture": "standing", "x": 1, "y": 2, "w": 3, "h": 4, "split": "val"},
        ],
    )
    return tmp_path


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", newline="") as table:
        writer = csv.DictWriter(table, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_what_the_set_keeps_apart_is_never_learned_from(root: Path) -> None:
    own = json.loads((root / "animalpose" / "split.json").read_text())

    for one in sets.animalpose(root):
        kept_apart = own[f"{one.picture.parent.name}/{one.picture.name}"] == "val"
        assert not (kept_apart and one.part == "train")
        assert kept_apart or one.species != "dog" or one.part == "train"


def test_all_animals_of_a_picture_are_on_one_side(root: Path) -> None:
    parts: dict[Path, set[str]] = {}
    for one in sets.animalpose(root):
        parts.setdefault(one.picture, set()).add(one.part)

    assert all(len(sides) == 1 for sides in parts.values())


def test_validation_and_test_are_both_there(root: Path) -> None:
    assert {one.part for one in sets.animalpose(root)} == {"train", "validation", "test"}


def test_labelled_points_are_read_and_the_others_are_not(root: Path) -> None:
    first = sets.animalpose(root)[0]

    assert first.labelled is not None
    assert [KEYPOINTS[index] for index in np.flatnonzero(first.labelled)] == ["front_left_paw", "nose"]


def test_of_points_that_were_never_labelled_nothing_is_said(root: Path) -> None:
    first = sets.animalpose(root)[0]

    assert first.told is not None
    assert {KEYPOINTS[index] for index in np.flatnonzero(~first.told)} == set(NEVER_LABELLED)


def test_a_running_dog_stands_and_an_unclear_one_has_no_posture(root: Path) -> None:
    postures = [one.posture for one in sets.animalpose(root)]

    assert postures[0] == "stand"
    assert postures[1] is None


def test_a_label_that_is_often_wrong_is_believed_less(root: Path) -> None:
    sitting, standing = sets.sit_stand(root)

    assert sitting.postures is not None
    assert sitting.posture == "sit"
    assert sitting.postures[POSTURES.index("lie")] == pytest.approx(1 / 12)
    assert standing.postures == (0.0, 1.0, 0.0, 0.0)


def test_a_name_has_the_same_share_on_every_machine() -> None:
    assert sets.share("images_dog/2007_000063.jpg") == 0.176
    assert np.std([sets.share(str(index)) for index in range(500)]) == pytest.approx(12**-0.5, abs=0.03)


def test_a_folder_without_sets_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAWSIGHT_DATA_SETS", str(tmp_path))

    with pytest.raises(sets.NoDataSets, match="PAWSIGHT_DATA_SETS"):
        sets.folder()


def test_the_folder_of_the_setting_is_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAWSIGHT_DATA_SETS", str(root))

    assert sets.folder() == root


def test_the_likeliest_posture_is_the_examples_own() -> None:
    assert (
        Example("x", "1", Path("x.jpg"), (0, 0, 1, 1), "train", postures=(0.2, 0.1, 0.7, 0.0)).posture
        == "lie"
    )
