"""The Ray task that evaluates. A module of its own: a worker that begins loads nothing but what it needs."""

import asyncio

import ray

from db.jobs import Job
from deployments.evaluation_job import EvaluationJob
from deployments.priority import lower
from deployments.worker import tools
from pawsight.objects import ObjectStore


@ray.remote(max_retries=0, max_calls=1)  # type: ignore[untyped-decorator]
def evaluate_models(job: Job) -> None:
    """Make the evaluation of a job that was claimed for this task.

    It yields to everything else, so its process is not used again. Ray tries it once: trying again is the
    lease's affair.
    """
    lower()
    asyncio.run(_evaluate(job))


async def _evaluate(job: Job) -> None:
    async with tools(connections=2) as ours:
        await EvaluationJob(job, ours.config, ours.database, ObjectStore(ours.config), ours.redis).run()
