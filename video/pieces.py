"""Recorded files, read a group of pictures at a time, with the recorder's own clock on every packet."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from collections.abc import Generator, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from video.errors import PieceUnreadable
from video.media import LARGEST_SIDE, Picture
from video.packets import TICKS_HZ

MOST_GROUP_BYTES: Final = 256_000_000
"""A longer group of pictures is none of our recorder's: it is not taken into memory."""

_TICK: Final = Fraction(1, TICKS_HZ)
_LONG_S: Final = 60.0
"""In a piece that is longer, the place is looked up before it is read."""

_OPTIONS: Final = {
    # The scheme is spelled out below: a file named `http:...` stays a file, and it can name no other.
    "protocol_whitelist": "file",
    "max_streams": "32",
    "max_pixels": str(LARGEST_SIDE * LARGEST_SIDE),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A recorded MP4 (H.264, perhaps AAC). start: what its media time 0 is, in ticks since the epoch.

    part: the groups of pictures that count, from and to, in ticks; None: all. A clip that plays on over a gap has
    one clock before it and another one behind it: that makes two pieces of one file.
    """

    path: Path
    start: int
    part: tuple[int, int] | None = None

    def holds(self, group: Group) -> bool:
        """Whether a group counts; by its middle, since nobody knows the ends of a part to the tick."""
        return self.part is None or self.part[0] <= (group.start + group.end) // 2 < self.part[1]


@dataclass(frozen=True, slots=True)
class Sample:
    """A packet with its place in time: pts, dts and duration in ticks since the epoch."""

    kind: Literal["video", "audio"]
    packet: Packet[Stream]
    pts: int
    dts: int
    duration: int
    is_keyframe: bool

    @property
    def end(self) -> int:
        """When it stops being shown or heard, in ticks."""
        return self.pts + self.duration


@dataclass(slots=True)
class Group:
    """A keyframe and the pictures up to the next one, in decoding order, and the sound that lies among them."""

    video: list[Sample] = field(default_factory=list)
    audio: list[Sample] = field(default_factory=list)

    @property
    def start(self) -> int:
        """When its keyframe is shown, in ticks."""
        return self.video[0].pts

    @property
    def end(self) -> int:
        """When its last picture stops being shown, in ticks."""
        return max(sample.end for sample in self.video)

    def between(self, start: int, end: int) -> set[int]:
        """When those pictures are shown (pts) that begin in [start, end); half a picture early counts as in time."""
        return {one.pts for one in self.video if start <= one.pts + one.duration // 2 < end}

    def until(self, end: int) -> list[Sample]:
        """The packets, in decoding order, without which the pictures up to a time can't be shown, none missing.

        A picture that others need may be shown later than `end` itself: then those in between belong to it too.
        """
        needed = 0
        while True:
            through = max((at + 1 for at, one in enumerate(self.video) if one.pts < end), default=0)
            if through == needed:
                return self.video[:needed]
            needed = through
            end = max(end, *(one.pts for one in self.video[:needed]))

    @property
    def is_open(self) -> bool:
        """A picture is shown before the keyframe that it follows: it needs the group before as well."""
        return any(sample.pts < self.start for sample in self.video)


class OpenPiece:
    """A piece that is being read, once, by one thread.

    damaged: reading it stopped before its end; what came before is good.
    """

    def __init__(self, container: InputContainer, piece: Piece) -> None:
        self.damaged = False
        self._container = container
        self._piece = piece
        video = next(iter(container.streams.video), None)
        if video is None or video.codec_context is None or video.codec_context.name != "h264":
            raise PieceUnreadable("there is no H.264 in it")
        if not 0 < max(video.width, video.height) <= LARGEST_SIDE:
            raise PieceUnreadable(f"its pictures have {video.width}x{video.height} px")
        audio = next(iter(container.streams.audio), None)
        is_aac = audio is not None and audio.codec_context is not None and audio.codec_context.name == "aac"
        # Several jobs share the cores.
        video.codec_context.thread_count = 1
        self.video: VideoStream = video
        self.audio: AudioStream | None = audio if is_aac else None

    def groups(self, since: int) -> Generator[Group]:
        """Its groups of pictures in order; in a long piece, those well before `since` (ticks) are left out.

        Raises:
            PieceUnreadable: it holds no picture, or too few keyframes.
        """
        if self._is_long() and (wanted := since - self._piece.start - TICKS_HZ) > 0:
            self._seek(wanted)
        found = False
        group, size = Group(), 0
        for sample in self._samples():
            is_new = sample.kind == "video" and sample.is_keyframe
            if is_new and group.video:
                yield group
                group, size = Group(), 0
            size += sample.packet.size
            if size > MOST_GROUP_BYTES:
                raise PieceUnreadable("it has too few keyframes")
            if sample.kind == "audio":
                group.audio.append(sample)
            elif is_new or group.video:
                found = True
                group.video.append(sample)
        if not found:
            raise PieceUnreadable("there is no picture in it")
        yield group

    def pictures(self, samples: Sequence[Sample], wanted: Set[int]) -> Iterator[Picture]:
        """Decode packets that begin with a keyframe: those pictures whose time is `wanted`, as they are shown.

        `raw.pts` of each is its time in ticks since the epoch. What can't be decoded is left out.
        """
        context = self.video.codec_context
        aspect = float(self.video.sample_aspect_ratio or 1)
        left = len(wanted)
        try:
            for sample in (*samples, None):
                for frame in _decoded(context, sample):
                    if frame.pts is not None and frame.pts in wanted:
                        left -= 1
                        yield Picture(frame.pts / TICKS_HZ, frame, aspect)
                if left <= 0:
                    return
        finally:
            context.flush_buffers()

    def _is_long(self) -> bool:
        duration = self._container.duration
        return duration is not None and duration > _LONG_S * av.time_base

    def _seek(self, target: int) -> None:
        """Go to the keyframe before a media time in ticks."""
        assert self.video.time_base is not None
        offset = int(target / TICKS_HZ / self.video.time_base)
        try:
            self._container.seek(offset, stream=self.video, backward=True)
        except av.error.FFmpegError as error:
            raise PieceUnreadable(f"it can't be searched: {error.strerror}") from error

    def _samples(self) -> Iterator[Sample]:
        """Every packet that is whole; ends where the piece is damaged."""
        streams = [self.video] if self.audio is None else [self.video, self.audio]
        frame = round(TICKS_HZ / float(self.video.average_rate or 25))
        try:
            for packet in self._container.demux(*streams):
                if packet.size == 0 or packet.pts is None:
                    continue
                if packet.is_corrupt:
                    self.damaged = True
                    return
                scale = packet.time_base * TICKS_HZ
                up, down = scale.numerator, scale.denominator
                dts = packet.pts if packet.dts is None else packet.dts
                yield Sample(
                    "video" if packet.stream is self.video else "audio",
                    packet,
                    packet.pts * up // down + self._piece.start,
                    dts * up // down + self._piece.start,
                    (packet.duration or 0) * up // down or frame,
                    packet.is_keyframe,
                )
        except av.error.FFmpegError:
            self.damaged = True


@contextmanager
def open_piece(piece: Piece) -> Iterator[OpenPiece]:
    """Open a piece for reading.

    Raises:
        PieceUnreadable: it is not there, or is no MP4 with H.264 in it.
    """
    if not piece.path.is_file():  # a pipe or a device would block, or never end
        raise PieceUnreadable("it is not there")
    try:
        container = av.open(
            f"file:{piece.path.resolve()}", "r", format="mov", options=_OPTIONS, metadata_errors="replace"
        )
    except av.error.FFmpegError as error:
        raise PieceUnreadable(f"it can't be read: {error.strerror}") from error
    try:
        yield OpenPiece(container, piece)
    finally:
        container.close()


def _decoded(context: VideoCodecContext, sample: Sample | None) -> list[VideoFrame]:
    """Decode one packet, or with None what still waits; a broken one gives nothing."""
    packet = None
    if sample is not None:
        packet = Packet(bytes(sample.packet))
        packet.pts, packet.dts, packet.time_base = sample.pts, sample.dts, _TICK
    try:
        return context.decode(packet)
    except av.error.FFmpegError:
        return []
