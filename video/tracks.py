"""Packets of a camera as aiortc's tracks: encoded already, so a viewer costs packetising and SRTP alone."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import asyncio
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from aiortc import MediaStreamTrack, RTCRtpSender
from aiortc.mediastreams import MediaStreamError
from av.packet import Packet

from video.aiortc_inside import newest_rtp_timestamp, on_keyframe_request
from video.opus import RATE_HZ
from video.packets import TICKS_HZ, EncodedPacket
from video.viewers import Viewer, ViewerClosed

BURST_BYTES_S: Final = 4_000_000
"""How fast packets that have gathered are sent: a router's queue holds less than a camera's GOP."""

_TICKS = Fraction(1, TICKS_HZ)
_SAMPLES = Fraction(1, RATE_HZ)


class _PacketTrack(MediaStreamTrack):
    """What one viewer is sent of one kind. The queue is opened when the connection is up, and begins anew then."""

    def __init__(self, watch: Callable[[], Viewer]) -> None:
        super().__init__()
        self._watch = watch
        self._viewer: Viewer | None = None

    @property
    def dropped(self) -> int:
        """Packets that the present queue left out because the viewer was too slow."""
        return self._viewer.dropped if self._viewer else 0

    def watch(self, watch: Callable[[], Viewer]) -> None:
        """Take packets from there from now on."""
        if watch == self._watch:
            return
        self._watch = watch
        if self._viewer is not None:
            self._viewer.close()

    def stop(self) -> None:
        """End the track: aiortc's sender ends with it."""
        super().stop()
        if self._viewer is not None:
            self._viewer.close()

    async def _next(self) -> EncodedPacket:
        while self.readyState == "live":
            self._viewer = self._viewer or self._watch()
            try:
                return await self._viewer.next()
            except ViewerClosed:
                self._viewer = None
        raise MediaStreamError


class VideoTrack(_PacketTrack):
    """Pictures; `pts` in 1/90,000 s since the epoch, of which RTP carries 32 bits from a random origin on."""

    kind = "video"

    def __init__(self, watch: Callable[[], Viewer]) -> None:
        super().__init__(watch)
        self.rtp_origin: int | None = None
        self._sender: RTCRtpSender | None = None
        self._sent_pts: int | None = None

    def sent_by(self, sender: RTCRtpSender) -> None:
        """Learn from the sender what the other side asks for, and what it was sent."""
        self._sender = sender
        on_keyframe_request(sender, self._begin_anew)

    def thin(self, keyframes_only: bool) -> None:
        """Send keyframes alone while the network can't carry more."""
        if self._viewer is not None:
            self._viewer.thin(keyframes_only)

    async def recv(self) -> Packet:  # type: ignore[type-arg]
        """The next picture. The one before it has been sent when aiortc asks for this one."""
        if self.rtp_origin is None and self._sender is not None and self._sent_pts is not None:
            self.rtp_origin = (newest_rtp_timestamp(self._sender) - self._sent_pts) % 2**32
        one = await self._next()
        if self._viewer is not None and self._viewer.waiting:
            await asyncio.sleep(len(one.data) / BURST_BYTES_S)
        self._sent_pts = one.pts
        packet = Packet(one.data)
        packet.pts, packet.time_base = one.pts, _TICKS
        return packet

    def _begin_anew(self) -> None:
        if self._viewer is not None:
            self._viewer.begin_anew()


class SoundTrack(_PacketTrack):
    """Opus; `pts` in samples since the epoch, so that it keeps step with the pictures."""

    kind = "audio"

    async def recv(self) -> Packet:  # type: ignore[type-arg]
        """The next 20 ms."""
        one = await self._next()
        packet = Packet(one.data)
        packet.pts, packet.time_base = one.pts * RATE_HZ // TICKS_HZ, _SAMPLES
        return packet
