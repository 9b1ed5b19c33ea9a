"""Lists: `{"items": [...], "nextCursor": "..." | null}`, by `?limit=` and `?cursor=`."""

import base64
import binascii
import json
from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Query

from app.errors import ApiError
from pawsight.messages import Wire

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=500, description="how many items at most")]
CursorParam = Annotated[str | None, Query(max_length=200, description="`nextCursor` of the page before")]


class Page(Wire, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None


def encode_cursor(moment: datetime, row_id: UUID) -> str:
    """The key of the last row of a page, as text that a client hands back untouched."""
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), str(row_id)]).encode()).decode()


def decode_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The key that a cursor holds.

    Raises:
        ApiError: 400 INVALID_CURSOR.
    """
    if cursor is None:
        return None
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        key = datetime.fromisoformat(moment), UUID(row_id)
        if key[0].tzinfo is None:
            raise ValueError(moment)
    except (binascii.Error, ValueError, TypeError, AttributeError) as error:
        raise ApiError(
            400, "INVALID_CURSOR", "This cursor is not one of ours", "Begin without a cursor"
        ) from error
    return key
