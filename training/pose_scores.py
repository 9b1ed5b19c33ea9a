"""How well points and postures are told of dogs that no training saw: `python -m training.pose_scores`.

Everything is asked through `vision.pose`, as a live frame does it; beside it the pilot and dogpose24, where their
weights are, and baselines that see no picture.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training import measures, references, sets
from training.augment import picture
from training.calibrate import calibration_error
from training.detection_scores import our_detector
from training.references import DogPose24, Pilot
from training.sets import NEVER_LABELLED, Example
from vision.keypoints import KEYPOINTS
from vision.pose import Box, Pose, PoseEstimator
from vision.posture import UNKNOWN
from vision.verify import iou

Floats = NDArray[np.float32]

WEIGHTS = Path("weights/dogpose.onnx")
TOLD = ("sit", "stand", "lie")
LEARNED = [index for index, name in enumerate(KEYPOINTS) if name not in NEVER_LABELLED]
SIXTEEN = [
    index for index in LEARNED if KEYPOINTS[index] not in {"left_eye", "right_eye", "withers", "throat"}
]
"""What dogpose24 tells too."""

Points = Callable[[Example], Floats]
"""The points [24, 2] of an example, pixels; not a number where none is told."""


def fraction(example: Example) -> Box:
    """The labelled box as fractions of its picture."""
    height, width = picture(str(example.picture)).shape[:2]
    x, y, w, h = example.box
    return x / width, y / height, w / width, h / height


def points_of(pose: Pose, example: Example) -> Floats:
    """A pose's points [24, 2] in pixels of the picture; not a number where one is not told."""
    height, width = picture(str(example.picture)).shape[:2]
    points = np.full((len(KEYPOINTS), 2), np.nan, np.float32)
    for one in pose.keypoints:
        points[KEYPOINTS.index(one.name)] = one.x * width - 0.5, one.y * height - 0.5
    return points


class MeanPose:
    """A baseline: every point where it is on average in a box of the training's dogs."""

    def __init__(self, training: Sequence[Example]) -> None:
        sums, counts = np.zeros((len(KEYPOINTS), 2)), np.zeros((len(KEYPOINTS), 1))
        for one in training:
            if one.points is not None and one.labelled is not None and one.species == "dog":
                inside = (one.points - one.box[:2]) / np.array(one.box[2:])
                sums += inside * one.labelled[:, None]
                counts += one.labelled[:, None]
        self._places = (sums / np.maximum(counts, 1)).astype(np.float32)

    def __call__(self, example: Example) -> Floats:
        """The points of an example."""
        placed: Floats = self._places * np.array(example.box[2:], np.float32) + np.array(
            example.box[:2], np.float32
        )
        return placed


def found_by_dogpose24(path: Path) -> Points:
    """Its points of the dog that it finds in the labelled box; without one, none."""
    network = DogPose24(path)

    def points(example: Example) -> Floats:
        labelled = fraction(example)
        found = network.find(picture(str(example.picture)))
        best = max(found, key=lambda one: iou(one[0].box, labelled), default=None)
        if best is None or iou(best[0].box, labelled) < 0.5:
            return np.full((len(KEYPOINTS), 2), np.nan, np.float32)
        return best[1]

    return points


def end_to_end(estimator: PoseEstimator) -> Points:
    """Points in the box that our detector finds; a dog that it misses has none."""
    detector = our_detector()

    def points(example: Example) -> Floats:
        image, labelled = picture(str(example.picture)), fraction(example)
        dogs = [one for one in detector.detect([image])[0] if one.class_name == "dog"]
        best = max(dogs, key=lambda one: iou(one.box, labelled), default=None)
        if best is None or iou(best.box, labelled) < 0.5:
            return np.full((len(KEYPOINTS), 2), np.nan, np.float32)
        return points_of(estimator.estimate(image, [best.box])[0], example)

    return points


