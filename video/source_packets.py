"""What an open source gives its feed, and the place where it waits when the feed is slow for a moment."""

import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from video.errors import SourceError
from video.media import AVPacket, Media

MOST_BYTES: Final = 32_000_000
MOST_S: Final = 5.0
"""So much of a live source waits for its feed, at most."""


@dataclass(frozen=True, slots=True)
class SourcePacket:
    """One packet as it lay in its container.

    packet: empty at the end of the media: the decoder gives what it still holds. media: where it comes from;
    another one than before when a file begins anew. pts, dts, duration: ticks of the source's own, endless
    time. arrived: ticks since the epoch; for a file, when it was due. behind_s: how long it waited for the feed.
    """

    media: Media
    packet: AVPacket
    pts: int
    dts: int
    duration: int
    arrived: int
    behind_s: float = 0.0

    @property
    def is_picture(self) -> bool:
        """Whether it belongs to the picture rather than to the sound."""
        return self.packet.stream is self.media.video


@dataclass(frozen=True, slots=True)
class Gap:
    """Something is missing here. reason: for people. packets: how many were lost; 0 when time was skipped."""

    reason: str
    packets: int = 0


class SourceQueue:
    """The samples of a live source, between the thread that reads and the thread of the feed.

    A feed that is slow for a moment loses nothing. When it is slow for too long all that waits is dropped and
    counted: a `Gap` comes out in its place, so that nobody takes what follows for what comes next.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[tuple[float, SourcePacket]] = deque()
        self._bytes = 0
        self._lost = 0
        self._failure: SourceError | None = None

    def put(self, sample: SourcePacket) -> None:
        """Let a sample wait; never blocks."""
        now_s = time.monotonic()
        with self._changed:
            self._waiting.append((now_s, sample))
            self._bytes += sample.packet.size
            if self._bytes > MOST_BYTES or now_s - self._waiting[0][0] > MOST_S:
                self._lost += len(self._waiting)
                self._waiting.clear()
                self._bytes = 0
            self._changed.notify()

    def fail(self, failure: SourceError) -> None:
        """Nothing more will come, and why."""
        with self._changed:
            self._failure = failure
            self._changed.notify()

    def take(self, wait_s: float) -> SourcePacket | Gap | None:
        """The next sample, or None when none came in time. Raises the failure once nothing waits."""
        with self._changed:
            if not self._lost and not self._waiting and self._failure is None:
                self._changed.wait(wait_s)
            if self._lost:
                lost, self._lost = self._lost, 0
                return Gap("this machine is too busy", packets=lost)
            if self._waiting:
                since_s, sample = self._waiting.popleft()
                self._bytes -= sample.packet.size
                return replace(sample, behind_s=time.monotonic() - since_s)
            if self._failure is not None:
                raise self._failure
            return None
