"""Runs of routines: each moment once, whoever schedules and whoever dies.

`UNIQUE (routine_id, scheduled_for)` lets a moment be queued once. Whoever takes a run has it for as long as its lease,
and may renew it; `attempt` grows each time somebody takes it, and whatever is said of a run names the attempt. What
became of a step is noted in the transaction that does it, so that a second attempt goes on behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

Status = Literal["queued", "processing", "complete", "failed", "missed"]

MOST_ATTEMPTS: Final = 5
"""A run that so many workers died of is given up."""

MOST_OPEN: Final = 20
"""Runs of one routine that may wait while somebody asks for one more."""

COLUMNS = (
    "id, routine_id, scheduled_for, status, attempt, steps, manual, result, error, started_at, finished_at, "
    "created_at"
)

OPEN = "status IN ('queued', 'processing')"

INSERT = f"""
    INSERT INTO routine_runs (id, routine_id, scheduled_for, steps, manual, status, finished_at)
    SELECT $1, $2, $3, $4, $5, $6::text, CASE WHEN $6::text = 'missed' THEN now() END
     WHERE NOT $5::boolean
        OR (SELECT count(*) FROM routine_runs WHERE routine_id = $2 AND {OPEN}) < {MOST_OPEN}
    ON CONFLICT (routine_id, scheduled_for) DO NOTHING RETURNING {COLUMNS}
"""  # noqa: S608

GET = f"""
    SELECT {COLUMNS} FROM routine_runs
     WHERE id = $2 AND routine_id IN (SELECT id FROM routines WHERE user_id = $1)
"""  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM routine_runs
     WHERE routine_id = $1 AND ($2::timestamptz IS NULL OR (scheduled_for, id) < ($2, $3))
     ORDER BY scheduled_for DESC, id DESC LIMIT $4
"""  # noqa: S608

LAST_OF_EACH = f"""
    SELECT {", ".join(f"run.{name}" for name in COLUMNS.split(", "))}
      FROM routines, LATERAL (SELECT * FROM routine_runs WHERE routine_id = routines.id
                               ORDER BY scheduled_for DESC LIMIT 1) AS run
     WHERE routines.user_id = $1
"""  # noqa: S608

_TAKEABLE = f"""
    (status = 'queued' OR status = 'processing' AND lease_until <= now()) AND attempt < {MOST_ATTEMPTS}
"""

TAKE = f"""
    UPDATE routine_runs
       SET attempt = attempt + 1, status = 'processing', lease_until = now() + $1 * interval '1 second',
           started_at = COALESCE(started_at, now())
     WHERE id = (SELECT id FROM routine_runs WHERE {_TAKEABLE}
                  ORDER BY scheduled_for LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING {COLUMNS}, (SELECT user_id FROM routines WHERE routines.id = routine_id) AS user_id,
              (SELECT name FROM routines WHERE routines.id = routine_id) AS name
"""  # noqa: S608

# A lease that ran out is lost, though nobody has taken the run yet.
_HELD = "id = $1 AND attempt = $2 AND status = 'processing' AND lease_until > now()"

RENEW = f"""
    UPDATE routine_runs SET lease_until = now() + $3 * interval '1 second' WHERE {_HELD} RETURNING id
"""  # noqa: S608

NOTE_STEP = f"""
    UPDATE routine_runs SET result = COALESCE(result, '[]') || $3::jsonb
     WHERE {_HELD} AND jsonb_array_length(COALESCE(result, '[]')) = $4 RETURNING id
"""  # noqa: S608

FINISH = f"""
    UPDATE routine_runs SET status = CASE WHEN $3::text IS NULL THEN 'complete' ELSE 'failed' END, error = $3,
           lease_until = NULL, finished_at = now()
     WHERE {_HELD} RETURNING {COLUMNS}
"""  # noqa: S608

GIVE_UP = f"""
    UPDATE routine_runs run
       SET status = 'failed', error = 'Whoever tried it died: ' || attempt, lease_until = NULL,
           attempt = attempt + 1, finished_at = now()
      FROM routines
     WHERE routines.id = run.routine_id
       AND run.id IN (SELECT id FROM routine_runs
                       WHERE status = 'processing' AND lease_until <= now() AND attempt >= {MOST_ATTEMPTS}
                       ORDER BY scheduled_for LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING {", ".join(f"run.{name}" for name in COLUMNS.split(", "))}, routines.user_id, routines.name
"""  # noqa: S608

