"""Snapshots: single pictures that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware, aware_or_none

COLUMNS = (
    "id, user_id, camera_id, ts, s3_uri, labels, note, preview, width, height, size_bytes, "
    "share_token IS NOT NULL AND (share_until IS NULL OR share_until > now()) AS shared, share_until, created_at"
)

INSERT = f"""
    INSERT INTO snapshots (id, user_id, camera_id, ts, s3_uri, labels, note, preview, width, height, size_bytes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING {COLUMNS}
"""  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM snapshots
     WHERE user_id = $1
       AND ($2::uuid IS NULL OR camera_id = $2)
       AND ($3::text IS NULL OR $3 = ANY (labels))
       AND ($4::timestamptz IS NULL OR ts >= $4)
       AND ($5::timestamptz IS NULL OR ts < $5)
       AND ($6::text IS NULL
            OR strpos(lower(concat_ws(' ', note, array_to_string(labels, ' '))), lower($6)) > 0)
       AND ($7::timestamptz IS NULL OR (ts, id) < ($7, $8))
     ORDER BY ts DESC, id DESC LIMIT $9
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM snapshots WHERE user_id = $1 AND id = $2"  # noqa: S608

UPDATE = f"""
    UPDATE snapshots SET labels = COALESCE($3, labels), note = CASE WHEN $4 THEN $5 ELSE note END
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = f"DELETE FROM snapshots WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One picture.

    ts: when it was captured. s3_uri, preview: `s3://...`. shared: whoever has its link can see it.
    """

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    ts: datetime
    s3_uri: str
    labels: tuple[str, ...]
    note: str | None
    preview: str | None
    width: int
    height: int
    size_bytes: int
    shared: bool
    share_until: datetime | None
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.ts)
        aware(self.created_at)
        aware_or_none(self.share_until)

    @property
    def uris(self) -> tuple[str, ...]:
        """Its objects in S3."""
        return tuple(uri for uri in (self.s3_uri, self.preview) if uri)


@dataclass(frozen=True, slots=True)
class NewSnapshot:
    """A snapshot to be stored; the fields are those of `Snapshot`."""

    id: UUID
    user_id: UUID
    camera_id: UUID
    ts: datetime
    s3_uri: str
    labels: tuple[str, ...]
    note: str | None
    preview: str
    width: int
    height: int
    size_bytes: int


async def insert(conn: Connection, snapshot: NewSnapshot) -> Snapshot:
    """Store a snapshot.

    Raises:
        ValueError: `ts` is naive.
        ConstraintViolated: there is no such user or camera (any more).
    """
    row = await conn.fetchrow(
        INSERT,
        *(snapshot.id, snapshot.user_id, snapshot.camera_id, aware(snapshot.ts), snapshot.s3_uri),
        *(list(snapshot.labels), snapshot.note, snapshot.preview, snapshot.width, snapshot.height),
        snapshot.size_bytes,
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return _snapshot(row)


async def before(
    conn: Connection,
    user_id: UUID,
    *,
    camera_id: UUID | None = None,
    label: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    search: str | None = None,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Snapshot]:
    """A user's snapshots older than the cursor (ts, id), newest first.

    start is inclusive, end exclusive. search: a part of the note or of a label, in any case.

    Raises:
        ValueError: a time is naive.
    """
    ts, snapshot_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    rows = await conn.fetch(
        BEFORE,
        *(user_id, camera_id, label, aware_or_none(start), aware_or_none(end), search),
        *(ts, snapshot_id, limit),
    )
    return [_snapshot(row) for row in rows]


async def get(conn: Connection, user_id: UUID, snapshot_id: UUID) -> Snapshot | None:
    """A user's snapshot, or None."""
    row = await conn.fetchrow(GET, user_id, snapshot_id)
    return _snapshot(row) if row else None


async def update(
    conn: Connection,
    user_id: UUID,
    snapshot_id: UUID,
    *,
    labels: Sequence[str] | None = None,
    note: tuple[str | None] | None = None,
) -> Snapshot | None:
    """Change what is given of a user's snapshot. As it is now; None: no such snapshot.

    note: the new one in a tuple, where None takes it away.
    """
    new_note = note[0] if note else None
    row = await conn.fetchrow(
        UPDATE, user_id, snapshot_id, None if labels is None else list(labels), note is not None, new_note
    )
    return _snapshot(row) if row else None


async def delete(conn: Connection, user_id: UUID, snapshot_id: UUID) -> Snapshot | None:
    """Delete a user's snapshot; the same transaction dooms its objects. As it was; None: no such snapshot."""
    row = await conn.fetchrow(DELETE, user_id, snapshot_id)
    return _snapshot(row) if row else None


def _snapshot(row: asyncpg.Record) -> Snapshot:
    return Snapshot(**{**row, "labels": tuple(row["labels"])})
