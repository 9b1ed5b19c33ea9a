"""What people say of what we told: it is right, or it was something else. Kept with the picture, for training."""

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Final, Self
from uuid import UUID

import cv2
import structlog
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, ValidationError, field_serializer, model_validator

from app.auth import Reader, Writer
from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.gallery import discard, url_of
from app.moments import picture_of
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from app.uploads import upload
from db import cameras, corrections, events
from db.corrections import Correction, NewCorrection
from deployments.moments import Seen
from pawsight.evidence import surest_moment
from pawsight.ids import new_id
from pawsight.messages import Box, Event, Wire, rfc3339
from video.errors import NothingRecorded
from vision.posture import POSTURES

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/corrections", tags=["corrections"], responses=documented(400, 401, 403, 404, 503, 504)
)

QUALITY: Final = 95
UNTIL_STORED_S: Final = (0.25, 0.5, 1.0)
"""How long a new event may be shown already and not be in the database."""

EVENT_LABELS: Final = (
    *("sit", "stand", "lie", "run", "jump", "play_bow", "fetch", "fetch_success", "eat", "drink", "calm"),
    *("bark", "howl", "whine", "growl"),
    *("enter_frame", "leave_frame", "enter_zone", "leave_zone"),
    "nothing",
)
"""What an event may really have been; `nothing`: it was none."""


class NewCorrectionBody(Wire):
    """What it really was: of an event (`eventId`), or of a dog in a picture (`cameraId`, `captureTs`, `box`)."""

    event_id: UUID | None = None
    camera_id: UUID | None = None
    capture_ts: AwareDatetime | None = None
    box: Annotated[Box | None, Field(description="where the dog is")] = None
    said: Annotated[str | None, Field(max_length=100, description="the posture that we told, if any")] = None
    label: Annotated[
        str,
        Field(
            description="of an event: its own type confirms it, another one corrects it, `nothing` says that there "
            "was none; of a dog: `sit`, `stand`, `lie` or `other`",
            min_length=1,
            max_length=100,
            examples=["sit"],
        ),
    ]

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        of_picture = (self.camera_id, self.capture_ts, self.box)
        if self.event_id is not None:
            if any(one is not None for one in (*of_picture, self.said)):
                raise ValueError("an event knows its own camera, picture and box: leave them out")
        elif any(one is None for one in of_picture):
            raise ValueError("give eventId, or cameraId, captureTs and box")
        elif self.label not in POSTURES:
            raise ValueError(f"a dog's label is one of {', '.join(POSTURES)}")
        return self


class CorrectionInfo(Wire):
    """One correction."""

    id: UUID
    event_id: UUID | None
    camera_id: UUID | None
    ts: Annotated[AwareDatetime, Field(description="when the picture was captured")]
    said: str | None
    label: str
    confirmed: Annotated[bool, Field(description="we had told the same")]
    box: Box | None
    picture_url: Annotated[str | None, Field(description="null: the moment was not recorded")]
    created_at: AwareDatetime

    @field_serializer("ts", "created_at")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.post("", status_code=201)
async def correct(body: NewCorrectionBody, principal: Writer, held: Held) -> CorrectionInfo:
    """Confirm or correct an event, or how a dog holds itself. The newest word on an event holds.

    The picture of that moment is kept with the label, in full size where it was recorded.
    """
    if body.event_id is not None:
        new = await _of_event(held, principal.user_id, body.event_id, body.label)
    else:
        new = await _of_dog(held, principal.user_id, body)
    return _info(held, await _keep(held, new))


