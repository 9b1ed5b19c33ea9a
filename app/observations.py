"""What was seen and heard while a camera was recorded: read from beside its segments, no model is asked again."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, Field, NonNegativeInt, field_serializer

from app.auth import Reader
from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.resources import Held
from db import segments
from deployments.kept_observations import kept
from deployments.observation_file import HeardWindow, Observations, Seen
from deployments.wire import as_action, as_detected, as_keypoint
from pawsight.messages import Action, Detected, Keypoint, SoundLabel, Wire, rfc3339

router = APIRouter(
    prefix="/api/cameras/{camera_id}/observations",
    tags=["recordings"],
    responses=documented(400, 401, 403, 404, 503, 504),
)

LONGEST: Final = timedelta(hours=1)
MOST_MOMENTS: Final = 1000
MOST_SEGMENTS: Final = 60
"""Files that one answer is read from: six minutes, of which every frame may be empty."""


class ObservedFrame(Wire):
    """What was seen in a frame, as the `frame` message told it live. `seq` is the frame's, too."""

    seq: NonNegativeInt
    capture_ts: AwareDatetime
    detections: list[Detected]
    keypoints: list[Keypoint]
    actions: list[Action]
    objects: list[Detected]

    @field_serializer("capture_ts")
    def _capture_ts(self, moment: datetime) -> str:
        return rfc3339(moment)


class ObservedSound(Wire):
    """What about a second of sound was like, as the `sound` message told it live."""

    at: AwareDatetime
    duration_ms: int
    top: list[SoundLabel]

    @field_serializer("at")
    def _at(self, moment: datetime) -> str:
        return rfc3339(moment)


class ObservationsPage(Wire):
    """What is known of a time. A frame that is not here was not analysed; an empty one showed nothing."""

    frames: list[ObservedFrame]
    sounds: list[ObservedSound]
    next_from: Annotated[
        AwareDatetime | None, Field(description="there is more: ask again from here; null: this is all")
    ]

    @field_serializer("next_from")
    def _next_from(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat().replace("+00:00", "Z")


@router.get("", response_model=ObservationsPage)
async def list_observations(
    camera_id: UUID,
    principal: Reader,
    held: Held,
    from_: Annotated[
        AwareDatetime | None, Query(alias="from", description="left out: a minute before")
    ] = None,
    to: Annotated[AwareDatetime | None, Query(description="left out: now")] = None,
    limit: Annotated[
        int, Query(ge=1, le=MOST_MOMENTS, description="how many frames and sounds at most")
    ] = 500,
) -> Response:
    """What was seen and heard in a time of up to an hour, oldest first: boxes, points, actions, sounds.

    It is kept with the recording, and goes with it. Of the segment that is being recorded nothing is there yet.
    """
    end = to or datetime.now(UTC)
    start = from_ or end - timedelta(minutes=1)
    if not timedelta(0) < end - start <= LONGEST:
        raise ApiError(400, "INVALID_RANGE", "`from` must be before `to`, by an hour at most")
    await owned_camera(held, principal.user_id, camera_id)
    async with held.database.connection() as conn:
        rows = await segments.overlapping(
            conn, principal.user_id, camera_id, start, end, limit=MOST_SEGMENTS + 1
        )
    found = Observations()
    for row in rows[:MOST_SEGMENTS]:
        of_segment = await kept(row, start, end, held.config.data_dir, held.objects)
        found.seen.extend(of_segment.seen)
        found.heard.extend(of_segment.heard)
        if len(found.seen) + len(found.heard) > limit:
            until = row.end_ts
            break
    else:
        until = rows[MOST_SEGMENTS].start_ts if len(rows) > MOST_SEGMENTS else end
    moments = sorted({one.at for one in found.seen} | {one.at for one in found.heard})
    # Between two moments, so that none is told twice or not at all.
    until = min([until, end, *islice(moments, limit, limit + 1)])
    # Written here and not by FastAPI, which would do so on the event loop: that is up to a megabyte.
    content = await asyncio.to_thread(_as_json, found, until, end)
    return Response(content, media_type="application/json")


def _as_json(found: Observations, until: datetime, end: datetime) -> str:
    return ObservationsPage(
        frames=[_frame(one) for one in found.seen if one.at < until],
        sounds=[_sound(one) for one in found.heard if one.at < until],
        next_from=None if until == end else until,
    ).model_dump_json(by_alias=True)


def _frame(seen: Seen) -> ObservedFrame:
    return ObservedFrame(
        seq=seen.seq,
        capture_ts=seen.at,
        detections=[as_detected(one) for one in seen.living],
        keypoints=[as_keypoint(one) for one in seen.points],
        actions=[as_action(one) for one in seen.actions],
        objects=[as_detected(one) for one in seen.things],
    )


def _sound(heard: HeardWindow) -> ObservedSound:
    return ObservedSound(
        at=heard.at,
        duration_ms=heard.duration // timedelta(milliseconds=1),
        top=[SoundLabel(label=one.label, probability=round(one.probability, 3)) for one in heard.top],
    )
