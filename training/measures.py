"""The measures that models are chosen and told by."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.sets import Example


def hits(
    examples: Sequence[Example], points: NDArray[np.float32], *, within: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many labelled points were hit, and how many there are, of each of the 24.

    points: [examples, 24, 2], pixels of the picture; not a number where a point was not told, which is a miss.
    within: how far off a hit may be, in longer sides of the labelled box (PCK, percentage of correct keypoints).
    """
    hit = np.zeros(points.shape[1], np.int64)
    there = np.zeros(points.shape[1], np.int64)
    for example, told in zip(examples, points, strict=True):
        if example.points is None or example.labelled is None:
            continue
        distance = np.linalg.norm(told - example.points, axis=1)
        hit += example.labelled & (distance <= within * max(example.box[2:]))
        there += example.labelled
    return hit, there


def f1(truth: Sequence[str], told: Sequence[str], classes: Sequence[str]) -> dict[str, float]:
    """F1 of each class: the harmonic mean of precision and recall; 0 for a class that is neither there nor told."""
    scores = {}
    for name in classes:
        both = sum(a == name and b == name for a, b in zip(truth, told, strict=True))
        either = sum(a == name for a in truth) + sum(b == name for b in told)
        scores[name] = 2 * both / either if either else 0.0
    return scores


def macro(scores: dict[str, float]) -> float:
    """The mean over classes, each counting alike, however rare."""
    return float(np.mean(list(scores.values())))
