"""The gallery's clips: what was kept, and by whom it may be seen. `clipper.py` makes them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.gallery import ItemChange, OfCamera, Since, Until, WithLabel, Words, discard, key_of, url_of
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from db import clips, jobs
from pawsight.messages import Wire, rfc3339

router = APIRouter(prefix="/api/clips", tags=["gallery"], responses=documented(400, 401, 403, 404, 503, 504))


class LeftOut(Wire):
    """Time that a clip plays on over, since nothing was recorded then."""

    at_ms: Annotated[int, Field(description="where it plays on, in its own time")]
    start_ts: AwareDatetime
    end_ts: AwareDatetime

    @field_serializer("start_ts", "end_ts")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)


class ClipInfo(Wire):
    """One clip."""

    id: UUID
    camera_id: UUID | None
    start_ts: Annotated[AwareDatetime, Field(description="when its first picture was captured")]
    duration_ms: int
    labels: list[str]
    note: str | None
    url: Annotated[str, Field(description="plays it; good for an hour, with Range")]
    download_url: str
    preview_url: Annotated[str | None, Field(description="a small PNG")]
    poster_url: Annotated[str | None, Field(description="a JPEG to show before it plays")]
    animation_url: Annotated[str | None, Field(description="a small animated WebP")]
    width: int
    height: int
    size_bytes: int
    left_out: list[LeftOut]
    reencoded: Annotated[
        Literal["nothing", "edges", "whole"], Field(description="what is not the camera's own picture")
    ]
    shared: Annotated[bool, Field(description="whoever has its link can see it")]
    shared_until: Annotated[AwareDatetime | None, Field(description="null: until it is revoked")]
    created_at: AwareDatetime

    @field_serializer("start_ts", "created_at")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("shared_until")
    def _shared_until(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


@router.get("")
async def list_clips(
    principal: Reader,
    held: Held,
    response: Response,
    camera_id: OfCamera = None,
    label: WithLabel = None,
    from_: Since = None,
    to: Until = None,
    q: Words = None,
    event_id: Annotated[UUID | None, Query(alias="eventId", description="that kept the clip")] = None,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> Page[ClipInfo]:
    """Your clips, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await clips.before(
            conn,
            principal.user_id,
            camera_id=camera_id,
            label=label,
            start=from_,
            end=to,
            search=q,
            event_id=event_id,
            cursor=decode_cursor(cursor),
            limit=limit + 1,
        )
    page = found[:limit]
    following = encode_cursor(page[-1].start_ts, page[-1].id) if len(found) > limit else None
    return Page[ClipInfo](items=[_info(held, clip) for clip in page], next_cursor=following)


@router.get("/{clip_id}")
async def get_clip(clip_id: UUID, principal: Reader, held: Held, response: Response) -> ClipInfo:
    """One clip. 404 while it is still being made: `/clipper/status/{id}` tells how far it is."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        clip = await clips.get(conn, principal.user_id, clip_id)
        job = None if clip else await jobs.get(conn, principal.user_id, clip_id)
    if clip is None:
        details = f"It is being made: see /clipper/status/{clip_id}" if job and job.is_open else None
        raise ApiError(404, "CLIP_NOT_FOUND", "There is no such clip", details)
    return _info(held, clip)


@router.patch("/{clip_id}")
async def change_clip(clip_id: UUID, body: ItemChange, principal: Writer, held: Held) -> ClipInfo:
    """Label a clip, or write a note to it."""
    async with held.database.transaction() as conn:
        clip = await clips.update(
            conn, principal.user_id, clip_id, labels=body.new_labels, note=body.new_note
        )
    if clip is None:
        raise _not_found()
    return _info(held, clip)


@router.delete("/{clip_id}", status_code=204)
async def delete_clip(clip_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a clip with its files. Its link leads nowhere from now on."""
    async with held.database.transaction() as conn:
        clip = await clips.delete(conn, principal.user_id, clip_id)
    if clip is None:
        raise _not_found()
    await discard(held, clip.uris)


def _not_found() -> ApiError:
    return ApiError(404, "CLIP_NOT_FOUND", "There is no such clip")


def _info(held: Resources, clip: clips.Clip) -> ClipInfo:
    name = f"{clip.start_ts:%Y-%m-%d %H.%M.%S}.mp4"
    return ClipInfo(
        id=clip.id,
        camera_id=clip.camera_id,
        start_ts=clip.start_ts,
        duration_ms=clip.duration_ms,
        labels=list(clip.labels),
        note=clip.note,
        url=held.media.url(key_of(clip.s3_uri)),
        download_url=held.media.url(key_of(clip.s3_uri), download_name=name),
        preview_url=url_of(held, clip.preview_png),
        poster_url=url_of(held, clip.poster),
        animation_url=url_of(held, clip.animation),
        width=clip.width,
        height=clip.height,
        size_bytes=clip.size_bytes,
        left_out=[
            LeftOut(
                at_ms=gap["at"],
                start_ts=datetime.fromisoformat(gap["start"]),
                end_ts=datetime.fromisoformat(gap["end"]),
            )
            for gap in clip.left_out
        ],
        reencoded=clip.reencoded,
        shared=clip.shared,
        shared_until=clip.share_until if clip.shared else None,
        created_at=clip.created_at,
    )
