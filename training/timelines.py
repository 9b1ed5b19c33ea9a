"""The clips as cameras: `python -m training.timelines`, each clip's events beside what is seen in it.

What is seen was written down first, in cards/timelines.yaml. Every clip goes through detector, tracker, pose, actions
and events, frame by frame, in plain Python. The clips are read where they lie: PAWSIGHT_CLIPS, or `../shared/media`
beside the project; they are not committed.
"""

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import yaml

from vision.action_rules import BODY
from vision.actions import ActionRecognizer, Scene, Sighting
from vision.detection import Detection, DetectionEngine, Image
from vision.engines.loading import load_engine
from vision.events import Observation, Rules, SightedEvent, State, advance
from vision.motion import STILL, CameraMotion, Grey, camera_motion, small_grey
from vision.pose import PoseEstimator
from vision.tracking import Tracker
from vision.verify import PROPOSALS_FROM, DogDetector, DogVerifier
from vision.weights import OWN_MODELS

CARD = Path(__file__).parent / "cards" / "timelines.yaml"
START = datetime(2026, 5, 1, tzinfo=UTC)
POSE = Path("weights/dogpose.onnx")
VERIFIER = Path("weights/dogverifier.onnx")
CONFIDENCE = 0.2
"""The tracker keeps what is weaker than its own threshold only to carry a track on."""
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


@dataclass(frozen=True, slots=True)
class Look:
    """What the models say of one frame. at_s: since the clip's first."""

    at_s: float
    size: tuple[int, int]
    sightings: tuple[Sighting, ...]
    others: tuple[Detection, ...]
    camera: CameraMotion | None


@dataclass(slots=True)
class Played:
    """What was told of one clip: its events, each as it was told last, and for how long each action was likeliest."""

    events: list[SightedEvent] = field(default_factory=list)
    actions: Counter[str] = field(default_factory=Counter)


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


class Eyes:
    """The models, one frame after the other."""

    def __init__(self, detector: DetectionEngine, pose: PoseEstimator, *, any_animal: bool) -> None:
        """any_animal: take every animal for a dog, to see the rules without the detector's doubts about the class."""
        self._detector, self._pose, self._any_animal = detector, pose, any_animal
        self._earlier: tuple[Grey, list[Detection]] | None = None

    def look(self, at_s: float, image: Image) -> Look:
        """What they say of one frame."""
        found = [self._named(one) for one in self._detector.detect([image])[0] if min(one.box[2:]) > 0]
        animals = [one for one in found if one.living and one.class_name != "person"]
        poses = self._pose.estimate(image, [one.box for one in animals])
        grey, living = small_grey(image), [one for one in found if one.living]
        camera: CameraMotion | None = STILL
        if self._earlier is not None:
            earlier, before = self._earlier
            camera = camera_motion(earlier, grey, [one.box for one in [*before, *living]])
        self._earlier = grey, living
        sightings = tuple(Sighting(*one) for one in zip(animals, poses, strict=True))
        others = tuple(one for one in found if one not in animals)
        return Look(at_s, (image.shape[1], image.shape[0]), sightings, others, camera)

    def _named(self, one: Detection) -> Detection:
        animal = self._any_animal and one.living and one.class_name != "person"
        return replace(one, class_name="dog") if animal else one


def play(looks: Iterable[Look], fps: float) -> Played:
    """The events of a clip, as a camera would tell them."""
    tracker, recognizer, state, played = Tracker(fps), ActionRecognizer(), State(), Played()
    told: dict[tuple[str, datetime, int | None], SightedEvent] = {}
    for look in looks:
        at = START + timedelta(seconds=look.at_s)
        by_box = {one.detection.box: one for one in look.sightings}
        people = [one for one in look.others if one.living]
        living = tracker.update([one.detection for one in look.sightings] + people, at)
        dogs = [replace(by_box[one.box], detection=one) for one in living if one.class_name == "dog"]
        things = [one for one in look.others if not one.living]
        actions = recognizer.update(Scene(at, look.size, dogs, things, look.camera))
        observation = Observation(at, tuple(living), tuple(actions), tuple(things))
        state, events = advance(state, observation, Rules())
        told |= {(one.type, one.at, one.track_id): one for one in events}
        # The likeliest comes first, so it is written last.
        _count(played, dogs, {one.track_id: one.label for one in reversed(actions) if one.label in BODY})
    played.events = sorted(told.values(), key=lambda one: (one.at, one.type))
    return played


def _count(played: Played, dogs: Sequence[Sighting], likeliest: dict[int, str]) -> None:
    """The action of the largest dog: what a clip is about."""
    tracked = [one.detection for one in dogs if one.detection.track_id in likeliest]
    if tracked:
        largest = max(tracked, key=lambda one: one.box[2] * one.box[3])
        played.actions[likeliest[largest.track_id or 0]] += 1


def score(clip: Clip, events: Sequence[SightedEvent], end_s: float) -> Scored:
    """Each fact is told by one event at most, and each event tells one fact at most; the rest is missed or false."""
    open_facts, found, false = list(clip.facts), [], []
    for event in events:
        fact = next((one for one in open_facts if _tells(event, one, end_s)), None)
        if fact is not None:
            open_facts.remove(fact)
            found.append((fact, event))
        elif not any(_tells(event, one, end_s) for one in clip.may):
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


def load_detector(name: str, verifier: Path | None) -> DetectionEngine:
    """The detector, looked over by the verifier if there is one."""
    if verifier is None:
        return load_engine(name, search=[OWN_MODELS], threads=2, confidence=CONFIDENCE)
    proposer = load_engine(name, search=[OWN_MODELS], threads=2, confidence=PROPOSALS_FROM)
    return DogDetector(proposer, DogVerifier.load(verifier, threads=2), confidence=CONFIDENCE)


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
    parser.add_argument("--any-animal", action="store_true", help="take every animal for a dog")
    asked = parser.parse_args()
    detector = load_detector(asked.detector, VERIFIER if VERIFIER.exists() and not asked.any_animal else None)
    pose = PoseEstimator.load(asked.pose, threads=2)
    tables: dict[str, Table] = defaultdict(Table)
    for clip in read_card():
        if (asked.clips and clip.name not in asked.clips) or asked.half not in (None, clip.half):
            continue
        path = next(clips_folder().rglob(f"{clip.name}.mp4"))
        eyes = Eyes(detector, pose, any_animal=asked.any_animal)
        looks = [eyes.look(at_s, image) for at_s, image in frames(path, asked.fps)]
        played = play(looks, asked.fps)
        scored = score(clip, played.events, looks[-1].at_s)
        tables[clip.half].add(clip, played, scored)
        print("\n".join(timeline(clip, played, scored)), flush=True)
    for half, table in tables.items():
        print("\n".join([f"\n## {half}", *table.lines()]))


if __name__ == "__main__":
    main()
