"""The labelled sets, read where they lie, and who may learn from which picture.

Every example belongs to one part. `train`: the weights learn from it. `validation`: thresholds and calibrations are
fitted to it. `test`: scored, never chosen on. What a set itself keeps apart is cut in two, two fifths for
validation; so no weights that were trained by the sets' own splits, our pilot's included, have learned from
either. A part is decided by a hash of the picture's name, so that two dogs of one picture are never on both sides, and
that it is the same on every machine. See `training/cards/data.md` for sizes and flaws.
"""

import csv
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from vision.keypoints import KEYPOINTS
from vision.posture import POSTURES

Part = Literal["train", "validation", "test"]
Box = tuple[float, float, float, float]


SPECIES = ("dog", "cat", "sheep", "horse", "cow")

NEVER_LABELLED = ("tail_end", "chin", "left_ear_tip", "right_ear_tip")
"""In Animal-Pose; StanfordExtra has them, on the few dogs that are here."""

# A running dog stands on its legs; what it does with them is told by movement, not by one picture.
_BY_EYE = {
    "standing": "stand",
    "running": "stand",
    "sitting": "sit",
    "lying": "lie",
    "jumping": "other",
    "hind_legs": "other",
    "play_bow": "other",
    "other": "other",
}
_SITTING_THAT_LIES = 1 / 12
"""Share of posture_sit_stand's "sitting" that lies (counted by eye)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled animal in one picture.

    set_name: `animalpose`, `stanfordextra`, `sit_stand`, `crops` or `corrected`. box: (x, y, w, h), pixels.
    points: float32 [24, 2], pixels; labelled: bool [24], whose place is known; told: bool [24], of which the set says
    whether they are to be seen at all. postures: how likely each of POSTURES is; None where it is not said.
    context: side of the square to cut, in longer sides of the box.
    """

    set_name: str
    id: str
    picture: Path
    box: Box
    part: Part
    species: str = "dog"
    points: NDArray[np.float32] | None = None
    labelled: NDArray[np.bool_] | None = None
    told: NDArray[np.bool_] | None = None
    postures: tuple[float, ...] | None = None
    context: float = 1.25

    @property
    def posture(self) -> str | None:
        """The likeliest posture; None where it is not said."""
        return None if self.postures is None else POSTURES[int(np.argmax(self.postures))]


class NoDataSets(Exception):
    """The folder of the labelled sets is not where PAWSIGHT_DATA_SETS says."""


def folder() -> Path:
    """Where the sets lie: PAWSIGHT_DATA_SETS, or `../shared/data` beside the project.

    Raises:
        NoDataSets: there is nothing.
    """
    default = Path(__file__).parents[2] / "shared" / "data"
    root = Path(os.environ.get("PAWSIGHT_DATA_SETS") or default)
    if not (root / "animalpose" / "annotations.json").exists():
        raise NoDataSets(
            f"no labelled sets in {root}: set PAWSIGHT_DATA_SETS to the folder that has animalpose/"
        )
    return root


