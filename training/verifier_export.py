"""Make `weights/dogverifier.onnx` of the last stage's checkpoint: `python -m training.verifier_export`.

How sight is weighed with the detector's word, and from where on an animal is told as a dog, is chosen on the validation
part, which the training did not see.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from training import sets
from training.augment import picture
from training.calibrate import fit_curve
from training.onnx_file import export
from training.proposals import Look, looks
from training.verifier import LAST, OUT, learned
from training.verifier_crops import CONTEXT, FOUND_IOU, crop_of
from training.verifier_network import Verifier
from vision.calibration import Curve
from vision.verify import (
    DESCRIPTION,
    INPUT,
    OUTPUTS,
    Evidence,
    Said,
    Verdict,
    Weighing,
    iou,
    refined,
    said,
    weigh,
)

WEIGHTS = Path("weights/dogverifier.onnx")
CLOSE_ENOUGH = 0.05
"""Of a log odd, beside torch."""
MOST_FALSE_DOGS = 0.03
"""Share of the validation's pictures of other animals that may show a dog; the promise is 5 %."""

EVEN = 0.5
"""What is less likely a dog than not is not told as one, however few pictures it would be wrong in: they are 52."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture and the second look at its proposals."""

    look: Look
    verdicts: tuple[Verdict, ...]


def look_again(network: Verifier, looked: Sequence[Look]) -> list[Looked]:
    """The second look at every picture that has proposals, as the live system looks."""

    @torch.no_grad()
    def say(crops: NDArray[np.uint8]) -> Said:
        dog, fits, edges = (one.numpy() for one in network(torch.from_numpy(crops)))
        return dog, fits, edges

    seen = []
    for look in looked:
        boxes = [one.box for one in look.proposals]
        if boxes:
            image = picture(str(look.picture))
            crops = np.stack([crop_of(image, box, LAST.size) for box in boxes])
            told = zip(*(one.tolist() for one in said(say, crops)), boxes, strict=True)
            verdicts = tuple(
                Verdict(dog, fits, refined(box, edges, context=CONTEXT, frame=look.size))
                for dog, fits, edges, box in told
            )
            seen.append(Looked(look, verdicts))
    return seen


def weighing(looked: Sequence[Looked]) -> Weighing:
    """How to weigh what is seen with what the detector says; `dog_from` is chosen too."""
    evidence, on_dog, on_animal, among_dogs = [], [], [], []
    for one in looked:
        evidence.append(Evidence.of(one.look.proposals, one.verdicts))
        dogs, others = one.look.labelled(dogs=True), one.look.labelled(dogs=False)
        for verdict in one.verdicts:
            on_dog.append(max((iou(verdict.box, box) for box in dogs), default=0.0) >= FOUND_IOU)
            on_other = max((iou(verdict.box, box) for box in others), default=0.0) >= FOUND_IOU
            on_animal.append(on_dog[-1] or on_other)
            among_dogs.append(one.look.has_dogs)
    is_dog, is_animal = np.array(on_dog), np.array(on_animal)
    # Among dogs, what meets no labelled dog may be one that nobody labelled.
    counts = np.where(is_animal | ~np.array(among_dogs), np.where(is_dog, 1, 3), 0).astype(np.float32)
    words = np.concatenate([one.words for one in evidence])
    dog = fit_curve([np.concatenate([one.sight for one in evidence]), *words.T], is_dog, counts)
    placed = fit_curve(
        [np.concatenate([getattr(one, name) for one in evidence]) for name in ("fits", "odds")], is_animal
    )
    found = Weighing(dog, placed, dog_from=0.0)
    highest = np.sort(false_dogs(looked, found))[::-1]
    dog_from = float(highest[math.floor(MOST_FALSE_DOGS * len(highest))]) + 1e-4
    return Weighing(dog, placed, max(dog_from, EVEN))


def false_dogs(looked: Sequence[Looked], by: Weighing) -> NDArray[np.float64]:
    """Of each picture without dogs, the highest probability that something in it is one."""
    return np.array(
        [
            max(one.dog for one in weigh(seen.look.proposals, seen.verdicts, by))
            for seen in looked
            if not seen.look.has_dogs
        ]
    )


def main() -> None:
    """Choose on the validation part, export."""
    cv2.setNumThreads(1)
    torch.set_num_threads(2)
    network = learned()
    validation = [one for one in looks(sets.animalpose(sets.folder()), OUT) if one.part == "validation"]
    chosen = weighing(look_again(network, validation))
    description = {
        "origin": "Pawsight, training/verifier.py; EfficientNet-Lite0 (Apache-2.0); see training/cards/dogverifier.md",
        "size": LAST.size,
        "context": CONTEXT,
        "weighing": {
            "dog": _told(chosen.dog),
            "placed": _told(chosen.placed),
            "dog_from": chosen.dog_from,
        },
    }
    first = validation[0]
    image = picture(str(first.picture))
    off = export(
        network,
        torch.from_numpy(np.stack([crop_of(image, one.box, LAST.size) for one in first.proposals])),
        WEIGHTS,
        input_name=INPUT,
        output_names=OUTPUTS,
        description=(DESCRIPTION, description),
        close_enough=CLOSE_ENOUGH,
    )
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB, at most {off:.4f} of a log odd off torch")
    print(f"a dog from {chosen.dog_from:.2f}; dog {chosen.dog}; placed {chosen.placed}")


def _told(curve: Curve) -> list[float]:
    return [*curve.weights, curve.offset]


if __name__ == "__main__":
    main()
