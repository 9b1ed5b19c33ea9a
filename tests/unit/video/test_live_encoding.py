"""What is encoded for live viewers is encoded once, without delay, and only while somebody watches."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import av
import numpy as np
import pytest

from tests.unit.video.test_opus import aac
from video.frames import DecodedFrame, Image
from video.live_encoding import KEYFRAME_EVERY_S, LiveCodec, LiveEncoder, SharedSound, SharedVideo
from video.packets import TICKS_HZ, AudioFormat, to_ticks
from video.sampler import NewestFrame
from video.viewers import Fanout

FPS = 15
BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)


def numbered(number: int, *, width: int = 160, height: int = 96) -> DecodedFrame:
    """Eight stripes: the bits of the number, the highest first."""

    def image() -> Image:
        bits = np.array([(number >> (7 - bit)) & 1 for bit in range(8)], np.uint8) * 255
        row = np.repeat(bits, width // 8 + 1)[:width]
        return np.broadcast_to(row[None, :, None], (height, width, 3)).copy()

    return DecodedFrame(number, BEGIN + timedelta(seconds=number / FPS), width, height, image)


def decoded(codec: LiveCodec, packets: list[bytes]) -> list[Image]:
    context = av.CodecContext.create("h264" if codec == "H264" else "vp8", "r")
    frames = [frame for one in packets for frame in context.decode(av.Packet(one))]
    frames += context.decode(None)
    return [frame.to_ndarray(format="bgr24").astype(np.uint8) for frame in frames]


@pytest.mark.parametrize("codec", ["H264", "VP8"])
def test_each_picture_is_a_packet_with_its_own_time(
    codec: LiveCodec, number_in: Callable[[Image], int]
) -> None:
    encoder = LiveEncoder(codec, FPS)
    pictures = [numbered(number) for number in range(64)]
    packets = []
    for picture in pictures:
        made = encoder.encode(picture)
        assert len(made) == 1, "without delay"
        packets += made

    assert [one.pts for one in packets] == [to_ticks(one.captured_at) for one in pictures]
    assert [one.pts for one in packets] == [one.dts for one in packets], "nothing is reordered"
    assert packets[0].is_keyframe
    apart = round(FPS * KEYFRAME_EVERY_S)
    assert all(any(one.is_keyframe for one in packets[at : at + apart]) for at in (1, 30))
    assert [number_in(image) for image in decoded(codec, [one.data for one in packets])] == [*range(64)]


def test_a_new_size_begins_with_a_keyframe_of_even_sides() -> None:
    encoder = LiveEncoder("H264", FPS)
    encoder.encode(numbered(0))
    [packet] = encoder.encode(numbered(1, width=201, height=101))
    assert packet.is_keyframe
    [image] = decoded("H264", [packet.data])
    assert image.shape == (100, 200, 3)


def test_a_picture_that_is_not_newer_is_left_out() -> None:
    encoder = LiveEncoder("H264", FPS)
    assert encoder.encode(numbered(5))
    assert encoder.encode(numbered(5)) == []
    assert encoder.encode(numbered(4)) == []


async def test_all_viewers_share_one_encoding_that_ends_with_the_last_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encoded: list[int] = []
    encode = LiveEncoder.encode

    def counted(self: LiveEncoder, frame: DecodedFrame) -> object:
        encoded.append(frame.seq)
        return encode(self, frame)

    monkeypatch.setattr(LiveEncoder, "encode", counted)
    newest: NewestFrame[DecodedFrame] = NewestFrame()
    shared = SharedVideo("H264", FPS, lambda: newest)
    viewers = [shared.watch() for _ in range(3)]
    for number in range(5):
        newest.put(numbered(number))
        packets = [await viewer.next() for viewer in viewers]
        assert len({id(one) for one in packets}) == 1
    assert encoded == [0, 1, 2, 3, 4]

    for viewer in viewers:
        viewer.close()
    newest.put(numbered(5))
    await asyncio.sleep(0.1)
    newest.put(numbered(6))
    await asyncio.sleep(0.1)
    assert encoded[-1] <= 5, "at most the one that was in its hands"
    await shared.close()


async def test_an_encoding_goes_on_when_the_camera_has_another_source() -> None:
    feeds: list[NewestFrame[DecodedFrame]] = [NewestFrame(), NewestFrame()]
    current = [feeds[0]]
    shared = SharedVideo("VP8", FPS, lambda: current[0])
    viewer = shared.watch()
    feeds[0].put(numbered(0))
    assert (await viewer.next()).is_keyframe

    current[0] = feeds[1]
    feeds[0].close()
    feeds[1].put(numbered(9))
    packet = await viewer.next()
    assert (packet.is_keyframe, packet.pts) == (True, to_ticks(numbered(9).captured_at))
    viewer.close()
    await shared.close()


async def test_sound_is_encoded_once_and_again_after_its_format_changed() -> None:
    source, packets = aac(1)
    formats: list[AudioFormat | None] = [source]
    fanout = Fanout()
    shared = SharedSound(fanout, lambda: formats[0])
    ears = [shared.watch(), shared.watch()]
    await asyncio.sleep(0)
    for one in packets[:10]:
        fanout.put(one)
    first = [await ear.next() for ear in ears]
    assert first[0] is first[1]

    formats[0], other = aac(1, rate_hz=16_000, channels=1)
    other = [replace(one, pts=one.pts + 10 * TICKS_HZ) for one in other]
    fanout.put(other[0])  # what ends the work on the old format

    async def play() -> None:
        for one in other[1:]:
            await asyncio.sleep(0.1)
            fanout.put(one)

    playing = asyncio.create_task(play())
    while (await ears[0].next()).pts < other[1].pts:
        pass
    await playing
    assert fanout.watching == 1
    await shared.close()
    assert fanout.watching == 0
