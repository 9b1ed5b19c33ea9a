"""The state machine that turns what is seen into what happened; pure, for live frames and for an archive alike.

A subject is believed to be there once it was seen for a while, and gone once it was not seen for a longer while: a
flicker of the detector is neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from vision.detection import Detection

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the picture. polygon: corners (x, y) as fractions of the frame."""

    id: UUID
    name: str
    polygon: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen in one frame. at: when it was captured, aware. detections: with their track ids."""

    at: datetime
    detections: tuple[Detection, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """How long something has to last before it is believed.

    enter_after, enter_frames: a new dog is told of once it was seen so long and so often.
    forget_after: a dog that was not told of, and not seen for so long, was none.
    leave_after: a dog that was not seen for so long has left.
    zone_after: a dog that stands in a zone for so long, or outside of it, has entered or left it.
    """

    enter_after: timedelta = timedelta(seconds=0.4)
    enter_frames: int = 3
    forget_after: timedelta = timedelta(seconds=1)
    leave_after: timedelta = timedelta(seconds=3)
    zone_after: timedelta = timedelta(seconds=0.4)


@dataclass(frozen=True, slots=True)
class ZoneStay:
    """How a dog stands to a zone. changed_at: since when it stands on the other side of its edge; None: it does not."""

    zone_id: UUID
    inside: bool
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A dog in the picture. track_id: of its newest track; a dog keeps its place here when its track breaks.

    entered: whether `enter_frame` was told. confidence: mean over its frames.
    """

    track_id: int
    first_seen: datetime
    last_seen: datetime
    box: Box
    frames: int
    confidence: float
    entered: bool = False
    zones: tuple[ZoneStay, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What the machine knows between two frames. last_track_id: the largest id that it has met."""

    subjects: tuple[Subject, ...] = ()
    last_track_id: int = 0


@dataclass(frozen=True, slots=True)
class SightedEvent:
    """Something that happened. at: when it did, which is before the frame that made it certain."""

    type: str
    at: datetime
    confidence: float
    track_id: int
    data: dict[str, Any] = field(default_factory=dict)


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
    state: State, observation: Observation, rules: Rules, zones: Iterable[Zone] = ()
) -> tuple[State, tuple[SightedEvent, ...]]:
    """The state after one more frame, and what happened. Frames come in the order of their time."""
    dogs = {
        one.track_id: one
        for one in observation.detections
        if one.class_name == "dog" and one.track_id is not None
    }
    subjects, told = [], []
    for subject, dog in _matched(state.subjects, dogs, observation.at):
        if dog is not None:
            subject = _seen(subject, dog, observation.at)
            if not subject.entered and _convincing(subject, rules):
                subject = replace(subject, entered=True)
                told.append(_event("enter_frame", subject.first_seen, subject))
            if subject.entered:
                subject, entered_zones = _in_zones(subject, observation.at, rules, zones)
                told.extend(entered_zones)
        elif not subject.entered:
            if observation.at - subject.last_seen >= rules.forget_after:
                continue
        elif observation.at - subject.last_seen >= rules.leave_after:
            stayed = (subject.last_seen - subject.first_seen).total_seconds()
            told.append(_event("leave_frame", subject.last_seen, subject, seconds=round(stayed, 1)))
            continue
        subjects.append(subject)
    last_track_id = max((state.last_track_id, *dogs))
    return State(tuple(subjects), last_track_id), tuple(told)


def _matched(
    subjects: tuple[Subject, ...], dogs: dict[int, Detection], at: datetime
) -> list[tuple[Subject, Detection | None]]:
    """Each known dog with its detection, if it has one, and each new dog with its own.

    A new track is taken for the nearest known dog that is not seen now: tracks break behind furniture, and a dog
    that comes out again has neither left nor entered.
    """
    new = {
        track_id: dog for track_id, dog in dogs.items() if track_id not in {one.track_id for one in subjects}
    }
    matched: dict[int, Detection | None] = {one.track_id: dogs.get(one.track_id) for one in subjects}
    unseen = [one for one in subjects if matched[one.track_id] is None]
    while unseen and new:
        subject, track_id = min(
            ((one, track_id) for one in unseen for track_id in new),
            key=lambda pair: _distance(pair[0].box, new[pair[1]].box),
        )
        matched[subject.track_id] = new.pop(track_id)
        unseen.remove(subject)
    return [(one, matched[one.track_id]) for one in subjects] + [
        (Subject(track_id, at, at, dog.box, frames=0, confidence=0.0), dog) for track_id, dog in new.items()
    ]


def _seen(subject: Subject, dog: Detection, at: datetime) -> Subject:
    assert dog.track_id is not None
    frames = subject.frames + 1
    return replace(
        subject,
        track_id=dog.track_id,
        last_seen=at,
        box=dog.box,
        frames=frames,
        confidence=subject.confidence + (dog.confidence - subject.confidence) / frames,
    )


def _convincing(subject: Subject, rules: Rules) -> bool:
    return (
        subject.frames >= rules.enter_frames and subject.last_seen - subject.first_seen >= rules.enter_after
    )


def _in_zones(
    subject: Subject, at: datetime, rules: Rules, zones: Iterable[Zone]
) -> tuple[Subject, list[SightedEvent]]:
    """How the dog stands to each zone now. It is where its paws are: the middle of its box's lower edge."""
    x, y, w, h = subject.box
    paws = (x + w / 2, y + h)
    known = {one.zone_id: one for one in subject.zones}
    stays, told = [], []
    for zone in zones:
        stay = known.get(zone.id, ZoneStay(zone.id, inside=False))
        if contains(zone.polygon, paws) == stay.inside:
            stay = replace(stay, changed_at=None)
        elif stay.changed_at is None:
            stay = replace(stay, changed_at=at)
        elif at - stay.changed_at >= rules.zone_after:
            if not stay.inside:
                told.append(
                    _event("enter_zone", stay.changed_at, subject, zoneId=str(zone.id), zoneName=zone.name)
                )
            stay = ZoneStay(zone.id, inside=not stay.inside)
        stays.append(stay)
    return replace(subject, zones=tuple(stays)), told


def _event(kind: str, at: datetime, subject: Subject, **data: object) -> SightedEvent:
    box = dict(zip("xywh", (round(side, 4) for side in subject.box), strict=True))
    return SightedEvent(kind, at, subject.confidence, subject.track_id, {"box": box, **data})


def _distance(a: Box, b: Box) -> float:
    """Between the centres of two boxes, squared."""
    return ((a[0] + a[2] / 2) - (b[0] + b[2] / 2)) ** 2 + ((a[1] + a[3] / 2) - (b[1] + b[3] / 2)) ** 2


def contains(polygon: tuple[Point, ...], point: Point) -> bool:
    """Whether a point lies in a polygon, by the even-odd rule (Shimrat, 1962)."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            inside = not inside
    return inside
