"""Owners."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

COLUMNS = "id, email, role, time_zone, created_at, updated_at"

INSERT = f"""
    INSERT INTO users (id, email) VALUES ($1, $2)
    ON CONFLICT (email) DO NOTHING RETURNING {COLUMNS}
"""  # noqa: S608

BY_EMAIL = f"SELECT {COLUMNS} FROM users WHERE email = $1"  # noqa: S608
TIME_ZONE = "SELECT time_zone FROM users WHERE id = $1"
# Rows that refer to a user can still be stored.
TIME_ZONE_LOCKED = "SELECT time_zone FROM users WHERE id = $1 FOR NO KEY UPDATE"

SET_TIME_ZONE = """
    UPDATE users SET time_zone = $2, updated_at = now() WHERE id = $1 AND time_zone <> $2 RETURNING id
"""

IDS = "SELECT id FROM users"

BY_ID = f"SELECT {COLUMNS} FROM users WHERE id = $1"  # noqa: S608


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in. role: `owner` so far. time_zone: an IANA name; her days are calendar days there."""

    id: UUID
    email: str
    role: str
    time_zone: str
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.updated_at)


async def get_or_create(conn: Connection, email: str) -> User:
    """The user with this e-mail address; a new one if there is none. Two callers get the same one.

    Raises:
        ConstraintViolated: the address is empty or too long.
    """
    row = await conn.fetchrow(BY_EMAIL, email) or await conn.fetchrow(INSERT, new_id(), email)
    if row is None:
        # Somebody was faster between the two: by now it is committed.
        row = await conn.fetchrow(BY_EMAIL, email)
    assert row is not None, "an insert that conflicts leaves a row to read"
    return User(**row)


async def get(conn: Connection, user_id: UUID) -> User | None:
    """A user by id, or None."""
    row = await conn.fetchrow(BY_ID, user_id)
    return User(**row) if row else None


async def find_by_email(conn: Connection, email: str) -> User | None:
    """A user by e-mail address, or None."""
    row = await conn.fetchrow(BY_EMAIL, email)
    return User(**row) if row else None


async def time_zone(conn: Connection, user_id: UUID) -> str | None:
    """Where a user lives, as an IANA name; None when there is no such user."""
    name: str | None = await conn.fetchval(TIME_ZONE, user_id)
    return name


async def lock_time_zone(conn: Connection, user_id: UUID) -> str | None:
    """As `time_zone`; until the transaction ends it stays so, and whoever else calls this waits."""
    name: str | None = await conn.fetchval(TIME_ZONE_LOCKED, user_id)
    return name


async def set_time_zone(conn: Connection, user_id: UUID, name: str) -> bool:
    """Say where a user lives; whether that is news.

    Raises:
        ConstraintViolated: the name is too long.
    """
    return await conn.fetchval(SET_TIME_ZONE, user_id, name) is not None


async def ids(conn: Connection) -> list[UUID]:
    """Of all users."""
    return [row["id"] for row in await conn.fetch(IDS)]
