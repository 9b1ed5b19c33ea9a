"""Owners."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

COLUMNS = "id, email, role, created_at, updated_at"

INSERT = f"""
    INSERT INTO users (id, email) VALUES ($1, $2)
    ON CONFLICT (email) DO NOTHING RETURNING {COLUMNS}
"""  # noqa: S608

BY_EMAIL = f"SELECT {COLUMNS} FROM users WHERE email = $1"  # noqa: S608
BY_ID = f"SELECT {COLUMNS} FROM users WHERE id = $1"  # noqa: S608


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in. role: `owner` so far."""

    id: UUID
    email: str
    role: str
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
