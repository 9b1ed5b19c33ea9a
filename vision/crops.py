"""A subject's square out of a picture: cut the same way for training, for scoring and for live frames."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.detection import Image

Affine = NDArray[np.float32]
"""Shape (2, 3): takes pixels (x, y) of the picture to pixels of the crop. A pixel's middle is a whole number."""

GREY = (127, 127, 127)
"""What lies outside of the picture: zero to a network that takes (value - 127) / 128."""


def square_around(box: tuple[float, float, float, float], *, context: float, size: int) -> Affine:
    """The upright square around a box.

    box: (x, y, w, h), pixels. context: side of the square in longer sides of the box. size: of the crop, pixels.

    Raises:
        ValueError: the box has no area.
    """
    x, y, w, h = box
    if not (w > 0 and h > 0):
        raise ValueError(f"a box without an area: {box}")
    scale = size / (max(w, h) * context)
    # Edges are fractions of pixels, middles are whole numbers: a pixel's edge is half a pixel before its middle.
    middle = (size - 1) / 2
    return np.array(
        [
            [scale, 0, middle - scale * (x + w / 2 - 0.5)],
            [0, scale, middle - scale * (y + h / 2 - 0.5)],
        ],
        np.float32,
    )


def cut(image: Image, affine: Affine, size: int) -> Image:
    """The crop: uint8 (size, size, 3) BGR; grey where the picture ends."""
    crop = cv2.warpAffine(
        image,
        affine,
        (size, size),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=GREY,
    )
    return np.asarray(crop, np.uint8)


def to_crop(points: NDArray[np.float32], affine: Affine) -> NDArray[np.float32]:
    """Points of the picture [..., 2] in pixels of the crop."""
    moved: NDArray[np.float32] = points @ affine[:, :2].T + affine[:, 2]
    return moved


def to_picture(points: NDArray[np.float32], affine: Affine) -> NDArray[np.float32]:
    """Points of the crop [..., 2] in pixels of the picture."""
    moved: NDArray[np.float32] = (points - affine[:, 2]) @ np.linalg.inv(affine[:, :2]).T.astype(np.float32)
    return moved
