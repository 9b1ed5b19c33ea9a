"""One picture of a camera."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""One picture: uint8, shape (height, width, 3), channels blue, green, red (OpenCV's order)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture with its place in time.

    seq: grows by 1 with each picture that a source gives; a gap means that pictures were skipped.
    captured_at: aware UTC. Live: when its packet arrived here; a looped file: when it was due to be shown.
    image: upright, square pixels; never written to by a consumer, since several may hold it.
    """

    seq: int
    captured_at: datetime
    image: Image
