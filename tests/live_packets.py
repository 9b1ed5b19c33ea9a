"""What a camera's feed sends, made on the spot: numbered pictures in H.264, a tone in AAC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import numpy as np
from av import CodecContext
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from tests.footage import BEGIN, HEIGHT, RATE_HZ, WIDTH, picture
from video import fmp4
from video.avcc import length_prefixed, nal_units
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket, StreamFormat, VideoFormat

AAC_SAMPLES = 1024
NUMBERS = 4096
"""Pictures are numbered modulo this."""

_PARAMETER_SETS = (7, 8)


@dataclass(frozen=True)
class Footage:
    """Packets that begin at 0 and can be sent again and again: they last whole groups of pictures."""

    stream: StreamFormat
    packets: tuple[EncodedPacket, ...]
    ticks: int

    def at(self, begin: int, seconds: float, *, first: int = 0) -> Iterator[EncodedPacket]:
        """Its packets, again and again, moved to `begin` (ticks), for as long; `first`: seconds to leave out."""
        until = begin + round(seconds * TICKS_HZ)
        turn = 0
        while True:
            offset = begin + turn * self.ticks
            for packet in self.packets:
                moved = replace(packet, pts=packet.pts + offset, dts=packet.dts + offset)
                if packet.kind == "video" and moved.dts >= until:
                    return
                if moved.dts < until:
                    yield moved
            turn += 1


@cache
def footage(
    *,
    seconds: int = 20,
    fps: int = 15,
    keyframe_every: int = 15,
    sound: bool = True,
    bframes: int = 0,
    sound_late_s: float = 0.0,
    rotation: int = 0,
) -> Footage:
    """Film a few seconds. sound_late_s: sound comes so much later in the stream than the picture of its moment."""
    video, extradata = _video(seconds * fps, fps, keyframe_every, bframes)
    audio, configuration = _audio(seconds) if sound else ([], b"")
    late = round(sound_late_s * TICKS_HZ)
    packets = sorted((*video, *audio), key=lambda one: one.dts + (late if one.kind == "audio" else 0))
    stream = StreamFormat(
        VideoFormat(WIDTH, HEIGHT, fps, extradata, reorders=bframes > 0, rotation=rotation),
        AudioFormat(RATE_HZ, 1, configuration) if sound else None,
    )
    return Footage(stream, tuple(packets), seconds * TICKS_HZ)


def _samples(packets: Sequence[EncodedPacket], begins_at: int) -> list[fmp4.Sample]:
    return [
        fmp4.Sample(
            length_prefixed(packet.data, 4) if packet.kind == "video" else packet.data,
            packet.dts - begins_at,
            packet.duration,
            packet.pts - packet.dts,
            packet.is_keyframe,
        )
        for packet in packets
    ]


def film(made: Footage, seconds: int) -> bytes:
    """A file of it, as `video.fmp4` writes them, a fragment a second."""
    packets = list(made.at(BEGIN, seconds))
    begins_at = next(packet.dts for packet in packets if packet.kind == "video")
    data = fmp4.header(made.stream, begins_at)
    for number in range(seconds):
        since = begins_at + number * TICKS_HZ
        inside = [one for one in packets if since <= one.dts < since + TICKS_HZ]
        data += fmp4.fragment(
            number + 1,
            _samples([one for one in inside if one.kind == "video"], begins_at),
            _samples([one for one in inside if one.kind == "audio"], begins_at),
        )
    return data


def _video(count: int, fps: int, keyframe_every: int, bframes: int) -> tuple[list[EncodedPacket], bytes]:
    codec = CodecContext.create("libx264", "w")
    codec.width, codec.height, codec.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    codec.time_base, codec.framerate = Fraction(1, TICKS_HZ), Fraction(fps)
    codec.options = {
        "preset": "ultrafast" if not bframes else "veryfast",
        "g": str(keyframe_every),
        "keyint_min": str(keyframe_every),
        "sc_threshold": "0",
        "bf": str(bframes),
        "x264-params": "open-gop=0:repeat-headers=1",
    }
    encoded = []
    for number in range(count):
        frame = VideoFrame.from_ndarray(picture(number % NUMBERS), format="bgr24")
        frame.pts, frame.time_base = number * TICKS_HZ // fps, Fraction(1, TICKS_HZ)
        encoded += codec.encode(frame)
    encoded += codec.encode(None)
    units = nal_units(bytes(encoded[0]))
    extradata = b"".join(b"\0\0\0\1" + one for one in units if one[0] & 0x1F in _PARAMETER_SETS)
    return [
        EncodedPacket("video", bytes(one), one.pts, one.dts, TICKS_HZ // fps, one.is_keyframe)
        for one in encoded
    ], extradata


def _audio(seconds: int) -> tuple[list[EncodedPacket], bytes]:
    at = np.arange(AAC_SAMPLES, dtype=np.float32)
    tone = 0.3 * np.sin(2 * np.pi * 440 * at / RATE_HZ).astype(np.float32)
    packets, configuration = sound_packets(np.tile(tone, seconds * RATE_HZ // AAC_SAMPLES))
    return [one for one in packets if one.dts + one.duration <= seconds * TICKS_HZ], configuration


def sound_packets(samples: NDArray[np.float32]) -> tuple[list[EncodedPacket], bytes]:
    """Sound [n], mono, at `RATE_HZ`, as AAC frames from 0 on, and their AudioSpecificConfig."""
    codec = CodecContext.create("aac", "w")
    codec.sample_rate, codec.layout, codec.format = RATE_HZ, "mono", "fltp"
    codec.time_base = Fraction(1, RATE_HZ)
    codec.open()
    encoded = []
    for number in range(len(samples) // AAC_SAMPLES):
        piece = samples[number * AAC_SAMPLES : (number + 1) * AAC_SAMPLES]
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(piece)[np.newaxis, :], format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts = RATE_HZ, number * AAC_SAMPLES
        encoded += codec.encode(frame)
    encoded += codec.encode(None)
    duration = AAC_SAMPLES * TICKS_HZ // RATE_HZ
    return [
        EncodedPacket("audio", bytes(one), number * duration, number * duration, duration, True)
        for number, one in enumerate(encoded)
    ], bytes(codec.extradata or b"")
