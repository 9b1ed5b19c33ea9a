"""Labelled sets that people upload: a ZIP file whose members are read one at a time, and never written to the disk.

Of pictures: `annotations.json` as COCO has it (images, categories, annotations with `bbox` and, of dogs, `keypoints`),
and the pictures by their `file_name`. Of sounds: `labels.csv` with the columns `file` and `label`.
"""

import csv
import io
import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from hearing.labels import LABELS
from hearing.windows import Window
from vision.evaluation import Labelled
from vision.keypoints import KEYPOINTS

ANNOTATIONS: Final = "annotations.json"
LABELS_CSV: Final = "labels.csv"
MOST_SAMPLES: Final = 5000
LARGEST_LABELS: Final = 50_000_000
LARGEST_MEMBER: Final = 25_000_000
MOST_MEMBERS: Final = 20_000


class SetInvalid(Exception):
    """A set that can't be read; the message tells its maker why."""


@dataclass(frozen=True, slots=True)
class LabelledDog:
    """box: fractions of the picture. points: (x, y) by name, fractions too. posture: of `vision.posture`, if told."""

    box: tuple[float, float, float, float]
    points: dict[str, tuple[float, float]]
    posture: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture or sound. data: the file, or nothing where `windows` are the sound.

    things, points: boxes and points, in `unit`: pixels, or fractions of the picture. label: of a sound. posture: of the
    dog in it. is_labelled: what is in it is known; of others the models' agreement is all that there is to tell.
    """

    name: str
    data: bytes = b""
    things: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)
    points: list[dict[str, tuple[float, float]]] = field(default_factory=list)
    label: str = ""
    unit: Literal["pixel", "picture"] = "pixel"
    posture: str = ""
    windows: Sequence[Window] = ()
    is_labelled: bool = True

    def labelled(self, width: int, height: int) -> list[Labelled]:
        """The boxes, as fractions of a picture of this size."""
        return [Labelled(name, self._scaled(box, width, height)) for name, box in self.things]

    def dogs(self, width: int, height: int) -> list[LabelledDog]:
        """The dogs, as fractions of a picture of this size."""
        return [
            LabelledDog(
                self._scaled(box, width, height),
                {point: (x / width, y / height) for point, (x, y) in points.items()},
                self.posture,
            )
            for (name, box), points in zip(self.things, self.points, strict=True)
            if name == "dog"
        ]

    def _scaled(self, box: tuple[float, ...], width: int, height: int) -> tuple[float, float, float, float]:
        x, y, w, h = box
        across, down = (width, height) if self.unit == "pixel" else (1, 1)
        return x / across, y / down, w / across, h / down


class SampleSet(Protocol):
    """What two models are evaluated on."""

    @property
    def is_of_sounds(self) -> bool:
        """Sounds, not pictures."""
        ...

    @property
    def classes(self) -> frozenset[str]:
        """What its boxes are called."""
        ...

    @property
    def unreadable(self) -> Sequence[str]:
        """What could not be made a sample, by name."""
        ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Sample]: ...


class LabelledSet:
    """An open set. `len` is how many samples it has; `classes` what its boxes are called."""

    def __init__(self, path: Path) -> None:
        """Read the labels.

        Raises:
            SetInvalid: it is no such set, or a larger one than we take.
        """
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise SetInvalid("it is no ZIP file") from error
        names = set(self._zip.namelist())
        if len(names) > MOST_MEMBERS:
            raise SetInvalid(f"it has more than {MOST_MEMBERS:,} files")
        self.classes: frozenset[str] = frozenset()
        self.unreadable: Sequence[str] = ()
        self.is_of_sounds = LABELS_CSV in names
        if not self.is_of_sounds and ANNOTATIONS not in names:
            raise SetInvalid(f"it has neither {ANNOTATIONS} nor {LABELS_CSV} at its top")
        try:
            self._entries = self._sounds() if self.is_of_sounds else self._pictures()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise SetInvalid(f"its labels can't be read: {type(error).__name__}: {error}"[:300]) from error
        if missing := [one["file"] for one in self._entries if one["file"] not in names]:
            raise SetInvalid(f"{missing[0]!r} is labelled, but not in it")
        if not 0 < len(self._entries) <= MOST_SAMPLES:
            raise SetInvalid(f"it has {len(self._entries):,} labelled files; 1 to {MOST_SAMPLES:,} are taken")

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Sample]:
        for one in self._entries:
            data = self._read(one["file"], LARGEST_MEMBER)
            yield Sample(
                one["file"],
                data,
                one.get("things", []),
                one.get("points", []),
                one.get("label", ""),
            )

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def _read(self, name: str, most: int) -> bytes:
        """One member. What its header says of its size is not believed."""
        try:
            with self._zip.open(name) as member:
                data = member.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
        ) as error:
            raise SetInvalid(f"{name[:100]!r} can't be read") from error
        if len(data) > most:
            raise SetInvalid(f"{name[:100]!r} has more than {most:,} bytes")
        return data

    def _pictures(self) -> list[dict[str, Any]]:
        told = json.loads(self._read(ANNOTATIONS, LARGEST_LABELS))
        categories = {one["id"]: str(one["name"])[:64] for one in told["categories"]}
        named = {one["id"]: [str(name) for name in one.get("keypoints", [])] for one in told["categories"]}
        self.classes = frozenset(categories.values())
        things, points = defaultdict(list), defaultdict(list)
        for one in told["annotations"]:
            x, y, w, h = (float(side) for side in one["bbox"])
            if w > 0 and h > 0:
                things[one["image_id"]].append((categories[one["category_id"]], (x, y, w, h)))
                points[one["image_id"]].append(_points(one.get("keypoints", []), named[one["category_id"]]))
        return [
            {"file": str(one["file_name"]), "things": things[one["id"]], "points": points[one["id"]]}
            for one in told["images"]
        ]

    def _sounds(self) -> list[dict[str, Any]]:
        text = self._read(LABELS_CSV, LARGEST_LABELS).decode("utf-8-sig")
        rows = [{"file": row["file"], "label": row["label"]} for row in csv.DictReader(io.StringIO(text))]
        if unknown := {row["label"] for row in rows} - set(LABELS):
            raise SetInvalid(f"{sorted(unknown)[0]!r} is none of {', '.join(LABELS)}")
        return rows


def _points(triples: list[float], names: list[str]) -> dict[str, tuple[float, float]]:
    """Those that are labelled (COCO's visibility above 0) and that we have a name for."""
    return {
        name: (float(triples[3 * index]), float(triples[3 * index + 1]))
        for index, name in enumerate(names)
        if name in KEYPOINTS and 3 * index + 2 < len(triples) and triples[3 * index + 2] > 0
    }
