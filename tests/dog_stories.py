"""Films of a scene, told in seconds: the same scene can be seen at any frame rate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vision.action_rules import TRAINED, Action, Label
from vision.detection import Detection
from vision.events import Observation, Rules, SightedEvent, State, Zone, advance

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
LEFT, MIDDLE, RIGHT = (0.0, 0.2, 0.2, 0.6), (0.4, 0.2, 0.2, 0.6), (0.8, 0.2, 0.2, 0.6)

Doing = Mapping[Label, float]


@dataclass(frozen=True)
class Shot:
    """What a dog does for a while. does: None: nobody looked what it does. there: whether it is detected."""

    seconds: float
    does: Doing | None = None
    there: bool = True
    box: tuple[float, float, float, float] = MIDDLE
    confidence: float = 0.8
    things: tuple[Detection, ...] = ()
    people: tuple[Detection, ...] = ()
    track_id: int = 1


def doing(label: Label, probability: float = 0.9) -> Doing:
    return {label: probability, "unknown": round(0.98 - probability, 6)}


def seconds(moment: datetime) -> float:
    return round((moment - START).total_seconds(), 3)


def at(moment_s: float) -> datetime:
    return START + timedelta(seconds=moment_s)


def film(shots: Sequence[Shot], fps: float) -> list[Observation]:
    """The shots one after the other, a frame every 1/fps seconds."""
    frames, index, end_s = [], 0, 0.0
    for shot in shots:
        end_s += shot.seconds
        while round(index / fps, 6) < round(end_s, 6):
            frames.append(_frame(shot, at(index / fps)))
            index += 1
    return frames


def _frame(shot: Shot, moment: datetime) -> Observation:
    dog = Detection("dog", shot.confidence, shot.box, shot.track_id)
    actions = [
        Action(label, probability, shot.track_id, "trained" if label in TRAINED else "rule")
        for label, probability in (shot.does or {}).items()
    ]
    seen = (dog, *shot.people) if shot.there else shot.people
    return Observation(moment, seen, tuple(actions) if shot.there else (), shot.things)


def told(
    frames: Iterable[Observation],
    zones: tuple[Zone, ...] = (),
    rules: Rules | None = None,
) -> list[SightedEvent]:
    """All that is told of a film."""
    state, events = State(), []
    for frame in frames:
        state, more = advance(state, frame, rules or Rules(), zones)
        events.extend(more)
    return events


def rows(events: Iterable[SightedEvent]) -> list[SightedEvent]:
    """The events as a table keeps them: one row each, as it was told last."""
    kept: dict[tuple[str, datetime, int | None, str], SightedEvent] = {}
    for one in events:
        kept[one.type, one.at, one.track_id, one.data.get("zoneId", "")] = one
    return sorted(kept.values(), key=lambda one: (one.at, one.type))


def of(events: Iterable[SightedEvent], *kinds: str) -> list[SightedEvent]:
    return [one for one in rows(events) if one.type in kinds]


def spans(events: Iterable[SightedEvent], *kinds: str) -> list[tuple[str, float, float | None]]:
    """Type, beginning and end of each, seconds."""
    return [
        (one.type, seconds(one.at), seconds(one.until) if one.until else None) for one in of(events, *kinds)
    ]
