"""Cameras: what they are, where their pictures come from, and the pictures themselves."""

import asyncio
import json
import re
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, Field, field_serializer
from redis.exceptions import RedisError

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from db import cameras
from pawsight.channels import CAMERAS_CHANGED, camera_status_key
from pawsight.ids import new_id
from pawsight.messages import Wire, rfc3339
from pawsight.recordings import GapReason
from video.multipart import CONTENT_TYPE, OPENING, part
from video.sources import SourceSpec, check_url, probe, redacted

log = structlog.get_logger()

router = APIRouter(prefix="/api/cameras", tags=["cameras"], responses=documented(400, 401, 403, 404, 503))

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["Kitchen"])]


class UrlSource(Wire):
    """A camera on the network."""

    kind: Literal["url"]
    url: str = Field(max_length=2000, examples=["rtsp://192.168.1.20:554/stream1"])


class FileSource(Wire):
    """A video that was uploaded; it plays in a loop as if it were live."""

    kind: Literal["file"]
    file_name: str = Field(examples=["kitchen.mp4"])


class PushSource(Wire):
    """A browser that sends its own camera by WHIP."""

    kind: Literal["push"]


class RecordingStatus(Wire):
    """What a camera's recorder said of itself a moment ago."""

    state: Literal["recording", "missing", "off"]
    reason: Annotated[GapReason | None, Field(description="why nothing is recorded; null when it is")] = None
    detail: str | None = None
    since: Annotated[str | None, Field(description="when the gap began, or recording began again")] = None
    until: Annotated[str | None, Field(description="what is on disk goes up to this moment")] = None
    waiting: Annotated[int, Field(description="files on the node's disk that are still to be uploaded")] = 0
    dropped: Annotated[int, Field(description="packets lost because the disk was too slow")] = 0


class HearingStatus(Wire):
    """Whether a camera is heard: it may have no sound, or the ear may be away."""

    state: Literal["listening", "no_sound", "away"]
    reason: Annotated[str | None, Field(description="why it is not heard; null when it is")] = None
    skipped: Annotated[int, Field(description="windows of sound that nobody listened to")] = 0


class CameraStatus(Wire):
    """What the camera's actor said of itself a moment ago."""

    state: Literal["starting", "live", "away", "error", "off"]
    reason: str | None = None
    fps: float = 0.0
    analysed_fps: float = 0.0
    skipped: Annotated[int, Field(description="frames not analysed, since the models were busy")] = 0
    still: Annotated[int, Field(description="frames not analysed, since nothing moved in them")] = 0
    analysis: Annotated[str | None, Field(description="why frames are not analysed; null when they are")] = (
        None
    )
    width: int = 0
    height: int = 0
    viewers: int = 0
    spooled_events: int = 0
    recording: RecordingStatus | None = None
    hearing: HearingStatus | None = None
    since: str | None = None


class CameraInfo(Wire):
    """One camera."""

    id: UUID
    name: str
    source: Annotated[UrlSource | FileSource | PushSource, Field(discriminator="kind")]
    enabled: bool
    recording: Annotated[bool, Field(description="whether what it sends is kept")]
    status: CameraStatus
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


class NewCamera(Wire):
    """A camera on the network, or a browser's own, to be added."""

    name: Name
    source: Annotated[UrlSource | PushSource, Field(discriminator="kind")]
    recording: Annotated[bool | None, Field(description="left out: as the system is set")] = None


class CameraChange(Wire):
    """What shall be different; what is left out stays."""

    name: Name | None = None
    enabled: bool | None = None
    recording: bool | None = None
    source: UrlSource | None = None


