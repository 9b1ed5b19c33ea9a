"""Whether a frame is worth a model's time: most cameras show most of the time what they showed a moment ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.motion import Grey

BLOCKS = 32
"""Across the picture, and as many of the same size down. The mean of a block has little noise, even in the dark, and a
dog that is a twentieth of the picture wide still fills one."""
MOVED_LEVELS = 8.0
"""A block whose mean changed by so much (of 255) more than the whole picture did, moved."""


@dataclass(frozen=True, slots=True)
class GateRules:
    """How long a model may look away.

    empty: from a picture in which nothing moves and nobody is. watched: from one in which somebody is, and nothing
    moves: whoever sleeps there is still there, and what lasts is told alike at 2 and at 30 frames a second.
    """

    empty: timedelta = timedelta(seconds=2)
    watched: timedelta = timedelta(seconds=0.5)


class Gate:
    """Of one camera. It compares with what the models saw last, so that slow changes add up."""

    def __init__(self, rules: GateRules | None = None) -> None:
        self._rules = rules or GateRules()
        self._seen: NDArray[np.float32] | None = None
        self._seen_at: datetime | None = None

    def opens(self, grey: Grey, at: datetime, *, watched: bool) -> bool:
        """Whether the models should see this frame; then it is the one that later ones are compared with.

        grey: as `vision.motion.small_grey` makes it. at: when it was captured. watched: whether somebody was in the
        picture when the models saw it last.
        """
        blocks = _blocks(grey)
        if self._seen is not None and self._seen_at is not None and self._seen.shape == blocks.shape:
            rest = self._rules.watched if watched else self._rules.empty
            if timedelta(0) <= at - self._seen_at < rest and not _moved(self._seen, blocks):
                return False
        self._seen, self._seen_at = blocks, at
        return True


def _blocks(grey: Grey) -> NDArray[np.float32]:
    height, width = grey.shape
    size = (BLOCKS, max(1, round(BLOCKS * height / width)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)


def _moved(before: NDArray[np.float32], now: NDArray[np.float32]) -> bool:
    change = now - before
    # A cloud, or the camera's own exposure, changes all of it alike.
    return bool(np.abs(change - np.median(change)).max() >= MOVED_LEVELS)
