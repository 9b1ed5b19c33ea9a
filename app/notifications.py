"""What you should know: the list of it, read and unread. Who is told outside of the app is in `app/receivers.py`."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, Field, NonNegativeInt, field_serializer

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held
from db import notifications
from db.notifications import Notification
from pawsight.messages import Wire, rfc3339

router = APIRouter(
    prefix="/api/notifications", tags=["notifications"], responses=documented(400, 401, 403, 404, 503, 504)
)


class NotificationInfo(Wire):
    """Something you should know. `code` is stable, `text` is for people."""

    id: UUID
    level: Literal["info", "warning", "error"]
    code: str = Field(examples=["ROUTINE"])
    text: str = Field(examples=["Time for a walk"])
    camera_id: UUID | None
    created_at: AwareDatetime
    read_at: AwareDatetime | None

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("read_at")
    def _read_at(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class Unread(Wire):
    """How many you have not read."""

    count: NonNegativeInt = Field(examples=[2])


class AllRead(Wire):
    """Up to when you have seen them; left out: now."""

    until: Annotated[AwareDatetime | None, Field(description="of the newest that you saw")] = None


@router.get("")
async def list_notifications(
    principal: Reader,
    held: Held,
    response: Response,
    unread: Annotated[bool, Query(description="only those that you have not read")] = False,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> Page[NotificationInfo]:
    """What you should know, newest first; for half a year."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await notifications.before(
            conn, principal.user_id, unread=unread, cursor=decode_cursor(cursor), limit=limit + 1
        )
    page = found[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[NotificationInfo](items=[_info(one) for one in page], next_cursor=following)


@router.get("/unread")
async def count_unread(principal: Reader, held: Held, response: Response) -> Unread:
    """How many you have not read."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        return Unread(count=await notifications.count_unread(conn, principal.user_id))


@router.post("/read", status_code=204)
async def read_all(body: AllRead, principal: Writer, held: Held) -> None:
    """You have read all of them, up to a moment: what came since stays unread."""
    async with held.database.transaction() as conn:
        await notifications.mark_all_read(conn, principal.user_id, body.until or datetime.now(UTC))


@router.post("/{notification_id}/read")
async def read_one(notification_id: UUID, principal: Writer, held: Held) -> NotificationInfo:
    """You have read one."""
    async with held.database.transaction() as conn:
        found = await notifications.mark_read(conn, principal.user_id, notification_id)
    if found is None:
        raise ApiError(404, "NOTIFICATION_NOT_FOUND", "There is no such notification")
    return _info(found)


def _info(row: Notification) -> NotificationInfo:
    return NotificationInfo(
        id=row.id,
        level=row.level,
        code=row.code,
        text=row.text,
        camera_id=row.camera_id,
        created_at=row.created_at,
        read_at=row.read_at,
    )
