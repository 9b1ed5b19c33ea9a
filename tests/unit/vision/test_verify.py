"""What a second look makes of proposals; and the committed weights on the demo's picture."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vision.calibration import Curve
from vision.detection import Detection, Image
from vision.engines.onnx import NanoDetEngine
from vision.verify import (
    MOST_PROPOSALS,
    PROPOSALS_FROM,
    UNSURE,
    DogDetector,
    DogVerifier,
    NotAVerifier,
    Said,
    Verdict,
    Weighing,
    edges_of,
    inside,
    iou,
    refined,
    said,
    weigh,
)
from vision.weights import NANODET, OWN_MODELS

ROOT = Path(__file__).parents[3]
WEIGHTS = ROOT / "weights" / "dogverifier.onnx"
DOG = (0.17, 0.39, 0.235, 0.55)
"""The dog in `demo/dog-bicycle-truck.jpg`, by eye."""
BY_SIGHT = Weighing(dog=Curve((1.0, 0.0, 0.0, 0.0, 0.0), 0.0), placed=Curve((1.0, 0.0), 0.0), dog_from=0.5)


def animal(box: tuple[float, float, float, float], name: str = "cat", confidence: float = 0.3) -> Detection:
    return Detection(name, confidence, box)


def seen(proposal: Detection, dog: float, fits: float) -> Verdict:
    """A look that finds the animal just where it was proposed."""
    return Verdict(dog, fits, proposal.box)


def test_whoever_is_unsure_looks_again_in_a_mirror() -> None:
    asked: list[int] = []

    def network(crops: NDArray[np.uint8]) -> Said:
        """A dog is as likely as the crop's left column is bright; the animal is in its left half."""
        asked.append(len(crops))
        bright = crops[:, 0, 0, 0].astype(np.float32) / 10
        return bright, bright, np.tile(np.array([0.0, 0.1, 0.5, 0.9], np.float32), (len(crops), 1))

    sure, unsure = np.zeros((2, 4, 4, 3), np.uint8)
    sure[:, 0], unsure[:, 0], unsure[:, -1] = 50, 10, 30
    dog, fits, edges = said(network, np.stack([sure, unsure]))

    assert asked == [2, 1]
    assert dog.tolist() == fits.tolist() == [5.0, 2.0]
    assert edges.tolist() == [pytest.approx([0.0, 0.1, 0.5, 0.9]), pytest.approx([0.25, 0.1, 0.75, 0.9])]
    assert UNSURE > 1


def test_of_boxes_on_one_animal_the_best_placed_is_kept() -> None:
    rough, good = animal((0.1, 0.1, 0.4, 0.4)), animal((0.12, 0.1, 0.4, 0.4))

    (kept,) = weigh([rough, good], [seen(rough, 2, 0), seen(good, 2, 3)], BY_SIGHT)

    assert kept.proposal is good


def test_two_proposals_that_turn_out_to_be_one_animal_are_one() -> None:
    front, back = animal((0.1, 0.1, 0.2, 0.4)), animal((0.3, 0.1, 0.2, 0.4))
    whole = (0.1, 0.1, 0.4, 0.4)

    (kept,) = weigh([front, back], [Verdict(2, 1, whole), Verdict(2, 2, whole)], BY_SIGHT)

    assert kept.box == whole


def test_all_looks_at_an_animal_say_together_whether_it_is_a_dog() -> None:
    one, other = animal((0.1, 0.1, 0.4, 0.4)), animal((0.12, 0.1, 0.4, 0.4))

    (kept,) = weigh([one, other], [seen(one, 3, 1), seen(other, -5, 0)], BY_SIGHT)

    assert kept.dog == pytest.approx(0.269, abs=0.001), "log odds of (3 - 5) / 2"


def test_where_an_animal_is_goes_there_and_back() -> None:
    frame = (640, 360)
    proposal, dog = (0.2, 0.3, 0.25, 0.4), (0.22, 0.25, 0.3, 0.5)

    edges = edges_of(dog, proposal, context=1.2, frame=frame)

    assert refined(proposal, edges, context=1.2, frame=frame) == pytest.approx(dog)


def test_a_box_stays_in_the_frame_and_has_an_area() -> None:
    for edges in ((-5.0, -5.0, 9.0, 9.0), (0.9, 0.9, 0.1, 0.1), (7.0, 7.0, 9.0, 9.0)):
        x, y, w, h = refined((0.2, 0.3, 0.25, 0.4), edges, context=1.2, frame=(640, 360))

        assert 0 <= x < x + w <= 1.0001
        assert 0 <= y < y + h <= 1.0001


def test_a_head_is_no_second_dog() -> None:
    body, head = animal((0.1, 0.1, 0.6, 0.6)), animal((0.12, 0.12, 0.15, 0.15))

    assert [one.proposal for one in weigh([head, body], [seen(head, 4, 0), seen(body, 4, 2)], BY_SIGHT)] == [
        body
    ]


def test_two_dogs_apart_are_two_dogs() -> None:
    left, right = animal((0.0, 0.1, 0.3, 0.6)), animal((0.5, 0.1, 0.3, 0.6))

    assert len(weigh([left, right], [seen(left, 1, 1), seen(right, 1, 1)], BY_SIGHT)) == 2


