"""Models in processes of their own, as the engines that everybody knows: what they answer is looked at first.

Each raises ModelFailed where an answer did not come or can't be one, ModelDied where none will come any more.
"""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from deployments.model_errors import ModelFailed
from deployments.model_process import ModelProcess
from hearing.labels import LABELS
from vision.detection import Detection, Image
from vision.keypoints import KEYPOINTS
from vision.pose import Box, Keypoint, Pose
from vision.posture import POSTURES, UNKNOWN, Posture

MOST_DETECTIONS: Final = 300
LONGEST_NAME: Final = 64
FURTHEST: Final = 10.0
"""A point may lie outside of the picture, but not so many pictures away."""


class ApartDetector:
    """A `DetectionEngine`."""

    def __init__(self, process: ModelProcess, name: str) -> None:
        self.name = name
        self.process = process

    def detect(self, images: Sequence[Image]) -> list[list[Detection]]:
        """See `DetectionEngine`.

        Raises:
            ModelFailed: it did not answer.
        """
        if not images:
            return []
        found = self.process.ask({}, images).get("found")
        if not isinstance(found, list) or len(found) != len(images):
            raise ModelFailed("it does not answer each picture")
        return [_detections(one) for one in found]


class ApartPose:
    """What `vision.pose.PoseEstimator` does."""

    def __init__(self, process: ModelProcess, name: str) -> None:
        self.name = name
        self.process = process

    def estimate(self, image: Image, boxes: Sequence[Box]) -> list[Pose]:
        """See `vision.pose.PoseEstimator`.

        Raises:
            ModelFailed: it did not answer.
        """
        if not boxes:
            return []
        poses = self.process.ask({"boxes": [list(box) for box in boxes]}, [image]).get("poses")
        if not isinstance(poses, list) or len(poses) != len(boxes):
            raise ModelFailed("it does not answer each box")
        return [_pose(told, box) for told, box in zip(poses, boxes, strict=True)]


class ApartEar:
    """A `SoundEngine`."""

    def __init__(self, process: ModelProcess, name: str) -> None:
        self.name = name
        self.process = process

    def score(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        """See `SoundEngine`.

        Raises:
            ModelFailed: it did not answer.
        """
        told = self.process.ask({}, [spectra]).get("scores")
        try:
            scores = np.array(told, np.float32)
        except (TypeError, ValueError) as error:
            raise ModelFailed("it answers no scores") from error
        if scores.shape != (len(spectra), len(LABELS)):
            raise ModelFailed(f"it answers scores of shape {scores.shape}")
        # A sum of float32 may miss 1 by a little; what misses it by more is no probability.
        if (
            not np.all(np.isfinite(scores))
            or scores.min() < -1e-3
            or np.abs(scores.sum(axis=1) - 1).max() > 1e-2
        ):
            raise ModelFailed("its scores are no probabilities")
        return scores


def _detections(told: Any) -> list[Detection]:
    try:
        found = [
            Detection(_name(name), _fraction(confidence), (x, y, w, h))
            for name, confidence, box in told
            for x, y, w, h in [[_fraction(side) for side in box]]
        ]
    except (TypeError, ValueError) as error:
        raise ModelFailed(f"it answers a box that is none: {error}") from error
    return sorted(found, key=lambda one: -one.confidence)[:MOST_DETECTIONS]


def _pose(told: Any, box: Box) -> Pose:
    try:
        points = tuple(
            Keypoint(
                _known(name, KEYPOINTS), _near(x), _near(y), _fraction(confidence), _fraction(visibility)
            )
            for name, x, y, confidence, visibility in told["points"]
        )
        posture, likely = told["posture"]
        probabilities = {name: _fraction(likely[name]) for name in POSTURES}
        return Pose(box, points, Posture(_known(posture, (*POSTURES, UNKNOWN)), probabilities))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelFailed(f"it answers a pose that is none: {error}") from error


def _name(told: Any) -> str:
    if not isinstance(told, str) or not 0 < len(told) <= LONGEST_NAME or not told.isprintable():
        raise ValueError("a class without a name")
    return told


def _known(told: Any, names: Sequence[str]) -> str:
    if told not in names:
        raise ValueError("a name that we don't know")
    return str(told)


def _fraction(told: Any) -> float:
    """0..1; what float32 made of 1 may be a little more."""
    value = float(told)
    if not -1e-3 <= value <= 1 + 1e-3:  # false for what is no number, too
        raise ValueError(f"{value:g} is not between 0 and 1")
    return min(max(value, 0.0), 1.0)


def _near(told: Any) -> float:
    value = float(told)
    if not math.isfinite(value) or abs(value) > FURTHEST:
        raise ValueError(f"{value:g} is not near the picture")
    return value
