"""A camera whose pictures carry their number, and browsers that watch it or are it, with aiortc's connections."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from aiortc.rtp import RTCP_PSFB_PLI, RtcpPsfbPacket, RtcpReceiverInfo, RtcpRrPacket, RtpPacket
from av.video.frame import VideoFrame

from tests.integration.video.conftest import numbered
from video.errors import SessionUnknown
from video.frames import DecodedFrame
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket, StreamFormat, VideoFormat, to_datetime
from video.peer_session import PeerConfig, SessionStatus
from video.peers import PeerHub
from video.sampler import NewestFrame

FPS = 20
FRAME = TICKS_HZ // FPS
GOP = 40
BEGIN = 1_790_000_000 * TICKS_HZ
PATIENCE_S = 60


def encoded(pictures: int, *, b_frames: int = 0) -> tuple[VideoFormat, list[EncodedPacket]]:
    """Numbered pictures as H.264, a keyframe every GOP, from BEGIN on."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = 160, 96, "yuv420p"
    context.time_base, context.framerate = Fraction(1, TICKS_HZ), Fraction(FPS)
    context.gop_size, context.max_b_frames = GOP, b_frames
    context.options = {"preset": "ultrafast", "sc_threshold": "0"}
    if not b_frames:
        context.options = {**context.options, "tune": "zerolatency", "profile": "baseline"}
    packets = []
    for number in range(pictures):
        frame = VideoFrame.from_ndarray(numbered(number % 256), format="bgr24")
        frame.pts, frame.time_base = number * FRAME, Fraction(1, TICKS_HZ)
        packets += context.encode(frame)
    packets += context.encode(None)
    made = [
        EncodedPacket(
            "video", bytes(one), BEGIN + (one.pts or 0), BEGIN + (one.dts or 0), FRAME, one.is_keyframe
        )
        for one in packets
    ]
    video = VideoFormat(160, 96, FPS, made[0].data[:200], reorders=b_frames > 0)
    return video, made


@dataclass
class Camera:
    """A hub whose camera plays numbered pictures at FPS, over and over with growing stamps, while `live`."""

    hub: PeerHub
    video: VideoFormat
    packets: list[EncodedPacket]
    newest: NewestFrame[DecodedFrame]
    number: int = 0
    pushed: "Pushed" = field(default_factory=lambda: Pushed())

    def begin(self, audio: AudioFormat | None = None) -> None:
        self.hub.live.begin(StreamFormat(self.video, audio))

    async def play(self) -> None:
        while True:
            self.step()
            await asyncio.sleep(1 / FPS)

    def step(self) -> None:
        """The next picture."""
        turn, at = divmod(self.number, len(self.packets))
        one, moved = self.packets[at], turn * len(self.packets) * FRAME
        self.hub.live.put(replace(one, pts=one.pts + moved, dts=one.dts + moved))
        shown, captured_at = self.number % 256, to_datetime(BEGIN + self.number * FRAME)
        self.newest.put(
            DecodedFrame(self.number, captured_at, 160, 96, lambda: numbered(shown).astype(np.uint8))
        )
        self.number += 1


@dataclass
class Pushed:
    """Takes what a sending browser pushes."""

    pictures: list[VideoFrame] = field(default_factory=list)
    sounds: list[av.AudioFrame] = field(default_factory=list)
    ends: int = 0

    def video(self, frame: VideoFrame) -> None:
        self.pictures.append(frame)

    def audio(self, frame: av.AudioFrame) -> None:
        self.sounds.append(frame)

    def ended(self) -> None:
        self.ends += 1


@asynccontextmanager
async def camera(*, b_frames: int = 0, most_viewers: int = 8, is_push: bool = False) -> AsyncIterator[Camera]:
    video, packets = encoded(240, b_frames=b_frames)
    newest: NewestFrame[DecodedFrame] = NewestFrame()
    pushed = Pushed()
    hub = PeerHub(
        PeerConfig(most_viewers=most_viewers, fps=FPS),
        pictures=lambda: newest,
        push=lambda: pushed if is_push else None,
    )
    made = Camera(hub, video, packets, newest, pushed=pushed)
    made.begin()
    playing = asyncio.create_task(made.play())
    try:
        yield made
    finally:
        playing.cancel()
        await hub.close()
        await asyncio.gather(playing, return_exceptions=True)


