"""What the coach is told of a user's time: read from the user's own rows, never from what a request says."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from uuid import UUID

from coaching.digest import ClipRef, Digest, Moment, counts_of
from db import clips, daily_metrics, moments, users
from db.pool import Connection, Database
from metrics.count import REACHING, count_day
from metrics.day import Day, date_at, time_zone
from metrics.stays import LONGEST
from pawsight.daily_metrics import METRICS, DayMetrics

COUNTED_ANEW: Final = timedelta(hours=26)
"""A longer time is told by the days that are counted already."""

MOST_MOMENTS: Final = 200
MOST_NOTES: Final = 20
MOST_CLIPS: Final = 100
LONGEST_CLIP: Final = timedelta(hours=1)


async def zone_of(database: Database, user_id: UUID) -> tzinfo:
    """Where a user lives.

    Raises:
        DatabaseError: the database is away.
    """
    async with database.connection() as conn:
        return time_zone(await users.time_zone(conn, user_id) or "UTC")


async def read_digest(
    database: Database,
    user_id: UUID,
    zone: tzinfo,
    start: datetime,
    end: datetime,
    period: str,
    *,
    types: Sequence[str] = (),
    event_ids: Sequence[UUID] = (),
    compared: bool = False,
) -> Digest:
    """The facts of a user's time from start to end (UTC).

    types: of events that were asked for; none: all. event_ids: those that the client has at hand; of them those that
    are the user's count as moments, too. compared: with the time before, as long as this one.

    Raises:
        DatabaseError: the database is away, or slow.
    """
    async with database.connection() as conn:
        totals = await _totals(conn, user_id, zone, start, end)
        counts = counts_of(totals, await moments.counts(conn, user_id, start, end))
        before = None
        if compared:
            earlier = start - (end - start)
            before = counts_of(
                await _totals(conn, user_id, zone, earlier, start),
                await moments.counts(conn, user_id, earlier, start),
            )
        found = [
            *await moments.last(conn, user_id, start, end, types=types or None, limit=MOST_MOMENTS),
            *await moments.noted(conn, user_id, start, end, limit=MOST_NOTES),
            *await moments.own(conn, user_id, event_ids),
        ]
        kept = await clips.before(conn, user_id, start=start - LONGEST_CLIP, end=end, limit=MOST_CLIPS)
    distinct = {one.id: Moment.of(one) for one in found}
    return Digest(
        start=start,
        end=end,
        zone=zone,
        period=period,
        counts=counts,
        minutes_in_frame=totals.time_in_frame_min,
        calm_minutes=totals.calm_minutes,
        before=before,
        moments=tuple(sorted(distinct.values(), key=lambda one: one.at, reverse=True)),
        clips=tuple(
            ClipRef(one.id, one.start_ts, timedelta(milliseconds=one.duration_ms), one.labels, one.note)
            for one in kept
        ),
    )


async def _totals(
    conn: Connection, user_id: UUID, zone: tzinfo, start: datetime, end: datetime
) -> DayMetrics:
    """What a time came to; a long one by its whole calendar days, as they are counted."""
    first = date_at(start, zone)
    if end - start <= COUNTED_ANEW:
        reach = start - LONGEST, end + LONGEST
        happened = await daily_metrics.events_of(conn, user_id, (start, end), REACHING, reach)
        as_day = Day(first, zone, start, end)
        return (await asyncio.to_thread(count_day, happened, as_day, datetime.now(UTC))).metrics
    days = await daily_metrics.between(conn, user_id, first, date_at(end - timedelta(microseconds=1), zone))
    return DayMetrics(**{name: sum(getattr(day, name) for day in days) for name in METRICS})
