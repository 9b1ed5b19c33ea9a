"""A camera's sound as browsers take it: AAC to Opus (RFC 7587), once for all who listen."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from typing import Final

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.packet import Packet

from video.packets import TICKS_HZ, AudioFormat, EncodedPacket

RATE_HZ: Final = 48_000
"""Opus' clock, whatever is encoded (RFC 7587)."""

PACKET_TICKS: Final = TICKS_HZ // 50
"""Each packet lasts 20 ms."""

FARTHEST_OFF: Final = TICKS_HZ // 10
"""Ticks that the sound may be away from its time stamps before it is brought back."""

_SAMPLES = RATE_HZ // 50
_BITS_PER_CHANNEL = 32_000


class OpusTranscoder:
    """AAC frames in, Opus packets out; for one stream, and one thread at a time.

    The packets follow each other without a hole, as players like it, for as long as the source's samples and its
    time stamps agree. Beyond `FARTHEST_OFF` the sound jumps ahead, or a frame that is too many is left out.
    """

    def __init__(self, source: AudioFormat) -> None:
        layout = "mono" if source.channels == 1 else "stereo"
        self._decoder = av.CodecContext.create("aac", "r")
        self._decoder.extradata = source.extradata
        self._resampler = AudioResampler(format="s16", layout=layout, rate=RATE_HZ, frame_size=_SAMPLES)
        self._encoder = av.CodecContext.create("libopus", "w")
        self._encoder.format = "s16"
        self._encoder.layout = layout
        self._encoder.sample_rate = RATE_HZ
        self._encoder.bit_rate = _BITS_PER_CHANNEL * (1 if layout == "mono" else 2)
        # Half the effort of the default for a difference that nobody hears.
        self._encoder.options = {"application": "audio", "frame_duration": "20", "compression_level": "5"}
        self._begin: int | None = None
        self._samples = 0
        self._next = 0

    def transcode(self, packet: EncodedPacket) -> list[EncodedPacket]:
        """The Opus packets that this AAC frame completes; none when it is damaged."""
        try:
            frames = self._decoder.decode(Packet(packet.data))
        except av.error.FFmpegError:
            return []
        made = []
        for frame in frames:
            if not self._in_time(frame, packet.pts):
                continue
            frame.pts = None  # the resampler would fill holes by itself
            for piece in self._resampler.resample(frame):
                piece.pts = None
                made += [self._stamped(bytes(one)) for one in self._encoder.encode(piece)]
        return made

    def _in_time(self, frame: AudioFrame, pts: int) -> bool:
        """Whether to take the frame; keeps what comes out in step with the time stamps."""
        if self._begin is None:
            self._begin = self._next = pts
        off = pts - (self._begin + self._samples * TICKS_HZ // frame.sample_rate)
        if off < -FARTHEST_OFF:
            return False
        if off > FARTHEST_OFF:
            self._begin += off
            self._next += off
        self._samples += frame.samples
        return True

    def _stamped(self, data: bytes) -> EncodedPacket:
        pts, self._next = self._next, self._next + PACKET_TICKS
        return EncodedPacket("audio", data, pts, pts, PACKET_TICKS, is_keyframe=True)
