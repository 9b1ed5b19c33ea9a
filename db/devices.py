"""Robots: what may connect, and whether it is connected. What they are told to do is in `commands.py`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

MOST_DEVICES: Final = 20

SILENT_S: Final = 20
"""A device that nobody has heard of for so long is not connected, whatever its row says."""

_ONLINE = f"status = 'online' AND last_seen_at > now() - {SILENT_S} * interval '1 second'"

COLUMNS = (
    f"id, user_id, name, CASE WHEN {_ONLINE} THEN 'online' ELSE 'offline' END AS status, last_seen_at, "
    "capabilities, created_at, updated_at"
)

INSERT = f"""
    INSERT INTO devices (id, user_id, name, token_sha256)
    SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM devices WHERE user_id = $2) < {MOST_DEVICES}
    RETURNING {COLUMNS}
"""  # noqa: S608

ALL = f"SELECT {COLUMNS} FROM devices WHERE user_id = $1 ORDER BY created_at, id LIMIT 100"  # noqa: S608

GET = f"SELECT {COLUMNS} FROM devices WHERE user_id = $1 AND id = $2"  # noqa: S608

CONNECTED = f"""
    SELECT {COLUMNS} FROM devices
     WHERE user_id = $1 AND {_ONLINE} AND ($2::uuid IS NULL OR id = $2) ORDER BY created_at, id LIMIT 1
"""  # noqa: S608

BY_TOKEN = f"SELECT {COLUMNS} FROM devices WHERE token_sha256 = $1"  # noqa: S608

RENAME = (
    f"UPDATE devices SET name = $3, updated_at = now() WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608
)

# Whoever is connected with the old token has to come again.
SET_TOKEN = f"""
    UPDATE devices SET token_sha256 = $3, session_id = NULL, status = 'offline', updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = "DELETE FROM devices WHERE user_id = $1 AND id = $2 RETURNING id"

CONNECT = f"""
    UPDATE devices
       SET status = 'online', session_id = $2, capabilities = $3, last_seen_at = now(), updated_at = now()
     WHERE id = $1 AND token_sha256 = $4 RETURNING {COLUMNS}
"""  # noqa: S608

SEEN = "UPDATE devices SET last_seen_at = now() WHERE id = $1 AND session_id = $2 RETURNING id"

DISCONNECT = """
    UPDATE devices SET status = 'offline', session_id = NULL, updated_at = now() WHERE id = $1 AND session_id = $2
"""

Status = Literal["online", "offline"]


@dataclass(frozen=True, slots=True)
class Device:
    """A robot. capabilities: what it can do, as it said when it connected last; None: it never did."""

    id: UUID
    user_id: UUID
    name: str
    status: Status
    last_seen_at: datetime | None
    capabilities: list[dict[str, Any]] | None
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.updated_at)
        aware_or_none(self.last_seen_at)


async def insert(conn: Connection, user_id: UUID, *, name: str, token_sha256: bytes) -> Device | None:
    """Store a device; None when the user has twenty already. token_sha256: 32 bytes.

    Raises:
        ConstraintViolated: there is no such user, or the name is empty or too long.
    """
    row = await conn.fetchrow(INSERT, new_id(), user_id, name, token_sha256)
    return Device(**row) if row else None


async def list_all(conn: Connection, user_id: UUID) -> list[Device]:
    """A user's devices in the order they were made."""
    return [Device(**row) for row in await conn.fetch(ALL, user_id)]


async def get(conn: Connection, user_id: UUID, device_id: UUID) -> Device | None:
    """A user's device, or None."""
    row = await conn.fetchrow(GET, user_id, device_id)
    return Device(**row) if row else None


async def connected(conn: Connection, user_id: UUID, device_id: UUID | None = None) -> Device | None:
    """A user's device that is connected, this one or any; None: it is not, or none is."""
    row = await conn.fetchrow(CONNECTED, user_id, device_id)
    return Device(**row) if row else None


async def by_token(conn: Connection, token_sha256: bytes) -> Device | None:
    """The device that a token lets in, or None."""
    row = await conn.fetchrow(BY_TOKEN, token_sha256)
    return Device(**row) if row else None


async def rename(conn: Connection, user_id: UUID, device_id: UUID, name: str) -> Device | None:
    """Give a user's device another name. As it is now; None: no such device.

    Raises:
        ConstraintViolated: the name is empty or too long.
    """
    row = await conn.fetchrow(RENAME, user_id, device_id, name)
    return Device(**row) if row else None


async def set_token(conn: Connection, user_id: UUID, device_id: UUID, token_sha256: bytes) -> Device | None:
    """Give a user's device another token; a connection by the old one is over. None: no such device."""
    row = await conn.fetchrow(SET_TOKEN, user_id, device_id, token_sha256)
    return Device(**row) if row else None


async def delete(conn: Connection, user_id: UUID, device_id: UUID) -> bool:
    """Delete a user's device and its commands. False when there was none."""
    return await conn.fetchval(DELETE, user_id, device_id) is not None


async def connect(
    conn: Connection,
    device_id: UUID,
    session_id: UUID,
    capabilities: list[dict[str, Any]],
    token_sha256: bytes,
) -> Device | None:
    """A device has connected; from now on an older connection of it is over. None: its token is not good any more."""
    row = await conn.fetchrow(CONNECT, device_id, session_id, capabilities, token_sha256)
    return Device(**row) if row else None


async def note_seen(conn: Connection, device_id: UUID, session_id: UUID) -> bool:
    """A device was heard of. False: it has another connection now, another token, or is deleted."""
    return await conn.fetchval(SEEN, device_id, session_id) is not None


async def disconnect(conn: Connection, device_id: UUID, session_id: UUID) -> None:
    """A connection is over; one that came after it stays."""
    await conn.execute(DISCONNECT, device_id, session_id)
