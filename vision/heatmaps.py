"""From a network's heatmaps to points."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

STRIDE = 4
"""Pixels of the crop per cell of its heatmap."""
REACH = 2
"""Cells to each side of the peak that say where in between the point lies."""


def softmax(logits: Floats) -> Floats:
    """Over all cells of each map: [..., height, width], each map sums to 1."""
    weights = np.exp(logits - logits.max(axis=(-2, -1), keepdims=True))
    maps: Floats = weights / weights.sum(axis=(-2, -1), keepdims=True)
    return maps


def decode(maps: Floats) -> tuple[Floats, Floats]:
    """Where each map peaks [points, 2], in pixels (x, y) of the crop, and how much of the map lies there [points].

    maps: [points, height, width], each sums to 1. The peak is that of the 3 x 3 mean, which a single lucky cell
    does not win; the point is the centre of mass of the 5 x 5 cells around it.
    """
    padded = np.pad(maps, ((0, 0), (REACH, REACH), (REACH, REACH)))
    offsets = np.arange(-REACH, REACH + 1, dtype=np.float32)
    points = np.empty((len(maps), 2), np.float32)
    masses = np.empty(len(maps), np.float32)
    for index, one in enumerate(maps):
        smooth = cv2.blur(one, (3, 3), borderType=cv2.BORDER_CONSTANT)
        row, column = divmod(int(smooth.argmax()), smooth.shape[1])
        window = padded[index, row : row + 2 * REACH + 1, column : column + 2 * REACH + 1]
        mass = float(window.sum())
        centre = (
            column + float(window.sum(axis=0) @ offsets) / mass,
            row + float(window.sum(axis=1) @ offsets) / mass,
        )
        points[index] = (np.array(centre) + 0.5) * STRIDE - 0.5
        masses[index] = mass
    return points, masses
