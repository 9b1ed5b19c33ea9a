"""A posture that was corrected is learned, and everything else stays."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from deployments.reference_set import DEMO, DOGS
from training.posture_head import Example, NotTeachable, PostureHead, Recipe
from vision.pose import PoseEstimator
from vision.weights import DOGPOSE, OWN_WEIGHTS

FILE = OWN_WEIGHTS / DOGPOSE
RECIPE = Recipe(varied=4)


def dog(name: str, posture: str | None) -> Example:
    return Example(np.asarray(cv2.imread(str(DEMO / name)), np.uint8), DOGS[name], posture)


SITS, STANDS = "dog-bicycle-truck.jpg", "husky.png"


def postures(path: Path) -> list[str]:
    estimator = PoseEstimator.load(path, threads=1)
    return [
        max(likely, key=likely.__getitem__)
        for name in (SITS, STANDS)
        for likely in [estimator.estimate(dog(name, None).picture, [DOGS[name]])[0].posture.probabilities]
    ]


def test_a_correction_is_learned_and_the_ballast_is_kept(tmp_path: Path) -> None:
    before = PostureHead(FILE)
    taught = before.teach([dog(SITS, "lie"), dog(STANDS, None)], RECIPE)
    before.write(taught, tmp_path / "taught.onnx", origin="a test")

    assert postures(FILE) == ["sit", "stand"]
    assert postures(tmp_path / "taught.onnx") == ["lie", "stand"]
    old, new = PoseEstimator.load(FILE, threads=1), PoseEstimator.load(tmp_path / "taught.onnx", threads=1)
    picture, box = dog(SITS, None).picture, DOGS[SITS]
    assert new.estimate(picture, [box])[0].keypoints == old.estimate(picture, [box])[0].keypoints


def test_the_same_makes_the_same() -> None:
    examples = [dog(SITS, "lie"), dog(STANDS, None)]

    first, second = (PostureHead(FILE).teach(examples, RECIPE) for _ in range(2))

    assert np.array_equal(first.weight, second.weight)
    assert np.array_equal(first.bias, second.bias)


def test_without_corrections_there_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        PostureHead(FILE).teach([dog(STANDS, None)])


def test_another_model_is_not_teachable() -> None:
    with pytest.raises(NotTeachable):
        PostureHead(OWN_WEIGHTS / "barks.onnx")
