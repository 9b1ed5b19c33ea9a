"""`POST /coach/...`: advice and answers out of your own events, as the contract says.

What a request tells of events and metrics decides what is looked at; what is said of it comes from the database.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.auth import Reader
from app.errors import documented
from app.resources import Held, Resources
from coaching import rules, weights
from coaching.coach import Coach
from coaching.digest import Digest
from coaching.periods import period_of
from coaching.schemas import (
    CHAT_EXAMPLE,
    SUMMARY_EXAMPLE,
    TIPS_EXAMPLE,
    ChatRequest,
    ChatResponse,
    SummaryRequest,
    SummaryResponse,
    TipsRequest,
    TipsResponse,
    ToldEvent,
)
from deployments.coach_digest import read_digest, zone_of
from deployments.coach_writer import ServedWriter

router = APIRouter(prefix="/coach", tags=["coach"], responses=documented(400, 401, 403, 413, 503, 504))

LATELY: Final = timedelta(hours=1)
"""How far a tip looks back."""

EVENT_STREAM: Final = "text/event-stream"


def _example(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {"application/json": {"example": example}}}}


@router.post("/tips", responses=_example(TIPS_EXAMPLE))
async def coach_tips(body: TipsRequest, principal: Reader, held: Held) -> TipsResponse:
    """One thing to do now, by what your dog does and did in the last hour."""
    now = datetime.now(UTC)
    zone = await zone_of(held.database, principal.user_id)
    digest = await read_digest(
        held.database,
        principal.user_id,
        zone,
        now - LATELY,
        now,
        "in the last hour",
        event_ids=_ids(body.recent_events),
    )
    return await _coach(held).tips(body, digest)


@router.post("/summary", responses=_example(SUMMARY_EXAMPLE))
async def coach_summary(body: SummaryRequest, principal: Reader, held: Held) -> SummaryResponse:
    """What a session came to, beside as long a time before it."""
    zone = await zone_of(held.database, principal.user_id)
    digest = await read_digest(
        held.database,
        principal.user_id,
        zone,
        body.session_start,
        body.session_end,
        "in this session",
        compared=True,
    )
    return await _coach(held).summary(body, digest)


@router.post(
    "/chat",
    response_model=ChatResponse,
    responses={
        200: {
            "description": "With `Accept: text/event-stream` the answer comes as it is written: `sentence` events with "
            "`{text}`, and last an `answer` event with the whole of it",
            "content": {
                "application/json": {"example": CHAT_EXAMPLE},
                EVENT_STREAM: {"schema": {"type": "string"}},
            },
        }
    },
)
async def coach_chat(
    body: ChatRequest, request: Request, principal: Reader, held: Held
) -> ChatResponse | Response:
    """Answer a question about your dog. It is about the last 24 hours, unless it names another time."""
    digest = await _asked_about(held, principal.user_id, body)
    coach = _coach(held)
    if EVENT_STREAM in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_events(coach, body, digest), media_type=EVENT_STREAM, headers=headers)
    return await coach.chat(body, digest)


async def _asked_about(held: Resources, user_id: UUID, body: ChatRequest) -> Digest:
    zone = await zone_of(held.database, user_id)
    period = period_of(body.question, datetime.now(UTC), zone)
    return await read_digest(
        held.database,
        user_id,
        zone,
        period.start,
        period.end,
        period.name,
        types=rules.wish_of(body.question).behaviours,
        event_ids=_ids(body.context.events),
    )


async def _events(coach: Coach, body: ChatRequest, digest: Digest) -> AsyncIterator[str]:
    async with aclosing(coach.chat_pieces(body, digest)) as pieces:
        async for piece in pieces:
            if isinstance(piece, ChatResponse):
                yield f"event: answer\ndata: {piece.model_dump_json(by_alias=True)}\n\n"
            else:
                yield f"event: sentence\ndata: {json.dumps({'text': piece})}\n\n"


def _coach(held: Resources) -> Coach:
    alone = held.config.coach_model == weights.OFF
    return Coach(None if alone else ServedWriter(), held.config.coach_deadline_s)


def _ids(events: Sequence[ToldEvent]) -> list[UUID]:
    return [one.id for one in events if one.id is not None]
