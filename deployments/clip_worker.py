"""The Ray task that makes one clip. A module of its own: a worker that begins anew loads nothing but what it needs."""

import asyncio

import ray

from db.jobs import Job
from deployments.clip_job import ClipJob
from deployments.worker import tools
from pawsight.objects import ObjectStore


@ray.remote(max_retries=0)  # type: ignore[untyped-decorator]
def make_clip(job: Job) -> None:
    """Make the clip of a job that was claimed for this task. Ray tries it once: trying again is the lease's affair."""
    asyncio.run(_make_clip(job))


async def _make_clip(job: Job) -> None:
    async with tools(connections=2) as ours:
        await ClipJob(job, ours.config, ours.database, ObjectStore(ours.config), ours.redis).run()
