"""Everything that is known of one camera's film while it runs: who is there, where their joints are, what they do.

Frames go in with what the models said of them, in the order of their time; what the page draws and what happened come
out. Live frames and an archive go through here alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from vision import events
from vision.action_rules import Action
from vision.actions import ActionRecognizer, Scene, Sighting
from vision.detection import Detection
from vision.motion import STILL, CameraMotion, Grey, camera_motion
from vision.pose import Keypoint, Pose
from vision.smoothing import PointSmoother
from vision.tracking import Tracker

VISIBLE = 0.5
"""A point less likely to be seen is not shown."""


@dataclass(frozen=True, slots=True)
class Look:
    """One frame, as the models saw it.

    at: when it was captured, aware. size: its (width, height), pixels. grey: its `small_grey`; None: nobody made one.
    living, things: the detector's. poses: of dogs among the living, each with its detection's box.
    """

    at: datetime
    size: tuple[int, int]
    grey: Grey | None
    living: Sequence[Detection]
    things: Sequence[Detection]
    poses: Sequence[Pose]


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """A point of a tracked dog, as it is shown. x, y: fractions of the frame, 0..1. confidence: 0..1."""

    track_id: int
    name: str
    x: float
    y: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Watched:
    """What one frame showed. living: with their track ids. events: those that it told of."""

    living: list[Detection]
    points: list[TrackPoint]
    actions: list[Action]
    events: tuple[events.SightedEvent, ...]


class Watcher:
    """Watches one camera. Not thread-safe: one frame after the other."""

    def __init__(self, frame_rate: float, state: events.State | None = None) -> None:
        """frame_rate: of the camera, frames/s. state: that an earlier watcher of the camera left behind."""
        self.state = state or events.State()
        self._tracker = Tracker(frame_rate, first_id=self.state.last_track_id + 1)
        self._recognizer = ActionRecognizer()
        self._smoother = PointSmoother()
        self._earlier: tuple[Grey, Sequence[Detection]] | None = None

    def watch(
        self, look: Look, zones: Iterable[events.Zone] = (), sounds: Sequence[events.Sound] = ()
    ) -> Watched:
        """One more frame, and what was heard since the one before."""
        living = self._tracker.update(look.living, look.at)
        poses = {pose.box: pose for pose in look.poses}
        dogs = [Sighting(one, poses.get(one.box)) for one in living if one.class_name == "dog"]
        actions = self._recognizer.update(Scene(look.at, look.size, dogs, look.things, self._motion(look)))
        observation = events.Observation(
            look.at, tuple(living), tuple(actions), tuple(look.things), tuple(sounds)
        )
        points = [point for dog in dogs for point in self._points(dog, look)]
        return Watched(living, points, actions, self._advance(observation, zones))

    def listen(
        self, at: datetime, sounds: Sequence[events.Sound], zones: Iterable[events.Zone] = ()
    ) -> tuple[events.SightedEvent, ...]:
        """A moment that nobody looked at, which is not an empty scene; what was heard meanwhile, and what it told."""
        return self._advance(events.Observation(at, None, sounds=tuple(sounds)), zones)

    def _advance(
        self, observation: events.Observation, zones: Iterable[events.Zone]
    ) -> tuple[events.SightedEvent, ...]:
        self.state, told = events.advance(self.state, observation, events.Rules(), zones)
        return told

    def _motion(self, look: Look) -> CameraMotion | None:
        earlier, self._earlier = self._earlier, None
        if look.grey is None:
            return None
        self._earlier = look.grey, look.living
        if earlier is None:
            return STILL
        grey, before = earlier
        if grey.shape != look.grey.shape:
            return None  # another source took its place
        return camera_motion(grey, look.grey, [one.box for one in (*before, *look.living)])

    def _points(self, dog: Sighting, look: Look) -> list[TrackPoint]:
        track_id = dog.detection.track_id
        if dog.pose is None or track_id is None:
            return []
        keypoints = dog.pose.keypoints
        # Heights of the frame along both axes: a fraction across is longer than one down.
        scale = np.array([look.size[0] / look.size[1], 1], np.float32)
        places = np.array([(one.x, one.y) for one in keypoints], np.float32).reshape(-1, 2) * scale
        seen = np.array([one.visibility >= VISIBLE for one in keypoints], np.bool_)
        size = float((np.array(dog.detection.box[2:]) * scale).max())
        places = self._smoother.smooth(track_id, look.at, places, seen, size) / scale
        return [
            shown_at(replace(one, x=float(x), y=float(y)), track_id)
            for one, (x, y) in zip(keypoints, places, strict=True)
            if one.visibility >= VISIBLE
        ]


def shown_at(point: Keypoint, track_id: int) -> TrackPoint:
    """A point as it is shown: one that lies outside, of a dog that is cut off, is put on the frame's edge."""
    return TrackPoint(
        track_id, point.name, min(max(point.x, 0.0), 1.0), min(max(point.y, 0.0), 1.0), point.confidence
    )


def shown(pose: Pose, track_id: int) -> list[TrackPoint]:
    """The points of a pose that are likely seen, of a single picture."""
    return [shown_at(one, track_id) for one in pose.keypoints if one.visibility >= VISIBLE]