FORGET = """
    DELETE FROM routine_runs
     WHERE status IN ('complete', 'failed', 'missed') AND finished_at < now() - $1 * interval '1 second'
"""


class RunLost(Exception):
    """Whoever has the run now, it is not us: nothing was done."""


@dataclass(frozen=True, slots=True)
class Run:
    """One moment of a routine.

    steps: as they were when the moment came. result: what became of those that are over, in their order.
    manual: somebody asked for it. started_at: when it was taken first.
    """

    id: UUID
    routine_id: UUID
    scheduled_for: datetime
    status: Status
    attempt: int
    steps: list[dict[str, Any]]
    manual: bool
    result: list[dict[str, Any]] | None
    error: str | None
    started_at: datetime | None
    finished_at: datetime | None
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.scheduled_for)
        aware(self.created_at)
        for moment in (self.started_at, self.finished_at):
            aware_or_none(moment)


@dataclass(frozen=True, slots=True)
class TakenRun:
    """A run that is ours for a while, whose it is, and what its routine is called."""

    run: Run
    user_id: UUID
    name: str


async def insert(
    conn: Connection,
    routine_id: UUID,
    scheduled_for: datetime,
    steps: Sequence[dict[str, Any]],
    *,
    manual: bool = False,
    missed: bool = False,
) -> Run | None:
    """Queue a moment of a routine; None when it is there already.

    manual: somebody asked for it; None also when twenty of the routine wait. missed: only note that it was skipped.

    Raises:
        ValueError: the moment is naive.
        ConstraintViolated: there is no such routine (any more).
    """
    status = "missed" if missed else "queued"
    row = await conn.fetchrow(INSERT, new_id(), routine_id, aware(scheduled_for), list(steps), manual, status)
    return Run(**row) if row else None


async def get(conn: Connection, user_id: UUID, run_id: UUID) -> Run | None:
    """A run of a user's, or None."""
    row = await conn.fetchrow(GET, user_id, run_id)
    return Run(**row) if row else None


async def before(
    conn: Connection, routine_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[Run]:
    """A routine's runs earlier than the cursor (scheduled_for, id), newest first.

    Raises:
        ValueError: the cursor's time is naive.
    """
    at, run_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Run(**row) for row in await conn.fetch(BEFORE, routine_id, at, run_id, limit)]


async def last_of_each(conn: Connection, user_id: UUID) -> dict[UUID, Run]:
    """The last run of each of a user's routines that has one, by the routine's id."""
    return {row["routine_id"]: Run(**row) for row in await conn.fetch(LAST_OF_EACH, user_id)}


async def take(conn: Connection, lease_s: float) -> TakenRun | None:
    """Take the oldest run that nobody has, for so many seconds; None when there is none."""
    row = await conn.fetchrow(TAKE, lease_s)
    return _taken(row) if row else None


async def renew(conn: Connection, run: Run, lease_s: float) -> bool:
    """Keep a run for so many seconds more. False when it is not ours any more."""
    return await conn.fetchval(RENEW, run.id, run.attempt, lease_s) is not None


async def note_step(conn: Connection, run: Run, index: int, outcome: dict[str, Any]) -> None:
    """Note what became of a step; call it first in the transaction that does it, and let that roll back when it raises.

    Raises:
        RunLost: somebody else has the run, or has done the step.
    """
    if await conn.fetchval(NOTE_STEP, run.id, run.attempt, [outcome], index) is None:
        raise RunLost(f"attempt {run.attempt} of {run.id}, step {index}")


async def finish(conn: Connection, run: Run, error: str | None) -> Run:
    """A run is over; error: what could not be done of it.

    Raises:
        RunLost: somebody else has it.
    """
    row = await conn.fetchrow(FINISH, run.id, run.attempt, error)
    if row is None:
        raise RunLost(f"attempt {run.attempt} of {run.id}")
    return Run(**row)


async def give_up(conn: Connection, limit: int = 100) -> list[TakenRun]:
    """Let runs fail that too many workers died of."""
    return [_taken(row) for row in await conn.fetch(GIVE_UP, limit)]


async def forget(conn: Connection, older_than_s: float) -> None:
    """Delete runs that were over so many seconds ago."""
    await conn.execute(FORGET, older_than_s)


def _taken(row: Any) -> TakenRun:
    fields = dict(row)
    return TakenRun(user_id=fields.pop("user_id"), name=fields.pop("name"), run=Run(**fields))