@router.get("")
async def list_cameras(
    principal: Reader, held: Held, limit: Limit = 100, cursor: CursorParam = None
) -> Page[CameraInfo]:
    """Your cameras, oldest first, each with its state."""
    async with held.database.connection() as conn:
        rows = await cameras.after(conn, principal.user_id, cursor=decode_cursor(cursor), limit=limit + 1)
    page = rows[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(rows) > limit else None
    statuses = await _statuses(held, page)
    return Page[CameraInfo](
        items=[_info(row, status) for row, status in zip(page, statuses, strict=True)], next_cursor=following
    )


@router.post("", status_code=201)
async def add_camera(body: NewCamera, principal: Writer, held: Held) -> CameraInfo:
    """Add a camera by its RTSP or HTTP address, or one that a browser will be.

    Addresses of this machine and link-local ones are refused.
    """
    source = await _checked(body.source.url, held) if isinstance(body.source, UrlSource) else ""
    recording = held.config.recording if body.recording is None else body.recording
    return await _insert(held, principal.user_id, new_id(), body.name, body.source.kind, source, recording)


@router.post("/upload", status_code=201, responses=documented(413))
async def upload_camera(
    principal: Writer,
    held: Held,
    name: Annotated[str, Form(min_length=1, max_length=100)],
    file: Annotated[UploadFile, File()],
) -> CameraInfo:
    """Make a camera of a video file: it plays in a loop as if it were live."""
    camera_id = new_id()
    file_name = re.sub(r"[^\w.-]+", "_", Path(file.filename or "video").name)[-80:].lstrip(".") or "video"
    key = f"cameras/{camera_id}/{file_name}"
    with tempfile.TemporaryDirectory(prefix="pawsight-upload-") as folder:
        path = Path(folder) / "video"
        await asyncio.to_thread(_copy, file, path)
        await asyncio.to_thread(probe, SourceSpec("file", str(path)))
        await held.objects.put_file(key, path, "video/mp4")
    try:
        return await _insert(held, principal.user_id, camera_id, name, "file", key, held.config.recording)
    except BaseException:
        await held.objects.delete(key)
        raise


@router.get("/{camera_id}")
async def get_camera(camera_id: UUID, principal: Reader, held: Held) -> CameraInfo:
    """One camera, with its state."""
    row = await owned_camera(held, principal.user_id, camera_id)
    return _info(row, await status_of(held, row))


@router.patch("/{camera_id}")
async def change_camera(camera_id: UUID, body: CameraChange, principal: Writer, held: Held) -> CameraInfo:
    """Rename a camera, switch it or its recording off or on, or give it another address."""
    url = await _checked(body.source.url, held) if body.source is not None else None
    async with held.database.transaction() as conn:
        row = await cameras.update(
            conn,
            principal.user_id,
            camera_id,
            name=body.name,
            enabled=body.enabled,
            url=url,
            recording=body.recording,
        )
    if row is None:
        raise _not_found()
    await tell_supervisor(held)
    return _info(row, await status_of(held, row))


@router.delete("/{camera_id}", status_code=204)
async def delete_camera(camera_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a camera, its uploaded video and its recordings. Events that it saw and clips of it stay."""
    async with held.database.transaction() as conn:
        row = await cameras.delete(conn, principal.user_id, camera_id)
    if row is None:
        raise _not_found()
    await tell_supervisor(held)
    if row.source_kind == "file":
        await held.objects.delete(row.source)


@router.get(
    "/{camera_id}/mjpeg", response_class=StreamingResponse, responses={200: {"content": {CONTENT_TYPE: {}}}}
)
async def mjpeg(camera_id: UUID, principal: Reader, held: Held) -> StreamingResponse:
    """The live picture as MJPEG. Each part carries `X-Seq` and `X-Capture-Ts`, to find its boxes by."""
    await owned_camera(held, principal.user_id, camera_id)

    async def parts() -> AsyncIterator[bytes]:
        yield OPENING
        async for picture in held.pictures.pictures(camera_id):
            yield part(picture.jpeg, picture.seq, picture.captured_at)

    return StreamingResponse(
        parts(), media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


@router.get(
    "/{camera_id}/frame.jpg", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}}
)
async def frame(
    camera_id: UUID,
    principal: Reader,
    held: Held,
    wait_s: Annotated[float, Query(alias="waitS", gt=0, le=10, description="how long to wait for one")] = 3.0,
) -> Response:
    """The newest picture."""
    await owned_camera(held, principal.user_id, camera_id)
    picture = await held.pictures.newest(camera_id, wait_s)
    if picture is None:
        raise ApiError(503, "CAMERA_AWAY", "This camera sends no picture now", "See its `status.reason`")
    return Response(
        picture.jpeg,
        media_type="image/jpeg",
        headers={
            "Cache-Control": "no-store",
            "X-Seq": str(picture.seq),
            "X-Capture-Ts": rfc3339(picture.captured_at),
        },
    )


async def _insert(
    held: Resources,
    user_id: UUID,
    camera_id: UUID,
    name: str,
    kind: cameras.SourceKind,
    source: str,
    recording: bool,
) -> CameraInfo:
    async with held.database.transaction() as conn:
        row = await cameras.insert(
            conn,
            user_id,
            camera_id=camera_id,
            name=name,
            source_kind=kind,
            source=source,
            recording=recording,
        )
    await tell_supervisor(held)
    return _info(row, CameraStatus(state="starting"))


async def owned_camera(held: Resources, user_id: UUID, camera_id: UUID) -> cameras.Camera:
    """A user's camera; 404 when there is none, or it is somebody else's."""
    async with held.database.connection() as conn:
        row = await cameras.get(conn, user_id, camera_id)
    if row is None:
        raise _not_found()
    return row


def _not_found() -> ApiError:
    return ApiError(404, "CAMERA_NOT_FOUND", "There is no such camera")


async def _checked(url: str, held: Resources) -> str:
    """The URL, if a camera may be there: names are resolved, which waits, so in a thread."""
    await asyncio.to_thread(check_url, url, allow_loopback=held.config.allow_loopback_sources)
    return url


def _copy(upload: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        while chunk := upload.file.read(1 << 20):
            out.write(chunk)


async def tell_supervisor(held: Resources) -> None:
    """Let a change of cameras or zones take effect at once."""
    try:
        await held.redis.publish(CAMERAS_CHANGED, "")
    except RedisError as error:
        # It looks every 2 s anyway.
        log.warning("camera supervisor not told", error=str(error))


async def _statuses(held: Resources, rows: list[cameras.Camera]) -> list[CameraStatus]:
    if not rows:
        return []
    try:
        told = await held.redis.mget([camera_status_key(row.id) for row in rows])
    except RedisError:
        return [CameraStatus(state="starting", reason="its state can't be told right now") for _ in rows]
    return [_status(row, one) for row, one in zip(rows, told, strict=True)]


async def status_of(held: Resources, row: cameras.Camera) -> CameraStatus:
    """What a camera's actor said of itself a moment ago, or what its silence means."""
    return (await _statuses(held, [row]))[0]


def _status(row: cameras.Camera, told: str | bytes | None) -> CameraStatus:
    if not row.enabled:
        return CameraStatus(state="off", recording=RecordingStatus(state="off", reason="camera_off"))
    if told is None:
        why = "it is being started"
        recording = (
            RecordingStatus(state="missing", reason="process_killed", detail=why)
            if row.recording
            else RecordingStatus(state="off", reason="recording_off")
        )
        return CameraStatus(state="starting", reason=why, recording=recording)
    return CameraStatus.model_validate(json.loads(told))


def _info(row: cameras.Camera, status: CameraStatus) -> CameraInfo:
    source: UrlSource | FileSource | PushSource
    if row.source_kind == "url":
        # A camera's password goes in, but never comes out again.
        source = UrlSource(kind="url", url=redacted(row.source))
    elif row.source_kind == "push":
        source = PushSource(kind="push")
    else:
        source = FileSource(kind="file", file_name=Path(row.source).name)
    return CameraInfo(
        id=row.id,
        name=row.name,
        source=source,
        enabled=row.enabled,
        recording=row.recording,
        status=status,
        created_at=row.created_at,
    )


async def every_status(held: Resources) -> dict[str, CameraStatus]:
    """The state of every enabled camera of the system, by its id; for operators."""
    async with held.database.connection() as conn:
        rows = await cameras.all_enabled(conn)
    return {str(row.id): status for row, status in zip(rows, await _statuses(held, rows), strict=True)}
