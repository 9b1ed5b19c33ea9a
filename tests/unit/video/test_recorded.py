import threading
from collections.abc import Callable
from itertools import islice, pairwise
from pathlib import Path

import pytest

from tests.hand_clock import BEGIN, HandClock
from video.decoding import Decoder
from video.errors import SourceRefused
from video.frames import Image
from video.packets import TICKS_HZ, to_ticks
from video.recorded import PATIENCE_S, FileSource
from video.source_packets import Gap, SourcePacket

MakeVideo = Callable[..., Path]
NumberIn = Callable[[Image], int]


def play(path: Path, count: int, *, hand: HandClock | None = None) -> list[SourcePacket]:
    """The first packets that hold something."""
    hand = hand or HandClock()
    with FileSource(path, stopped=threading.Event(), clock=hand.clock()) as source:
        packets = (item for item in source if isinstance(item, SourcePacket) and item.packet.size)
        return list(islice(packets, count))


def numbers(path: Path, count: int, number_in: NumberIn) -> list[int]:
    """The numbers of the first pictures, decoded as the feed does it: a new decoder for each round."""
    seen: list[int] = []
    media, decoder = None, None
    with FileSource(path, stopped=threading.Event(), clock=HandClock().clock()) as source:
        for item in source:
            assert isinstance(item, SourcePacket)
            if item.media is not media:
                media, decoder = item.media, Decoder(item.media)
            assert decoder is not None
            seen += [number_in(picture.image()) for picture in decoder.decode(item.packet)]
            if len(seen) >= count:
                return seen[:count]
    raise AssertionError("it ended")


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.avi", "clip.ts", "clip.mov", "clip.flv"])
def test_every_container_loops_without_a_seam(make_video: MakeVideo, number_in: NumberIn, name: str) -> None:
    path = make_video(name, pictures=10, fps=10, options={"bf": "2"})

    assert numbers(path, 25, number_in) == [index % 10 for index in range(25)]
    steps = [later.dts - earlier.dts for earlier, later in pairwise(play(path, 25))]
    assert all(abs(step - TICKS_HZ / 10) <= TICKS_HZ / 1000 for step in steps)


def test_packets_come_when_they_are_due_and_never_drift(make_video: MakeVideo) -> None:
    hand = HandClock()
    path = make_video(pictures=10, fps=10)
    late_s = []
    with FileSource(path, stopped=threading.Event(), clock=hand.clock()) as source:
        packets = (item for item in source if isinstance(item, SourcePacket) and item.packet.size)
        for index, packet in enumerate(islice(packets, 300)):
            late_s.append(hand.at_s - 1000 - index / 10)
            assert packet.behind_s == pytest.approx(late_s[-1], abs=1e-6)
            assert abs(packet.arrived - to_ticks(BEGIN) - index * TICKS_HZ / 10) <= 1
    assert max(late_s) < 0.004  # one overshoot, not three hundred
    assert min(late_s) >= -1e-5


def test_the_sound_keeps_its_place_beside_the_picture_round_after_round(make_video: MakeVideo) -> None:
    packets = play(make_video(pictures=15, fps=15, sound="aac"), 200)
    video = [packet.dts for packet in packets if packet.is_picture]
    audio = [packet.dts for packet in packets if not packet.is_picture]
    assert video == list(range(video[0], video[0] + len(video) * 6000, 6000))
    steps = [later - earlier for earlier, later in pairwise(audio)]
    assert min(steps) >= 960
    assert max(steps) <= 2880
    assert abs(audio[-1] - video[-1]) < 6000


def test_a_slow_consumer_is_told_how_far_behind_it_is_and_catches_up(make_video: MakeVideo) -> None:
    hand = HandClock(overshoot_s=0)
    path = make_video(pictures=100, fps=10)
    with FileSource(path, stopped=threading.Event(), clock=hand.clock()) as source:
        first = next(source)
        hand.at_s += 3
        behind_s = [round(item.behind_s, 3) for item in islice(source, 40) if isinstance(item, SourcePacket)]
    assert isinstance(first, SourcePacket)
    assert behind_s == [max(0.0, round(2.9 - index / 10, 3)) for index in range(40)]


def test_a_machine_that_is_too_slow_for_it_plays_on_later(make_video: MakeVideo) -> None:
    hand = HandClock(overshoot_s=0)
    path = make_video(pictures=100, fps=10)
    with FileSource(path, stopped=threading.Event(), clock=hand.clock()) as source:
        before = next(source)
        hand.at_s += PATIENCE_S + 1
        gap, after = next(source), next(source)
    assert isinstance(before, SourcePacket)
    assert isinstance(after, SourcePacket)
    assert isinstance(gap, Gap)
    assert after.behind_s == 0
    # Its own time leaps as the wall clock did: nothing that follows is stamped too early.
    assert after.dts - before.dts == after.arrived - before.arrived == (PATIENCE_S + 1) * TICKS_HZ


def test_stopping_ends_a_wait_at_once(make_video: MakeVideo) -> None:
    stopped = threading.Event()
    ended = threading.Event()

    def watch() -> None:
        with FileSource(make_video(pictures=2, fps=1), stopped=stopped) as source:
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
    with FileSource(make_video(), stopped=stopped) as source:
        assert list(source) == []


def test_a_file_that_was_cut_off_plays_as_far_as_it_goes(make_video: MakeVideo) -> None:
    path = make_video("clip.ts", pictures=60, width=320, height=184)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    packets = play(path, 100)
    assert all(earlier.dts < later.dts for earlier, later in pairwise(packets))


def test_a_file_in_which_no_picture_can_be_decoded_is_refused(make_video: MakeVideo) -> None:
    path = make_video("clip.ts", pictures=5)
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), 188):
        if at >= 3 * 188:  # the tables stay, all else is noise
            data[at + 4 : at + 188] = bytes(184)
    path.write_bytes(data)
    with pytest.raises(SourceRefused) as error:
        play(path, 1)
    assert error.value.code == "NOT_VIDEO"


def test_damaged_packets_are_marked(make_video: MakeVideo) -> None:
    path = make_video("clip.ts", pictures=60, width=320, height=184)
    data = path.read_bytes()
    blocks = [data[at : at + 188] for at in range(0, len(data), 188)]
    path.write_bytes(b"".join(block for index, block in enumerate(blocks) if index < 40 or index % 7))
    assert any(packet.packet.is_corrupt for packet in play(path, 40))
