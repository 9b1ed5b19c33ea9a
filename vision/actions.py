"""What each dog does, from the last seconds of its track.

`sit`, `stand` and `lie` are trained: the pose model says them of every frame, and we gather what it said. All others
are stated rules (`vision.action_rules`), as no data at hand teaches them. What can't be seen:

- a dog that the frame cuts off, that is far or hidden: its posture is `unknown`;
- what a dog carries, unless it is a ball or a frisbee: no detector of ours has a class for sticks, bones or soft toys;
- whether a bowl holds food or water: it is `eat`, and an owner's zone may tell better (`vision.events`);
- `shake` below 12 frames a second: a wet dog shakes at 4 to 6 Hz (Dickerson et al., 2012).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vision.action_rules import BOWLS, TOYS, TRAINED, Action, Label, Measures, above, judge
from vision.body import Body
from vision.detection import Detection
from vision.motion import CameraMotion
from vision.pose import Pose
from vision.posture import POSTURES
from vision.track_window import Moment, TrackWindow

WITHIN_MOUTH: Final = 0.2
"""A thing whose edge is so near to the nose, in lengths of the dog, is in the mouth, or the mouth in it."""
LARGEST_TOY: Final = 0.5

LEAST: Final = 0.01
"""What is less likely is left out."""
FORGET_AFTER_S: Final = 3.0
POSTURE_OVER_S: Final = 1.0
"""Postures are a mean over so long, each frame weighing as much as the detector was sure of the dog."""
INSTANT_OVER_S: Final = 0.25
"""What is soon over, a leap or a bow, is judged over so long."""
BESIDE_OVER_S: Final = 1.0
HOLD_SPEED_S: Final = 1.0
"""Where the speed can't be measured for a moment, the last one holds."""

EDGE: Final = 0.008
"""A box that comes so near to the frame's edge is cut off by it; a fraction of the frame."""
FAR_PX: Final = (36.0, 5.0)
"""Length of a dog in pixels, below which its posture can't be seen: (middle, width) of the doubt."""
SEEN_SHARE: Final = (0.42, 0.04)
SEEN_SHARE_CLIPPED: Final = (0.52, 0.04)
"""Share of its points that have to be seen."""
DETECTED: Final = (0.25, 0.03)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One dog in one frame. pose: None where nobody looked for it."""

    detection: Detection
    pose: Pose | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame of one camera.

    at: when it was captured. size: its (width, height), pixels. dogs: those that are tracked. things: the detector's
    objects. camera: how the camera moved since the scene before; None where that can't be told.
    """

    at: datetime
    size: tuple[int, int]
    dogs: Sequence[Sighting]
    things: Sequence[Detection]
    camera: CameraMotion | None


class ActionRecognizer:
    """Watches the dogs of one camera. It holds the last 2.5 s of each."""

    def __init__(self) -> None:
        self._tracks: dict[int, _Track] = {}

    def update(self, scene: Scene) -> list[Action]:
        """What each dog of the scene does, the likeliest first. Scenes come in the order of their time."""
        at_s = scene.at.timestamp()
        for track_id, track in list(self._tracks.items()):
            if at_s - track.window.newest.at_s > FORGET_AFTER_S:
                del self._tracks[track_id]
            else:
                track.window.camera_moved(scene.camera)
        actions: list[Action] = []
        for dog in scene.dogs:
            if dog.detection.track_id is not None:
                track = self._tracks.setdefault(dog.detection.track_id, _Track())
                track.add(_moment(dog, scene, at_s), scene)
                actions.extend(_as_actions(judge(track.measures(scene)), dog.detection.track_id))
        return sorted(actions, key=lambda one: -one.probability)


class _Track:
    """One dog: its window, and the speed that was measured last."""

    def __init__(self) -> None:
        self.window = TrackWindow()
        self._speed = 0.0
        self._measured_at_s = -math.inf

    def add(self, moment: Moment, scene: Scene) -> None:
        self.window.add(moment)
        velocity = self.window.velocity()
        if velocity is not None:
            width, height = scene.size
            self._speed = math.hypot(abs(velocity), self.window.approach(max(width / height, 1.0)))
            self._measured_at_s = moment.at_s

    def measures(self, scene: Scene) -> Measures:
        window = self.window
        front, rear = window.stepping()
        return Measures(
            speed=self._speed if window.newest.at_s - self._measured_at_s <= HOLD_SPEED_S else None,
            front_steps=front,
            rear_steps=rear,
            postures=window.postures(POSTURE_OVER_S),
            rise=window.mean(INSTANT_OVER_S, Body.rise),
            steepness=window.mean(INSTANT_OVER_S, Body.steepness),
            bow=window.mean(INSTANT_OVER_S, Body.bow),
            nose_down=window.mean(INSTANT_OVER_S, Body.nose_down),
            shakes_per_s=window.shaking(),
            at_bowl=window.share(BESIDE_OVER_S, lambda one: one.at_bowl),
            has_toy=window.share(BESIDE_OVER_S, lambda one: one.has_toy),
            known=_known(window, scene),
        )


def _as_actions(sure: dict[Label, float], track_id: int) -> list[Action]:
    return [
        Action(label, probability, track_id, "trained" if label in TRAINED else "rule")
        for label, probability in sure.items()
        if probability >= LEAST
    ]


def _moment(dog: Sighting, scene: Scene, at_s: float) -> Moment:
    aspect = scene.size[0] / scene.size[1]
    x, y, w, h = dog.detection.box
    width, height = max(w * aspect, 1e-3), max(h, 1e-3)
    pose, body, postures = dog.pose, None, None
    if pose is not None:
        body = Body.of(pose, aspect, size=max(width, height))
        postures = tuple(pose.posture.probabilities[name] for name in POSTURES)
    return Moment(
        at_s,
        complex((x + w / 2) * aspect, y + h / 2),
        width,
        height,
        clipped=min(x, y, 1 - x - w, 1 - y - h) < EDGE,
        confidence=dog.detection.confidence,
        postures=postures,
        body=body,
        at_bowl=body is not None
        and (body.nose_down() or 0.0) > 0
        and _at_mouth(body, scene.things, BOWLS, aspect),
        has_toy=body is not None and _at_mouth(body, scene.things, TOYS, aspect),
    )


def _at_mouth(body: Body, things: Sequence[Detection], kinds: frozenset[str], aspect: float) -> bool:
    nose = body.at("nose")
    if nose is None:
        return False
    for thing in things:
        x, y, w, h = thing.box
        if thing.class_name not in kinds or max(w * aspect, h) > LARGEST_TOY * body.size:
            continue
        across = max(x * aspect - nose.real, nose.real - (x + w) * aspect, 0.0)
        down = max(y - nose.imag, nose.imag - (y + h), 0.0)
        if math.hypot(across, down) <= WITHIN_MOUTH * body.size:
            return True
    return False


def _known(window: TrackWindow, scene: Scene) -> float:
    """How much of the dog there is to be seen, 0..1: it is not far, not hidden, not cut off, and not a shadow."""
    now = window.newest
    known = above(window.size * scene.size[1], FAR_PX) * above(now.confidence, DETECTED)
    if now.body is not None:
        share = window.mean(INSTANT_OVER_S, lambda one: one.seen_share)
        known *= above(share, SEEN_SHARE_CLIPPED if now.clipped else SEEN_SHARE)
    return known
