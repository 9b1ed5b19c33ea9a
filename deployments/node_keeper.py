"""What one process of a node does for all recordings there: room on the disk, and folders that nobody owns."""

import asyncio
import fcntl
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import cameras, segments
from db.errors import DatabaseError
from db.pool import Database
from deployments import owner_news
from deployments.node import node_id
from deployments.segment_archive import FolderInUse, SegmentArchive, expire
from deployments.segment_folder import unlink_film
from pawsight import recordings
from pawsight.channels import user_channel
from pawsight.ids import new_id
from pawsight.messages import NotificationMessage
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from pawsight.settings import Settings
from video import retention
from video.retention import Room

log = structlog.get_logger()

LOOK_EVERY_S = 5.0
ADOPT_EVERY_S = 60.0
RECLAIM_S = 180.0
"""An object that was deleted from an S3 on this disk still takes its place for so long, at most."""

AT_ONCE = 200


class NodeKeeper:
    """Every recording has one; the one that holds the node's lock works, the others wait to follow it."""

    def __init__(
        self,
        config: Settings,
        database: Database,
        objects: ObjectStore,
        redis: Redis,
        *,
        free_bytes: Callable[[], int],
    ) -> None:
        """free_bytes: of the disk that the data folder is on."""
        self._config = config
        self._database = database
        self._objects = objects
        self._redis = redis
        self._free_bytes = free_bytes
        self._folder = config.data_dir / recordings.FOLDER
        self._lock: IO[bytes] | None = None
        self._told = Room.AMPLE
        self._adopt_at = 0.0
        self._on_their_way: list[tuple[float, int]] = []

    async def keep_for_ever(self) -> None:
        """Look after the node for as long as this process lives."""
        while True:
            try:
                if await asyncio.to_thread(self._is_in_charge):
                    await self.look()
            except (DatabaseError, ObjectStoreUnavailable, RedisError, OSError) as error:
                log.warning("the disk is looked after later", error=str(error))
            except Exception:
                log.exception("the disk is looked after later: a mistake of ours")
            await asyncio.sleep(LOOK_EVERY_S)

    def close(self) -> None:
        """Let another one follow."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    async def look(self) -> None:
        """Make room if there is little, tell owners before, and take care of what others left.

        Raises:
            DatabaseError, ObjectStoreUnavailable, RedisError, OSError: what is needed is away; another look may do.
        """
        free = await asyncio.to_thread(self._free_bytes)
        room = retention.room(
            free, warning_bytes=self._config.disk_warning_bytes, floor_bytes=self._config.disk_floor_bytes
        )
        try:
            await self._tell(room, free)
        finally:
            if room == Room.SHORT:
                await self._make_room(free)
        if time.monotonic() >= self._adopt_at:
            await self._adopt()
            self._adopt_at = time.monotonic() + ADOPT_EVERY_S

    def _is_in_charge(self) -> bool:
        if self._lock is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = (self._folder / ".lock").open("wb")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._lock = file
        return True

    async def _tell(self, room: Room, free: int) -> None:
        """Tell every owner once when it becomes worse."""
        if room <= self._told:
            self._told = room
            return
        what = (
            "the oldest recordings are being deleted; clips are kept"
            if room == Room.SHORT
            else f"below {_size(self._config.disk_floor_bytes)} the oldest recordings are deleted; clips are kept"
        )
        message = NotificationMessage(
            level="error" if room == Room.SHORT else "warning",
            code="DISK_NEARLY_FULL",
            text=f"Only {_size(free)} are free on the disk: {what}.",
        )
        async with self._database.connection() as conn:
            owners = {one.user_id for one in await cameras.all_enabled(conn)}
        for owner in owners:
            told = await owner_news.keep_if_possible(self._database, owner, message, new_id())
            await self._redis.publish(user_channel(owner), told.model_dump_json(by_alias=True))
        log.warning("the disk is nearly full", free_bytes=free)
        self._told = room

    async def _make_room(self, free: int) -> None:
        """Delete the oldest recordings on this disk, whosever they are, until there is room again."""
        now = time.monotonic()
        self._on_their_way = [(at, size) for at, size in self._on_their_way if now - at < RECLAIM_S]
        needed = retention.missing_bytes(
            free,
            floor_bytes=self._config.disk_floor_bytes,
            on_their_way=sum(size for _, size in self._on_their_way),
        )
        if needed <= 0:
            return
        prefix = recordings.node_uri(await asyncio.to_thread(node_id, self._config.data_dir))
        try:
            async with self._database.connection() as conn:
                oldest = await segments.oldest_on_disk(conn, prefix, AT_ONCE, with_uploaded=self._has_s3())
            gone = oldest[: retention.to_make_room(oldest, needed)]
            await expire(self._database, self._config.data_dir, gone)
        except DatabaseError:
            # Their rows are put right by whoever misses the files.
            count, size = await asyncio.to_thread(_delete_oldest, self._folder, needed)
            log.warning("recordings deleted, the database being away", count=count, size_bytes=size)
            return
        self._on_their_way.append((now, sum(one.size_bytes for one in gone if one.uploaded_at is not None)))
        log.warning("recordings deleted to make room", count=len(gone))

    def _has_s3(self) -> bool:
        """Whether the embedded S3 keeps its files in the data folder, so on this disk."""
        return (self._config.data_dir / "s3").is_dir()

    async def _adopt(self) -> None:
        """Upload what lies in folders that nobody records to: the camera is off, or went to another node."""
        for folder in await asyncio.to_thread(_camera_folders, self._folder):
            camera_id = UUID(folder.name)
            async with self._database.connection() as conn:
                camera = await cameras.get_of_anybody(conn, camera_id)
            archive = SegmentArchive(
                camera.user_id if camera else camera_id,
                camera_id,
                self._config,
                self._database,
                self._objects,
            )
            try:
                await asyncio.to_thread(archive.lock)
            except FolderInUse:
                continue
            try:
                if camera is None:
                    await archive.remove()
                    continue
                await archive.mend()
                await archive.find()
                await archive.index()
                await archive.upload()
            finally:
                archive.unlock()


def _camera_folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and _is_id(path.name)]


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _delete_oldest(folder: Path, needed: int) -> tuple[int, int]:
    """Delete the oldest whole segments of all cameras; how many, and how many bytes."""
    files = [
        path for camera in _camera_folders(folder) for path in camera.glob("*.mp4") if path.stem.isdigit()
    ]
    count = size = 0
    for path in sorted(files, key=lambda path: int(path.stem)):
        if size >= needed:
            break
        size += path.stat().st_size
        unlink_film(path)
        count += 1
    return count, size


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
