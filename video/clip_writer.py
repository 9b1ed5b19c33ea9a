"""One clip being written: where its pictures and its sound go on the clip's own clock, and which are encoded anew."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

import av
import av.error
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from video.group_encoder import GroupEncoder, JoinImpossible
from video.packets import TICKS_HZ
from video.pieces import Group, OpenPiece, Sample

Reencoded = Literal["nothing", "edges", "whole"]

LEAST_GAP: Final = TICKS_HZ // 2
"""Ticks without a picture that count as a gap; less is the unsteady step of a slow camera."""

_TICK: Final = Fraction(1, TICKS_HZ)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Time that a clip leaves out. at: where it plays on, in ticks of the clip; start, end: ticks since the epoch."""

    at: int
    start: int
    end: int


class ClipWriter:
    """Copies groups of pictures. A context manager: when it is left without an error, the file is whole.

    start: when the first picture was captured, in ticks since the epoch; None before there is one.
    until: when the last one stops being shown. reencoded: what is not the recorder's own packets.
    """

    def __init__(self, path: Path) -> None:
        self.start: int | None = None
        self.until = 0
        self.left_out: list[LeftOut] = []
        self.reencoded: Reencoded = "nothing"
        self._container: OutputContainer = av.open(
            str(path), "w", format="mp4", options={"movflags": "faststart"}
        )
        self._video: VideoStream | None = None
        self._audio: AudioStream | None = None
        self._parameters: bytes | None = None
        self._sound_format: bytes | None = None
        self._sound: list[Sample] = []
        self._shift = 0
        self._last_dts = {"video": -(1 << 62), "audio": -(1 << 62)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write([])
            self._container.close()
        else:
            # The trailer of a file that nobody will see may fail too: the first error is the one to tell.
            with contextlib.suppress(av.error.FFmpegError):
                self._container.close()

    @property
    def duration(self) -> int:
        """How long it plays, in ticks."""
        return self.until - self._shift

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of its pictures as coded; (0, 0) before there is one."""
        return (0, 0) if self._video is None else (self._video.width, self._video.height)

    @property
    def has_audio(self) -> bool:
        """Whether there is a track for sound."""
        return self._audio is not None

    def take(self, piece: OpenPiece, group: Group, start: int, end: int) -> None:
        """Write what a group shows between two times (ticks). Groups come in the order of their time.

        Raises:
            JoinImpossible: it can't stand behind what was written.
        """
        if self._video is None:
            self._video = self._open(piece)
            if piece.audio is not None:
                self._audio = self._container.add_stream_from_template(piece.audio)
                self._audio.time_base = Fraction(1, piece.audio.rate)
        else:
            self._check(piece)
        samples = self._pictures(piece, group, start, end)
        self.pass_over(piece, group)
        if samples:
            self._write(samples)

    def pass_over(self, piece: OpenPiece, group: Group) -> None:
        """Show nothing of a group, but keep its sound: that may belong to the pictures before or behind it."""
        if piece.audio is None:
            return
        sound_format = piece.audio.codec_context.extradata
        self._sound_format = self._sound_format or sound_format
        if sound_format == self._sound_format:
            self._sound += group.audio

    def _open(self, piece: OpenPiece) -> VideoStream:
        """Make the track; the first piece is its model."""
        self._parameters = piece.video.codec_context.extradata
        stream = self._container.add_stream_from_template(piece.video, opaque=True)
        stream.time_base = _TICK
        return stream

    def _check(self, piece: OpenPiece) -> None:
        """Let a piece pass whose packets the track can hold."""
        if piece.video.codec_context.extradata != self._parameters:
            raise JoinImpossible("the camera changed its format in between")

    def _pictures(self, piece: OpenPiece, group: Group, start: int, end: int) -> list[Sample]:
        """The pictures of a group that shall be in the clip, in decoding order."""
        samples = group.until(end)
        if not samples or self._follows(samples):
            return samples
        # What is shown before the keyframe needs the group before, which is not in the clip.
        return [sample for sample in samples if sample.pts >= group.start]

    def _follows(self, pictures: list[Sample]) -> bool:
        """Whether pictures stand right behind those written last."""
        return self.start is not None and _first(pictures) - self.until <= LEAST_GAP

    def _write(self, pictures: list[Sample]) -> None:
        """Write pictures with the sound until their end; without pictures, the sound that is left."""
        begin = self.until
        if pictures:
            begin = self._place(pictures)
            self.until = max(sample.end for sample in pictures)
        # Sound of a time without pictures is left out with it.
        heard = [one for one in self._sound if begin <= one.pts < self.until and self._audio is not None]
        self._sound = [one for one in self._sound if one.pts >= self.until]
        for sample in sorted(pictures + heard, key=lambda one: one.dts):
            self._mux(sample)

    def _place(self, pictures: list[Sample]) -> int:
        """Find where the next pictures go on the clip's clock; when the first of them was captured, in ticks."""
        first = _first(pictures)
        if self.start is None:
            self.start = self._shift = first
        elif not self._follows(pictures):
            self.left_out.append(LeftOut(self.duration, self.until, first))
            self._shift += first - self.until
        elif first < self.until:
            # A clock was set back, and two recordings overlap: the later one is shown later.
            self._shift += first - self.until
        return first

    def _mux(self, sample: Sample) -> None:
        packet, stream = sample.packet, self._video if sample.kind == "video" else self._audio
        assert stream is not None
        dts = max(sample.dts - self._shift, self._last_dts[sample.kind] + 1)
        self._last_dts[sample.kind] = dts
        packet.dts, packet.pts = dts, max(sample.pts - self._shift, dts)
        packet.duration, packet.time_base = sample.duration, _TICK
        packet.stream = stream
        self._container.mux(packet)


class EdgeWriter(ClipWriter):
    """Copies groups that are wholly inside, and encodes the two anew that are cut."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._encoder: GroupEncoder | None = None

    def _open(self, piece: OpenPiece) -> VideoStream:
        stream = super()._open(piece)
        self._encoder = GroupEncoder(piece, beside_source=True)
        stream.codec_context.extradata = self._encoder.config.record()
        return stream

    def _pictures(self, piece: OpenPiece, group: Group, start: int, end: int) -> list[Sample]:
        assert self._encoder is not None
        if group.is_open:
            raise JoinImpossible("its groups of pictures lean on each other")
        shown = group.between(start, end)
        if len(shown) == len(group.video):
            return super()._pictures(piece, group, start, end)
        self.reencoded = "edges"
        return self._encoder.encode(piece, group.video, shown)


class EncodingWriter(ClipWriter):
    """Encodes every picture anew, at the size of the first."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reencoded = "whole"
        self._encoder: GroupEncoder | None = None
        self._before: list[Sample] = []

    def _open(self, piece: OpenPiece) -> VideoStream:
        stream = super()._open(piece)
        self._encoder = GroupEncoder(piece, beside_source=False)
        stream.codec_context.extradata = self._encoder.config.record()
        return stream

    def _check(self, piece: OpenPiece) -> None:
        """Whatever can be decoded will do."""

    def pass_over(self, piece: OpenPiece, group: Group) -> None:
        """As `ClipWriter`; the next group may need it to be decoded."""
        super().pass_over(piece, group)
        self._before = group.video

    def _pictures(self, piece: OpenPiece, group: Group, start: int, end: int) -> list[Sample]:
        assert self._encoder is not None
        needed = [*self._before, *group.video] if group.is_open else group.video
        return self._encoder.encode(piece, needed, group.between(start, end))


def _first(pictures: list[Sample]) -> int:
    """When the first of some pictures is shown, in ticks."""
    return min(sample.pts for sample in pictures)
