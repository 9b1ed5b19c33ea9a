"""What we read inside aiortc is still there: this fails when a newer version has moved it."""

import asyncio

from aiortc import RTCRtpSender
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpSendParameters
from aiortc.rtp import RTCP_PSFB_FIR, RTCP_PSFB_PLI, RtcpPsfbPacket, RtpPacket
from av.packet import Packet

from video.aiortc_inside import newest_rtp_timestamp, on_keyframe_request
from video.packets import TICKS_HZ, EncodedPacket
from video.tracks import SoundTrack, VideoTrack
from video.viewers import Fanout

BEGIN = 1_790_000_000 * TICKS_HZ + 12_345
H264 = RTCRtpCodecParameters(mimeType="video/H264", clockRate=90_000, payloadType=102)
OPUS = RTCRtpCodecParameters(mimeType="audio/opus", clockRate=48_000, channels=2, payloadType=111)


class Wire:
    """Stands for the DTLS transport: keeps what would be sent."""

    state = "connected"
    _stats_id = "wire"

    def __init__(self) -> None:
        self.sent: list[RtpPacket] = []

    async def _send_rtp(self, data: bytes) -> None:
        if data[1] & 0x7F in (102, 111):
            self.sent.append(RtpPacket.parse(data))

    def _register_rtp_sender(self, sender: RTCRtpSender, parameters: RTCRtpSendParameters) -> None: ...

    def _unregister_rtp_sender(self, sender: RTCRtpSender) -> None: ...


def packet(kind: str, number: int) -> EncodedPacket:
    pts = BEGIN + number * 1800
    return EncodedPacket(kind, b"\0\0\0\1\x65" + bytes([7] * 20), pts, pts, 1800, number == 0)  # type: ignore[arg-type]


async def sent(track: VideoTrack | SoundTrack, fanout: Fanout, codec: RTCRtpCodecParameters) -> Wire:
    """Three packets go through aiortc's own sender."""
    wire = Wire()
    sender = RTCRtpSender(track, wire)  # type: ignore[arg-type]
    if isinstance(track, VideoTrack):
        track.sent_by(sender)
    await sender.send(RTCRtpSendParameters(codecs=[codec]))
    number = 0
    while len(wire.sent) < 3:
        if fanout.watching:
            fanout.put(packet(track.kind, number))
            number += 1
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.001)
    assert newest_rtp_timestamp(sender) == wire.sent[-1].timestamp
    await sender.stop()
    return wire


async def test_the_origin_that_aiortc_adds_is_found() -> None:
    fanout = Fanout()
    track = VideoTrack(fanout.watch)
    assert track.rtp_origin is None
    wire = await sent(track, fanout, H264)

    assert track.rtp_origin is not None
    assert [(one.timestamp - track.rtp_origin) % 2**32 for one in wire.sent[:3]] == [
        (BEGIN + number * 1800) % 2**32 for number in range(3)
    ]


async def test_sound_keeps_the_same_clock_in_its_own_rate() -> None:
    fanout = Fanout()
    wire = await sent(SoundTrack(fanout.watch), fanout, OPUS)
    stamps = [one.timestamp for one in wire.sent[:3]]
    assert [(stamp - stamps[0]) % 2**32 for stamp in stamps] == [0, 960, 1920]


async def test_a_request_for_a_keyframe_is_heard() -> None:
    asked: list[bool] = []
    sender = RTCRtpSender("video", Wire())  # type: ignore[arg-type]
    on_keyframe_request(sender, lambda: asked.append(True))
    for fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
        await sender._handle_rtcp_packet(RtcpPsfbPacket(fmt=fmt, ssrc=1, media_ssrc=sender._ssrc))
    assert asked == [True, True]


async def test_stamps_since_the_epoch_fit_into_a_packet() -> None:
    one = Packet(b"x")
    one.pts = BEGIN
    assert one.pts == BEGIN
