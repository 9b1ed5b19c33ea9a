"""Open media that nobody vouches for and take packets from it: bounded at every step."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, Union, cast

import av
import av.error
import av.logging
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from video.errors import SourceLost, SourceRefused
from video.frames import Image
from video.packets import TICKS_HZ

LARGEST_SIDE = 4096
"""Pixels: wider or higher streams are refused."""

# Containers that cannot name another file or address. No playlists (hls, dash, concat), no image
# sequences, no scripts, no devices.
CONTAINERS = "mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,mpjpeg,rtsp"
_PROBE_BYTES = 4_000_000
_PROBE_US = 5_000_000
_MOST_STREAMS = 32
_USUAL_FPS = 25.0
# Look at a second of a live stream, not more: the viewer waits. What was looked at is decoded all the same.
_LIVE = {"analyzeduration": "1000000", "fpsprobesize": "4"}


AVPacket = Union["Packet[VideoStream]", "Packet[AudioStream]"]
"""A packet as FFmpeg reads it."""


class Readable(Protocol):
    """A byte stream: `read` returns at most `size` bytes, b"" at its end."""

    def read(self, size: int) -> bytes:
        """Block until there is at least one byte, or the end."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture still in the decoder's own format.

    at_s: its time stamp, in seconds. aspect: width of one pixel over its height.
    """

    at_s: float
    raw: VideoFrame
    aspect: float

    @property
    def rotation(self) -> int:
        """Degrees, counter-clockwise, that make it upright: 0, 90, 180 or 270."""
        return round(self.raw.rotation / 90) % 4 * 90

    def size(self, max_width: int | None = None) -> tuple[int, int]:
        """(width, height) of `image`: upright, with square pixels, at most `max_width` wide."""
        width, height = self._scaled(max_width)
        return (height, width) if self._turned() else (width, height)

    def image(self, max_width: int | None = None) -> Image:
        """Convert to an upright BGR picture of square pixels, at most `max_width` wide."""
        width, height = self._scaled(max_width)
        pixels = self.raw.reformat(
            width, height, format="bgr24", interpolation="AREA", threads=1
        ).to_ndarray()
        turns = self.rotation // 90
        return cast("Image", np.ascontiguousarray(np.rot90(pixels, turns)) if turns else pixels)

    def _turned(self) -> bool:
        return self.rotation in (90, 270)

    def _scaled(self, max_width: int | None) -> tuple[int, int]:
        width, height = self.raw.width, self.raw.height
        if self.aspect != 1:
            width = _even(width * self.aspect)
        shown_width = height if self._turned() else width
        if max_width is None or shown_width <= max_width:
            return width, height
        return _even(width * max_width / shown_width), _even(height * max_width / shown_width)


@dataclass(frozen=True, slots=True)
class Stamps:
    """A packet's place in its stream's own time, in ticks; the zero is the stream's."""

    pts: int
    dts: int
    duration: int


