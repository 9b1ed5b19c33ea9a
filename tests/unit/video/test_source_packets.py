import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hand_clock import HandClock
from video import source_packets
from video.errors import SourceLost
from video.recorded import FileSource
from video.source_packets import Gap, SourcePacket, SourceQueue

MakeVideo = Callable[..., Path]


@pytest.fixture
def packets(make_video: MakeVideo) -> Iterator[SourcePacket]:
    with FileSource(make_video(), stopped=threading.Event(), clock=HandClock().clock()) as source:
        yield (item for item in source if isinstance(item, SourcePacket))


def test_what_waits_comes_out_in_order(packets: Iterator[SourcePacket]) -> None:
    queue = SourceQueue()
    put = [next(packets) for _ in range(5)]
    for packet in put:
        queue.put(packet)
    taken = [queue.take(0) for _ in range(6)]
    assert [item.dts for item in taken if isinstance(item, SourcePacket)] == [packet.dts for packet in put]
    assert taken[5] is None


def test_what_waits_too_long_is_dropped_counted_and_said(
    packets: Iterator[SourcePacket], monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound in ("MOST_S", "MOST_BYTES"):
        queue = SourceQueue()
        for _ in range(3):
            queue.put(next(packets))
        with monkeypatch.context() as bounded:
            bounded.setattr(source_packets, bound, 0)
            queue.put(next(packets))
        after = next(packets)
        queue.put(after)

        gap, packet = queue.take(0), queue.take(0)
        assert isinstance(gap, Gap)
        assert gap.packets == 4
        assert isinstance(packet, SourcePacket)
        assert packet.dts == after.dts


def test_a_failure_comes_after_what_still_waits(packets: Iterator[SourcePacket]) -> None:
    queue = SourceQueue()
    queue.put(next(packets))
    queue.fail(SourceLost("the stream ended"))
    assert isinstance(queue.take(0), SourcePacket)
    for _ in range(2):
        with pytest.raises(SourceLost, match="the stream ended"):
            queue.take(0)


def test_taking_waits_for_what_another_thread_puts(packets: Iterator[SourcePacket]) -> None:
    queue = SourceQueue()
    packet = next(packets)
    threading.Thread(target=queue.put, args=(packet,)).start()
    taken = queue.take(30)
    assert isinstance(taken, SourcePacket)
    assert taken.dts == packet.dts