@dataclass
class Browser:
    """A viewer: what it was sent, and what it could decode."""

    connection: RTCPeerConnection
    session_id: str
    rtp: list[RtpPacket]

    def track(self, kind: str) -> MediaStreamTrack:
        return next(one.track for one in self.connection.getReceivers() if one.track.kind == kind)

    async def frame(self) -> VideoFrame:
        async with asyncio.timeout(PATIENCE_S):
            frame = await self.track("video").recv()
        assert isinstance(frame, VideoFrame)
        return frame

    async def ask_for_keyframe(self) -> None:
        receiver = self.connection.getReceivers()[0]
        pli = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=self.rtp[-1].ssrc)
        await receiver.transport._send_rtp(bytes(pli))


@asynccontextmanager
async def browser(
    hub: PeerHub, *, kinds: tuple[str, ...] = ("video",), codecs: str | None = None
) -> AsyncIterator[Browser]:
    """Connected to the hub by WHEP."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for kind in kinds:
        transceiver = connection.addTransceiver(kind, direction="recvonly")
        if codecs is not None and kind == "video":
            known = transceiver.sender.getCapabilities("video").codecs
            transceiver.setCodecPreferences([one for one in known if one.name == codecs])
    receiver = connection.getReceivers()[0]
    rtp: list[RtpPacket] = []
    handle = receiver._handle_rtp_packet

    async def record(packet: RtpPacket, arrival_time_ms: int) -> None:
        rtp.append(packet)
        await handle(packet, arrival_time_ms)

    receiver._handle_rtp_packet = record  # type: ignore[method-assign]
    await connection.setLocalDescription(await connection.createOffer())
    answer = await hub.whep(connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
    try:
        yield Browser(connection, answer.session_id, rtp)
    finally:
        await connection.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - what is waited for is in other hands
            await asyncio.sleep(0.02)


def status_of(hub: PeerHub, session_id: str) -> SessionStatus | None:
    try:
        return hub.status(session_id)
    except SessionUnknown:
        return None


Reader = Callable[[np.ndarray], int]


async def numbers(viewer: Browser, number_in: Reader, count: int) -> list[int]:
    return [number_in((await viewer.frame()).to_ndarray(format="bgr24")) for _ in range(count)]


def growing(read: list[int]) -> bool:
    """Whether each picture is the one after the one before."""
    return all((after - before) % 256 == 1 for before, after in itertools.pairwise(read))


def rising(read: list[int]) -> bool:
    """Whether each picture is later than the one before: an encoder that is behind leaves some out."""
    return all(0 < (after - before) % 256 < 128 for before, after in itertools.pairwise(read))


async def an_offer(*kinds: str) -> str:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for kind in kinds or ("video",):
        connection.addTransceiver(kind, direction="recvonly")
    await connection.setLocalDescription(await connection.createOffer())
    offer = connection.localDescription.sdp
    await connection.close()
    return offer


async def report_loss(viewer: Browser, share: float, *, until_poor: Callable[[], bool]) -> None:
    """Say, as an RTCP receiver does, that so many packets were lost."""
    async with asyncio.timeout(PATIENCE_S):
        while not until_poor():
            report = RtcpReceiverInfo(
                ssrc=viewer.rtp[-1].ssrc,
                fraction_lost=round(share * 256),
                packets_lost=9,
                highest_sequence=viewer.rtp[-1].sequence_number,
                jitter=0,
                lsr=0,
                dlsr=0,
            )
            data = bytes(RtcpRrPacket(ssrc=1, reports=[report]))
            await viewer.connection.getReceivers()[0].transport._send_rtp(data)
            await asyncio.sleep(0.1)


class StillPicture(VideoStreamTrack):
    """What a sending browser films: the number 170."""

    async def recv(self) -> VideoFrame:
        frame = VideoFrame.from_ndarray(numbered(170), format="bgr24")
        frame.pts, frame.time_base = await self.next_timestamp()
        return frame


@asynccontextmanager
async def sender(hub: PeerHub) -> AsyncIterator[str]:
    """A browser that pushes a picture and silence by WHIP; gives the name of its session."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    connection.addTrack(StillPicture())
    connection.addTrack(AudioStreamTrack())
    await connection.setLocalDescription(await connection.createOffer())
    answer = await hub.whip(connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
    try:
        yield answer.session_id
    finally:
        await connection.close()
