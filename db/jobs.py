"""Work that outlives the process that does it.

Whoever takes a job has it for as long as its lease, and may renew it. `attempt` grows each time somebody takes it,
and whatever is said of a job names the attempt: a worker that lost its lease, or whose job was cancelled, changes
nothing any more. One clock counts: the database's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

Status = Literal["queued", "processing", "complete", "failed"]

CANCELLED: Final = "CANCELLED"
TIMED_OUT: Final = "TIMED_OUT"
WORKER_DIED: Final = "WORKER_DIED"

MOST_LOST: Final = 5
"""A job that so many workers died of is given up: it would be the end of the next one too."""

COLUMNS = (
    "id, user_id, kind, status, progress, input, result, error, error_code, attempt, lost, lease_until, "
    "not_before, deadline, created_at, updated_at"
)

INSERT = f"""
    INSERT INTO jobs (id, user_id, kind, input, deadline, not_before)
    VALUES ($1, $2, $3, $4, $5, COALESCE($6, now())) RETURNING {COLUMNS}
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM jobs WHERE user_id = $1 AND id = $2"  # noqa: S608

LATEST = f"""
    SELECT {COLUMNS} FROM jobs
     WHERE user_id = $1 AND kind = $2 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
     ORDER BY created_at DESC, id DESC LIMIT $5
"""  # noqa: S608

COUNT_OPEN = "SELECT count(*) FROM jobs WHERE user_id = $1 AND status IN ('queued', 'processing')"

_TAKEABLE = f"""
    (status = 'queued' AND not_before <= now()
     OR status = 'processing' AND lease_until <= now() AND lost + 1 < {MOST_LOST})
    AND (deadline IS NULL OR deadline > now())
"""

DUE = f"""
    SELECT {COLUMNS} FROM jobs WHERE kind = $1 AND {_TAKEABLE} ORDER BY created_at, id LIMIT $2
"""  # noqa: S608

CLAIM = f"""
    UPDATE jobs
       SET attempt = attempt + 1, lost = lost + (status = 'processing')::integer, status = 'processing',
           lease_until = now() + $2 * interval '1 second', updated_at = now()
     WHERE id = (SELECT id FROM jobs WHERE id = $1 AND {_TAKEABLE} FOR UPDATE SKIP LOCKED)
    RETURNING {COLUMNS}
"""  # noqa: S608

# A lease that ran out is lost, though nobody has taken the job yet: only so its former holder can be sure of what it
# has while it has it.
_HELD = "id = $1 AND attempt = $2 AND status = 'processing' AND lease_until > now()"

RENEW = f"""
    UPDATE jobs SET progress = $3, lease_until = now() + $4 * interval '1 second', updated_at = now()
     WHERE {_HELD} RETURNING {COLUMNS}
"""  # noqa: S608

RELEASE = """
    UPDATE jobs SET lease_until = now(), updated_at = now()
     WHERE id = $1 AND attempt = $2 AND status = 'processing' RETURNING id
"""

POSTPONE = f"""
    UPDATE jobs
       SET status = 'queued', lease_until = NULL, not_before = now() + $3 * interval '1 second',
           progress = $4, updated_at = now()
     WHERE id = $1 AND attempt = $2
       AND (status = 'queued' OR status = 'processing' AND lease_until > now()) RETURNING {COLUMNS}
"""  # noqa: S608

COMPLETE = f"""
    UPDATE jobs SET status = 'complete', progress = 1, result = $3, lease_until = NULL, updated_at = now()
     WHERE {_HELD} RETURNING {COLUMNS}
"""  # noqa: S608

FAIL = f"""
    UPDATE jobs SET status = 'failed', error_code = $3, error = $4, lease_until = NULL, updated_at = now()
     WHERE id = $1 AND attempt = $2
       AND (status = 'queued' OR status = 'processing' AND lease_until > now()) RETURNING {COLUMNS}
"""  # noqa: S608

# The attempt grows, so that whoever has it learns of it.
CANCEL = f"""
    UPDATE jobs
       SET status = 'failed', error_code = '{CANCELLED}', error = $3, lease_until = NULL,
           attempt = attempt + 1, updated_at = now()
     WHERE user_id = $1 AND id = $2 AND status IN ('queued', 'processing') RETURNING {COLUMNS}
"""  # noqa: S608

END_OVERDUE = f"""
    UPDATE jobs
       SET status = 'failed', lease_until = NULL, attempt = attempt + 1, updated_at = now(),
           error_code = CASE WHEN deadline <= now() THEN '{TIMED_OUT}' ELSE '{WORKER_DIED}' END,
           error = CASE WHEN deadline <= now() THEN 'It took too long'
                        ELSE 'The workers that tried it died: ' || lost + 1 END
     WHERE id IN (SELECT id FROM jobs
                   WHERE kind = $1 AND status IN ('queued', 'processing')
                     AND (deadline <= now()
                          OR status = 'processing' AND lease_until <= now() AND lost + 1 >= {MOST_LOST})
                   ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING {COLUMNS}
"""  # noqa: S608

