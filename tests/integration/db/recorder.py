"""A process that records events until it is killed, and says each id once `record` has returned.

python recorder.py DATABASE_URL REDIS_URL SPOOL USER
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import structlog
from redis.asyncio import Redis

from db.event_store import EventStore
from db.pool import Database
from pawsight.ids import new_id
from pawsight.messages import Event


async def record_for_ever(database_url: str, redis_url: str, spool: Path, user_id: UUID) -> None:
    store = EventStore(await Database.connect(database_url), Redis.from_url(redis_url), spool)
    await store.start()
    while True:
        event = Event(id=new_id(), ts=datetime.now(UTC), type="enter_frame")
        await store.record(user_id, event)
        print(event.id, flush=True)


structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
asyncio.run(record_for_ever(sys.argv[1], sys.argv[2], Path(sys.argv[3]), UUID(sys.argv[4])))
