"""The rules on what is measured: which label wins, and that the rest adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.action_rules import BESIDE, BODY, Measures, above, judge

SITS, STANDS, LIES, OTHER = (
    (0.9, 0.05, 0.03, 0.02),
    (0.03, 0.9, 0.05, 0.02),
    (0.03, 0.05, 0.9, 0.02),
    (0, 0, 0, 1.0),
)


def likeliest(measured: Measures) -> str:
    sure = judge(measured)
    return max(BODY, key=lambda label: sure[label])


@pytest.mark.parametrize(
    ("measured", "label"),
    [
        (Measures(postures=SITS), "sit"),
        (Measures(postures=LIES, speed=0.05), "lie"),
        (Measures(postures=STANDS, speed=0.05), "stand"),
        (Measures(postures=STANDS, speed=0.9), "walk"),
        (Measures(postures=STANDS, speed=2.5), "run"),
        (Measures(postures=STANDS, front_steps=0.04, rear_steps=0.05), "stand"),
        (Measures(postures=STANDS, front_steps=0.10, rear_steps=0.11), "walk"),
        (Measures(postures=STANDS, front_steps=0.16, rear_steps=0.16), "run"),
        (Measures(postures=OTHER, speed=0.1, rise=0.4, steepness=0.4), "jump"),
        (Measures(postures=OTHER, speed=0.1, bow=0.35), "play_bow"),
        (Measures(postures=STANDS, speed=0.1, shakes_per_s=10), "shake"),
        (Measures(postures=STANDS, speed=0.1, front_steps=0.2, rear_steps=0.03, nose_down=0.3), "dig"),
        (Measures(postures=STANDS, known=0.0), "unknown"),
        (Measures(), "unknown"),
        (Measures(postures=OTHER, speed=0.0), "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_does(measured: Measures, label: str) -> None:
    assert likeliest(measured) == label


def test_a_dog_that_lies_does_not_walk_because_its_box_trembles() -> None:
    assert likeliest(Measures(postures=LIES, speed=0.33)) == "lie"


def test_a_dog_that_gives_a_paw_does_not_jump() -> None:
    """The lower of both front paws counts, and it is on the ground."""
    assert likeliest(Measures(postures=SITS, rise=0.02, steepness=0.4)) == "sit"


def test_a_stretched_gallop_does_not_jump() -> None:
    assert likeliest(Measures(postures=STANDS, speed=5.0, rise=0.15, steepness=0.1)) == "run"


def test_a_dog_that_is_far_may_still_run() -> None:
    """How fast it goes is told by its track; how it holds itself is not to be seen."""
    sure = judge(Measures(postures=SITS, speed=4.0, known=0.0))

    assert sure["sit"] == 0
    assert sure["run"] > 0.5


def test_it_eats_standing_still_and_fetches_going() -> None:
    still, going = (
        judge(Measures(postures=STANDS, speed=speed, at_bowl=1.0, has_toy=1.0)) for speed in (0.0, 3.0)
    )

    assert (still["eat"] > 0.9, still["fetch"] < 0.1) == (True, True)
    assert (going["eat"] < 0.1, going["fetch"] > 0.9) == (True, True)


optional = st.none() | st.floats(-2, 8)
shares = st.floats(0, 1)


@given(
    st.builds(
        Measures,
        speed=st.none() | st.floats(0, 30),
        front_steps=optional,
        rear_steps=optional,
        postures=st.none()
        | st.lists(st.floats(0.001, 1), min_size=4, max_size=4).map(
            lambda all_: tuple(x / sum(all_) for x in all_)
        ),
        rise=optional,
        steepness=optional,
        bow=optional,
        nose_down=optional,
        shakes_per_s=optional,
        at_bowl=shares,
        has_toy=shares,
        known=shares,
    )
)
def test_what_the_body_does_adds_up_to_one(measured: Measures) -> None:
    sure = judge(measured)

    assert set(sure) == {*BODY, *BESIDE}
    assert all(0 <= one <= 1 for one in sure.values())
    assert sum(sure[label] for label in BODY) == pytest.approx(1)


def test_at_the_threshold_both_are_as_likely() -> None:
    assert above(1.0, (1.0, 0.1)) == 0.5
    assert above(1.1, (1.0, 0.1)) == pytest.approx(0.731, abs=0.001)
    assert above(None, (1.0, 0.1)) == 0
    assert above(-1e9, (1.0, 0.1)) == pytest.approx(0)
