"""The Ray task that makes one clip. A module of its own: a worker that begins anew loads nothing but what it needs."""

import asyncio

import ray

from db.jobs import Job
from db.pool import Database
from deployments.clip_job import ClipJob
from pawsight.broker import connect_redis
from pawsight.logging import configure_logging
from pawsight.objects import ObjectStore
from pawsight.settings import settings


@ray.remote(max_retries=0)  # type: ignore[untyped-decorator]
def make_clip(job: Job) -> None:
    """Make the clip of a job that was claimed for this task. Ray tries it once: trying again is the lease's affair."""
    configure_logging()
    asyncio.run(_make_clip(job))


async def _make_clip(job: Job) -> None:
    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    database = await Database.connect(config.database_url, size=2)
    redis = connect_redis(config)
    try:
        await ClipJob(job, config, database, ObjectStore(config), redis).run()
    finally:
        await redis.aclose()
        await database.close()
