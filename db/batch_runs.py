"""Runs of archived video through other models, and the events that each would have told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.messages import Event

RunStatus = Literal["queued", "running", "done", "failed", "cancelled"]

KIND: Final = "run"
"""Of the jobs by which the cluster carries runs out; each has the id of its run."""

COLUMNS = (
    "id, user_id, camera_id, start_ts, end_ts, fps, models, dry_run, status, segments, looked_at, report, "
    "error, created_at, finished_at"
)

INSERT = f"""
    INSERT INTO batch_runs (id, user_id, camera_id, start_ts, end_ts, fps, models, dry_run, status)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {COLUMNS}
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM batch_runs WHERE id = $1 AND ($2::uuid IS NULL OR user_id = $2)"  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM batch_runs
     WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
     ORDER BY created_at DESC, id DESC LIMIT $4
"""  # noqa: S608

BEGIN = """
    UPDATE batch_runs SET status = 'running', segments = $2, looked_at = 0, error = NULL, finished_at = NULL
     WHERE id = $1 AND status IN ('queued', 'running') RETURNING id
"""

REOPEN = f"""
    UPDATE batch_runs SET status = 'running', error = NULL, finished_at = NULL
     WHERE id = $1 AND status <> 'done' RETURNING {COLUMNS}
"""  # noqa: S608

LOOKED_AT = "UPDATE batch_runs SET looked_at = $2 WHERE id = $1 RETURNING status"

FINISH = """
    UPDATE batch_runs SET status = $2, report = COALESCE($3, report), error = $4, finished_at = now()
     WHERE id = $1 AND status IN ('queued', 'running') RETURNING id
"""

CANCEL = """
    UPDATE batch_runs SET status = 'cancelled', finished_at = now()
     WHERE id = $1 AND user_id = $2 AND status IN ('queued', 'running') RETURNING id
"""

DELETE = "DELETE FROM batch_runs WHERE id = $1 AND user_id = $2 RETURNING id"

CLEAR_EVENTS = "DELETE FROM batch_events WHERE run_id = $1"

INSERT_EVENTS = """
    INSERT INTO batch_events (run_id, id, ts, type, data)
    SELECT $1, id, ts, type, data::jsonb
      FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[]) AS new (id, ts, type, data)
"""

WILL_LOOK = """
    INSERT INTO batch_looks (run_id, uri) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING
"""

# Nobody needs what was seen any more: the events are told. A trigger dooms it.
FORGET_LOOKS = "DELETE FROM batch_looks WHERE run_id = $1"

EVENTS = """
    SELECT id, ts, type, data, NULL::bigint AS video_ts_ms FROM batch_events
     WHERE run_id = $1 AND ($2::timestamptz IS NULL OR (ts, id) > ($2, $3))
     ORDER BY ts, id LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class BatchRun:
    """One run. models: by type, as `batch.models.choose` takes them. dry_run: it reports, and keeps no events.

    segments: None until it is known how many there are.
    """

    id: UUID
    user_id: UUID
    camera_id: UUID
    start_ts: datetime
    end_ts: datetime
    fps: float
    models: dict[str, str]
    dry_run: bool
    status: RunStatus
    segments: int | None
    looked_at: int
    report: dict[str, Any] | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """It waits, or is under way."""
        return self.status in ("queued", "running")


async def insert(
    conn: Connection,
    run_id: UUID,
    user_id: UUID,
    camera_id: UUID,
    *,
    start: datetime,
    end: datetime,
    fps: float,
    models: dict[str, str],
    dry_run: bool = False,
    status: Literal["queued", "running"] = "running",
) -> BatchRun:
    """Begin a run, or let it wait for its turn.

    Raises:
        ConstraintViolated: there is no such camera, or it would end before it begins.
        ValueError: a time is naive.
    """
    row = await conn.fetchrow(
        INSERT, run_id, user_id, camera_id, aware(start), aware(end), fps, models, dry_run, status
    )
    assert row is not None
    return BatchRun(**row)


async def get(conn: Connection, run_id: UUID, user_id: UUID | None = None) -> BatchRun | None:
    """A run, of a user's own or of anybody."""
    row = await conn.fetchrow(GET, run_id, user_id)
    return BatchRun(**row) if row else None


async def before(
    conn: Connection, user_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[BatchRun]:
    """A user's runs older than the cursor (created_at, id), newest first."""
    created_at, run_id = cursor or (None, None)
    rows = await conn.fetch(BEFORE, user_id, aware_or_none(created_at), run_id, limit)
    return [BatchRun(**row) for row in rows]


async def begin(conn: Connection, run_id: UUID, segments: int) -> bool:
    """It is known how many segments there are; a run that was killed begins again here. False: nobody wants it now."""
    return await conn.fetchval(BEGIN, run_id, segments) is not None


async def reopen(conn: Connection, run_id: UUID) -> BatchRun | None:
    """A run to go on with, whatever stopped it; None when it is done, or there is none."""
    row = await conn.fetchrow(REOPEN, run_id)
    return BatchRun(**row) if row else None


async def will_look(conn: Connection, run_id: UUID, uris: Sequence[str]) -> None:
    """Note what a run is about to store in S3.

    Raises:
        ConstraintViolated: the run was deleted.
    """
    await conn.execute(WILL_LOOK, run_id, list(uris))


async def forget_looks(conn: Connection, run_id: UUID) -> None:
    """Let what a run has seen be deleted, since its events are told."""
    await conn.execute(FORGET_LOOKS, run_id)


async def looked_at(conn: Connection, run_id: UUID, count: int) -> RunStatus | None:
    """How many segments are done; answers the status, which may have become `cancelled`. None: it was deleted."""
    status: RunStatus | None = await conn.fetchval(LOOKED_AT, run_id, count)
    return status


async def finish(
    conn: Connection,
    run_id: UUID,
    status: Literal["done", "failed"],
    *,
    report: dict[str, Any] | None = None,
    error: str | None = None,
) -> bool:
    """End a run that still runs; whether it did."""
    return await conn.fetchval(FINISH, run_id, status, report, error) is not None


async def cancel(conn: Connection, user_id: UUID, run_id: UUID) -> bool:
    """Ask a run to stop; whether it was running or waiting."""
    return await conn.fetchval(CANCEL, run_id, user_id) is not None


async def delete(conn: Connection, user_id: UUID, run_id: UUID) -> bool:
    """Forget a run and its events; whether there was one."""
    return await conn.fetchval(DELETE, run_id, user_id) is not None


async def replace_events(conn: Connection, run_id: UUID, events: Sequence[Event]) -> None:
    """Store all that a run tells, in place of what it told before. Call it in a transaction."""
    await conn.execute(CLEAR_EVENTS, run_id)
    await conn.execute(
        INSERT_EVENTS,
        run_id,
        [one.id for one in events],
        [aware(one.ts) for one in events],
        [one.type for one in events],
        [json.dumps(one.data) for one in events],
    )


async def events_after(
    conn: Connection, run_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[Event]:
    """What a run tells, oldest first, after the cursor (ts, id)."""
    ts, event_id = cursor or (None, None)
    rows: list[asyncpg.Record] = await conn.fetch(EVENTS, run_id, aware_or_none(ts), event_id, limit)
    return [Event.model_construct(**row) for row in rows]
