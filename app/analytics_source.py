"""`/api/analytics/source`: whether the analytics show live history alone, or a batch run in its place."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, field_serializer
from redis.exceptions import RedisError

from app.auth import Reader
from app.errors import ApiError, documented
from app.models import Scientist
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held
from db import analytics_sources, batch_runs, users
from db.analytics_sources import Source
from db.pool import Connection
from pawsight import analytics_cache
from pawsight.messages import Wire, rfc3339

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/analytics/source",
    tags=["analytics"],
    responses=documented(400, 401, 403, 404, 409, 503, 504),
)


class ChosenSource(Wire):
    """What the analytics shall show."""

    run_id: Annotated[
        UUID | None,
        Field(
            description="a run that is done; null: live history alone",
            examples=["0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11"],
        ),
    ]


class AnalyticsSource(Wire):
    """What the analytics show. Of the run's camera and time, its events count in the place of those that were told."""

    run_id: Annotated[UUID | None, Field(description="null: live history alone, and so are the others")]
    camera_id: UUID | None = None
    from_: Annotated[AwareDatetime | None, Field(alias="from")] = None
    to: AwareDatetime | None = None
    models: Annotated[dict[str, str] | None, Field(description="that the run looked with")] = None
    since: AwareDatetime | None = None
    counted: Annotated[
        bool,
        Field(description="all days of the run are counted by it; until then some show what they came to"),
    ] = True

    @field_serializer("from_", "to", "since")
    def _times(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class SourceChange(Wire):
    """One switch."""

    id: UUID
    run_id: Annotated[UUID | None, Field(description="null: back to live history")]
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.get("")
async def get_analytics_source(principal: Reader, held: Held, response: Response) -> AnalyticsSource:
    """What your analytics show."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        return await _told(conn, principal.user_id)


@router.put("")
async def set_analytics_source(body: ChosenSource, principal: Scientist, held: Held) -> AnalyticsSource:
    """Let your analytics show a run, or live history again. The days concerned are counted anew within moments."""
    async with held.database.transaction() as conn:
        # The lock that who counts takes: no day is stored by the other source after this.
        zone = await users.lock_time_zone(conn, principal.user_id)
        if body.run_id is None:
            await analytics_sources.show_live(conn, principal.user_id)
        elif await analytics_sources.show(conn, principal.user_id, body.run_id) is None:
            if await batch_runs.get(conn, body.run_id, principal.user_id) is None:
                raise ApiError(404, "RUN_NOT_FOUND", "There is no such run")
            raise ApiError(
                409, "RUN_NOT_DONE", "This run can't be shown", "It is not done, or it kept no events"
            )
        told = await _told(conn, principal.user_id)
    try:
        await analytics_cache.begin(held.redis, principal.user_id, zone or "UTC", anew=True)
    except (RedisError, OSError) as error:
        # Counting the days ends what is remembered, as soon as Redis is back.
        log.warning("answers by the other source may be given for a while", error=repr(error))
    return told


@router.get("/changes")
async def list_source_changes(
    principal: Reader, held: Held, response: Response, limit: Limit = 50, cursor: CursorParam = None
) -> Page[SourceChange]:
    """Every switch, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await analytics_sources.changes_before(
            conn, principal.user_id, cursor=decode_cursor(cursor), limit=limit + 1
        )
    page = found[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[SourceChange](
        items=[SourceChange(id=one.id, run_id=one.run_id, created_at=one.created_at) for one in page],
        next_cursor=following,
    )


async def _told(conn: Connection, user_id: UUID) -> AnalyticsSource:
    shown = await analytics_sources.get(conn, user_id)
    if shown is None:
        return AnalyticsSource(run_id=None)
    return await _of_run(conn, user_id, shown)


async def _of_run(conn: Connection, user_id: UUID, shown: Source) -> AnalyticsSource:
    run = await batch_runs.get(conn, shown.run_id, user_id)
    return AnalyticsSource(
        run_id=shown.run_id,
        camera_id=shown.camera_id,
        from_=shown.starts,
        to=shown.ends,
        models=None if run is None else run.models,
        since=shown.since,
        counted=await analytics_sources.is_counted(conn, user_id),
    )
