"""Find the dog: a general detector proposes animals, generously; a second look at each decides whether it is a dog.

A small detector sees that there is an animal far more often than it sees that it is a dog: among its animals at a low
threshold are nineteen dogs of twenty, among its dogs at a high one twelve. What it is, a network that learned
ImageNet's 118 breeds says from the crop, together with what the detector calls it. The same network says where in the
crop the animal is, which is a better box than the proposal, and how sure it is of that.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from vision.calibration import Curve, logit
from vision.crops import cut, square_around
from vision.detection import Detection, DetectionEngine, Image

Floats = NDArray[np.float32]
Said = tuple[Floats, Floats, Floats]
"""`dog`, `fits` and `edges` of some crops."""
Box = tuple[float, float, float, float]

INPUT = "crops"
OUTPUTS = ("dog", "fits", "edges")
DESCRIPTION = "dogverifier"
"""The entry of the file's metadata that says, as JSON, how what is said is to be weighed."""

PROPOSALS_FROM = 0.08
"""Confidence from which on the detector's animals are looked at again: load the detector with this."""
MOST_PROPOSALS = 5
"""Of one picture, the surest first: the second look costs 8 ms each. More find no more, and more that is none."""

UNSURE = 2.0
"""Log odds: what is nearer to an even chance than this, in a box that rather fits, is looked at in a mirror, too."""

SETTLED_IOU = 0.9
"""A dog whose box overlaps its proposal less than this was cut out askew: it is cut out anew, and placed again."""

SAME_BOX_IOU = 0.4
"""Boxes that overlap more than this are one animal, in the place that fits best."""
INSIDE = 0.9
"""A box that lies to this share in a better one is a part of that animal: a head is no second dog."""
SAME_ANIMAL_IOU = 0.5
"""Boxes that overlap more than this tell of one animal what it is."""
SMALLEST_SIDE = 1e-3
"""Of a box, in fractions of the frame: a box has an area."""

CALLED = ("dog", "cat", "hoofed", "other")
"""What the detector can call an animal, as far as it says something about dogs."""
_HOOFED = frozenset({"horse", "sheep", "cow"})


class NotAVerifier(ValueError):
    """A file that is no `dogverifier`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The second look at one proposal, by sight alone.

    dog, fits: log odds that it is a dog, and that `box` fits an animal. box: (x, y, w, h), fractions of the frame.
    """

    dog: float
    fits: float
    box: Box


