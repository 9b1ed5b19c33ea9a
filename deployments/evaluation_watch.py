"""Looks for evaluations that wait, and gives them to Ray tasks, one at a time."""

import asyncio
from datetime import UTC, datetime
from typing import Final

import ray
import structlog
from ray.exceptions import RayError
from redis.asyncio import Redis

from db import jobs
from db.errors import DatabaseError
from db.jobs import Job
from db.model_evaluations import KIND
from db.pool import Database
from deployments import job_news
from deployments.evaluation_job import LEASE_S
from deployments.evaluation_worker import evaluate_models

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
WORKER_CPUS: Final = 0.5
GRACE_S: Final = 30.0
KEPT_S: Final = 30 * 86_400.0
TIDY_EVERY: Final = 3600


class EvaluationWatch:
    """One evaluation of the whole system at a time: live cameras must not suffer from it."""

    def __init__(self, database: Database, redis: Redis) -> None:
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
                    log.warning("evaluations wait", error=repr(error))
                away = True
            except Exception:
                log.exception("evaluations wait: a mistake of ours")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """See the oldest one through, if there is any.

        Raises:
            DatabaseError: the database is away.
        """
        async with self._database.transaction() as conn:
            ended = await jobs.end_overdue(conn, KIND)
        for job in ended:
            await job_news.tell(self._redis, job)
        async with self._database.connection() as conn:
            due = await jobs.due(conn, KIND, 1)
            claimed = await jobs.claim(conn, due[0].id, LEASE_S) if due else None
        if claimed is not None:
            await job_news.tell(self._redis, claimed)
            await self._see_through(claimed)

    async def _see_through(self, job: Job) -> None:
        assert job.deadline is not None, "an evaluation is not waited for without end"
        task = evaluate_models.options(num_cpus=WORKER_CPUS).remote(job)
        left_s = (job.deadline - datetime.now(UTC)).total_seconds()
        try:
            await asyncio.wait_for(task, left_s + GRACE_S)
        except TimeoutError:
            ray.cancel(task, force=True)
        except RayError as error:
            log.error("evaluation worker died", job=str(job.id), error=str(error))
            async with self._database.connection() as conn:
                await jobs.release(conn, job.id, job.attempt)
