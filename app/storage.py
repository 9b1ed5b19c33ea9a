"""How much room recordings, clips and pictures take, how much they may take, and how much is left."""

import asyncio
import shutil
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, NonNegativeInt, field_serializer

from app.auth import Reader
from app.errors import documented
from app.resources import Held
from db import storage
from db.storage import CameraStorage
from pawsight.messages import Wire, rfc3339

log = structlog.get_logger()

router = APIRouter(prefix="/api/storage", tags=["recordings"], responses=documented(401, 403, 503, 504))


class CameraStorageInfo(Wire):
    """What is kept of one camera."""

    camera_id: Annotated[UUID | None, Field(description="null: cameras that are gone; clips of them stay")]
    name: str | None = Field(examples=["Kitchen"])
    recorded_bytes: NonNegativeInt = Field(examples=[1_200_000_000])
    clip_bytes: NonNegativeInt = Field(examples=[48_000_000])
    snapshot_bytes: NonNegativeInt = Field(examples=[900_000])
    since: Annotated[AwareDatetime | None, Field(description="when the oldest recording begins")]
    until: Annotated[AwareDatetime | None, Field(description="when the newest recording ends")]

    @field_serializer("since", "until")
    def _times(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class Retention(Wire):
    """How long recordings are kept: the oldest go beyond either. Clips and snapshots stay until they are deleted."""

    days: Annotated[float, Field(examples=[7.0])]
    camera_bytes: Annotated[int, Field(description="of each camera", examples=[10_000_000_000])]


class Disk(Wire):
    """The disk of the node that answers: recordings wait there, and on a laptop everything lies there."""

    total_bytes: NonNegativeInt = Field(examples=[500_000_000_000])
    free_bytes: NonNegativeInt = Field(examples=[120_000_000_000])


class Storage(Wire):
    """What is kept, and what may be."""

    cameras: list[CameraStorageInfo]
    retention: Retention
    disk: Annotated[Disk | None, Field(description="null: it can't be looked at")]


@router.get("")
async def show_storage(principal: Reader, held: Held, response: Response) -> Storage:
    """How much room your cameras take, and how much there is."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        rows = await storage.by_camera(conn, principal.user_id)
    return Storage(
        cameras=[_info(one) for one in rows],
        retention=Retention(days=held.config.recording_days, camera_bytes=held.config.recording_bytes),
        disk=await asyncio.to_thread(_disk, held.config.data_dir),
    )


def _disk(folder: Path) -> Disk | None:
    try:
        usage = shutil.disk_usage(folder)
    except OSError as error:
        log.warning("the disk can't be looked at", error=str(error))
        return None
    return Disk(total_bytes=usage.total, free_bytes=usage.free)


def _info(row: CameraStorage) -> CameraStorageInfo:
    return CameraStorageInfo(
        camera_id=row.camera_id,
        name=row.name,
        recorded_bytes=row.recorded_bytes,
        clip_bytes=row.clip_bytes,
        snapshot_bytes=row.snapshot_bytes,
        since=row.since,
        until=row.until,
    )
