"""What happened in some time, as the coach asks for it: how often, and the last of it. Batch runs (`runId`) tell of the
past again and are left out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware
from pawsight.messages import Event

COUNTS: Final = """
    SELECT type, count(*)::integer AS events FROM events
     WHERE user_id = $1 AND ts >= $2 AND ts < $3 AND NOT data ? 'runId' GROUP BY type
"""

# Of an event's data only what an answer may tell: a picture's evidence is long.
_TOLD: Final = """
    id, ts, type, video_ts_ms,
    jsonb_strip_nulls(jsonb_build_object('durationMs', data->'durationMs', 'note', data->'note')) AS data
"""

LAST: Final = f"""
    SELECT {_TOLD} FROM events
     WHERE user_id = $1 AND ts >= $2 AND ts < $3 AND NOT data ? 'runId' AND ($4::text[] IS NULL OR type = ANY ($4))
     ORDER BY ts DESC, id DESC LIMIT $5
"""  # noqa: S608

NOTED: Final = f"""
    SELECT {_TOLD} FROM events
     WHERE user_id = $1 AND ts >= $2 AND ts < $3 AND NOT data ? 'runId' AND data ? 'note'
     ORDER BY ts DESC, id DESC LIMIT $4
"""  # noqa: S608

OWN: Final = f"SELECT {_TOLD} FROM events WHERE user_id = $1 AND id = ANY ($2) ORDER BY ts DESC, id DESC"  # noqa: S608


async def counts(conn: Connection, user_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """How many of a user's events of each type there are; end is exclusive.

    Raises:
        ValueError: a time is naive.
    """
    rows = await conn.fetch(COUNTS, user_id, aware(start), aware(end))
    return {row["type"]: row["events"] for row in rows}


async def last(
    conn: Connection,
    user_id: UUID,
    start: datetime,
    end: datetime,
    *,
    types: Sequence[str] | None = None,
    limit: int,
) -> list[Event]:
    """The newest of a user's events, or of those of some types; end is exclusive.

    Raises:
        ValueError: a time is naive.
    """
    chosen = None if types is None else list(types)
    return _events(await conn.fetch(LAST, user_id, aware(start), aware(end), chosen, limit))


async def noted(
    conn: Connection, user_id: UUID, start: datetime, end: datetime, *, limit: int
) -> list[Event]:
    """The newest of a user's events that she wrote a note to; end is exclusive.

    Raises:
        ValueError: a time is naive.
    """
    return _events(await conn.fetch(NOTED, user_id, aware(start), aware(end), limit))


async def own(conn: Connection, user_id: UUID, ids: Sequence[UUID]) -> list[Event]:
    """Those of some events that are the user's, the newest first."""
    return _events(await conn.fetch(OWN, user_id, list(ids))) if ids else []


def _events(rows: Sequence[asyncpg.Record]) -> list[Event]:
    return [Event.model_construct(**row) for row in rows]
