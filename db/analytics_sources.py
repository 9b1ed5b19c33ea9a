"""What an owner's analytics show of some time: a batch run in the place of live history; and each switch."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

COLUMNS = "run_id, camera_id, starts, ends, since"

GET = f"SELECT {COLUMNS} FROM analytics_sources WHERE user_id = $1"  # noqa: S608

# Only what keeps its events can be shown.
SHOW = f"""
    INSERT INTO analytics_sources (user_id, run_id, camera_id, starts, ends)
    SELECT user_id, id, camera_id, start_ts, end_ts FROM batch_runs
     WHERE user_id = $1 AND id = $2 AND status = 'done' AND NOT dry_run
    ON CONFLICT (user_id) DO UPDATE
       SET run_id = EXCLUDED.run_id, camera_id = EXCLUDED.camera_id, starts = EXCLUDED.starts,
           ends = EXCLUDED.ends, since = now()
    RETURNING {COLUMNS}
"""  # noqa: S608

CLEAR = "DELETE FROM analytics_sources WHERE user_id = $1 RETURNING user_id"

NOTE = "INSERT INTO analytics_source_changes (id, user_id, run_id) VALUES ($1, $2, $3)"

CHANGES = """
    SELECT id, run_id, created_at FROM analytics_source_changes
     WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
     ORDER BY created_at DESC, id DESC LIMIT $4
"""

IS_COUNTED = """
    SELECT NOT EXISTS (SELECT FROM uncounted mark JOIN analytics_sources shown USING (user_id)
                        WHERE user_id = $1 AND mark.starts < shown.ends AND mark.ends > shown.starts
                          AND mark.due_at <= now())
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A run that is shown of its camera and time, since when."""

    run_id: UUID
    camera_id: UUID
    starts: datetime
    ends: datetime
    since: datetime

    def __post_init__(self) -> None:
        for moment in (self.starts, self.ends, self.since):
            aware(moment)


@dataclass(frozen=True, slots=True)
class Change:
    """One switch. run_id: None: back to live history."""

    id: UUID
    run_id: UUID | None
    created_at: datetime


async def get(conn: Connection, user_id: UUID) -> Source | None:
    """The run that a user's analytics show; None: live history alone."""
    row = await conn.fetchrow(GET, user_id)
    return Source(**row) if row else None


async def show(conn: Connection, user_id: UUID, run_id: UUID) -> Source | None:
    """Show a run of the user's; None when it is none that can be shown. Call it in a transaction."""
    row = await conn.fetchrow(SHOW, user_id, run_id)
    if row is None:
        return None
    await conn.execute(NOTE, new_id(), user_id, run_id)
    return Source(**row)


async def show_live(conn: Connection, user_id: UUID) -> bool:
    """Show live history again; whether a run was shown. Call it in a transaction."""
    if await conn.fetchval(CLEAR, user_id) is None:
        return False
    await conn.execute(NOTE, new_id(), user_id, None)
    return True


async def is_counted(conn: Connection, user_id: UUID) -> bool:
    """Whether all days of the run that is shown are counted by it."""
    return bool(await conn.fetchval(IS_COUNTED, user_id))


async def changes_before(
    conn: Connection, user_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[Change]:
    """A user's switches older than the cursor (created_at, id), newest first."""
    created_at, change_id = cursor or (None, None)
    rows = await conn.fetch(CHANGES, user_id, aware_or_none(created_at), change_id, limit)
    return [Change(**row) for row in rows]
