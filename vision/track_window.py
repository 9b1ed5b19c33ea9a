"""The last seconds of one track: how fast the dog goes, and how its legs go, measured by its own length.

Everything is measured over times, never over counts of frames: it means the same at 2 and at 30 frames a second.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.body import FRONT_PAWS, HEAD, REAR_PAWS, Body
from vision.motion import CameraMotion

WINDOW_S = 2.5
SPEED_OVER_S = (0.3, 0.6, 1.1)
"""A speed is measured over about the middle one, at least the first, at most the last: a box trembles by some
hundredths of a dog, which is fast from frame to frame and little over half a second."""
SAME_SIZE = 1.5
"""Boxes of one dog that differ by more in length don't hold the same parts of it: their middles can't be compared."""
APPROACH_OVER_S = 1.5
STEADY = 0.5
"""Share of the change in size that a steady growth has to explain."""
STEPS_OVER_S = 1.5
LEAST_FRAMES = 5
"""Fewer don't show a swing: below 4 frames a second, steps are not known."""
SHAKE_OVER_S = 0.6
SLOWEST_SHAKE_S = 1 / 12
TREMBLE = 0.02
"""A head that goes less far from frame to frame, in lengths of the dog, is a point that trembles."""
FOCAL = 0.8
"""Focal length in longer sides of the frame, 64 degrees across: what phones and most cameras have. It only decides how
fast a dog is that comes nearer or goes away."""
LONGEST_GAP_S = 0.5
"""A frame speaks for the time until the next one, but for no longer."""


@dataclass(slots=True)
class Moment:
    """A dog in one frame.

    at_s: when. centre: of its box, x + iy in heights of the frame, as a resting point there would be seen in the
    newest frame. width, height: of its box, likewise. clipped: whether the frame's edge cuts it off.
    postures: of `vision.posture.POSTURES`; None where nobody looked. at_bowl, has_toy: what is at its mouth.
    placed: whether the camera's motion from here to the newest frame is known.
    """

    at_s: float
    centre: complex
    width: float
    height: float
    clipped: bool
    confidence: float
    postures: tuple[float, ...] | None
    body: Body | None
    at_bowl: bool = False
    has_toy: bool = False
    placed: bool = True
    paws: NDArray[np.float32] | None = field(init=False)
    """How far ahead of the withers (front) and the tail's start (rear) each is, [4], in lengths of the dog; not a
    number where hidden, None for a dog that is cut off or not seen from the side."""

    def __post_init__(self) -> None:
        self.paws = None if self.body is None or self.clipped else _paws(self.body)


