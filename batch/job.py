"""One run that the cluster carries out: its job's lease is renewed while it goes on.

Whoever loses the lease, since somebody cancelled the run or took the worker for dead, stores nothing more.
"""

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from typing import Any, Final, Self

import structlog
from redis.asyncio import Redis

from batch.run import Cancelled, Claim, Progress, Share, carry_out
from db import batch_runs, jobs
from db.errors import DatabaseError
from db.jobs import Job
from db.pool import Connection, Database
from deployments import job_news

log = structlog.get_logger()

LEASE_S: Final = 15.0
RENEW_EVERY_S: Final = 1.0
LOOKED: Final = 0.95
"""How far a job is, 0..1, when all segments were looked at; the rest is told and compared."""
FAILED: Final = "RUN_FAILED"


@dataclass(frozen=True, slots=True)
class Order:
    """What a job's input says beside the run's row: what it may take of the cluster."""

    workers: int
    share: float

    @classmethod
    def of(cls, job: Job) -> Self:
        """Out of the job."""
        return cls(int(job.input["workers"]), float(job.input["share"]))


class Leased(Claim):
    """A worker's claim. progress: of the job, 0..1."""

    def __init__(self, job: Job, redis: Redis) -> None:
        self.progress = job.progress
        self.ended: Job | None = None
        self._job = job
        self._redis = redis
        self._lost = threading.Event()

    def check(self) -> None:
        """See `Claim`."""
        if self._lost.is_set():
            raise Cancelled

    async def complete(self, conn: Connection) -> None:
        """See `Claim`."""
        self.ended = await jobs.complete(conn, self._job.id, self._job.attempt, {"runId": str(self._job.id)})
        if self.ended is None:
            raise Cancelled

    async def fail(self, conn: Connection, why: str) -> None:
        """See `Claim`."""
        self.ended = await jobs.fail(conn, self._job.id, self._job.attempt, FAILED, why[:500])
        if self.ended is None:
            raise Cancelled

    async def keep(self, database: Database) -> None:
        """Renew the lease until it is lost, and tell how far the job is."""
        told = self._job.progress
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            try:
                async with database.connection() as conn:
                    job = await jobs.renew(conn, self._job.id, self._job.attempt, self.progress, LEASE_S)
            except DatabaseError as error:
                log.warning("lease not renewed", job=str(self._job.id), error=str(error))
                continue
            if job is None:
                self._lost.set()
                return
            if job.progress != told:
                told = job.progress
                await job_news.tell(self._redis, job)


async def carry_out_job(
    job: Job, database: Database, redis: Redis, *, cpus: float, gpus: float
) -> dict[str, Any] | None:
    """Carry out the run of a job that was claimed. The report; None when nobody wants it any more, or it failed.

    cpus, gpus: of each process, as Ray counts them.

    Raises:
        DatabaseError: the database is away; another attempt may have more luck.
    """
    claim, order = Leased(job, redis), Order.of(job)
    async with database.connection() as conn:
        run = await batch_runs.get(conn, job.id)
    if run is None:
        with contextlib.suppress(Cancelled):
            async with database.transaction() as conn:
                await claim.fail(conn, "its camera was deleted")
        return None

    def told(progress: Progress) -> None:
        claim.progress = LOOKED * progress.done / progress.of

    keeper = asyncio.create_task(claim.keep(database))
    share = Share(order.workers, cpus, gpus, time=order.share)
    try:
        return await carry_out(database, run, share, told, claim)
    except Cancelled:
        log.info("nothing stored: the lease is lost", job=str(job.id), attempt=job.attempt)
    except DatabaseError:
        raise
    except Exception:
        log.exception("run failed", job=str(job.id), attempt=job.attempt)
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        if claim.ended is not None:
            await job_news.tell(redis, claim.ended)
    return None
