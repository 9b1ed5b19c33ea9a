"""What is seen and heard of one camera, until it lies beside the segment of its time."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from deployments.observation_file import HeardWindow, Moment, Seen
from hearing.classifier import Scored
from vision.action_rules import Action
from vision.detection import Detection
from vision.watcher import TrackPoint

MOST_MOMENTS: Final = 1500
"""Frames and windows: a minute and a half at 15 frames a second. A segment is seconds long."""


class ObservationLog:
    """Used by one event loop; every call returns at once. Of what no segment asks for the oldest goes."""

    def __init__(self) -> None:
        self._moments: deque[Moment] = deque(maxlen=MOST_MOMENTS)

    def saw(
        self,
        at: datetime,
        seq: int,
        detections: Sequence[Detection],
        poses: Sequence[TrackPoint],
        actions: Sequence[Action],
        objects: Sequence[Detection],
    ) -> None:
        """Take what a frame showed: living subjects, points of the dogs among them, what these do, and things.

        at: when it was captured, aware. A frame that nobody looked at is not to be told of.
        """
        self._moments.append(Seen(at, seq, detections, poses, actions, objects))

    def heard(self, at: datetime, duration: timedelta, top: Sequence[Scored]) -> None:
        """Take what a window of sound is like. at: when it began, aware."""
        self._moments.append(HeardWindow(at, duration, top))

    def between(self, start: datetime, end: datetime) -> list[Moment]:
        """What is known of the time from start to end, which is not in it."""
        return [one for one in self._moments if start <= one.at < end]

    def forget_before(self, moment: datetime) -> None:
        """Nothing before a moment is asked for any more."""
        # Not from the left alone: what is seen and heard of one moment comes at different times.
        kept = [one for one in self._moments if one.at >= moment]
        self._moments.clear()
        self._moments.extend(kept)
