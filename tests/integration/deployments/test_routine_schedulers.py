"""Several schedulers that are killed again and again: each moment of a routine comes once all the same."""

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.deployments.conftest import Studio
from tests.integration.deployments.walks import NOON, NOTIFY, history, make

SCHEDULER = Path(__file__).with_name("routine_scheduler.py")


class Schedulers:
    """Processes that schedule and run; one that is killed is followed by another."""

    def __init__(self, nursery: asyncio.subprocess.Process) -> None:
        self._nursery = nursery
        self._running: list[int] = []
        self.killed = 0

    async def start(self) -> None:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(b"one more\n")
        self._running.append(int(await self._nursery.stdout.readline()))

    def kill_one(self) -> None:
        victim = self._running.pop(random.randrange(len(self._running)))
        os.kill(victim, signal.SIGKILL)
        self.killed += 1

    async def stop(self) -> None:
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)
        self._running.clear()
        if self._nursery.returncode is None:
            self._nursery.kill()
            await self._nursery.wait()


@pytest.fixture
async def schedulers(studio: Studio) -> AsyncIterator[Schedulers]:
    rate = 60 / 0.02  # a minute of the fast clock in 20 ms of ours
    nursery = await asyncio.create_subprocess_exec(
        *(sys.executable, str(SCHEDULER), str(studio.config.database_url), str(studio.config.redis_url)),
        *(NOON.isoformat(), (NOON + timedelta(minutes=299)).isoformat(), str(rate), str(30 * 86_400), "0.5"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert nursery.stdout is not None
    assert await nursery.stdout.readline() == b"ready\n"
    made = Schedulers(nursery)
    yield made
    await made.stop()


async def test_of_300_moments_none_is_lost_and_none_comes_twice_whoever_is_killed(
    studio: Studio, schedulers: Schedulers
) -> None:
    routine = await make(studio, NOTIFY, {**NOTIFY, "text": "And another"}, cron="* * * * *")
    for _ in range(3):
        await schedulers.start()
    expected = {NOON + timedelta(minutes=number) for number in range(300)}
    deadline = time.monotonic() + 150

    done: set[datetime] = set()
    while not expected <= done:
        assert time.monotonic() < deadline, f"{len(expected - done)} are missing"
        await asyncio.sleep(random.uniform(0.05, 0.5))
        before = len(done)
        done = {run.scheduled_for for run in await history(studio, routine) if run.status == "complete"}
        # On a machine that is busy, whoever is killed each time before it has done anything never does.
        if len(done) > before:
            schedulers.kill_one()
            await schedulers.start()

    await schedulers.stop()
    assert schedulers.killed >= 3
    runs = await history(studio, routine)
    assert len(runs) == 300
    assert {run.scheduled_for for run in runs} == expected
    noted = [one for run in runs for step in run.result or () for one in step["ids"]]
    async with studio.database.connection() as conn:
        kept = await conn.fetch("SELECT id FROM notifications WHERE code = 'ROUTINE'")
    # Each step is noted once, has told once, and nothing was told that is not noted.
    assert len(set(noted)) == len(noted) == 600
    assert {str(row["id"]) for row in kept} == set(noted)
