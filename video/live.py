"""A camera's URL: a thread reads at the camera's pace, the feed takes what has come."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from pawsight.addresses import Resolve, resolve
from video.clock import Clock
from video.decoding import SourceInfo, first_picture, source_info
from video.errors import SourceError, SourceLost
from video.http import HttpStream
from video.media import Media, open_rtsp, open_stream
from video.pacing import Pacer
from video.packets import TICKS_HZ, to_ticks
from video.rtsp import RtspRelay
from video.source_packets import Gap, SourcePacket, SourceQueue

OPENING_S: Final = 0.3
"""What comes first came earlier: it lay with the camera, or with us while we found out what it is."""

_GLANCE_S = 0.1
"""How often a waiting feed looks whether it should stop."""

_LEAVE_S = 2.0
"""How long leaving waits for the reading thread; one that still resolves a name ends by itself, later."""

Connection = HttpStream | RtspRelay


class LiveSource:
    """The packets of a camera; see `open_source`."""

    def __init__(
        self,
        url: str,
        *,
        stopped: threading.Event,
        allow_loopback: bool,
        timeout_s: float,
        resolve: Resolve = resolve,
        clock: Clock | None = None,
    ) -> None:
        self._url = url
        self._stopped = stopped
        self._allow_loopback = allow_loopback
        self._timeout_s = timeout_s
        self._resolve = resolve
        self._clock = clock or Clock()
        self._connection = _connection(url, timeout_s)
        self._thread = threading.Thread(target=self._read, name="camera-reader", daemon=True)
        self._leaving = threading.Event()
        self._queue = SourceQueue()
        self._pictured_s = time.monotonic()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._connection.abort()
        self._thread.join(_LEAVE_S)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> SourcePacket | Gap:
        while not self._stopped.is_set():
            sample = self._queue.take(_GLANCE_S)
            if isinstance(sample, Gap) or (sample is not None and sample.is_picture):
                self._pictured_s = time.monotonic()
            # Also for a camera that keeps talking and never says anything.
            elif time.monotonic() - self._pictured_s > self._timeout_s:
                raise SourceLost(f"no picture for {self._timeout_s:g} s")
            if sample is not None:
                return sample
        raise StopIteration

    def _read(self) -> None:
        failure: SourceError
        try:
            with (
                _closing(self._connection),
                _open(
                    self._connection,
                    self._url,
                    timeout_s=self._timeout_s,
                    allow_loopback=self._allow_loopback,
                    resolve=self._resolve,
                ) as media,
            ):
                self._follow(media)
            failure = SourceLost("the stream ended")
        except SourceError as error:
            failure = error
        # The relay knows better than FFmpeg, which only sees that somebody hung up.
        self._queue.fail(getattr(self._connection, "failure", None) or failure)

    def _follow(self, media: Media) -> None:
        # A recording comes as fast as the network gives it, and is played as if it were live.
        pacer = Pacer() if getattr(self._connection, "finite", False) else None
        opening: list[SourcePacket] | None = None if pacer else []
        until_s = self._clock.monotonic() + OPENING_S
        for packet in media.packets():
            stamps = media.stamps(packet)
            if pacer is not None:
                now_s = self._clock.monotonic()
                due_s = pacer.due_s(stamps.dts / TICKS_HZ, now_s)
                self._clock.wait(self._leaving, max(0.0, due_s - now_s))
            if self._leaving.is_set():
                return
            arrived = to_ticks(self._clock.now())
            if (
                media.container == "mpjpeg"
            ):  # it has no stamps; FFmpeg counts 25 pictures a second, whatever comes
                stamps = replace(stamps, pts=arrived, dts=arrived)
            sample = SourcePacket(media, packet, stamps.pts, stamps.dts, stamps.duration, arrived)
            if opening is None:
                self._queue.put(sample)
                continue
            opening.append(sample)
            if self._clock.monotonic() >= until_s:
                self._open_with(opening)
                opening = None
        self._open_with(opening or [])

    def _open_with(self, opening: list[SourcePacket]) -> None:
        for sample in backdated(opening):
            self._queue.put(sample)


def backdated(opening: list[SourcePacket]) -> list[SourcePacket]:
    """A stream's first samples, each with the arrival that it would have had if nothing had held it back.

    Packets are late, never early: the one that was held back least tells when the others should have come.
    """
    delays = [sample.arrived - sample.dts for sample in opening if sample.is_picture]
    if not delays:
        return opening
    return [replace(sample, arrived=sample.dts + min(delays)) for sample in opening]


def probe_url(url: str, *, timeout_s: float, allow_loopback: bool, resolve: Resolve = resolve) -> SourceInfo:
    """Connect, decode one picture, hang up: at the latest after `timeout_s` and the resolver's own time.

    Raises `SourceRefused` or `SourceLost`.
    """
    connection = _connection(url, timeout_s)
    alarm = threading.Timer(timeout_s, connection.abort)
    alarm.start()
    try:
        with (
            _closing(connection),
            _open(
                connection, url, timeout_s=timeout_s, allow_loopback=allow_loopback, resolve=resolve
            ) as media,
        ):
            return source_info(media, first_picture(media))
    finally:
        alarm.cancel()


def _connection(url: str, timeout_s: float) -> Connection:
    return RtspRelay(timeout_s) if urlsplit(url).scheme in ("rtsp", "rtsps") else HttpStream(timeout_s)


@contextmanager
def _closing(connection: Connection) -> Generator[None]:
    try:
        yield
    finally:
        connection.close()


def _open(
    connection: Connection, url: str, *, timeout_s: float, allow_loopback: bool, resolve: Resolve
) -> Media:
    if isinstance(connection, RtspRelay):
        here = connection.open(url, allow_loopback=allow_loopback, resolve=resolve)
        return open_rtsp(here, timeout_s=timeout_s)
    connection.open(url, allow_loopback=allow_loopback, resolve=resolve)
    return open_stream(connection, format_name=connection.format_name)
