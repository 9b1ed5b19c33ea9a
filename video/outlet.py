"""Where a camera's packets leave the feed: every sink gets them in an order that it can rely on."""

from collections.abc import Callable, Sequence

import structlog

from video.packets import AudioFormat, EncodedPacket, PacketSink, StreamFormat, VideoFormat

log = structlog.get_logger()


class Outlet:
    """Keeps the promises of `PacketSink` towards every sink. One that raises is logged, and gets the next call.

    format: what the sinks were told last; None while nothing comes. last_dts: of the last picture that went out.
    """

    def __init__(self, sinks: Sequence[PacketSink]) -> None:
        self.format: StreamFormat | None = None
        self.last_dts = 0
        self._sinks = tuple(sinks)
        self._last_dts: dict[str, int] = {}
        self._complained: set[int] = set()

    def video(self, packet: EncodedPacket, video: VideoFormat, audio: AudioFormat | None) -> None:
        """The next access unit. Until the first keyframe nothing goes out; a new format begins at a keyframe."""
        stream = StreamFormat(video, audio)
        if packet.is_keyframe and stream != self.format:
            self.lost("the format changed")
            self._begin(stream, packet.dts)
        self._put(packet)
        if self.format is not None:
            self.last_dts = packet.dts

    def audio(self, packet: EncodedPacket) -> None:
        """The next frame of sound; what was to be heard before the picture began is left out."""
        if self.format is not None and self.format.audio is not None:
            self._put(packet)

    def lost(self, reason: str) -> None:
        """Nothing comes for now; however often it is called, each `begin` has one `lost`."""
        if self.format is not None:
            self.format = None
            self._tell(lambda sink: sink.lost(reason))

    def _begin(self, stream: StreamFormat, first_dts: int) -> None:
        self.format = stream
        self._last_dts = {"video": first_dts - 1, "audio": first_dts - 1}
        self._complained.clear()
        self._tell(lambda sink: sink.begin(stream))

    def _put(self, packet: EncodedPacket) -> None:
        if self.format is None or packet.dts <= self._last_dts[packet.kind]:
            return
        self._last_dts[packet.kind] = packet.dts
        self._tell(lambda sink: sink.put(packet))

    def _tell(self, call: Callable[[PacketSink], None]) -> None:
        for sink in self._sinks:
            try:
                call(sink)
            except Exception:
                # A recorder that is broken must not end the live view. Once a run: packets come often.
                if id(sink) not in self._complained:
                    self._complained.add(id(sink))
                    log.exception("a packet sink failed", sink=type(sink).__name__)
