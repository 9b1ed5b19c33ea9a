"""The Ray task that evaluates. A module of its own: a worker that begins loads nothing but what it needs."""

import asyncio

import ray

from db.jobs import Job
from db.pool import Database
from deployments.evaluation_job import EvaluationJob
from deployments.model_thread import be_polite
from pawsight.broker import connect_redis
from pawsight.logging import configure_logging
from pawsight.objects import ObjectStore
from pawsight.settings import settings


@ray.remote(max_retries=0, max_calls=1)  # type: ignore[untyped-decorator]
def evaluate_models(job: Job) -> None:
    """Make the evaluation of a job that was claimed for this task.

    It yields to everything else, so its process is not used again. Ray tries it once: trying again is the
    lease's affair.
    """
    configure_logging()
    be_polite()
    asyncio.run(_evaluate(job))


async def _evaluate(job: Job) -> None:
    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    database = await Database.connect(config.database_url, size=2)
    redis = connect_redis(config)
    try:
        await EvaluationJob(job, config, database, ObjectStore(config), redis).run()
    finally:
        await redis.aclose()
        await database.close()
