"""What people say of what we told: labels, each with the picture that it is of."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware

COLUMNS = "id, user_id, camera_id, event_id, ts, said, label, box, picture, created_at"

# Somebody may think again: the newest word on an event holds. Its picture is the same as before.
PUT = f"""
    INSERT INTO corrections (id, user_id, camera_id, event_id, ts, said, label, box, picture)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (user_id, event_id) DO UPDATE SET label = EXCLUDED.label, created_at = now()
    RETURNING {COLUMNS}
"""  # noqa: S608

OF_EVENT = f"SELECT {COLUMNS} FROM corrections WHERE user_id = $1 AND event_id = $2"  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM corrections
     WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
     ORDER BY created_at DESC, id DESC LIMIT $4
"""  # noqa: S608

OF_CAMERA = f"""
    SELECT {COLUMNS} FROM corrections
     WHERE user_id = $1 AND camera_id = $2 AND ts >= $3 AND ts < $4
     ORDER BY created_at DESC, id DESC LIMIT $5
"""  # noqa: S608

DELETE = f"DELETE FROM corrections WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608

JUDGED = """
    SELECT said, count(*) FILTER (WHERE label = said)::integer AS confirmed, count(*)::integer AS judged
      FROM corrections WHERE user_id = $1 AND event_id IS NOT NULL AND said IS NOT NULL
     GROUP BY said ORDER BY said
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One label of one picture.

    event_id: of the event that it is about; None: of how a dog holds itself. ts: when the picture was captured.
    said: what we told; None: nothing. label: what a person says it is. box: {x, y, w, h} of the dog, fractions of
    the picture; None: we don't know. picture: `s3://...`; None: it was not recorded.
    """

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    event_id: UUID | None
    ts: datetime
    said: str | None
    label: str
    box: dict[str, float] | None
    picture: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """A correction to be stored; the fields are those of `Correction`."""

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    event_id: UUID | None
    ts: datetime
    said: str | None
    label: str
    box: dict[str, float] | None
    picture: str | None


async def put(conn: Connection, new: NewCorrection) -> Correction:
    """Store a correction; one of an event that has one already changes its label and keeps the rest.

    Raises:
        ValueError: `ts` is naive.
        ConstraintViolated: there is no such user or camera (any more).
    """
    row = await conn.fetchrow(
        PUT,
        *(new.id, new.user_id, new.camera_id, new.event_id, aware(new.ts), new.said, new.label),
        *(new.box, new.picture),
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return _correction(row)


async def of_event(conn: Connection, user_id: UUID, event_id: UUID) -> Correction | None:
    """What was said of an event."""
    row = await conn.fetchrow(OF_EVENT, user_id, event_id)
    return _correction(row) if row else None


async def before(
    conn: Connection, user_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[Correction]:
    """A user's corrections older than the cursor (created_at, id), newest first.

    Raises:
        ValueError: a time is naive.
    """
    at, correction_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [_correction(row) for row in await conn.fetch(BEFORE, user_id, at, correction_id, limit)]


async def of_camera(
    conn: Connection, user_id: UUID, camera_id: UUID, start: datetime, end: datetime, *, limit: int
) -> list[Correction]:
    """What a user said of a camera's moments from start to end, which is not in it; the newest words first.

    Raises:
        ValueError: a time is naive.
    """
    rows = await conn.fetch(OF_CAMERA, user_id, camera_id, aware(start), aware(end), limit)
    return [_correction(row) for row in rows]


async def judged(conn: Connection, user_id: UUID) -> list[tuple[str, int, int]]:
    """How often a user found us right: (event type, confirmed, confirmed or corrected), by the type's name."""
    return [(row["said"], row["confirmed"], row["judged"]) for row in await conn.fetch(JUDGED, user_id)]


async def delete(conn: Connection, user_id: UUID, correction_id: UUID) -> Correction | None:
    """Take a correction back; its picture goes with it. As it was; None when there is none."""
    row = await conn.fetchrow(DELETE, user_id, correction_id)
    return _correction(row) if row else None


def _correction(row: asyncpg.Record) -> Correction:
    return Correction(**row)
