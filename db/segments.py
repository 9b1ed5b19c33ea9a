"""Recorded video: which seconds of a camera there are, and where their files lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight import recordings
from pawsight.ids import new_id

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

COLUMNS = "id, user_id, camera_id, start_ts, end_ts, duration_ms, uri, size_bytes, uploaded_at, created_at"

INSERT = """
    INSERT INTO segments (id, user_id, camera_id, start_ts, end_ts, duration_ms, uri, size_bytes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (camera_id, start_ts) DO NOTHING
"""

MARK_UPLOADED = """
    UPDATE segments SET uri = $3, uploaded_at = now() WHERE camera_id = $1 AND start_ts = $2 RETURNING id
"""

GET = f"SELECT {COLUMNS} FROM segments WHERE user_id = $1 AND id = $2"  # noqa: S608

# Its beginning, to find it by an index: its first picture is shown within a second of the moment that names it.
BY_URI = f"""
    SELECT {COLUMNS} FROM segments
     WHERE user_id = $1 AND camera_id = $2 AND uri = $3
       AND start_ts BETWEEN $4::timestamptz - interval '1 second' AND $4::timestamptz + interval '1 second'
"""  # noqa: S608

# A segment is minutes long at most: without the lower bound the whole past would be looked through.
OVERLAPPING = f"""
    SELECT {COLUMNS} FROM segments
     WHERE user_id = $1 AND camera_id = $2 AND start_ts < $4 AND end_ts > $3
       AND start_ts > $3::timestamptz - interval '1 hour'
     ORDER BY start_ts LIMIT $5
"""  # noqa: S608

# Every n-th, so that any time, however long, gives a bounded number of them from its beginning to its end.
SPREAD = f"""
    SELECT {COLUMNS} FROM (
        SELECT {COLUMNS}, row_number() OVER (ORDER BY start_ts) AS number, count(*) OVER () AS total
          FROM segments
         WHERE user_id = $1 AND camera_id = $2 AND start_ts < $4 AND end_ts > $3
           AND start_ts > $3::timestamptz - interval '1 hour'
    ) AS numbered
     WHERE number * $5 / total > (number - 1) * $5 / total
     ORDER BY start_ts
"""  # noqa: S608

OLDEST = f"""
    SELECT {COLUMNS} FROM segments WHERE camera_id = $1 ORDER BY start_ts LIMIT $2
"""  # noqa: S608

OLDEST_ON_DISK = f"""
    SELECT {COLUMNS} FROM segments
     WHERE uri LIKE $1 || '%' OR ($2 AND uploaded_at IS NOT NULL)
     ORDER BY start_ts LIMIT $3
"""  # noqa: S608

ON_NODE = f"""
    SELECT {COLUMNS} FROM segments
     WHERE camera_id = $1 AND uploaded_at IS NULL AND uri LIKE $2 || '%' ORDER BY start_ts
"""  # noqa: S608

STORED = """
    SELECT count(*) AS count, COALESCE(sum(size_bytes), 0)::bigint AS size_bytes,
           COALESCE(sum(size_bytes) FILTER (WHERE uploaded_at IS NULL), 0)::bigint AS waiting_bytes,
           min(start_ts) AS since, max(end_ts) AS until
      FROM segments WHERE camera_id = $1 AND ($2::uuid IS NULL OR user_id = $2)
"""

FIRST_AFTER = """
    SELECT min(start_ts) FROM segments
     WHERE camera_id = $1 AND end_ts > $2 AND start_ts > $2::timestamptz - interval '1 hour'
"""
DELETE = "DELETE FROM segments WHERE id = ANY($1::uuid[])"
DELETE_AT = "DELETE FROM segments WHERE camera_id = $1 AND start_ts = $2 RETURNING id"


@dataclass(frozen=True, slots=True)
class Segment:
    """A few seconds of a camera in one file.

    start_ts: when its first picture was taken. end_ts: where the next segment begins, or its last picture ends.
    uri: `file://NODE/...` until it was uploaded, then `s3://...`; see `pawsight.recordings`.
    """

    id: UUID
    user_id: UUID
    camera_id: UUID
    start_ts: datetime
    end_ts: datetime
    duration_ms: int
    uri: str
    size_bytes: int
    uploaded_at: datetime | None
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.start_ts)
        aware(self.end_ts)
        aware(self.created_at)
        aware_or_none(self.uploaded_at)

    @property
    def start_ticks(self) -> int:
        """Media time 0 of its file, in 1/90,000 s since the epoch."""
        return recordings.start_ticks(self.uri)


@dataclass(frozen=True, slots=True)
class Stored:
    """All that is recorded of a camera. waiting_bytes: not uploaded yet. since, until: None when there is nothing."""

    count: int
    size_bytes: int
    waiting_bytes: int
    since: datetime | None
    until: datetime | None


async def insert(
    conn: Connection,
    user_id: UUID,
    camera_id: UUID,
    *,
    start_ts: datetime,
    end_ts: datetime,
    uri: str,
    size_bytes: int,
) -> None:
    """Store a segment of a user's camera; one that begins at this moment already stays as it is.

    Raises:
        ValueError: a time is naive.
        ConstraintViolated: she has no such camera (any more), or it ends before it begins.
    """
    # A picture shorter than half a millisecond is still something.
    duration_ms = max(round((end_ts - start_ts) / timedelta(milliseconds=1)), 1)
    await conn.execute(
        *(INSERT, new_id(), user_id, camera_id, aware(start_ts), aware(end_ts)),
        *(duration_ms, uri, size_bytes),
    )


async def mark_uploaded(conn: Connection, camera_id: UUID, start_ts: datetime, uri: str) -> bool:
    """Note that a segment lies in S3 now. False when it was deleted meanwhile: then the object has no row."""
    return await conn.fetchval(MARK_UPLOADED, camera_id, aware(start_ts), uri) is not None


async def overlapping(
    conn: Connection, user_id: UUID, camera_id: UUID, start: datetime, end: datetime, *, limit: int
) -> list[Segment]:
    """A user's segments of a camera that hold something of the time from start to end, oldest first.

    Raises:
        ValueError: a time is naive.
    """
    rows = await conn.fetch(OVERLAPPING, user_id, camera_id, aware(start), aware(end), limit)
    return [Segment(**row) for row in rows]


async def spread(
    conn: Connection, user_id: UUID, camera_id: UUID, start: datetime, end: datetime, *, most: int
) -> list[Segment]:
    """Of those that `overlapping` would give, at most so many, evenly, oldest first.

    Raises:
        ValueError: a time is naive.
    """
    rows = await conn.fetch(SPREAD, user_id, camera_id, aware(start), aware(end), most)
    return [Segment(**row) for row in rows]


async def get(conn: Connection, user_id: UUID, segment_id: UUID) -> Segment | None:
    """A user's segment, or None."""
    row = await conn.fetchrow(GET, user_id, segment_id)
    return Segment(**row) if row else None


async def by_uri(conn: Connection, user_id: UUID, uri: str) -> Segment | None:
    """A user's segment that lies in S3 under this URI, or None."""
    named = recordings.named_by(recordings.key_of(uri) or "")
    if named is None:
        return None
    camera_id, ticks = named
    begins = EPOCH + timedelta(microseconds=ticks * 100 // 9)
    row = await conn.fetchrow(BY_URI, user_id, camera_id, uri, begins)
    return Segment(**row) if row else None


async def oldest(conn: Connection, camera_id: UUID, limit: int) -> list[Segment]:
    """A camera's oldest segments, oldest first: what retention looks at."""
    return [Segment(**row) for row in await conn.fetch(OLDEST, camera_id, limit)]


async def oldest_on_disk(
    conn: Connection, node_uri: str, limit: int, *, with_uploaded: bool
) -> list[Segment]:
    """Everybody's oldest segments that lie on a node's disk, oldest first.

    node_uri: what their URIs begin with. with_uploaded: S3 keeps its files on that disk too.
    """
    rows = await conn.fetch(OLDEST_ON_DISK, node_uri, with_uploaded, limit)
    return [Segment(**row) for row in rows]


async def on_node(conn: Connection, camera_id: UUID, node_uri: str) -> list[Segment]:
    """A camera's segments that lie on a node's disk, oldest first."""
    return [Segment(**row) for row in await conn.fetch(ON_NODE, camera_id, node_uri)]


async def stored(conn: Connection, camera_id: UUID, user_id: UUID | None = None) -> Stored:
    """How much is recorded of a camera; with a user, of hers alone."""
    row = await conn.fetchrow(STORED, camera_id, user_id)
    assert row is not None, "an aggregate always answers"
    return Stored(**row)


async def first_after(conn: Connection, camera_id: UUID, moment: datetime) -> datetime | None:
    """When a camera's first segment that holds something after a moment begins."""
    found: datetime | None = await conn.fetchval(FIRST_AFTER, camera_id, aware(moment))
    return found


async def delete(conn: Connection, segment_ids: Sequence[UUID]) -> None:
    """Delete segments; the objects of those in S3 are doomed by the same transaction."""
    await conn.execute(DELETE, list(segment_ids))


async def delete_at(conn: Connection, camera_id: UUID, start_ts: datetime) -> bool:
    """Delete the segment of a camera that begins at a moment. False when there was none."""
    return await conn.fetchval(DELETE_AT, camera_id, aware(start_ts)) is not None
