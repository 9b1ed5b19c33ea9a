"""What robots are told to do. A command is a row: whoever holds the robot's connection sends it and notes its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

Status = Literal["queued", "sent", "done", "failed"]

TIMED_OUT: Final = "TIMED_OUT"
DISCONNECTED: Final = "DEVICE_DISCONNECTED"

MOST_OPEN: Final = 10
"""Commands of one device that may be open at once."""

COLUMNS = (
    "id, user_id, device_id, run_id, name, parameters, status, result, error_code, error, deadline, created_at, "
    "updated_at"
)

INSERT = f"""
    INSERT INTO commands (id, user_id, device_id, run_id, name, parameters, deadline)
    SELECT $1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second'
     WHERE (SELECT count(*) FROM commands WHERE device_id = $3 AND status IN ('queued', 'sent')) < {MOST_OPEN}
    ON CONFLICT (id) DO NOTHING RETURNING {COLUMNS}
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM commands WHERE user_id = $1 AND id = $2"  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM commands
     WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
     ORDER BY created_at DESC, id DESC LIMIT $4
"""  # noqa: S608

TAKE = f"""
    UPDATE commands SET status = 'sent', session_id = $2, updated_at = now()
     WHERE id IN (SELECT id FROM commands WHERE device_id = $1 AND status = 'queued' AND deadline > now()
                   ORDER BY created_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING {COLUMNS}
"""  # noqa: S608

END = f"""
    UPDATE commands
       SET status = CASE WHEN $5::text IS NULL THEN 'done' ELSE 'failed' END, result = $3::jsonb, error_code = $4,
           error = $5, updated_at = now()
     WHERE id = $1 AND device_id = $2 AND status = 'sent' RETURNING {COLUMNS}
"""  # noqa: S608

END_OF_SESSION = f"""
    UPDATE commands SET status = 'failed', error_code = '{DISCONNECTED}',
           error = 'The robot was disconnected before it had said how it went', updated_at = now()
     WHERE device_id = $1 AND status = 'sent' AND session_id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

END_OF_OTHERS = f"""
    UPDATE commands SET status = 'failed', error_code = '{DISCONNECTED}',
           error = 'The robot was disconnected before it had said how it went', updated_at = now()
     WHERE device_id = $1 AND status = 'sent' AND session_id <> $2 RETURNING {COLUMNS}
"""  # noqa: S608

END_OVERDUE = f"""
    UPDATE commands SET status = 'failed', error_code = '{TIMED_OUT}', updated_at = now(),
           error = CASE status WHEN 'sent' THEN 'The robot did not say in time how it went'
                               ELSE 'The robot was not there to take it' END
     WHERE id IN (SELECT id FROM commands WHERE status IN ('queued', 'sent') AND deadline <= now()
                   ORDER BY deadline LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING {COLUMNS}
"""  # noqa: S608

FORGET = """
    DELETE FROM commands WHERE status IN ('done', 'failed') AND updated_at < now() - $1 * interval '1 second'
"""


@dataclass(frozen=True, slots=True)
class Command:
    """What a robot is told to do.

    run_id: of the routine's run that gave it. result: what the robot said of it. error, error_code: why it failed, for
    people and for programs. deadline: after it nobody waits for it.
    """

    id: UUID
    user_id: UUID
    device_id: UUID
    run_id: UUID | None
    name: str
    parameters: dict[str, Any]
    status: Status
    result: dict[str, Any] | None
    error_code: str | None
    error: str | None
    deadline: datetime
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        for moment in (self.deadline, self.created_at, self.updated_at):
            aware(moment)

    @property
    def is_open(self) -> bool:
        """It is neither done nor has it failed."""
        return self.status in ("queued", "sent")


async def insert(
    conn: Connection,
    user_id: UUID,
    device_id: UUID,
    *,
    name: str,
    parameters: dict[str, Any],
    timeout_s: float,
    run_id: UUID | None = None,
    command_id: UUID | None = None,
) -> Command | None:
    """Queue a command; None when one with this id is there already, or ten of the device are open.

    command_id: made here, unless a second try has to be the same one.

    Raises:
        ConstraintViolated: there is no such user or device (any more).
    """
    row = await conn.fetchrow(
        INSERT, command_id or new_id(), user_id, device_id, run_id, name, parameters, timeout_s
    )
    return Command(**row) if row else None


async def get(conn: Connection, user_id: UUID, command_id: UUID) -> Command | None:
    """A user's command, or None."""
    row = await conn.fetchrow(GET, user_id, command_id)
    return Command(**row) if row else None


async def before(
    conn: Connection, user_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[Command]:
    """A user's commands older than the cursor (created_at, id), newest first.

    Raises:
        ValueError: the cursor's time is naive.
    """
    at, command_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Command(**row) for row in await conn.fetch(BEFORE, user_id, at, command_id, limit)]


async def take(conn: Connection, device_id: UUID, session_id: UUID, limit: int = MOST_OPEN) -> list[Command]:
    """The commands that this connection is to send now, oldest first; nobody sends them a second time."""
    rows = await conn.fetch(TAKE, device_id, session_id, limit)
    return sorted((Command(**row) for row in rows), key=lambda one: (one.created_at, one.id))


async def end(
    conn: Connection,
    device_id: UUID,
    command_id: UUID,
    *,
    result: dict[str, Any] | None = None,
    error_code: str | None = None,
    error: str | None = None,
) -> Command | None:
    """Note how a command that was sent to a device went; error None: well.

    As it is now; None: it was over already, or is another device's.
    """
    row = await conn.fetchrow(END, command_id, device_id, result, error_code, error)
    return Command(**row) if row else None


async def end_of_session(conn: Connection, device_id: UUID, session_id: UUID) -> list[Command]:
    """Let those fail that a connection sent, now that it is over."""
    return [Command(**row) for row in await conn.fetch(END_OF_SESSION, device_id, session_id)]


async def end_of_others(conn: Connection, device_id: UUID, session_id: UUID) -> list[Command]:
    """Let those fail that older connections of a device sent than this one."""
    return [Command(**row) for row in await conn.fetch(END_OF_OTHERS, device_id, session_id)]


async def end_overdue(conn: Connection, limit: int = 100) -> list[Command]:
    """Let commands fail whose deadline has passed."""
    return [Command(**row) for row in await conn.fetch(END_OVERDUE, limit)]


async def forget(conn: Connection, older_than_s: float) -> None:
    """Delete commands that were over so many seconds ago."""
    await conn.execute(FORGET, older_than_s)
