"""What a new system begins with: its owner, and a demo camera that shows something at once."""

import asyncio
import hashlib
from pathlib import Path
from uuid import UUID, uuid5

from db import cameras
from db.owner import ensure_owner
from db.pool import Database
from db.users import find_by_email
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.sources import probe

RENDERED = Path(__file__).resolve().parent.parent / "build" / "demo.mp4"
"""The clip that the set-up renders out of `demo/`."""


async def first_start(config: Settings, owner_token: str) -> None:
    """Make sure that the owner exists; at the very first start, give her the demo camera.

    A demo camera that she deleted stays deleted. `PAWSIGHT_DEMO_VIDEO` replaces what a demo camera shows.

    Raises:
        SourceRefused: PAWSIGHT_DEMO_VIDEO is no video.
        DatabaseError, ObjectStoreUnavailable: a service is away.
    """
    assert config.database_url is not None
    database = await Database.connect(config.database_url, size=1)
    try:
        async with database.transaction() as conn:
            is_new = await find_by_email(conn, config.owner_email) is None
            owner = await ensure_owner(conn, config.owner_email, owner_token)
            camera_id = demo_camera_id(owner.id)
            has_demo = await cameras.get(conn, owner.id, camera_id) is not None
        if has_demo and config.demo_video is not None:
            await _replace(database, config, owner.id, camera_id)
        elif is_new and config.demo_camera:
            key = await _upload(config, camera_id, config.demo_video or RENDERED)
            async with database.transaction() as conn:
                await cameras.insert(
                    conn, owner.id, camera_id=camera_id, name="Demo", source_kind="file", source=key
                )
    finally:
        await database.close()


def demo_camera_id(owner_id: UUID) -> UUID:
    """The same for one owner for ever, so that it is made once."""
    return uuid5(owner_id, "demo camera")


async def _replace(database: Database, config: Settings, owner_id: UUID, camera_id: UUID) -> None:
    assert config.demo_video is not None
    key = await _upload(config, camera_id, config.demo_video)
    async with database.transaction() as conn:
        await cameras.replace_file(conn, owner_id, camera_id, key)


async def _upload(config: Settings, camera_id: UUID, video: Path) -> str:
    await asyncio.to_thread(probe, video)
    digest = await asyncio.to_thread(lambda: hashlib.sha256(video.read_bytes()).hexdigest())
    # Another film is another key: that is how the camera's actor notices.
    key = f"cameras/{camera_id}/{digest[:16]}/{video.name}"
    await ObjectStore(config).put_file(key, video, "video/mp4")
    return key
