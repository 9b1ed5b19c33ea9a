"""How far two models say the same of one picture: 0 is nothing in common, 1 the same."""

from collections.abc import Sequence

import numpy as np

from vision.detection import Detection
from vision.pose import Pose
from vision.verify import iou

SAME_PLACE_IOU = 0.5
SAME_POINT = 0.1
"""Of the dog's longer side: points nearer to each other are one (as PCK counts them)."""
SHOWN_FROM = 0.3
"""A point less sure than this in both models is a guess of both."""


def detections_agree(some: Sequence[Detection], others: Sequence[Detection]) -> float:
    """The F1 of one model's boxes taken for the truth of the other's; of two that see nothing, 1.

    Boxes are the same where their classes are and they overlap by half; each is matched once, the surest first.
    """
    if not some and not others:
        return 1.0
    return 2 * len(matches(some, others)) / (len(some) + len(others))


def matches(some: Sequence[Detection], others: Sequence[Detection]) -> list[tuple[int, int]]:
    """Pairs of indices that mean the same thing, the surest of `some` first."""
    left = set(range(len(others)))
    found = []
    for index in sorted(range(len(some)), key=lambda one: -some[one].confidence):
        one = some[index]
        fitting = [
            (iou(one.box, others[other].box), other)
            for other in left
            if others[other].class_name == one.class_name and _has_area(one) and _has_area(others[other])
        ]
        best, other = max(fitting, default=(0.0, -1))
        if best >= SAME_PLACE_IOU:
            left.discard(other)
            found.append((index, other))
    return found


def poses_agree(some: Sequence[Pose], others: Sequence[Pose], size: tuple[int, int]) -> float:
    """The mean over the dogs: half for their posture, half for the share of points in the same place.

    Both are of the same boxes in the same order. size: width and height of the picture in pixels.
    """
    if not some:
        return 1.0
    return float(np.mean([_pose_agrees(one, other, size) for one, other in zip(some, others, strict=True)]))


def _pose_agrees(one: Pose, other: Pose, size: tuple[int, int]) -> float:
    width, height = size
    near = SAME_POINT * max(one.box[2] * width, one.box[3] * height)
    theirs = {point.name: point for point in other.keypoints}
    same = [
        float(np.hypot((point.x - theirs[point.name].x) * width, (point.y - theirs[point.name].y) * height))
        <= near
        for point in one.keypoints
        if point.name in theirs and max(point.confidence, theirs[point.name].confidence) >= SHOWN_FROM
    ]
    points = sum(same) / len(same) if same else 1.0
    return (points + (one.posture.name == other.posture.name)) / 2


def _has_area(one: Detection) -> bool:
    return min(one.box[2:]) > 0
