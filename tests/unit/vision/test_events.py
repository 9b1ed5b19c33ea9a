"""The rules of entering, leaving and zones: stories, and what holds in every story."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.detection import Detection
from vision.events import (
    Observation,
    Rules,
    SightedEvent,
    State,
    Zone,
    advance,
    contains,
    state_from_json,
    state_to_json,
)

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
FPS = 10
LEFT, MIDDLE, RIGHT = (0.0, 0.2, 0.2, 0.6), (0.4, 0.2, 0.2, 0.6), (0.8, 0.2, 0.2, 0.6)
SOFA = Zone(UUID(int=1), "sofa", ((0.3, 0.7), (0.7, 0.7), (0.7, 1.0), (0.3, 1.0)))


def dog(
    track_id: int | None = 1, box: tuple[float, float, float, float] = MIDDLE, confidence: float = 0.8
) -> Detection:
    return Detection("dog", confidence, box, track_id)


def told(
    frames: list[tuple[Detection, ...]], zones: tuple[Zone, ...] = (), state: State | None = None
) -> list[SightedEvent]:
    """The events of a film of `FPS` frames a second."""
    state = state or State()
    events: list[SightedEvent] = []
    for index, seen in enumerate(frames):
        state, more = advance(
            state, Observation(START + timedelta(seconds=index / FPS), seen), Rules(), zones
        )
        events.extend(more)
    return events


def kinds(events: list[SightedEvent]) -> list[str]:
    return [one.type for one in events]


def after(event: SightedEvent) -> float:
    return (event.at - START).total_seconds()


def test_a_dog_that_comes_and_goes_enters_once_and_leaves_once() -> None:
    events = told([()] * 10 + [(dog(),)] * 30 + [()] * 60)

    assert kinds(events) == ["enter_frame", "leave_frame"]


def test_events_are_dated_when_they_happened_not_when_they_were_certain() -> None:
    entered, left = told([()] * 10 + [(dog(),)] * 30 + [()] * 60)

    assert (after(entered), after(left)) == (1.0, 3.9)
    assert left.data["seconds"] == 2.9


def test_a_flicker_of_the_detector_is_no_dog() -> None:
    assert told([(dog(),), (dog(),), *[()] * FPS] * 20) == []


def test_a_dog_that_is_missed_for_two_seconds_did_not_leave() -> None:
    assert kinds(told([(dog(),)] * 20 + [()] * 20 + [(dog(),)] * 20)) == ["enter_frame"]


def test_a_broken_track_is_the_same_dog() -> None:
    assert kinds(told([(dog(1),)] * 20 + [()] * 10 + [(dog(2),)] * 20)) == ["enter_frame"]


def test_a_track_that_comes_back_is_the_dog_that_it_was() -> None:
    both, mistaken = (dog(1, LEFT), dog(2, RIGHT)), (dog(3, LEFT),)
    events = told([both] * 20 + [()] * 5 + [mistaken] * 5 + [(dog(1, RIGHT),)] * 20 + [()] * 60)

    left = [(one.track_id, after(one)) for one in events if one.type == "leave_frame"]
    assert left == [(2, 1.9), (1, 4.9)]


def test_a_track_that_comes_back_beside_the_one_that_was_taken_for_it_is_another_dog() -> None:
    events = told(
        [(dog(1, LEFT),)] * 20 + [()] * 5 + [(dog(2, LEFT),)] * 10 + [(dog(1, LEFT), dog(2, LEFT))] * 20
    )

    assert [(one.type, one.track_id) for one in events] == [("enter_frame", 1), ("enter_frame", 1)]


def test_a_second_dog_enters_too() -> None:
    events = told([(dog(1, LEFT),)] * 20 + [(dog(1, LEFT), dog(2, RIGHT))] * 20)

    assert [(one.type, one.track_id) for one in events] == [("enter_frame", 1), ("enter_frame", 2)]


def test_of_two_dogs_the_one_that_is_not_seen_any_more_leaves() -> None:
    events = told([(dog(1, LEFT), dog(2, RIGHT))] * 20 + [(dog(2, RIGHT),)] * 60)

    assert [(one.type, one.track_id) for one in events[2:]] == [("leave_frame", 1)]


@pytest.mark.parametrize(
    "seen", [Detection("cat", 0.9, MIDDLE, 1), dog(track_id=None)], ids=["a cat", "a dog without a track"]
)
def test_it_tells_of_no(seen: Detection) -> None:
    assert told([(seen,)] * 50) == []


def test_a_dog_whose_paws_are_in_a_zone_for_a_while_has_entered_it() -> None:
    entered, zone = told([(dog(box=LEFT),)] * 10 + [(dog(box=MIDDLE),)] * 10, (SOFA,))

    assert (entered.type, zone.type) == ("enter_frame", "enter_zone")
    assert (zone.data["zoneId"], zone.data["zoneName"]) == (str(SOFA.id), "sofa")
    assert after(zone) == 1.0


def test_a_dog_that_steps_over_the_edge_and_back_has_not_entered() -> None:
    assert kinds(told([(dog(box=LEFT),), (dog(box=MIDDLE),)] * 20, (SOFA,))) == ["enter_frame"]


def test_a_dog_enters_a_zone_again_after_it_left_it() -> None:
    walk = [(dog(box=MIDDLE),)] * 10 + [(dog(box=RIGHT),)] * 10

    assert kinds(told(walk * 2, (SOFA,))).count("enter_zone") == 2


def test_a_dog_that_passes_behind_a_zone_is_not_in_it() -> None:
    behind = (0.4, 0.1, 0.2, 0.3)

    assert "enter_zone" not in kinds(told([(dog(box=behind),)] * 30, (SOFA,)))


def test_a_polygon_with_a_bay_does_not_contain_the_bay() -> None:
    horseshoe = (
        (0.0, 0.0),
        (1.0, 0.0),
        (1.0, 1.0),
        (0.7, 1.0),
        (0.7, 0.3),
        (0.3, 0.3),
        (0.3, 1.0),
        (0.0, 1.0),
    )

    assert contains(horseshoe, (0.15, 0.8))
    assert contains(horseshoe, (0.5, 0.1))
    assert not contains(horseshoe, (0.5, 0.8))
    assert not contains(horseshoe, (1.5, 0.5))


def test_a_state_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="subjects"):
        state_from_json('{"subjects": 5}')


detections = st.builds(
    dog,
    track_id=st.integers(1, 4) | st.none(),
    box=st.sampled_from([LEFT, MIDDLE, RIGHT]),
    confidence=st.floats(0, 1),
)
films = st.lists(st.lists(detections, max_size=3, unique_by=lambda one: one.track_id).map(tuple), max_size=80)


@given(films)
def test_in_every_story_whoever_leaves_has_entered_and_confidence_is_one(
    film: list[tuple[Detection, ...]],
) -> None:
    inside = 0
    for event in told(film, (SOFA,)):
        inside += {"enter_frame": 1, "leave_frame": -1}.get(event.type, 0)
        assert inside >= 0
        assert 0 <= event.confidence <= 1
        assert event.at >= START


@given(films, st.integers(0, 80))
def test_a_machine_that_was_restarted_in_between_tells_the_same(
    film: list[tuple[Detection, ...]], cut: int
) -> None:
    state, resumed, events, again = State(), State(), [], []
    for index, seen in enumerate(film):
        observation = Observation(START + timedelta(seconds=index / FPS), seen)
        state, more = advance(state, observation, Rules(), (SOFA,))
        events.extend(more)
        if index == cut:
            resumed = state_from_json(state_to_json(resumed))
        resumed, more = advance(resumed, observation, Rules(), (SOFA,))
        again.extend(more)

    assert events == again


@given(films)
def test_everybody_has_left_once_the_picture_stays_empty(film: list[tuple[Detection, ...]]) -> None:
    events = kinds(told([*film, *[()] * (4 * FPS)]))

    assert events.count("enter_frame") == events.count("leave_frame")
