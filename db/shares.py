"""Links by which anybody may see one clip or snapshot, until they are revoked or expire.

What is stored is the SHA-256 of a link's token, in hex; the token itself is in the link alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware_or_none

Kind = Literal["clip", "snapshot"]

_TABLES: Final[dict[Kind, str]] = {"clip": "clips", "snapshot": "snapshots"}

SHARE = """
    UPDATE {table} SET share_token = $3, share_until = $4
     WHERE user_id = $1 AND id = $2 RETURNING id
"""

REVOKE = """
    UPDATE {table} SET share_token = NULL, share_until = NULL WHERE user_id = $1 AND id = $2 RETURNING id
"""

FIND = """
    SELECT 'clip' AS kind, id, s3_uri, poster AS picture, start_ts AS ts, duration_ms, width, height, labels, note
      FROM clips WHERE share_token = $1 AND (share_until IS NULL OR share_until > now())
    UNION ALL
    SELECT 'snapshot', id, s3_uri, s3_uri, ts, 0, width, height, labels, note
      FROM snapshots WHERE share_token = $1 AND (share_until IS NULL OR share_until > now())
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link shows. picture: of a clip its poster, of a snapshot itself. duration_ms: 0 of a snapshot."""

    kind: Kind
    id: UUID
    s3_uri: str
    picture: str | None
    ts: datetime
    duration_ms: int
    width: int
    height: int
    labels: tuple[str, ...]
    note: str | None


async def share(
    conn: Connection, kind: Kind, user_id: UUID, item_id: UUID, token_sha256: str, until: datetime | None
) -> bool:
    """Make the link of a user's clip or snapshot, in the place of the one before. False: there is none such.

    until: None: it lasts until it is revoked.

    Raises:
        ValueError: `until` is naive.
    """
    statement = SHARE.format(table=_TABLES[kind])
    return await conn.fetchval(statement, user_id, item_id, token_sha256, aware_or_none(until)) is not None


async def revoke(conn: Connection, kind: Kind, user_id: UUID, item_id: UUID) -> bool:
    """Let a link lead nowhere from now on. False: there is no such clip or snapshot."""
    return await conn.fetchval(REVOKE.format(table=_TABLES[kind]), user_id, item_id) is not None


async def find(conn: Connection, token_sha256: str) -> Shared | None:
    """What a link shows now; None when it was revoked, has expired, or never was."""
    row = await conn.fetchrow(FIND, token_sha256)
    return Shared(**{**row, "labels": tuple(row["labels"])}) if row else None
