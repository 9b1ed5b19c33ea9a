"""A camera that comes to us: the decoded frames that a browser pushes by WebRTC."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from video.clock import Clock
from video.decoding import Show
from video.encoding import AacEncoder
from video.errors import SourceLost
from video.media import Picture, check_size
from video.outlet import Outlet
from video.packets import TICKS_HZ, to_ticks
from video.stream_clock import ClockJump, StreamClock
from video.transcoding import MOST_FPS, PictureEncoding

NOBODY: Final = "nobody is sending from this camera's page"

_MOST_PICTURES = 8
_MOST_SOUNDS = 100  # of 20 ms each
_SILENCE_S = 10.0
_GLANCE_S = 0.1
_SOUND_COMES_S = 1.0  # a sender's sound may start after its picture


@dataclass(frozen=True, slots=True)
class Pushed:
    """One decoded frame of a sender. at: its stamp in ticks, of its own track's clock. arrived: ticks since the epoch.

    behind_s: how long it waited for the feed.
    """

    frame: VideoFrame | AudioFrame
    at: int
    arrived: int
    behind_s: float = 0.0


class PushSource:
    """Takes decoded frames on the asyncio side and hands them to the feed's thread. Bounded; nothing blocks.

    One sender at a time: whoever lets senders in ends the one before. skipped: frames that were dropped because
    the feed was slow, the oldest first.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.skipped = 0
        self._clock = clock or Clock()
        self._changed = threading.Condition()
        self._pictures: deque[Pushed] = deque()
        self._sounds: deque[Pushed] = deque()
        self._ended = False

    def video(self, frame: VideoFrame) -> None:
        """Take the sender's next picture, with the `pts` and `time_base` of its track; from any thread."""
        self._put(self._pictures, frame, _MOST_PICTURES)

    def audio(self, frame: AudioFrame) -> None:
        """Take the sender's next piece of sound, with the `pts` and `time_base` of its track; from any thread."""
        self._put(self._sounds, frame, _MOST_SOUNDS)

    def ended(self) -> None:
        """The sender has gone: the camera is away from now on; from any thread, any number of times."""
        with self._changed:
            self._ended = True
            self._pictures.clear()
            self._sounds.clear()
            self._changed.notify()

    def frames(self, stopped: threading.Event) -> Iterator[Pushed]:
        """Wait for a sender, and give its frames as they come, until `stopped` is set; for the feed's thread.

        Raises `SourceLost` when the sender has gone or is silent.
        """
        last_s: float | None = None
        with self._changed:
            self._ended = False
        while not stopped.is_set():
            pushed = self._take()
            if pushed is not None:
                last_s = time.monotonic()
                yield pushed
            elif last_s is not None and (self._ended or time.monotonic() - last_s > _SILENCE_S):
                raise SourceLost(NOBODY)

    def _put(self, waiting: deque[Pushed], frame: VideoFrame | AudioFrame, most: int) -> None:
        if frame.pts is None or frame.time_base is None:
            return
        at = math.floor(frame.pts * frame.time_base * TICKS_HZ)
        pushed = Pushed(frame, at, to_ticks(self._clock.now()))
        with self._changed:
            if len(waiting) == most:
                waiting.popleft()
                self.skipped += 1
            waiting.append(pushed)
            self._changed.notify()

    def _take(self) -> Pushed | None:
        """The frame that has waited longest; None when none comes for a moment."""
        with self._changed:
            if not self._pictures and not self._sounds and not self._ended:
                self._changed.wait(_GLANCE_S)
            waiting = [queue for queue in (self._pictures, self._sounds) if queue]
            if not waiting:
                return None
            pushed = min(waiting, key=lambda queue: queue[0].arrived).popleft()
        behind = to_ticks(self._clock.now()) - pushed.arrived
        return replace(pushed, behind_s=behind / TICKS_HZ)


class PushIntake:
    """Takes a sender's frames from the first to the last: encodes them once, and shows the pictures."""

    def __init__(self, outlet: Outlet, show: Show) -> None:
        self._outlet = outlet
        self._show = show
        self._encoding = PictureEncoding(MOST_FPS, outlet)
        self._sound: AacEncoder | None = None
        # Each track counts from a number of its own: they meet in our clock.
        self._picture_clock, self._sound_clock = StreamClock(after=outlet.last_dts), StreamClock()
        self._first_at: int | None = None

    def take(self, pushed: Pushed) -> None:
        """Take what comes next. Raises `SourceRefused` when the picture became too large."""
        if isinstance(pushed.frame, VideoFrame):
            self._take_picture(pushed.frame, pushed)
        else:
            self._take_sound(pushed.frame, pushed)

    def _take_picture(self, frame: VideoFrame, pushed: Pushed) -> None:
        check_size(frame.width, frame.height)
        try:
            at, _ = self._picture_clock.picture(pushed.at, pushed.at, pushed.arrived)
        except ClockJump as jump:
            self._outlet.lost(str(jump))
            self._encoding.begin_anew()
            self._picture_clock = StreamClock(after=self._outlet.last_dts)
            at, _ = self._picture_clock.picture(pushed.at, pushed.at, pushed.arrived)
        self._first_at = self._first_at or at
        picture = Picture(at / TICKS_HZ, frame, 1.0)
        if self._sound is not None or at - self._first_at > _SOUND_COMES_S * TICKS_HZ:
            audio = self._sound.format if self._sound is not None else None
            self._encoding.encode(picture, at, audio, behind_s=pushed.behind_s)
        self._show(picture, at)

    def _take_sound(self, frame: AudioFrame, pushed: Pushed) -> None:
        try:
            at, _ = self._sound_clock.picture(pushed.at, pushed.at, pushed.arrived)
        except ClockJump:
            self._sound_clock = StreamClock()
            at, _ = self._sound_clock.picture(pushed.at, pushed.at, pushed.arrived)
        self._sound = self._sound or AacEncoder(channels=2 if frame.layout.nb_channels > 1 else 1)
        for packet in self._sound.encode(frame, at):
            self._outlet.audio(packet)
