"""One camera's segments from this node's disk into the database and S3, and out of both when they are old."""

import asyncio
import fcntl
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

import structlog

from db import doomed_objects, gaps, segments
from db.errors import ConstraintViolated, DatabaseError
from db.pool import Connection, Database
from deployments import observation_file
from deployments.node import node_id
from deployments.observation_log import ObservationLog
from deployments.segment_folder import mended_segment, unlink_film, whole_segments
from pawsight import recordings
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from pawsight.settings import Settings
from video import retention
from video.packets import to_datetime
from video.segment_file import PART, RecordedSegment

log = structlog.get_logger()

TRIES = 3
FIRST_PAUSE_S = 1.0
LATER_S = 30.0
AT_ONCE = 500
"""Rows that one statement looks at."""

SETTLES_S = 3.0
"""So long after a segment was closed its last frames are analysed, and its last sound is heard."""


class FolderInUse(Exception):
    """Another process records this camera on this node still."""


@dataclass(slots=True)
class _Waiting:
    """A segment on this disk. is_indexed: it has its row. is_stored: S3 has it.

    settles_at: of the monotonic clock; None: nothing more comes of what was seen and heard. observed: how much of
    that is on the disk.
    """

    segment: RecordedSegment
    is_indexed: bool = False
    is_stored: bool = False
    settles_at: float | None = None
    observed: int = 0

    @property
    def start_ts(self) -> datetime:
        return to_datetime(self.segment.shown_from)

    @property
    def end_ts(self) -> datetime:
        return to_datetime(self.segment.shown_until)


