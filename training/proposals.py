"""What NanoDet proposes on the pictures of Animal-Pose: found once, and kept."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.augment import picture
from training.sets import Example, Part
from vision.detection import Detection
from vision.engines.onnx import NanoDetEngine
from vision.verify import MOST_PROPOSALS, PROPOSALS_FROM, Box
from vision.weights import NANODET, OWN_MODELS


@dataclass(frozen=True, slots=True)
class Look:
    """A picture, what is labelled in it, and what the detector proposes. size: (width, height), pixels."""

    picture: Path
    part: Part
    size: tuple[int, int]
    examples: tuple[Example, ...]
    proposals: tuple[Detection, ...]

    @property
    def has_dogs(self) -> bool:
        """Whether a dog is labelled; where one is, others may be that nobody labelled."""
        return any(one.species == "dog" for one in self.examples)

    def labelled(self, *, dogs: bool) -> list[Box]:
        """The boxes of the dogs, or of the other animals, as fractions."""
        width, height = self.size
        return [
            (x / width, y / height, w / width, h / height)
            for x, y, w, h in (one.box for one in self.examples if (one.species == "dog") == dogs)
        ]


def looks(examples: Sequence[Example], folder: Path) -> list[Look]:
    """Propose on every picture; kept in `folder`, as it takes three minutes on two cores."""
    pictures: dict[Path, list[Example]] = defaultdict(list)
    for one in examples:
        pictures[one.picture].append(one)
    kept = folder / f"proposals-{len(pictures)}.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_propose(list(pictures))))
    said = json.loads(kept.read_text())
    return [
        Look(
            path,
            labelled[0].part,
            tuple(said[path.name]["size"]),
            tuple(labelled),
            tuple(
                Detection(name, confidence, tuple(box))
                for name, confidence, box in said[path.name]["animals"][:MOST_PROPOSALS]
            ),
        )
        for path, labelled in pictures.items()
    ]


def _propose(pictures: Sequence[Path]) -> dict[str, object]:
    engine = NanoDetEngine(OWN_MODELS / NANODET, threads=2, confidence=PROPOSALS_FROM)
    said: dict[str, object] = {}
    for path in pictures:
        image = picture(str(path))
        animals = [one for one in engine.detect([image])[0] if one.living and one.class_name != "person"]
        said[path.name] = {
            "size": (image.shape[1], image.shape[0]),
            "animals": [(one.class_name, one.confidence, one.box) for one in animals[:MOST_PROPOSALS]],
        }
    return said