def share(name: str) -> float:
    """A number in 0..1 that belongs to a name: the same everywhere, spread evenly over names."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 1000 / 1000


def animalpose(root: Path) -> list[Example]:
    """Dogs and other animals with 20 points.

    The set keeps only 9 animals apart that are no dogs, too few to count mistakes on: three tenths of the pictures
    that have no dog in them join these.
    """
    base = root / "animalpose"
    told = json.loads((base / "annotations.json").read_text())
    own_split: dict[str, str] = json.loads((base / "split.json").read_text())
    files = {image["id"]: image["file_name"] for image in told["images"]}
    with (base / "posture_by_eye.csv").open(newline="") as table:
        by_eye = {int(row["annotation_id"]): row["posture"] for row in csv.DictReader(table)}
    with_dogs = {files[one["image_id"]] for one in told["annotations"] if one["category_id"] == 1}
    examples = []
    for one in told["annotations"]:
        file = files[one["image_id"]]
        species = SPECIES[one["category_id"] - 1]
        points, labelled = _points(one["keypoints_24"])
        examples.append(
            Example(
                "animalpose",
                str(one["id"]),
                base / file,
                _box(one["bbox"]),
                _part(file, apart=own_split[file] == "val" or (file not in with_dogs and share(file) < 0.3)),
                species,
                points,
                labelled,
                np.array([name not in NEVER_LABELLED for name in KEYPOINTS]),
                _certain(_BY_EYE.get(by_eye.get(one["id"], ""))),
            )
        )
    return examples


def stanfordextra(root: Path) -> list[Example]:
    """25 dogs with all 24 points; every third one is test."""
    base = root / "stanfordextra_sample"
    told = json.loads((base / "annotations.json").read_text())
    files = {image["id"]: image["file_name"] for image in told["images"]}
    examples = []
    for index, one in enumerate(told["annotations"]):
        points, labelled = _points(one.get("keypoints_24") or one["keypoints"])
        examples.append(
            Example(
                "stanfordextra",
                str(one["id"]),
                base / files[one["image_id"]],
                _box(one["bbox"]),
                "test" if index % 3 == 2 else "train",
                points=points,
                labelled=labelled,
                told=np.ones(len(KEYPOINTS), bool),
            )
        )
    return examples


def sit_stand(root: Path) -> list[Example]:
    """Dogs that sit or stand, in pictures stretched to squares.

    One "sitting" in twelve lies, so that much of the label is given to lying.
    """
    base = root / "posture_sit_stand"
    examples = []
    with (base / "labels.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            part = _part(row["file"], apart=row["split"] == "val")
            postures = _certain(_BY_EYE[row["posture"]])
            if row["posture"] == "sitting":
                postures = (1 - _SITTING_THAT_LIES, 0.0, _SITTING_THAT_LIES, 0.0)
            box = _box([row[side] for side in "xywh"])
            picture = base / "images" / row["file"]
            examples.append(Example("sit_stand", row["file"], picture, box, part, postures=postures))
    return examples


def crops(root: Path) -> list[Example]:
    """Crops of dogs, stretched to squares, that sit, stand, lie or do something else; 15 % are kept apart."""
    base = root / "posture_crops"
    with (base / "labels.csv").open(newline="") as table:
        return [
            Example(
                "crops",
                row["file"],
                base / "images" / row["file"],
                (0.0, 0.0, 224.0, 224.0),
                _part(row["file"], apart=share(row["file"]) < 0.15),
                postures=_certain(_BY_EYE[row["posture"]]),
                context=1.0,
            )
            for row in csv.DictReader(table)
        ]


def corrected(root: Path) -> list[Example]:
    """Postures that owners confirmed or corrected, as `training.corrections` wrote them; none where it did not.

    All of them are for training: our own mistakes, picked by people, say nothing about how often we are right.
    """
    base = root / "corrections"
    if not (base / "labels.csv").exists():
        return []
    examples = []
    with (base / "labels.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            if row["label"] in POSTURES and row["w"]:
                picture, box = base / row["file"], _box([row[side] for side in "xywh"])
                postures = _certain(row["label"])
                examples.append(Example("corrected", row["file"], picture, box, "train", postures=postures))
    return examples


def everything(root: Path) -> list[Example]:
    """All examples of all sets."""
    return [*animalpose(root), *stanfordextra(root), *sit_stand(root), *crops(root), *corrected(root)]


_VALIDATION = 0.4
"""Share of what is kept apart from the training."""


def _part(file: str, *, apart: bool) -> Part:
    if not apart:
        return "train"
    # Another hash than the one that keeps apart; of the bare name, as a picture may be in two folders.
    return "validation" if share(f"validation {Path(file).name}") < _VALIDATION else "test"


def _certain(posture: str | None) -> tuple[float, ...] | None:
    return None if posture is None else tuple(float(name == posture) for name in POSTURES)


def _points(flat: list[float]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    table = np.array(flat, np.float32).reshape(len(KEYPOINTS), 3)
    return table[:, :2], table[:, 2] > 0


def _box(numbers: list[Any]) -> Box:
    x, y, w, h = (float(number) for number in numbers)
    return x, y, w, h
