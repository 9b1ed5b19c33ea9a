"""Whether a picture of a page is the one that was kept, and where it is not."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""BGR, (height, width, 3)."""

SOFT = 1.5
"""Sigma in pixels: an edge that is smoothed otherwise disappears in it, a stroke of a letter does not."""
CHANGED_FROM = 26
"""Of 255, after that."""
APART = 9
"""Pixels between two changes that are two."""
SMALLEST = 10
"""Changed pixels in one place; fewer are an edge."""
QUALITY = 55
MARK = (60, 50, 230)


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs. Pixels."""

    x: int
    y: int
    w: int
    h: int

    def __str__(self) -> str:
        return f"{self.w} x {self.h} px at ({self.x}, {self.y})"


def changes(picture: Picture, kept: Picture) -> list[Change]:
    """Where two pictures differ, from the top; one of another size differs as a whole."""
    if picture.shape != kept.shape:
        height, width = picture.shape[:2]
        return [Change(0, 0, width, height)]
    soft = [cv2.GaussianBlur(one, (0, 0), SOFT) for one in (picture, kept)]
    changed = (cv2.absdiff(*soft).max(axis=2) >= CHANGED_FROM).astype(np.uint8)
    joined = cv2.dilate(changed, np.ones((APART, APART), np.uint8))
    count, places, boxes, _ = cv2.connectedComponentsWithStats(joined)
    sizes = np.bincount(places[changed > 0], minlength=count)
    return [
        Change(*(int(side) for side in boxes[place][:4]))
        for place in range(1, count)
        if sizes[place] >= SMALLEST
    ]


def shown(picture: Picture, kept: Picture, found: list[Change]) -> Picture:
    """Both beside each other, with what differs framed in each."""
    height = max(picture.shape[0], kept.shape[0])
    sides = []
    for one in (kept, picture):
        side = cv2.copyMakeBorder(one, 0, height - one.shape[0], 0, 12, cv2.BORDER_CONSTANT, value=(128,) * 3)
        for change in found:
            corner = (change.x + change.w, change.y + change.h)
            cv2.rectangle(side, (change.x, change.y), corner, MARK, 2)
        sides.append(side)
    return np.asarray(cv2.hconcat(sides), np.uint8)


def unpacked(data: bytes) -> Picture:
    """A picture out of its file.

    Raises:
        ValueError: it is none.
    """
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("this is no picture")
    return np.asarray(decoded, np.uint8)


def packed(picture: Picture) -> bytes:
    """As it is kept: WebP, a tenth of a PNG's size. At the edges of bright colours it loses more than may differ."""
    encoded, data = cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    assert encoded
    return data.tobytes()
