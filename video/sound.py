"""A source's sound on its way to the sinks."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from dataclasses import replace
from typing import cast

import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet

from video.aac import is_adts, lc_config, plays_everywhere, strip_adts
from video.encoding import AacEncoder
from video.media import Media
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket
from video.source_packets import SourcePacket


class Sound:
    """Hands AAC on as it is, encodes anything else.

    format: what comes out; None when the source has no sound. corrupt: packets that could not be used.
    """

    def __init__(self) -> None:
        self.format: AudioFormat | None = None
        self.corrupt = 0
        self._stream: AudioStream | None = None
        self._encoder: AacEncoder | None = None

    def open(self, media: Media) -> None:
        """Go on with this media."""
        self._stream = media.audio
        if self._stream is None:
            self.format = None
            return
        context = self._stream.codec_context
        config = context.extradata or lc_config(context.sample_rate, context.channels)
        if context.name == "aac" and config is not None and plays_everywhere(config):
            self._encoder = None
            self.format = AudioFormat(context.sample_rate, context.channels, config)
        else:
            self._encoder = self._encoder or AacEncoder(channels=2 if context.channels > 1 else 1)
            self.format = self._encoder.format

    def packets(self, sample: SourcePacket, at: int) -> list[EncodedPacket]:
        """What goes out for one packet of the source, which is to be heard at the tick `at`."""
        if sample.packet.is_corrupt:
            self.corrupt += 1
            return []
        if self._encoder is not None:
            return self._encoded(self._encoder, cast("Packet[AudioStream]", sample.packet), at)
        data = bytes(sample.packet)
        if is_adts(data):
            frame = strip_adts(data)
            if frame is None:
                self.corrupt += 1
                return []
            data = frame.data
            if self.format is not None and not self.format.extradata.startswith(frame.config):
                self.format = replace(self.format, extradata=frame.config)
        return [EncodedPacket("audio", data, at, at, sample.duration, is_keyframe=True)]

    def _encoded(self, encoder: AacEncoder, packet: Packet[AudioStream], at: int) -> list[EncodedPacket]:
        packets: list[EncodedPacket] = []
        for frame in self._decoded(packet):
            packets += encoder.encode(frame, at)
            at += frame.samples * TICKS_HZ // frame.sample_rate
        return packets

    def _decoded(self, packet: Packet[AudioStream]) -> list[AudioFrame]:
        try:
            return packet.stream.codec_context.decode(packet)
        except av.error.FFmpegError:
            self.corrupt += 1
            return []
