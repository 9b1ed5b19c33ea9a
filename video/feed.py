"""A source that is kept open: frames in, encoded pictures out, reconnecting when it breaks."""

import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import cv2
import structlog

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
    """Owns the thread that reads one source, and opens it again after a pause when it is lost."""

    def __init__(
        self, spec: SourceSpec, *, fps: float, max_width: int, jpeg_quality: int, allow_loopback: bool
    ) -> None:
        self.newest: NewestFrame[Picture] = NewestFrame()
        self.state: FeedState = "starting"
        self.reason: str | None = None
        self.width = 0
        self.height = 0
        self._spec = spec
        self._fps = fps
        self._max_width = max_width
        self._encoding = [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality]
        self._allow_loopback = allow_loopback
        self._stopped = threading.Event()
        # Hundredths of a second since the epoch: after a restart the numbers go on above those shown before.
        self._seq = int(time.time() * 100)
        self._moments: deque[float] = deque(maxlen=120)
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

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

    def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stopped.is_set():
            try:
                self._read()
                pause_s = FIRST_PAUSE_S
                self.state, self.reason = "away", "the stream ended"
            except SourceRefused as error:
                # Nothing but a new address mends this; we still look again, slowly: names may resolve anew.
                self.state, self.reason, pause_s = "error", str(error), LONGEST_PAUSE_S
            except SourceLost as error:
                was_live = self.state == "live"
                self.state, self.reason = "away", str(error)
                pause_s = FIRST_PAUSE_S if was_live else min(pause_s * 2, LONGEST_PAUSE_S)
            if not self._stopped.is_set():
                log.warning("camera source lost", reason=self.reason, again_in_s=pause_s)
            self._stopped.wait(pause_s)

    def _read(self) -> None:
        with open_source(
            self._spec,
            fps=self._fps,
            max_width=self._max_width,
            stopped=self._stopped,
            allow_loopback=self._allow_loopback,
        ) as frames:
            for frame in frames:
                encoded, jpeg = cv2.imencode(".jpg", frame.image, self._encoding)
                if not encoded:
                    continue
                self.height, self.width = frame.image.shape[:2]
                self.state, self.reason = "live", None
                self._moments.append(time.monotonic())
                self._seq += 1
                self.newest.put(
                    Picture(self._seq, frame.captured_at, jpeg.tobytes(), self.width, self.height)
                )
                if self._stopped.is_set():
                    return
