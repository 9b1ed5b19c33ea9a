"""The gallery's snapshots: the picture that the owner saw, in full size."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.gallery import (
    MOST_LABELS,
    ItemChange,
    Label,
    Note,
    OfCamera,
    Since,
    Until,
    WithLabel,
    Words,
    discard,
    key_of,
    url_of,
)
from app.moments import picture_of
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from db import snapshots, zones
from db.snapshots import Snapshot
from deployments import snapshot_files
from pawsight.messages import Detected, Wire, rfc3339
from vision.drawing import NamedArea, NamedBox, drawn

router = APIRouter(
    prefix="/api/snapshots", tags=["gallery"], responses=documented(400, 401, 403, 404, 503, 504)
)


class Overlays(Wire):
    """What the page drew over the picture, to be drawn into it."""

    detections: list[Detected] = Field(default_factory=list, max_length=100)
    objects: list[Detected] = Field(default_factory=list, max_length=100)
    zones: bool = False


class NewSnapshotBody(Wire):
    """A picture to be kept."""

    camera_id: UUID
    capture_ts: Annotated[
        AwareDatetime | None,
        Field(description="`captureTs` of the picture that was seen, live or recorded; left out: the newest"),
    ] = None
    labels: list[Label] = Field(default_factory=list, max_length=MOST_LABELS)
    note: Note | None = None
    overlays: Overlays | None = None


class SnapshotInfo(Wire):
    """One snapshot."""

    id: UUID
    camera_id: UUID | None
    ts: Annotated[AwareDatetime, Field(description="when it was captured")]
    labels: list[str]
    note: str | None
    url: Annotated[str, Field(description="a JPEG; good for an hour")]
    download_url: str
    preview_url: str | None
    width: int
    height: int
    size_bytes: int
    shared: Annotated[bool, Field(description="whoever has its link can see it")]
    shared_until: Annotated[AwareDatetime | None, Field(description="null: until it is revoked")]
    created_at: AwareDatetime

    @field_serializer("ts", "created_at")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("shared_until")
    def _shared_until(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


@router.post("", status_code=201)
async def take_snapshot(body: NewSnapshotBody, principal: Writer, held: Held) -> SnapshotInfo:
    """Keep the picture that a camera shows now, or that it showed at a moment, in the size that the camera sends.

    A picture of the last seconds is read as soon as its recording can be, within 12 s.
    """
    await owned_camera(held, principal.user_id, body.camera_id)
    seen = await picture_of(held, principal.user_id, body.camera_id, body.capture_ts)
    image = seen.image
    if body.overlays is not None:
        areas = await _areas(held, principal.user_id, body.camera_id) if body.overlays.zones else []
        image = await asyncio.to_thread(drawn, image, _boxes(body.overlays), areas)
    made = await snapshot_files.upload(
        image,
        seen.captured_at,
        user_id=principal.user_id,
        camera_id=body.camera_id,
        labels=body.labels,
        note=body.note,
        config=held.config,
        database=held.database,
        objects=held.objects,
    )
    async with held.database.transaction() as conn:
        stored = await snapshot_files.store(conn, made)
    return _info(held, stored)


@router.get("")
async def list_snapshots(
    principal: Reader,
    held: Held,
    response: Response,
    camera_id: OfCamera = None,
    label: WithLabel = None,
    from_: Since = None,
    to: Until = None,
    q: Words = None,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> Page[SnapshotInfo]:
    """Your snapshots, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await snapshots.before(
            conn,
            principal.user_id,
            camera_id=camera_id,
            label=label,
            start=from_,
            end=to,
            search=q,
            cursor=decode_cursor(cursor),
            limit=limit + 1,
        )
    page = found[:limit]
    following = encode_cursor(page[-1].ts, page[-1].id) if len(found) > limit else None
    return Page[SnapshotInfo](items=[_info(held, one) for one in page], next_cursor=following)


@router.get("/{snapshot_id}")
async def get_snapshot(snapshot_id: UUID, principal: Reader, held: Held, response: Response) -> SnapshotInfo:
    """One snapshot."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await snapshots.get(conn, principal.user_id, snapshot_id)
    if found is None:
        raise _not_found()
    return _info(held, found)


@router.patch("/{snapshot_id}")
async def change_snapshot(snapshot_id: UUID, body: ItemChange, principal: Writer, held: Held) -> SnapshotInfo:
    """Label a snapshot, or write a note to it."""
    async with held.database.transaction() as conn:
        found = await snapshots.update(
            conn, principal.user_id, snapshot_id, labels=body.new_labels, note=body.new_note
        )
    if found is None:
        raise _not_found()
    return _info(held, found)


@router.delete("/{snapshot_id}", status_code=204)
async def delete_snapshot(snapshot_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a snapshot with its files. Its link leads nowhere from now on."""
    async with held.database.transaction() as conn:
        found = await snapshots.delete(conn, principal.user_id, snapshot_id)
    if found is None:
        raise _not_found()
    await discard(held, found.uris)


def _boxes(overlays: Overlays) -> list[NamedBox]:
    return [
        NamedBox(f"{one.class_name} {one.confidence:.0%}", (one.box.x, one.box.y, one.box.w, one.box.h))
        for one in (*overlays.objects, *overlays.detections)
    ]


async def _areas(held: Resources, user_id: UUID, camera_id: UUID) -> list[NamedArea]:
    async with held.database.connection() as conn:
        found = await zones.list_for_camera(conn, user_id, camera_id)
    return [NamedArea(zone.name, zone.polygon) for zone in found]


def _not_found() -> ApiError:
    return ApiError(404, "SNAPSHOT_NOT_FOUND", "There is no such snapshot")


def _info(held: Resources, row: Snapshot) -> SnapshotInfo:
    key = key_of(row.s3_uri)
    return SnapshotInfo(
        id=row.id,
        camera_id=row.camera_id,
        ts=row.ts,
        labels=list(row.labels),
        note=row.note,
        url=held.media.url(key),
        download_url=held.media.url(key, download_name=f"{row.ts:%Y-%m-%d %H.%M.%S}.jpg"),
        preview_url=url_of(held, row.preview),
        width=row.width,
        height=row.height,
        size_bytes=row.size_bytes,
        shared=row.shared,
        shared_until=row.share_until if row.shared else None,
        created_at=row.created_at,
    )
