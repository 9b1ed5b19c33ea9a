"""The picture of a window that a classifier looks at: 96 moments by 64 bands of the mel scale.

The bands are YAMNet's, so that it and ours look at the same picture.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hearing.windows import RATE_HZ, Samples

FRAMES: Final = 96
BANDS: Final = 64

_FRAME = 400  # samples: 25 ms
_STEP = 160  # samples: 10 ms
_BINS = 512
_LOWEST_HZ, _HIGHEST_HZ = 125.0, 7500.0
_FLOOR = np.float32(0.001)


def spectra(windows: Samples) -> NDArray[np.float32]:
    """Log-mel spectra, float32 [n, FRAMES, BANDS], of windows, float32 [n, LENGTH]."""
    frames = np.lib.stride_tricks.sliding_window_view(windows, _FRAME, axis=1)[:, ::_STEP]
    magnitudes = np.abs(np.fft.rfft(frames * _HANN, _BINS, axis=2))
    logarithms: NDArray[np.float32] = np.log(magnitudes @ _MEL + _FLOOR)
    return logarithms


def _mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mel scale as HTK has it."""
    return 1127.0 * np.log1p(hz / 700.0)


def _bands() -> NDArray[np.float32]:
    """Triangles over the bins of the spectrum, [bins, BANDS], evenly spaced on the mel scale."""
    bins = _mel(np.linspace(0, RATE_HZ / 2, _BINS // 2 + 1))[:, None]
    lowest, highest = _mel(np.array([_LOWEST_HZ, _HIGHEST_HZ])).tolist()
    edges = np.linspace(lowest, highest, BANDS + 2)
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    triangles: NDArray[np.float64] = np.maximum(0, np.minimum(rising, falling))
    return triangles.astype(np.float32)


_MEL = _bands()
_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FRAME) / _FRAME)).astype(np.float32)
