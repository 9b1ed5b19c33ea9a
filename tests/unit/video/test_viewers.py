"""A viewer begins at a keyframe, loses whole pictures when it is slow, and is in nobody's way."""

import asyncio
import itertools
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from video.packets import TICKS_HZ, AudioFormat, EncodedPacket, StreamFormat, VideoFormat
from video.viewers import (
    LONGEST_LAG,
    MOST_QUEUED,
    REPLAY_MOST_BYTES,
    REPLAY_MOST_PACKETS,
    REPLAY_PAUSE,
    REPLAY_SPREAD,
    Fanout,
    LiveFanout,
    Viewer,
    ViewerClosed,
    plays_live,
)

FRAME = TICKS_HZ // 15
GOP = 15
BEGIN = 1_700_000_000 * TICKS_HZ

BASELINE_SPS = bytes.fromhex("0000000167 42c01e d900a047fe88".replace(" ", ""))
HIGH_SPS = bytes.fromhex("0000000167 64001e acd940a047fe88".replace(" ", ""))
HIGH_10_SPS = bytes.fromhex("0000000167 6e001e acd940a047fe88".replace(" ", ""))
PPS = bytes.fromhex("0000000168cb83cb20")


def packet(number: int, *, size: int = 100) -> EncodedPacket:
    """Picture `number` of a stream with a keyframe every GOP pictures."""
    pts = BEGIN + number * FRAME
    return EncodedPacket("video", number.to_bytes(4, "big") * (size // 4), pts, pts, FRAME, number % GOP == 0)


def numbers(packets: Sequence[EncodedPacket]) -> list[int]:
    return [int.from_bytes(one.data[:4], "big") for one in packets]


async def taken(viewer: Viewer) -> list[EncodedPacket]:
    """All that waits."""
    return [await viewer.next() for _ in range(viewer.waiting)]


def put(fanout: Fanout, *what: int) -> None:
    for number in what:
        fanout.put(packet(number))


async def test_packets_come_in_order_to_everybody() -> None:
    fanout = Fanout()
    viewers = [fanout.watch() for _ in range(3)]
    put(fanout, *range(5))
    for viewer in viewers:
        assert numbers(await taken(viewer)) == [0, 1, 2, 3, 4]
        assert viewer.dropped == 0


async def test_a_new_viewer_gets_all_since_the_keyframe_with_stamps_of_a_moment() -> None:
    fanout = Fanout()
    put(fanout, *range(GOP + 6))
    viewer = fanout.watch()
    assert viewer.waiting == 0

    put(fanout, GOP + 6, GOP + 7)

    got = await taken(viewer)
    assert numbers(got) == [*range(GOP, GOP + 8)]
    assert got[0].is_keyframe
    stamps = [one.pts for one in got]
    assert stamps == sorted(set(stamps))
    assert stamps[-2:] == [packet(GOP + 6).pts, packet(GOP + 7).pts], "the newest keep their own"
    assert stamps[-2] - stamps[0] <= REPLAY_SPREAD


async def test_a_viewer_that_comes_with_a_keyframe_gets_that_alone() -> None:
    fanout = Fanout()
    put(fanout, *range(GOP))
    viewer = fanout.watch()
    put(fanout, GOP)
    assert await taken(viewer) == [packet(GOP)]


@pytest.mark.parametrize(
    ("pictures", "size"),
    [(REPLAY_MOST_PACKETS + 1, 100), (3, REPLAY_MOST_BYTES // 2)],
    ids=["too many", "too large"],
)
async def test_a_long_way_to_the_keyframe_is_not_sent_again(pictures: int, size: int) -> None:
    fanout = Fanout()
    fanout.put(packet(0, size=size))
    for number in range(1, pictures):
        fanout.put(replace(packet(number, size=size), is_keyframe=False))
    viewer = fanout.watch()
    rest = replace(packet(pictures), is_keyframe=False)
    keyframe = replace(packet(pictures + 1), is_keyframe=True)

    fanout.put(rest)
    assert viewer.waiting == 0
    fanout.put(keyframe)
    assert await taken(viewer) == [keyframe]


async def test_a_slow_viewer_goes_on_at_the_next_keyframe_and_slows_nobody() -> None:
    fanout = Fanout()
    slow, quick = fanout.watch(), fanout.watch()
    seen: list[EncodedPacket] = []
    for number in range(3 * GOP + 3):
        put(fanout, number)
        seen += await taken(quick)

    assert numbers(seen) == [*range(3 * GOP + 3)]
    left = await taken(slow)
    assert left[0].is_keyframe
    assert numbers(left) == [*range(numbers(left)[0], 3 * GOP + 3)], "without a hole"
    assert left[-1].pts - left[0].pts <= LONGEST_LAG
    assert slow.dropped == 3 * GOP + 3 - len(left)


async def test_a_slow_viewer_is_not_helped_by_sending_more() -> None:
    fanout = Fanout()
    slow = fanout.watch()
    put(fanout, 0)
    for number in range(1, LONGEST_LAG // FRAME + 2):
        fanout.put(replace(packet(number), is_keyframe=False))
    assert slow.waiting == 0, "nothing since the keyframe is sent again"


async def test_a_queue_is_bounded_whatever_the_stamps_say() -> None:
    fanout = Fanout()
    viewer = fanout.watch()
    for number in range(3 * MOST_QUEUED):
        fanout.put(EncodedPacket("audio", b"", BEGIN + number, BEGIN + number, 1, True))
    assert 0 < viewer.waiting <= MOST_QUEUED


async def test_a_lost_picture_is_mended_from_the_last_keyframe_with_growing_stamps() -> None:
    fanout = Fanout()
    viewer = fanout.watch()
    put(fanout, *range(GOP, GOP + 5))
    before = await taken(viewer)
    viewer.begin_anew()

    put(fanout, GOP + 5, GOP + 6)

    after = await taken(viewer)
    assert numbers(after) == [*range(GOP, GOP + 7)]
    stamps = [one.pts for one in (*before, *after)]
    assert stamps == sorted(set(stamps))


async def test_pictures_are_not_sent_again_twice_a_second() -> None:
    fanout = Fanout()
    viewer = fanout.watch()
    put(fanout, *range(GOP, GOP + 3))
    viewer.begin_anew()
    put(fanout, GOP + 3)
    assert numbers(await taken(viewer)) == [GOP, GOP + 1, GOP + 2, *range(GOP, GOP + 4)]

    viewer.begin_anew()
    put(fanout, GOP + 4, GOP + 5)
    assert viewer.waiting == 0

    put(fanout, *range(GOP + 6, 2 * GOP + 1))
    assert numbers(await taken(viewer)) == [2 * GOP], "until the next keyframe"
    viewer.begin_anew()
    put(fanout, *range(2 * GOP + 1, 2 * GOP + 3))
    assert viewer.waiting == 0, "still too soon"
    assert packet(2 * GOP + 3).pts - packet(GOP + 3).pts == REPLAY_PAUSE
    put(fanout, 2 * GOP + 3)
    assert numbers(await taken(viewer)) == [*range(2 * GOP, 2 * GOP + 4)]


async def test_a_poor_network_gets_keyframes_alone_until_it_is_better() -> None:
    fanout = Fanout()
    viewer = fanout.watch()
    put(fanout, *range(3))
    assert numbers(await taken(viewer)) == [0, 1, 2]
    viewer.thin(keyframes_only=True)
    put(fanout, *range(3, 2 * GOP))
    assert numbers(await taken(viewer)) == [GOP]
    put(fanout, *range(2 * GOP, 2 * GOP + 3))
    assert numbers(await taken(viewer)) == [2 * GOP]

    viewer.thin(keyframes_only=False)
    put(fanout, *range(2 * GOP + 3, 3 * GOP + 3))
    assert numbers(await taken(viewer)) == [3 * GOP, 3 * GOP + 1, 3 * GOP + 2]


async def test_after_a_cut_only_a_keyframe_begins() -> None:
    fanout = Fanout()
    viewer = fanout.watch()
    put(fanout, 0, 1)
    fanout.cut()
    put(fanout, 2)
    assert numbers(await taken(viewer)) == [0, 1]
    put(fanout, GOP)
    assert numbers(await taken(viewer)) == [GOP]


async def test_a_viewer_waits_until_a_thread_puts() -> None:
    fanout = Fanout()
    viewer = fanout.watch()
    waiting = asyncio.create_task(viewer.next())
    await asyncio.sleep(0)
    threading.Thread(target=fanout.put, args=(packet(0),)).start()
    assert await waiting == packet(0)


async def test_closing_lets_the_reader_go() -> None:
    fanout = Fanout()
    viewer, other = fanout.watch(), fanout.watch()
    waiting = asyncio.create_task(viewer.next())
    await asyncio.sleep(0)
    viewer.close()
    viewer.close()
    with pytest.raises(ViewerClosed):
        await waiting
    assert fanout.watching == 1
    put(fanout, 0)
    assert (viewer.waiting, other.waiting) == (0, 1)
    with pytest.raises(ViewerClosed):
        await viewer.next()


def test_a_feed_outlives_the_loop_of_its_viewers() -> None:
    fanout = Fanout()

    async def watch() -> None:
        viewer = fanout.watch()
        put(fanout, 0)
        await viewer.next()

    asyncio.run(watch())
    put(fanout, 1, 2, GOP)
    assert fanout.watching == 0


async def test_a_thread_that_races_its_viewers_gives_each_a_stream_without_a_hole() -> None:
    fanout = Fanout()
    last = 200 * GOP
    viewers = [fanout.watch() for _ in range(4)]

    def produce() -> None:
        for number in range(last + 1):
            fanout.put(packet(number))

    async def read(viewer: Viewer, pause_s: float) -> list[EncodedPacket]:
        got = [await viewer.next()]
        while numbers(got[-1:]) != [last]:
            got.append(await viewer.next())
            await asyncio.sleep(pause_s)
        return got

    thread = threading.Thread(target=produce)
    thread.start()
    streams = await asyncio.gather(
        *(read(one, pause_s) for one, pause_s in zip(viewers, (0, 0, 0, 1e-4), strict=True))
    )
    thread.join()

    for got in streams:
        for before, after in itertools.pairwise(got):
            assert after.pts > before.pts
            follows = numbers([before])[0] + 1 == numbers([after])[0]
            assert follows or after.is_keyframe


FORMAT = VideoFormat(640, 360, 15.0, BASELINE_SPS + PPS, reorders=False)


@pytest.mark.parametrize(
    ("video", "plays"),
    [
        (FORMAT, True),
        (VideoFormat(640, 360, 15.0, HIGH_SPS + PPS, reorders=False), True),
        (VideoFormat(640, 360, 15.0, PPS + HIGH_SPS, reorders=False), True),
        (VideoFormat(640, 360, 15.0, HIGH_SPS + PPS, reorders=True), False),
        (VideoFormat(640, 360, 15.0, HIGH_10_SPS + PPS, reorders=False), False),
        (VideoFormat(640, 360, 15.0, BASELINE_SPS + PPS, reorders=False, rotation=90), False),
        (VideoFormat(640, 360, 15.0, PPS, reorders=False), False),
        (VideoFormat(640, 360, 15.0, b"\0\0\1\x67", reorders=False), False),
        (VideoFormat(640, 360, 15.0, b"", reorders=False), False),
    ],
)
def test_a_browser_gets_what_it_can_show(video: VideoFormat, plays: bool) -> None:
    assert plays_live(video) is plays


async def test_a_source_that_no_browser_can_show_is_not_passed_on() -> None:
    told: list[StreamFormat | None] = []
    live = LiveFanout(lambda: told.append(live.format))
    video, audio = live.video.watch(), live.audio.watch()
    sound = EncodedPacket("audio", b"aac", BEGIN, BEGIN, 1920, True)
    shown = StreamFormat(FORMAT, AudioFormat(48000, 1, b""))
    not_shown = StreamFormat(VideoFormat(640, 360, 15.0, HIGH_SPS, reorders=True), None)

    live.begin(not_shown)
    live.put(packet(0))
    live.put(sound)
    assert (video.waiting, audio.waiting, live.passes) == (0, 1, False)

    live.begin(shown)
    live.put(packet(GOP))
    assert await taken(video) == [packet(GOP)]
    live.lost("it fell silent")
    assert told == [not_shown, shown, None]
