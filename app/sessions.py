"""Sessions: what was seen at a stretch, what you began, and days; with what the coach says of them."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held
from coaching.schemas import SUMMARY_EXAMPLE, SummaryResponse
from db import sessions
from db.errors import ConstraintViolated
from pawsight.messages import Wire, rfc3339

router = APIRouter(
    prefix="/api/sessions", tags=["coach"], responses=documented(400, 401, 403, 404, 409, 503, 504)
)

EXAMPLE: Final = {
    "id": "0199e1b2-7c1d-7a52-b6ff-5f0c2f6f8a11",
    "kind": "owner",
    "startedAt": "2025-10-24T10:30:00.000Z",
    "endedAt": "2025-10-24T10:52:00.000Z",
    "goal": "sit",
    "summary": SUMMARY_EXAMPLE,
}


class NewSession(Wire):
    """A session that you begin now."""

    goal: Annotated[str | None, Field(min_length=1, max_length=100, examples=["sit"])] = None


class SessionInfo(Wire):
    """One session. `seen` by the cameras, begun by the `owner`, or a whole `day`."""

    id: UUID
    kind: sessions.Kind
    started_at: AwareDatetime
    ended_at: Annotated[AwareDatetime | None, Field(description="null while it goes on")]
    goal: str | None
    summary: Annotated[
        SummaryResponse | None, Field(description="written within some minutes of its end; null before")
    ]

    @field_serializer("started_at", "ended_at")
    def _time(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


@router.get(
    "",
    responses={200: {"content": {"application/json": {"example": {"items": [EXAMPLE], "nextCursor": None}}}}},
)
async def list_sessions(
    principal: Reader,
    held: Held,
    kind: Annotated[sessions.Kind | None, Query(description="all when left out")] = None,
    limit: Limit = 100,
    cursor: CursorParam = None,
) -> Page[SessionInfo]:
    """Your sessions, newest first."""
    async with held.database.connection() as conn:
        found = await sessions.before(
            conn, principal.user_id, kind=kind, cursor=decode_cursor(cursor), limit=limit + 1
        )
    page = found[:limit]
    following = encode_cursor(page[-1].started_at, page[-1].id) if len(found) > limit else None
    return Page[SessionInfo](items=[_info(one) for one in page], next_cursor=following)


@router.post("", status_code=201)
async def begin_session(body: NewSession, principal: Writer, held: Held) -> SessionInfo:
    """Begin a session. One goes on at a time."""
    try:
        async with held.database.connection() as conn:
            return _info(await sessions.begin(conn, principal.user_id, datetime.now(UTC), body.goal))
    except ConstraintViolated as error:
        if error.constraint == sessions.ONE_OPEN:
            raise ApiError(409, "SESSION_OPEN", "A session goes on already", "End it first") from error
        raise


@router.post("/{session_id}/end")
async def end_session(session_id: UUID, principal: Writer, held: Held) -> SessionInfo:
    """End a session of yours. Its summary is written within some minutes; one that has ended stays as it is."""
    async with held.database.connection() as conn:
        ended = await sessions.end(conn, principal.user_id, session_id, datetime.now(UTC))
        found = ended or await sessions.get(conn, principal.user_id, session_id)
    if found is None:
        raise ApiError(404, "SESSION_NOT_FOUND", "There is no such session")
    return _info(found)


def _info(session: sessions.Session) -> SessionInfo:
    return SessionInfo(
        id=session.id,
        kind=session.kind,
        started_at=session.started_at,
        ended_at=session.ended_at,
        goal=session.goal,
        summary=None if session.summary is None else SummaryResponse.model_validate(session.summary),
    )
