"""Zones of a camera's picture, as polygons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

Polygon = tuple[tuple[float, float], ...]
"""Corners (x, y) as fractions of the frame, each 0..1; 3 to 100 of them."""

COLUMNS = "id, user_id, camera_id, name, polygon, created_at, updated_at"

INSERT = f"""
    INSERT INTO zones (id, user_id, camera_id, name, polygon) VALUES ($1, $2, $3, $4, $5) RETURNING {COLUMNS}
"""  # noqa: S608

OF_CAMERA = f"""
    SELECT {COLUMNS} FROM zones WHERE user_id = $1 AND camera_id = $2 ORDER BY created_at, id LIMIT $3
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM zones WHERE user_id = $1 AND id = $2"  # noqa: S608

ALL_ENABLED = f"""
    SELECT {COLUMNS} FROM zones
     WHERE camera_id IN (SELECT id FROM cameras WHERE enabled) ORDER BY created_at, id
"""  # noqa: S608

UPDATE = f"""
    UPDATE zones SET name = COALESCE($3, name), polygon = COALESCE($4, polygon), updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = "DELETE FROM zones WHERE user_id = $1 AND camera_id = $2 AND id = $3 RETURNING id"

MOST_ZONES = 100


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a camera's picture that has a name."""

    id: UUID
    user_id: UUID
    camera_id: UUID
    name: str
    polygon: Polygon
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.updated_at)


def _zone(row: asyncpg.Record) -> Zone:
    return Zone(**{**row, "polygon": tuple((float(x), float(y)) for x, y in row["polygon"])})


def _corners(polygon: Sequence[tuple[float, float]]) -> list[list[float]]:
    return [[x, y] for x, y in polygon]


async def insert(
    conn: Connection,
    user_id: UUID,
    camera_id: UUID,
    *,
    name: str,
    polygon: Sequence[tuple[float, float]],
    zone_id: UUID | None = None,
) -> Zone:
    """Store a new zone of a user's camera. zone_id: made here unless the caller knows it already.

    Raises:
        ConstraintViolated: she has no such camera, it is not a polygon of 3 to 100 corners in 0..1, or the name
            is taken, empty or too long.
    """
    row = await conn.fetchrow(INSERT, zone_id or new_id(), user_id, camera_id, name, _corners(polygon))
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return _zone(row)


async def list_for_camera(conn: Connection, user_id: UUID, camera_id: UUID) -> list[Zone]:
    """The zones of a user's camera in the order they were made, 100 at most."""
    return [_zone(row) for row in await conn.fetch(OF_CAMERA, user_id, camera_id, MOST_ZONES)]


async def get(conn: Connection, user_id: UUID, zone_id: UUID) -> Zone | None:
    """A user's zone, or None."""
    row = await conn.fetchrow(GET, user_id, zone_id)
    return _zone(row) if row else None


async def zones_by_camera(conn: Connection) -> dict[UUID, list[Zone]]:
    """The zones of every enabled camera of everybody, by camera: for the supervisor."""
    found: dict[UUID, list[Zone]] = {}
    for row in await conn.fetch(ALL_ENABLED):
        found.setdefault(row["camera_id"], []).append(_zone(row))
    return found


async def update(
    conn: Connection,
    user_id: UUID,
    zone_id: UUID,
    *,
    name: str | None = None,
    polygon: Sequence[tuple[float, float]] | None = None,
) -> Zone | None:
    """Change what is given of a user's zone; the zone as it is now, or None when there is none.

    Raises:
        ConstraintViolated: as `insert`.
    """
    corners = None if polygon is None else _corners(polygon)
    row = await conn.fetchrow(UPDATE, user_id, zone_id, name, corners)
    return _zone(row) if row else None


async def delete(conn: Connection, user_id: UUID, camera_id: UUID, zone_id: UUID) -> bool:
    """Delete a zone of a user's camera. False when there was none."""
    return await conn.fetchval(DELETE, user_id, camera_id, zone_id) is not None
