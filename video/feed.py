"""A source that is kept open: its packets to the sinks, its pictures to whoever asks, reconnecting when it breaks."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

import cv2
import structlog

from video import media
from video.frames import DecodedFrame
from video.intake import Intake
from video.outlet import Outlet
from video.pacing import Thinner
from video.packets import TICKS_HZ, PacketSink, StreamFormat, to_datetime
from video.passing import CannotPass
from video.push import NOBODY, PushIntake, PushSource
from video.sampler import NewestFrame
from video.sources import SourceLost, SourceRefused, SourceSpec, open_source

log = structlog.get_logger()

FeedState = Literal["starting", "live", "away", "error"]

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 15.0


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame, encoded once for all who look at it.

    seq: grows by 1 a frame and never falls, over reconnects and restarts too. captured_at: aware, UTC.
    jpeg: width x height pixels.
    """

    seq: int
    captured_at: datetime
    jpeg: bytes
    width: int
    height: int


class Feed:
    """Owns the thread that reads one source, and opens it again after a pause when it is lost.

    newest: the newest decoded picture, at most `fps` a second. width, height: pixels of the pictures. push: where
    a page's frames go in; None unless the source is a push.
    """

    def __init__(
        self,
        spec: SourceSpec,
        *,
        fps: float,
        max_width: int,
        jpeg_quality: int,
        allow_loopback: bool,
        sinks: Sequence[PacketSink] = (),
    ) -> None:
        self.newest: NewestFrame[DecodedFrame] = NewestFrame()
        self.state: FeedState = "starting"
        self.reason: str | None = None
        self.width = 0
        self.height = 0
        self.push = PushSource() if spec.kind == "push" else None
        self._spec = spec
        self._max_width = max_width
        self._jpeg_quality = jpeg_quality
        self._allow_loopback = allow_loopback
        self._outlet = Outlet(sinks)
        self._thinner = Thinner(fps)
        self._encodes = False
        self._stopped = threading.Event()
        # Hundredths of a second since the epoch: after a restart the numbers go on above those shown before.
        self._seq = int(time.time() * 100)
        self._moments: deque[float] = deque(maxlen=120)
        self._encoding: tuple[int, asyncio.Task[Picture]] | None = None
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

    @property
    def format(self) -> StreamFormat | None:
        """What the sinks get now; None while nothing comes."""
        return self._outlet.format

    @property
    def fps(self) -> float:
        """Pictures a second, over the last 2 s."""
        now = time.monotonic()
        return sum(1 for moment in self._moments if now - moment <= 2) / 2

    def start(self) -> None:
        """Open the source in a thread of its own; returns at once. Call it on the event loop's thread."""
        self._thread.start()

    def stop(self) -> None:
        """Close the source and wait for the thread: blocks up to 5 s."""
        self._stopped.set()
        self._thread.join(timeout=5)

    async def picture(self, after_seq: int = -1) -> Picture:
        """Wait for a frame whose seq is greater than `after_seq`; the newest there is, as JPEG.

        Encoded in a thread, once for all who ask for the same frame; a frame that nobody asks for costs none.
        Raises `NoMoreFrames` as `NewestFrame.get` does.
        """
        frame = await self.newest.get(after_seq)
        if self._encoding is None or self._encoding[0] != frame.seq:
            task = asyncio.create_task(asyncio.to_thread(encode, frame, self._jpeg_quality))
            self._encoding = frame.seq, task
        # Whoever stops waiting must not take the picture from the others.
        return await asyncio.shield(self._encoding[1])

    def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stopped.is_set():
            try:
                self._read()
            except CannotPass as error:
                self._encodes = True
                self._outlet.lost(error.reason)
                log.info("camera stream is encoded from now on", reason=error.reason)
            except SourceRefused as error:
                # Nothing but a new address mends this; we still look again, slowly: names may resolve anew.
                pause_s = LONGEST_PAUSE_S
                self._lose("error", str(error), pause_s)
            except SourceLost as error:
                pause_s = FIRST_PAUSE_S if self.state == "live" else min(pause_s * 2, LONGEST_PAUSE_S)
                # Whoever comes next to a camera that is pushed to is let in at once.
                self._lose("away", error.reason, 0.0 if self.push is not None else pause_s)
            except Exception:
                log.exception("camera feed failed")
                pause_s = LONGEST_PAUSE_S
                self._lose("away", "something failed here; the log has more", pause_s)
        self._outlet.lost("the camera was stopped")

    def _lose(self, state: FeedState, reason: str, pause_s: float) -> None:
        """Tell everybody that nothing comes, and wait before the next try."""
        self.reason, self.state = reason, state
        self._outlet.lost(reason)
        log.warning("camera source lost", reason=reason, again_in_s=pause_s)
        self._stopped.wait(pause_s)

    def _read(self) -> None:
        """Read the source until `stop`; every other end is an exception."""
        if self.push is not None:
            self._receive(self.push)
            return
        intake = Intake(self._outlet, self._show, encodes=self._encodes)
        with open_source(self._spec, stopped=self._stopped, allow_loopback=self._allow_loopback) as source:
            for item in source:
                intake.take(item)

    def _receive(self, push: PushSource) -> None:
        self.reason, self.state = NOBODY, "away"
        intake = PushIntake(self._outlet, self._show)
        for pushed in push.frames(self._stopped):
            intake.take(pushed)

    def _show(self, picture: media.Picture, at: int) -> None:
        if not self._thinner.keep(at / TICKS_HZ):
            return
        self.width, self.height = picture.size(self._max_width)
        self.state, self.reason = "live", None
        self._moments.append(time.monotonic())
        self._seq += 1
        convert = partial(picture.image, self._max_width)
        self.newest.put(DecodedFrame(self._seq, to_datetime(at), self.width, self.height, convert))


def encode(frame: DecodedFrame, quality: int) -> Picture:
    """The frame as JPEG; blocks for some milliseconds."""
    encoded, jpeg = cv2.imencode(".jpg", frame.image(), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert encoded, "every BGR picture of a bounded size has a JPEG"
    return Picture(frame.seq, frame.captured_at, jpeg.tobytes(), frame.width, frame.height)
