"""Train `dogverifier`: `python -m training.verifier`; a quarter of an hour on two cores.

EfficientNet-Lite0 stays as ImageNet made it, and what it says of 398 kinds of animals is kept. Learned are two
directions in its 1280 features (is it a dog, does the box fit), from what NanoDet proposes on the pictures, and how
all that is weighed with the detector's word. What was computed on the pictures is kept in build/training/dogverifier.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training import sets
from training.augment import picture
from training.backbone import FEATURES, Lite0, imagenet_classes, load_imagenet
from training.calibrate import fit_curve
from training.machine import restart_cheaper
from training.onnx_file import export
from training.pose import as_input
from training.sets import Example, Part
from vision.calibration import Curve, logit
from vision.crops import cut, square_around
from vision.detection import Detection, Image
from vision.engines.onnx import NanoDetEngine
from vision.verify import (
    DESCRIPTION,
    INPUT,
    MOST_PROPOSALS,
    OUTPUTS,
    PROPOSALS_FROM,
    Box,
    Verdict,
    Weighing,
    called,
    iou,
    weigh,
)
from vision.weights import NANODET, OWN_MODELS

Floats = NDArray[np.float32]

OUT = Path("build/training/dogverifier")
WEIGHTS = Path("weights/dogverifier.onnx")
SIZE = 160
CONTEXT = 1.2
CLOSE_ENOUGH = 0.05
"""Of a log odd, beside torch."""

FOUND_IOU = 0.5
"""From here on a box is that of an animal."""
MOST_FALSE_DOGS = 0.03
"""Share of the validation's pictures of other animals that may show a dog; the promise is 5 %."""

