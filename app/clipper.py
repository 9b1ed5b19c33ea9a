"""`/clipper`: clips are asked for, looked after and cancelled, as the contract says. What was made is in `clips.py`."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field, field_serializer
from redis.exceptions import RedisError

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.gallery import Label
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from db import cameras, clip_orders, clips, jobs, segments
from db.clip_orders import KIND, ClipOrder
from db.jobs import Job
from db.pool import Connection
from deployments import footage, job_news
from deployments.job_news import CLIP_FAILED, NOT_FOUND
from pawsight.channels import JOBS_CHANGED
from pawsight.messages import Fraction, Wire, rfc3339

log = structlog.get_logger()

router = APIRouter(prefix="/clipper", tags=["clips"], responses=documented(400, 401, 403, 404, 429, 503, 504))

Status = Literal["queued", "processing", "complete", "failed"]

MOST_OPEN: Final = 100
"""Clips of one user that may wait at once."""

MADE_AT: Final = 60.0
"""Seconds of video a second, roughly: what an estimate counts on."""


class NewClip(Wire):
    """A clip to be made."""

    video_source: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            description="id of a camera, of a recording or of a clip, or the `s3://` URI of one of the latter",
            examples=["0199e1b2-0000-7000-8000-000000000001"],
        ),
    ]
    start_timestamp: Annotated[AwareDatetime, Field(examples=["2025-10-24T10:30:00Z"])]
    end_timestamp: Annotated[
        AwareDatetime, Field(description="may be a little ahead", examples=["2025-10-24T10:30:15Z"])
    ]
    labels: list[Label] = Field(default_factory=list, max_length=20)
    exact: Annotated[
        bool,
        Field(description="begin and end within one picture; else it begins at the keyframe before"),
    ] = False


class Created(Wire):
    """A clip will be made. It will have the id of its job."""

    job_id: UUID
    estimated_duration: Annotated[float, Field(description="seconds until it is there, roughly")]


class ClipStatus(Wire):
    """How far a clip is."""

    status: Status
    progress: Fraction
    s3_uri: Annotated[str | None, Field(alias="s3Uri")] = None
    error: str | None = None
    error_code: str | None = None
    clip_id: UUID | None = None


class ClipJob(ClipStatus):
    """A clip that was asked for."""

    job_id: UUID
    camera_id: UUID | None = None
    start_timestamp: AwareDatetime
    end_timestamp: AwareDatetime
    labels: list[str]
    automatic: Annotated[bool, Field(description="an event asked for it")]
    created_at: AwareDatetime

    @field_serializer("start_timestamp", "end_timestamp", "created_at")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.post("/create", status_code=202)
async def create_clip(body: NewClip, principal: Writer, held: Held) -> Created:
    """Ask for a clip. It may end a little ahead: then it is made as soon as it was recorded.

    404 `CLIP_CREATION_FAILED` when it is known already that nothing was recorded then.
    """
    now = datetime.now(UTC)
    length_s = (body.end_timestamp - body.start_timestamp).total_seconds()
    longest_s = held.config.clip_max_s
    if not 0 < length_s <= longest_s or (body.end_timestamp - now).total_seconds() > longest_s:
        raise ApiError(
            400,
            "INVALID_RANGE",
            "A clip ends after it begins",
            f"It lasts {longest_s:g} s at most, and ends no later than that from now",
        )
    async with held.database.transaction() as conn:
        order = await _order(conn, held, principal.user_id, body, now)
        if await jobs.count_open(conn, principal.user_id) >= MOST_OPEN:
            raise ApiError(429, "TOO_MANY_CLIPS", "Too many clips wait already; try again when some are made")
        job = await clip_orders.ask(
            conn, principal.user_id, order, now=now, timeout_s=held.config.clip_timeout_s
        )
    await _wake(held)
    await job_news.tell(held.redis, job)
    ahead_s = max((order.end - now).total_seconds(), 0.0)
    return Created(job_id=job.id, estimated_duration=round(ahead_s + 1 + length_s / MADE_AT, 1))


@router.get("/status/{job_id}", response_model_exclude_none=True)
async def clip_status(job_id: UUID, principal: Reader, held: Held, response: Response) -> ClipStatus:
    """How far a clip is; a finished one with its place in S3, a failed one with its reason."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        job = await jobs.get(conn, principal.user_id, job_id)
    if job is None or job.kind != KIND:
        raise _no_job()
    return ClipStatus.model_validate(_status(job))


