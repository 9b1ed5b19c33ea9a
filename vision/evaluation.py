"""How well boxes and points fit labelled ones: AP at an IoU of one half, and PCK."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pawsight.label_tally import LabelTally
from vision.detection import Detection
from vision.pose import Box, Pose
from vision.verify import iou

FITS_FROM_IOU = 0.5
NEAR = 0.1
"""Of the longer side of the labelled box: a point that is no further off is right (PCK@.1)."""
MISSED, NOTHING = "missed", "nothing"
"""What a labelled thing without a box is told as, and the truth of a box without a labelled thing."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled thing. box: (x, y, w, h), fractions of the picture."""

    class_name: str
    box: Box


@dataclass(slots=True)
class BoxTally:
    """Counts boxes of the classes that a set labels; those of other classes are nobody's mistake."""

    classes: frozenset[str]
    confusion: LabelTally = field(default_factory=LabelTally)
    _there: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _told: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, labelled: Sequence[Labelled], told: Sequence[Detection]) -> None:
        """The boxes of one picture."""
        boxes = sorted(
            (one for one in told if one.class_name in self.classes and min(one.box[2:]) > 0),
            key=lambda one: -one.confidence,
        )
        for thing in labelled:
            self._there[thing.class_name] += 1
        for name in self.classes:
            same = [thing for thing in labelled if thing.class_name == name]
            mine = [one for one in boxes if one.class_name == name]
            fitting = _fitting(same, mine)
            self._told[name] += [(one.confidence, index in fitting) for index, one in enumerate(mine)]
        pairs = _fitting(labelled, boxes)
        for index, one in enumerate(boxes):
            self.confusion.add(
                labelled[pairs[index]].class_name if index in pairs else NOTHING, one.class_name
            )
        for index, thing in enumerate(labelled):
            if index not in pairs.values():
                self.confusion.add(thing.class_name, MISSED)

    def average_precisions(self) -> dict[str, float]:
        """AP@.5 of each class that is there: the area under precision over recall, made monotone (as COCO has it)."""
        return {name: _area(self._told[name], count) for name, count in sorted(self._there.items())}

    def mean_average_precision(self) -> float:
        """mAP@.5: the mean over classes; 0 of a set without a labelled thing."""
        each = self.average_precisions()
        return float(np.mean(list(each.values()))) if each else 0.0


@dataclass(slots=True)
class PointTally:
    """Counts labelled points that were found."""

    _hit: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _there: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, labelled: Mapping[str, tuple[float, float]], told: Pose, size: tuple[int, int]) -> None:
        """The points of one dog. labelled: (x, y) by name, fractions of the picture. size: its width, height in pixels.

        A point that the model was not taught is a miss: it is not there for whoever uses it.
        """
        width, height = size
        within = NEAR * max(told.box[2] * width, told.box[3] * height)
        found = {point.name: point for point in told.keypoints}
        for name, (x, y) in labelled.items():
            self._there[name] += 1
            point = found.get(name)
            if point is not None:
                off = np.hypot((point.x - x) * width, (point.y - y) * height)
                self._hit[name] += bool(off <= within)

    def pck(self) -> float | None:
        """PCK@.1 over all points; None without any."""
        there = sum(self._there.values())
        return sum(self._hit.values()) / there if there else None


def _fitting(labelled: Sequence[Labelled], told: Sequence[Detection]) -> dict[int, int]:
    """Which box (by its index in `told`, the surest first) is which labelled thing; each is one box's at most."""
    left = set(range(len(labelled)))
    found = {}
    for index, one in enumerate(told):
        best, which = max(((iou(one.box, labelled[other].box), other) for other in left), default=(0.0, -1))
        if best >= FITS_FROM_IOU:
            left.discard(which)
            found[index] = which
    return found


def _area(told: Sequence[tuple[float, bool]], there: int) -> float:
    if not told or not there:
        return 0.0
    right = np.array([fits for _, fits in sorted(told, key=lambda one: -one[0])])
    hits = np.cumsum(right)
    precision = hits / np.arange(1, len(right) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(precision[right]) / there)
