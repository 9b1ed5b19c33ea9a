"""Events, as `pawsight.messages.Event`. Reading them is here; writing them is the event store's."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.messages import Event

INSERT_MANY = """
    INSERT INTO events (id, user_id, ts, type, data, video_ts_ms)
    SELECT id, user_id, ts, type, data::jsonb, video_ts_ms
      FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[])
        AS new (id, user_id, ts, type, data, video_ts_ms)
    ON CONFLICT (id, ts) DO UPDATE SET data = EXCLUDED.data
     WHERE EXCLUDED.data ? 'endTs' AND NOT events.data ? 'endTs'
       AND events.user_id = EXCLUDED.user_id AND events.type = EXCLUDED.type
"""

# `ts <= $6` says again what the row comparison says: only it lets PostgreSQL leave out newer partitions.
BEFORE = """
    SELECT id, ts, type, data, video_ts_ms FROM events
     WHERE user_id = $1
       AND ($2::text IS NULL OR type = $2)
       AND ($3::timestamptz IS NULL OR ts >= $3)
       AND ($4::timestamptz IS NULL OR ts < $4)
       AND ($5::text IS NULL OR data->>'cameraId' = $5)
       AND ($6::timestamptz IS NULL OR (ts <= $6 AND (ts, id) < ($6, $7)))
     ORDER BY ts DESC, id DESC LIMIT $8
"""

OF_TYPES = """
    SELECT id, ts, type, data, video_ts_ms FROM events
     WHERE user_id = $1 AND type = ANY($2) AND ts >= $3 AND ts < $4 ORDER BY ts LIMIT $5
"""

GET = "SELECT id, ts, type, data, video_ts_ms FROM events WHERE user_id = $1 AND id = $2 LIMIT 1"


async def insert_many(conn: Connection, rows: Sequence[tuple[UUID, Event]]) -> None:
    """Store events, each with its user, in one statement.

    Those already stored are left as they are, but for one: what lasts is told again when it is over, and an event
    that tells of its end replaces its user's own that does not.

    Raises:
        ConstraintViolated: a user does not exist, or PostgreSQL can't hold a value; then nothing is stored.
    """
    rows = _once_each(rows)
    await conn.execute(
        INSERT_MANY,
        [event.id for _, event in rows],
        [user_id for user_id, _ in rows],
        [aware(event.ts) for _, event in rows],
        [event.type for _, event in rows],
        [json.dumps(event.data) for _, event in rows],
        [event.video_ts_ms for _, event in rows],
    )


async def before(
    conn: Connection,
    user_id: UUID,
    *,
    event_type: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    camera_id: UUID | None = None,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Event]:
    """A user's events older than the cursor (ts, id), newest first. start is inclusive, end exclusive.

    Raises:
        ValueError: a time is naive.
    """
    ts, event_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    camera = str(camera_id) if camera_id else None
    rows = await conn.fetch(
        BEFORE, user_id, event_type, aware_or_none(start), aware_or_none(end), camera, ts, event_id, limit
    )
    return [_event(row) for row in rows]


async def of_types(
    conn: Connection, user_id: UUID, types: Sequence[str], start: datetime, end: datetime, *, limit: int
) -> list[Event]:
    """A user's events of some types, oldest first. start is inclusive, end exclusive.

    Raises:
        ValueError: a time is naive.
    """
    rows = await conn.fetch(OF_TYPES, user_id, list(types), aware(start), aware(end), limit)
    return [_event(row) for row in rows]


async def get(conn: Connection, user_id: UUID, event_id: UUID) -> Event | None:
    """One of a user's events; None when there is none, or it was not stored yet."""
    row = await conn.fetchrow(GET, user_id, event_id)
    return _event(row) if row else None


async def latest(conn: Connection, user_id: UUID, limit: int) -> list[Event]:
    """A user's last events, newest first."""
    return await before(conn, user_id, limit=limit)


def _once_each(rows: Sequence[tuple[UUID, Event]]) -> list[tuple[UUID, Event]]:
    """Each event once, as it would be stored one after the other: a statement can't touch a row twice."""
    kept: dict[tuple[UUID, datetime], tuple[UUID, Event]] = {}
    for user_id, event in rows:
        key = event.id, aware(event.ts)
        owner, known = kept.setdefault(key, (user_id, event))
        if event.ended and not known.ended and (owner, known.type) == (user_id, event.type):
            kept[key] = user_id, event
    return list(kept.values())


def _event(row: asyncpg.Record) -> Event:
    # What we stored was checked when it came in: `model_construct` skips doing that again for each row.
    return Event.model_construct(**row)