@router.get("/jobs", response_model_exclude_none=True)
async def list_clip_jobs(
    principal: Reader, held: Held, response: Response, limit: Limit = 50, cursor: CursorParam = None
) -> Page[ClipJob]:
    """The clips that you or your rules asked for, newest first: those that are made, wait, or failed."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await jobs.latest(
            conn, principal.user_id, KIND, cursor=decode_cursor(cursor), limit=limit + 1
        )
    page = found[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[ClipJob](items=[_info(job) for job in page], next_cursor=following)


@router.post("/cancel/{job_id}", response_model_exclude_none=True)
async def cancel_clip(job_id: UUID, principal: Writer, held: Held) -> ClipStatus:
    """Stop making a clip. One that is done already stays as it is."""
    async with held.database.transaction() as conn:
        job = await jobs.cancel(conn, principal.user_id, job_id, "Cancelled")
        known = job or await jobs.get(conn, principal.user_id, job_id)
    if known is None or known.kind != KIND:
        raise _no_job()
    if job is not None:
        await job_news.tell(held.redis, job)
    return ClipStatus.model_validate(_status(known))


async def _order(conn: Connection, held: Resources, user_id: UUID, body: NewClip, now: datetime) -> ClipOrder:
    """What is asked for, once its source is known to be the user's.

    Raises:
        ApiError: 400 when it is not; 404 when nothing was recorded then.
    """
    start, end = body.start_timestamp, body.end_timestamp
    source = await _source(conn, held, user_id, body.video_source)
    if isinstance(source, segments.Segment):
        start, end = max(start, source.start_ts), min(end, source.end_ts)
    elif isinstance(source, clips.Clip):
        left_out = sum(
            (
                datetime.fromisoformat(gap["end"]) - datetime.fromisoformat(gap["start"])
                for gap in source.left_out
            ),
            timedelta(milliseconds=source.duration_ms),
        )
        start, end = max(start, source.start_ts), min(end, source.start_ts + left_out)
    if start >= end:
        raise _nothing()
    is_clip = isinstance(source, clips.Clip)
    camera_id = source.id if isinstance(source, cameras.Camera) else source.camera_id
    if not is_clip:
        assert camera_id is not None, "a recording is a camera's"
        found = await footage.look(conn, user_id, camera_id, start, end, now)
        if found.is_known and not found.segments:
            raise _nothing()
    return ClipOrder(
        start=start,
        end=end,
        camera_id=None if is_clip else camera_id,
        clip_id=source.id if is_clip else None,
        labels=tuple(dict.fromkeys(body.labels)),
        exact=body.exact,
    )


async def _source(
    conn: Connection, held: Resources, user_id: UUID, named: str
) -> cameras.Camera | segments.Segment | clips.Clip:
    """The camera, recording or clip that a text names.

    Raises:
        ApiError: 400 INVALID_SOURCE: it is none, or somebody else's.
    """
    found: cameras.Camera | segments.Segment | clips.Clip | None = None
    if named.startswith(f"s3://{held.config.s3_bucket}/"):
        found = await clips.by_uri(conn, user_id, named) or await segments.by_uri(conn, user_id, named)
    else:
        try:
            source_id = UUID(named)
        except ValueError:
            pass
        else:
            found = (
                await cameras.get(conn, user_id, source_id)
                or await segments.get(conn, user_id, source_id)
                or await clips.get(conn, user_id, source_id)
            )
    if found is None:
        raise ApiError(
            400,
            "INVALID_SOURCE",
            "This is no video source of yours",
            "videoSource is the id of a camera, of a recording or of a clip, or an s3:// URI of ours",
        )
    return found


async def _wake(held: Resources) -> None:
    try:
        await held.redis.publish(JOBS_CHANGED, "")
    except RedisError as error:
        # The supervisor looks each second anyway.
        log.debug("clip supervisor not woken", error=str(error))


def _status(job: Job) -> dict[str, object]:
    result = job.result or {}
    return {
        "status": job.status,
        "progress": round(job.progress, 3),
        "s3_uri": result.get("s3Uri"),
        "error": job.error,
        "error_code": job.error_code,
        "clip_id": result.get("clipId"),
    }


def _info(job: Job) -> ClipJob:
    order = ClipOrder.of(job)
    return ClipJob.model_validate(
        {
            **_status(job),
            "job_id": job.id,
            "camera_id": order.camera_id,
            "start_timestamp": order.start,
            "end_timestamp": order.end,
            "labels": list(order.labels),
            "automatic": order.automatic,
            "created_at": job.created_at,
        }
    )


def _no_job() -> ApiError:
    return ApiError(404, "JOB_NOT_FOUND", "There is no such job")


def _nothing() -> ApiError:
    return ApiError(404, CLIP_FAILED, "Failed to create clip", NOT_FOUND)
