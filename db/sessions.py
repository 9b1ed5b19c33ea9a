"""Sessions, and what the coach wrote of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

Kind = Literal["seen", "owner", "day"]

ONE_OPEN: Final = "idx_sessions_open"
"""The constraint that an owner's second open session violates."""

COLUMNS: Final = "id, user_id, kind, started_at, ended_at, goal, summary, created_at"

BEGIN: Final = f"""
    INSERT INTO sessions (id, user_id, kind, started_at, goal) VALUES ($1, $2, 'owner', $3, $4) RETURNING {COLUMNS}
"""  # noqa: S608

END: Final = f"""
    UPDATE sessions SET ended_at = greatest($3, started_at + INTERVAL '1 millisecond')
     WHERE user_id = $1 AND id = $2 AND kind = 'owner' AND ended_at IS NULL RETURNING {COLUMNS}
"""  # noqa: S608

# A session that was found before, and has grown since, is told anew; one that the owner began covers what is in it.
FOUND: Final = """
    INSERT INTO sessions (id, user_id, kind, started_at, ended_at)
    SELECT $1::uuid, $2::uuid, $3::text, $4::timestamptz, $5::timestamptz
     WHERE $3::text = 'day' OR NOT EXISTS (
               SELECT FROM sessions WHERE user_id = $2::uuid AND kind = 'owner' AND started_at < $5::timestamptz
                  AND (ended_at IS NULL OR ended_at > $4::timestamptz))
    ON CONFLICT (user_id, kind, started_at) DO UPDATE SET ended_at = EXCLUDED.ended_at, summary = NULL
          WHERE sessions.ended_at < EXCLUDED.ended_at
"""

# Events that came late may have moved its beginning.
OVERTAKEN: Final = """
    DELETE FROM sessions
     WHERE user_id = $1 AND kind = 'seen' AND started_at <> $2 AND started_at <= $3 AND ended_at >= $2
"""

BEFORE: Final = f"""
    SELECT {COLUMNS} FROM sessions
     WHERE user_id = $1 AND ($2::text IS NULL OR kind = $2)
       AND ($3::timestamptz IS NULL OR (started_at, id) < ($3, $4))
     ORDER BY started_at DESC, id DESC LIMIT $5
"""  # noqa: S608

GET: Final = f"SELECT {COLUMNS} FROM sessions WHERE user_id = $1 AND id = $2"  # noqa: S608

UNSUMMED: Final = f"""
    SELECT {COLUMNS} FROM sessions WHERE summary IS NULL AND ended_at < $1 ORDER BY ended_at LIMIT $2
"""  # noqa: S608

# Not over one that has grown while it was summed up.
SUM_UP: Final = "UPDATE sessions SET summary = $3 WHERE id = $1 AND ended_at = $2 AND summary IS NULL"

ACTIVE_USERS: Final = "SELECT DISTINCT user_id FROM events WHERE ts >= $1 AND ts < $2 LIMIT $3"


@dataclass(frozen=True, slots=True)
class Session:
    """A stretch of time. kind: seen by the cameras, begun by the owner, or a whole day. ended_at: None while it goes
    on. summary: the coach's answer as JSON; None before it is written.
    """

    id: UUID
    user_id: UUID
    kind: Kind
    started_at: datetime
    ended_at: datetime | None
    goal: str | None
    summary: dict[str, Any] | None
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.started_at)
        aware_or_none(self.ended_at)


async def begin(conn: Connection, user_id: UUID, started_at: datetime, goal: str | None) -> Session:
    """Begin a session of an owner's.

    Raises:
        ConstraintViolated: one goes on already (`ONE_OPEN`).
    """
    row = await conn.fetchrow(BEGIN, new_id(), user_id, aware(started_at), goal)
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return _session(row)


async def end(conn: Connection, user_id: UUID, session_id: UUID, at: datetime) -> Session | None:
    """End a session of an owner's that goes on; None when there is no such one."""
    row = await conn.fetchrow(END, user_id, session_id, aware(at))
    return _session(row) if row else None


async def found(conn: Connection, user_id: UUID, kind: Kind, start: datetime, end: datetime) -> None:
    """Keep a session that is over. One that was kept before is left alone, unless it has grown: it is summed up again.

    Call it inside a transaction.
    """
    if kind == "seen":
        await conn.execute(OVERTAKEN, user_id, aware(start), aware(end))
    await conn.execute(FOUND, new_id(), user_id, kind, aware(start), aware(end))


async def before(
    conn: Connection,
    user_id: UUID,
    *,
    kind: Kind | None = None,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Session]:
    """A user's sessions older than the cursor (started_at, id), newest first."""
    started_at, session_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    rows = await conn.fetch(BEFORE, user_id, kind, started_at, session_id, limit)
    return [_session(row) for row in rows]


async def get(conn: Connection, user_id: UUID, session_id: UUID) -> Session | None:
    """A user's session, or None."""
    row = await conn.fetchrow(GET, user_id, session_id)
    return _session(row) if row else None


async def unsummed(conn: Connection, ended_before: datetime, limit: int) -> list[Session]:
    """Sessions of all users that are over and wait for their summary, the oldest first."""
    return [_session(row) for row in await conn.fetch(UNSUMMED, aware(ended_before), limit)]


async def sum_up(conn: Connection, session: Session, summary: dict[str, Any]) -> None:
    """Keep the summary of a session, as it was when it was read."""
    await conn.execute(SUM_UP, session.id, session.ended_at, summary)


async def active_users(conn: Connection, start: datetime, end: datetime, limit: int) -> list[UUID]:
    """Users to whom something happened; end is exclusive."""
    rows = await conn.fetch(ACTIVE_USERS, aware(start), aware(end), limit)
    return [row["user_id"] for row in rows]


def _session(row: asyncpg.Record) -> Session:
    return Session(**row)
