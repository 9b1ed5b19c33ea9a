import asyncio
import threading
from dataclasses import dataclass

import pytest

from video.sampler import NewestFrame, NoMoreFrames


@dataclass(frozen=True)
class Frame:
    seq: int


async def test_the_newest_wins_and_the_rest_is_counted() -> None:
    slot: NewestFrame[Frame] = NewestFrame()
    for seq in range(5):
        slot.put(Frame(seq))

    assert (await slot.get()).seq == 4
    assert slot.skipped == 4


async def test_a_frame_that_was_taken_is_not_skipped() -> None:
    slot: NewestFrame[Frame] = NewestFrame()
    for seq in range(3):
        slot.put(Frame(seq))
        await slot.get(seq - 1)
    assert slot.skipped == 0


async def test_a_reader_waits_for_a_newer_frame() -> None:
    slot: NewestFrame[Frame] = NewestFrame()
    slot.put(Frame(3))
    waiting = asyncio.create_task(slot.get(after_seq=3))
    await asyncio.sleep(0)
    assert not waiting.done()

    threading.Thread(target=slot.put, args=(Frame(4),)).start()

    assert (await waiting).seq == 4


async def test_every_reader_gets_the_same_frame() -> None:
    slot: NewestFrame[Frame] = NewestFrame()
    readers = [asyncio.create_task(slot.get()) for _ in range(10)]
    await asyncio.sleep(0)
    threading.Thread(target=slot.put, args=(Frame(0),)).start()
    assert {got.seq for got in await asyncio.gather(*readers)} == {0}


async def test_closing_lets_every_reader_go() -> None:
    slot: NewestFrame[Frame] = NewestFrame()
    readers = [asyncio.create_task(slot.get()) for _ in range(3)]
    await asyncio.sleep(0)

    threading.Thread(target=slot.close).start()

    ends = await asyncio.gather(*readers, return_exceptions=True)
    assert all(isinstance(end, NoMoreFrames) for end in ends)
    slot.put(Frame(1))
    with pytest.raises(NoMoreFrames):
        await slot.get()


async def test_a_slow_reader_sees_growing_numbers_and_always_the_last() -> None:
    slot: NewestFrame[Frame] = NewestFrame()
    last = 2000

    def produce() -> None:
        for seq in range(last + 1):
            slot.put(Frame(seq))

    thread = threading.Thread(target=produce)
    thread.start()
    seen = [-1]
    while seen[-1] < last:
        seen.append((await slot.get(seen[-1])).seq)
        await asyncio.sleep(0.001)
    thread.join()
    assert seen == sorted(set(seen))
    assert slot.skipped == last + 1 - (len(seen) - 1)


def test_a_producer_outlives_the_loop_of_its_readers() -> None:
    slot: NewestFrame[Frame] = NewestFrame()

    async def read_one() -> int:
        slot.put(Frame(0))
        return (await slot.get()).seq

    assert asyncio.run(read_one()) == 0
    slot.put(Frame(1))
    slot.close()
    assert slot.latest is not None
