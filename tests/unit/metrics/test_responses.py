"""Whether a dog does what it is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from metrics.responses import Responses, responses_of
from pawsight.ids import new_id
from pawsight.messages import Event

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


def event(kind: str, second: float, **data: Any) -> Event:
    return Event(id=new_id(), ts=NOON + timedelta(seconds=second), type=kind, data=data)


def cue(second: float, name: str = "sit") -> Event:
    return event("cue", second, cue=name)


def sat(second: float, seconds: float = 5) -> Event:
    return event("sit", second, durationMs=int(seconds * 1000))


def seconds(value: float) -> timedelta:
    return timedelta(seconds=value)


def test_answers_are_paired_with_their_cues_in_any_order() -> None:
    happened = [sat(2), cue(0), cue(100), sat(104), cue(200), sat(230)]

    assert responses_of(happened, LATER) == [Responses("sit", 3, 2, 0, seconds(3))]


def test_a_cue_that_is_repeated_was_not_answered_the_first_time() -> None:
    assert responses_of([cue(0), cue(4), sat(6)], LATER) == [Responses("sit", 2, 1, 0, seconds(2))]


def test_a_dog_that_sits_already_was_not_told_anything_new() -> None:
    assert responses_of([sat(-10, 60), cue(0)], LATER) == [Responses("sit", 0, 0, 1, None)]


def test_a_posture_whose_end_is_not_told_lasts_for_a_while() -> None:
    assert responses_of([event("sit", -10), cue(0)], LATER)[0].already == 1
    assert responses_of([event("sit", -4000), cue(0)], LATER)[0].already == 0


def test_what_was_said_just_now_does_not_count_yet() -> None:
    assert responses_of([cue(0)], NOON + seconds(5)) == [Responses("sit", 0, 0, 0, None)]
    assert responses_of([cue(0), sat(3)], NOON + seconds(5)) == [Responses("sit", 1, 1, 0, seconds(3))]


def test_each_cue_has_an_answer_of_its_own_name() -> None:
    happened = [
        cue(0, "sit"),
        event("lie", 2, durationMs=1000),
        cue(50, "lie"),
        event("lie", 51, durationMs=9),
    ]

    assert responses_of(happened, LATER) == [
        Responses("lie", 1, 1, 0, seconds(1)),
        Responses("sit", 1, 0, 0, None),
    ]


@pytest.mark.parametrize("data", [{}, {"cue": "fly"}, {"cue": ["sit"]}, {"cue": "sit", "runId": "1"}])
def test_what_is_no_cue_counts_for_nothing(data: dict[str, Any]) -> None:
    assert responses_of([event("cue", 0, **data), sat(2)], LATER) == []
