"""A camera's connections with aiortc as the browser: real sockets, real DTLS, pictures that carry their number."""

import asyncio
import itertools
import random
import re
from dataclasses import replace

import av
import numpy as np
import pytest
from aioice import ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from tests.integration.video.peer_camera import (
    BEGIN,
    FPS,
    FRAME,
    GOP,
    PATIENCE_S,
    Browser,
    Reader,
    an_offer,
    browser,
    camera,
    growing,
    numbers,
    report_loss,
    rising,
    sender,
    status_of,
    until,
)
from tests.unit.video.test_opus import aac
from video import peer_session
from video.errors import CameraSilent, NotPushed, OfferRefused, SessionUnknown, TooManyPeers
from video.frames import DecodedFrame
from video.live_encoding import LiveEncoder
from video.packets import EncodedPacket


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things is not what is tested."""
    monkeypatch.setattr(peer_session, "ANSWER_TIMEOUT_S", PATIENCE_S)


async def test_a_viewer_sees_the_sources_own_packets_from_a_keyframe_on(number_in: Reader) -> None:
    async with camera() as source:
        await until(lambda: source.number % GOP == 10)  # well within a GOP
        async with browser(source.hub) as viewer:
            read = await numbers(viewer, number_in, 30)
            status = source.hub.status(viewer.session_id)

    assert read[0] % GOP == 0
    assert growing(read)
    assert (status.state, status.codec, status.passthrough) == ("connected", "H264", True)


async def test_each_picture_tells_when_it_was_captured(number_in: Reader) -> None:
    async with camera() as source, browser(source.hub) as viewer:
        frames = [await viewer.frame() for _ in range(30)]
        origin = source.hub.status(viewer.session_id).rtp_origin
        first = viewer.rtp[0].timestamp  # aiortc counts from there

    assert origin is not None
    for frame in frames[-10:]:  # the first ones may have been sent again, for the start
        assert frame.pts is not None
        number = number_in(frame.to_ndarray(format="bgr24"))
        assert (frame.pts + first - origin) % 2**32 == (BEGIN + number * FRAME) % 2**32


async def test_pictures_in_another_order_are_encoded_once_for_all(
    number_in: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    encodings = count_encodings(monkeypatch)
    async with camera(b_frames=2) as source:
        async with browser(source.hub) as one, browser(source.hub) as other:
            reads = await asyncio.gather(*(numbers(each, number_in, 20) for each in (one, other)))
            status = source.hub.status(one.session_id)
        await until(lambda: source.hub.viewers == 0)

    assert all(rising(read) for read in reads)
    assert (status.codec, status.passthrough) == ("H264", False)
    assert len(encodings) == len(set(encodings)), "no picture twice"


async def test_a_browser_without_h264_gets_vp8(number_in: Reader) -> None:
    async with camera() as source, browser(source.hub, codecs="VP8") as viewer:
        read = await numbers(viewer, number_in, 10)
        status = source.hub.status(viewer.session_id)
        assert rising(read)
        assert (status.codec, status.passthrough) == ("VP8", False)


async def test_a_browser_that_hides_its_addresses_is_found_by_its_first_packet(number_in: Reader) -> None:
    async with camera() as source:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        connection.addTransceiver("video", direction="recvonly")
        await connection.setLocalDescription(await connection.createOffer())
        hidden = re.sub(r"(udp \d+) \S+", r"\1 5ad4c3f0-9f2b.local", connection.localDescription.sdp)
        assert ".local" in hidden
        answer = await source.hub.whep(hidden)
        await connection.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        viewer = Browser(connection, answer.session_id, [])
        assert growing(await numbers(viewer, number_in, 3))
        await connection.close()


async def test_a_lost_picture_is_mended_from_the_last_keyframe(number_in: Reader) -> None:
    async with camera() as source, browser(source.hub) as viewer:
        before = await numbers(viewer, number_in, 2 * FPS)
        while before[-1] % GOP not in range(5, GOP - 10):
            before += await numbers(viewer, number_in, 1)
        await viewer.ask_for_keyframe()
        after = before[-1:]
        while growing(after):
            after += await numbers(viewer, number_in, 1)

        assert after[-1] % GOP == 0
        assert after[-1] <= after[-2], "the one before, not the next"
        again = await numbers(viewer, number_in, 20)
        assert growing(again)


async def test_a_slow_viewer_slows_nobody(number_in: Reader) -> None:
    async with camera() as source, browser(source.hub) as slow, browser(source.hub) as quick:
        await asyncio.gather(numbers(slow, number_in, 1), numbers(quick, number_in, 1))
        session = source.hub._sessions[slow.session_id]
        assert session._sender is not None
        transport = session._sender.transport
        send = transport._send_rtp

        async def send_slowly(data: bytes) -> None:
            await asyncio.sleep(0.3)
            await send(data)

        transport._send_rtp = send_slowly  # type: ignore[method-assign]
        assert growing(await numbers(quick, number_in, 3 * FPS))
        assert source.hub.status(slow.session_id).dropped > 0
        assert source.hub.status(quick.session_id).dropped == 0


async def test_a_network_that_loses_much_gets_keyframes_alone(
    number_in: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer_session, "LOOK_EVERY_S", 0.05)
    async with camera() as source, browser(source.hub) as viewer:
        await numbers(viewer, number_in, 5)
        await report_loss(viewer, 0.4, until_poor=lambda: source.hub.status(viewer.session_id).keyframes_only)
        viewer.rtp.clear()
        await until(lambda: len({one.timestamp for one in viewer.rtp}) >= 2)
        stamps = sorted({one.timestamp for one in viewer.rtp})
        apart = {after - before for before, after in itertools.pairwise(stamps[1:])}
        assert apart <= {GOP * FRAME}


@pytest.mark.parametrize("kinds", [("video", "audio"), ("audio", "video")])
async def test_sound_comes_along(kinds: tuple[str, ...]) -> None:
    audio, packets = aac(8, rate_hz=48_000, channels=1)
    async with camera() as source:
        source.begin(audio)
        async with browser(source.hub, kinds=kinds) as viewer:
            await viewer.frame()

            async def speak() -> None:
                for one in packets:
                    pts = BEGIN + source.number * FRAME + one.pts - packets[0].pts
                    source.hub.live.put(replace(one, pts=pts, dts=pts))
                    await asyncio.sleep(0.01)

            speaking = asyncio.create_task(speak())
            async with asyncio.timeout(PATIENCE_S):
                sound = [await viewer.track("audio").recv() for _ in range(20)]
            speaking.cancel()

    assert all(isinstance(one, av.AudioFrame) and one.sample_rate == 48_000 for one in sound)
    assert np.abs(np.concatenate([one.to_ndarray().ravel() for one in sound])).max() > 5000


async def test_a_camera_without_sound_says_so() -> None:
    async with camera() as source, browser(source.hub, kinds=("video", "audio")) as viewer:
        video, audio = viewer.connection.getTransceivers()
        assert (video.currentDirection, audio.currentDirection) == ("recvonly", "inactive")


async def test_a_session_survives_a_source_that_goes_and_comes_back_otherwise(number_in: Reader) -> None:
    async with camera() as source, browser(source.hub) as viewer:
        await numbers(viewer, number_in, 3)
        source.hub.live.lost("it was unplugged")
        with pytest.raises(CameraSilent):
            await source.hub.whep(await an_offer())
        source.video = replace(source.video, reorders=True)
        source.begin()
        await until(lambda: not source.hub.status(viewer.session_id).passthrough)
        assert rising((await numbers(viewer, number_in, 30))[-10:])
        source.video = replace(source.video, reorders=False)
        source.begin()
        await until(lambda: source.hub.status(viewer.session_id).passthrough)
        assert growing((await numbers(viewer, number_in, 60))[-10:])


async def test_either_side_can_end_it() -> None:
    async with camera() as source:
        async with browser(source.hub) as viewer:
            await viewer.frame()
            source.hub.end(viewer.session_id)
            await until(lambda: viewer.connection.connectionState == "closed")
            with pytest.raises(SessionUnknown):
                source.hub.end(viewer.session_id)
        async with browser(source.hub) as viewer:
            await viewer.frame()
        await until(lambda: source.hub.viewers == 0)


async def test_a_viewer_that_vanishes_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ice, "CONSENT_INTERVAL", 0.05)
    async with camera() as source, browser(source.hub) as viewer:
        await viewer.frame()
        connection = viewer.connection.getReceivers()[0].transport.transport._connection
        for protocol in connection._protocols:
            protocol.transport.abort()
        await until(lambda: source.hub.viewers == 0)
        assert source.hub.live.video.watching == 0


async def test_a_browser_that_never_comes_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer_session, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(peer_session, "CONNECT_TIMEOUT_S", 0.2)
    async with camera() as source:
        answer = await source.hub.whep(await an_offer())
        assert source.hub.status(answer.session_id).state == "connecting"
        assert source.hub.live.video.watching == 0, "nothing is gathered for it"
        await until(lambda: source.hub.viewers == 0)


async def test_there_are_never_more_viewers_than_allowed() -> None:
    async with camera(most_viewers=2) as source:
        offers = [await an_offer() for _ in range(5)]
        answers = await asyncio.gather(*map(source.hub.whep, offers), return_exceptions=True)
        assert sorted(isinstance(one, TooManyPeers) for one in answers) == [False, False, True, True, True]
        [first, *_] = [one for one in answers if not isinstance(one, BaseException)]
        source.hub.end(first.session_id)
        await until(lambda: source.hub.viewers == 1)
        await source.hub.whep(offers[0])


async def test_an_offer_that_is_changed_anywhere_is_answered_or_refused_and_leaves_nothing() -> None:
    offer = await an_offer("video", "audio")
    lines = offer.splitlines()
    chance = random.Random(4)
    async with camera(most_viewers=1000) as source:
        refused = 0
        for _ in range(60):
            changed = lines.copy()
            for _ in range(chance.randint(1, 3)):
                at = chance.randrange(len(changed))
                line = changed[at]
                cut = chance.randrange(len(line) + 1)
                changed[at] = chance.choice(
                    [line[:cut], line[cut:], line + line, "", line.upper(), "m=video"]
                )
            try:
                source.hub.end((await source.hub.whep("\r\n".join(changed))).session_id)
            except OfferRefused:
                refused += 1
        await until(lambda: source.hub.viewers == 0)
        assert 0 < refused < 60


async def test_a_browser_is_the_camera(number_in: Reader) -> None:
    async with camera(is_push=True) as source:
        with pytest.raises(OfferRefused):
            await source.hub.whip("v=0")
        async with sender(source.hub) as first:
            await until(lambda: len(source.pushed.pictures) > 5 and len(source.pushed.sounds) > 5)
            assert source.hub.status(first).direction == "whip"
            assert source.hub.status(first).codec == "H264"
            async with sender(source.hub) as second:
                await until(lambda: status_of(source.hub, first) is None)
                assert source.pushed.ends == 0, "another has come"
                before = len(source.pushed.pictures)
                await until(lambda: len(source.pushed.pictures) > before + 5)
                assert source.hub.status(second).state == "connected"
        await until(lambda: source.pushed.ends == 1)
    picture = source.pushed.pictures[-1]
    assert number_in(picture.to_ndarray(format="bgr24")) == 170
    assert source.hub.viewers == 0


async def test_a_camera_with_a_source_takes_no_pictures_from_a_browser() -> None:
    async with camera() as source:
        with pytest.raises(NotPushed):
            await source.hub.whip(await an_offer())


def count_encodings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pictures that are encoded from now on, as they are."""
    seen: list[int] = []
    encode = LiveEncoder.encode

    def counted(self: LiveEncoder, frame: DecodedFrame) -> list[EncodedPacket]:
        seen.append(frame.seq)
        return encode(self, frame)

    monkeypatch.setattr(LiveEncoder, "encode", counted)
    return seen
