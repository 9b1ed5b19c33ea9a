"""Zones: polygons over a camera's picture; a dog that steps into one is an event."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from app.auth import Reader, Writer
from app.cameras import tell_supervisor
from app.errors import ApiError, documented
from app.paging import Page
from app.resources import Held
from db import zones
from pawsight.messages import Fraction, Wire

router = APIRouter(
    prefix="/api/cameras/{camera_id}/zones", tags=["cameras"], responses=documented(400, 401, 403, 404, 503)
)

Point = tuple[Fraction, Fraction]


class NewZone(Wire):
    """A polygon of 3 to 64 points, fractions of the frame."""

    name: Annotated[str, Field(min_length=1, max_length=100, examples=["Couch"])]
    polygon: Annotated[
        list[Point], Field(min_length=3, max_length=64, examples=[[[0.1, 0.5], [0.6, 0.5], [0.6, 0.9]]])
    ]


class ZoneInfo(NewZone):
    """One zone of a camera."""

    id: UUID


@router.get("")
async def list_zones(camera_id: UUID, principal: Reader, held: Held) -> Page[ZoneInfo]:
    """The zones of one camera."""
    async with held.database.connection() as conn:
        rows = await zones.list_for_camera(conn, principal.user_id, camera_id)
    return Page[ZoneInfo](items=[_info(row) for row in rows], next_cursor=None)


@router.post("", status_code=201)
async def add_zone(camera_id: UUID, body: NewZone, principal: Writer, held: Held) -> ZoneInfo:
    """Draw a zone."""
    async with held.database.transaction() as conn:
        row = await zones.insert(conn, principal.user_id, camera_id, name=body.name, polygon=body.polygon)
    if row is None:
        raise ApiError(404, "CAMERA_NOT_FOUND", "There is no such camera")
    await tell_supervisor(held)
    return _info(row)


@router.delete("/{zone_id}", status_code=204)
async def delete_zone(camera_id: UUID, zone_id: UUID, principal: Writer, held: Held) -> None:
    """Take a zone away. Events that it made stay."""
    async with held.database.transaction() as conn:
        deleted = await zones.delete(conn, principal.user_id, camera_id, zone_id)
    if not deleted:
        raise ApiError(404, "ZONE_NOT_FOUND", "There is no such zone")
    await tell_supervisor(held)


def _info(row: zones.Zone) -> ZoneInfo:
    return ZoneInfo(id=row.id, name=row.name, polygon=list(row.polygon))
