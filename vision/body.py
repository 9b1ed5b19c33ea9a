"""What a dog's points say about its body in one frame: stated rules, for what no data taught.

Lengths are in lengths of the dog (the longer side of its box), so that near and far dogs compare; y grows downwards.
Every rule answers None when the points that it needs are not seen: a leg behind a chair is neither up nor down.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from vision.keypoints import KEYPOINTS
from vision.pose import Pose

SEEN = 0.3
"""A point whose confidence is lower is not gone by."""

VISIBLE = 0.5
SIDEWAYS = 0.25
"""How far apart, along the picture, withers and tail's start of a dog are that is seen from the side."""

_INDEX = {name: index for index, name in enumerate(KEYPOINTS)}
FRONT_PAWS = (_INDEX["front_left_paw"], _INDEX["front_right_paw"])
REAR_PAWS = (_INDEX["rear_left_paw"], _INDEX["rear_right_paw"])
FRONT_ELBOWS = (_INDEX["front_left_elbow"], _INDEX["front_right_elbow"])
HEAD = tuple(_INDEX[name] for name in ("nose", "left_eye", "right_eye", "left_ear_base", "right_ear_base"))


@dataclass(frozen=True, slots=True)
class Body:
    """A dog's points in one frame.

    points: float32 [24, 2], in heights of the frame along both axes. confidence: float32 [24], 0..1, 0 for those that
    nobody looks for. seen_share: share of those looked for that are to be seen. size: the longer side of its box, in
    heights of the frame.
    """

    points: NDArray[np.float32]
    confidence: NDArray[np.float32]
    seen_share: float
    size: float

    @classmethod
    def of(cls, pose: Pose, aspect: float, *, size: float) -> Self:
        """The body of a pose. aspect: the frame's width over its height."""
        points = np.zeros((len(KEYPOINTS), 2), np.float32)
        confidence = np.zeros(len(KEYPOINTS), np.float32)
        for one in pose.keypoints:
            points[_INDEX[one.name]] = one.x * aspect, one.y
            confidence[_INDEX[one.name]] = one.confidence
        seen = [one.visibility >= VISIBLE for one in pose.keypoints]
        return cls(points, confidence, sum(seen) / max(1, len(seen)), size)

    def at(self, name: str) -> complex | None:
        """Where a point is, x + iy in heights of the frame; None where it is not seen."""
        index = _INDEX[name]
        if self.confidence[index] < SEEN:
            return None
        return complex(*self.points[index].tolist())

    @property
    def sideways(self) -> bool:
        """Whether it is seen from the side."""
        withers, tail = self.at("withers"), self.at("tail_start")
        return (
            withers is not None and tail is not None and abs(withers.real - tail.real) >= SIDEWAYS * self.size
        )

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
        that lies has both down; one that sniffs has its elbows up. None for a dog that is not seen from the side: of
        one that is seen from above, or comes down a slope, the rear is higher in the picture too.
        """
        tail, rear = self.at("tail_start"), self._mean_y(REAR_PAWS)
        elbows, front = self._mean_y(FRONT_ELBOWS), self._mean_y(FRONT_PAWS)
        if tail is None or rear is None or elbows is None or front is None or not self.sideways:
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
