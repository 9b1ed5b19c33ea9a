"""What lies beside a recorded segment, on this node's disk or in S3."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from db.segments import Segment
from deployments.observation_file import NoObservations, Observations, read
from pawsight import recordings
from pawsight.objects import ObjectMissing, ObjectStore
from video.packets import to_datetime

log = structlog.get_logger()

MOST_BYTES: Final = 8_000_000
"""Of a file: a hundred times what a dog leaves in ten seconds."""


async def kept(
    segment: Segment, start: datetime, end: datetime, data_dir: Path, objects: ObjectStore
) -> Observations:
    """What was seen and heard in a segment from start to end; nothing, if it is nowhere or can't be read.

    Raises:
        ObjectStoreUnavailable: S3 is away.
    """
    ticks = segment.start_ticks
    data: bytes | None = None
    if segment.uploaded_at is None:
        film = recordings.local_path(data_dir, segment.camera_id, ticks)
        data = await asyncio.to_thread(_bytes_of, recordings.observations_path(film))
    if data is None:
        key = recordings.segment_key(segment.camera_id, ticks, to_datetime(ticks).date())
        try:
            data = await objects.read(recordings.observations_key(key), 0, MOST_BYTES - 1)
        except ObjectMissing:
            return Observations()
    try:
        return await asyncio.to_thread(read, data, start, end)
    except NoObservations as error:
        log.warning("observations can't be read", segment=str(segment.id), error=str(error))
        return Observations()


def _bytes_of(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError:
        return None