@router.get("")
async def list_corrections(
    principal: Reader, held: Held, response: Response, limit: Limit = 50, cursor: CursorParam = None
) -> Page[CorrectionInfo]:
    """What you said, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await corrections.before(
            conn, principal.user_id, cursor=decode_cursor(cursor), limit=limit + 1
        )
    page = found[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[CorrectionInfo](items=[_info(held, one) for one in page], next_cursor=following)


@router.delete("/{correction_id}", status_code=204)
async def take_back(correction_id: UUID, principal: Writer, held: Held) -> None:
    """Take a correction back; its picture is deleted."""
    async with held.database.transaction() as conn:
        found = await corrections.delete(conn, principal.user_id, correction_id)
    if found is None:
        raise ApiError(404, "CORRECTION_NOT_FOUND", "There is no such correction")
    if found.picture is not None:
        await discard(held, [found.picture])


async def _stored(held: Resources, user_id: UUID, event_id: UUID) -> Event:
    """An event, which may be so new that it is shown, and on its way to the database."""
    for wait_s in (*UNTIL_STORED_S, None):
        async with held.database.connection() as conn:
            event = await events.get(conn, user_id, event_id)
        if event is not None:
            return event
        if wait_s is not None:
            await asyncio.sleep(wait_s)
    raise ApiError(404, "EVENT_NOT_FOUND", "There is no such event")


async def _of_event(held: Resources, user_id: UUID, event_id: UUID, label: str) -> NewCorrection:
    event = await _stored(held, user_id, event_id)
    if label != event.type and label not in EVENT_LABELS:
        raise ApiError(400, "LABEL_UNKNOWN", "No event has this label", f"One of {', '.join(EVENT_LABELS)}")
    camera_id = _camera_of(event)
    if camera_id is not None:
        async with held.database.connection() as conn:
            # Anybody may add an event that names another's camera.
            camera_id = camera_id if await cameras.get(conn, user_id, camera_id) else None
    return NewCorrection(
        id=new_id(),
        user_id=user_id,
        camera_id=camera_id,
        event_id=event_id,
        ts=surest_moment(event),
        said=event.type,
        label=label,
        box=_box_of(event),
        picture=None,
    )


async def _of_dog(held: Resources, user_id: UUID, body: NewCorrectionBody) -> NewCorrection:
    assert body.camera_id is not None
    assert body.capture_ts is not None
    assert body.box is not None
    await owned_camera(held, user_id, body.camera_id)
    return NewCorrection(
        id=new_id(),
        user_id=user_id,
        camera_id=body.camera_id,
        event_id=None,
        ts=body.capture_ts,
        said=body.said,
        label=body.label,
        box=body.box.model_dump(),
        picture=None,
    )


async def _keep(held: Resources, new: NewCorrection) -> Correction:
    """Store a correction with its picture; an event that has a correction already has its picture too."""
    async with held.database.connection() as conn:
        known = await corrections.of_event(conn, new.user_id, new.event_id) if new.event_id else None
        if known is not None:
            return await corrections.put(conn, new)
    seen = await _picture(held, new)
    if seen is None:
        async with held.database.connection() as conn:
            return await corrections.put(conn, new)
    files = await upload(
        held, f"corrections/{new.user_id}", [f"{new.id}.jpg"], "image/jpeg", partial(_write, seen)
    )
    async with held.database.transaction() as conn:
        stored = await corrections.put(conn, replace(new, ts=seen.captured_at, picture=files.uris[0]))
        # Somebody else may have said it meanwhile: then theirs is kept, and ours stays doomed.
        if stored.picture == files.uris[0]:
            await files.keep(conn)
        return stored


async def _picture(held: Resources, new: NewCorrection) -> Seen | None:
    if new.camera_id is None:
        return None
    try:
        return await picture_of(held, new.user_id, new.camera_id, new.ts)
    except NothingRecorded:
        # A label without a picture still tells how often we are wrong.
        log.info("corrected without a picture", camera=str(new.camera_id))
        return None


def _write(seen: Seen, path: Path) -> None:
    if not cv2.imwrite(str(path), seen.image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]):
        raise OSError(f"{path.name} can't be written")


def _camera_of(event: Event) -> UUID | None:
    """The camera that an event says it is of; a client of the API may have written anything there."""
    try:
        return UUID(str(event.data.get("cameraId")))
    except ValueError:
        return None


def _box_of(event: Event) -> dict[str, float] | None:
    try:
        return Box.model_validate(event.data.get("box")).model_dump()
    except ValidationError:
        return None


def _info(held: Held, row: Correction) -> CorrectionInfo:
    return CorrectionInfo(
        id=row.id,
        event_id=row.event_id,
        camera_id=row.camera_id,
        ts=row.ts,
        said=row.said,
        label=row.label,
        confirmed=row.said == row.label,
        box=Box(**row.box) if row.box else None,
        picture_url=url_of(held, row.picture),
        created_at=row.created_at,
    )
