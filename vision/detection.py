"""What a detector says about one frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""One picture: uint8, shape (height, width, 3), channels blue, green, red (OpenCV's order)."""

LIVING = frozenset(
    {"person", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"}
)
"""COCO classes that go to `detections`; every other class is an `object`."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One living subject or thing in one frame.

    class_name: a COCO class name.
    confidence: 0..1, after NMS.
    box: (x, y, w, h), x, y the top left corner; fractions of the frame, each 0..1.
    track_id: unique per camera; None before tracking.
    """

    class_name: str
    confidence: float
    box: tuple[float, float, float, float]
    track_id: int | None = None

    @property
    def living(self) -> bool:
        """Whether the contract lists it under `detections`, not under `objects`."""
        return self.class_name in LIVING


class DetectionEngine(Protocol):
    """A loaded detector. Thread-safe: one engine may be called from several threads."""

    name: str
    """The artifact it runs, as the operator named it: `nanodet.onnx`, `yolo11n_int8.tflite`."""

    def detect(self, images: Sequence[Image]) -> list[list[Detection]]:
        """Find subjects and things in each picture; one list a picture, by falling confidence."""
        ...
