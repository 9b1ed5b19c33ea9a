"""The Ray task that carries out a run. A module of its own: the supervisor that asks for it loads no model."""

import asyncio

import ray

from db.jobs import Job
from db.pool import Database
from pawsight.broker import connect_redis
from pawsight.logging import configure_logging
from pawsight.settings import settings


@ray.remote(max_retries=0, max_calls=1)  # type: ignore[untyped-decorator]
def carry_out_run(job: Job, cpus: float, gpus: float) -> None:
    """Carry out the run of a job that was claimed for this task. cpus, gpus: of each process that looks.

    Its process is not used again, and what looks for it ends with it. Ray tries it once: trying again is the lease's
    affair.
    """
    configure_logging()
    asyncio.run(_carry_out(job, cpus, gpus))


async def _carry_out(job: Job, cpus: float, gpus: float) -> None:
    # Here, because it brings Ray Data and the models: the supervisor imports this module too.
    from batch.job import carry_out_job

    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    database = await Database.connect(config.database_url, size=3, query_timeout_s=60)
    redis = connect_redis(config)
    try:
        await carry_out_job(job, database, redis, cpus=cpus, gpus=gpus)
    finally:
        await redis.aclose()
        await database.close()
