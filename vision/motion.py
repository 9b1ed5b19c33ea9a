"""How the camera itself moved between two frames, read off the background: a dog that the camera goes along with
does not stand still.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.detection import Image

Grey = NDArray[np.uint8]
"""A small grey picture: uint8 (height, width)."""

WIDTH = 320
MARGIN = 0.1
"""A subject's box is taken for larger by so much of its sides: its shadow and its leash move too."""
POINTS = 150
LEAST_POINTS = 12
LEAST_AGREEING = 0.4
"""Share of the background's points that have to move as one."""
STILL_LEVELS = 3.0
"""Where 19 of 20 of the background's pixels change by less (of 255), the camera did not move: cheap to know, and true
of most cameras most of the time. Fewer would not do: of a bare wall nearly all pixels stay the same in any case."""


@dataclass(frozen=True, slots=True)
class CameraMotion:
    """Where a point of the scene went, from one frame to the next.

    A point x + iy, in heights of the frame, lies at `turn * (x + iy) + shift` in the later one. turn: by its absolute
    value a zoom, by its angle a roll.
    """

    turn: complex = 1 + 0j
    shift: complex = 0j

    def moved(self, point: complex) -> complex:
        """Where a resting point of the earlier frame is seen in the later one."""
        return self.turn * point + self.shift


STILL = CameraMotion()


def small_grey(image: Image) -> Grey:
    """What `camera_motion` compares, of one frame."""
    height, width = image.shape[:2]
    size = (WIDTH, max(1, round(height * WIDTH / width)))
    return np.asarray(cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY))


def small_grey_of(jpeg: bytes, size: tuple[int, int]) -> Grey:
    """The same out of a JPEG, without decoding more of it than that takes. size: its (width, height).

    Raises:
        ValueError: it is none that can be read.
    """
    width, height = size
    # A JPEG is made of blocks of 8 x 8: a half, a quarter and an eighth of it cost little.
    if width >= 8 * WIDTH:
        flags = cv2.IMREAD_REDUCED_GRAYSCALE_8
    elif width >= 4 * WIDTH:
        flags = cv2.IMREAD_REDUCED_GRAYSCALE_4
    elif width >= 2 * WIDTH:
        flags = cv2.IMREAD_REDUCED_GRAYSCALE_2
    else:
        flags = cv2.IMREAD_GRAYSCALE
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), flags)
    if grey is None:
        raise ValueError("no JPEG, or a broken one")
    small = (WIDTH, max(1, round(height * WIDTH / width)))
    return np.asarray(cv2.resize(grey, small, interpolation=cv2.INTER_AREA), np.uint8)


def camera_motion(
    earlier: Grey, later: Grey, subjects: Sequence[tuple[float, float, float, float]]
) -> CameraMotion | None:
    """The camera's own motion between two frames; None where it can't be told, as at a cut or before a bare wall.

    subjects: boxes (x, y, w, h), fractions of the frame, of all that may move by itself, in either frame.

    Raises:
        ValueError: the frames differ in size.
    """
    if earlier.shape != later.shape:
        raise ValueError(f"frames of one camera have one size: {earlier.shape}, {later.shape}")
    background = _background(earlier.shape, subjects)
    if not background.any():
        return None
    if float(np.percentile(cv2.absdiff(earlier, later)[background > 0], 95)) < STILL_LEVELS:
        return STILL
    corners = cv2.goodFeaturesToTrack(earlier, POINTS, 0.01, 6, mask=background)
    if corners is None or len(corners) < LEAST_POINTS:
        return None
    there, found, _ = cv2.calcOpticalFlowPyrLK(earlier, later, corners, None, winSize=(15, 15), maxLevel=4)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(later, earlier, there, None, winSize=(15, 15), maxLevel=4)
    # A point that does not find its way back was found by chance.
    sure = (found & found_back).ravel().astype(bool) & (np.abs(back - corners).max(axis=2).ravel() < 1)
    if sure.sum() < LEAST_POINTS:
        return None
    similarity, agreeing = cv2.estimateAffinePartial2D(
        corners[sure], there[sure], method=cv2.RANSAC, ransacReprojThreshold=1.5
    )
    if similarity is None or agreeing.sum() < max(LEAST_POINTS, LEAST_AGREEING * len(corners)):
        return None
    (a, _, x), (b, _, y) = similarity.tolist()
    return CameraMotion(complex(a, b), complex(x, y) / earlier.shape[0])


def _background(shape: tuple[int, ...], subjects: Sequence[tuple[float, float, float, float]]) -> Grey:
    height, width = shape
    mask = np.full(shape, 255, np.uint8)
    for x, y, w, h in subjects:
        top, bottom = y - MARGIN * h, y + h * (1 + MARGIN)
        left, right = x - MARGIN * w, x + w * (1 + MARGIN)
        mask[
            max(0, int(top * height)) : max(0, int(bottom * height)) + 1,
            max(0, int(left * width)) : max(0, int(right * width)) + 1,
        ] = 0
    return mask
