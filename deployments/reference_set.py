"""What every candidate has to do before it answers anybody: the demo's two dogs and its bark. A second at most.

It is no measure of how good a model is; it keeps away what would not work here at all.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from deployments.model_errors import ModelFailed, ModelRefused
from hearing.classifier import SoundEngine
from hearing.decode import decode_audio
from hearing.labels import DOG, LABELS
from hearing.spectrum import spectra
from hearing.windows import windows_of
from vision.agreement import SAME_PLACE_IOU, SHOWN_FROM
from vision.detection import DetectionEngine, Image
from vision.pose import Box, Pose
from vision.verify import iou

T = TypeVar("T")

DEMO: Final = Path(__file__).resolve().parents[1] / "demo"
DOGS: Final[dict[str, Box]] = {
    "dog-bicycle-truck.jpg": (0.17, 0.37, 0.25, 0.57),
    "husky.png": (0.02, 0.02, 0.94, 0.95),
}
"""Where the dog is; fractions of the picture."""
BARK: Final = "bark.ogg"
LARGEST_BARK: Final = 1_000_000
FEWEST_POINTS: Final = 3
BARK_FROM: Final = 0.5


class PoseModel(Protocol):
    """`vision.pose.PoseEstimator`, or one in a process of its own."""

    def estimate(self, image: Image, boxes: list[Box]) -> list[Pose]:
        """The pose of the dog in each box."""
        ...


def examine_detector(engine: DetectionEngine) -> float:
    """Milliseconds that one picture takes, once warm.

    Raises:
        ModelRefused: it finds the dog in none of the pictures, or does not answer.
    """
    found = [_answered(lambda picture=picture: engine.detect([picture])[0]) for picture in _pictures()]  # type: ignore[misc]
    sees = any(
        one.class_name == "dog" and min(one.box[2:]) > 0 and iou(one.box, box) >= SAME_PLACE_IOU
        for some, box in zip(found, DOGS.values(), strict=True)
        for one in some
    )
    if not sees:
        raise ModelRefused("it finds the dog in none of the reference pictures")
    return _timed(lambda: engine.detect([_pictures()[0]]))


def examine_pose(model: PoseModel) -> float:
    """Milliseconds that one dog takes, once warm.

    Raises:
        ModelRefused: it finds fewer than three points on the dogs, or does not answer.
    """
    sure = 0
    for picture, box in zip(_pictures(), DOGS.values(), strict=True):
        (pose,) = _answered(lambda picture=picture, box=box: model.estimate(picture, [box]))  # type: ignore[misc]
        sure += sum(
            point.confidence >= SHOWN_FROM and _is_on(point.x, point.y, box) for point in pose.keypoints
        )
    if sure < FEWEST_POINTS:
        raise ModelRefused(f"it finds {sure} points on the dogs of the reference pictures")
    return _timed(lambda: model.estimate(_pictures()[0], [next(iter(DOGS.values()))]))


def examine_ear(engine: SoundEngine) -> float:
    """Milliseconds that one window takes, once warm.

    Raises:
        ModelRefused: it hears no dog in a bark, or does not answer.
    """
    scores = _answered(lambda: engine.score(_bark()))
    dog = float(scores[:, [LABELS.index(one) for one in DOG]].sum(axis=1).max())
    if dog < BARK_FROM:
        raise ModelRefused(f"it takes the reference bark for a dog by {dog:.2f} alone")
    return _timed(lambda: engine.score(_bark()[:1]))


def _answered(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except ModelFailed as error:
        raise ModelRefused(f"it does not answer the reference set: {error}") from error


def _timed(ask: Callable[[], T]) -> float:
    began = time.monotonic()
    _answered(ask)
    return (time.monotonic() - began) * 1000


def _is_on(x: float, y: float, box: Box) -> bool:
    left, top, width, height = box
    margin = 0.25
    return -margin <= (x - left) / width <= 1 + margin and -margin <= (y - top) / height <= 1 + margin


@lru_cache
def _pictures() -> list[Image]:
    return [np.asarray(cv2.imread(str(DEMO / name)), np.uint8) for name in DOGS]


@lru_cache
def _bark() -> NDArray[np.float32]:
    windows = windows_of(decode_audio((DEMO / BARK).read_bytes(), max_bytes=LARGEST_BARK))
    return spectra(np.stack([window.samples for window in windows]))
