"""One run that the cluster carries out: its job's lease is renewed while it goes on.

Whoever loses the lease, since somebody cancelled the run or took the worker for dead, stores nothing more.
"""

import contextlib
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
from deployments.lease import JobLease, LeaseLost

log = structlog.get_logger()

LEASE_S: Final = 15.0
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
    """A worker's claim: its job's lease."""

    def __init__(self, job: Job, lease: JobLease) -> None:
        self.ended: Job | None = None
        self._job = job
        self._lease = lease

    def check(self) -> None:
        """See `Claim`."""
        if self._lease.is_lost:
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


async def carry_out_job(
    job: Job, database: Database, redis: Redis, *, cpus: float, gpus: float
) -> dict[str, Any] | None:
    """Carry out the run of a job that was claimed. The report; None when nobody wants it any more, or it failed.

    cpus, gpus: of each process, as Ray counts them.

    Raises:
        DatabaseError: the database is away; another attempt may have more luck.
    """
    lease, order = JobLease(job, database, redis, LEASE_S), Order.of(job)
    claim = Leased(job, lease)
    async with database.connection() as conn:
        run = await batch_runs.get(conn, job.id)
    if run is None:
        with contextlib.suppress(Cancelled):
            async with database.transaction() as conn:
                await claim.fail(conn, "its camera was deleted")
        return None

    def told(progress: Progress) -> None:
        lease.progress = LOOKED * progress.done / progress.of

    share = Share(order.workers, cpus, gpus, time=order.share)
    try:
        return await lease.see_through(carry_out(database, run, share, told, claim))
    except (Cancelled, LeaseLost):
        log.info("nothing stored: the lease is lost", job=str(job.id), attempt=job.attempt)
    except DatabaseError:
        raise
    except Exception:
        log.exception("run failed", job=str(job.id), attempt=job.attempt)
    finally:
        if claim.ended is not None:
            await job_news.tell(redis, claim.ended)
    return None
