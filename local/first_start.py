"""What a new system begins with: its owner, and a demo camera that shows something at once."""

import asyncio
import hashlib
from pathlib import Path
from uuid import UUID, uuid5

from db import cameras
from db.owner import ensure_owner
from db.pool import Connection, Database
from db.users import find_by_email
from local.service import ServerError
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.sources import SourceRefused, probe

RENDERED = Path(__file__).resolve().parent.parent / "build" / "demo.mp4"
"""The clip that the set-up renders out of `demo/`."""


async def first_start(config: Settings, owner_token: str) -> None:
    """Make sure that the owner exists; at the very first start, give her the demo camera.

    A demo camera that she deleted stays deleted. `PAWSIGHT_DEMO_VIDEO` replaces what a demo camera shows.

    Raises:
        ServerError: the video is missing, or is none.
        DatabaseError, ObjectStoreUnavailable: a service is away.
    """
    assert config.database_url is not None
    database = await Database.connect(config.database_url, size=1)
    try:
        # One transaction, the upload included: a first start that is cut off here is a first start again.
        async with database.transaction() as conn:
            is_new = await find_by_email(conn, config.owner_email) is None
            owner = await ensure_owner(conn, config.owner_email, owner_token)
            camera = await cameras.get(conn, owner.id, demo_camera_id(owner.id))
            if camera is not None and config.demo_video is not None:
                await _replace(conn, config, camera, config.demo_video)
            elif is_new and config.demo_camera:
                await _make(conn, config, owner.id)
    finally:
        await database.close()


def demo_camera_id(owner_id: UUID) -> UUID:
    """The same for one owner for ever, so that it is made once."""
    return uuid5(owner_id, "demo camera")


async def _make(conn: Connection, config: Settings, owner_id: UUID) -> None:
    if config.demo_video is None and not RENDERED.exists():
        raise ServerError(
            f"the demo camera's clip {RENDERED} is missing: `make run` renders it. To go without, set "
            "PAWSIGHT_DEMO_CAMERA=false, or name a video of your own in PAWSIGHT_DEMO_VIDEO."
        )
    camera_id, video = demo_camera_id(owner_id), config.demo_video or RENDERED
    key = await _key(camera_id, video)
    await ObjectStore(config).put_file(key, video, "video/mp4")
    await cameras.insert(
        conn,
        owner_id,
        camera_id=camera_id,
        name="Demo",
        source_kind="file",
        source=key,
        recording=config.recording,
    )


async def _replace(conn: Connection, config: Settings, camera: cameras.Camera, video: Path) -> None:
    key = await _key(camera.id, video)
    if key != camera.source:
        await ObjectStore(config).put_file(key, video, "video/mp4")
        await cameras.replace_file(conn, camera.user_id, camera.id, key)


async def _key(camera_id: UUID, video: Path) -> str:
    """Where a video, once it proved to be one, lies in S3.

    Another film has another key: that is how the camera's actor notices.
    """
    try:
        digest = await asyncio.to_thread(_probed_digest, video)
    except (SourceRefused, OSError) as error:
        raise ServerError(f"the demo camera can't show {video}: {error}") from error
    return f"cameras/{camera_id}/{digest[:16]}/{video.name}"


def _probed_digest(video: Path) -> str:
    probe(video)
    with video.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
