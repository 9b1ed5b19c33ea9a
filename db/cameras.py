"""Cameras: where their frames come from, and whose they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

SourceKind = Literal["file", "url", "push"]

COLUMNS = "id, user_id, name, source_kind, source, enabled, recording, created_at, updated_at"

INSERT = f"""
    INSERT INTO cameras (id, user_id, name, source_kind, source, enabled, recording)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}
"""  # noqa: S608

AFTER = f"""
    SELECT {COLUMNS} FROM cameras
     WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3))
     ORDER BY created_at, id LIMIT $4
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM cameras WHERE user_id = $1 AND id = $2"  # noqa: S608
GET_OF_ANYBODY = f"SELECT {COLUMNS} FROM cameras WHERE id = $1"  # noqa: S608
ALL_ENABLED = f"SELECT {COLUMNS} FROM cameras WHERE enabled ORDER BY id"  # noqa: S608

UPDATE = f"""
    UPDATE cameras
       SET name = COALESCE($3, name), enabled = COALESCE($4, enabled), source = COALESCE($5, source),
           source_kind = CASE WHEN $5::text IS NULL THEN source_kind ELSE 'url' END,
           recording = COALESCE($6, recording), updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

REPLACE_FILE = f"""
    UPDATE cameras SET source_kind = 'file', source = $3, updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = f"DELETE FROM cameras WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera.

    source: for `file` the key of an uploaded video or a path, for `url` an RTSP or HTTP URL, for `push` empty.
    recording: whether what it sends is kept.
    """

    id: UUID
    user_id: UUID
    name: str
    source_kind: SourceKind
    source: str
    enabled: bool
    recording: bool
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.updated_at)


async def insert(
    conn: Connection,
    user_id: UUID,
    *,
    name: str,
    source_kind: SourceKind,
    source: str,
    enabled: bool = True,
    recording: bool = True,
    camera_id: UUID | None = None,
) -> Camera:
    """Store a new camera. camera_id: made here unless the caller had to know it before.

    Raises:
        ConstraintViolated: there is no such user, or a field is empty or too long.
    """
    row = await conn.fetchrow(
        INSERT, camera_id or new_id(), user_id, name, source_kind, source, enabled, recording
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return Camera(**row)


async def after(
    conn: Connection, user_id: UUID, *, cursor: tuple[datetime, UUID] | None = None, limit: int
) -> list[Camera]:
    """A user's cameras in the order they were made, behind the cursor (created_at, id).

    Raises:
        ValueError: the cursor's time is naive.
    """
    created_at, camera_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Camera(**row) for row in await conn.fetch(AFTER, user_id, created_at, camera_id, limit)]


async def get(conn: Connection, user_id: UUID, camera_id: UUID) -> Camera | None:
    """A user's camera, or None."""
    row = await conn.fetchrow(GET, user_id, camera_id)
    return Camera(**row) if row else None


async def get_of_anybody(conn: Connection, camera_id: UUID) -> Camera | None:
    """A camera by its id alone, or None: for our own actors, never for an answer to a request."""
    row = await conn.fetchrow(GET_OF_ANYBODY, camera_id)
    return Camera(**row) if row else None


async def all_enabled(conn: Connection) -> list[Camera]:
    """Every camera of everybody that should run: for the supervisor."""
    return [Camera(**row) for row in await conn.fetch(ALL_ENABLED)]


async def update(
    conn: Connection,
    user_id: UUID,
    camera_id: UUID,
    *,
    name: str | None = None,
    enabled: bool | None = None,
    url: str | None = None,
    recording: bool | None = None,
) -> Camera | None:
    """Change what is given of a user's camera; a URL makes it a `url` camera. As it is now; None: no such camera.

    Raises:
        ConstraintViolated: a field is empty or too long.
    """
    row = await conn.fetchrow(UPDATE, user_id, camera_id, name, enabled, url, recording)
    return Camera(**row) if row else None


async def delete(conn: Connection, user_id: UUID, camera_id: UUID) -> Camera | None:
    """Delete a user's camera with its zones and recordings; its events and clips stay. As it was, or None."""
    row = await conn.fetchrow(DELETE, user_id, camera_id)
    return Camera(**row) if row else None


async def replace_file(conn: Connection, user_id: UUID, camera_id: UUID, key: str) -> Camera | None:
    """Let a user's camera show another uploaded video. As it is now; None: no such camera."""
    row = await conn.fetchrow(REPLACE_FILE, user_id, camera_id, key)
    return Camera(**row) if row else None
