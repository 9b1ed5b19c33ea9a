"""What the machine is shown, what it remembers and what it tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from pydantic import TypeAdapter

from vision.action_rules import Action, Label
from vision.detection import Detection

Point = tuple[float, float]
Box = tuple[float, float, float, float]

SoundKind = Literal["bark", "howl", "whine", "growl"]
BoutKind = Label | Literal["calm"]

BODY_EVENTS: Final[tuple[BoutKind, ...]] = ("sit", "stand", "lie", "run", "jump", "play_bow")
"""A dog does one of them at a time."""
SILENT: Final[frozenset[BoutKind]] = frozenset({"walk"})
"""Known, to end what went on before; never told."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the picture. polygon: corners (x, y) as fractions of the frame."""

    id: UUID
    name: str
    polygon: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound of a dog, as `hearing.events` tells it: when it is certain, and again when it is over.

    began_at: the same both times. ended_at: None while it goes on. count: outbursts so far. peak, peak_at: its surest
    window.
    """

    kind: SoundKind
    began_at: datetime
    ended_at: datetime | None
    confidence: float
    count: int
    peak: float
    peak_at: datetime


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen in one frame, and heard since the one before.

    at: when it was captured, aware. detections: subjects with their track ids; None: nobody looked, which is not an
    empty scene. actions: what the dogs among them do. things: the detector's objects. sounds: newly told ones.
    """

    at: datetime
    detections: tuple[Detection, ...] | None
    actions: tuple[Action, ...] = ()
    things: tuple[Detection, ...] = ()
    sounds: tuple[Sound, ...] = ()


@dataclass(frozen=True, slots=True)
class BoutRule:
    """When a dog is believed to do something. Probabilities 0..1.

    begins: what a frame needs to begin it; keeps: what one needs to go on with it (hysteresis). lasts: how long it
    has to before it is told. gap: doubts that are as long end it; it ended when the doubts began.
    cool_down: so long after an end nothing of the kind is told; what goes on for longer is, from its own beginning.
    """

    begins: float
    keeps: float
    lasts: timedelta
    gap: timedelta
    cool_down: timedelta = timedelta(0)


def _s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


BOUTS: Final[Mapping[BoutKind, BoutRule]] = MappingProxyType(
    {
        "sit": BoutRule(0.55, 0.35, lasts=_s(1.0), gap=_s(2.0)),
        "stand": BoutRule(0.55, 0.35, lasts=_s(1.5), gap=_s(1.5), cool_down=_s(1.0)),
        "lie": BoutRule(0.55, 0.35, lasts=_s(1.5), gap=_s(3.0)),
        "walk": BoutRule(0.50, 0.35, lasts=_s(1.0), gap=_s(1.0)),
        "run": BoutRule(0.50, 0.30, lasts=_s(0.5), gap=_s(1.2), cool_down=_s(2.0)),
        "jump": BoutRule(0.50, 0.30, lasts=_s(0.06), gap=_s(0.5), cool_down=_s(1.0)),
        "play_bow": BoutRule(0.50, 0.30, lasts=_s(0.4), gap=_s(0.8), cool_down=_s(1.0)),
        "eat": BoutRule(0.50, 0.30, lasts=_s(2.0), gap=_s(4.0), cool_down=_s(10)),
        "fetch": BoutRule(0.50, 0.30, lasts=_s(0.8), gap=_s(1.5), cool_down=_s(5)),
        "calm": BoutRule(0.60, 0.50, lasts=_s(60), gap=_s(2.0)),
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How long something has to last before it is believed.

    enter_after, enter_frames: a new dog is told of once it was seen so long and so often.
    unsure_below: a dog whose mean confidence is lower, as shapes in the dark have it, has to last `unsure_times`
    longer, and so has all that it does. forget_after: a dog that was not told of, and not seen for so long, was none.
    leave_after: a dog that was not seen for so long has left. zone_after: a dog that stands in a zone for so long, or
    outside of it, has entered or left it. hidden_for: what a dog does goes on for so long while that can't be seen.
    """

    enter_after: timedelta = timedelta(seconds=0.4)
    enter_frames: int = 3
    unsure_below: float = 0.4
    unsure_times: float = 3.0
    forget_after: timedelta = timedelta(seconds=1)
    leave_after: timedelta = timedelta(seconds=3)
    zone_after: timedelta = timedelta(seconds=0.4)
    hidden_for: timedelta = timedelta(seconds=10)
    bouts: Mapping[BoutKind, BoutRule] = field(default_factory=lambda: BOUTS)


@dataclass(frozen=True, slots=True)
class ZoneStay:
    """How a dog stands to a zone. changed_at: since when it stands on the other side of its edge; None: it does not.

    since: when it entered; None outside.
    """

    zone_id: UUID
    inside: bool
    changed_at: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What one frame said, 0..1. at: when it was captured."""

    at: datetime
    probability: float


@dataclass(frozen=True, slots=True)
class Bout:
    """Something that a dog does, for a while.

    track_id: the dog's when it began, which names the event. since: when. last: the newest frame that has it.
    frames, confidence: how many frames have it or doubt it, and the mean of what they say. first: its first frames;
    peak: its surest one. told: whether its beginning was. told_as: the event's type. apart: whether the dog was away
    from people meanwhile; done: whether what it leads to (`fetch_success`) was told.
    """

    kind: BoutKind
    track_id: int
    since: datetime
    last: datetime
    frames: int
    confidence: float
    first: tuple[Score, ...]
    peak: Score
    told: bool = False
    told_as: str = ""
    apart: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A dog in the picture. track_id: of its newest track; a dog keeps its place here when its track breaks.

    former: ids of its tracks before that one, by which it may come back. entered: whether `enter_frame` was told.
    confidence: mean over its frames. body_ended: when the last of `BODY_EVENTS` ended. rests: until when a kind is
    not told again.
    """

    track_id: int
    first_seen: datetime
    last_seen: datetime
    box: Box
    frames: int
    confidence: float
    former: tuple[int, ...] = ()
    entered: bool = False
    zones: tuple[ZoneStay, ...] = ()
    bouts: tuple[Bout, ...] = ()
    body_ended: datetime | None = None
    rests: tuple[tuple[BoutKind, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenSound:
    """A sound that was told and goes on. track_id: whose it is, as it was told."""

    kind: SoundKind
    began_at: datetime
    track_id: int | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """What the machine knows between two frames. last_track_id: the largest id that it has met."""

    subjects: tuple[Subject, ...] = ()
    last_track_id: int = 0
    sounds: tuple[OpenSound, ...] = ()


@dataclass(frozen=True, slots=True)
class SightedEvent:
    """Something that happened. at: when it began, which is before the frame that made it certain.

    What lasts is told twice: when it is certain, without `until`, and when it is over, with it. Type, time, track and
    zone are the same both times, and so is `id_in`: it is one event. track_id: None: a sound of we don't know whom.
    """

    type: str
    at: datetime
    confidence: float
    track_id: int | None
    data: dict[str, Any] = field(default_factory=dict)
    until: datetime | None = None

    def id_in(self, namespace: UUID) -> UUID:
        """Its id among the events of a camera, or of a run over a camera's archive: the same each time it is told."""
        zone = self.data.get("zoneId", "")
        return uuid5(namespace, f"{self.type} {self.at.isoformat()} {self.track_id} {zone}")


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
