"""Time whose days have to be counted again. A trigger marks it in the transaction that stores an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware

USERS_DUE = "SELECT DISTINCT user_id FROM uncounted WHERE due_at <= now() LIMIT $1"

DUE = """
    SELECT starts, ends, marked_at, marked_by::text AS marked_by FROM uncounted
     WHERE user_id = $1 AND due_at <= now() ORDER BY due_at LIMIT $2
"""

# Also those that are not due yet: counting the day serves them as well.
WITHIN = """
    SELECT starts, ends, marked_at, marked_by::text AS marked_by FROM uncounted
     WHERE user_id = $1 AND starts >= $2 AND ends <= $3
"""

MARK = """
    INSERT INTO uncounted (user_id, starts, ends, due_at)
    SELECT $1, starts, ends, now() + $4 * INTERVAL '1 second'
      FROM unnest($2::timestamptz[], $3::timestamptz[]) AS new (starts, ends)
    ON CONFLICT DO NOTHING
"""

MARK_ALL = """
    INSERT INTO uncounted (user_id, starts, ends)
    SELECT user_id, date_trunc('hour', greatest(min(ts), '2000-01-02')), date_trunc('hour', max(ts)) + INTERVAL '1 hour'
      FROM events
     WHERE user_id = $1 AND ts BETWEEN '2000-01-02' AND now() + INTERVAL '2 days' GROUP BY user_id
    ON CONFLICT DO NOTHING
"""

FORGET = """
    DELETE FROM uncounted mark USING unnest($2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::text[])
        AS seen (starts, ends, marked_at, marked_by)
     WHERE mark.user_id = $1 AND mark.starts = seen.starts AND mark.ends = seen.ends
       AND mark.marked_at = seen.marked_at AND mark.marked_by = seen.marked_by::xid8
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Time to be counted again, from starts to ends, exclusive. marked_at, marked_by: which mark it is."""

    starts: datetime
    ends: datetime
    marked_at: datetime
    marked_by: str

    def __post_init__(self) -> None:
        aware(self.starts)
        aware(self.ends)


async def users_due(conn: Connection, limit: int) -> list[UUID]:
    """Users with time to be counted now."""
    return [row["user_id"] for row in await conn.fetch(USERS_DUE, limit)]


async def due(conn: Connection, user_id: UUID, limit: int) -> list[Mark]:
    """A user's marks whose moment has come, the oldest first."""
    return [_mark(row) for row in await conn.fetch(DUE, user_id, limit)]


async def within(conn: Connection, user_id: UUID, start: datetime, end: datetime) -> list[Mark]:
    """A user's marks that lie in this time, due or not."""
    return [_mark(row) for row in await conn.fetch(WITHIN, user_id, aware(start), aware(end))]


async def mark(
    conn: Connection, user_id: UUID, times: Sequence[tuple[datetime, datetime]], *, in_s: float = 0
) -> None:
    """Mark times, each from start to end, exclusive: to be counted in so many seconds."""
    await conn.execute(
        MARK, user_id, [aware(start) for start, _ in times], [aware(end) for _, end in times], in_s
    )


async def mark_all(conn: Connection, user_id: UUID) -> None:
    """Mark all the time of a user's events."""
    await conn.execute(MARK_ALL, user_id)


async def forget(conn: Connection, user_id: UUID, marks: Sequence[Mark]) -> None:
    """Delete these marks, and none that was made meanwhile."""
    await conn.execute(
        FORGET,
        user_id,
        [one.starts for one in marks],
        [one.ends for one in marks],
        [one.marked_at for one in marks],
        [one.marked_by for one in marks],
    )


def _mark(row: asyncpg.Record) -> Mark:
    return Mark(**row)
