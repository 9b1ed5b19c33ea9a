"""A stream of work: bounded, in order, and nothing left behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from app.in_order import in_order

AT_ONCE = 3


class Source:
    """Numbers from 0, and how many of them were taken."""

    def __init__(self, count: int, fails_after: int | None = None) -> None:
        self.taken = 0
        self._count, self._fails_after = count, fails_after

    async def __aiter__(self) -> AsyncIterator[int]:
        for number in range(self._count):
            if number == self._fails_after:
                raise ConnectionError("gone")
            self.taken += 1
            yield number


async def _until_still(source: Source) -> int:
    """How many were taken once nobody takes any more."""
    before = -1
    while before != source.taken:
        before = source.taken
        for _ in range(20):
            await asyncio.sleep(0)
    return before


async def test_answers_come_in_the_order_of_the_questions() -> None:
    async def work(number: int) -> int:
        await asyncio.sleep(0.001 * (number % 3))
        return number * 10

    answers = [one async for one in in_order(aiter(Source(20)), work, at_once=AT_ONCE)]

    assert answers == [number * 10 for number in range(20)]


async def test_no_more_is_read_than_there_is_room_for() -> None:
    may_go = asyncio.Event()
    at_work = most = 0

    async def work(number: int) -> int:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await may_go.wait()
        at_work -= 1
        return number

    source = Source(20)
    async with aclosing(in_order(aiter(source), work, at_once=AT_ONCE)) as answers:
        first = asyncio.ensure_future(anext(answers))
        assert await _until_still(source) == AT_ONCE
        may_go.set()
        assert await first == 0
        # All are done; whoever does not take their answers makes the sender wait all the same.
        assert await _until_still(source) == AT_ONCE
        assert await anext(answers) == 1
        assert await _until_still(source) == AT_ONCE + 1
    assert most == AT_ONCE


async def test_what_was_read_is_answered_before_the_source_fails() -> None:
    async def work(number: int) -> int:
        return number

    answers = in_order(aiter(Source(9, fails_after=2)), work, at_once=AT_ONCE)

    assert [await anext(answers), await anext(answers)] == [0, 1]
    with pytest.raises(ConnectionError):
        await anext(answers)


@pytest.mark.parametrize("how", ["closed", "work failed"])
async def test_nothing_is_left_at_work(how: str) -> None:
    ended: list[int] = []

    async def work(number: int) -> int:
        if number == 1 and how == "work failed":
            raise ValueError(number)
        try:
            if number > 0:
                await asyncio.Event().wait()
        finally:
            ended.append(number)
        return number

    answers = in_order(aiter(Source(20)), work, at_once=AT_ONCE)
    assert await anext(answers) == 0
    if how == "closed":
        await asyncio.sleep(0)
        await answers.aclose()
        assert sorted(ended) == [0, 1, 2]
    else:
        with pytest.raises(ValueError, match="1"):
            await anext(answers)
        assert {0, 2} <= set(ended)
