import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from tests.hand_clock import HandClock
from tests.tape import Tape, loudness, pictures
from video.errors import SourceLost
from video.feed import Feed
from video.media import Picture
from video.outlet import Outlet
from video.packets import TICKS_HZ
from video.push import NOBODY, Pushed, PushIntake, PushSource
from video.sources import SourceSpec

FIRST = 3_000_000_000
"""A track counts from a number of its own."""


def picture(index: int, *, width: int = 160, height: int = 96) -> VideoFrame:
    frame = VideoFrame.from_ndarray(np.full((height, width, 3), index * 5 % 256, np.uint8), format="bgr24")
    frame = frame.reformat(format="yuv420p")
    frame.pts, frame.time_base = FIRST + index * 3000, Fraction(1, TICKS_HZ)
    return frame


def sound(index: int) -> AudioFrame:
    at_s = (index * 960 + np.arange(960)) / 48_000
    wave = (16_000 * np.sin(2 * np.pi * 440 * at_s)).astype(np.int16)
    frame = AudioFrame.from_ndarray(np.repeat(wave, 2)[None, :], format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48_000, 7777 + index * 960, Fraction(1, 48_000)
    return frame


class Sender:
    """A browser that sends 30 pictures and 50 pieces of sound a second, by a clock that is turned by hand."""

    def __init__(self) -> None:
        self.clock = HandClock(overshoot_s=0)
        self.source = PushSource(self.clock.clock())
        self.tape = Tape()
        self.shown: list[tuple[int, Picture]] = []
        self.intake = PushIntake(Outlet([self.tape]), lambda shown, at: self.shown.append((at, shown)))

    def send(self, seconds: float, *, with_sound: bool = True, begin: float = 0.0, **size: int) -> None:
        events = [
            (index / 30, "video", index) for index in range(round(begin * 30), round((begin + seconds) * 30))
        ]
        if with_sound:
            events += [
                (index / 50, "audio", index)
                for index in range(round(begin * 50), round((begin + seconds) * 50))
            ]
        stopped = threading.Event()
        frames = self.source.frames(stopped)
        for at_s, kind, index in sorted(events):
            self.clock.at_s = 1000 + at_s
            if kind == "video":
                self.source.video(picture(index, **size))
            else:
                self.source.audio(sound(index))
            self.intake.take(next(frames))
        stopped.set()


def test_a_sender_is_encoded_once_and_its_pictures_are_shown_at_their_own_time() -> None:
    sender = Sender()
    sender.send(3)

    (run,) = sender.tape.runs
    assert (run.stream.video.width, run.stream.video.height) == (160, 96)
    assert run.stream.audio is not None
    assert run.stream.audio.channels == 2
    assert len(run.video) >= 88  # the first wait for the sound
    assert {later.dts - earlier.dts for earlier, later in pairwise(run.video)} == {3000}
    assert [pts for pts, _ in pictures(run.video)] == [packet.pts for packet in run.video]
    assert {packet.pts for packet in run.video} <= {at for at, _ in sender.shown}
    assert len(sender.shown) == 90
    assert np.median(loudness(run.audio, run.stream.audio.extradata)) == pytest.approx(0.345, abs=0.02)
    assert abs(run.audio[-1].pts - run.video[-1].pts) < TICKS_HZ / 10  # they meet in our clock


def test_a_sender_without_sound_is_encoded_without() -> None:
    sender = Sender()
    sender.send(3, with_sound=False)
    (run,) = sender.tape.runs
    assert run.stream.audio is None
    assert len(run.video) >= 58
    assert len(sender.shown) == 90


def test_another_size_begins_anew() -> None:
    sender = Sender()
    sender.send(2)
    sender.send(2, begin=2, width=96, height=160)
    assert [(run.stream.video.width, run.stream.video.height) for run in sender.tape.runs] == [
        (160, 96),
        (96, 160),
    ]


def test_seconds_of_silence_begin_anew() -> None:
    sender = Sender()
    sender.send(2)
    sender.send(2, begin=9)
    first, second = sender.tape.runs
    assert first.lost is not None
    assert "nothing for 7 s" in first.lost
    assert second.video[0].pts - first.video[-1].pts > 7 * TICKS_HZ


def test_what_waits_for_a_slow_feed_is_bounded_and_the_oldest_goes() -> None:
    source = PushSource(HandClock().clock())
    for index in range(20):
        source.video(picture(index))
    stopped = threading.Event()
    frames = source.frames(stopped)
    waiting = [next(frames).at for _ in range(8)]
    assert waiting == [FIRST + index * 3000 for index in range(12, 20)]
    assert source.skipped == 12


def test_a_sender_that_has_gone_ends_it_at_once_and_nothing_of_it_is_left() -> None:
    source = PushSource()
    frames = source.frames(threading.Event())
    source.video(picture(0))
    assert isinstance(next(frames), Pushed)
    source.video(picture(1))
    source.ended()
    with pytest.raises(SourceLost, match=NOBODY):
        next(frames)


def test_waiting_for_a_sender_ends_when_it_is_told_to() -> None:
    stopped = threading.Event()
    stopped.set()
    assert list(PushSource().frames(stopped)) == []


@contextmanager
def receiving(tape: Tape) -> Iterator[Feed]:
    feed = Feed(
        SourceSpec("push"), fps=15, max_width=640, jpeg_quality=80, allow_loopback=False, sinks=[tape]
    )
    feed.start()
    try:
        yield feed
    finally:
        feed.stop()


async def until_away(feed: Feed) -> None:
    while feed.state != "away":  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)


async def test_a_camera_that_nobody_is_says_so_and_shows_whoever_comes() -> None:
    tape = Tape()
    with receiving(tape) as feed:
        assert feed.push is not None
        await until_away(feed)
        assert feed.reason == NOBODY

        begin = datetime.now(UTC)
        feed.push.audio(sound(0))
        feed.push.video(picture(1))
        seen = await feed.picture()
        assert feed.state == "live"
        assert abs((seen.captured_at - begin).total_seconds()) < 60
        assert tape.video[0].captured_at == seen.captured_at

        feed.push.ended()
        await until_away(feed)
        assert (feed.reason, tape.runs[0].lost) == (NOBODY, NOBODY)

        await asyncio.sleep(0.1)  # pictures are thinned: this one is to be shown
        feed.push.audio(sound(2))
        feed.push.video(picture(3))
        assert (await feed.picture(seen.seq)).seq > seen.seq
    assert len(tape.runs) == 2
