"""What the process of a Ray task needs of the house."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from redis.asyncio import Redis

from db.pool import Database
from pawsight.broker import connect_redis
from pawsight.logging import configure_logging
from pawsight.settings import Settings, settings


@dataclass(frozen=True, slots=True)
class Tools:
    """Settings and connections of a worker."""

    config: Settings
    database: Database
    redis: Redis


@contextlib.asynccontextmanager
async def tools(*, connections: int, query_timeout_s: float = 5.0) -> AsyncIterator[Tools]:
    """Connect, and close at the end. query_timeout_s: longest query."""
    configure_logging()
    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    database = await Database.connect(config.database_url, size=connections, query_timeout_s=query_timeout_s)
    redis = connect_redis(config)
    try:
        yield Tools(config, database, redis)
    finally:
        await redis.aclose()
        await database.close()
