"""Looks for jobs of one kind that wait, and gives each to a Ray task.

Jobs are rows (`db/jobs.py`): a watch, a worker or a node may die at any moment, and another finishes what it had begun.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NoReturn
from uuid import UUID

import ray
import structlog
from ray import ObjectRef
from ray.exceptions import RayError
from redis.asyncio import Redis

from db import jobs
from db.errors import DatabaseError
from db.jobs import Job
from db.pool import Connection, Database
from deployments import job_news
from deployments.watching import look_for_ever
from pawsight.messages import NotificationMessage

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
MOST_DUE: Final = 100
"""Jobs that are looked at in one look: those that can't begin yet must not hide the others."""
GRACE_S: Final = 30.0
"""A worker that goes on so long after its job's deadline hangs."""
TIDY_EVERY_S: Final = 3600.0
KEPT_S: Final = 30 * 86_400.0
"""How long a job that is done can be looked up."""


async def _at_once(_: Job) -> bool:
    return True


async def _nothing_else(_: Connection, __: Job) -> None:
    return None


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a watch has to know of the jobs that it gives away.

    name: their `kind`. lease_s: for how long a worker has one until it renews it. begin: starts the Ray task of a job
    that was claimed. is_ready: whether a job that is due can begin; one that can't was put off, or has failed.
    given_up: what else becomes of a job that nobody will finish, in the transaction that ends it; what its owner is
    told of that.
    """

    name: str
    lease_s: float
    begin: Callable[[Job], "ObjectRef[None]"]
    is_ready: Callable[[Job], Awaitable[bool]] = _at_once
    given_up: Callable[[Connection, Job], Awaitable[NotificationMessage | None]] = _nothing_else


class JobWatch:
    """Looks each second, and whenever it is woken. at_once: how many jobs may go on at a time; it may be changed."""

    def __init__(self, kind: JobKind, database: Database, redis: Redis, *, at_once: int = 1) -> None:
        self.at_once = at_once
        self._kind = kind
        self._database = database
        self._redis = redis
        self._running: dict[UUID, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._tidy_at = 0.0

    def wake(self) -> None:
        """There may be something to do: look now."""
        self._woken.set()

    async def watch_for_ever(self) -> NoReturn:
        """Look again and again; whatever goes wrong, go on."""
        await look_for_ever(self.look, self._pause, f"{self._kind.name}s")

    async def look(self) -> None:
        """End what is overdue, and begin what is due and ready, as many as may go on at a time.

        Raises:
            DatabaseError: the database is away.
            RayError: no task can be started.
        """
        await self._end_overdue()
        await self._tidy()
        if len(self._running) >= self.at_once:
            return
        async with self._database.connection() as conn:
            due = await jobs.due(conn, self._kind.name, MOST_DUE)
        for job in due:
            if len(self._running) >= self.at_once:
                return
            if job.id not in self._running and await self._kind.is_ready(job):
                await self._begin(job)

    async def _end_overdue(self) -> None:
        async with self._database.transaction() as conn:
            ended = await jobs.end_overdue(conn, self._kind.name)
            told = [(job, await self._kind.given_up(conn, job)) for job in ended]
        for job, message in told:
            log.error("given up", kind=job.kind, job=str(job.id), code=job.error_code, error=job.error)
            # Its worker learns from its lease that the job is over.
            await job_news.tell_failure(self._redis, job, message)

    async def _tidy(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._tidy_at:
            return
        async with self._database.connection() as conn:
            await jobs.forget(conn, self._kind.name, KEPT_S)
        self._tidy_at = now + TIDY_EVERY_S

    async def _begin(self, job: Job) -> None:
        async with self._database.connection() as conn:
            claimed = await jobs.claim(conn, job.id, self._kind.lease_s)
        if claimed is None:
            return
        await job_news.tell(self._redis, claimed)
        task = self._kind.begin(claimed)
        self._running[job.id] = asyncio.create_task(self._see_through(claimed, task))

    async def _see_through(self, job: Job, task: "ObjectRef[None]") -> None:
        """A worker that died gives its job back at once, not when its lease runs out."""
        assert job.deadline is not None, "no job is waited for without end"
        left_s = (job.deadline - datetime.now(UTC)).total_seconds()
        about = log.bind(kind=job.kind, job=str(job.id), attempt=job.attempt)
        try:
            await asyncio.wait_for(task, left_s + GRACE_S)
        except TimeoutError:
            # The job is over, and the worker would have stopped if it could.
            about.error("worker killed: it hangs")
            ray.cancel(task, force=True)
        except RayError as error:
            about.error("worker died", error=str(error))
            await self._give_back(job)
        finally:
            del self._running[job.id]
            self.wake()

    async def _give_back(self, job: Job) -> None:
        try:
            async with self._database.connection() as conn:
                await jobs.release(conn, job.id, job.attempt)
        except DatabaseError as error:
            log.warning("its lease runs out instead", job=str(job.id), error=str(error))

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._woken.wait()
        self._woken.clear()
