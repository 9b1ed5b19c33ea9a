"""Clips: pieces of a recording that are kept, however old the recording gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware, aware_or_none

Reencoded = Literal["nothing", "edges", "whole"]

COLUMNS = (
    "id, user_id, camera_id, start_ts, duration_ms, s3_uri, labels, note, preview_png, poster, animation, "
    "width, height, size_bytes, left_out, reencoded, share_token IS NOT NULL AND "
    "(share_until IS NULL OR share_until > now()) AS shared, share_until, created_at"
)

# A camera that was deleted while its clip was made leaves the clip without one.
INSERT = f"""
    INSERT INTO clips (id, user_id, camera_id, start_ts, duration_ms, s3_uri, labels, preview_png, poster,
                       animation, width, height, size_bytes, left_out, reencoded)
    VALUES ($1, $2, (SELECT id FROM cameras WHERE user_id = $2 AND id = $3), $4, $5, $6, $7, $8, $9,
            $10, $11, $12, $13, $14, $15)
    RETURNING {COLUMNS}
"""  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM clips
     WHERE user_id = $1
       AND ($2::uuid IS NULL OR camera_id = $2)
       AND ($3::text IS NULL OR $3 = ANY (labels))
       AND ($4::timestamptz IS NULL OR start_ts >= $4)
       AND ($5::timestamptz IS NULL OR start_ts < $5)
       AND ($6::text IS NULL
            OR strpos(lower(concat_ws(' ', note, array_to_string(labels, ' '))), lower($6)) > 0)
       AND ($7::uuid IS NULL OR id IN (SELECT job_id FROM clip_wishes WHERE event_id = $7 AND user_id = $1))
       AND ($8::timestamptz IS NULL OR (start_ts, id) < ($8, $9))
     ORDER BY start_ts DESC, id DESC LIMIT $10
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM clips WHERE user_id = $1 AND id = $2"  # noqa: S608
BY_URI = f"SELECT {COLUMNS} FROM clips WHERE user_id = $1 AND s3_uri = $2"  # noqa: S608

UPDATE = f"""
    UPDATE clips SET labels = COALESCE($3, labels), note = CASE WHEN $4 THEN $5 ELSE note END
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = f"DELETE FROM clips WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip.

    start_ts: when its first picture was captured. s3_uri, preview_png, poster, animation: `s3://...`.
    left_out: `{"at": ms of the clip, "start": time, "end": time}` of each gap it plays on over, times as RFC 3339.
    reencoded: what is not the recorder's own packets. shared: whoever has its link can see it.
    """

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    start_ts: datetime
    duration_ms: int
    s3_uri: str
    labels: tuple[str, ...]
    note: str | None
    preview_png: str | None
    poster: str | None
    animation: str | None
    width: int
    height: int
    size_bytes: int
    left_out: tuple[dict[str, Any], ...]
    reencoded: Reencoded
    shared: bool
    share_until: datetime | None
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.start_ts)
        aware(self.created_at)
        aware_or_none(self.share_until)

    @property
    def uris(self) -> tuple[str, ...]:
        """Its objects in S3."""
        return tuple(uri for uri in (self.s3_uri, self.preview_png, self.poster, self.animation) if uri)


@dataclass(frozen=True, slots=True)
class NewClip:
    """A clip to be stored; the fields are those of `Clip`."""

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    start_ts: datetime
    duration_ms: int
    s3_uri: str
    labels: tuple[str, ...]
    preview_png: str
    poster: str
    animation: str
    width: int
    height: int
    size_bytes: int
    left_out: tuple[dict[str, Any], ...]
    reencoded: Reencoded

    @property
    def uris(self) -> tuple[str, ...]:
        """Its objects in S3."""
        return (self.s3_uri, self.preview_png, self.poster, self.animation)


async def insert(conn: Connection, clip: NewClip) -> Clip:
    """Store a clip.

    Raises:
        ValueError: `start_ts` is naive.
        ConstraintViolated: there is no such user, or there is a clip with this id already.
    """
    row = await conn.fetchrow(
        INSERT,
        *(clip.id, clip.user_id, clip.camera_id, aware(clip.start_ts), clip.duration_ms, clip.s3_uri),
        *(list(clip.labels), clip.preview_png, clip.poster, clip.animation, clip.width, clip.height),
        *(clip.size_bytes, list(clip.left_out), clip.reencoded),
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return _clip(row)


async def before(
    conn: Connection,
    user_id: UUID,
    *,
    camera_id: UUID | None = None,
    label: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    search: str | None = None,
    event_id: UUID | None = None,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Clip]:
    """A user's clips older than the cursor (start_ts, id), newest first.

    start is inclusive, end exclusive. search: a part of the note or of a label, in any case.
    event_id: that kept the clip by itself.

    Raises:
        ValueError: a time is naive.
    """
    start_ts, clip_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    rows = await conn.fetch(
        BEFORE,
        *(user_id, camera_id, label, aware_or_none(start), aware_or_none(end), search),
        *(event_id, start_ts, clip_id, limit),
    )
    return [_clip(row) for row in rows]


async def get(conn: Connection, user_id: UUID, clip_id: UUID) -> Clip | None:
    """A user's clip, or None."""
    row = await conn.fetchrow(GET, user_id, clip_id)
    return _clip(row) if row else None


async def by_uri(conn: Connection, user_id: UUID, s3_uri: str) -> Clip | None:
    """A user's clip whose video is this object, or None."""
    row = await conn.fetchrow(BY_URI, user_id, s3_uri)
    return _clip(row) if row else None


async def update(
    conn: Connection,
    user_id: UUID,
    clip_id: UUID,
    *,
    labels: Sequence[str] | None = None,
    note: tuple[str | None] | None = None,
) -> Clip | None:
    """Change what is given of a user's clip. As it is now; None: no such clip.

    note: the new one in a tuple, where None takes it away.
    """
    new_note = note[0] if note else None
    row = await conn.fetchrow(
        UPDATE, user_id, clip_id, None if labels is None else list(labels), note is not None, new_note
    )
    return _clip(row) if row else None


async def delete(conn: Connection, user_id: UUID, clip_id: UUID) -> Clip | None:
    """Delete a user's clip; the same transaction dooms its objects. As it was; None: no such clip."""
    row = await conn.fetchrow(DELETE, user_id, clip_id)
    return _clip(row) if row else None


def _clip(row: asyncpg.Record) -> Clip:
    return Clip(**{**row, "labels": tuple(row["labels"]), "left_out": tuple(row["left_out"])})
