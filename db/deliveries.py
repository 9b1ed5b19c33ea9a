"""Notifications on their way out. A trigger makes them with the notification; whoever comes first sends them.

One that is taken is nobody else's for a while, and `attempt` fences off whoever took too long. It may arrive twice,
when its sender dies between the answer and the note of it; its id is the same then.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware

TAKE = """
    WITH taken AS (
        UPDATE deliveries SET attempt = attempt + 1, not_before = now() + $2 * interval '1 second'
         WHERE id IN (SELECT id FROM deliveries WHERE status = 'queued' AND not_before <= now()
                       ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING id, notification_id, webhook_id, push_id, attempt, created_at
    )
    SELECT taken.id, taken.attempt, taken.created_at, told.id AS notification_id, told.level, told.code, told.text,
           told.camera_id, told.created_at AS told_at, webhook_id, hook.url, hook.secret,
           push_id, push.endpoint, push.p256dh, push.auth
      FROM taken
      JOIN notifications told ON told.id = taken.notification_id
      LEFT JOIN webhooks hook ON hook.id = taken.webhook_id
      LEFT JOIN push_subscriptions push ON push.id = taken.push_id
"""

_TAKEN = "id = $1 AND attempt = $2 AND status = 'queued'"

DELIVERED = f"UPDATE deliveries SET status = 'delivered', error = NULL WHERE {_TAKEN}"  # noqa: S608

PUT_OFF = f"""
    UPDATE deliveries SET error = $3, not_before = now() + $4 * interval '1 second' WHERE {_TAKEN}
"""  # noqa: S608

FAILED = f"UPDATE deliveries SET status = 'failed', error = $3 WHERE {_TAKEN}"  # noqa: S608

FORGET = """
    DELETE FROM deliveries WHERE created_at < now() - $1 * interval '1 second'
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notification and who is to be told: a webhook (`url`, `secret`) or a browser (`endpoint`, `p256dh`, `auth`).

    attempt: the number of this try, from 1. told_at: when the notification was made.
    """

    id: UUID
    attempt: int
    created_at: datetime
    notification_id: UUID
    level: str
    code: str
    text: str
    camera_id: UUID | None
    told_at: datetime
    webhook_id: UUID | None
    url: str | None
    secret: str | None
    push_id: UUID | None
    endpoint: str | None
    p256dh: bytes | None
    auth: bytes | None

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.told_at)


async def take(conn: Connection, limit: int, *, lease_s: float) -> list[Delivery]:
    """Some that are due, which nobody else takes for so many seconds."""
    return [Delivery(**row) for row in await conn.fetch(TAKE, limit, lease_s)]


async def delivered(conn: Connection, delivery: Delivery) -> None:
    """It arrived."""
    await conn.execute(DELIVERED, delivery.id, delivery.attempt)


async def put_off(conn: Connection, delivery: Delivery, error: str, wait_s: float) -> None:
    """It did not arrive; try again in so many seconds."""
    await conn.execute(PUT_OFF, delivery.id, delivery.attempt, error, wait_s)


async def failed(conn: Connection, delivery: Delivery, error: str) -> None:
    """It will not arrive."""
    await conn.execute(FAILED, delivery.id, delivery.attempt, error)


async def forget(conn: Connection, older_than_s: float) -> None:
    """Delete what was to be delivered so many seconds ago, whatever became of it."""
    await conn.execute(FORGET, older_than_s)
