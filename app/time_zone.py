"""Where the owner lives: her days begin and end there."""

from typing import Annotated
from zoneinfo import available_timezones

import structlog
from fastapi import APIRouter
from pydantic import Field
from redis.exceptions import RedisError

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.resources import Held
from db import daily_metrics, routines, uncounted, users
from pawsight import analytics_cache
from pawsight.messages import Wire

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/auth/time-zone", tags=["auth"], responses=documented(400, 401, 403, 404, 503, 504)
)


class TimeZone(Wire):
    """A time zone."""

    time_zone: Annotated[
        str, Field(description="an IANA name", min_length=1, max_length=64, examples=["Europe/Berlin"])
    ]


@router.get("")
async def get_time_zone(principal: Reader, held: Held) -> TimeZone:
    """Your time zone; UTC until you have said so."""
    async with held.database.connection() as conn:
        name = await users.time_zone(conn, principal.user_id)
    if name is None:
        raise ApiError(404, "USER_NOT_FOUND", "There is no such user any more")
    return TimeZone(time_zone=name)


@router.put("")
async def set_time_zone(body: TimeZone, principal: Writer, held: Held) -> TimeZone:
    """Say where you live. Your days are counted anew by its calendar; until then, for a moment, they are gone."""
    name = body.time_zone
    if name != "UTC" and name not in available_timezones():
        raise ApiError(
            400, "TIME_ZONE_UNKNOWN", "There is no such time zone", "Give an IANA name: Europe/Berlin"
        )
    async with held.database.transaction() as conn:
        # The lock that who counts takes: no day of the old calendar is stored after this.
        changed = await users.set_time_zone(conn, principal.user_id, name)
        if changed:
            await daily_metrics.clear(conn, principal.user_id)
            await uncounted.mark_all(conn, principal.user_id)
            await routines.plan_anew(conn, principal.user_id)
    if changed:
        try:
            await analytics_cache.begin(held.redis, principal.user_id, name, anew=True)
        except (RedisError, OSError) as error:
            # Counting the days ends what is remembered, as soon as Redis is back.
            log.warning("answers by the old calendar may be given for a while", error=repr(error))
    return body
