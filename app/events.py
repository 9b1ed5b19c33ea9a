"""What happened: the list, the last hundred, and events that a client adds."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, Field, NonNegativeInt, field_validator

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held
from db import events
from pawsight.ids import new_id
from pawsight.messages import Event, Wire

router = APIRouter(prefix="/api/events", tags=["events"], responses=documented(400, 401, 403, 503, 504))

EXAMPLE = {
    "id": "0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11",
    "ts": "2025-10-24T10:30:00.000Z",
    "type": "enter_frame",
    "data": {"cameraId": "0199e1b2-0000-7000-8000-000000000001", "trackId": 3, "confidence": 0.91},
    "videoTsMs": None,
}

LONGEST_DATA = 16_000


class NewEvent(Wire):
    """An event that a client saw itself. `id` makes a retry the same event; `ts` is now when it is left out."""

    id: UUID | None = None
    ts: AwareDatetime | None = None
    type: str = Field(min_length=1, max_length=100, pattern=r"^[a-z][a-z0-9_]*$", examples=["mark"])
    data: dict[str, Any] = Field(default_factory=dict, examples=[{"note": "first time on the couch"}])
    video_ts_ms: NonNegativeInt | None = None

    @field_validator("data")
    @classmethod
    def _bounded(cls, data: dict[str, Any]) -> dict[str, Any]:
        if len(repr(data)) > LONGEST_DATA:
            raise ValueError(f"at most {LONGEST_DATA} characters")
        return data


@router.get("", responses={200: {"content": {"application/json": {"example": {"items": [EXAMPLE]}}}}})
async def list_events(
    principal: Reader,
    held: Held,
    event_type: Annotated[str | None, Query(alias="type", max_length=100)] = None,
    from_: Annotated[AwareDatetime | None, Query(alias="from", description="inclusive")] = None,
    to: Annotated[AwareDatetime | None, Query(description="exclusive")] = None,
    camera_id: Annotated[UUID | None, Query(alias="cameraId")] = None,
    limit: Limit = 100,
    cursor: CursorParam = None,
) -> Page[Event]:
    """Your events, newest first."""
    async with held.database.connection() as conn:
        found = await events.before(
            conn,
            principal.user_id,
            event_type=event_type,
            start=from_,
            end=to,
            camera_id=camera_id,
            cursor=decode_cursor(cursor),
            limit=limit + 1,
        )
    page = found[:limit]
    following = encode_cursor(page[-1].ts, page[-1].id) if len(found) > limit else None
    return Page[Event](items=page, next_cursor=following)


@router.get(
    "/recent",
    response_class=Response,
    responses={
        200: {
            "model": Page[Event],
            "content": {"application/json": {"example": {"items": [EXAMPLE], "nextCursor": None}}},
        }
    },
)
async def recent_events(principal: Reader, held: Held) -> Response:
    """Your last hundred events, newest first, from memory."""
    body = held.recent.cached(principal.user_id)
    if body is None:
        body = await held.recent.body(principal.user_id)
    return Response(body, media_type="application/json")


@router.post("", status_code=201)
async def add_event(body: NewEvent, principal: Writer, held: Held) -> Event:
    """Record an event. It is on disk when this answers, and in the database within a second or so."""
    now = datetime.now(UTC)
    moment = body.ts or now
    if moment > now + timedelta(minutes=5):
        raise ApiError(400, "EVENT_IN_FUTURE", "An event can't happen later than now")
    event = Event(
        id=body.id or new_id(),
        ts=moment,
        type=body.type,
        data=body.data,
        video_ts_ms=body.video_ts_ms,
    )
    await held.events.record(principal.user_id, event)
    return event
