"""From a picture to a snapshot: its files in S3, and the row that refers to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import cv2

from db import snapshots
from db.pool import Connection, Database
from db.snapshots import NewSnapshot, Snapshot
from deployments import uploads
from deployments.uploads import Upload
from pawsight.ids import new_id
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.frames import Image

QUALITY: Final = 92
PREVIEW_WIDTH: Final = 320
PREVIEW_QUALITY: Final = 80


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A snapshot whose files are in S3, for a while unless a row keeps them."""

    snapshot: NewSnapshot
    files: Upload


async def upload(
    image: Image,
    captured_at: datetime,
    *,
    user_id: UUID,
    camera_id: UUID,
    labels: Sequence[str] = (),
    note: str | None = None,
    snapshot_id: UUID | None = None,
    config: Settings,
    database: Database,
    objects: ObjectStore,
) -> Uploaded:
    """Upload a picture (BGR) and its preview. snapshot_id: made here, unless a second try has to be the same one.

    Raises:
        DatabaseError, ObjectStoreUnavailable, OSError: it could not be kept.
    """
    snapshot_id = snapshot_id or new_id()
    files = await uploads.upload(
        f"snapshots/{user_id}/{snapshot_id}",
        ["picture.jpg", "preview.jpg"],
        "image/jpeg",
        partial(_write, image),
        config=config,
        database=database,
        objects=objects,
    )
    made = NewSnapshot(
        id=snapshot_id,
        user_id=user_id,
        camera_id=camera_id,
        ts=captured_at,
        s3_uri=files.uris[0],
        labels=tuple(dict.fromkeys(labels)),
        note=note,
        preview=files.uris[1],
        width=image.shape[1],
        height=image.shape[0],
        size_bytes=files.size_bytes[0],
    )
    return Uploaded(made, files)


async def store(conn: Connection, made: Uploaded) -> Snapshot:
    """Store the row of what was uploaded, and keep its files. Call it inside a transaction.

    Raises:
        UploadTookTooLong: the files may be gone by now.
        ConstraintViolated: there is no such user or camera (any more).
    """
    await made.files.keep(conn)
    return await snapshots.insert(conn, made.snapshot)


def _write(image: Image, picture: Path, preview: Path) -> None:
    height, width = image.shape[:2]
    scale = min(1.0, PREVIEW_WIDTH / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    for path, pixels, quality in ((picture, image, QUALITY), (preview, small, PREVIEW_QUALITY)):
        if not cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, quality]):
            raise OSError(f"{path.name} can't be written")
