"""Tells owners of recordings whose process is dead: it can't do so itself."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db.cameras import Camera, all_enabled
from db.errors import DatabaseError
from db.pool import Database
from deployments.recording_notices import RecordingNotices
from pawsight.channels import camera_status_key
from video.ledger import Gap

log = structlog.get_logger()

LOOK_EVERY_S: Final = 2.0

PATIENCE: Final = timedelta(seconds=60)
"""For a process that nobody saw alive yet: it is being started."""


async def watch_for_ever(database: Database, redis: Redis) -> None:
    """Look after every camera that should be recorded."""
    watch = RecordingWatch(redis, database)
    while True:
        try:
            async with database.connection() as conn:
                expected = [one for one in await all_enabled(conn) if one.recording]
            await watch.look(expected, datetime.now(UTC))
        except (DatabaseError, RedisError, OSError) as error:
            log.warning("recordings are not watched", error=str(error))
        except Exception:
            log.exception("recordings are not watched: a mistake of ours")
        await asyncio.sleep(LOOK_EVERY_S)


class RecordingWatch:
    """Remembers since when each recording has said nothing."""

    def __init__(self, redis: Redis, database: Database | None = None) -> None:
        """database: where what is told is kept, too; None: nowhere."""
        self._redis = redis
        self._database = database
        self._seen_at: dict[UUID, datetime] = {}
        self._was_alive: set[UUID] = set()
        self._notices: dict[UUID, RecordingNotices] = {}

    async def look(self, expected: list[Camera], now: datetime) -> None:
        """Tell of those that died; of those that live their own process tells. expected: what should be recorded.

        Raises:
            RedisError: nothing is known now.
        """
        told = await self._redis.mget([camera_status_key(one.id) for one in expected]) if expected else []
        ids = {one.id for one in expected}
        for gone in self._seen_at.keys() - ids:
            del self._seen_at[gone]
            self._was_alive.discard(gone)
        for camera, text in zip(expected, told, strict=True):
            if text is not None and json.loads(text).get("recording") is not None:
                self._seen_at[camera.id] = now
                self._was_alive.add(camera.id)
                self._notices.pop(camera.id, None)
            else:
                await self._miss(camera, now)

    async def _miss(self, camera: Camera, now: datetime) -> None:
        since = self._seen_at.setdefault(camera.id, now)
        if camera.id not in self._was_alive and now - since < PATIENCE:
            return
        notices = self._notices.get(camera.id)
        if notices is None:
            notices = RecordingNotices(self._redis, camera.user_id, camera.id, self._database)
            self._notices[camera.id] = notices
        await notices.tell(camera.name, Gap(since, None, "process_killed"), now)
