"""Sound, cut into windows of about a second that overlap by half, each brought to one level.

The same for a file and for a microphone that never ends: what a window says depends on what was heard before it,
never on what comes after.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE_HZ: Final = 16_000
LENGTH: Final = 15_600
"""Samples of a window, 0.975 s: 96 frames of 25 ms, one every 10 ms."""
HOP: Final = LENGTH // 2
"""Samples from one window's start to the next one's."""

LEVEL_DB: Final = -20.0
"""Where the loudest moment is brought to."""
QUIET_DB: Final = -65.0
"""A window whose loudest moment stays below is quiet. A bark through a microphone that is 30 dB too quiet is at -50,
a cheap microphone's own hiss at -70."""
MOST_GAIN_DB: Final = 40.0
FORGETS_DB: Final = 6.0
"""How much of an older loudness is forgotten in a second: the room's hiss between two barks stays hiss."""

_MOMENT = RATE_HZ // 40  # 25 ms: shorter than any bark
_SILENCE_DB = -120.0
_SILENCE = np.float32(10 ** (_SILENCE_DB / 10))


@dataclass(frozen=True, slots=True)
class Window:
    """A window of sound.

    start_s: since the first sample. samples: float32 [LENGTH], -1..1, brought to `LEVEL_DB`.
    level_db: of its loudest 25 ms, as it came, in dB of full scale. bursts: how often it grew loud at once in the part
    that the next window does not have; of a dog that barks, each bark is one.
    """

    start_s: float
    samples: Samples
    level_db: float
    bursts: int = 0

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to hear."""
        return self.level_db < QUIET_DB


class Windows:
    """Cuts sound that comes in pieces of any length. It holds less than a window between two of them."""

    def __init__(self) -> None:
        self._held: Samples = np.zeros(0, np.float32)
        self._taken = 0  # samples that no later window needs
        self._unheard = 0  # samples at the end of `_held` that were in no window
        self._loudest_db = _SILENCE_DB

    def push(self, samples: Samples) -> list[Window]:
        """The windows that are full now. samples: float32 [n], mono, -1..1, at `RATE_HZ`."""
        self._held = np.concatenate([self._held, samples])
        self._unheard += len(samples)
        windows = []
        while len(self._held) >= LENGTH:
            windows.append(self._window(self._held[:LENGTH]))
            self._held = self._held[HOP:]
            self._taken += HOP
            self._unheard = max(0, len(self._held) - (LENGTH - HOP))
        return windows

    def finish(self) -> list[Window]:
        """The last window, filled up with silence, if there is something that was in none. Nothing comes after."""
        if not self._unheard:
            return []
        self._unheard = 0
        return [self._window(np.pad(self._held, (0, LENGTH - len(self._held))))]

    def _window(self, samples: Samples) -> Window:
        level_db = loudness(samples)
        self._loudest_db = max(level_db, self._loudest_db - FORGETS_DB * HOP / RATE_HZ)
        gain_db = min(LEVEL_DB - self._loudest_db, MOST_GAIN_DB)
        levelled = samples * np.float32(10 ** (gain_db / 20))
        return Window(self._taken / RATE_HZ, levelled, level_db, bursts(levelled))


def windows_of(samples: Samples) -> list[Window]:
    """All windows of a recording. samples: float32 [n], mono, -1..1, at `RATE_HZ`."""
    windows = Windows()
    return windows.push(samples) + windows.finish()


def loudness(samples: Samples) -> float:
    """Of the loudest 25 ms, in dB of full scale (RMS); -120 at least. samples: [n], n >= 400.

    A constant offset, as cheap microphones have it, is no sound.
    """
    return float(_levels_db(samples).max())


def bursts(samples: Samples) -> int:
    """How often a window at its level grows loud in its first half; what begins before it is not counted.

    Loud is within 10 dB of the loudest, and over when it is 8 dB less.
    """
    count, loud = 0, None
    for level_db in _levels_db(samples)[: HOP // _MOMENT]:
        if level_db >= LEVEL_DB - 10:
            count += loud is False
            loud = True
        elif level_db < LEVEL_DB - 18 or loud is None:
            loud = False
    return count


def _levels_db(samples: Samples) -> NDArray[np.float32]:
    """Of each 25 ms."""
    moments = samples[: len(samples) // _MOMENT * _MOMENT].reshape(-1, _MOMENT)
    levels: NDArray[np.float32] = 10 * np.log10(np.maximum(moments.var(axis=1), _SILENCE))
    return levels
