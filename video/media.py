"""Open media that nobody vouches for, take packets from it, and decode them: bounded at every step."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, cast

import av
import av.error
import av.logging
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from video.errors import SourceLost, SourceRefused
from video.frames import Image

LARGEST_SIDE = 4096
"""Pixels: wider or higher streams are refused."""

# Containers that cannot name another file or address. No playlists (hls, dash, concat), no image
# sequences, no scripts, no devices.
CONTAINERS = "mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,mpjpeg,rtsp"
_PROBE_BYTES = 4_000_000
_PROBE_US = 5_000_000
_MOST_STREAMS = 32
# Look at a second of a live stream, not more: the viewer waits. What was looked at is decoded all the same.
_LIVE = {"analyzeduration": "1000000", "fpsprobesize": "4"}


class Readable(Protocol):
    """A byte stream: `read` returns at most `size` bytes, b"" at its end."""

    def read(self, size: int) -> bytes:
        """Block until there is at least one byte, or the end."""
        ...


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says it holds.

    width, height: pixels as shown, that is upright and with square pixels, before `max_width` scales them.
    fps: pictures a second on average; 0.0 when unknown. codec: FFmpeg's name, as in `h264`.
    duration_s: None when it is live.
    """

    width: int
    height: int
    fps: float
    codec: str
    duration_s: float | None
    has_audio: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture still in the decoder's own format.

    at_s: its time stamp in the stream, seconds. aspect: width of one pixel over its height.
    """

    at_s: float
    raw: VideoFrame
    aspect: float

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) as shown: upright, with square pixels."""
        width, height = self._square()
        return (height, width) if self._turned() else (width, height)

    def image(self, max_width: int) -> Image:
        """Convert to an upright BGR picture of square pixels, at most `max_width` wide."""
        width, height = self._square()
        shown_width = height if self._turned() else width
        if shown_width > max_width:
            scale = max_width / shown_width
            width, height = (max(2, round(side * scale / 2) * 2) for side in (width, height))
        pixels = self.raw.reformat(
            width, height, format="bgr24", interpolation="AREA", threads=1
        ).to_ndarray()
        turns = round(self.raw.rotation / 90) % 4
        return cast("Image", np.ascontiguousarray(np.rot90(pixels, turns)) if turns else pixels)

    def _turned(self) -> bool:
        return round(self.raw.rotation / 90) % 2 != 0

    def _square(self) -> tuple[int, int]:
        if self.aspect == 1:
            return self.raw.width, self.raw.height
        return max(2, round(self.raw.width * self.aspect / 2) * 2), self.raw.height


class Media:
    """An open container. Used by one thread; `close` it, or use it as a context manager."""

    def __init__(self, container: InputContainer) -> None:
        self._container = container
        if not container.streams.video:
            raise SourceRefused("NOT_VIDEO", "there is no video in it")
        self.video: VideoStream = container.streams.video[0]
        context = self.video.codec_context
        if context is None:
            raise SourceRefused("NOT_VIDEO", "its video has a codec that we cannot decode")
        _check_size(self.video.width, self.video.height)
        # Several cameras share the cores: one thread each, and no frame-threading delay.
        context.thread_count = 1
        context.options = {"max_pixels": str(LARGEST_SIDE * LARGEST_SIDE)}
        context.copy_opaque = True  # a packet's arrival travels to its picture, past reordering

    def __enter__(self) -> Media:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the container; idempotent."""
        self._container.close()

    def info(self, first: Picture) -> SourceInfo:
        """What the headers and the first picture say."""
        width, height = first.size
        duration = self._container.duration
        return SourceInfo(
            width=width,
            height=height,
            fps=float(self.video.average_rate or 0),
            codec=self.video.codec_context.name,
            duration_s=None if duration is None else duration / av.time_base,
            has_audio=bool(self._container.streams.audio),
        )

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """The packets of the video as they lie in the container, damaged ones too; the last is empty (flush).

        Raises `SourceLost` when reading fails in the middle or times out.
        """
        try:
            yield from self._container.demux(self.video)
        except av.error.FFmpegError as error:
            raise SourceLost(f"reading it failed: {error.strerror}") from error


class Decoder:
    """Packets in, pictures out. Damaged packets are counted in `corrupt` and left out.

    frame_s: how long one picture lasts on average, in seconds.
    """

    def __init__(self, media: Media) -> None:
        self._context = media.video.codec_context
        self.frame_s = 1 / float(media.video.average_rate or 25)
        self._at_s = -self.frame_s
        aspect = float(media.video.sample_aspect_ratio or 1)
        self._aspect = aspect if 0.25 <= aspect <= 4 else 1.0  # beyond that it is a mistake in the header
        self.corrupt = 0

    def decode(self, packet: Packet[VideoStream]) -> list[Picture]:
        """Decode one packet. Raises `SourceRefused` when the stream became too large."""
        if packet.is_corrupt:
            self.corrupt += 1
            return []
        try:
            frames = packet.decode()
        except av.error.EOFError:
            return []
        except av.error.FFmpegError:
            # Whatever the decoder objects to, the next keyframe starts afresh.
            self.corrupt += 1
            return []
        pictures = []
        for frame in frames:
            if frame.is_corrupt:
                self.corrupt += 1
                continue
            _check_size(frame.width, frame.height)
            self._at_s = self._at_s + self.frame_s if frame.pts is None else frame.time
            pictures.append(Picture(self._at_s, frame, self._aspect))
        return pictures


def first_picture(media: Media, *, most_packets: int = 500, timeout_s: float = 10.0) -> Picture:
    """Decode up to the first picture: what cannot be decoded is no video for us.

    Raises `SourceRefused` (`NOT_VIDEO`) when `most_packets` or the time do not bring one, and `SourceLost`
    as `Media.packets` does.
    """
    decoder = Decoder(media)
    give_up_s = time.monotonic() + timeout_s
    for packet in islice(media.packets(), most_packets):
        if pictures := decoder.decode(packet):
            return pictures[0]
        if time.monotonic() > give_up_s:
            break
    raise SourceRefused("NOT_VIDEO", "no picture in it can be decoded")


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
    options = _LIVE.copy()
    if format_name == "mpjpeg":  # it has no time stamps, and FFmpeg would count 25 a second
        options["use_wallclock_as_timestamps"] = "1"
    try:
        return _open(stream, options, format=format_name, io_open=_nothing_else)
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


def _check_size(width: int, height: int) -> None:
    if max(width, height) > LARGEST_SIDE:
        raise SourceRefused(
            "PICTURE_TOO_LARGE", f"{width}x{height} px: the largest side is {LARGEST_SIDE} px"
        )


av.logging.set_level(None)  # FFmpeg would print whole URLs, passwords included
