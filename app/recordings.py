"""What is recorded of a camera and what is missing: the ledger, with URLs to play it by."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader
from app.cameras import owned_camera, status_of
from app.errors import ApiError, documented
from app.resources import Held, Resources
from db import gaps, segments
from db.cameras import Camera
from pawsight.messages import Wire, rfc3339
from pawsight.recordings import GapReason, segment_key
from video.packets import to_datetime

router = APIRouter(
    prefix="/api/cameras/{camera_id}/recordings",
    tags=["recordings"],
    responses=documented(400, 401, 403, 404, 503, 504),
)

LONGEST: Final = timedelta(days=7)
MOST_SEGMENTS: Final = 2000
MOST_GAPS: Final = 2000

STALE: Final = timedelta(seconds=5)
"""An answer up to a moment that is longer ago says nothing of now."""


class RecordedSegment(Wire):
    """A few seconds of video. They follow each other without a hole, unless a gap says so."""

    id: UUID
    start_ts: AwareDatetime
    end_ts: AwareDatetime
    duration_ms: int
    size_bytes: int
    url: Annotated[str, Field(description="plays it; good for an hour")]

    @field_serializer("start_ts", "end_ts")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)


class RecordingGap(Wire):
    """A time without a recording."""

    start_ts: AwareDatetime
    end_ts: Annotated[AwareDatetime | None, Field(description="null while it lasts")]
    reason: GapReason
    detail: str | None

    @field_serializer("start_ts", "end_ts")
    def _times(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class Recordings(Wire):
    """The ledger of a time: each moment of it is in a segment, in a gap, or still being recorded."""

    segments: list[RecordedSegment]
    gaps: list[RecordingGap]
    next_from: Annotated[
        AwareDatetime | None, Field(description="there is more: ask again from here; null: this is all")
    ]

    @field_serializer("next_from")
    def _next_from(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat().replace("+00:00", "Z")


class RecordingStorage(Wire):
    """How much is kept of a camera, and how much may be."""

    segments: int
    bytes: int
    waiting_bytes: Annotated[int, Field(description="on the node's disk, not in S3 yet")]
    since: Annotated[AwareDatetime | None, Field(description="when the oldest segment begins")]
    until: Annotated[AwareDatetime | None, Field(description="when the newest segment ends")]
    most_bytes: int
    most_days: float

    @field_serializer("since", "until")
    def _times(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


@router.get("")
async def list_recordings(
    camera_id: UUID,
    principal: Reader,
    held: Held,
    from_: Annotated[
        AwareDatetime | None, Query(alias="from", description="left out: an hour before")
    ] = None,
    to: Annotated[AwareDatetime | None, Query(description="left out: now")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_SEGMENTS, description="how many segments at most")] = 500,
) -> Recordings:
    """What is recorded in a time of up to a week, and what is missing and why; oldest first."""
    end = to or datetime.now(UTC)
    start = from_ or end - timedelta(hours=1)
    if not timedelta(0) < end - start <= LONGEST:
        raise ApiError(400, "INVALID_RANGE", "`from` must be before `to`, by a week at most")
    camera = await owned_camera(held, principal.user_id, camera_id)
    async with held.database.connection() as conn:
        found = await segments.overlapping(conn, principal.user_id, camera_id, start, end, limit=limit + 1)
        page = found[:limit]
        until = page[-1].end_ts if len(found) > limit else end
        missing = await gaps.between(conn, principal.user_id, camera_id, start, until, limit=MOST_GAPS + 1)
    if len(missing) > MOST_GAPS:
        until = missing[MOST_GAPS].start_ts
        missing = missing[:MOST_GAPS]
        page = [one for one in page if one.start_ts < until]
    if until == end and end > datetime.now(UTC) - STALE and not any(one.end_ts is None for one in missing):
        since = max([start, *(one.end_ts for one in page), *(one.end_ts for one in missing if one.end_ts)])
        missing += await _unwritten(held, camera, since)
    return Recordings(
        # Signing thousands of URLs would hold everybody up.
        segments=await asyncio.to_thread(lambda: [_segment(held, one) for one in page]),
        gaps=[
            RecordingGap(start_ts=one.start_ts, end_ts=one.end_ts, reason=one.reason, detail=one.detail)
            for one in missing
        ],
        next_from=None if until == end else until,
    )


@router.get("/storage")
async def recording_storage(camera_id: UUID, principal: Reader, held: Held) -> RecordingStorage:
    """How much of a camera is kept."""
    await owned_camera(held, principal.user_id, camera_id)
    async with held.database.connection() as conn:
        stored = await segments.stored(conn, camera_id, principal.user_id)
    return RecordingStorage(
        segments=stored.count,
        bytes=stored.size_bytes,
        waiting_bytes=stored.waiting_bytes,
        since=stored.since,
        until=stored.until,
        most_bytes=held.config.recording_bytes,
        most_days=held.config.recording_days,
    )


async def _unwritten(held: Resources, camera: Camera, since: datetime) -> list[gaps.Gap]:
    """The gap that a camera is in though no row says so: its process is dead, or the row is on its way."""
    recording = (await status_of(held, camera)).recording
    if recording is None or recording.state == "recording" or recording.reason is None:
        return []
    start = datetime.fromisoformat(recording.since) if recording.since else since
    return [gaps.Gap(camera.id, max(start, since), None, recording.reason, recording.detail)]


def _segment(held: Resources, row: segments.Segment) -> RecordedSegment:
    # By its key in S3, where it will be soon if it is not yet: until then the web door looks on its own disk.
    ticks = row.start_ticks
    key = segment_key(row.camera_id, ticks, to_datetime(ticks).date())
    return RecordedSegment(
        id=row.id,
        start_ts=row.start_ts,
        end_ts=row.end_ts,
        duration_ms=row.duration_ms,
        size_bytes=row.size_bytes,
        url=held.media.url(key),
    )
