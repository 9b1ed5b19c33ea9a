"""The picture of a moment: what a camera shows now, or what it showed then."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.errors import ApiError
from app.resources import Resources
from deployments import moments
from deployments.moments import Seen


async def picture_of(held: Resources, user_id: UUID, camera_id: UUID, at: datetime | None) -> Seen:
    """The picture of a moment, or the newest.

    Raises:
        ApiError: 400 PICTURE_IN_FUTURE.
        CameraSilent: the newest was asked for, and there is none.
        NothingRecorded: nothing was, at that moment.
    """
    if at is not None and at > datetime.now(UTC) + timedelta(seconds=1):
        raise ApiError(400, "PICTURE_IN_FUTURE", "A picture can't be later than now")
    return await moments.picture_of(
        user_id, camera_id, at, config=held.config, database=held.database, objects=held.objects
    )
