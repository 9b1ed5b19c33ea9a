"""Webhooks: URLs of an owner's that are told what she is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

COLUMNS = "id, user_id, url, enabled, last_error, last_tried_at, created_at"

MOST_WEBHOOKS = 10

INSERT = f"""
    INSERT INTO webhooks (id, user_id, url, secret)
    SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM webhooks WHERE user_id = $2) < {MOST_WEBHOOKS}
    RETURNING {COLUMNS}
"""  # noqa: S608

ALL = f"SELECT {COLUMNS} FROM webhooks WHERE user_id = $1 ORDER BY created_at, id LIMIT 100"  # noqa: S608

SET_ENABLED = f"UPDATE webhooks SET enabled = $3 WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608

DELETE = "DELETE FROM webhooks WHERE user_id = $1 AND id = $2 RETURNING id"

TRIED = "UPDATE webhooks SET last_error = $2, last_tried_at = now() WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A URL that is told. last_error None: the last delivery arrived, or there was none. Its secret is not here."""

    id: UUID
    user_id: UUID
    url: str
    enabled: bool
    last_error: str | None
    last_tried_at: datetime | None
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware_or_none(self.last_tried_at)


async def insert(conn: Connection, user_id: UUID, *, url: str, secret: str) -> Webhook | None:
    """Store a webhook; None when the user has ten already.

    Raises:
        ConstraintViolated: there is no such user, or the URL is too long.
    """
    row = await conn.fetchrow(INSERT, new_id(), user_id, url, secret)
    return Webhook(**row) if row else None


async def list_all(conn: Connection, user_id: UUID) -> list[Webhook]:
    """A user's webhooks in the order they were made."""
    return [Webhook(**row) for row in await conn.fetch(ALL, user_id)]


async def set_enabled(conn: Connection, user_id: UUID, webhook_id: UUID, enabled: bool) -> Webhook | None:
    """Switch a user's webhook on or off. As it is now; None: no such webhook."""
    row = await conn.fetchrow(SET_ENABLED, user_id, webhook_id, enabled)
    return Webhook(**row) if row else None


async def delete(conn: Connection, user_id: UUID, webhook_id: UUID) -> bool:
    """Delete a user's webhook, and what it was still to be told. False when there was none."""
    return await conn.fetchval(DELETE, user_id, webhook_id) is not None


async def note_try(conn: Connection, webhook_id: UUID, error: str | None) -> None:
    """Note how the last delivery went; error None: it arrived."""
    await conn.execute(TRIED, webhook_id, error)
