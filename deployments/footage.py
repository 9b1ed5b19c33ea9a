"""What was recorded in a time: how much of it is known yet, and its files, fetched to this node."""

import asyncio
import contextlib
import os
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

import structlog

from db import gaps, segments
from db.clip_orders import PATIENCE
from db.clips import Clip
from db.pool import Connection
from db.segments import Segment
from pawsight import recordings
from pawsight.objects import ObjectMissing, ObjectStore, ObjectStoreUnavailable
from video.packets import TICKS_HZ, to_datetime, to_ticks
from video.pieces import Piece

log = structlog.get_logger()

T = TypeVar("T")

SEAM: Final = timedelta(milliseconds=20)
"""A hole between two rows that is shorter is none: times are rounded."""

STALE_S: Final = 3600.0
"""A working folder that nobody has touched for so long belongs to a worker that was killed."""

AT_ONCE: Final = 4
MOST_SEGMENTS: Final = 1000
MOST_GAPS: Final = 1000

PAUSES_S: Final = (2.0, 6.0, 18.0)
"""Before the first, second and third further try of what S3 did not do."""


class NotHereYet(Exception):
    """A segment lies on another node's disk still; it will be uploaded."""


@dataclass(frozen=True, slots=True)
class Footage:
    """The segments of a camera from `start` to `end`, and up to when it is known whether there are any."""

    start: datetime
    end: datetime
    segments: tuple[Segment, ...]
    known_until: datetime

    @property
    def is_known(self) -> bool:
        """All of the time is in a segment, in a gap, or too long ago for either to come."""
        return self.known_until >= self.end

    @property
    def known(self) -> float:
        """The share of the time that is known, 0..1."""
        return max(0.0, min(1.0, (self.known_until - self.start) / (self.end - self.start)))


async def look(
    conn: Connection, user_id: UUID, camera_id: UUID, start: datetime, end: datetime, now: datetime
) -> Footage:
    """Find out what was recorded of a user's camera."""
    found = await segments.overlapping(conn, user_id, camera_id, start, end, limit=MOST_SEGMENTS)
    missing = await gaps.between(conn, user_id, camera_id, start, end, limit=MOST_GAPS)
    # Before its first row a camera was not there; of a gap that lasts, what comes later is known later.
    begins = await gaps.begins(conn, camera_id)
    accounted = [(start, begins)] if begins is not None and begins > start else []
    accounted += [(one.start_ts, one.end_ts) for one in found]
    accounted += [(one.start_ts, one.end_ts or now) for one in missing]
    return Footage(start, end, tuple(found), known_until(start, end, accounted, now))


def known_until(
    start: datetime, end: datetime, accounted: Sequence[tuple[datetime, datetime]], now: datetime
) -> datetime:
    """Up to when a time is accounted for, at most `end`. What nobody accounts for in 90 s nobody ever will."""
    known = start
    for begins, ends in sorted(accounted):
        if begins - known > SEAM and begins > now - PATIENCE:
            break
        known = max(known, ends)
    if end - known <= SEAM or end <= now - PATIENCE:
        return end
    return min(max(known, min(now - PATIENCE, end)), end)


async def fetch(
    found: Sequence[Segment],
    folder: Path,
    data_dir: Path,
    objects: ObjectStore,
    progress: Callable[[float], None] = lambda _: None,
) -> list[Piece]:
    """Bring segments to a folder of ours, which is on the disk of the data folder; those that are gone are left out.

    Raises:
        NotHereYet: one of them lies on another node's disk.
        ObjectStoreUnavailable: S3 is away, and stayed away.
    """
    slots = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def bring(segment: Segment) -> Piece | None:
        nonlocal done
        async with slots:
            piece = await _bring(segment, folder, data_dir, objects)
        done += 1
        progress(done / len(found))
        return piece

    pieces = await asyncio.gather(*(bring(segment) for segment in found))
    return [piece for piece in pieces if piece is not None]


async def fetch_clip(clip: Clip, folder: Path, objects: ObjectStore) -> list[Piece]:
    """Bring a clip to a folder, as pieces of what it was cut out of.

    Raises:
        ObjectMissing: it was deleted meanwhile.
        ObjectStoreUnavailable: S3 is away, and stayed away.
    """
    path = folder / "source.mp4"
    key = recordings.key_of(clip.s3_uri)
    assert key is not None, "a clip lies in S3"
    await with_patience(lambda: objects.get_file(key, path))
    pieces = []
    media, begins = 0, to_ticks(clip.start_ts)
    for gap in clip.left_out:
        pieces.append(Piece(path, begins - media, (begins, to_ticks(datetime.fromisoformat(gap["start"])))))
        media, begins = gap["at"] * TICKS_HZ // 1000, to_ticks(datetime.fromisoformat(gap["end"]))
    ends = begins + clip.duration_ms * TICKS_HZ // 1000 - media
    pieces.append(Piece(path, begins - media, (begins, ends)))
    return pieces


async def with_patience(call: Callable[[], Awaitable[T]]) -> T:
    """Do what S3 may refuse up to four times, with growing pauses.

    Raises:
        ObjectMissing: at once.
        ObjectStoreUnavailable: it failed four times.
    """
    for pause_s in PAUSES_S:
        try:
            return await call()
        except ObjectMissing:
            raise
        except ObjectStoreUnavailable as error:
            log.warning("S3 failed; it is asked again", error=str(error), pause_s=pause_s)
            await asyncio.sleep(pause_s)
    return await call()


def work_folder(data_dir: Path) -> Path:
    """Where this node's workers have their files: beside the recordings, so that these can be linked.

    What a worker that was killed has left there is cleared away.
    """
    folder = data_dir / "work"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # its owner was done just now
            if time.time() - left.stat().st_mtime > STALE_S:
                shutil.rmtree(left, ignore_errors=True)
    return folder


async def _bring(segment: Segment, folder: Path, data_dir: Path, objects: ObjectStore) -> Piece | None:
    ticks = segment.start_ticks
    here = folder / f"{ticks}.mp4"
    try:
        # A second name for it: once it is uploaded, the recorder takes its own away.
        os.link(recordings.local_path(data_dir, segment.camera_id, ticks), here)
    except FileNotFoundError:
        key = recordings.segment_key(segment.camera_id, ticks, to_datetime(ticks).date())
        try:
            await with_patience(lambda: objects.get_file(key, here))
        except ObjectMissing:
            if segment.uploaded_at is None:
                raise NotHereYet(segment.uri) from None
            # Retention was quicker: what it took was not recorded as far as a clip is concerned.
            return None
    except OSError:
        # The recordings lie on another disk than the rest of the data.
        await asyncio.to_thread(
            shutil.copyfile, recordings.local_path(data_dir, segment.camera_id, ticks), here
        )
    return Piece(here, ticks)