FORGET = """
    DELETE FROM jobs WHERE kind = $1 AND status IN ('complete', 'failed')
       AND updated_at < now() - $2 * interval '1 second'
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    progress: 0..1. input: what is to be done, result: what came of it, both as the kind of work has it.
    error, error_code: why it failed, for people and for programs. attempt: the fencing token. lost: how many leases
    of it ran out. not_before: nobody needs to look at it earlier. deadline: after it, it fails.
    """

    id: UUID
    user_id: UUID
    kind: str
    status: Status
    progress: float
    input: dict[str, Any]
    result: dict[str, Any] | None
    error: str | None
    error_code: str | None
    attempt: int
    lost: int
    lease_until: datetime | None
    not_before: datetime
    deadline: datetime | None
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        for moment in (self.not_before, self.created_at, self.updated_at):
            aware(moment)
        for moment_or_none in (self.lease_until, self.deadline):
            aware_or_none(moment_or_none)

    @property
    def is_open(self) -> bool:
        """It is neither complete nor failed."""
        return self.status in ("queued", "processing")


async def insert(
    conn: Connection,
    user_id: UUID,
    *,
    kind: str,
    input: dict[str, Any],  # noqa: A002 - the column's name
    deadline: datetime,
    not_before: datetime | None = None,
    job_id: UUID | None = None,
) -> Job:
    """Queue a job. not_before: at once, when it is left out. job_id: made here unless the caller had to know it.

    Raises:
        ValueError: a time is naive.
        ConstraintViolated: there is no such user.
    """
    row = await conn.fetchrow(
        INSERT, job_id or new_id(), user_id, kind, input, aware(deadline), aware_or_none(not_before)
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return Job(**row)


async def get(conn: Connection, user_id: UUID, job_id: UUID) -> Job | None:
    """A user's job, or None."""
    row = await conn.fetchrow(GET, user_id, job_id)
    return Job(**row) if row else None


async def latest(
    conn: Connection,
    user_id: UUID,
    kind: str,
    *,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Job]:
    """A user's jobs of a kind older than the cursor (created_at, id), newest first.

    Raises:
        ValueError: the cursor's time is naive.
    """
    created_at, job_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Job(**row) for row in await conn.fetch(LATEST, user_id, kind, created_at, job_id, limit)]


async def count_open(conn: Connection, user_id: UUID) -> int:
    """How many jobs of a user are not done."""
    return int(await conn.fetchval(COUNT_OPEN, user_id))


async def due(conn: Connection, kind: str, limit: int) -> list[Job]:
    """Everybody's jobs of a kind that can be claimed now, oldest first; whoever claims one may still be too late."""
    return [Job(**row) for row in await conn.fetch(DUE, kind, limit)]


async def claim(conn: Connection, job_id: UUID, lease_s: float) -> Job | None:
    """Take a job for so many seconds. As it is now; None when somebody else has it, or it is done."""
    row = await conn.fetchrow(CLAIM, job_id, lease_s)
    return Job(**row) if row else None


async def renew(conn: Connection, job_id: UUID, attempt: int, progress: float, lease_s: float) -> Job | None:
    """Keep a job for so many seconds more, and tell how far it is. None when it is not ours any more."""
    row = await conn.fetchrow(RENEW, job_id, attempt, progress, lease_s)
    return Job(**row) if row else None


async def release(conn: Connection, job_id: UUID, attempt: int) -> bool:
    """End a lease at once, since its worker is known to be dead. False when it was not that worker's any more."""
    return await conn.fetchval(RELEASE, job_id, attempt) is not None


async def postpone(
    conn: Connection, job_id: UUID, attempt: int, wait_s: float, progress: float
) -> Job | None:
    """Queue a job again, for nobody to look at for so many seconds. None when it is not ours (any more)."""
    row = await conn.fetchrow(POSTPONE, job_id, attempt, wait_s, progress)
    return Job(**row) if row else None


async def complete(conn: Connection, job_id: UUID, attempt: int, result: dict[str, Any]) -> Job | None:
    """Note that a job is done. None when it is not ours any more: then undo what came of it.

    Call it in the transaction that stores what came of it.
    """
    row = await conn.fetchrow(COMPLETE, job_id, attempt, result)
    return Job(**row) if row else None


async def fail(conn: Connection, job_id: UUID, attempt: int, code: str, error: str) -> Job | None:
    """Note that a job can't be done, and why. None when it is not ours (any more)."""
    row = await conn.fetchrow(FAIL, job_id, attempt, code, error)
    return Job(**row) if row else None


async def cancel(conn: Connection, user_id: UUID, job_id: UUID, error: str) -> Job | None:
    """End a user's job, whoever has it; it fails with `CANCELLED`. None when it is done, or there is none."""
    row = await conn.fetchrow(CANCEL, user_id, job_id, error)
    return Job(**row) if row else None


async def end_overdue(conn: Connection, kind: str, limit: int = 100) -> list[Job]:
    """Let jobs fail whose deadline has passed (`TIMED_OUT`), and those that too many workers died of."""
    return [Job(**row) for row in await conn.fetch(END_OVERDUE, kind, limit)]


async def forget(conn: Connection, kind: str, older_than_s: float) -> None:
    """Delete jobs that were done so many seconds ago."""
    await conn.execute(FORGET, kind, older_than_s)
