"""How many dogs are found, and how many other animals are taken for dogs: `python -m training.detection_scores`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training import references, sets
from training.augment import picture
from training.references import DogPose24, YoloxNano
from training.sets import Example
from vision.detection import Detection, Image
from vision.engines.onnx import NanoDetEngine
from vision.verify import PROPOSALS_FROM, Box, DogDetector, DogVerifier, iou
from vision.weights import NANODET, OWN_MODELS

FOUND_IOU = 0.5
USUAL = 0.35
"""The confidence that the live system shows things from."""

VERIFIER = Path("weights/dogverifier.onnx")

Finder = Callable[[Image], list[Detection]]
"""The dogs in a picture."""


@dataclass(slots=True)
class Count:
    """What a finder did on the pictures of one part.

    dogs, found: labelled dogs, and those with a box on them. told: boxes in the dogs' pictures; wrong: those on no
    labelled dog. pictures, false: of other animals without a dog, and those where a dog was told. taken: labelled other
    animals by species, and how many have a dog's box on them.
    """

    dogs: int = 0
    found: int = 0
    told: int = 0
    wrong: int = 0
    pictures: int = 0
    false: int = 0
    animals: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)

    def add(self, examples: Sequence[Example], boxes: Sequence[Box]) -> None:
        """Count one picture. boxes: of the dogs told, pixels."""
        dogs = [one.box for one in examples if one.species == "dog"]
        if dogs:
            self.dogs += len(dogs)
            self.found += sum(any(iou(dog, box) >= FOUND_IOU for box in boxes) for dog in dogs)
            self.told += len(boxes)
            self.wrong += sum(all(iou(dog, box) < FOUND_IOU for dog in dogs) for box in boxes)
        else:
            self.pictures += 1
            self.false += bool(boxes)
        for one in examples:
            if one.species != "dog":
                self.animals[one.species] += 1
                self.taken[one.species] += any(iou(one.box, box) >= FOUND_IOU for box in boxes)


def by_picture(examples: Sequence[Example]) -> dict[Path, list[Example]]:
    """Examples of Animal-Pose, picture by picture."""
    pictures: dict[Path, list[Example]] = defaultdict(list)
    for one in examples:
        if one.set_name == "animalpose":
            pictures[one.picture].append(one)
    return pictures


def count(finder: Finder, pictures: dict[Path, list[Example]]) -> Count:
    """Ask a finder about all pictures."""
    counted = Count()
    for path, examples in pictures.items():
        image = picture(str(path))
        height, width = image.shape[:2]
        counted.add(
            examples,
            [
                (x * width, y * height, w * width, h * height)
                for x, y, w, h in (one.box for one in finder(image))
            ],
        )
    return counted


def our_detector(*, threads: int = 2) -> DogDetector:
    """As the live system runs it offline."""
    proposer = NanoDetEngine(OWN_MODELS / NANODET, threads=threads, confidence=PROPOSALS_FROM)
    return DogDetector(proposer, DogVerifier.load(VERIFIER, threads=threads), confidence=USUAL)


def finders() -> dict[str, Finder]:
    """Ours, baselines, and the references whose weights are here."""
    ours = our_detector()
    nanodet = NanoDetEngine(OWN_MODELS / NANODET, threads=2, confidence=USUAL)
    found: dict[str, Finder] = {
        "ours: NanoDet's animals, verified": lambda image: _dogs(ours.detect([image])[0]),
        "NanoDet, dog": lambda image: _dogs(nanodet.detect([image])[0]),
        "NanoDet, any animal (baseline)": lambda image: _animals(nanodet.detect([image])[0]),
    }
    if path := references.path_of(references.YOLOX):
        yolox = YoloxNano(path, confidence=USUAL)
        proposing = DogDetector(
            YoloxNano(path, confidence=0.05), DogVerifier.load(VERIFIER, threads=2), confidence=USUAL
        )
        found["YOLOX nano's animals, verified by ours"] = lambda image: _dogs(proposing.detect([image])[0])
        found["YOLOX nano, dog"] = lambda image: _dogs(yolox.detect([image])[0])
        found["YOLOX nano, any animal"] = lambda image: _animals(yolox.detect([image])[0])
    if path := references.path_of(references.DOGPOSE24):
        dogpose = DogPose24(path)
        found["dogpose24"] = lambda image: [one for one, _ in dogpose.find(image)]
    return found


def _dogs(found: Sequence[Detection]) -> list[Detection]:
    return [one for one in found if one.class_name == "dog"]


def _animals(found: Sequence[Detection]) -> list[Detection]:
    return [one for one in found if one.living and one.class_name != "person"]


def report(root: Path) -> str:
    """The table, in Markdown."""
    pictures = by_picture([one for one in sets.animalpose(root) if one.part == "test"])
    lines = [
        "| dogs in a picture | found at IoU 0.5 | boxes beside a labelled dog, a picture "
        "| pictures of others with a false dog | taken for a dog: cat | horse | sheep | cow |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    with_dogs = sum(any(one.species == "dog" for one in examples) for examples in pictures.values())
    for name, finder in finders().items():
        got = count(finder, pictures)
        kinds = [f"{got.taken[kind]} of {got.animals[kind]}" for kind in ("cat", "horse", "sheep", "cow")]
        lines.append(
            f"| {name} | {got.found / got.dogs:.3f} ({got.found} of {got.dogs}) | {got.wrong / with_dogs:.2f} "
            f"| {got.false / got.pictures:.3f} ({got.false} of {got.pictures}) | {' | '.join(kinds)} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    print(report(sets.folder()))


if __name__ == "__main__":
    main()
