"""The clips as cameras: `python -m training.timelines`, each clip's events beside what is seen in it.

What is seen was written down first, in cards/timelines.yaml. Every clip goes through detector, tracker, pose, actions
and events, frame by frame, in plain Python. The clips are read where they lie: PAWSIGHT_CLIPS, or `../shared/media`
beside the project; they are not committed.
"""

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import yaml

from pawsight.settings import Settings
from vision.action_rules import BODY
from vision.detection import Detection, DetectionEngine, Image
from vision.engines.loading import load_engine
from vision.events import SightedEvent
from vision.motion import small_grey
from vision.pose import PoseEstimator
from vision.watcher import Look, Watcher
from vision.weights import OWN_MODELS

CARD = Path(__file__).parent / "cards" / "timelines.yaml"
START = datetime(2026, 5, 1, tzinfo=UTC)
POSE = Path("weights/dogpose.onnx")
CONFIDENCE = Settings.model_fields["detector_confidence"].default
"""As a live camera has it."""
SLACK_S = 0.75
"""An event that begins so much before what it tells, or after, tells it: an eye is not exact either."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is seen, or might be: from when to when, seconds."""

    type: str
    start_s: float = 0.0
    end_s: float = 1e9


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip and what is seen in it. half: `tune` or `report`; see the card for the rest."""

    name: str
    half: str
    actions: tuple[str, ...]
    facts: tuple[Fact, ...]
    may: tuple[Fact, ...]


@dataclass(slots=True)
class Played:
    """What was told of one clip.

    events: each as it was told last. actions: in how many frames each was likeliest. end_s: when the last frame was.
    """

    events: list[SightedEvent] = field(default_factory=list)
    actions: Counter[str] = field(default_factory=Counter)
    end_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """found: facts that were told; missed: facts that were not; false: events that are neither facts nor may be."""

    found: tuple[tuple[Fact, SightedEvent], ...]
    missed: tuple[Fact, ...]
    false: tuple[SightedEvent, ...]


def read_card(path: Path = CARD) -> list[Clip]:
    """What is seen in each clip."""
    card: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text())
    return [
        Clip(
            name,
            told["half"],
            tuple(told["action"] or ()),
            tuple(_fact(one) for one in told["events"]),
            tuple(_fact(one) for one in told.get("may", ())),
        )
        for name, told in card.items()
    ]


def _fact(told: dict[str, Any]) -> Fact:
    return Fact(told["type"], told.get("from", 0.0), told.get("to", 1e9))


def frames(path: Path, fps: float) -> Iterator[tuple[float, Image]]:
    """Frames of a film (seconds, picture), at most so many a second."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert stream.time_base is not None
        due_s = 0.0
        for frame in film.decode(stream):
            at_s = float((frame.pts or 0) * stream.time_base)
            if at_s >= due_s - 1e-3:
                due_s = max(due_s, at_s) + 1 / fps - 1e-3
                yield at_s, np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def looks(
    films: Iterable[tuple[float, Image]], detector: DetectionEngine, pose: PoseEstimator, *, any_animal: bool
) -> Iterator[Look]:
    """What the models say of each frame.

    any_animal: take every animal for a dog, to see the rules without the detector's doubts about the class.
    """
    for at_s, image in films:
        found = [one for one in detector.detect([image])[0] if min(one.box[2:]) > 0]
        if any_animal:
            found = [replace(one, class_name="dog") if _is_animal(one) else one for one in found]
        dogs = [one for one in found if one.class_name == "dog"]
        yield Look(
            at=START + timedelta(seconds=at_s),
            size=(image.shape[1], image.shape[0]),
            grey=small_grey(image),
            living=[one for one in found if one.living],
            things=[one for one in found if not one.living],
            poses=pose.estimate(image, [one.box for one in dogs]),
        )


def _is_animal(one: Detection) -> bool:
    return one.living and one.class_name != "person"


def play(looked: Iterable[Look], fps: float) -> Played:
    """The events of a clip, as a camera would tell them."""
    watcher, played = Watcher(fps), Played()
    told: dict[tuple[str, datetime, int | None], SightedEvent] = {}
    for look in looked:
        watched = watcher.watch(look)
        told |= {(one.type, one.at, one.track_id): one for one in watched.events}
        # The likeliest comes first, so it is written last.
        likeliest = {one.track_id: one.label for one in reversed(watched.actions) if one.label in BODY}
        _count(played, watched.living, likeliest)
        played.end_s = (look.at - START).total_seconds()
    played.events = sorted(told.values(), key=lambda one: (one.at, one.type))
    return played


def _count(played: Played, living: Sequence[Detection], likeliest: Mapping[int, str]) -> None:
    """The action of the largest dog: what a clip is about."""
    tracked = [one for one in living if one.track_id in likeliest]
    if tracked:
        largest = max(tracked, key=lambda one: one.box[2] * one.box[3])
        played.actions[likeliest[largest.track_id or 0]] += 1