def test_the_detectors_word_counts_for_every_box_of_the_animal() -> None:
    by_word = Weighing(Curve((0.0, 5.0, -5.0, 0.0, 0.0), 0.0), BY_SIGHT.placed, 0.5)
    unnamed, named = animal((0.1, 0.1, 0.4, 0.4), "bear"), animal((0.13, 0.1, 0.4, 0.4), "dog", 0.6)

    (kept,) = weigh([unnamed, named], [seen(unnamed, 0, 3), seen(named, 0, 0)], by_word)

    assert kept.proposal is unnamed
    assert kept.dog > 0.9


def test_nothing_proposed_is_nothing_found() -> None:
    assert weigh([], [], BY_SIGHT) == []


def test_overlap_of_boxes() -> None:
    whole, half = (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.5, 1.0)

    assert iou(whole, half) == pytest.approx(0.5)
    assert inside(half, whole) == pytest.approx(1.0)
    assert iou(half, (0.5, 0.0, 0.5, 1.0)) == 0


class Proposer:
    """A detector that always proposes the same."""

    name = "fixed"

    def __init__(self, *found: Detection) -> None:
        self.found = found

    def detect(self, images: Sequence[Image]) -> list[list[Detection]]:
        return [list(self.found) for _ in images]


@pytest.fixture(scope="module")
def verifier() -> DogVerifier:
    return DogVerifier.load(WEIGHTS, threads=1)


@pytest.fixture(scope="module")
def demo() -> Image:
    image = cv2.imread(str(ROOT / "demo" / "dog-bicycle-truck.jpg"))
    assert image is not None
    return np.asarray(image, np.uint8)


def test_a_dog_that_was_taken_for_a_cat_is_a_dog(verifier: DogVerifier, demo: Image) -> None:
    detector = DogDetector(Proposer(Detection("cat", 0.2, DOG)), verifier, confidence=0.35)

    ((told,),) = detector.detect([demo])

    assert told.class_name == "dog"
    assert iou(told.box, DOG) > 0.7


def test_a_car_that_was_taken_for_a_dog_is_none(verifier: DogVerifier, demo: Image) -> None:
    detector = DogDetector(Proposer(Detection("dog", 0.3, (0.6, 0.13, 0.3, 0.17))), verifier, confidence=0.35)

    assert detector.detect([demo]) == [[]]


def test_people_and_things_pass_by_their_own_confidence(verifier: DogVerifier, demo: Image) -> None:
    sure, unsure = Detection("person", 0.5, (0, 0, 0.5, 1)), Detection("bicycle", 0.2, (0, 0, 1, 1))

    assert DogDetector(Proposer(sure, unsure), verifier, confidence=0.35).detect([demo]) == [[sure]]


def test_a_crowd_of_proposals_is_bounded(verifier: DogVerifier, demo: Image) -> None:
    crowd = [Detection("dog", 0.5, (index / 100, 0.0, 0.01, 1.0)) for index in range(100)]

    assert len(DogDetector(Proposer(*crowd), verifier, confidence=0.35).detect([demo])[0]) <= MOST_PROPOSALS


def test_a_dog_that_was_cut_out_askew_is_placed_again(verifier: DogVerifier, demo: Image) -> None:
    x, y, w, h = DOG
    at_first, at_last = [], []
    for dx, dy, larger in ((-0.3, 0, 1.0), (0.3, 0, 1.0), (0, -0.3, 1.0), (0, 0, 1.7), (0.1, 0.1, 0.6)):
        askew = (x + dx * w, y + dy * h, w * larger, h * larger)
        ((found,),) = DogDetector(Proposer(Detection("dog", 0.5, askew)), verifier, confidence=0.1).detect(
            [demo]
        )
        (verdict,) = verifier.judge(demo, [askew])
        at_first.append(iou(verdict.box, DOG))
        at_last.append(iou(found.box, DOG))

    assert sum(at_last) > sum(at_first)
    assert min(at_last) > 0.7


def test_a_box_without_an_area_is_no_animal(verifier: DogVerifier, demo: Image) -> None:
    detector = DogDetector(Proposer(Detection("dog", 0.9, (0.5, 0.5, 0, 0))), verifier, confidence=0.35)

    assert detector.detect([demo]) == [[]]


@pytest.mark.skipif(not (OWN_MODELS / NANODET).exists(), reason="make test converts NanoDet first")
def test_the_demos_dog_is_found_once(verifier: DogVerifier, demo: Image) -> None:
    proposer = NanoDetEngine(OWN_MODELS / NANODET, threads=1, confidence=PROPOSALS_FROM)
    (found,) = DogDetector(proposer, verifier, confidence=0.35).detect([demo])

    (dog,) = [one for one in found if one.class_name == "dog"]
    assert iou(dog.box, DOG) > 0.7
    assert {type(side) for side in dog.box} == {float}, "it becomes JSON"


def test_no_picture_gives_no_answer(verifier: DogVerifier) -> None:
    assert DogDetector(Proposer(), verifier, confidence=0.35).detect([]) == []


def test_another_model_is_refused() -> None:
    with pytest.raises(NotAVerifier, match="does not say"):
        DogVerifier.load(ROOT / "weights" / "dogpose.onnx")