class TrackWindow:
    """The moments of one track, oldest first; never empty after the first `add`."""

    def __init__(self) -> None:
        self._moments: deque[Moment] = deque()

    @property
    def newest(self) -> Moment:
        """Its last moment."""
        return self._moments[-1]

    def add(self, moment: Moment) -> None:
        """One more moment, later than all others."""
        self._moments.append(moment)
        while self._moments[-1].at_s - self._moments[0].at_s > WINDOW_S:
            self._moments.popleft()

    def camera_moved(self, motion: CameraMotion | None) -> None:
        """Take the moments along with the scene, into the frame that comes. None: where they are is not known."""
        for one in self._moments:
            if motion is None:
                one.placed = False
            else:
                one.centre = motion.moved(one.centre)
                one.width *= abs(motion.turn)
                one.height *= abs(motion.turn)

    def last(self, seconds: float) -> list[Moment]:
        """The moments that are not older than that, oldest first."""
        return [one for one in self._moments if self.newest.at_s - one.at_s <= seconds]

    @property
    def size(self) -> float:
        """Length of the dog: the median longer side of its box, in heights of the frame."""
        whole = [one for one in self._moments if not one.clipped] or list(self._moments)
        return float(np.median([max(one.width, one.height) for one in whole]))

    def velocity(self) -> complex | None:
        """How fast it goes across the picture, in its lengths per second, right and down; None: it can't be told."""
        least, about, most = SPEED_OVER_S
        now = self.newest
        earlier = [
            one
            for one in self._moments
            if one.placed
            and not one.clipped
            and least <= now.at_s - one.at_s <= most
            and 1 / SAME_SIZE <= max(one.width, one.height) / max(now.width, now.height) <= SAME_SIZE
        ]
        if not earlier or now.clipped:
            return None
        start = min(earlier, key=lambda one: abs(now.at_s - one.at_s - about))
        return (now.centre - start.centre) / (now.at_s - start.at_s) / self.size

    def approach(self, frame_long_side: float) -> float:
        """How fast it comes nearer (above zero) or goes away, in its lengths per second.

        Size is inverse to distance, so that its relative growth times the distance is a speed. frame_long_side: in
        heights of the frame. Width and height have to grow alike, and steadily: a dog that turns or lies down changes
        one of them, a detector that wavers changes both to and fro. 0 where they don't.
        """
        moments = [one for one in self.last(APPROACH_OVER_S) if one.placed and not one.clipped]
        if len(moments) < 3 or moments[-1].at_s - moments[0].at_s < APPROACH_OVER_S / 3:
            return 0.0
        times = np.array([one.at_s for one in moments])
        times -= times.mean()
        logs = np.log([[one.width, one.height] for one in moments])
        logs -= logs.mean(axis=0)
        growth = times @ logs / (times @ times)
        left_over = ((logs - np.outer(times, growth)) ** 2).sum(axis=0)
        steady = 1 - left_over / np.maximum((logs**2).sum(axis=0), 1e-9)
        if growth[0] * growth[1] <= 0 or steady.min() < STEADY:
            return 0.0
        distance = FOCAL * frame_long_side / self.size
        return float(math.copysign(np.abs(growth).min() * distance, growth[0]))

    def stepping(self) -> tuple[float | None, float | None]:
        """How far its front and its rear paws swing under its body: standard deviation across, in its lengths.

        It needs no still camera. None where those paws are seen too seldom, or not from the side: how a dog turns its
        back to us is not a step.
        """
        seen = [(one.at_s, one.paws) for one in self.last(STEPS_OVER_S) if one.paws is not None]
        if len(seen) < LEAST_FRAMES:
            return None, None
        times, paws = np.array([at_s for at_s, _ in seen]), np.stack([ahead for _, ahead in seen])
        front_left, front_right, rear_left, rear_right = (_swing(times, one) for one in paws.T)
        return _mean(front_left, front_right), _mean(rear_left, rear_right)

    def shaking(self) -> float | None:
        """How often its head reverses, per second, beyond a tremble; None where frames come too slowly to tell."""
        moments = [one for one in self.last(SHAKE_OVER_S) if one.body is not None]
        if len(moments) < 4 or (moments[-1].at_s - moments[0].at_s) / (len(moments) - 1) > SLOWEST_SHAKE_S:
            return None
        heads = [one.body.relative(HEAD, "withers") for one in moments if one.body is not None]
        across = [float(np.nanmean(one[:, 0])) for one in heads if one is not None and np.isfinite(one).any()]
        steps = np.diff(across)
        steps = steps[np.abs(steps) > TREMBLE]
        reversals = int((np.sign(steps[1:]) != np.sign(steps[:-1])).sum())
        return reversals / (moments[-1].at_s - moments[0].at_s)

    def postures(self, seconds: float) -> tuple[float, ...] | None:
        """Mean of what was said of the postures, weighed by time and by how sure the detector was of the dog."""
        told = [one for one in self.last(seconds) if one.postures is not None]
        if not told:
            return None
        weights = _durations(told) * np.array([max(one.confidence, 1e-3) for one in told])
        mean = np.average([one.postures for one in told if one.postures], axis=0, weights=weights)
        return tuple(mean.tolist())

    def mean(self, seconds: float, of: Callable[[Body], float | None]) -> float | None:
        """Mean of a measure of the body; None where no moment tells it."""
        told = [of(one.body) for one in self.last(seconds) if one.body is not None]
        known = [one for one in told if one is not None]
        return sum(known) / len(known) if known else None

    def share(self, seconds: float, of: Callable[[Moment], bool]) -> float:
        """Share of the time that something holds; what is younger than that has not held before."""
        moments = self.last(seconds)
        held = float(_durations(moments) @ np.array([of(one) for one in moments], float))
        return min(1.0, held / seconds)


def _paws(body: Body) -> NDArray[np.float32] | None:
    if not body.sideways:
        return None
    front, rear = body.relative(FRONT_PAWS, "withers"), body.relative(REAR_PAWS, "tail_start")
    assert front is not None
    assert rear is not None
    return np.concatenate([front[:, 0], rear[:, 0]])


def _swing(times: NDArray[np.float64], places: NDArray[np.float32]) -> float | None:
    """Standard deviation around a steady drift: a dog that turns moves its paws too, but not to and fro."""
    known = np.isfinite(places)
    if known.sum() < max(LEAST_FRAMES, len(places) / 2):
        return None
    times, places = times[known] - times[known].mean(), places[known] - places[known].mean()
    drift = float(times @ places) / max(1e-9, float(times @ times))
    return float(np.sqrt(((places - drift * times) ** 2).sum() / (len(places) - 2)))


def _mean(*swings: float | None) -> float | None:
    known = [one for one in swings if one is not None]
    return sum(known) / len(known) if known else None


def _durations(moments: Sequence[Moment]) -> NDArray[np.float64]:
    """For how long each moment speaks, seconds: until the next one, the last for as long as the one before."""
    gaps = np.diff([one.at_s for one in moments])
    gaps = np.append(gaps, gaps[-1] if len(gaps) else LONGEST_GAP_S)
    return np.clip(gaps, 1e-3, LONGEST_GAP_S)
