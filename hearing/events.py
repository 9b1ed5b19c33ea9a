"""The state machine that turns what is heard into what happened; pure, for live sound and for an archive alike.

A dog that barks and barks again is one event, with a beginning, a count and an end; a window that says "bark" once
and not quite is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from pydantic import TypeAdapter

from hearing.classifier import Heard
from hearing.windows import LENGTH, RATE_HZ

Kind = Literal["bark", "howl", "whine", "growl"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""What events are made of; of another sound of a dog we don't know what it means."""

WINDOW: Final = timedelta(seconds=LENGTH / RATE_HZ)


@dataclass(frozen=True, slots=True)
class Observation:
    """What was heard in one window. at: when it began, aware."""

    at: datetime
    heard: Heard


@dataclass(frozen=True, slots=True)
class Rule:
    """When a kind of sound is believed. Probabilities 0..1.

    begins: what a window needs to begin an event; keeps: what one needs to go on with it (hysteresis).
    windows: so many that belong to it make it certain, one every half second; sure: or one with so much.
    gap: a pause so long ends it. cool_down: after an end, nothing of the kind is told for so long.
    """

    begins: float = 0.5
    keeps: float = 0.3
    windows: int = 2
    sure: float = 0.8
    gap: timedelta = timedelta(seconds=2)
    cool_down: timedelta = timedelta(seconds=3)


Rules = Mapping[Kind, Rule]

RULES: Final[Rules] = {
    "bark": Rule(),
    # What lasts has to last: a single window of it is more often a chair that creaks.
    "howl": Rule(sure=2.0),
    "whine": Rule(sure=2.0),
    "growl": Rule(sure=2.0),
}


@dataclass(frozen=True, slots=True)
class Episode:
    """A sound that goes on. last: end of the newest window that has it.

    windows: how many have it. count: how often it burst out in them. confidence: their mean. peak, peak_at: the
    surest of them. told: whether its beginning was.
    """

    kind: Kind
    began_at: datetime
    last: datetime
    windows: int
    count: int
    confidence: float
    peak: float
    peak_at: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What the machine knows between two windows. rests: until when nothing of a kind is told."""

    episodes: tuple[Episode, ...] = ()
    rests: tuple[tuple[Kind, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class HeardEvent:
    """Something that was heard, told when it is certain and again when it is over.

    began_at: exact to half a second, and the same both times. ended_at: None while it goes on. confidence: 0..1, the
    mean of its windows. count: of its outbursts so far, which for a dog that barks are its barks. peak, peak_at: its
    surest window.
    """

    type: Kind
    began_at: datetime
    ended_at: datetime | None
    confidence: float
    count: int
    peak: float
    peak_at: datetime


_STATE: TypeAdapter[State] = TypeAdapter(State)


def state_to_json(state: State) -> bytes:
    """The state, to keep it over a restart."""
    return _STATE.dump_json(state)


def state_from_json(data: bytes | str) -> State:
    """A kept state.

    Raises:
        ValueError: it was written by something else.
    """
    return _STATE.validate_json(data)


def advance(
    state: State, observation: Observation, rules: Rules = RULES
) -> tuple[State, tuple[HeardEvent, ...]]:
    """The state after one more window, and what began or ended. Windows come in the order of their time.

    Windows may be missing, also many: what was going on before a long gap ended before it.
    """
    state, told = expire(state, observation.at, rules)
    known = {one.kind: one for one in state.episodes}
    rests = dict(state.rests)
    episodes, began = [], []
    for kind in KINDS:
        episode = _heard(known.get(kind), kind, observation, rules[kind])
        if episode is None:
            continue
        goes_on = episode.last == observation.at + WINDOW
        rested = observation.at >= rests.get(kind, observation.at)
        if not episode.told and goes_on and rested and _convincing(episode, rules[kind]):
            episode = replace(episode, told=True)
            began.append(_event(episode, over=False))
        episodes.append(episode)
    return State(tuple(episodes), state.rests), (*told, *began)


def expire(state: State, at: datetime, rules: Rules = RULES) -> tuple[State, tuple[HeardEvent, ...]]:
    """The state at a time until which nothing more was heard, and what ended meanwhile."""
    episodes, told = [], []
    rests = {kind: until for kind, until in state.rests if until > at}
    for episode in state.episodes:
        rule = rules[episode.kind]
        if at - episode.last < rule.gap:
            episodes.append(episode)
        elif episode.told:
            told.append(_event(episode, over=True))
            if episode.last + rule.cool_down > at:
                rests[episode.kind] = episode.last + rule.cool_down
    return State(tuple(episodes), tuple(rests.items())), tuple(told)


def events_of(observations: Iterable[Observation], rules: Rules = RULES) -> list[HeardEvent]:
    """All events of a recording that is over, each told once, as it ended."""
    state = State()
    told: list[HeardEvent] = []
    for observation in observations:
        state, more = advance(state, observation, rules)
        told.extend(more)
    told.extend(_event(episode, over=True) for episode in state.episodes if episode.told)
    return [one for one in told if one.ended_at is not None]


def _heard(episode: Episode | None, kind: Kind, observation: Observation, rule: Rule) -> Episode | None:
    """The episode with one more window, if that has the kind; a new one, if it begins."""
    probability = observation.heard.of(kind)
    if episode is None:
        if probability < rule.begins:
            return None
        at = observation.at
        episode = Episode(kind, at, at + WINDOW, 0, 0, 0.0, probability, at)
    elif probability < rule.keeps:
        return episode
    windows = episode.windows + 1
    surer = probability > episode.peak
    return replace(
        episode,
        last=observation.at + WINDOW,
        windows=windows,
        count=episode.count + observation.heard.bursts,
        confidence=episode.confidence + (probability - episode.confidence) / windows,
        peak=probability if surer else episode.peak,
        peak_at=observation.at if surer else episode.peak_at,
    )


def _convincing(episode: Episode, rule: Rule) -> bool:
    return episode.windows >= rule.windows or episode.peak >= rule.sure


def _event(episode: Episode, *, over: bool) -> HeardEvent:
    return HeardEvent(
        episode.kind,
        episode.began_at,
        episode.last if over else None,
        episode.confidence,
        max(1, episode.count),  # its first window may have it in the half that the next one counts
        episode.peak,
        episode.peak_at,
    )
