"""What a replica of the web door holds open, made once in its lifespan."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from app.pictures import PictureHub
from app.realtime_hub import RealtimeHub
from app.recent_events import RecentEvents
from app.tokens import TokenCache
from db.event_store import EventStore
from db.owner import ensure_owner
from db.pool import Database
from pawsight.broker import connect_redis
from pawsight.media_urls import MediaUrls
from pawsight.objects import ObjectStore
from pawsight.settings import Settings


@dataclass(frozen=True, slots=True)
class Resources:
    """Connections and caches of one replica."""

    config: Settings
    database: Database
    redis: Redis
    objects: ObjectStore
    media: MediaUrls
    events: EventStore
    realtime: RealtimeHub
    recent: RecentEvents
    pictures: PictureHub
    tokens: TokenCache


@asynccontextmanager
async def open_resources(config: Settings) -> AsyncIterator[Resources]:
    """Connect to everything; close it in the reverse order."""
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    database = await Database.connect(
        config.database_url,
        size=config.database_pool_size,
        acquire_timeout_s=config.database_acquire_timeout_s,
        query_timeout_s=config.database_query_timeout_s,
    )
    redis = connect_redis(config)
    events = EventStore(database, redis, config.data_dir / "spool" / "events.db")
    realtime = RealtimeHub(connect_redis(config))
    pictures = PictureHub()
    tokens = TokenCache(database)
    objects = ObjectStore(config)
    realtime.on_revoked = tokens.forget
    try:
        await events.start()
        await realtime.start()
        if config.owner_token is not None:
            async with database.transaction() as conn:
                await ensure_owner(conn, config.owner_email, config.owner_token.get_secret_value())
        yield Resources(
            config=config,
            database=database,
            redis=redis,
            objects=objects,
            media=MediaUrls(config, objects),
            events=events,
            realtime=realtime,
            recent=RecentEvents(events, realtime),
            pictures=pictures,
            tokens=tokens,
        )
    finally:
        await pictures.close()
        await realtime.close()
        await events.close()
        await redis.aclose()
        await database.close()


def of(connection: HTTPConnection) -> Resources:
    """The resources of the replica that serves this request or WebSocket."""
    return cast("Resources", connection.app.state.resources)


async def _held(connection: HTTPConnection) -> Resources:
    # Async, since FastAPI sends a plain function to a thread: that was two fifths of a small request.
    return of(connection)


Held = Annotated[Resources, Depends(_held)]
