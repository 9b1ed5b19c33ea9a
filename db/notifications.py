"""What an owner should know, kept until she has read it. Who is told outside of the app is in `deliveries.py`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

Level = Literal["info", "warning", "error"]

COLUMNS = "id, user_id, camera_id, level, code, text, created_at, read_at"

# A camera that is gone is not worth losing what is to be told.
INSERT = """
    INSERT INTO notifications (id, user_id, camera_id, level, code, text)
    VALUES ($1, $2, (SELECT id FROM cameras WHERE user_id = $2 AND id = $3), $4, $5, $6)
    ON CONFLICT (id) DO NOTHING RETURNING id
"""

BEFORE = f"""
    SELECT {COLUMNS} FROM notifications
     WHERE user_id = $1 AND (NOT $2 OR read_at IS NULL)
       AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
     ORDER BY created_at DESC, id DESC LIMIT $5
"""  # noqa: S608

COUNT_UNREAD = "SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL"

# Read once is read: the first time stays.
MARK_READ = f"""
    UPDATE notifications SET read_at = COALESCE(read_at, now())
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

# The wire tells times to the millisecond.
MARK_ALL_READ = """
    UPDATE notifications SET read_at = now()
     WHERE user_id = $1 AND read_at IS NULL AND date_trunc('milliseconds', created_at) <= $2
"""

FORGET = "DELETE FROM notifications WHERE created_at < now() - $1 * interval '1 second'"


@dataclass(frozen=True, slots=True)
class Notification:
    """Something an owner should know. code: stable; text: for people. read_at None: not yet."""

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    level: Level
    code: str
    text: str
    created_at: datetime
    read_at: datetime | None

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware_or_none(self.read_at)


async def insert(
    conn: Connection,
    user_id: UUID,
    *,
    level: Level,
    code: str,
    text: str,
    camera_id: UUID | None = None,
    notification_id: UUID | None = None,
) -> bool:
    """Keep something for a user, and let it be delivered; False when one with this id is there already.

    code: stable; text: for people. notification_id: made here, unless a second try has to be the same one.

    Raises:
        ConstraintViolated: there is no such user.
    """
    made = await conn.fetchval(INSERT, notification_id or new_id(), user_id, camera_id, level, code, text)
    return made is not None


async def before(
    conn: Connection,
    user_id: UUID,
    *,
    unread: bool = False,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Notification]:
    """A user's notifications older than the cursor (created_at, id), newest first. unread: only those.

    Raises:
        ValueError: the cursor's time is naive.
    """
    at, last_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Notification(**row) for row in await conn.fetch(BEFORE, user_id, unread, at, last_id, limit)]


async def count_unread(conn: Connection, user_id: UUID) -> int:
    """How many a user has not read."""
    return int(await conn.fetchval(COUNT_UNREAD, user_id))


async def mark_read(conn: Connection, user_id: UUID, notification_id: UUID) -> Notification | None:
    """A user has read one. As it is now; None: there is none."""
    row = await conn.fetchrow(MARK_READ, user_id, notification_id)
    return Notification(**row) if row else None


async def mark_all_read(conn: Connection, user_id: UUID, until: datetime) -> None:
    """A user has read all that were there at a moment: one that came since is not among them.

    Raises:
        ValueError: the moment is naive.
    """
    await conn.execute(MARK_ALL_READ, user_id, aware(until))


async def forget(conn: Connection, older_than_s: float) -> None:
    """Delete what was kept for so many seconds, read or not."""
    await conn.execute(FORGET, older_than_s)
