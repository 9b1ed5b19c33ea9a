"""What a dog's points say about its body in one frame: stated rules, for what no data taught.

Lengths are in lengths of the dog (the longer side of its box), so that near and far dogs compare; y grows downwards.
Every rule answers None when the points that it needs are not seen: a leg behind a chair is neither up nor down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.keypoints import KEYPOINTS

SEEN = 0.4
"""A point whose confidence is lower is taken for hidden."""

_INDEX = {name: index for index, name in enumerate(KEYPOINTS)}
FRONT_PAWS = (_INDEX["front_left_paw"], _INDEX["front_right_paw"])
REAR_PAWS = (_INDEX["rear_left_paw"], _INDEX["rear_right_paw"])
FRONT_ELBOWS = (_INDEX["front_left_elbow"], _INDEX["front_right_elbow"])
HEAD = tuple(_INDEX[name] for name in ("nose", "left_eye", "right_eye", "left_ear_base", "right_ear_base"))


@dataclass(frozen=True, slots=True)
class Body:
    """A dog's points in one frame.

    points: float32 [24, 2], in heights of the frame along both axes. confidence: float32 [24], 0..1.
    size: the longer side of its box, in the same unit.
    """

    points: NDArray[np.float32]
    confidence: NDArray[np.float32]
    size: float

    def seen_share(self) -> float:
        """Share of the points that are seen."""
        return float((self.confidence >= SEEN).mean())

    def at(self, name: str) -> complex | None:
        """Where a point is, x + iy in heights of the frame; None where it is not seen."""
        index = _INDEX[name]
        if self.confidence[index] < SEEN:
            return None
        return complex(*self.points[index].tolist())

    def _mean_y(self, indices: tuple[int, ...]) -> float | None:
        ys = [float(self.points[one, 1]) for one in indices if self.confidence[one] >= SEEN]
        return sum(ys) / len(ys) if ys else None

    def rise(self) -> float | None:
        """How far both front paws are above the rear ones, in lengths of the dog; the lower of them counts.

        A dog that gives a paw has one of them down; a dog that rears has none.
        """
        rear = self._mean_y(REAR_PAWS)
        if rear is None or any(self.confidence[one] < SEEN for one in FRONT_PAWS):
            return None
        lower = max(float(self.points[one, 1]) for one in FRONT_PAWS)
        return (rear - lower) / self.size

    def steepness(self) -> float | None:
        """How far the withers are above the tail's start, in lengths of the dog; below zero: the rear is up."""
        withers, tail = self.at("withers"), self.at("tail_start")
        if withers is None or tail is None:
            return None
        return (tail.imag - withers.imag) / self.size

    def bow(self) -> float | None:
        """How deep it bows: how much higher the rear stands than the chest, in lengths of the dog.

        Heights over the paws. The elbows of a dog that bows lie on the ground, its hips are up on straight legs. A dog
        that lies has both down; one that sniffs has its elbows up.
        """
        tail, rear = self.at("tail_start"), self._mean_y(REAR_PAWS)
        elbows, front = self._mean_y(FRONT_ELBOWS), self._mean_y(FRONT_PAWS)
        if tail is None or rear is None or elbows is None or front is None:
            return None
        return ((rear - tail.imag) - 2 * max(0.0, front - elbows)) / self.size

    def nose_down(self) -> float | None:
        """How far the nose is below the withers, in lengths of the dog."""
        nose, withers = self.at("nose"), self.at("withers")
        if nose is None or withers is None:
            return None
        return (nose.imag - withers.imag) / self.size

    def relative(self, indices: tuple[int, ...], to: str) -> NDArray[np.float32] | None:
        """Points [n, 2] seen from another point, in lengths of the dog; not a number where they are not seen."""
        origin = self.at(to)
        if origin is None:
            return None
        moved = (self.points[list(indices)] - (origin.real, origin.imag)) / self.size
        moved[self.confidence[list(indices)] < SEEN] = np.nan
        return moved.astype(np.float32)
