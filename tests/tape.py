"""A packet sink that keeps what it gets, and what a test asks of it."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import av
import numpy as np
from av.packet import Packet

from video.packets import EncodedPacket, StreamFormat


@dataclass
class Run:
    """From one `begin` to its `lost`."""

    stream: StreamFormat
    video: list[EncodedPacket] = field(default_factory=list)
    audio: list[EncodedPacket] = field(default_factory=list)
    lost: str | None = None


class Tape:
    """Keeps every run, and holds the feed to the promises of `PacketSink`."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._changed = threading.Condition()

    def begin(self, stream: StreamFormat) -> None:
        with self._changed:
            assert not self.runs or self.runs[-1].lost is not None, "begin without lost"
            self.runs.append(Run(stream))
            self._changed.notify_all()

    def put(self, packet: EncodedPacket) -> None:
        with self._changed:
            run = self.runs[-1]
            assert run.lost is None, "put after lost"
            kind = run.video if packet.kind == "video" else run.audio
            if packet.kind == "video":
                assert run.video or packet.is_keyframe, "it begins in the middle"
            assert not kind or kind[-1].dts < packet.dts, "the decoding times do not grow"
            assert packet.dts <= packet.pts
            assert packet.duration > 0
            kind.append(packet)
            self._changed.notify_all()

    def lost(self, reason: str) -> None:
        with self._changed:
            assert self.runs[-1].lost is None, "lost twice"
            self.runs[-1].lost = reason
            self._changed.notify_all()

    @property
    def video(self) -> list[EncodedPacket]:
        return [packet for run in self.runs for packet in run.video]

    @property
    def audio(self) -> list[EncodedPacket]:
        return [packet for run in self.runs for packet in run.audio]

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until it is so; a test that waits for what never comes runs into its time-out."""
        with self._changed:
            assert self._changed.wait_for(until, timeout=60), "it never came"


def pictures(packets: Iterable[EncodedPacket]) -> list[tuple[int, np.ndarray]]:
    """(pts, BGR) of each picture, decoded from nothing but the packets, in the order they are shown."""
    decoder = av.CodecContext.create("h264", "r")
    shown = []
    for one in [*packets, None]:
        packet = None
        if one is not None:
            packet = Packet(one.data)
            packet.pts, packet.dts = one.pts, one.dts
        shown += [(frame.pts, frame.to_ndarray(format="bgr24")) for frame in decoder.decode(packet)]
    return shown


def loudness(packets: Iterable[EncodedPacket], extradata: bytes) -> list[float]:
    """The root mean square of each AAC frame, decoded from nothing but the packets and their configuration."""
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = extradata
    return [
        float(np.sqrt(np.mean(np.square(frame.to_ndarray()))))
        for packet in packets
        for frame in decoder.decode(Packet(packet.data))
    ]
