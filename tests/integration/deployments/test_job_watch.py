"""Who gives jobs away: in their order, so many at a time, and again when a worker dies. Futures stand for tasks."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from ray.exceptions import WorkerCrashedError

from db import jobs
from db.jobs import WORKER_DIED, Job
from db.pool import Connection
from deployments.job_watch import JobKind, JobWatch
from deployments.lease import JobLease, LeaseLost
from tests.integration.deployments.conftest import Studio

KIND = "errand"
LEASE_S = 30.0


@dataclass
class Errands:
    """Work that a test does itself."""

    studio: Studio
    begun: list[Job] = field(default_factory=list)
    tasks: list["asyncio.Future[None]"] = field(default_factory=list)
    not_ready: set[UUID] = field(default_factory=set)
    given_up: list[Job] = field(default_factory=list)

    def watch(self, *, at_once: int = 1) -> JobWatch:
        kind = JobKind(KIND, LEASE_S, self._begin, is_ready=self._is_ready, given_up=self._give_up)
        return JobWatch(kind, self.studio.database, self.studio.redis, at_once=at_once)

    async def ask(self, *, for_s: float = 60.0) -> Job:
        deadline = datetime.now(UTC) + timedelta(seconds=for_s)
        async with self.studio.database.connection() as conn:
            return await jobs.insert(conn, self.studio.camera.user_id, kind=KIND, input={}, deadline=deadline)

    async def now(self, job: Job) -> Job:
        async with self.studio.database.connection() as conn:
            found = await jobs.get(conn, self.studio.camera.user_id, job.id)
        assert found is not None
        return found

    def _begin(self, job: Job) -> Any:
        self.begun.append(job)
        self.tasks.append(asyncio.get_running_loop().create_future())
        return self.tasks[-1]

    async def _is_ready(self, job: Job) -> bool:
        return job.id not in self.not_ready

    async def _give_up(self, _: Connection, job: Job) -> None:
        self.given_up.append(job)


@pytest.fixture
async def errands(studio: Studio) -> AsyncIterator[Errands]:
    made = Errands(studio)
    yield made
    for task in made.tasks:
        task.cancel()
    await asyncio.sleep(0)


async def test_so_many_go_on_at_a_time_the_oldest_first(errands: Errands) -> None:
    asked = [await errands.ask() for _ in range(4)]
    errands.not_ready.add(asked[1].id)
    watch = errands.watch(at_once=2)

    await watch.look()
    await watch.look()
    assert [one.id for one in errands.begun] == [asked[0].id, asked[2].id]

    errands.tasks[0].set_result(None)
    await asyncio.sleep(0)
    await watch.look()
    assert errands.begun[-1].id == asked[3].id


async def test_a_worker_that_dies_gives_its_job_back_at_once(errands: Errands) -> None:
    job = await errands.ask()
    watch = errands.watch()
    await watch.look()
    errands.tasks[0].set_exception(WorkerCrashedError())

    async def begun_again() -> bool:
        await watch.look()
        return len(errands.begun) == 2

    await errands.studio.until(begun_again, "the next worker has it")
    assert [one.attempt for one in errands.begun] == [1, 2]
    assert (await errands.now(job)).lost == 1


async def test_one_that_workers_die_of_is_given_up(errands: Errands) -> None:
    job = await errands.ask()
    watch = errands.watch()

    async def given_up() -> bool:
        await watch.look()
        for task in errands.tasks:
            if not task.done():
                task.set_exception(WorkerCrashedError())
        return bool(errands.given_up)

    await errands.studio.until(given_up, "nobody tries it again")
    assert [one.id for one in errands.given_up] == [job.id]
    assert len(errands.begun) == jobs.MOST_LOST
    assert (await errands.now(job)).error_code == WORKER_DIED


async def test_one_that_nobody_had_time_for_is_given_up_while_another_goes_on(errands: Errands) -> None:
    await errands.ask()
    late = await errands.ask(for_s=0.5)
    watch = errands.watch()

    async def given_up() -> bool:
        await watch.look()
        return bool(errands.given_up)

    await errands.studio.until(given_up, "its time is over")
    assert [one.id for one in errands.given_up] == [late.id]
    assert len(errands.begun) == 1


async def test_work_whose_lease_is_lost_ends(errands: Errands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deployments.lease.RENEW_EVERY_S", 0.05)
    job = await errands.ask()
    await errands.watch().look()
    studio = errands.studio
    lease = JobLease(errands.begun[0], studio.database, studio.redis, LEASE_S)
    lease.step(0.2, 0.6)(0.5)
    work = asyncio.create_task(lease.see_through(asyncio.sleep(60)))

    async def told() -> bool:
        return (await errands.now(job)).progress == pytest.approx(0.4)

    await studio.until(told, "its progress is in the row")
    async with studio.database.connection() as conn:
        await jobs.cancel(conn, studio.camera.user_id, job.id, "Cancelled")

    with pytest.raises(LeaseLost):
        await asyncio.wait_for(work, 10)
    with pytest.raises(LeaseLost):
        lease.check()
