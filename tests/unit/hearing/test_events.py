"""What is told of what is heard: stories, and what holds in every story."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing.classifier import Heard
from hearing.events import (
    KINDS,
    RULES,
    WINDOW,
    HeardEvent,
    Observation,
    State,
    advance,
    events_of,
    expire,
    state_from_json,
    state_to_json,
)
from hearing.labels import LABELS, Label
from hearing.windows import HOP, RATE_HZ

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
STEP = timedelta(seconds=HOP / RATE_HZ)


def window(label: Label, probability: float = 0.95, bursts: int = 0) -> Heard:
    """A window that is this label, and household for the rest."""
    rest: Label = "quiet" if label == "household" else "household"
    scores = {label: probability, rest: 1 - probability}
    return Heard(0.0, tuple(scores.get(one, 0.0) for one in LABELS), bursts)


BARK, WHINE, NOTHING = window("bark", bursts=1), window("whine"), window("household")


def story(*windows: Heard) -> list[Observation]:
    return [Observation(START + index * STEP, heard) for index, heard in enumerate(windows)]


def told(*windows: Heard) -> list[HeardEvent]:
    """All that is told, live, until long after the last window."""
    state = State()
    events: list[HeardEvent] = []
    for observation in story(*windows):
        state, more = advance(state, observation)
        events.extend(more)
    return [*events, *expire(state, START + timedelta(hours=1))[1]]


def test_a_bark_is_told_at_once_and_again_when_it_is_over() -> None:
    began, ended = told(NOTHING, BARK, NOTHING, *[NOTHING] * 10)

    assert (began.type, began.began_at, began.ended_at) == ("bark", START + STEP, None)
    assert (ended.type, ended.began_at, ended.ended_at) == ("bark", START + STEP, START + STEP + WINDOW)


def test_a_volley_is_one_event_with_a_count() -> None:
    began, ended = told(BARK, BARK, NOTHING, BARK, BARK, NOTHING, NOTHING, BARK, *[NOTHING] * 10)

    assert began.began_at == ended.began_at
    assert ended.count == 5


def test_a_dog_that_barks_again_after_a_while_barks_twice() -> None:
    events = told(BARK, *[NOTHING] * 20, BARK, *[NOTHING] * 20)

    assert [(one.type, one.ended_at is None) for one in events] == [("bark", True), ("bark", False)] * 2


def test_a_window_that_is_not_quite_sure_is_no_bark() -> None:
    assert told(NOTHING, window("bark", 0.7), NOTHING, *[NOTHING] * 10) == []


def test_two_windows_that_are_not_quite_sure_are_one() -> None:
    assert [one.type for one in told(window("bark", 0.6), window("bark", 0.6))] == ["bark", "bark"]


def test_a_sound_that_flickers_at_the_threshold_is_one_event() -> None:
    flicker = [window("whine", 0.55), window("whine", 0.35)] * 10

    assert len(told(*flicker)) == 2


@pytest.mark.parametrize("kind", ["howl", "whine", "growl"])
def test_what_lasts_has_to_last(kind: Label) -> None:
    assert told(window(kind, 0.99), *[NOTHING] * 10) == []
    assert [one.type for one in told(window(kind), window(kind))] == [kind, kind]


@pytest.mark.parametrize("label", ["dog_other", "speech", "music", "household", "quiet"])
def test_nothing_is_told_of(label: Label) -> None:
    assert told(*[window(label)] * 30) == []


def test_a_dog_may_whine_between_its_barks() -> None:
    events = told(BARK, WHINE, WHINE, BARK, *[NOTHING] * 10)

    assert sorted(one.type for one in events) == ["bark", "bark", "whine", "whine"]


def test_soon_after_an_end_the_same_is_not_told_again() -> None:
    pause = [NOTHING] * (int((RULES["bark"].gap + timedelta(seconds=1)) / STEP))

    assert len(told(BARK, *pause, BARK, *[NOTHING] * 20)) == 2


def test_what_was_going_on_when_the_camera_was_lost_ended_there() -> None:
    state = State()
    for observation in story(BARK, BARK):
        state, _ = advance(state, observation)

    _, events = advance(state, Observation(START + timedelta(minutes=5), BARK))

    ended, began = events
    assert ended.ended_at == START + STEP + WINDOW
    assert began.began_at == START + timedelta(minutes=5)


def test_a_recordings_last_bark_is_told_too() -> None:
    (event,) = events_of(story(NOTHING, BARK))

    assert event.ended_at == START + STEP + WINDOW


def test_the_surest_window_is_the_evidence() -> None:
    (event,) = events_of(story(window("howl", 0.6), window("howl", 0.9), window("howl", 0.6)))

    assert (event.peak, event.peak_at) == (0.9, START + STEP)
    assert event.confidence == pytest.approx(0.7)


def test_a_state_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="episodes"):
        state_from_json('{"episodes": 5}')


windows = st.builds(window, st.sampled_from(LABELS), st.floats(0.2, 1), st.integers(0, 3))
sounds = st.lists(windows, max_size=80)


@given(sounds)
def test_in_every_story_what_ends_has_begun_before_and_nothing_overlaps_itself(heard: list[Heard]) -> None:
    open_since: dict[str, datetime] = {}
    last_end: dict[str, datetime] = {}
    for event in told(*heard):
        if event.ended_at is None:
            assert event.type not in open_since
            assert event.began_at >= last_end.get(event.type, START)
            open_since[event.type] = event.began_at
        else:
            assert open_since.pop(event.type) == event.began_at < event.ended_at
            last_end[event.type] = event.ended_at
        assert event.type in KINDS
        assert 0 <= event.confidence <= event.peak <= 1
        assert event.count >= 1
    assert not open_since


@given(sounds, st.integers(0, 80))
def test_a_machine_that_was_restarted_in_between_tells_the_same(heard: list[Heard], cut: int) -> None:
    state, resumed, events, again = State(), State(), [], []
    for index, observation in enumerate(story(*heard)):
        state, more = advance(state, observation)
        events.extend(more)
        if index == cut:
            resumed = state_from_json(state_to_json(resumed))
        resumed, more = advance(resumed, observation)
        again.extend(more)

    assert events == again


@given(sounds)
def test_live_and_from_an_archive_the_same_happened(heard: list[Heard]) -> None:
    live = [one for one in told(*heard) if one.ended_at is not None]

    assert sorted(live, key=repr) == sorted(events_of(story(*heard)), key=repr)
