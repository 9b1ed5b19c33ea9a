"""The Ray task that counts a user's days. A module of its own: a worker that begins loads nothing but what it needs."""

import asyncio
from typing import Final
from uuid import UUID

import ray

from db.pool import Database
from deployments.day_count import count_user
from pawsight.broker import connect_redis
from pawsight.logging import configure_logging
from pawsight.settings import settings

QUERY_TIMEOUT_S: Final = 60.0
"""A day of a very busy home may take longer to read than a request is allowed to."""


@ray.remote(max_retries=0)  # type: ignore[untyped-decorator]
def count_days(user_id: UUID) -> int:
    """Count a user's days that are due. Ray tries it once: what was not counted stays marked."""
    configure_logging()
    return asyncio.run(_count_days(user_id))


async def _count_days(user_id: UUID) -> int:
    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    database = await Database.connect(config.database_url, size=1, query_timeout_s=QUERY_TIMEOUT_S)
    redis = connect_redis(config)
    try:
        return await count_user(database, redis, user_id)
    finally:
        await redis.aclose()
        await database.close()
