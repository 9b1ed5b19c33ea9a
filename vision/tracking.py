"""Which dog in this frame is which dog of the frame before: ByteTrack, and one class for a whole track."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from vision.detection import Detection

LOST_AFTER_S = 2.0
"""How long a track waits for its subject behind a chair."""
START_CONFIDENCE = 0.45
"""A detection this sure begins a track; weaker ones only carry a track on (Zhang et al., ByteTrack, 2022)."""
SEEN_TWICE = 2
VOTE_DECAY = 0.98
"""A vote for a class counts half after 35 frames: a track may change its mind, a frame may not."""
DOG_PRIOR = 1.5
"""Where a camera of ours looks, an animal is more likely a dog than where COCO's pictures were taken."""


class Tracker:
    """Gives the living subjects of one camera their track ids.

    People and animals are tracked apart: a dog on a lap stays a dog. Within the animals the class is left out of
    the matching, as detectors waver between dog, cat and sheep; a track is called what most of its frames, weighted
    by confidence, say.
    """

    def __init__(self, frame_rate: float, *, first_id: int = 1) -> None:
        """frame_rate: of the camera, frames/s. first_id: ids grow from here; those before were given already."""
        self._kinds = {name: _Kind(frame_rate) for name in ("person", "animal")}
        self._next_id = first_id

    def update(self, detections: Sequence[Detection], at: datetime) -> list[Detection]:
        """The same detections, with `track_id` where a track is sure, and the class of the track.

        at: when the frame was captured; it has to grow, a frame of an earlier moment gets no ids.
        """
        tracked: list[Detection] = []
        for name, kind in self._kinds.items():
            mine = [one for one in detections if (one.class_name == "person") == (name == "person")]
            for one, own_id in kind.update(mine, at.timestamp()):
                if own_id is None:
                    tracked.append(one)
                    continue
                if own_id not in kind.ids:
                    kind.ids[own_id] = self._next_id
                    self._next_id += 1
                tracked.append(replace(one, class_name=kind.voted(own_id, one), track_id=kind.ids[own_id]))
        return sorted(tracked, key=lambda one: -one.confidence)


class _Kind:
    """The tracks of one kind of subject, by ByteTrack's own ids."""

    def __init__(self, frame_rate: float) -> None:
        # Here, since they bring SciPy and Matplotlib: half a second of each process that only reads our types.
        from supervision import Detections
        from trackers import ByteTrackTracker

        self._detections = Detections
        self._tracker = ByteTrackTracker(
            frame_rate=frame_rate,
            # Counted in frames of a 30/s film, whatever the frame rate is.
            lost_track_buffer=round(LOST_AFTER_S * 30),
            track_activation_threshold=START_CONFIDENCE,
            high_conf_det_threshold=START_CONFIDENCE,
            minimum_consecutive_frames=SEEN_TWICE,
        )
        self.ids: dict[int, int] = {}
        self._votes: dict[int, dict[str, float]] = {}

    def update(self, detections: list[Detection], at_s: float) -> list[tuple[Detection, int | None]]:
        corners = np.array([_corners(one) for one in detections], np.float32).reshape(-1, 4)
        found = self._tracker.update(
            self._detections(
                xyxy=corners,
                confidence=np.array([one.confidence for one in detections], np.float32),
                # ByteTrack reorders and does not read it: where each came from.
                class_id=np.arange(len(detections)),
            ),
            timestamp=at_s,
        )
        self._forget_the_dead()
        return [
            (detections[row], None if own_id < 0 else int(own_id))
            for row, own_id in zip(found.class_id, found.tracker_id, strict=True)
        ]

    def voted(self, own_id: int, one: Detection) -> str:
        votes = self._votes.setdefault(own_id, {})
        for name in votes:
            votes[name] *= VOTE_DECAY
        prior = DOG_PRIOR if one.class_name == "dog" else 1.0
        votes[one.class_name] = votes.get(one.class_name, 0.0) + one.confidence * prior
        return max(votes, key=votes.__getitem__)

    def _forget_the_dead(self) -> None:
        alive = {track.tracker_id for track in self._tracker.tracks}
        for own_id in self.ids.keys() - alive:
            self.ids.pop(own_id)
            self._votes.pop(own_id, None)


def _corners(one: Detection) -> tuple[float, float, float, float]:
    x, y, w, h = one.box
    return x, y, x + w, y + h
