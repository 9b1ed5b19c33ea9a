"""A camera's URL: a thread reads and decodes at the camera's pace, the consumer takes the newest picture."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from video.addresses import Resolve, resolve
from video.clock import Clock
from video.errors import SourceError, SourceLost
from video.frames import Frame
from video.http import HttpStream
from video.media import Decoder, Media, Picture, SourceInfo, first_picture, open_rtsp, open_stream
from video.pacing import Pacer, Thinner
from video.rtsp import RtspRelay

_GLANCE_S = 0.1
"""How often a waiting consumer looks whether it should stop."""

_LEAVE_S = 2.0
"""How long leaving waits for the reading thread; one that still resolves a name ends by itself, later."""

Connection = HttpStream | RtspRelay


class LiveSource:
    """The newest pictures of a camera; see `open_source`.

    skipped: pictures that a newer one replaced before they were taken. corrupt: packets that were damaged.
    """

    def __init__(
        self,
        url: str,
        *,
        fps: float,
        max_width: int,
        stopped: threading.Event,
        allow_loopback: bool,
        timeout_s: float,
        resolve: Resolve = resolve,
        clock: Clock | None = None,
    ) -> None:
        self._url = url
        self._fps = fps
        self._max_width = max_width
        self._stopped = stopped
        self._allow_loopback = allow_loopback
        self._timeout_s = timeout_s
        self._resolve = resolve
        self._clock = clock or Clock()
        self._connection = _connection(url, timeout_s)
        self._thread = threading.Thread(target=self._read, name="camera-reader", daemon=True)
        self._leaving = threading.Event()
        self._changed = threading.Condition()
        self._newest: tuple[int, Picture] | None = None
        self._failure: SourceError | None = None
        self._seq = 0
        self.skipped = 0
        self.corrupt = 0

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

    def __next__(self) -> Frame:
        seq, picture = self._take()
        # Converted in the consumer's thread: what was replaced meanwhile cost a decoding and nothing more.
        return Frame(seq, _arrival(picture, self._clock), picture.image(self._max_width))

    def _take(self) -> tuple[int, Picture]:
        give_up_s = time.monotonic() + self._timeout_s
        with self._changed:
            while not self._stopped.is_set():
                if self._newest is not None:
                    newest, self._newest = self._newest, None
                    return newest
                if self._failure is not None:
                    raise self._failure
                # Also for a camera that keeps talking and never says anything.
                if time.monotonic() >= give_up_s:
                    raise SourceLost(f"no picture for {self._timeout_s:g} s")
                self._changed.wait(_GLANCE_S)
        raise StopIteration

    def _put(self, picture: Picture) -> None:
        with self._changed:
            self.skipped += self._newest is not None
            self._newest = (self._seq, picture)
            self._seq += 1
            self._changed.notify()

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
        with self._changed:
            # The relay knows better than FFmpeg, which only sees that somebody hung up.
            self._failure = getattr(self._connection, "failure", None) or failure
            self._changed.notify()

    def _follow(self, media: Media) -> None:
        decoder = Decoder(media)
        thinner = Thinner(self._fps)
        # A recording comes as fast as the network gives it; a camera's first burst is not held back.
        pacer = Pacer(late_s=1 / self._fps) if getattr(self._connection, "finite", False) else None
        for packet in media.packets():
            packet.opaque = self._clock.now()
            pictures = decoder.decode(packet)
            self.corrupt = decoder.corrupt
            for picture in pictures:
                if self._leaving.is_set():
                    return
                if not thinner.keep(picture.at_s):
                    continue
                if pacer is not None:
                    now_s = self._clock.monotonic()
                    due_s = pacer.due_s(picture.at_s, now_s)
                    if due_s is None or self._clock.wait(self._leaving, max(0.0, due_s - now_s)):
                        continue
                    picture.raw.opaque = None  # it arrived long before it was due
                self._put(picture)


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
            return media.info(first_picture(media))
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


def _arrival(picture: Picture, clock: Clock) -> datetime:
    arrived = picture.raw.opaque
    return arrived if isinstance(arrived, datetime) else clock.now()
