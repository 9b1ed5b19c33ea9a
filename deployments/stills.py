"""Single pictures in full size: the live one out of the camera's actor, any other out of the recording."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from ray.actor import ActorHandle
from ray.exceptions import RayError

from db.pool import Database
from db.segments import Segment
from deployments import footage
from deployments.footage import NotHereYet, work_folder
from pawsight import recordings
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.errors import ClipError, NothingRecorded
from video.feed import Feed, Picture, encode
from video.packets import TICKS_HZ, to_ticks
from video.pieces import Piece
from video.segment_file import PART
from video.stills import Still, still

log = structlog.get_logger()

LIVE_QUALITY: Final = 92
LONGEST_WAIT_S: Final = 12.0
LOOK_EVERY_S: Final = 0.25

SAME_TICKS: Final = TICKS_HZ // 500
"""A page knows a picture's time to the millisecond."""

BESIDE: Final = timedelta(seconds=0.25)
"""The picture of a moment lies so near to it, or the camera is a very slow one."""


@dataclass(frozen=True, slots=True)
class LiveStill:
    """The newest picture as JPEG. is_full: in the size that the camera sends, not scaled down for the page."""

    picture: Picture
    is_full: bool


class StillDoor:
    """What an actor with a `Feed` is asked for single pictures."""

    _feed: Feed | None
    _config: Settings

    async def live_still(self) -> LiveStill | None:
        """The newest picture, encoded for keeping; None while there is none."""
        feed = self._feed
        frame = feed.newest.latest if feed is not None else None
        if feed is None or frame is None:
            return None
        picture = await asyncio.to_thread(encode, frame, LIVE_QUALITY)
        is_full = frame.width < self._config.camera_width or (
            feed.format is not None and feed.format.video.width <= self._config.camera_width
        )
        return LiveStill(picture, is_full)


async def recorded_still(
    user_id: UUID,
    camera_id: UUID,
    at: datetime,
    *,
    camera: ActorHandle | None,
    config: Settings,
    database: Database,
    objects: ObjectStore,
) -> Still:
    """The picture that a user's camera captured at a moment; of a moment ago too, as soon as it can be read.

    camera: its actor, which is asked to close the segment that holds the moment.

    Raises:
        NothingRecorded: there is none, or its segment did not come within 12 s.
        PieceUnreadable: it can't be decoded.
        ObjectStoreUnavailable: its segment lies in S3, which is away.
    """
    until = time.monotonic() + LONGEST_WAIT_S
    while True:
        written = await asyncio.to_thread(_of_unfinished, config.data_dir, camera_id, to_ticks(at))
        if written is not None:
            return written
        async with database.connection() as conn:
            found = await footage.look(conn, user_id, camera_id, at - BESIDE, at + BESIDE, datetime.now(UTC))
        if found.is_known:
            try:
                return await _decode(found.segments, at, config, objects)
            except NotHereYet:
                log.info("a still waits for its segment's upload", camera=str(camera_id))
        elif camera is not None:
            await _finish_segment(camera, at)
            camera = None
        if time.monotonic() > until:
            raise NothingRecorded("its recording is not there yet")
        await asyncio.sleep(LOOK_EVERY_S)


def _of_unfinished(data_dir: Path, camera_id: UUID, at: int) -> Still | None:
    """The very picture of a moment (ticks), if a segment that is being written on this node holds it already."""
    folder = data_dir / recordings.FOLDER / str(camera_id)
    pieces = [
        Piece(path, ticks)
        for path in folder.glob(f"*.mp4{PART}")
        if (ticks := int(path.name.removesuffix(f".mp4{PART}"))) <= at
    ]
    try:
        found = still(pieces, at)
    except ClipError:
        return None
    return found if abs(found.captured - at) <= SAME_TICKS else None


async def _finish_segment(camera: ActorHandle, at: datetime) -> None:
    try:
        await asyncio.wait_for(camera.finish_recording.remote(at), LONGEST_WAIT_S)
    except (RayError, TimeoutError) as error:
        log.info("the camera closes its segment later", error=str(error))


async def _decode(found: Sequence[Segment], at: datetime, config: Settings, objects: ObjectStore) -> Still:
    with tempfile.TemporaryDirectory(dir=work_folder(config.data_dir), ignore_cleanup_errors=True) as name:
        pieces = await footage.fetch(found, Path(name), config.data_dir, objects)
        return await asyncio.to_thread(still, pieces, to_ticks(at))
