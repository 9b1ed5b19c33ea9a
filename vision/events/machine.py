"""One step of the machine: a frame in, events out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from vision.action_rules import Action
from vision.detection import Detection
from vision.events import bouts, presence, sounds, things
from vision.events.telling import told
from vision.events.vocabulary import BoutKind, Observation, Rules, SightedEvent, State, Subject, Zone
from vision.events.zones import in_zones, out_of_zones


def advance(
    state: State, observation: Observation, rules: Rules, zones: Iterable[Zone] = ()
) -> tuple[State, tuple[SightedEvent, ...]]:
    """The state after one more frame, and what happened. Frames come in the order of their time.

    Pure: `observation.at` is the only clock, so that live and re-processed history agree.
    """
    zones = tuple(zones)
    events: list[SightedEvent] = []
    subjects, last_track_id = state.subjects, state.last_track_id
    if observation.detections is not None:
        dogs = _dogs(observation.detections)
        subjects, told_of_dogs = _look(state, dogs, observation, rules, zones)
        events.extend(told_of_dogs)
        last_track_id = max((last_track_id, *dogs))
    open_sounds, heard = sounds.join(state.sounds, observation.sounds, subjects)
    events.extend(heard)
    if heard:
        subjects, disturbed = _disturbed(subjects, heard, rules)
        events.extend(disturbed)
    return State(subjects, last_track_id, open_sounds), tuple(events)


def _dogs(detections: Iterable[Detection]) -> dict[int, Detection]:
    return {one.track_id: one for one in detections if one.class_name == "dog" and one.track_id is not None}


def _look(
    state: State,
    dogs: dict[int, Detection],
    observation: Observation,
    rules: Rules,
    zones: tuple[Zone, ...],
) -> tuple[tuple[Subject, ...], list[SightedEvent]]:
    heard = {one.track_id for one in state.sounds}
    doing: dict[int, list[Action]] = defaultdict(list)
    for action in observation.actions:
        doing[action.track_id].append(action)
    kept, events = [], []
    for subject, dog in presence.matched(state.subjects, dogs, observation.at):
        subject, mistaken = _without_others(subject, dog, dogs, rules)
        events.extend(mistaken)
        if dog is not None:
            said = bouts.chances(doing[dog.track_id or 0], heard=None in heard or subject.track_id in heard)
            subject, seen = _seen(subject, dog, said, observation, rules, zones)
            events.extend(seen)
        elif not subject.entered:
            if observation.at - subject.last_seen >= rules.forget_after:
                continue
        elif observation.at - subject.last_seen >= rules.leave_after:
            events.extend(_gone(subject, rules, zones))
            continue
        kept.append(subject)
    return tuple(kept), events


def _without_others(
    subject: Subject, dog: Detection | None, dogs: Mapping[int, Detection], rules: Rules
) -> tuple[Subject, list[SightedEvent]]:
    """The dog without tracks of its own that turn out to be another dog's, and the end of what that one did."""
    others = {one for one in subject.former if one in dogs and (dog is None or one != dog.track_id)}
    events: list[SightedEvent] = []
    if others:
        subject = replace(subject, former=tuple(one for one in subject.former if one not in others))
        for bout in [one for one in subject.bouts if one.track_id in others]:
            subject, ended = bouts.end(subject, bout, bout.last, rules)
            events.extend(ended)
    return subject, events


def _seen(
    subject: Subject,
    dog: Detection,
    said: Mapping[BoutKind, float] | None,
    observation: Observation,
    rules: Rules,
    zones: tuple[Zone, ...],
) -> tuple[Subject, list[SightedEvent]]:
    at = observation.at
    events: list[SightedEvent] = []
    subject = presence.seen(subject, dog, at)
    if not subject.entered and presence.convincing(subject, rules):
        subject = replace(subject, entered=True)
        events.append(_entered(subject))
    zone_events: list[SightedEvent] = []
    if subject.entered:
        subject, zone_events = in_zones(subject, at, rules, zones)
    names: dict[BoutKind, str] = {}
    if things.at_water(subject, observation.things, zones):
        names["eat"] = "drink"
    subject, began_or_ended = bouts.go_on(subject, said, at, rules, names)
    people = [one for one in observation.detections or () if one.class_name == "person"]
    subject, brought = things.bring(subject, people, at)
    return subject, [*events, *zone_events, *began_or_ended, *brought]


def _entered(subject: Subject) -> SightedEvent:
    frames = (subject.first_seen, subject.last_seen)
    return told("enter_frame", subject.first_seen, subject, rule="seen", frames=frames)


def _gone(subject: Subject, rules: Rules, zones: tuple[Zone, ...]) -> list[SightedEvent]:
    stayed = (subject.last_seen - subject.first_seen).total_seconds()
    left = told(
        "leave_frame",
        subject.last_seen,
        subject,
        rule="not seen any more",
        frames=(subject.last_seen,),
        seconds=round(stayed, 1),
    )
    return [*bouts.end_all(subject, rules), *out_of_zones(subject, zones), left]


def _disturbed(
    subjects: tuple[Subject, ...], heard: list[SightedEvent], rules: Rules
) -> tuple[tuple[Subject, ...], list[SightedEvent]]:
    """A dog that is heard is not calm; if we don't know which it was, none is."""
    owners = {one.track_id for one in heard}
    since = min(one.at for one in heard)
    kept, events = [], []
    for subject in subjects:
        calm = next((one for one in subject.bouts if one.kind == "calm"), None)
        if calm is not None and (None in owners or subject.track_id in owners):
            subject, ended = bouts.end(subject, calm, since, rules)
            events.extend(ended)
        kept.append(subject)
    return tuple(kept), events
