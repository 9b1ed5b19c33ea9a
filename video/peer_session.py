"""One WebRTC connection of a camera, from its offer to its end."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Protocol

import structlog
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcrtpparameters import RTCRtpCodecCapability
from aiortc.stats import RTCRemoteInboundRtpStreamStats
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from video.errors import NoAddress, OfferRefused
from video.live_encoding import LiveCodec
from video.loss import LossWatch
from video.offers import Kind, announced, codec_of, has_candidates
from video.tracks import SoundTrack, VideoTrack
from video.viewers import Viewer

log = structlog.get_logger()

ANSWER_TIMEOUT_S: Final = 8.0
"""For an answer: gathering waits up to 5 s for a STUN or TURN server that is away."""

CONNECT_TIMEOUT_S: Final = 15.0
"""For ICE and DTLS after the answer."""

CLOSE_TIMEOUT_S: Final = 5.0
LOOK_EVERY_S: Final = 1.0

Direction = Literal["whep", "whip"]
SessionState = Literal["connecting", "connected"]


@dataclass(frozen=True, slots=True)
class PeerConfig:
    """How browsers reach us. addresses: of ours that no interface of this machine has, as behind a NAT."""

    stun_url: str | None = None
    turn_url: str | None = None
    turn_username: str | None = None
    turn_credential: str | None = field(default=None, repr=False)
    addresses: Sequence[str] = ()
    most_viewers: int = 16
    fps: float = 15.0

    @property
    def ice_servers(self) -> list[RTCIceServer]:
        """STUN and TURN; none means that only our own addresses are offered."""
        servers = [RTCIceServer(self.stun_url)] if self.stun_url else []
        if self.turn_url:
            servers.append(RTCIceServer(self.turn_url, self.turn_username, self.turn_credential))
        return servers


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """One session as it is now.

    codec: of the pictures. passthrough: they are the source's own packets. rtp_origin: what RTP adds to
    the ticks (1/90,000 s since the epoch, modulo 2^32) of each picture; None before the first one was sent.
    dropped: packets left out since the viewer or its network was slow. keyframes_only: its network is poor.
    """

    direction: Direction
    state: SessionState
    codec: LiveCodec
    passthrough: bool
    rtp_origin: int | None
    dropped: int
    keyframes_only: bool


class PushTarget(Protocol):
    """Where the frames of a sending browser go."""

    def video(self, frame: VideoFrame) -> None:
        """The next picture."""
        ...

    def audio(self, frame: AudioFrame) -> None:
        """The next piece of sound."""
        ...

    def ended(self) -> None:
        """The browser has gone."""
        ...


class Session:
    """A connection that is being made, or is there. Whoever sets `ended` has it closed by `live`."""

    def __init__(self, direction: Direction, config: PeerConfig) -> None:
        self.direction = direction
        self.id = secrets.token_urlsafe(16)
        self.codec: LiveCodec = "H264"
        self.ended = asyncio.Event()
        self.loss = LossWatch()
        self.video: VideoTrack | None = None
        self._config = config
        self._sound: SoundTrack | None = None
        self._sender: RTCRtpSender | None = None
        self._last_report: datetime | None = None
        self._takers: list[asyncio.Task[None]] = []
        # Not MAX_BUNDLE: aiortc would close the one transport when the offer's sections come in another order.
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=config.ice_servers))
        self._connection.on("connectionstatechange", self._state_changed)

    @property
    def state(self) -> SessionState:
        """Whether media can flow."""
        return "connected" if self._connection.connectionState == "connected" else "connecting"

    def send_video(self, watch: Callable[[], Viewer]) -> None:
        """Have pictures sent; before `answer`."""
        self.video = VideoTrack(watch)
        transceiver = self._connection.addTransceiver(self.video, direction="sendonly")
        # Before the offer is applied: afterwards VP8 is taken silently, and nothing of H.264 is shown.
        transceiver.setCodecPreferences(_codecs("video", "H264", "VP8"))
        self._sender = transceiver.sender
        self.video.sent_by(transceiver.sender)

    def send_sound(self, watch: Callable[[], Viewer]) -> None:
        """Have sound sent; before `answer`."""
        self._sound = SoundTrack(watch)
        transceiver = self._connection.addTransceiver(self._sound, direction="sendonly")
        transceiver.setCodecPreferences(_codecs("audio", "opus"))

    def receive(self, kinds: Sequence[Kind], target: Callable[[], PushTarget | None]) -> None:
        """Have what the browser sends handed on, to whatever `target` gives for each frame; before `answer`."""
        for kind in kinds:
            transceiver = self._connection.addTransceiver(kind, direction="recvonly")
            names = ("H264", "VP8") if kind == "video" else ("opus",)
            transceiver.setCodecPreferences(_codecs(kind, *names))

        def take(track: MediaStreamTrack) -> None:
            taker = asyncio.create_task(_hand_on(track, target))
            taker.add_done_callback(lambda _: self.ended.set())
            self._takers.append(taker)

        self._connection.on("track", take)

    async def answer(self, offer: str) -> str:
        """Answer with all our addresses in it. Raises `OfferRefused` or `NoAddress`; close the session then."""
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
                await self._connection.setLocalDescription()
        except TimeoutError as error:
            raise NoAddress(f"our addresses were not known within {ANSWER_TIMEOUT_S:g} s") from error
        except Exception as error:  # what does not fit together shows as all kinds of errors in there
            raise OfferRefused(f"this offer can't be answered: {error!r}") from error
        answer = announced(self._connection.localDescription.sdp, self._config.addresses)
        if not has_candidates(answer):
            raise NoAddress("this machine has no network address besides loopback")
        codec = codec_of(answer, "video")
        self.codec = "VP8" if codec == "VP8" else "H264"
        return answer

    async def live(self) -> None:
        """Look after the connection until it ends: because one side ends it, or it is never made."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self.ended.wait()
                return
            if self.state == "connected":
                await self._look_at_losses()
            elif loop.time() - begun > CONNECT_TIMEOUT_S:
                log.info("browser never connected", direction=self.direction)
                return

    async def close(self) -> None:
        """Let go of everything; the other side is told."""
        self.ended.set()
        for taker in self._takers:
            taker.cancel()
        for track in (self.video, self._sound):
            if track is not None:
                track.stop()
        try:
            await asyncio.wait_for(self._connection.close(), CLOSE_TIMEOUT_S)
        except Exception as error:  # noqa: BLE001 - one that was made by half may not come apart
            log.warning("connection not closed in order", direction=self.direction, error=repr(error))
        await asyncio.gather(*self._takers, return_exceptions=True)

    def _state_changed(self) -> None:
        # Closed also when the browser says good-bye, failed also when it fell silent (RFC 7675: consent).
        if self._connection.connectionState in ("failed", "closed"):
            self.ended.set()

    async def _look_at_losses(self) -> None:
        if self._sender is None or self.video is None:
            return
        for one in (await self._sender.getStats()).values():
            if isinstance(one, RTCRemoteInboundRtpStreamStats) and one.timestamp != self._last_report:
                self._last_report = one.timestamp
                self.video.thin(self.loss.report(one.fractionLost / 256))


async def _hand_on(track: MediaStreamTrack, target: Callable[[], PushTarget | None]) -> None:
    """Frames from the track to the target, until either has gone."""
    with contextlib.suppress(MediaStreamError):
        while (into := target()) is not None:
            frame = await track.recv()
            if isinstance(frame, VideoFrame):
                into.video(frame)
            elif isinstance(frame, AudioFrame):
                into.audio(frame)


def _codecs(kind: Kind, *names: str) -> list[RTCRtpCodecCapability]:
    """What we can do of these codecs, the first one preferred, with retransmission (RFC 4588)."""
    known = RTCRtpSender.getCapabilities(kind).codecs
    return [one for name in (*names, "rtx") for one in known if one.name.lower() == name.lower()]
