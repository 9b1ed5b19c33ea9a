"""From a source's packets to what the sinks and the viewers get."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import time
from fractions import Fraction
from typing import Final, cast

import structlog
from av.packet import Packet
from av.video.stream import VideoStream

from video.decoding import Show
from video.errors import SourceLost
from video.media import Media, Picture
from video.outlet import Outlet
from video.packets import TICKS_HZ
from video.passing import PassedPictures, can_pass
from video.sound import Sound
from video.source_packets import Gap, SourcePacket
from video.stream_clock import ClockJump, StreamClock
from video.transcoding import EncodedPictures

log = structlog.get_logger()

PATIENCE_S: Final = 30.0
"""A source whose packets come and show nothing for so long is lost: no camera's keyframes are that far apart."""

_TICK = Fraction(1, TICKS_HZ)


class Intake:
    """Takes one source from its first packet to its last.

    encodes: to encode the pictures whatever they are. corrupt: packets that were damaged; they are left out.
    """

    def __init__(self, outlet: Outlet, show: Show, *, encodes: bool = False) -> None:
        self._outlet = outlet
        self._tell = show
        self._encodes = encodes
        self._clock = StreamClock(after=outlet.last_dts)
        self._media: Media | None = None
        self._pictures: PassedPictures | EncodedPictures | None = None
        self._sound = Sound()
        self._shown_s = 0.0

    @property
    def corrupt(self) -> int:
        """See the class."""
        return self._sound.corrupt + (self._pictures.corrupt if self._pictures else 0)

    def take(self, item: SourcePacket | Gap) -> None:
        """Take what comes next.

        Raises `CannotPass`; `SourceLost` when there is nothing to see in it; `SourceRefused` when the picture
        became too large.
        """
        if isinstance(item, Gap):
            self._clock.skip()
            self._begin_anew(
                item.reason if not item.packets else f"{item.reason}: {item.packets} packets lost"
            )
        elif item.is_picture:
            self._take_picture(item)
        elif item.packet.size:
            self._take_sound(item)

    def _take_picture(self, sample: SourcePacket) -> None:
        pictures = self._open(sample.media)
        packet = cast("Packet[VideoStream]", sample.packet)
        if packet.size:
            packet.pts, packet.dts = self._stamp(sample)
            packet.time_base = _TICK
        pictures.take(packet, sample, self._sound.format)
        if pictures.rests:
            self._shown_s = time.monotonic()
        elif time.monotonic() - self._shown_s > PATIENCE_S:
            raise SourceLost(f"no picture for {PATIENCE_S:g} s")

    def _take_sound(self, sample: SourcePacket) -> None:
        self._open(sample.media)
        at = self._clock.sound(sample.pts, sample.arrived)
        if at is not None:
            for packet in self._sound.packets(sample, at):
                self._outlet.audio(packet)

    def _open(self, media: Media) -> PassedPictures | EncodedPictures:
        if self._pictures is None:
            kind = PassedPictures if can_pass(media) and not self._encodes else EncodedPictures
            self._pictures = kind(self._outlet, self._show)
            self._shown_s = time.monotonic()  # connecting took its own time
        if media is not self._media:
            self._media = media
            self._pictures.open(media)
            self._sound.open(media)
        return self._pictures

    def _stamp(self, sample: SourcePacket) -> tuple[int, int]:
        try:
            return self._clock.picture(sample.pts, sample.dts, sample.arrived)
        except ClockJump as jump:
            self._begin_anew(str(jump))
            self._clock = StreamClock(after=self._outlet.last_dts)
            return self._clock.picture(sample.pts, sample.dts, sample.arrived)

    def _begin_anew(self, reason: str) -> None:
        log.warning("camera stream interrupted", reason=reason)
        self._outlet.lost(reason)
        if self._pictures is not None:
            self._pictures.begin_anew()

    def _show(self, picture: Picture, at: int) -> None:
        self._shown_s = time.monotonic()
        self._tell(picture, at)
