"""A file, played again and again as if it were a live camera."""

import threading
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from video.clock import Clock
from video.decoding import first_picture
from video.errors import SourceLost, SourceRefused
from video.media import Media, open_file
from video.pacing import Pacer, Timeline
from video.packets import TICKS_HZ, to_ticks
from video.source_packets import Gap, SourcePacket

PATIENCE_S: Final = 5.0
"""Further behind than this nobody catches up: the file goes on from where it is, later."""


class FileSource:
    """The packets of a file, paced by their own stamps; see `open_source`."""

    def __init__(self, path: Path, *, stopped: threading.Event, clock: Clock | None = None) -> None:
        self._path = path
        self._stopped = stopped
        self._clock = clock or Clock()
        self._pacer = Pacer()
        self._samples = self._play()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._samples.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> SourcePacket | Gap:
        return next(self._samples)

    def _play(self) -> Generator[SourcePacket | Gap]:
        if self._stopped.is_set():
            return
        with open_file(self._path) as media:
            rotation = first_picture(media).rotation
            timeline = Timeline(media.frame_ticks)
        while not self._stopped.is_set():
            # Opened anew for each round: that is a few milliseconds, and works where seeking would not.
            with open_file(self._path) as media:
                media.rotation = rotation
                timeline.rewind()
                yield from self._round(media, timeline)

    def _round(self, media: Media, timeline: Timeline) -> Generator[SourcePacket | Gap]:
        """Once through the file; one that was cut off ends where it can no longer be read."""
        seen = False
        try:
            for packet in media.packets():
                if packet.size == 0:
                    yield SourcePacket(media, packet, 0, 0, 0, 0)
                    continue
                stamps = media.stamps(packet)
                if packet.stream is media.video:
                    seen = True
                    shift: int | None = timeline.picture(stamps.dts)
                else:
                    shift = timeline.sound(stamps.dts, stamps.duration)
                if shift is None:
                    continue
                behind_s = self._wait((stamps.dts + shift) / TICKS_HZ)
                if self._stopped.is_set():
                    return
                behind = round(behind_s * TICKS_HZ)
                if behind_s > PATIENCE_S:
                    yield Gap("this machine is too busy")
                    timeline.skip(behind)
                    shift, behind, behind_s = shift + behind, 0, 0.0
                arrived = to_ticks(self._clock.now()) - behind
                yield SourcePacket(
                    media, packet, stamps.pts + shift, stamps.dts + shift, stamps.duration, arrived, behind_s
                )
        except SourceLost:
            pass
        if not seen:
            raise SourceRefused("NOT_VIDEO", "no picture in it can be read")

    def _wait(self, at_s: float) -> float:
        """Wait until what is stamped `at_s` is due; seconds by which that is past."""
        due_s = self._pacer.due_s(at_s, self._clock.monotonic())
        self._clock.wait(self._stopped, max(0.0, due_s - self._clock.monotonic()))
        return max(0.0, self._clock.monotonic() - due_s)
