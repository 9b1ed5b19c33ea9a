import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from video.clock import Clock
from video.frames import Frame, Image
from video.recorded import FileSource

MakeVideo = Callable[..., Path]

BEGIN = datetime(2025, 10, 24, 12, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that moves only when somebody waits on it, and then a little too far, as real ones do."""

    at_s: float = 1000.0
    overshoot_s: float = 0.003
    waits_s: list[float] = field(default_factory=list)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.waits_s.append(seconds)
        if seconds > 0:
            self.at_s += seconds + self.overshoot_s
        return event.is_set()

    def clock(self) -> Clock:
        return Clock(
            monotonic=lambda: self.at_s,
            now=lambda: BEGIN + timedelta(seconds=self.at_s - 1000),
            wait=self.wait,
        )


def play(
    path: Path, count: int, *, fps: float = 15, max_width: int = 640, hand: HandClock | None = None
) -> list[Frame]:
    stopped = threading.Event()
    hand = hand or HandClock()
    with FileSource(path, fps=fps, max_width=max_width, stopped=stopped, clock=hand.clock()) as source:
        return list(islice(source, count))


def test_a_loop_has_no_seam(make_video: MakeVideo, number_in: Callable[[Image], int]) -> None:
    frames = play(make_video(pictures=10, fps=10), 35, fps=10)

    assert [number_in(frame.image) for frame in frames] == [index % 10 for index in range(35)]
    assert [frame.seq for frame in frames] == list(range(35))


def test_pictures_come_when_they_are_due_and_never_drift(make_video: MakeVideo) -> None:
    frames = play(make_video(pictures=10, fps=10), 300, fps=10)

    late_s = [(frame.captured_at - BEGIN).total_seconds() - index / 10 for index, frame in enumerate(frames)]
    assert max(late_s) < 0.004  # one overshoot, not three hundred
    assert min(late_s) >= -1e-5


def test_thirty_a_second_are_thinned_evenly(make_video: MakeVideo, number_in: Callable[[Image], int]) -> None:
    frames = play(make_video(pictures=30, fps=30), 15, fps=15)
    assert [number_in(frame.image) for frame in frames] == list(range(0, 30, 2))


def test_a_slow_consumer_gets_newer_pictures_not_later_ones(
    make_video: MakeVideo, number_in: Callable[[Image], int]
) -> None:
    hand = HandClock(overshoot_s=0)
    path = make_video(pictures=100, fps=10)
    with FileSource(path, fps=10, max_width=640, stopped=threading.Event(), clock=hand.clock()) as source:
        behind_s = []
        for frame in islice(source, 20):
            behind_s.append(hand.at_s - 1000 - number_in(frame.image) / 10)
            hand.at_s += 0.35  # three and a half times what there is
        assert max(behind_s) <= 0.1 + 1e-6
        assert source.skipped > 0
        assert frame.seq == 20 + source.skipped - 1


def test_a_wide_picture_is_scaled_down_and_a_narrow_one_left_alone(make_video: MakeVideo) -> None:
    path = make_video(width=320, height=184)
    assert play(path, 1, max_width=160)[0].image.shape == (92, 160, 3)
    assert play(path, 1, max_width=1280)[0].image.shape == (184, 320, 3)


def test_stopping_ends_a_wait_at_once(make_video: MakeVideo) -> None:
    stopped = threading.Event()
    ended = threading.Event()

    def watch() -> None:
        with FileSource(make_video(pictures=2, fps=1), fps=1, max_width=640, stopped=stopped) as source:
            for _ in source:
                stopped.set()  # the next picture is due in a second; nobody waits for it
        ended.set()

    thread = threading.Thread(target=watch)
    thread.start()
    thread.join(timeout=60)
    assert ended.is_set()


def test_stopped_before_it_began_gives_nothing(make_video: MakeVideo) -> None:
    stopped = threading.Event()
    stopped.set()
    with FileSource(make_video(), fps=15, max_width=640, stopped=stopped) as source:
        assert list(source) == []


@pytest.mark.parametrize("name", ["clip.mkv", "clip.avi", "clip.ts", "clip.mov", "clip.flv"])
def test_every_container_loops(make_video: MakeVideo, number_in: Callable[[Image], int], name: str) -> None:
    frames = play(make_video(name, pictures=10, fps=10, options={"bf": "2"}), 25, fps=10)
    assert [number_in(frame.image) for frame in frames] == [index % 10 for index in range(25)]


def test_a_file_that_was_cut_off_plays_as_far_as_it_goes(make_video: MakeVideo) -> None:
    path = make_video("clip.ts", pictures=60, width=320, height=184)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    frames = play(path, 100)
    assert [frame.seq for frame in frames] == list(range(100))


def test_damaged_packets_are_left_out_and_counted(make_video: MakeVideo) -> None:
    path = make_video("clip.ts", pictures=60, width=320, height=184)
    data = path.read_bytes()
    blocks = [data[at : at + 188] for at in range(0, len(data), 188)]
    path.write_bytes(b"".join(block for index, block in enumerate(blocks) if index < 40 or index % 7))
    hand = HandClock()
    with FileSource(path, fps=15, max_width=640, stopped=threading.Event(), clock=hand.clock()) as source:
        assert len(list(islice(source, 20))) == 20
        assert source.corrupt > 0
