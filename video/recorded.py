"""A file, played again and again as if it were a live camera."""

import threading
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

from video.clock import Clock
from video.errors import SourceLost, SourceRefused
from video.frames import Frame
from video.media import Decoder, Media, Picture, open_file
from video.pacing import Pacer, Thinner, Timeline


class FileSource:
    """The pictures of a file, paced by its own time stamps; see `open_source`.

    skipped: pictures left out because they were late. corrupt: packets left out because they were damaged.
    """

    def __init__(
        self, path: Path, *, fps: float, max_width: int, stopped: threading.Event, clock: Clock | None = None
    ) -> None:
        self._path = path
        self._max_width = max_width
        self._stopped = stopped
        self._clock = clock or Clock()
        self._thinner = Thinner(fps)
        self._pacer = Pacer(late_s=1 / fps)
        self._frames = self._play()
        self.skipped = 0
        self.corrupt = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._frames.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Frame:
        return next(self._frames)

    def _play(self) -> Generator[Frame]:
        timeline: Timeline | None = None
        seq = 0
        while not self._stopped.is_set():
            # Opened anew for each round: that is a few milliseconds, and works where seeking would not.
            with open_file(self._path) as media:
                decoder = Decoder(media)
                timeline = timeline or Timeline(decoder.frame_s)
                seen = False
                for picture in self._pictures(media, decoder):
                    seen = True
                    at_s = timeline.at_s(picture.at_s)
                    if not self._thinner.keep(at_s):
                        continue
                    due_s = self._pacer.due_s(at_s, self._clock.monotonic())
                    seq += 1
                    if due_s is None:
                        self.skipped += 1
                        continue
                    image = picture.image(self._max_width)  # before the wait, so that it costs no delay
                    if self._clock.wait(self._stopped, max(0.0, due_s - self._clock.monotonic())):
                        return
                    yield Frame(seq - 1, self._clock.now(), image)
                if not seen and not self._stopped.is_set():
                    raise SourceRefused("NOT_VIDEO", "no picture in it can be decoded")

    def _pictures(self, media: Media, decoder: Decoder) -> Generator[Picture]:
        """One round through the file; a file that was cut off ends where it can no longer be read."""
        try:
            for packet in media.packets():
                if self._stopped.is_set():
                    return
                before = decoder.corrupt
                pictures = decoder.decode(packet)
                self.corrupt += decoder.corrupt - before
                yield from pictures
        except SourceLost:
            self.corrupt += 1
