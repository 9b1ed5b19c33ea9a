"""API tokens: what is stored is their SHA-256; the token itself is known to its holder alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.ids import new_id

Kind = Literal["owner", "session", "personal"]

COLUMNS = "id, user_id, name, kind, scopes, created_at, expires_at, last_used_at, revoked_at"

INSERT = f"""
    INSERT INTO api_tokens (id, user_id, name, kind, token_sha256, scopes, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}
"""  # noqa: S608

FIND_LIVE = """
    SELECT t.id, t.user_id, u.email, u.role, t.kind, t.scopes, t.expires_at
      FROM api_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.token_sha256 = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
"""

LIST_PERSONAL = f"""
    SELECT {COLUMNS} FROM api_tokens
     WHERE user_id = $1 AND kind = 'personal' AND revoked_at IS NULL
     ORDER BY created_at DESC, id DESC LIMIT $2
"""  # noqa: S608

REVOKE = """
    UPDATE api_tokens SET revoked_at = now()
     WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING token_sha256
"""

TOUCH = """
    UPDATE api_tokens SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
"""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it. expires_at None: it lives until it is revoked."""

    id: UUID
    user_id: UUID
    name: str
    kind: Kind
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    def __post_init__(self) -> None:
        aware(self.created_at)
        for moment in (self.expires_at, self.last_used_at, self.revoked_at):
            aware_or_none(moment)


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token that may be used now, with its user."""

    id: UUID
    user_id: UUID
    email: str
    role: str
    kind: Kind
    scopes: tuple[str, ...]
    expires_at: datetime | None


def _token(row: asyncpg.Record) -> Token:
    return Token(**{**row, "scopes": tuple(row["scopes"])})


async def insert(
    conn: Connection,
    *,
    user_id: UUID,
    name: str,
    kind: Kind,
    token_sha256: bytes,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
) -> Token:
    """Store a new token. token_sha256: 32 bytes.

    Raises:
        ValueError: `expires_at` is naive.
        ConstraintViolated: the digest is known already, or there is no such user.
    """
    row = await conn.fetchrow(
        INSERT, new_id(), user_id, name, kind, token_sha256, list(scopes), aware_or_none(expires_at)
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return _token(row)


async def find_live(conn: Connection, token_sha256: bytes) -> LiveToken | None:
    """The token with this digest and its user; None when it is unknown, revoked or has expired."""
    row = await conn.fetchrow(FIND_LIVE, token_sha256)
    return LiveToken(**{**row, "scopes": tuple(row["scopes"])}) if row else None


async def list_personal(conn: Connection, user_id: UUID, *, limit: int = 500) -> list[Token]:
    """A user's personal access tokens that are not revoked, newest first."""
    return [_token(row) for row in await conn.fetch(LIST_PERSONAL, user_id, limit)]


async def revoke(conn: Connection, user_id: UUID, token_id: UUID) -> bytes | None:
    """Revoke a user's token. Its digest, so that caches can forget it; None when there is no such live token."""
    digest: bytes | None = await conn.fetchval(REVOKE, user_id, token_id)
    return digest


async def touch(conn: Connection, token_id: UUID) -> None:
    """Note that a token was used; at most once a minute is written."""
    await conn.execute(TOUCH, token_id)
