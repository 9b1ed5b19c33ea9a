"""How sure we can be of a share out of a few judgements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.precision import wilson


def test_known_intervals_come_out() -> None:
    # Newcombe (1998), table I, method 3.
    assert [round(one, 4) for one in wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(one, 4) for one in wilson(15, 148)] == [0.0624, 0.1605]
    assert [round(one, 4) for one in wilson(0, 20)] == [0.0, 0.1611]


def test_without_a_judgement_anything_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_the_share_is_inside_and_more_judgements_say_more(right: int, wrong: int) -> None:
    judged = right + wrong
    low, high = wilson(right, judged)

    assert 0 <= low <= (right / judged if judged else 0.5) <= high <= 1
    if judged:
        closer = wilson(2 * right, 2 * judged)
        assert closer[1] - closer[0] < high - low


@pytest.mark.parametrize(("right", "judged"), [(-1, 3), (4, 3)])
def test_what_can_not_be_is_refused(right: int, judged: int) -> None:
    with pytest.raises(ValueError, match="of"):
        wilson(right, judged)
