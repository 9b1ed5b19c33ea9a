from pathlib import Path

import numpy as np
import pytest

from training.measures import f1, hits, macro
from training.sets import Example


@pytest.fixture
def example() -> Example:
    labelled = np.array([True, True, False])
    return Example(
        "animalpose",
        "1",
        Path("x.jpg"),
        (0, 0, 50, 100),
        "test",
        points=np.zeros((3, 2), np.float32),
        labelled=labelled,
    )


def test_a_hit_is_within_a_share_of_the_longer_side(example: Example) -> None:
    told = np.array([[[9.9, 0], [0, 10.1], [0, 0]]], np.float32)

    hit, there = hits([example], told, within=0.1)

    assert hit.tolist() == [1, 0, 0]
    assert there.tolist() == [1, 1, 0]


def test_a_point_that_was_not_told_is_a_miss(example: Example) -> None:
    hit, there = hits([example], np.full((1, 3, 2), np.nan, np.float32), within=0.1)

    assert hit.sum() == 0
    assert there.sum() == 2


def test_each_class_counts_alike_however_rare() -> None:
    scores = f1(["sit"] * 9 + ["lie"], ["sit"] * 10, ["sit", "lie"])

    assert scores == pytest.approx({"sit": 18 / 19, "lie": 0})
    assert macro(scores) == pytest.approx(9 / 19)


def test_a_class_that_is_nowhere_scores_nothing() -> None:
    assert f1([], [], ["sit"]) == {"sit": 0.0}
