"""What holds in every story, whatever dogs and models do."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dog_stories import LEFT, MIDDLE, RIGHT, START, Shot, at, doing, film, rows, seconds, told
from vision.action_rules import BODY, Action, Label
from vision.detection import Detection
from vision.events import (
    Observation,
    Rules,
    SightedEvent,
    Sound,
    State,
    advance,
    state_from_json,
    state_to_json,
)

BODY_EVENTS = {"sit", "stand", "lie", "run", "jump", "play_bow"}
FPS = 5
CAMERA = UUID(int=7)

probabilities = st.floats(0, 1)


@st.composite
def actions(draw: st.DrawFn, track_id: int) -> tuple[Action, ...]:
    """Any distribution over what the body does, and anything beside it."""
    weights = draw(st.dictionaries(st.sampled_from(BODY), st.floats(0.01, 1), max_size=3))
    total = sum(weights.values())
    beside: dict[Label, float] = {
        label: draw(probabilities) for label in draw(st.sets(st.sampled_from(["eat", "fetch"])))
    }
    said = {label: weight / total for label, weight in weights.items()} | beside
    return tuple(Action(label, probability, track_id, "rule") for label, probability in said.items())


@st.composite
def observations(draw: st.DrawFn) -> list[Observation]:
    """Up to three dogs that come, go, and do anything, for a while each; sounds that begin and end."""
    frames: list[Observation] = []
    barking: Sound | None = None
    bark_at = sorted(draw(st.lists(st.integers(0, 15).map(at), max_size=4)))
    for _ in range(draw(st.integers(0, 6))):
        boxes = draw(st.dictionaries(st.integers(1, 3), st.sampled_from([LEFT, MIDDLE, RIGHT])))
        confidence = draw(st.sampled_from([0.3, 0.6, 0.9]))
        seen = tuple(Detection("dog", confidence, box, track_id) for track_id, box in boxes.items())
        looked = draw(st.booleans()) or bool(seen)
        does = tuple(one for track_id in boxes for one in draw(actions(track_id)))
        for _ in range(draw(st.integers(1, 12))):
            now = START + timedelta(seconds=len(frames) / FPS)
            sounds: tuple[Sound, ...] = ()
            if bark_at and now >= bark_at[0]:
                bark_at.pop(0)
                barking = (
                    Sound("bark", now, None, 0.8, 1, 0.9, now)
                    if barking is None
                    else replace(barking, ended_at=now, count=2)
                )
                sounds = (barking,)
                barking = None if barking.ended_at else barking
            frames.append(Observation(now, seen if looked else None, does if looked else (), sounds=sounds))
    return frames


def bodies(events: list[SightedEvent]) -> dict[int | None, list[SightedEvent]]:
    by_dog: dict[int | None, list[SightedEvent]] = {}
    for one in rows(events):
        if one.type in BODY_EVENTS:
            by_dog.setdefault(one.track_id, []).append(one)
    return by_dog


@settings(max_examples=50)
@given(observations())
def test_a_dog_does_one_thing_at_a_time(frames: list[Observation]) -> None:
    for mine in bodies(told(frames)).values():
        for one, following in pairwise(mine):
            assert one.until is not None, "only the last may go on"
            assert one.until <= following.at


@settings(max_examples=50)
@given(observations())
def test_what_ends_has_begun_and_was_told_before(frames: list[Observation]) -> None:
    begun = set()
    for one in told(frames):
        key = one.type, one.at, one.track_id
        if one.until is None:
            assert key not in begun, "told once before its end"
            begun.add(key)
        else:
            assert key in begun
            assert one.until >= one.at
            assert one.data["durationMs"] >= 0
            assert 0 <= one.confidence <= 1


@settings(max_examples=50)
@given(observations())
def test_all_that_began_ends_once_everybody_is_gone(frames: list[Observation]) -> None:
    after = len(frames) / FPS
    empty = [Observation(START + timedelta(seconds=after + second), ()) for second in range(1, 16)]

    open_still = [
        one
        for one in rows(told([*frames, *empty]))
        if one.until is None and one.type in {*BODY_EVENTS, "eat", "fetch", "calm"}
    ]

    assert open_still == []


@given(st.integers(1, 200), st.sampled_from([2, 10, 30]))
def test_nothing_comes_of_an_empty_scene(length: int, fps: int) -> None:
    assert told([Observation(at(index / fps), ()) for index in range(length)]) == []


@settings(max_examples=50)
@given(observations())
def test_the_same_film_tells_the_same(frames: list[Observation]) -> None:
    assert told(frames) == told(frames)


@settings(max_examples=50)
@given(observations(), st.integers(0, 100))
def test_a_restart_in_between_changes_nothing(frames: list[Observation], cut: int) -> None:
    state, again = State(), []
    for index, frame in enumerate(frames):
        if index == cut:
            state = state_from_json(state_to_json(state))
        state, more = advance(state, frame, Rules())
        again.extend(more)

    assert again == told(frames)


@settings(max_examples=50)
@given(observations())
def test_ids_are_of_one_event_each(frames: list[Observation]) -> None:
    events = told(frames)
    ids = [one.id_in(CAMERA) for one in events if one.until is None]

    assert len(set(ids)) == len(ids)


# Each lasts long enough to be believed at 2 frames a second, and to be told from a flicker.
scenes = st.lists(
    st.builds(
        Shot,
        seconds=st.integers(4, 9).map(float),
        does=st.sampled_from(["sit", "stand", "lie", "walk", "run"]).map(doing),
        there=st.just(True),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=20)
@given(scenes)
@pytest.mark.parametrize("fps", [2, 3.7, 8, 30])
def test_a_scene_tells_the_same_at_any_frame_rate(fps: float, scene: list[Shot]) -> None:
    scene = [*scene, Shot(4, there=False)]
    slack_s = 2 / fps + 2 / 15
    reference, sampled = rows(told(film(scene, 15))), rows(told(film(scene, fps)))

    assert [one.type for one in sampled] == [one.type for one in reference]
    for one, other in zip(sampled, reference, strict=True):
        assert seconds(one.at) == pytest.approx(seconds(other.at), abs=slack_s)
        if other.until is not None:
            assert one.until is not None
            assert seconds(one.until) == pytest.approx(seconds(other.until), abs=slack_s)
