"""AP and PCK on cases that can be counted by hand."""

import pytest

from vision.detection import Detection
from vision.evaluation import MISSED, NOTHING, BoxTally, Labelled, PointTally
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture

HERE, THERE = (0.1, 0.1, 0.3, 0.3), (0.6, 0.6, 0.3, 0.3)
DOGS = frozenset({"dog"})


def dog(confidence: float, box: tuple[float, float, float, float] = HERE) -> Detection:
    return Detection("dog", confidence, box)


def tally(*pictures: tuple[list[Labelled], list[Detection]], classes: frozenset[str] = DOGS) -> BoxTally:
    counted = BoxTally(classes)
    for labelled, told in pictures:
        counted.add(labelled, told)
    return counted


class TestBoxes:
    @pytest.mark.parametrize(
        ("told", "ap"),
        [
            ([dog(0.9), dog(0.8, THERE)], 1.0),
            ([dog(0.9)], 0.5),
            ([], 0.0),
            # One right, one wrong above it, one right below: precision 1/2 and 2/3, made monotone: 2/3 and 2/3.
            ([dog(0.9, (0.4, 0.4, 0.1, 0.1)), dog(0.8), dog(0.7, THERE)], 2 / 3),
            # The same dog twice is right once.
            ([dog(0.9), dog(0.8), dog(0.7, THERE)], (1 + 2 / 3) / 2),
        ],
        ids=["all", "half", "none", "a false one above", "one twice"],
    )
    def test_ap_of_two_dogs(self, told: list[Detection], ap: float) -> None:
        both = [Labelled("dog", HERE), Labelled("dog", THERE)]

        assert tally((both, told)).mean_average_precision() == pytest.approx(ap)

    def test_a_box_in_another_picture_is_no_hit(self) -> None:
        counted = tally(([Labelled("dog", HERE)], []), ([], [dog(0.9)]))

        assert counted.average_precisions() == {"dog": 0.0}

    def test_a_set_without_a_thing_scores_nothing(self) -> None:
        assert tally(([], [])).mean_average_precision() == 0.0

    def test_what_the_set_does_not_label_is_nobodys_mistake(self) -> None:
        counted = tally(([Labelled("dog", HERE)], [Detection("couch", 0.99, THERE), dog(0.5)]))

        assert counted.mean_average_precision() == 1.0
        assert counted.confusion.table() == {"dog": {"dog": 1}}

    def test_who_is_taken_for_whom(self) -> None:
        cat_there = Detection("cat", 0.8, HERE)
        counted = tally(
            ([Labelled("dog", HERE), Labelled("dog", THERE)], [cat_there]),
            ([], [dog(0.4)]),
            classes=frozenset({"dog", "cat"}),
        )

        assert counted.confusion.table() == {"dog": {"cat": 1, MISSED: 1}, NOTHING: {"dog": 1}}


class TestPoints:
    def pose(self, *points: tuple[str, float, float]) -> Pose:
        keypoints = tuple(Keypoint(name, x, y, 0.9, 0.9) for name, x, y in points)
        return Pose((0.0, 0.0, 0.5, 0.5), keypoints, Posture("sit", dict.fromkeys(POSTURES, 0.25)))

    def test_a_tenth_of_the_longer_side_is_near_enough(self) -> None:
        counted = PointTally()
        told = self.pose(("nose", 0.1, 0.1), ("left_eye", 0.2, 0.1))
        # The box is 100 x 50 pixels: a tenth of its longer side is 10 pixels.
        counted.add({"nose": (0.145, 0.1), "left_eye": (0.26, 0.1)}, told, (200, 100))

        assert counted.pck() == 0.5

    def test_a_point_that_was_not_taught_is_missed(self) -> None:
        counted = PointTally()
        counted.add({"nose": (0.1, 0.1)}, self.pose(), (200, 100))

        assert counted.pck() == 0.0

    def test_without_a_labelled_point_there_is_no_score(self) -> None:
        assert PointTally().pck() is None
