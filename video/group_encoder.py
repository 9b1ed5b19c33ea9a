"""Groups of pictures decoded and encoded anew, so that they stand among, or instead of, the recorder's own."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from collections.abc import Sequence, Set
from fractions import Fraction
from typing import Final

import numpy as np
from av.codec.context import CodecContext, Flags
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from video.avcc import AvcConfig, length_prefixed
from video.errors import PieceUnreadable
from video.packets import TICKS_HZ
from video.pieces import OpenPiece, Sample

_PROFILES: Final = {66: "baseline", 77: "main", 100: "high"}
_FORMATS: Final = ("yuv420p", "yuvj420p")
_TICK: Final = Fraction(1, TICKS_HZ)


class JoinImpossible(Exception):
    """Packets of two kinds can't stand in one track; the message says why."""


class GroupEncoder:
    """Encodes groups one by one: each becomes a keyframe and what leans on it alone.

    config: what the track's record must hold.
    """

    def __init__(self, piece: OpenPiece, *, beside_source: bool) -> None:
        """Model the encoder on a piece.

        beside_source: the piece's own packets stand in the track too. Our parameter sets then have an id of their
        own, and the record holds both.

        Raises:
            JoinImpossible: nothing that we encode can stand beside its packets.
        """
        self._beside_source = beside_source
        # Its stream is gone as soon as the piece is closed: what is needed of it is read now.
        self._size = piece.video.width, piece.video.height
        self._fps = piece.video.average_rate or Fraction(25)
        self._aspect = piece.video.sample_aspect_ratio
        source = piece.video.codec_context
        self._colours = source.color_range, source.colorspace, source.color_primaries, source.color_trc
        self._format = source.pix_fmt if source.pix_fmt in _FORMATS else "yuv420p"
        self._options = {"preset": "veryfast", "crf": "18", "bf": "0"}
        if not beside_source:
            self.config = AvcConfig.of_annex_b(self._new_encoder().extradata or b"")
            return
        try:
            theirs = AvcConfig.parse(source.extradata or b"")
            self._options["profile"] = _PROFILES[theirs.header[0]]
            self._options["x264-params"] = f"sps-id={theirs.free_id()}"
        except (ValueError, KeyError) as error:
            raise JoinImpossible("its packets are of an unusual kind") from error
        if source.pix_fmt not in _FORMATS:
            raise JoinImpossible(f"its pixels are {source.pix_fmt}")
        self.config = theirs.beside(AvcConfig.of_annex_b(self._new_encoder().extradata or b""))

    def encode(self, piece: OpenPiece, samples: Sequence[Sample], shown: Set[int]) -> list[Sample]:
        """Encode those pictures anew whose times (pts, in ticks) are among `shown`; in decoding order.

        samples: begin with a keyframe, and hold all that is needed to decode those pictures.

        Raises:
            JoinImpossible: they are interlaced, and ours can't stand beside such.
            PieceUnreadable: not one of them can be decoded.
        """
        if not shown:
            return []
        encoder = self._new_encoder()
        packets: list[Packet[VideoStream]] = []
        for picture in piece.pictures(samples, shown):
            if picture.raw.interlaced_frame and self._beside_source:
                raise JoinImpossible("its pictures are interlaced")
            packets += encoder.encode(self._fitted(picture.raw))
        packets += encoder.encode(None)
        if not packets:
            raise PieceUnreadable("its pictures can't be decoded")
        durations = {sample.pts: sample.duration for sample in samples}
        # As far ahead of being shown as in the source, so that they follow its other packets on the same clock.
        ahead = samples[0].pts - samples[0].dts
        return [self._sample(packet, durations, ahead) for packet in packets]

    def _sample(self, packet: Packet[VideoStream], durations: dict[int, int], ahead: int) -> Sample:
        assert packet.pts is not None
        framed: Packet[Stream] = Packet(length_prefixed(bytes(packet), self.config.length_size))
        framed.is_keyframe = packet.is_keyframe
        pts = packet.pts
        return Sample("video", framed, pts, pts - ahead, durations[pts], packet.is_keyframe)

    def _new_encoder(self) -> VideoCodecContext:
        encoder = CodecContext.create("libx264", "w")
        (encoder.width, encoder.height), encoder.pix_fmt = self._size, self._format
        encoder.time_base, encoder.framerate = _TICK, self._fps
        if self._aspect is not None:
            encoder.sample_aspect_ratio = self._aspect
        encoder.color_range, encoder.colorspace, encoder.color_primaries, encoder.color_trc = self._colours
        encoder.options = self._options
        encoder.thread_count = 2
        encoder.flags |= Flags.global_header
        encoder.open()
        return encoder

    def _fitted(self, frame: VideoFrame) -> VideoFrame:
        """A picture of the track's size and pixels: a smaller or larger one is scaled, with bars where it must be."""
        width, height = self._size
        fitted = frame
        if (frame.width, frame.height) != (width, height):
            scale = min(width / frame.width, height / frame.height)
            inner = frame.reformat(round(frame.width * scale), round(frame.height * scale), format="bgr24")
            canvas = np.zeros((height, width, 3), np.uint8)
            top, left = (height - inner.height) // 2, (width - inner.width) // 2
            canvas[top : top + inner.height, left : left + inner.width] = inner.to_ndarray()
            fitted = VideoFrame.from_ndarray(canvas, format="bgr24")
        if fitted.format.name != self._format:
            fitted = fitted.reformat(format=self._format)
        fitted.pts, fitted.time_base = frame.pts, _TICK
        # Else the encoder would follow the source in where it puts keyframes.
        fitted.pict_type = PictureType.NONE
        return fitted
