"""The Ray task that counts a user's days. A module of its own: a worker that begins loads nothing but what it needs."""

import asyncio
from typing import Final
from uuid import UUID

import ray

from deployments.day_count import count_user
from deployments.worker import tools

QUERY_TIMEOUT_S: Final = 60.0
"""A day of a very busy home may take longer to read than a request is allowed to."""


@ray.remote(max_retries=0)  # type: ignore[untyped-decorator]
def count_days(user_id: UUID) -> int:
    """Count a user's days that are due. Ray tries it once: what was not counted stays marked."""
    return asyncio.run(_count_days(user_id))


async def _count_days(user_id: UUID) -> int:
    async with tools(connections=1, query_timeout_s=QUERY_TIMEOUT_S) as ours:
        return await count_user(ours.database, ours.redis, user_id)
