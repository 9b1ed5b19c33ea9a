"""The Ray task that carries out a run. A module of its own: the supervisor that asks for it loads no model."""

import asyncio
from typing import Final

import ray

from db.jobs import Job
from deployments.worker import tools

QUERY_TIMEOUT_S: Final = 60.0
"""A month of live history takes longer to read than a request is allowed to."""


@ray.remote(max_retries=0, max_calls=1)  # type: ignore[untyped-decorator]
def carry_out_run(job: Job, cpus: float, gpus: float) -> None:
    """Carry out the run of a job that was claimed for this task. cpus, gpus: of each process that looks.

    Its process is not used again, and what looks for it ends with it. Ray tries it once: trying again is the lease's
    affair.
    """
    asyncio.run(_carry_out(job, cpus, gpus))


async def _carry_out(job: Job, cpus: float, gpus: float) -> None:
    # Here, because it brings Ray Data and the models: the supervisor imports this module too.
    from batch.job import carry_out_job

    async with tools(connections=3, query_timeout_s=QUERY_TIMEOUT_S) as ours:
        await carry_out_job(job, ours.database, ours.redis, cpus=cpus, gpus=gpus)
