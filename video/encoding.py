"""What a source sends in another codec, encoded once for everybody: H.264 and AAC that every browser plays."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import math
from fractions import Fraction
from typing import Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.codec.context import Flags
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

from video.aac import FRAME_SAMPLES
from video.h264 import Normaliser
from video.media import Picture
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket, VideoFormat

SOUND_RATE_HZ: Final = 48_000

_TICK = Fraction(1, TICKS_HZ)
_SAMPLE = Fraction(1, SOUND_RATE_HZ)
_MOST_PIXELS = 1920 * 1080
_MOST_BITS = 8_000_000
_BITS_A_PIXEL = 0.2
_KEYFRAME_EVERY = TICKS_HZ
_HUSH = TICKS_HZ * 6 // 100  # ticks that sound may be off its stamps before we believe the stamps
_AGAIN = TICKS_HZ * 5  # sound from further back does not come twice: the clock was set back


class H264Encoder:
    """Pictures in, access units out: baseline, no B-frames, no delay, a keyframe a second, on one thread.

    They come out as they are to be shown: upright, with square pixels.
    format: of the last packets; None before the first.
    """

    def __init__(self, fps: float) -> None:
        self._fps = min(max(fps, 1.0), 60.0)
        self.format: VideoFormat | None = None
        self._context: VideoCodecContext | None = None
        self._keyframe_at = 0

    def encode(self, picture: Picture, at: int) -> list[EncodedPacket]:
        """Encode the picture of the tick `at`, later than the last one. One of another size begins anew."""
        size = _encoded_size(*picture.size())
        if self._context is None or size != (self._context.width, self._context.height):
            self._context = self._open(*size)
            self._keyframe_at = at - _KEYFRAME_EVERY
        frame = _upright(picture, *size)
        frame.pts, frame.time_base, frame.pict_type = at, _TICK, PictureType.NONE
        if at - self._keyframe_at >= _KEYFRAME_EVERY:
            frame.pict_type, self._keyframe_at = PictureType.I, at
        return [self._packet(packet) for packet in self._context.encode(frame)]

    def begin_anew(self) -> None:
        """The next picture does not follow the last one, and is a keyframe."""
        self._context = None

    def _open(self, width: int, height: int) -> VideoCodecContext:
        context = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.time_base, context.framerate = _TICK, Fraction(self._fps).limit_denominator(1001)
        context.thread_count = 1
        context.flags |= Flags.global_header
        bits = min(_MOST_BITS, round(width * height * self._fps * _BITS_A_PIXEL))
        context.options = {
            "profile": "baseline",
            "preset": "ultrafast",
            "tune": "zerolatency",
            "crf": "23",
            "maxrate": str(bits),
            "bufsize": str(bits),
            "g": str(
                round(self._fps * 10)
            ),  # the clock says when, see `encode`; this is for a clock that stands
            "forced-idr": "1",
            "x264-params": "log-level=none:scenecut=0",
        }
        context.open()
        self._normaliser = Normaliser(context.extradata)
        self.format = VideoFormat(
            width=width,
            height=height,
            fps=self._fps,
            extradata=self._normaliser.parameter_sets,
            reorders=False,
        )
        return context

    def _packet(self, packet: Packet[Stream]) -> EncodedPacket:
        unit = self._normaliser.unit(bytes(packet))
        assert unit is not None, "the encoder told its parameter sets when it was opened"
        at = cast("int", packet.pts)
        return EncodedPacket("video", unit.data, at, at, round(TICKS_HZ / self._fps), unit.is_keyframe)


class AacEncoder:
    """Sound in, AAC frames out. channels: 1 or 2; whatever comes is mixed to that many."""

    def __init__(self, channels: int) -> None:
        self._layout = "mono" if channels == 1 else "stereo"
        context = av.CodecContext.create("aac", "w")
        context.sample_rate, context.layout, context.format = SOUND_RATE_HZ, self._layout, "fltp"
        context.bit_rate = 64_000 * channels
        context.time_base = _SAMPLE
        context.flags |= Flags.global_header
        context.open()
        self._context = context
        self._resampler: AudioResampler | None = None
        self._began = 0
        self._heard = 0.0  # samples since then, at our rate
        self._encoded = 0
        self.format = AudioFormat(SOUND_RATE_HZ, channels, context.extradata or b"")

    def encode(self, frame: AudioFrame, at: int) -> list[EncodedPacket]:
        """Encode the sound that begins at the tick `at`.

        The stamps that come out are counted in samples, so they are even. Where sound is missing they leap;
        sound that comes twice is left out.
        """
        apart = at - self._began - _to_ticks(round(self._heard))
        if self._resampler is None or not -_AGAIN < apart <= _HUSH:
            self._begin(at)
        elif apart < -_HUSH:
            return []
        frame.pts = None
        try:
            pieces = self._resample(frame)
        except ValueError:  # the sound has another form from here on
            self._begin(at)
            pieces = self._resample(frame)
        self._heard += frame.samples * SOUND_RATE_HZ / frame.sample_rate
        packets: list[EncodedPacket] = []
        for piece in pieces:
            piece.pts, piece.time_base = _to_samples(self._began) + self._encoded, _SAMPLE
            self._encoded += FRAME_SAMPLES
            packets += map(self._packet, self._context.encode(piece))
        return packets

    def _begin(self, at: int) -> None:
        self._resampler = AudioResampler("fltp", self._layout, SOUND_RATE_HZ, frame_size=FRAME_SAMPLES)
        self._began, self._heard, self._encoded = at, 0.0, 0

    def _resample(self, frame: AudioFrame) -> list[AudioFrame]:
        assert self._resampler is not None
        return self._resampler.resample(frame)

    def _packet(self, packet: Packet[Stream]) -> EncodedPacket:
        at = _to_ticks(cast("int", packet.pts))
        return EncodedPacket("audio", bytes(packet), at, at, _to_ticks(FRAME_SAMPLES), is_keyframe=True)


def _upright(picture: Picture, width: int, height: int) -> VideoFrame:
    """The picture as it is to be shown, in the encoder's own format."""
    turns = picture.rotation // 90
    if turns % 2:
        width, height = height, width
    frame = picture.raw.reformat(width, height, format="yuv420p", threads=1)
    if turns == 0:
        return frame
    planes = np.split(frame.to_ndarray().reshape(-1), [width * height, width * height * 5 // 4])
    sides = [(height, width), (height // 2, width // 2), (height // 2, width // 2)]
    turned = [np.rot90(plane.reshape(side), turns) for plane, side in zip(planes, sides, strict=True)]
    flat = np.concatenate([plane.reshape(-1) for plane in turned])
    shown_width = height if turns % 2 else width
    return VideoFrame.from_ndarray(flat.reshape(-1, shown_width), format="yuv420p")


def _encoded_size(width: int, height: int) -> tuple[int, int]:
    """Even sides, and no more pixels than every browser decodes with ease."""
    scale = min(1.0, math.sqrt(_MOST_PIXELS / (width * height)))
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def _to_ticks(samples: int) -> int:
    return samples * TICKS_HZ // SOUND_RATE_HZ


def _to_samples(ticks: int) -> int:
    return ticks * SOUND_RATE_HZ // TICKS_HZ