ANIMALS = 398
"""ImageNet's first classes are animals."""
GROUPS = {
    "dogs": range(151, 269),
    "wolves and foxes": range(269, 281),
    "cats": range(281, 286),
    "big cats": range(286, 294),
    "sheep and goats": range(348, 351),
    "horses": range(339, 341),
    "cattle": range(345, 348),
    "other mammals": (*range(294, 339), *range(341, 345), *range(351, 388)),
    "birds, fish and the rest": (*range(151), *range(388, ANIMALS)),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A picture, what is labelled in it, and what the detector proposes; `features` [proposals, 1280] of the latter."""

    picture: Path
    part: Part
    examples: tuple[Example, ...]
    proposals: tuple[Detection, ...]
    aspect: tuple[int, int]
    features: Floats

    @property
    def has_dogs(self) -> bool:
        """Whether a dog is labelled; where one is, others may be that nobody labelled."""
        return any(one.species == "dog" for one in self.examples)

    def labelled(self, *, dogs: bool) -> list[Box]:
        """The boxes of the dogs, or of the other animals, as fractions."""
        width, height = self.aspect
        return [
            (x / width, y / height, w / width, h / height)
            for x, y, w, h in (one.box for one in self.examples if (one.species == "dog") == dogs)
        ]


class Verifier(nn.Module):
    """Crops uint8 [n, 160, 160, 3] BGR to two log odds [n] each: that it is a dog, and that the box fits."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = Lite0(pooled=True)
        self.kinds = nn.Linear(FEATURES, ANIMALS)
        self.learned = nn.Linear(FEATURES, 2)
        self.weights = nn.Linear(1 + len(GROUPS), 1, bias=False)

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        features = self.backbone.pool(self.backbone(as_input(crops))[32])
        learned = self.learned(features)
        evidence = torch.cat([learned[:, :1], groups(self.kinds(features))], 1)
        return self.weights(evidence)[:, 0], learned[:, 1]


def groups(kinds: Tensor) -> Tensor:
    """Logits of kinds of animals [n, 398] to log probabilities of GROUPS [n, 9], bounded at -9."""
    each = [kinds[:, list(members)].logsumexp(1) for members in GROUPS.values()]
    return (torch.stack(each, 1) - kinds.logsumexp(1, keepdim=True)).clamp_min(-9)


def looks(examples: Sequence[Example]) -> list[Look]:
    """Propose and describe, on every picture of Animal-Pose; kept, because it is most of the work."""
    pictures: dict[Path, list[Example]] = defaultdict(list)
    for one in examples:
        pictures[one.picture].append(one)
    kept = OUT / f"looks-{SIZE}-{CONTEXT}-{len(pictures)}.npz"
    if not kept.exists():
        _describe(list(pictures), kept)
    stored = np.load(kept)
    said = json.loads(str(stored["proposals"]))
    found, place = [], 0
    for path, labelled in pictures.items():
        (height, width), proposals = said[path.name]
        count = len(proposals)
        found.append(
            Look(
                path,
                labelled[0].part,
                tuple(labelled),
                tuple(Detection(name, confidence, tuple(box)) for name, confidence, box in proposals),
                (width, height),
                stored["features"][place : place + count].astype(np.float32),
            )
        )
        place += count
    return found


@torch.no_grad()
def _describe(pictures: Sequence[Path], out: Path) -> None:
    engine = NanoDetEngine(OWN_MODELS / NANODET, threads=2, confidence=PROPOSALS_FROM)
    backbone = Lite0(pooled=True).eval()
    load_imagenet(backbone)
    said, features = {}, []
    for path in pictures:
        image = picture(str(path))
        proposals = [one for one in engine.detect([image])[0] if one.living and one.class_name != "person"][
            :MOST_PROPOSALS
        ]
        said[path.name] = (
            image.shape[:2],
            [(one.class_name, one.confidence, one.box) for one in proposals],
        )
        if proposals:
            x = as_input(torch.from_numpy(crops_of(image, [one.box for one in proposals])))
            features.append(backbone.pool(backbone(x)[32]).half().numpy())
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(out, proposals=json.dumps(said), features=np.concatenate(features))


def crops_of(image: Image, boxes: Sequence[Box]) -> Image:
    """Crops [boxes, 160, 160, 3] of boxes (x, y, w, h), fractions of the frame."""
    height, width = image.shape[:2]
    scaled = [(x * width, y * height, w * width, h * height) for x, y, w, h in boxes]
    return np.stack([cut(image, square_around(box, context=CONTEXT, size=SIZE), SIZE) for box in scaled])


@dataclass(frozen=True, slots=True)
class Cases:
    """All proposals of some looks in one row each.

    on_dog, on_animal: IoU with the nearest labelled dog, and with the nearest labelled animal of any kind.
    among_dogs: whether its picture has dogs. words: `verify.called`. odds: of the detector's confidence.
    """

    features: Floats
    on_dog: Floats
    on_animal: Floats
    among_dogs: NDArray[np.bool_]
    words: Floats
    odds: Floats

    @classmethod
    def of(cls, looked: Sequence[Look]) -> "Cases":
        """Gather them."""
        rows = list(_rows(looked))
        on_dog, on_animal, among, words, odds = (np.array(column) for column in zip(*rows, strict=True))
        return cls(
            np.concatenate([one.features for one in looked]),
            on_dog.astype(np.float32),
            on_animal.astype(np.float32),
            among.astype(bool),
            words.astype(np.float32),
            logit(odds.astype(np.float32)),
        )


def _rows(looked: Sequence[Look]) -> Iterator[tuple[float, float, bool, Floats, float]]:
    for look in looked:
        dogs, others = look.labelled(dogs=True), look.labelled(dogs=False)
        overlap = np.array([[iou(a.box, b.box) for b in look.proposals] for a in look.proposals])
        words = called(look.proposals, overlap)
        for index, one in enumerate(look.proposals):
            on_dog = max((iou(one.box, box) for box in dogs), default=0.0)
            on_other = max((iou(one.box, box) for box in others), default=0.0)
            yield on_dog, max(on_dog, on_other), look.has_dogs, words[index], one.confidence


def fit_direction(features: Floats, truth: Floats, weights: Floats, *, decay: float) -> Floats:
    """Logistic regression on standardised features: [1281], of the features as they are, and the offset."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 0.05
    x = torch.from_numpy((features - mean) / spread)
    y, counts = torch.from_numpy(truth), torch.from_numpy(weights / weights.sum())
    found = torch.zeros(FEATURES + 1, requires_grad=True)
    search = torch.optim.LBFGS([found], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        search.zero_grad()
        wrong = functional.binary_cross_entropy_with_logits(x @ found[:-1] + found[-1], y, reduction="none")
        total = (wrong * counts).sum() + decay * (found[:-1] ** 2).sum()
        total.backward()
        return total

    search.step(loss)
    told = found.detach().numpy()
    direction: Floats = told[:-1] / spread
    return np.append(direction, told[-1] - direction @ mean).astype(np.float32)


def directions(cases: Cases) -> Floats:
    """What the features say of "dog" and of "fits": [2, 1281]."""
    # Among dogs a box that meets no labelled dog may meet one that nobody labelled: it says nothing about dogs.
    good = cases.on_dog >= FOUND_IOU
    about_dogs = np.where(cases.among_dogs, good, 2).astype(np.float32)
    dog = fit_direction(cases.features, good.astype(np.float32), about_dogs, decay=0.03)
    fitting = np.clip((cases.on_animal - 0.45) * 10, 0, 1).astype(np.float32)
    about_boxes = np.where(cases.on_animal >= 0.3, 1, 0.3).astype(np.float32)
    return np.stack([dog, fit_direction(cases.features, fitting, about_boxes, decay=0.03)])


def apply(found: Floats, features: Floats) -> Floats:
    """Log odds [cases, 2] by `directions`."""
    told: Floats = features @ found[:, :-1].T + found[:, -1]
    return told


def train(training: Sequence[Look]) -> tuple[Verifier, Weighing]:
    """Learn the directions, and how to weigh what they say of pictures that they were not learned from."""
    network = Verifier().eval()
    load_imagenet(network.backbone)
    weight, bias = imagenet_classes()
    network.kinds.load_state_dict({"weight": weight[:ANIMALS], "bias": bias[:ANIMALS]})

    halves = [
        [one for one in training if (sets.share(f"half {one.picture.name}") < 0.5) == side]
        for side in (True, False)
    ]
    cases = [Cases.of(half) for half in halves]
    unseen = [
        apply(directions(other), own.features) for own, other in zip(cases, reversed(cases), strict=True)
    ]
    both = Cases.of([*halves[0], *halves[1]])
    told = np.concatenate(unseen)
    with torch.no_grad():
        kinds = groups(network.kinds(torch.from_numpy(both.features))).numpy()

    placed = fit_curve([told[:, 1], both.odds], both.on_animal >= FOUND_IOU)
    is_dog = both.on_dog >= FOUND_IOU
    certain = (both.on_animal >= FOUND_IOU) | ~both.among_dogs
    counts = np.where(certain, np.where(is_dog, 1, 3), 0).astype(np.float32)
    dog = fit_curve([told[:, 0], *kinds.T, *both.words.T], is_dog, counts)

    sight = 1 + len(GROUPS)
    learned = directions(both)
    with torch.no_grad():
        network.learned.weight.copy_(torch.from_numpy(learned[:, :-1]))
        network.learned.bias.copy_(torch.from_numpy(learned[:, -1]))
        network.weights.weight.copy_(torch.tensor([dog.weights[:sight]]))
    return network, Weighing(Curve((1.0, *dog.weights[sight:]), dog.offset), placed, dog_from=0.5)


@torch.no_grad()
def verdicts(network: Verifier, look: Look) -> list[Verdict]:
    """What the network says of a look, by its kept features."""
    features = torch.from_numpy(look.features)
    learned = network.learned(features)
    dog = network.weights(torch.cat([learned[:, :1], groups(network.kinds(features))], 1))[:, 0]
    return [Verdict(a, b) for a, b in zip(dog.tolist(), learned[:, 1].tolist(), strict=True)]


def false_dogs(network: Verifier, looked: Sequence[Look], weighing: Weighing) -> NDArray[np.float64]:
    """Of each picture without dogs, the highest probability that something in it is one."""
    return np.array(
        [
            max((one.dog for one in weigh(look.proposals, verdicts(network, look), weighing)), default=0.0)
            for look in looked
            if not look.has_dogs
        ]
    )


def main() -> None:
    """Train, choose the threshold on the validation part, export."""
    cv2.setNumThreads(1)
    torch.set_num_threads(2)
    torch.manual_seed(0)
    looked = looks(sets.animalpose(sets.folder()))
    network, weighing = train([one for one in looked if one.part == "train"])
    validation = [one for one in looked if one.part == "validation"]
    highest = np.sort(false_dogs(network, validation, weighing))[::-1]
    dog_from = float(highest[math.floor(MOST_FALSE_DOGS * len(highest))]) + 1e-4
    weighing = replace(weighing, dog_from=dog_from)
    description = {
        "origin": "Pawsight, training/verifier.py; EfficientNet-Lite0 (Apache-2.0); see training/cards/dogverifier.md",
        "size": SIZE,
        "context": CONTEXT,
        "weighing": {
            "dog": [*weighing.dog.weights, weighing.dog.offset],
            "placed": [*weighing.placed.weights, weighing.placed.offset],
            "dog_from": weighing.dog_from,
        },
    }
    first = validation[0]
    image = picture(str(first.picture))
    off = export(
        network,
        torch.from_numpy(crops_of(image, [one.box for one in first.proposals])),
        WEIGHTS,
        input_name=INPUT,
        output_names=OUTPUTS,
        description=(DESCRIPTION, description),
        close_enough=CLOSE_ENOUGH,
    )
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB, at most {off:.4f} of a log odd off torch")
    print(f"a dog from {dog_from:.2f}")


if __name__ == "__main__":
    restart_cheaper()
    main()
