"""Work that goes on only while a lease is held: the lease is renewed beside it, and when it is lost the work ends."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

import structlog
from redis.asyncio import Redis

from db import jobs
from db.errors import DatabaseError
from db.jobs import Job
from db.pool import Database
from deployments import job_news

log = structlog.get_logger()

T = TypeVar("T")

RENEW_EVERY_S: Final = 1.0


class LeaseLost(Exception):
    """Somebody else has the work now, or nobody wants it any more: nothing of it may be stored."""


class Lease:
    """What somebody holds for so many seconds at a time. Any thread may ask `check` and `is_lost`."""

    def __init__(
        self, renew: Callable[[], Awaitable[bool]], lease_s: float, *, renew_every_s: float | None = None
    ) -> None:
        """renew: hold it for `lease_s` from now on; False: it is somebody else's."""
        self._renew = renew
        self._lease_s = lease_s
        self._renew_every_s = RENEW_EVERY_S if renew_every_s is None else renew_every_s
        self._lost = threading.Event()

    @property
    def is_lost(self) -> bool:
        """It is somebody else's, or may be by now."""
        return self._lost.is_set()

    def check(self) -> None:
        """For threads, which nobody can end from outside.

        Raises:
            LeaseLost: it is lost.
        """
        if self.is_lost:
            raise LeaseLost

    async def see_through(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work, and renew the lease meanwhile. What the work began in a thread goes on to its next `check`.

        Raises:
            LeaseLost: it was lost, and the work was ended.
        """
        task = asyncio.create_task(work)
        keeper = asyncio.create_task(self._keep(task))
        try:
            return await task
        except asyncio.CancelledError:
            if not self.is_lost:
                raise
            raise LeaseLost from None
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)

    async def _keep(self, task: "asyncio.Task[T]") -> None:
        """Renew the lease until it is lost; then end the work. While the database is away it runs out by our clock."""
        held_until = time.monotonic() + self._lease_s
        while time.monotonic() < held_until:
            await asyncio.sleep(self._renew_every_s)
            renewed_at = time.monotonic()
            try:
                if not await self._renew():
                    break
            except DatabaseError as error:
                log.warning("lease not renewed", error=str(error))
                continue
            held_until = renewed_at + self._lease_s
        self._lost.set()
        task.cancel()


class JobLease(Lease):
    """The lease of a job that was claimed. progress: of the job, 0..1; its owner is told of it as it grows."""

    def __init__(
        self, job: Job, database: Database, redis: Redis, lease_s: float, *, progress: float | None = None
    ) -> None:
        super().__init__(self._renew_job, lease_s)
        self.progress = job.progress if progress is None else progress
        self._job, self._told = job, job.progress
        self._for_s = lease_s
        self._database = database
        self._redis = redis

    def step(self, begin: float, end: float) -> Callable[[float], None]:
        """One step's own progress, 0..1, as that of the job. A thread that tells it ends when the lease is lost."""

        def tell(share: float) -> None:
            self.check()
            self.progress = begin + (end - begin) * share

        return tell

    async def _renew_job(self) -> bool:
        async with self._database.connection() as conn:
            job = await jobs.renew(conn, self._job.id, self._job.attempt, self.progress, self._for_s)
        if job is None:
            return False
        if job.progress != self._told:
            self._told = job.progress
            await job_news.tell(self._redis, job)
        return True
