"""A part of a picture that goes on to the next model, so that nobody decodes the picture twice."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from vision.detection import Image
from vision.pose import Box, Pose

CONTEXT: Final = 1.5
"""Side of the square around each dog, in longer sides of its box: no pose model of ours looks further (1.25)."""
MOST_PIXELS: Final = 1_000_000
"""What is larger is not handed on: between replicas it costs more to send than the picture to decode again."""


@dataclass(frozen=True, slots=True)
class Region:
    """Pixels, uint8 (height, width, 3) BGR, and their place in the picture: (x, y, w, h), fractions of it."""

    pixels: Image
    place: Box

    @classmethod
    def whole(cls, image: Image) -> Self:
        """All of it."""
        return cls(image, (0.0, 0.0, 1.0, 1.0))

    @classmethod
    def around(cls, image: Image, boxes: Sequence[Box]) -> Self | None:
        """The smallest that holds the squares around all boxes; None without any, or when it is too large to send."""
        if not boxes:
            return None
        height, width = image.shape[:2]
        edges = np.array([_square(box, width, height) for box in boxes])
        left, top = np.maximum(np.floor(edges[:, :2].min(axis=0)), 0).astype(int).tolist()
        right, bottom = np.minimum(np.ceil(edges[:, 2:].max(axis=0)), (width, height)).astype(int).tolist()
        if right <= left or bottom <= top or (right - left) * (bottom - top) > MOST_PIXELS:
            return None
        pixels = np.ascontiguousarray(image[top:bottom, left:right])
        return cls(pixels, (left / width, top / height, (right - left) / width, (bottom - top) / height))

    def inside(self, box: Box) -> Box:
        """A box of the picture, in fractions of the region."""
        left, top, width, height = self.place
        x, y, w, h = box
        return (x - left) / width, (y - top) / height, w / width, h / height

    def outside(self, pose: Pose, box: Box) -> Pose:
        """A pose in the region, in fractions of the picture. box: of the picture, the one that was asked for."""
        left, top, width, height = self.place
        points = tuple(
            replace(point, x=left + point.x * width, y=top + point.y * height) for point in pose.keypoints
        )
        return replace(pose, box=box, keypoints=points)


def _square(box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the square around a box, pixels."""
    x, y, w, h = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    reach = math.ceil(max(w, h) * CONTEXT / 2) + 1  # and the pixel that interpolation asks for
    return x + w / 2 - reach, y + h / 2 - reach, x + w / 2 + reach, y + h / 2 + reach
