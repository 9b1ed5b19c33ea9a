"""What a second look makes of proposals."""

import pytest

from vision.calibration import Curve
from vision.detection import Detection
from vision.verify import (
    Verdict,
    Weighing,
    inside,
    iou,
    weigh,
)

BY_SIGHT = Weighing(dog=Curve((1.0, 0.0, 0.0, 0.0, 0.0), 0.0), placed=Curve((1.0, 0.0), 0.0), dog_from=0.5)


def animal(box: tuple[float, float, float, float], name: str = "cat", confidence: float = 0.3) -> Detection:
    return Detection(name, confidence, box)


def test_of_boxes_on_one_animal_the_best_placed_is_kept() -> None:
    rough, good = animal((0.1, 0.1, 0.4, 0.4)), animal((0.12, 0.1, 0.4, 0.4))

    (kept,) = weigh([rough, good], [Verdict(2, 0), Verdict(2, 3)], BY_SIGHT)

    assert kept.proposal is good


def test_a_head_is_no_second_dog() -> None:
    body, head = animal((0.1, 0.1, 0.6, 0.6)), animal((0.12, 0.12, 0.15, 0.15))

    assert [one.proposal for one in weigh([head, body], [Verdict(4, 0), Verdict(4, 2)], BY_SIGHT)] == [body]


def test_two_dogs_apart_are_two_dogs() -> None:
    left, right = animal((0.0, 0.1, 0.3, 0.6)), animal((0.5, 0.1, 0.3, 0.6))

    assert len(weigh([left, right], [Verdict(1, 1), Verdict(1, 1)], BY_SIGHT)) == 2


def test_the_detectors_word_counts_for_every_box_of_the_animal() -> None:
    by_word = Weighing(Curve((0.0, 5.0, -5.0, 0.0, 0.0), 0.0), BY_SIGHT.placed, 0.5)
    unnamed, named = animal((0.1, 0.1, 0.4, 0.4), "bear"), animal((0.13, 0.1, 0.4, 0.4), "dog", 0.6)

    (kept,) = weigh([unnamed, named], [Verdict(0, 3), Verdict(0, 0)], by_word)

    assert kept.proposal is unnamed
    assert kept.dog > 0.9


def test_nothing_proposed_is_nothing_found() -> None:
    assert weigh([], [], BY_SIGHT) == []


def test_overlap_of_boxes() -> None:
    whole, half = (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.5, 1.0)

    assert iou(whole, half) == pytest.approx(0.5)
    assert inside(half, whole) == pytest.approx(1.0)
    assert iou(half, (0.5, 0.0, 0.5, 1.0)) == 0
