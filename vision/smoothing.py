"""Points that tremble less, without lagging behind a dog that runs: the One Euro filter.

Casiez, Roussel, Vogel: "1 € Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive Systems",
CHI 2012. A low-pass whose cutoff grows with speed. Ours differs in two things. Its share of the new value is that of
the continuous filter, 1 - exp(-dt / tau), so that it smooths alike at 2 and at 30 frames a second. Speeds are in
lengths of the dog, so that it smooths a far dog like a near one.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

REST_HZ = 1.0
"""Cutoff for a point at rest: a tremble of 5 Hz loses four fifths."""
HZ_PER_SPEED = 1.5
"""How much the cutoff grows for each length of the dog per second."""
SPEED_HZ = 1.0
"""Cutoff of the speed itself, as in the paper."""

JUMP = 0.25
FASTEST = 6.0
"""A point that goes farther than `JUMP` lengths of the dog and `FASTEST` lengths a second was found somewhere else."""
FORGET_AFTER = timedelta(seconds=1)


@dataclass(slots=True)
class _Filtered:
    """The points of one track as of its newest frame: as they were found, smoothed, and how fast they go, each [n, 2].

    known: bool [n], which of them were seen.
    """

    at: datetime
    found: Floats
    smooth: Floats
    speeds: Floats
    known: Flags


class PointSmoother:
    """Smooths the points of each track of one camera, each point by itself."""

    def __init__(self) -> None:
        self._tracks: dict[int, _Filtered] = {}

    def smooth(self, track_id: int, at: datetime, points: Floats, seen: Flags, size: float) -> Floats:
        """The points of one more frame, smoothed; those that are not seen come back as they are.

        at: has to grow from call to call. points: float32 [n, 2], in any unit that is the same along both axes;
        seen: bool [n]. size: of the dog, in that unit.

        A point begins anew where it was not seen in the frame before, where it jumps, after a second without the
        track, and with every new track.

        Raises:
            ValueError: the dog has no size.
        """
        if not size > 0:
            raise ValueError(f"a dog of size {size}")
        self._forget(at)
        before = self._tracks.get(track_id)
        if before is None or not at > before.at:
            self._tracks[track_id] = _Filtered(
                at, points.copy(), points.copy(), np.zeros_like(points), seen.copy()
            )
            return points.copy()
        dt = (at - before.at).total_seconds()
        step = points - before.found
        goes_on = seen & before.known & (np.linalg.norm(step, axis=1) <= (JUMP + FASTEST * dt) * size)
        speeds = before.speeds + _share(SPEED_HZ, dt) * (step / dt - before.speeds)
        cutoff_hz = REST_HZ + HZ_PER_SPEED * np.linalg.norm(speeds, axis=1, keepdims=True) / size
        smooth = before.smooth + _share(cutoff_hz, dt) * (points - before.smooth)
        smooth = np.where(goes_on[:, None], smooth, points).astype(np.float32)
        speeds = np.where(goes_on[:, None], speeds, 0).astype(np.float32)
        self._tracks[track_id] = _Filtered(at, points.copy(), smooth, speeds, seen.copy())
        return smooth.copy()

    def _forget(self, at: datetime) -> None:
        for track_id in [one for one, state in self._tracks.items() if at - state.at > FORGET_AFTER]:
            del self._tracks[track_id]


def _share(cutoff_hz: float | Floats, dt: float) -> Floats:
    """How much of a new value a low-pass takes over after dt seconds."""
    share: Floats = 1 - np.exp(np.multiply(cutoff_hz, -2 * math.pi * dt))
    return share
