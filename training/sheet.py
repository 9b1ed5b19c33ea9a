"""Forty test pictures with boxes, skeletons and postures, the worst first: `python -m training.sheet`.

The pictures of the sets may not be passed on, so the sheet is made where they are, into build/training/, and looked at.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from training import sets
from training.augment import picture
from training.pose_scores import WEIGHTS, fraction, points_of
from training.sets import Example
from vision.detection import Image
from vision.keypoints import KEYPOINTS
from vision.pose import Pose, PoseEstimator

OUT = Path("build/training/sheet.jpg")
COLUMNS, ROWS, TILE = 8, 5, 320
WORST = 16
"""Of the forty; the rest are taken evenly from all others, by how good they are."""
SHOWN_FROM = 0.3

BONES = (
    ("nose", "left_eye"),
    ("nose", "right_eye"),
    ("left_eye", "left_ear_base"),
    ("right_eye", "right_ear_base"),
    ("nose", "throat"),
    ("throat", "withers"),
    ("withers", "tail_start"),
    *(
        (f"{end}_{side}_{upper}", f"{end}_{side}_{lower}")
        for end in ("front", "rear")
        for side in ("left", "right")
        for upper, lower in (("elbow", "knee"), ("knee", "paw"))
    ),
    ("withers", "front_left_elbow"),
    ("withers", "front_right_elbow"),
    ("tail_start", "rear_left_elbow"),
    ("tail_start", "rear_right_elbow"),
)
LEFT, RIGHT, MIDDLE = (80, 200, 255), (255, 160, 60), (120, 255, 120)
"""Colours, BGR: amber is the dog's own left."""


def error(example: Example, pose: Pose) -> float:
    """Mean distance of the labelled points to where they were told, in longer sides of the box; at most 0.3 each."""
    assert example.points is not None
    assert example.labelled is not None
    distance = np.linalg.norm(points_of(pose, example) - example.points, axis=1)[example.labelled]
    return float(np.minimum(distance / max(example.box[2:]), 0.3).mean())


def tile(example: Example, pose: Pose) -> Image:
    """One dog with what is told of it, and its labels as small crosses."""
    image = picture(str(example.picture))
    x, y, w, h = example.box
    side = max(w, h) * 1.4
    scale = TILE / side
    move = np.array([[scale, 0, TILE / 2 - scale * (x + w / 2)], [0, scale, TILE / 2 - scale * (y + h / 2)]])
    canvas = cv2.warpAffine(image, move, (TILE, TILE), borderValue=(60, 60, 60))

    def place(point: np.ndarray) -> tuple[int, int]:
        px, py = move[:, :2] @ point + move[:, 2]
        return round(px), round(py)

    cv2.rectangle(canvas, place(np.array([x, y])), place(np.array([x + w, y + h])), (230, 230, 230), 1)
    told = points_of(pose, example)
    sure = {one.name for one in pose.keypoints if one.confidence >= SHOWN_FROM}
    for a, b in BONES:
        if a in sure and b in sure:
            ends = [place(told[KEYPOINTS.index(name)]) for name in (a, b)]
            cv2.line(canvas, ends[0], ends[1], _colour(b), 2, cv2.LINE_AA)
    for one in pose.keypoints:
        if one.name in sure:
            cv2.circle(canvas, place(told[KEYPOINTS.index(one.name)]), 4, _colour(one.name), -1, cv2.LINE_AA)
    if example.points is not None and example.labelled is not None:
        for point in example.points[example.labelled]:
            cv2.drawMarker(canvas, place(point), (255, 255, 255), cv2.MARKER_CROSS, 7, 1)
    likeliest = max(pose.posture.probabilities.values())
    text = f"{pose.posture.name} {likeliest:.2f}" + (f" ({example.posture})" if example.posture else "")
    cv2.putText(canvas, text, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.putText(canvas, text, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (255, 255, 255), 1, cv2.LINE_AA)
    return np.asarray(canvas, np.uint8)


def _colour(name: str) -> tuple[int, int, int]:
    if "left" in name:
        return LEFT
    return RIGHT if "right" in name else MIDDLE


def sheet(examples: Sequence[Example], poses: Sequence[Pose]) -> Image:
    """The worst dogs, then the others from worse to better."""
    order = np.argsort([-error(one, pose) for one, pose in zip(examples, poses, strict=True)])
    others = order[WORST:]
    spread = others[np.linspace(0, len(others) - 1, COLUMNS * ROWS - WORST).round().astype(int)]
    tiles = [tile(examples[index], poses[index]) for index in [*order[:WORST], *spread]]
    rows = [np.hstack(tiles[start : start + COLUMNS]) for start in range(0, len(tiles), COLUMNS)]
    return np.vstack(rows)


def main() -> None:
    """Make the sheet of the test's dogs with five labelled points or more."""
    tested = [
        one
        for one in sets.animalpose(sets.folder())
        if one.part == "test"
        and one.species == "dog"
        and one.labelled is not None
        and one.labelled.sum() >= 5
    ]
    estimator = PoseEstimator.load(WEIGHTS, threads=2)
    poses = [estimator.estimate(picture(str(one.picture)), [fraction(one)])[0] for one in tested]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(OUT), sheet(tested, poses))
    print(f"{OUT}: crosses are labels, amber is the dog's own left")


if __name__ == "__main__":
    main()