class Media:
    """An open container, its first picture and its first sound. Read by one thread; `close` it, or use `with`.

    audio: None when there is none that can be decoded. fps: pictures a second on average; 0.0 when unknown.
    frame_ticks: how long one picture lasts, on average. aspect: width of one pixel over its height.
    container: FFmpeg's name, as in `avi`. duration_s: None when it is live. rotation: degrees,
    counter-clockwise, that make a picture upright; a file's is set by whoever decoded one of it.

    The attributes and the codec contexts are still good when it is closed: packets may be on their way.
    """

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        if not container.streams.video:
            raise SourceRefused("NOT_VIDEO", "there is no video in it")
        self.video: VideoStream = container.streams.video[0]
        context = self.video.codec_context
        if context is None:
            raise SourceRefused("NOT_VIDEO", "its video has a codec that we cannot decode")
        check_size(self.video.width, self.video.height)
        # Several cameras share the cores: one thread each, and no frame-threading delay.
        context.thread_count = 1
        context.options = {"max_pixels": str(LARGEST_SIDE * LARGEST_SIDE)}
        self.audio: AudioStream | None = next(filter(_can_be_heard, container.streams.audio), None)
        fps = float(self.video.average_rate or self.video.guessed_rate or 0)
        self.fps = fps if 1 <= fps <= 240 else 0.0  # beyond that it is a mistake in the header
        self.frame_ticks = round(TICKS_HZ / (self.fps or _USUAL_FPS))
        aspect = float(self.video.sample_aspect_ratio or 1)
        self.aspect = aspect if 0.25 <= aspect <= 4 else 1.0  # likewise
        self.container = container.format.name
        self.duration_s = None if container.duration is None else container.duration / av.time_base
        self.rotation = 0
        streams = filter(None, (self.video, self.audio))
        self._ticks_per_unit = {one.index: (one.time_base or Fraction(0)) * TICKS_HZ for one in streams}
        self._next_dts: dict[int, int] = {}

    def __enter__(self) -> Media:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the container; idempotent."""
        self._container.close()

    def packets(self) -> Iterator[AVPacket]:
        """The packets of picture and sound as they lie in the container, damaged ones too.

        At the end comes an empty one of each kind: it flushes a decoder.
        Raises `SourceLost` when reading fails in the middle or times out.
        """
        streams = [self.video] if self.audio is None else [self.video, self.audio]
        try:
            yield from cast("Iterator[AVPacket]", self._container.demux(*streams))
        except av.error.FFmpegError as error:
            raise SourceLost(f"reading it failed: {error.strerror}") from error

    def stamps(self, packet: AVPacket) -> Stamps:
        """The stamps of one packet, with what is missing filled in; call it once for each, in order."""
        index = packet.stream_index
        scale = self._ticks_per_unit[index]
        shortest = self.frame_ticks if packet.stream is self.video else 1
        duration = _times(packet.duration or 0, scale) or shortest
        pts = None if packet.pts is None else _times(packet.pts, scale)
        if packet.dts is not None:
            dts = _times(packet.dts, scale)
        elif index in self._next_dts:
            dts = self._next_dts[index]
        else:
            # Matroska does not tell, and FFmpeg only knows when it has seen a few.
            early = self.video.codec_context.reorder_depth if packet.stream is self.video else 0
            dts = (pts or 0) - early * duration
        self._next_dts[index] = dts + duration
        return Stamps(dts if pts is None else pts, dts, duration)


def open_file(path: Path, *, timeout_s: float = 10.0) -> Media:
    """Open a video file. Raises `SourceRefused` (`FILE_MISSING`, `NOT_VIDEO`, `PICTURE_TOO_LARGE`)."""
    if not path.is_file():  # a pipe or a device would block, or never end
        raise SourceRefused("FILE_MISSING", "the video file is not there")
    # The scheme is spelled out: a file named `http:...` stays a file.
    options = {"protocol_whitelist": "file"}
    try:
        return _open(f"file:{path.resolve()}", options, timeout=(timeout_s, timeout_s))
    except av.error.FFmpegError as error:
        raise SourceRefused(
            "NOT_VIDEO", f"this is not a video file that we can read: {error.strerror}"
        ) from error


def open_stream(stream: Readable, *, format_name: str | None) -> Media:
    """Open a byte stream that cannot seek; `format_name` where the sender told it, None to find out.

    Raises `SourceLost` when there is no video in it (a camera that starts up may answer anything), and
    `SourceRefused` (`PICTURE_TOO_LARGE`). Errors of `stream.read` come through as they are.
    """
    try:
        return _open(stream, _LIVE, format=format_name, io_open=_nothing_else)
    except av.error.FFmpegError as error:
        raise SourceLost(f"it sends no video that we can read: {error.strerror}") from error


def open_rtsp(url: str, *, timeout_s: float) -> Media:
    """Open an RTSP session over TCP at a relay's loopback URL. Raises as `open_stream` does."""
    options = {
        "protocol_whitelist": "rtsp,tcp",
        "rtsp_transport": "tcp",
        "timeout": str(round(timeout_s * 1e6)),
        **_LIVE,
    }
    try:
        return _open(url, options, format="rtsp", timeout=(timeout_s, timeout_s))
    except av.error.FFmpegError as error:
        raise SourceLost(f"it sends no video that we can read: {error.strerror}") from error


def _open(where: str | Readable, options: dict[str, str], **more: Any) -> Media:
    bounds = {
        "format_whitelist": CONTAINERS,
        "probesize": str(_PROBE_BYTES),
        "analyzeduration": str(_PROBE_US),
        "max_streams": str(_MOST_STREAMS),
        "max_pixels": str(LARGEST_SIDE * LARGEST_SIDE),
    }
    container = av.open(where, mode="r", options=bounds | options, metadata_errors="replace", **more)
    try:
        return Media(container)
    except BaseException:
        container.close()
        raise


def _nothing_else(url: str, flags: int, options: dict[str, str]) -> Readable:
    raise SourceRefused("NOT_VIDEO", "it refers to something outside of itself")


def _can_be_heard(stream: AudioStream) -> bool:
    return stream.codec_context is not None and stream.codec_context.sample_rate > 0


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)


def _times(value: int, scale: Fraction) -> int:
    """The product, rounded; in whole numbers, since it is asked for thousands of times."""
    return (2 * value * scale.numerator + scale.denominator) // (2 * scale.denominator)


def check_size(width: int, height: int) -> None:
    """Raises `SourceRefused` (`PICTURE_TOO_LARGE`)."""
    if max(width, height) > LARGEST_SIDE:
        raise SourceRefused(
            "PICTURE_TOO_LARGE", f"{width}x{height} px: the largest side is {LARGEST_SIDE} px"
        )


av.logging.set_level(None)  # FFmpeg would print whole URLs, passwords included
