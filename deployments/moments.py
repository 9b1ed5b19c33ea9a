"""The picture of a moment: what a camera shows now, or what it showed then."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from ray.actor import ActorHandle
from ray.exceptions import RayError

from db.pool import Database
from deployments.camera_names import find_actor
from deployments.stills import LiveStill, recorded_still
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.errors import CameraSilent, NothingRecorded
from video.frames import Image
from video.packets import to_datetime
from vision.image import decode_image

log = structlog.get_logger()

ACTOR_TIMEOUT_S: Final = 5.0

SAME: Final = timedelta(milliseconds=2)
"""A page knows a picture's time to the millisecond."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture and when it was captured."""

    image: Image
    captured_at: datetime


async def picture_of(
    user_id: UUID,
    camera_id: UUID,
    at: datetime | None,
    *,
    config: Settings,
    database: Database,
    objects: ObjectStore,
) -> Seen:
    """The picture of a moment that is past, or the newest.

    Raises:
        CameraSilent: the newest was asked for, and there is none.
        NothingRecorded: nothing was, at that moment.
        PieceUnreadable, ObjectStoreUnavailable, DatabaseError: it can't be read now.
    """
    camera = await asyncio.to_thread(find_actor, camera_id)
    live = await _live(camera)
    if live is not None and at is not None and abs(live.picture.captured_at - at) > SAME:
        live = None
    if live is None and at is None:
        raise CameraSilent("see its `status.reason`")
    if live is None or not live.is_full:
        moment = live.picture.captured_at if live else at
        assert moment is not None, "either is there"
        try:
            found = await recorded_still(
                user_id,
                camera_id,
                moment,
                camera=camera,
                config=config,
                database=database,
                objects=objects,
            )
            return Seen(found.image, to_datetime(found.captured))
        except NothingRecorded:
            # It is not recorded: the live picture, scaled down, is better than none.
            if live is None:
                raise
    jpeg = live.picture.jpeg
    image = await asyncio.to_thread(
        decode_image, jpeg, max_bytes=len(jpeg), max_pixels=live.picture.width * live.picture.height
    )
    return Seen(image, live.picture.captured_at)


async def _live(camera: ActorHandle | None) -> LiveStill | None:
    if camera is None:
        return None
    try:
        found: LiveStill | None = await asyncio.wait_for(camera.live_still.remote(), ACTOR_TIMEOUT_S)
    except (RayError, TimeoutError) as error:
        log.warning("no live picture", error=type(error).__name__)
        return None
    return found
