"""Who carries runs out: Ray tasks, one at a time in the whole system, since live cameras must not suffer from it."""

from typing import TYPE_CHECKING, Final

from redis.asyncio import Redis

from batch.worker import carry_out_run
from db import batch_runs
from db.batch_runs import KIND
from db.jobs import Job
from db.pool import Connection, Database
from deployments.job_watch import JobKind, JobWatch
from pawsight.settings import Settings

if TYPE_CHECKING:
    from ray import ObjectRef

BEGINS_WITHIN_S: Final = 90.0
"""So long a worker's process may take to begin, and to renew its lease."""
WORKER_CPUS: Final = 0.1
"""It waits for those that look."""


def watch_runs(config: Settings, database: Database, redis: Redis) -> JobWatch:
    """What the clipper's supervisor watches over, without knowing it."""

    def begin(job: Job) -> "ObjectRef[None]":
        task: ObjectRef[None] = carry_out_run.options(num_cpus=WORKER_CPUS).remote(
            job, config.batch_cpus, config.batch_gpus
        )
        return task

    return JobWatch(JobKind(KIND, BEGINS_WITHIN_S, begin, given_up=_given_up), database, redis)


async def _given_up(conn: Connection, job: Job) -> None:
    await batch_runs.finish(conn, job.id, "failed", error=job.error)