@dataclass(frozen=True, slots=True)
class Weighing:
    """How sight and the detector's word are put together.

    dog: of sight and of the highest confidence of each of CALLED around. placed: of sight and of the detector's log
    odds. dog_from: probability from which on an animal is told as a dog.
    """

    dog: Curve
    placed: Curve
    dog_from: float

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Out of the metadata."""
        dog, placed = (Curve(tuple(told[name][:-1]), told[name][-1]) for name in ("dog", "placed"))
        return cls(dog, placed, told["dog_from"])


class DogVerifier:
    """`dogverifier` on ONNX Runtime. Thread-safe."""

    def __init__(self, session: onnxruntime.InferenceSession, description: dict[str, Any]) -> None:
        """See `load`."""
        self._session = session
        self._size = int(description["size"])
        self._context = float(description["context"])
        self.weighing = Weighing.read(description["weighing"])

    @classmethod
    def load(cls, path: Path, *, threads: int = 0) -> Self:
        """Load the network. threads: of one run; 0 takes all cores.

        Raises:
            NotAVerifier: it is another model.
            Exception: ONNX's and ONNX Runtime's own, when the file is missing or broken.
        """
        described = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
        if DESCRIPTION not in described:
            raise NotAVerifier(f"{path.name} does not say that it is a {DESCRIPTION}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Idle threads that spin would take the cores from the encoder and the web door.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        available = onnxruntime.get_available_providers()
        wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
        session = onnxruntime.InferenceSession(
            path, options, providers=[name for name in wanted if name in available]
        )
        return cls(session, json.loads(described[DESCRIPTION]))

    def judge(self, image: Image, boxes: Sequence[Box]) -> list[Verdict]:
        """Look at each box again. boxes: (x, y, w, h), fractions of the frame.

        Raises:
            ValueError: a box has no area.
        """
        if not boxes:
            return []
        height, width = image.shape[:2]
        affines = [
            square_around(
                (x * width, y * height, w * width, h * height), context=self._context, size=self._size
            )
            for x, y, w, h in boxes
        ]
        crops = np.stack([cut(image, one, self._size) for one in affines])
        dog, fits, edges = said(self._run, crops)
        return [
            Verdict(
                float(a), float(b), refined(box, found.tolist(), context=self._context, frame=(width, height))
            )
            for a, b, found, box in zip(dog, fits, edges, boxes, strict=True)
        ]

    def _run(self, crops: NDArray[np.uint8]) -> Said:
        dog, fits, edges = self._session.run(OUTPUTS, {INPUT: crops})
        return dog, fits, edges


def said(network: Callable[[NDArray[np.uint8]], Said], crops: NDArray[np.uint8]) -> Said:
    """What the network says of crops [n, size, size, 3]: `dog` [n], `fits` [n], `edges` [n, 4].

    Where it is unsure of `dog`, and the box rather fits, the mean with what it says of the mirrored crop.
    """
    dog, fits, edges = network(crops)
    unsure = np.flatnonzero((np.abs(dog) < UNSURE) & (fits > 0))
    if unsure.size:
        dog, fits, edges = dog.copy(), fits.copy(), edges.copy()
        dog_too, fits_too, edges_too = network(np.ascontiguousarray(crops[unsure, :, ::-1]))
        left, top, right, bottom = edges_too.T
        for all_of, again in (
            (dog, dog_too),
            (fits, fits_too),
            (edges, np.stack([1 - right, top, 1 - left, bottom], axis=1)),
        ):
            all_of[unsure] = (all_of[unsure] + again) / 2
    return dog, fits, edges


def refined(box: Box, edges: Sequence[float], *, context: float, frame: tuple[int, int]) -> Box:
    """Where the animal is: (x, y, w, h), fractions of the frame.

    box: the proposal, fractions of the frame. edges: left, top, right and bottom of the animal, in sides of the square
    that was cut around the proposal, from its left and top. frame: (width, height), pixels.
    """
    left, top, side = _square(box, context, frame)
    x0, y0, x1, y1 = (
        (start + side * edge) / whole
        for start, edge, whole in zip((left, top) * 2, edges, frame * 2, strict=True)
    )
    x0, y0 = min(max(x0, 0.0), 1 - SMALLEST_SIDE), min(max(y0, 0.0), 1 - SMALLEST_SIDE)
    return x0, y0, max(min(x1, 1.0) - x0, SMALLEST_SIDE), max(min(y1, 1.0) - y0, SMALLEST_SIDE)


def edges_of(animal: Box, box: Box, *, context: float, frame: tuple[int, int]) -> tuple[float, ...]:
    """The other way round: the edges of an animal in the square around a proposal, for training."""
    left, top, side = _square(box, context, frame)
    x, y, w, h = animal
    return tuple(
        (edge * whole - start) / side
        for edge, start, whole in zip((x, y, x + w, y + h), (left, top) * 2, frame * 2, strict=True)
    )


def _square(box: Box, context: float, frame: tuple[int, int]) -> tuple[float, float, float]:
    """Left, top and side of the square that `crops.square_around` cuts, pixels."""
    x, y, w, h = box[0] * frame[0], box[1] * frame[1], box[2] * frame[0], box[3] * frame[1]
    side = max(w, h) * context
    return x + w / 2 - side / 2, y + h / 2 - side / 2, side


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of the proposals of one picture, a row each.

    overlap: IoU of each two [proposals, proposals], where the second look sees them. sight: log odds of a dog, the mean
    over all looks at the same animal. words: see `called`. fits, odds: log odds that the box is good, by sight and by
    the detector.
    """

    overlap: NDArray[np.float64]
    sight: Floats
    words: Floats
    fits: Floats
    odds: Floats

    @classmethod
    def of(cls, proposals: Sequence[Detection], verdicts: Sequence[Verdict]) -> Self:
        """Gather it. There is at least one proposal."""
        overlap = np.array([[iou(one.box, other.box) for other in verdicts] for one in verdicts])
        same = overlap > SAME_ANIMAL_IOU
        sight = same @ np.array([one.dog for one in verdicts]) / same.sum(axis=1)
        return cls(
            overlap,
            sight.astype(np.float32),
            called(proposals, overlap),
            np.array([one.fits for one in verdicts], np.float32),
            logit(np.array([one.confidence for one in proposals], np.float32)),
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """An animal after the second look: in `box`, proposed as `proposal`.

    dog, placed: how likely it is a dog, and its box a good one.
    """

    proposal: Detection
    box: Box
    dog: float
    placed: float


def weigh(proposals: Sequence[Detection], verdicts: Sequence[Verdict], by: Weighing) -> list[Weighed]:
    """One entry an animal, the best placed first: in its best box, with what all looks at it say."""
    if not proposals:
        return []
    found = Evidence.of(proposals, verdicts)
    dog = by.dog(found.sight, *found.words.T)
    placed = by.placed(found.fits, found.odds)
    boxes = [one.box for one in verdicts]
    kept: list[int] = []
    for index in np.argsort(-placed, kind="stable").tolist():
        if all(
            found.overlap[index, other] < SAME_BOX_IOU and inside(boxes[index], boxes[other]) < INSIDE
            for other in kept
        ):
            kept.append(index)
    return [
        Weighed(proposals[index], boxes[index], float(dog[index]), float(placed[index])) for index in kept
    ]


def called(proposals: Sequence[Detection], overlap: NDArray[np.float64]) -> Floats:
    """The highest confidence of each of CALLED among the boxes of the same animal: [proposals, 4].

    overlap: IoU of each two, where the second look sees them.
    """
    words = np.zeros((len(proposals), len(CALLED)), np.float32)
    for index in range(len(proposals)):
        for other, one in enumerate(proposals):
            if overlap[index, other] > SAME_ANIMAL_IOU:
                column = CALLED.index(_called(one.class_name))
                words[index, column] = max(words[index, column], one.confidence)
    return words


def _called(class_name: str) -> str:
    if class_name in _HOOFED:
        return "hoofed"
    return class_name if class_name in CALLED else "other"


class DogDetector:
    """A `DetectionEngine` that wraps another: its animals are looked at again, all else passes.

    Thread-safe if the other is.
    """

    def __init__(self, proposer: DetectionEngine, verifier: DogVerifier, *, confidence: float) -> None:
        """proposer: loaded with PROPOSALS_FROM. confidence: what is weaker is dropped."""
        self.name = proposer.name
        self._proposer = proposer
        self._verifier = verifier
        self._confidence = confidence

    def detect(self, images: Sequence[Image]) -> list[list[Detection]]:
        """See `DetectionEngine`. A dog's confidence is how likely a dog is there, and in this box."""
        return [
            self._look_again(image, found)
            for image, found in zip(images, self._proposer.detect(images), strict=True)
        ]

    def _look_again(self, image: Image, found: list[Detection]) -> list[Detection]:
        found = [one for one in found if one.box[2] > 0 and one.box[3] > 0]
        animals = [one for one in found if _is_animal(one)][:MOST_PROPOSALS]
        told = [one for one in found if not _is_animal(one) and one.confidence >= self._confidence]
        verdicts = self._verifier.judge(image, [one.box for one in animals])
        dogs: list[Weighed] = []
        for animal in weigh(animals, verdicts, self._verifier.weighing):
            if animal.dog >= self._verifier.weighing.dog_from:
                if animal.dog * animal.placed >= self._confidence:
                    dogs.append(animal)
            elif animal.proposal.class_name != "dog" and animal.proposal.confidence >= self._confidence:
                told.append(animal.proposal)
        told += [Detection("dog", one.dog * one.placed, one.box) for one in self._settled(image, dogs)]
        return sorted(told, key=lambda one: -one.confidence)

    def _settled(self, image: Image, dogs: Sequence[Weighed]) -> list[Weighed]:
        """The same dogs; those whose box is far from their proposal are placed again, from that box."""
        askew = [one for one in dogs if iou(one.proposal.box, one.box) < SETTLED_IOU]
        verdicts = self._verifier.judge(image, [one.box for one in askew])
        anew = {one.box: verdict.box for one, verdict in zip(askew, verdicts, strict=True)}
        return [replace(one, box=anew.get(one.box, one.box)) for one in dogs]


def _is_animal(one: Detection) -> bool:
    return one.living and one.class_name != "person"


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two boxes (x, y, w, h)."""
    shared = _shared(a, b)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def inside(a: Box, b: Box) -> float:
    """The share of the smaller of two boxes that lies in the other."""
    return _shared(a, b) / min(a[2] * a[3], b[2] * b[3])


def _shared(a: Box, b: Box) -> float:
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(width, 0.0) * max(height, 0.0)
