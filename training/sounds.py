"""The recordings that our ear learns from and is scored on: `sounds/labels.csv` of the data, whose flaws it names.

One recording (`group`) is never in two parts. A recording has one label for all of it, also for its pauses.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hearing.decode import decode_audio
from hearing.labels import DOG, Label
from hearing.windows import Samples
from pawsight.settings import settings
from training.sets import Part

LICENCES: Final = ("CC0", "CC-BY", "CC BY", "MIT", "Public Domain", "public domain")
"""How the licence of a recording that we learn from begins: all of them let weights be made and given away."""

MEANS: Final[dict[str, frozenset[Label]]] = {
    "bark": frozenset({"bark"}),
    "howl": frozenset({"howl"}),
    "whine": frozenset({"whine"}),
    "growl": frozenset({"growl"}),
    "dog_other": frozenset({"dog_other", "household"}),  # all of them snore, and so do people
    "dog_mixed": frozenset(DOG),
    "speech": frozenset({"speech"}),
    "music": frozenset({"music"}),
    "silence": frozenset({"quiet"}),
    "household": frozenset({"household"}),
    "outdoor": frozenset({"household"}),
    "animal": frozenset({"household"}),
    "human": frozenset({"household"}),
}
"""Which of our labels a label of the table may be; several: one of them, it doesn't tell which."""

MEANS_FINE: Final[dict[str, frozenset[Label]]] = {
    "bark_growl": frozenset({"bark", "growl"}),
    "dog_yelp": frozenset({"bark", "whine"}),
    "laughing": frozenset({"speech", "household"}),
    "crying_baby": frozenset({"speech", "household"}),
    "church_bells": frozenset({"music", "household"}),
}
"""Where the table's finer label tells more, or less."""

_TEST, _VALIDATION = 0.28, 0.12
_DRAW = 0  # of the lots, so that each part has barks of many recordings
_RARE_TEST: Final = frozenset({"fs115357", "db_gs", "db_wolfhurt"})
"""The tested recordings of howl, growl and whine: of those there are too few to draw from."""
_RARE_LABELS: Final = frozenset({"howl", "growl", "whine"})


YAMNET: Final = "yamnet_spectra_in.tflite"


@dataclass(frozen=True, slots=True)
class Recording:
    """One clip. label, fine: the table's own. means: ours, one of which it is. group: its recording."""

    file: str
    label: str
    fine: str
    means: frozenset[Label]
    group: str
    part: Part
    samples: Samples

    @property
    def of_dog(self) -> bool:
        """Whether it certainly is a dog, and sounds like one."""
        return self.means <= set(DOG)

    @property
    def of_no_dog(self) -> bool:
        """Whether it certainly is none, nor sounds like one."""
        return not self.means & set(DOG)


def recordings(root: Path, *parts: Part) -> list[Recording]:
    """The clips of some parts, decoded, whose licence lets us learn from them. root: the folder `sounds`."""
    with (root / "labels.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["licence"].startswith(LICENCES)]
    return [
        Recording(
            row["file"],
            row["label"],
            row["fine"],
            MEANS_FINE.get(row["fine"], MEANS[row["label"]]),
            row["group"],
            part_of(row["group"], row["label"]),
            decode_audio((root / row["file"]).read_bytes(), max_bytes=10_000_000, max_s=60),
        )
        for row in rows
        if part_of(row["group"], row["label"]) in parts
    ]


def part_of(group: str, label: str) -> Part:
    """Where a recording goes, whatever else is in the table."""
    if group in _RARE_TEST:
        return "test"
    if label in _RARE_LABELS:
        return "train"
    place = int.from_bytes(hashlib.sha256(f"{_DRAW} {group}".encode()).digest()[:8]) / 2**64
    if place < _TEST:
        return "test"
    return "validation" if place < _TEST + _VALIDATION else "train"


def yamnet_path() -> Path:
    """Where the teacher's weights lie.

    Raises:
        FileNotFoundError: not in PAWSIGHT_MODEL_DIR.
    """
    path = (settings().model_dir or Path()) / YAMNET
    if not path.is_file():
        raise FileNotFoundError(f"{YAMNET} is not in PAWSIGHT_MODEL_DIR")
    return path
