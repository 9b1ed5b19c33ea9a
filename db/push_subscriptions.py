"""Browsers that are told by Web Push."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

MOST_SUBSCRIPTIONS = 20

COLUMNS = "id, user_id, endpoint, created_at"

# Whoever signs in on a browser takes its subscription over.
PUT = f"""
    INSERT INTO push_subscriptions (id, user_id, endpoint, p256dh, auth) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (endpoint) DO UPDATE
       SET user_id = EXCLUDED.user_id, p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth, created_at = now()
    RETURNING {COLUMNS}
"""  # noqa: S608

# A browser that was forgotten somewhere makes room for a new one.
MAKE_ROOM = f"""
    DELETE FROM push_subscriptions WHERE id IN (
        SELECT id FROM push_subscriptions WHERE user_id = $1
         ORDER BY created_at DESC, id DESC OFFSET {MOST_SUBSCRIPTIONS})
"""  # noqa: S608

ALL = f"SELECT {COLUMNS} FROM push_subscriptions WHERE user_id = $1 ORDER BY created_at, id"  # noqa: S608

DELETE = "DELETE FROM push_subscriptions WHERE user_id = $1 AND id = $2 RETURNING id"

DELETE_OF_ANYBODY = "DELETE FROM push_subscriptions WHERE id = $1"


@dataclass(frozen=True, slots=True)
class PushSubscription:
    """A browser. Its keys are read with a delivery alone. endpoint: a URL that lets in whoever knows it."""

    id: UUID
    user_id: UUID
    endpoint: str
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)


async def put(
    conn: Connection, user_id: UUID, *, endpoint: str, p256dh: bytes, auth: bytes
) -> PushSubscription:
    """Store a browser, or its new keys; beyond twenty the oldest goes. Call it inside a transaction.

    Raises:
        ConstraintViolated: there is no such user, or a key has another length.
    """
    row = await conn.fetchrow(PUT, new_id(), user_id, endpoint, p256dh, auth)
    assert row is not None, "an insert that conflicts updates, and both answer with the row"
    await conn.execute(MAKE_ROOM, user_id)
    return PushSubscription(**row)


async def list_all(conn: Connection, user_id: UUID) -> list[PushSubscription]:
    """A user's browsers in the order they came."""
    return [PushSubscription(**row) for row in await conn.fetch(ALL, user_id)]


async def delete(conn: Connection, user_id: UUID, subscription_id: UUID) -> bool:
    """Forget a user's browser. False when there was none."""
    return await conn.fetchval(DELETE, user_id, subscription_id) is not None


async def delete_of_anybody(conn: Connection, subscription_id: UUID) -> None:
    """Forget a browser whose push service says that it is gone."""
    await conn.execute(DELETE_OF_ANYBODY, subscription_id)