class SegmentArchive:
    """The segments of one camera. Nothing here is lost with the process: the files are the truth.

    A file stays on disk until S3 has it and its row says so; S3 or PostgreSQL may be away for as long as the disk
    has room.
    """

    def __init__(
        self,
        user_id: UUID,
        camera_id: UUID,
        config: Settings,
        database: Database,
        objects: ObjectStore,
        observations: ObservationLog | None = None,
    ) -> None:
        """observations: of the camera, if somebody watches and listens to it here."""
        self.folder = config.data_dir / recordings.FOLDER / str(camera_id)
        self._user_id = user_id
        self._camera_id = camera_id
        self._config = config
        self._database = database
        self._objects = objects
        self._observations = observations
        self._node = ""
        self._waiting: dict[int, _Waiting] = {}
        self._unfinished: set[Path] = set()
        self._arrived = asyncio.Event()
        self._lock: IO[bytes] | None = None
        self._log = log.bind(camera=str(camera_id))

    @property
    def waiting(self) -> int:
        """Files that S3 does not have yet."""
        return len(self._waiting)

    @property
    def is_indexed(self) -> bool:
        """Every closed segment has its row."""
        return all(one.is_indexed for one in self._waiting.values())

    def lock(self) -> None:
        """Take the folder for this process, and note which segments nobody finished. Blocking.

        Raises:
            FolderInUse: another one has it.
            OSError: the disk refuses.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (self.folder / ".lock").open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise FolderInUse(str(self.folder)) from error
        self._lock = file
        self._node = node_id(self._config.data_dir)
        self._unfinished = set(self.folder.glob(f"*.mp4{PART}"))

    def unlock(self) -> None:
        """Let the folder go."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    async def find(self) -> None:
        """Take up the whole segments that lie on the disk.

        Raises:
            OSError: the disk refuses.
        """
        for found in await asyncio.to_thread(whole_segments, self.folder, frozenset(self._waiting)):
            self.add(found)

    async def mend(self) -> None:
        """Make whole segments of those that nobody finished; what the disk refuses is tried by the next call."""
        for part in sorted(self._unfinished):
            try:
                mended = await asyncio.to_thread(mended_segment, part)
            except OSError as error:
                self._log.warning("segment not mended", segment=str(part), error=str(error))
                continue
            self._unfinished.discard(part)
            if mended is not None:
                self.add(mended)

    def add_unfinished(self, part: Path) -> None:
        """Note that nobody will finish a segment."""
        self._unfinished.add(part)

    def add(self, segment: RecordedSegment) -> None:
        """Take up a segment that was just closed."""
        settles_at = None if self._observations is None else time.monotonic() + SETTLES_S
        self._waiting.setdefault(segment.begins_at, _Waiting(segment, settles_at=settles_at))

    async def keep_observations(self, *, is_last: bool = False) -> None:
        """Write beside each new segment what was seen and heard: at once, and again when its last came.

        is_last: nobody watches or listens any more. A disk that refuses costs the observations, never the film.
        """
        if self._observations is None:
            return
        for one in list(self._waiting.values()):
            if one.settles_at is None:
                continue
            is_settled = is_last or time.monotonic() >= one.settles_at
            moments = self._observations.between(one.start_ts, one.end_ts)
            if len(moments) > one.observed and (is_settled or not one.observed):
                try:
                    path = recordings.observations_path(one.segment.path)
                    await asyncio.to_thread(observation_file.write, moments, path)
                    one.observed = len(moments)
                except OSError as error:
                    self._log.warning("what was seen and heard is not kept", error=str(error))
            if is_settled:
                one.settles_at = None
                self._observations.forget_before(one.end_ts)
                self._arrived.set()

    async def index(self) -> None:
        """Give every segment on this disk its row.

        Raises:
            DatabaseError: the database is away.
        """
        for one in [one for one in self._waiting.values() if not one.is_indexed]:
            try:
                async with self._database.transaction() as conn:
                    await segments.insert(
                        conn,
                        self._user_id,
                        self._camera_id,
                        start_ts=one.start_ts,
                        end_ts=one.end_ts,
                        uri=recordings.file_uri(self._node, self._camera_id, one.segment.begins_at),
                        size_bytes=one.segment.size_bytes,
                    )
                    await gaps.yield_to(conn, self._user_id, self._camera_id, one.start_ts, one.end_ts)
                one.is_indexed = True
                self._arrived.set()
            except ConstraintViolated as error:
                # The camera was deleted: its recordings go with it.
                self._log.warning("segment of no camera", error=str(error))
                await self._forget(one)

    async def forget_lost(self, conn: Connection) -> None:
        """Turn the rows of files that should be on this disk, and are not, into gaps.

        Raises:
            DatabaseError: the database is away.
        """
        for row in await segments.on_node(conn, self._camera_id, recordings.node_uri(self._node)):
            if row.start_ticks not in self._waiting:
                await segments.delete(conn, [row.id])
                lost = gaps.Gap(self._camera_id, row.start_ts, row.end_ts, "segment_lost", None)
                await gaps.keep(conn, self._user_id, lost)

    async def remove(self) -> None:
        """Delete the folder with all that is in it: its camera is gone.

        Raises:
            DatabaseError: the database is away; nothing was deleted.
            OSError: the disk can't be read.
        """
        await self.find()
        # One of them may have been uploaded by a process that was killed before it could say so.
        keys = [self._key(ticks) for ticks in self._waiting]
        keys += [recordings.observations_key(key) for key in keys]
        uris = [recordings.s3_uri(self._config.s3_bucket, key) for key in keys]
        async with self._database.connection() as conn:
            await doomed_objects.doom(conn, uris)
        self._waiting.clear()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    async def upload_for_ever(self) -> None:
        """Move segments to S3 as they come. What can't be moved stays, and is tried again later."""
        while True:
            self._arrived.clear()
            try:
                await self.upload()
            except (ObjectStoreUnavailable, DatabaseError) as error:
                self._log.warning("segments wait on the disk", count=len(self._waiting), error=str(error))
                await asyncio.sleep(LATER_S)
            except Exception:
                log.exception("segments wait on the disk: a mistake of ours", camera=str(self._camera_id))
                await asyncio.sleep(LATER_S)
            else:
                await self._arrived.wait()

    async def upload(self) -> None:
        """Move to S3 what has its row, the oldest first.

        Raises:
            ObjectStoreUnavailable: S3 is away, after three tries.
            DatabaseError: the database is away.
        """
        while ready := [one for one in self._waiting.values() if one.is_indexed and one.settles_at is None]:
            await self._upload(min(ready, key=lambda one: one.segment.begins_at))

    async def retain(self, now: datetime) -> None:
        """Delete what is older than may be kept, or more.

        Raises:
            DatabaseError: the database is away.
        """
        while True:
            async with self._database.connection() as conn:
                total = await segments.stored(conn, self._camera_id)
                oldest = await segments.oldest(conn, self._camera_id, AT_ONCE)
            count = retention.beyond_retention(
                oldest,
                total.size_bytes,
                now=now,
                age=timedelta(days=self._config.recording_days),
                most_bytes=self._config.recording_bytes,
            )
            if count:
                await expire(self._database, self._config.data_dir, oldest[:count])
                for one in oldest[:count]:
                    self._waiting.pop(one.start_ticks, None)
            if count < AT_ONCE:
                return

    async def _upload(self, one: _Waiting) -> None:
        path, ticks = one.segment.path, one.segment.begins_at
        key = self._key(ticks)
        if not one.is_stored:
            if not await asyncio.to_thread(path.exists):
                await self._lost(one)
                return
            observed = recordings.observations_path(path)
            if await asyncio.to_thread(observed.exists):
                await self._put(recordings.observations_key(key), observed, observation_file.CONTENT_TYPE)
            await self._put(key, path, "video/mp4")
            one.is_stored = True
        async with self._database.connection() as conn:
            uri = recordings.s3_uri(self._config.s3_bucket, key)
            has_row = await segments.mark_uploaded(conn, self._camera_id, one.start_ts, uri)
        if not has_row:
            await self._objects.delete_many([key, recordings.observations_key(key)])
        await self._forget(one)

    def _key(self, ticks: int) -> str:
        return recordings.segment_key(self._camera_id, ticks, to_datetime(ticks).date())

    async def _put(self, key: str, path: Path, content_type: str) -> None:
        pause_s = FIRST_PAUSE_S
        for attempt in range(1, TRIES + 1):
            try:
                await self._objects.put_file(key, path, content_type)
                return
            except ObjectStoreUnavailable:
                if attempt == TRIES:
                    raise
            await asyncio.sleep(pause_s)
            pause_s *= 2

    async def _lost(self, one: _Waiting) -> None:
        """Somebody took the file away. Whoever made room for others took the row too."""
        async with self._database.transaction() as conn:
            if await segments.delete_at(conn, self._camera_id, one.start_ts):
                lost = gaps.Gap(self._camera_id, one.start_ts, one.end_ts, "segment_lost", None)
                await gaps.keep(conn, self._user_id, lost)
        await self._forget(one)

    async def _forget(self, one: _Waiting) -> None:
        await asyncio.to_thread(unlink_film, one.segment.path)
        self._waiting.pop(one.segment.begins_at, None)


async def expire(database: Database, data_dir: Path, old: Sequence[segments.Segment]) -> None:
    """Delete segments of any cameras: files of this node at once, objects in S3 soon after their rows.

    The gaps before them go too: what is older than a camera's oldest segment is not accounted for any more.

    Raises:
        DatabaseError: the database is away; files may be gone already, which `forget_lost` finds out.
    """
    local = [one for one in old if one.uploaded_at is None]
    await asyncio.to_thread(
        _unlink, [recordings.local_path(data_dir, one.camera_id, one.start_ticks) for one in local]
    )
    horizons: dict[UUID, datetime] = {}
    for one in old:
        horizons[one.camera_id] = max(one.end_ts, horizons.get(one.camera_id, one.end_ts))
    async with database.transaction() as conn:
        await segments.delete(conn, [one.id for one in old])
        for camera_id, horizon in horizons.items():
            await gaps.forget_before(conn, camera_id, horizon)


def _unlink(films: Sequence[Path]) -> None:
    for film in films:
        unlink_film(film)
