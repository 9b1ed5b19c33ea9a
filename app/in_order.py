"""Work on a stream: some of it at once, answers in order, and no more read than there is room for."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


async def in_order(
    items: AsyncIterator[Item], work: Callable[[Item], Awaitable[Answer]], *, at_once: int
) -> AsyncGenerator[Answer, None]:
    """The answer to each item, in the order of the items; `at_once` are read and not yet answered at most.

    An item counts until its answer was taken: whoever takes slowly makes the sender wait, as slow work does. What
    `items` or `work` raises ends it, once the answers before it were taken; work that is left is cancelled. Close it
    when it is not read to its end.
    """
    room = asyncio.Semaphore(at_once)
    begun: asyncio.Queue[asyncio.Task[Answer] | None] = asyncio.Queue(at_once + 1)
    unfinished: set[asyncio.Task[Answer]] = set()

    async def begin() -> None:
        try:
            await room.acquire()
            async for item in items:
                task = asyncio.ensure_future(work(item))
                unfinished.add(task)
                task.add_done_callback(unfinished.discard)
                begun.put_nowait(task)
                await room.acquire()
        finally:
            begun.put_nowait(None)

    reader = asyncio.create_task(begin())
    try:
        while (task := await begun.get()) is not None:
            yield await task
            room.release()
        await reader
    finally:
        left = [reader, *unfinished]
        for one in left:
            one.cancel()
        await asyncio.gather(*left, return_exceptions=True)
