"""Counts the days whose events changed: from marks in the database to rows of `ai_metrics_daily`.

A mark goes when its day is stored, and what was remembered of it in Redis is forgotten; whoever is killed before
leaves the mark, and somebody counts the day again.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from redis.asyncio import Redis

from db import daily_metrics, uncounted, users
from db.pool import Database
from metrics.count import REACHING, count_day
from metrics.day import Day, dates_of, time_zone
from metrics.stays import LONGEST
from pawsight import analytics_cache
from pawsight.daily_metrics import DayMetrics

AT_ONCE: Final = 1000
GOES_ON_S: Final = 60.0
"""A day with a dog in the picture is counted again after so long, though nothing more happens."""

MARGIN: Final = timedelta(minutes=1)
"""Beyond `LONGEST`, for what is rounded."""


async def count_user(database: Database, redis: Redis, user_id: UUID) -> int:
    """Count all of a user's days that are due; how many it were. Several may do so at once.

    Raises:
        DatabaseError, RedisError, OSError: a service is away; what was not counted stays marked.
    """
    counted, more = 0, True
    while more:
        days, more = await _due_days(database, user_id)
        for day in days:
            await count_marked_day(database, redis, user_id, day)
        counted += len(days)
    return counted


async def count_marked_day(database: Database, redis: Redis, user_id: UUID, date_: date) -> DayMetrics | None:
    """Count one of a user's days and take its marks away; None when there is no such user.

    Raises:
        DatabaseError, RedisError, OSError: a service is away; the day stays marked.
    """
    async with database.transaction() as conn:
        # One counts a user's days at a time, or an older count could take the place of a newer one.
        name = await users.lock_time_zone(conn, user_id)
        if name is None:
            return None
        day = Day.of(date_, time_zone(name))
        # First the marks, then the events: what comes in between leaves a mark that we don't take away.
        marks = await uncounted.within(conn, user_id, day.start, day.end)
        reach = day.start - LONGEST - MARGIN, day.end + LONGEST + MARGIN
        happened = await daily_metrics.events_of(conn, user_id, (day.start, day.end), REACHING, reach)
        counted = await asyncio.to_thread(count_day, happened, day, datetime.now(UTC))
        await daily_metrics.put(conn, user_id, date_, counted.metrics, counted.hours)
        if counted.goes_on:
            await uncounted.mark(conn, user_id, [(day.start, day.end)], in_s=GOES_ON_S)
    await analytics_cache.end(redis, user_id)
    async with database.connection() as conn:
        await uncounted.forget(conn, user_id, marks)
    return counted.metrics


async def _due_days(database: Database, user_id: UUID) -> tuple[list[date], bool]:
    """Days with marks that are due, the newest first, and whether there may be more of them.

    A mark of several days becomes one of each, so that each goes with its own day.
    """
    async with database.transaction() as conn:
        name = await users.lock_time_zone(conn, user_id)
        if name is None:
            return [], False
        zone = time_zone(name)
        due = await uncounted.due(conn, user_id, AT_ONCE)
        days = {mark: dates_of(mark.starts, mark.ends, zone) for mark in due}
        long = [mark for mark, dates in days.items() if len(dates) > 1]
        pieces = {
            (max(mark.starts, day.start), min(mark.ends, day.end))
            for mark in long
            for day in (Day.of(one, zone) for one in days[mark])
            if day.start < day.end
        }
        await uncounted.mark(conn, user_id, sorted(pieces))
        await uncounted.forget(conn, user_id, long)
    return sorted({one for dates in days.values() for one in dates}, reverse=True), len(due) == AT_ONCE
