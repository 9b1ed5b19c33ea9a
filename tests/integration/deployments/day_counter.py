"""A process that counts a user's days until it is killed.

python day_counter.py DATABASE_URL REDIS_URL USER
"""

import asyncio
import sys
from uuid import UUID

from redis.asyncio import Redis

from db.pool import Database
from deployments.day_count import count_user


async def count_for_ever(database_url: str, redis_url: str, user_id: UUID) -> None:
    database, redis = await Database.connect(database_url, size=1), Redis.from_url(redis_url)
    while True:
        if await count_user(database, redis, user_id):
            print("counted", flush=True)
        await asyncio.sleep(0.02)


asyncio.run(count_for_ever(sys.argv[1], sys.argv[2], UUID(sys.argv[3])))