def point_tables(examples: Sequence[Example]) -> str:
    """PCK of every way to tell points, and ours point by point."""
    tested = [
        one
        for one in examples
        if one.part == "test" and one.species == "dog" and one.set_name == "animalpose"
    ]
    once, mirrored = (PoseEstimator.load(WEIGHTS, threads=2, mirrored=one) for one in (False, True))
    ways: dict[str, Points] = {
        "ours, labelled box": lambda one: _ours(once, one),
        "ours, labelled box, mirrored too": lambda one: _ours(mirrored, one),
        "ours, end to end (a missed dog's points are misses)": end_to_end(once),
        "mean pose in the labelled box (baseline)": MeanPose([e for e in examples if e.part == "train"]),
    }
    if path := references.path_of(references.PILOT):
        for also in (False, True):
            pilot = Pilot(path, mirrored=also)
            name = f"pilot, labelled box{', mirrored too' if also else ''}"
            ways[name] = lambda one, pilot=pilot: pilot.tell(picture(str(one.picture)), one.box)[0]  # type: ignore[misc]
    if path := references.path_of(references.DOGPOSE24):
        ways["dogpose24, end to end"] = found_by_dogpose24(path)

    lines = [
        "| points of the longer box side | @0.1, 20 points (95 %) | @0.1, 16 points | @0.05, 20 points "
        "| @0.05, 16 points |",
        "| --- | --- | --- | --- | --- |",
    ]
    ours: Floats | None = None
    for name, way in ways.items():
        told = np.stack([way(one) for one in tested])
        ours = told if ours is None else ours
        low, high = _interval(tested, told)
        cells = [f"{_pck(tested, told, 0.1, LEARNED):.3f} ({low:.3f} to {high:.3f})"]
        cells += [
            f"{_pck(tested, told, within, which):.3f}"
            for within, which in ((0.1, SIXTEEN), (0.05, LEARNED), (0.05, SIXTEEN))
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    assert ours is not None
    return "\n".join([*lines, "", *_each_point(tested, ours), "", _reliability(tested, once)])


def _ours(estimator: PoseEstimator, example: Example) -> Floats:
    return points_of(estimator.estimate(picture(str(example.picture)), [fraction(example)])[0], example)


def _pck(examples: Sequence[Example], told: Floats, within: float, which: list[int]) -> float:
    hit, there = measures.hits(examples, told, within=within)
    return float(hit[which].sum() / there[which].sum())


def _interval(examples: Sequence[Example], told: Floats) -> tuple[float, float]:
    """Where PCK@0.1 lies if other dogs like these had been asked: the bootstrap over dogs, 1,000 times."""
    each = [measures.hits([one], told[i : i + 1], within=0.1) for i, one in enumerate(examples)]
    hit = np.array([one[LEARNED].sum() for one, _ in each])
    there = np.array([one[LEARNED].sum() for _, one in each])
    chosen = np.random.default_rng(0).integers(len(each), size=(1000, len(each)))
    low, high = np.quantile(hit[chosen].sum(axis=1) / there[chosen].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)


def _each_point(examples: Sequence[Example], told: Floats) -> list[str]:
    near, there = measures.hits(examples, told, within=0.1)
    close, _ = measures.hits(examples, told, within=0.05)
    return [
        "| ours, labelled box | @0.1 | @0.05 | labelled |",
        "| --- | --- | --- | --- |",
        *(
            f"| {KEYPOINTS[index]} | {near[index] / there[index]:.2f} | {close[index] / there[index]:.2f} "
            f"| {there[index]} |"
            for index in LEARNED
        ),
    ]


def _reliability(examples: Sequence[Example], estimator: PoseEstimator) -> str:
    """How far confidence and visibility are from how often they come true."""
    confidence, visibility, near, seen = [], [], [], []
    for one in examples:
        assert one.points is not None
        assert one.labelled is not None
        pose = estimator.estimate(picture(str(one.picture)), [fraction(one)])[0]
        distance = np.linalg.norm(points_of(pose, one) - one.points, axis=1)[LEARNED]
        labelled = one.labelled[LEARNED]
        seen.append(labelled)
        near.append(labelled & (distance <= 0.1 * max(one.box[2:])))
        confidence.append([point.confidence for point in pose.keypoints])
        visibility.append([point.visibility for point in pose.keypoints])
    sure = calibration_error(np.array(confidence, np.float32).ravel(), np.array(near).ravel())
    there = calibration_error(np.array(visibility, np.float32).ravel(), np.array(seen).ravel())
    return (
        f"Expected calibration error (10 bins): confidence {sure:.3f}, visibility {there:.3f}, over "
        f"{np.array(seen).size} points, labelled or not."
    )


def posture_table(examples: Sequence[Example]) -> str:
    """Macro-F1 over sit, stand and lie; `unknown` counts as a miss where it is told."""
    lines = [
        "| posture, macro-F1 of sit, stand, lie | ours, forced to choose | ours, `unknown` is a miss | told at all "
        "| right when told | pilot | box aspect (baseline) | majority | dogs |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    once = PoseEstimator.load(WEIGHTS, threads=2)
    path = references.path_of(references.PILOT)
    pilot = Pilot(path, mirrored=False) if path else None
    training = [one for one in examples if one.part == "train" and one.posture in TOLD]
    for name in ("animalpose", "sit_stand", "crops"):
        mine = [
            one for one in examples if one.part == "test" and one.set_name == name and one.posture in TOLD
        ]
        truth = [str(one.posture) for one in mine]
        classes = TOLD[:2] if name == "sit_stand" else TOLD
        poses = [once.estimate(picture(str(one.picture)), [fraction(one)])[0].posture for one in mine]
        forced = [max(TOLD, key=lambda kind, one=one: one.probabilities[kind]) for one in poses]  # type: ignore[misc]
        told = [one.name for one in poses]
        right = sum(a == b for a, b in zip(truth, told, strict=True))
        spoken = sum(one != UNKNOWN for one in told)
        by_pilot = "-"
        if pilot:
            said = [int(pilot.tell(picture(str(one.picture)), one.box)[1].argmax()) for one in mine]
            by_pilot = f"{_macro(truth, [TOLD[index] for index in said], classes):.2f}"
        same = [one for one in training if one.set_name == name]
        common = max(classes, key=[str(one.posture) for one in same].count)
        lines.append(
            f"| {name} | {_macro(truth, forced, classes):.2f} | {_macro(truth, told, classes):.2f} "
            f"| {spoken / len(mine):.2f} | {right / max(spoken, 1):.2f} | {by_pilot} "
            f"| {_macro(truth, _by_aspect(same, mine), classes):.2f} "
            f"| {_macro(truth, [common] * len(mine), classes):.2f} | {len(mine)} |"
        )
    return "\n".join(lines)


def _macro(truth: Sequence[str], told: Sequence[str], classes: Sequence[str]) -> float:
    return measures.macro(measures.f1(truth, told, classes))


def _by_aspect(training: Sequence[Example], tested: Sequence[Example]) -> list[str]:
    """The posture of the 15 training dogs whose boxes are shaped most alike."""
    shapes = np.array([np.log(one.box[2] / one.box[3]) for one in training])
    told = []
    for one in tested:
        near = np.argsort(np.abs(shapes - np.log(one.box[2] / one.box[3])))[:15]
        votes = [str(training[index].posture) for index in near]
        told.append(max(TOLD, key=votes.count))
    return told


def report(root: Path) -> str:
    """All tables, in Markdown."""
    examples = sets.everything(root)
    return f"{point_tables(examples)}\n\n{posture_table(examples)}"


def main() -> None:
    """Print the tables."""
    print(report(sets.folder()))


if __name__ == "__main__":
    main()
