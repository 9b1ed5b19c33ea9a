"""Looks for runs that wait, and gives them to Ray tasks, one at a time."""

import asyncio
from datetime import UTC, datetime
from typing import Final

import ray
import structlog
from ray.exceptions import RayError
from redis.asyncio import Redis

from batch.worker import carry_out_run
from db import batch_runs, jobs
from db.batch_runs import KIND
from db.errors import DatabaseError
from db.jobs import Job
from db.pool import Database
from deployments import job_news
from pawsight.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
LEASE_S: Final = 90.0
"""Until the worker renews it: so long a process may take to begin."""
WORKER_CPUS: Final = 0.1
"""It waits for those that look."""
GRACE_S: Final = 30.0
KEPT_S: Final = 30 * 86_400.0
TIDY_EVERY: Final = 3600


class RunWatch:
    """One run of the whole system at a time: live cameras must not suffer from it."""

    def __init__(self, config: Settings, database: Database, redis: Redis) -> None:
        self._config = config
        self._database = database
        self._redis = redis

    async def watch_for_ever(self) -> None:
        """Look every second."""
        away, looks = False, 0
        while True:
            try:
                await self.look()
                if looks % TIDY_EVERY == 0:
                    async with self._database.connection() as conn:
                        await jobs.forget(conn, KIND, KEPT_S)
                away, looks = False, looks + 1
            except (DatabaseError, RayError) as error:
                if not away:
                    log.warning("runs wait", error=repr(error))
                away = True
            except Exception:
                log.exception("runs wait: a mistake of ours")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """See the oldest one through, if there is any.

        Raises:
            DatabaseError: the database is away.
        """
        await self._end_overdue()
        async with self._database.connection() as conn:
            due = await jobs.due(conn, KIND, 1)
            claimed = await jobs.claim(conn, due[0].id, LEASE_S) if due else None
        if claimed is not None:
            await job_news.tell(self._redis, claimed)
            await self._see_through(claimed)

    async def _end_overdue(self) -> None:
        async with self._database.transaction() as conn:
            ended = await jobs.end_overdue(conn, KIND)
            for job in ended:
                await batch_runs.finish(conn, job.id, "failed", error=job.error)
        for job in ended:
            await job_news.tell(self._redis, job)

    async def _see_through(self, job: Job) -> None:
        assert job.deadline is not None, "a run is not waited for without end"
        task = carry_out_run.options(num_cpus=WORKER_CPUS).remote(
            job, self._config.batch_cpus, self._config.batch_gpus
        )
        left_s = (job.deadline - datetime.now(UTC)).total_seconds()
        try:
            await asyncio.wait_for(task, left_s + GRACE_S)
        except TimeoutError:
            ray.cancel(task, force=True)
        except RayError as error:
            log.error("run's worker died", job=str(job.id), attempt=job.attempt, error=str(error))
            async with self._database.connection() as conn:
                await jobs.release(conn, job.id, job.attempt)
