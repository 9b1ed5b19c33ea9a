"""Routines: what an owner has done again and again. Their runs are in `routine_runs.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

Missed = Literal["skip", "run_once"]

MOST_ROUTINES = 50

COLUMNS = "id, user_id, name, cron, steps, enabled, missed, next_run_at, created_at, updated_at"

INSERT = f"""
    INSERT INTO routines (id, user_id, name, cron, steps, enabled, missed, next_run_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8
     WHERE (SELECT count(*) FROM routines WHERE user_id = $2) < {MOST_ROUTINES}
    RETURNING {COLUMNS}
"""  # noqa: S608

ALL = f"SELECT {COLUMNS} FROM routines WHERE user_id = $1 ORDER BY created_at, id LIMIT 200"  # noqa: S608

GET = f"SELECT {COLUMNS} FROM routines WHERE user_id = $1 AND id = $2"  # noqa: S608

LOCK = f"{GET} FOR UPDATE"

UPDATE = f"""
    UPDATE routines
       SET name = $3, cron = $4, steps = $5, enabled = $6, missed = $7, next_run_at = $8, updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = "DELETE FROM routines WHERE user_id = $1 AND id = $2 RETURNING id"

PLAN_ANEW = "UPDATE routines SET next_run_at = NULL WHERE user_id = $1"

# Another scheduler's are left to it; a routine that is being changed is looked at again a moment later.
LOCK_DUE = f"""
    SELECT {", ".join(f"r.{name}" for name in COLUMNS.split(", "))}, u.time_zone
      FROM routines r JOIN users u ON u.id = r.user_id
     WHERE r.enabled AND (r.next_run_at IS NULL OR r.next_run_at <= $1)
     ORDER BY r.next_run_at NULLS FIRST LIMIT $2 FOR UPDATE OF r SKIP LOCKED
"""  # noqa: S608

SET_NEXT = "UPDATE routines SET next_run_at = $2 WHERE id = $1"

SWITCH_OFF = "UPDATE routines SET enabled = false, updated_at = now() WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Routine:
    """What is done when. cron: on the owner's clock. steps: as `routines/steps.py` keeps them.

    missed: what becomes of moments that nobody was there for. next_run_at None: it is still to be worked out.
    """

    id: UUID
    user_id: UUID
    name: str
    cron: str
    steps: list[dict[str, Any]]
    enabled: bool
    missed: Missed
    next_run_at: datetime | None
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.updated_at)
        aware_or_none(self.next_run_at)


async def insert(
    conn: Connection,
    user_id: UUID,
    *,
    name: str,
    cron: str,
    steps: Sequence[dict[str, Any]],
    enabled: bool,
    missed: Missed,
    next_run_at: datetime,
) -> Routine | None:
    """Store a routine; None when the user has fifty already.

    Raises:
        ValueError: the moment is naive.
        ConstraintViolated: there is no such user, or the name is too long.
    """
    row = await conn.fetchrow(
        *(INSERT, new_id(), user_id, name, cron, list(steps), enabled, missed, aware(next_run_at))
    )
    return Routine(**row) if row else None


async def list_all(conn: Connection, user_id: UUID) -> list[Routine]:
    """A user's routines in the order they were made."""
    return [Routine(**row) for row in await conn.fetch(ALL, user_id)]


async def get(conn: Connection, user_id: UUID, routine_id: UUID) -> Routine | None:
    """A user's routine, or None."""
    row = await conn.fetchrow(GET, user_id, routine_id)
    return Routine(**row) if row else None


async def lock(conn: Connection, user_id: UUID, routine_id: UUID) -> Routine | None:
    """As `get`; until the transaction ends it stays so, and no scheduler looks at it."""
    row = await conn.fetchrow(LOCK, user_id, routine_id)
    return Routine(**row) if row else None


async def update(conn: Connection, changed: Routine) -> Routine | None:
    """Store a routine as it shall be; None: there is no such routine of its user.

    Raises:
        ConstraintViolated: the name is too long.
    """
    row = await conn.fetchrow(
        *(UPDATE, changed.user_id, changed.id, changed.name, changed.cron, changed.steps),
        *(changed.enabled, changed.missed, changed.next_run_at),
    )
    return Routine(**row) if row else None


async def delete(conn: Connection, user_id: UUID, routine_id: UUID) -> bool:
    """Delete a user's routine and its history; what it has kept stays. False when there was none."""
    return await conn.fetchval(DELETE, user_id, routine_id) is not None


async def plan_anew(conn: Connection, user_id: UUID) -> None:
    """Have the next moments of a user's routines worked out again: her clock is another one now."""
    await conn.execute(PLAN_ANEW, user_id)


async def lock_due(conn: Connection, now: datetime, limit: int) -> list[tuple[Routine, str]]:
    """Everybody's routines whose moment has come or is unknown, each with its owner's time zone.

    They are locked until the transaction ends; those that another scheduler has locked are not among them.

    Raises:
        ValueError: the moment is naive.
    """
    rows = await conn.fetch(LOCK_DUE, aware(now), limit)
    names = COLUMNS.split(", ")
    return [(Routine(**{name: row[name] for name in names}), row["time_zone"]) for row in rows]


async def set_next(conn: Connection, routine_id: UUID, next_run_at: datetime) -> None:
    """Note when a routine runs next.

    Raises:
        ValueError: the moment is naive.
    """
    await conn.execute(SET_NEXT, routine_id, aware(next_run_at))


async def switch_off(conn: Connection, routine_id: UUID) -> None:
    """Switch a routine off whose moment never comes again."""
    await conn.execute(SWITCH_OFF, routine_id)
