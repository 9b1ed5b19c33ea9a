import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.tape import Tape
from video import feed as feed_module
from video.feed import Feed
from video.frames import DecodedFrame, Image
from video.packets import to_datetime
from video.sources import SourceSpec

MakeVideo = Callable[..., Path]
NumberIn = Callable[[Image], int]


@asynccontextmanager
async def playing(path: Path, *sinks: Tape, **options: Any) -> AsyncIterator[Feed]:
    settings: dict[str, Any] = {"fps": 15, "max_width": 640, "jpeg_quality": 80, "allow_loopback": False}
    feed = Feed(SourceSpec("file", str(path)), sinks=sinks, **settings | options)
    feed.start()
    try:
        yield feed
    finally:
        await asyncio.to_thread(feed.stop)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)


async def test_a_picture_is_the_one_whose_packet_has_its_time(
    make_video: MakeVideo, number_in: NumberIn
) -> None:
    tape = Tape()
    async with playing(make_video(pictures=30, fps=15), tape) as feed:
        pictures = [await feed.picture()]
        for _ in range(20):
            pictures.append(await feed.picture(pictures[-1].seq))

    times = [packet.captured_at for packet in tape.video]
    for picture in pictures:
        image = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_COLOR)
        assert (picture.width, picture.height) == (image.shape[1], image.shape[0]) == (160, 96)
        assert times.index(picture.captured_at) % 30 == number_in(image)
    # One number a packet: a gap says how many pictures were skipped.
    assert {picture.seq - times.index(picture.captured_at) for picture in pictures} == {
        pictures[0].seq - times.index(pictures[0].captured_at)
    }
    assert tape.runs[-1].lost == "the camera was stopped"


async def test_all_who_ask_get_one_encoding_and_nobody_takes_it_from_the_others(
    make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    begun, may_encode = threading.Event(), threading.Event()
    encode = feed_module.encode

    def counted(frame: DecodedFrame, quality: int) -> feed_module.Picture:
        encoded.append(frame.seq)
        begun.set()
        assert may_encode.wait(30)
        return encode(frame, quality)

    monkeypatch.setattr(feed_module, "encode", counted)
    async with playing(make_video(pictures=2, fps=1)) as feed:
        asked = [asyncio.create_task(feed.picture()) for _ in range(5)]
        await asyncio.to_thread(begun.wait, 30)
        asked[0].cancel()  # a viewer leaves
        may_encode.set()
        pictures = await asyncio.gather(*asked[1:])

    assert len({id(picture) for picture in pictures}) == 1
    assert encoded == [pictures[0].seq]


async def test_nobody_asking_costs_no_jpeg_and_no_conversion(
    make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(DecodedFrame, "image", lambda frame: asked.append(frame.seq))
    tape = Tape()
    async with playing(make_video(), tape):
        await asyncio.to_thread(tape.wait, lambda: len(tape.video) > 10)
    assert asked == []


async def test_pictures_are_thinned_and_packets_are_not(make_video: MakeVideo) -> None:
    tape = Tape()
    async with playing(make_video(pictures=30, fps=30), tape, fps=10) as feed:
        first = await feed.newest.get()
        await asyncio.to_thread(tape.wait, lambda: len(tape.video) > 60)
        latest = feed.newest.latest
    assert latest is not None
    assert latest.seq > first.seq
    between = [
        packet for packet in tape.video if first.captured_at < packet.captured_at <= latest.captured_at
    ]
    assert len(between) == 3 * (latest.seq - first.seq)


async def test_a_wide_picture_is_shown_smaller_and_its_packets_stay_as_they_are(
    make_video: MakeVideo,
) -> None:
    tape = Tape()
    async with playing(make_video(width=320, height=184), tape, max_width=160) as feed:
        picture = await feed.picture()
        assert feed.format == tape.runs[0].stream
    assert (picture.width, picture.height) == (feed.width, feed.height) == (160, 92)
    assert tape.runs[0].stream.video.width == 320


async def test_a_frame_is_converted_once(make_video: MakeVideo) -> None:
    async with playing(make_video()) as feed:
        frame = await feed.newest.get()
        first, second = await asyncio.gather(*(asyncio.to_thread(frame.image) for _ in range(2)))
    assert first is second
    assert first.shape == (frame.height, frame.width, 3)


async def test_h264_that_cannot_pass_is_opened_again_and_encoded(
    make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("video.passing.LONGEST_GROUP_S", 1)
    tape = Tape()
    path = make_video(pictures=60, fps=15, options={"g": "60", "keyint_min": "60"})
    async with playing(path, tape) as feed:
        await asyncio.to_thread(tape.wait, lambda: len(tape.runs) == 2)
        assert (await feed.picture()).jpeg
        assert feed.state == "live"
    assert tape.runs[0].lost is not None
    assert "keyframes" in tape.runs[0].lost
    assert tape.runs[1].stream.video.extradata[5] == 66  # baseline: our own encoder


async def test_a_file_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path / "nothing.mp4") as feed:
        await until(lambda: feed.state != "starting")
        assert (feed.state, feed.reason) == ("error", "the video file is not there")


def test_ticks_name_the_moment_to_the_microsecond() -> None:
    assert to_datetime(90_000 * 60) - to_datetime(0) == timedelta(minutes=1)
