"""One picture of a camera."""

import threading
from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""One picture: uint8, shape (height, width, 3), channels blue, green, red (OpenCV's order)."""


class DecodedFrame:
    """One decoded picture whose pixels are converted when somebody asks for them, once for all who do.

    seq: grows by 1 a frame and never falls, over reconnects and restarts too. captured_at: aware UTC, that of
    the picture's own packet. width, height: pixels of `image`, that is upright and with square pixels.
    """

    __slots__ = ("_convert", "_converting", "_image", "captured_at", "height", "seq", "width")

    def __init__(
        self, seq: int, captured_at: datetime, width: int, height: int, convert: Callable[[], Image]
    ) -> None:
        self.seq = seq
        self.captured_at = captured_at
        self.width = width
        self.height = height
        self._convert = convert
        self._converting = threading.Lock()
        self._image: Image | None = None

    def image(self) -> Image:
        """The pixels; never write to them. Takes milliseconds the first time: call it in a thread."""
        with self._converting:
            if self._image is None:
                self._image = self._convert()
            return self._image