def score(clip: Clip, played: Played) -> Scored:
    """Each fact is told by one event at most, and each event tells one fact at most; the rest is missed or false."""
    open_facts, found, false = list(clip.facts), [], []
    for event in played.events:
        fact = next((one for one in open_facts if _tells(event, one, played.end_s)), None)
        if fact is not None:
            open_facts.remove(fact)
            found.append((fact, event))
        elif not any(_tells(event, one, played.end_s) for one in clip.may):
            false.append(event)
    return Scored(tuple(found), tuple(open_facts), tuple(false))


def _tells(event: SightedEvent, fact: Fact, end_s: float) -> bool:
    start_s = (event.at - START).total_seconds()
    lasting = event.type not in {"enter_frame", "leave_frame"}
    stop_s = (event.until - START).total_seconds() if event.until else end_s if lasting else start_s
    return event.type == fact.type and start_s <= fact.end_s + SLACK_S and stop_s >= fact.start_s - SLACK_S


@dataclass(slots=True)
class Table:
    """Sums over clips: how many events of each type were found, missed and false; how often the action was right."""

    events: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    right: int = 0
    clips: int = 0

    def add(self, clip: Clip, played: Played, scored: Scored) -> None:
        """One more clip."""
        for fact, _ in scored.found:
            self.events[fact.type]["found"] += 1
        for fact in scored.missed:
            self.events[fact.type]["missed"] += 1
        for event in scored.false:
            self.events[event.type]["false"] += 1
        if clip.actions:
            self.clips += 1
            self.right += _likeliest(played) in clip.actions

    def lines(self) -> Iterator[str]:
        """As Markdown."""
        yield "| event | found | missed | false |"
        yield "| --- | --- | --- | --- |"
        for kind, counts in sorted(self.events.items()):
            yield f"| {kind} | {counts['found']} | {counts['missed']} | {counts['false']} |"
        total = sum(self.events.values(), Counter[str]())
        yield f"| all | {total['found']} | {total['missed']} | {total['false']} |"
        yield ""
        yield f"Action of the clip: {self.right} of {self.clips}."


def timeline(clip: Clip, played: Played, scored: Scored) -> Iterator[str]:
    """What was told of a clip beside what is seen in it."""
    yield f"### {clip.name} ({clip.half})"
    shares = ", ".join(f"{label} {count}" for label, count in played.actions.most_common(4))
    yield f"action: {'/'.join(clip.actions) or 'none'}; told in frames: {shares or 'nothing'}"
    tells = {id(event): fact for fact, event in scored.found}
    for event in played.events:
        start_s = (event.at - START).total_seconds()
        stop = f"{(event.until - START).total_seconds():.1f}" if event.until else ""
        if (fact := tells.get(id(event))) is not None:
            verdict = f"seen {fact.start_s:g} to {fact.end_s:g}"
        else:
            verdict = "FALSE" if event in scored.false else "may be"
        yield f"{start_s:6.1f} {stop:>5} #{event.track_id} {event.type:12} {event.confidence:.2f}  {verdict}"
    for fact in scored.missed:
        yield f"{fact.start_s:6.1f} {fact.end_s:5.1f}    {fact.type:12}       MISSED"


def _likeliest(played: Played) -> str | None:
    return played.actions.most_common(1)[0][0] if played.actions else None


def clips_folder() -> Path:
    """Where the clips lie."""
    default = Path(__file__).parents[2] / "shared" / "media"
    return Path(os.environ.get("PAWSIGHT_CLIPS") or default)


def main() -> None:
    """Print the timelines, and a table for each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="*", help="names; none: all")
    parser.add_argument("--half", choices=("tune", "report"))
    parser.add_argument("--fps", type=float, default=10.0)
    parser.add_argument("--detector", default="nanodet.onnx")
    parser.add_argument("--pose", type=Path, default=POSE)
    parser.add_argument("--confidence", type=float, default=CONFIDENCE)
    parser.add_argument("--any-animal", action="store_true", help="take every animal for a dog")
    asked = parser.parse_args()
    detector = load_engine(asked.detector, search=[OWN_MODELS], threads=2, confidence=asked.confidence)
    pose = PoseEstimator.load(asked.pose, threads=2)
    tables: dict[str, Table] = defaultdict(Table)
    for clip in read_card():
        if (asked.clips and clip.name not in asked.clips) or asked.half not in (None, clip.half):
            continue
        path = next(clips_folder().rglob(f"{clip.name}.mp4"))
        films = frames(path, asked.fps)
        played = play(looks(films, detector, pose, any_animal=asked.any_animal), asked.fps)
        scored = score(clip, played)
        tables[clip.half].add(clip, played, scored)
        print("\n".join(timeline(clip, played, scored)), flush=True)
    for half, table in tables.items():
        print("\n".join([f"\n## {half}", *table.lines()]))


if __name__ == "__main__":
    main()
