"""Files that a row will refer to: uploaded first, and deleted again should the row never come."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from db import doomed_objects
from db.pool import Connection, Database
from deployments.footage import work_folder
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from pawsight.recordings import s3_uri
from pawsight.settings import Settings

TAKES: Final = timedelta(minutes=10)
"""An upload that has not become a row by then never will."""


class UploadTookTooLong(ObjectStoreUnavailable):
    """The files may be gone by now; let the transaction be rolled back."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files in S3 that are deleted at a moment unless `keep` is called before. uris: in the order of the files."""

    uris: tuple[str, ...]
    size_bytes: tuple[int, ...]
    doomed_at: datetime

    async def keep(self, conn: Connection) -> None:
        """Call it in the transaction that stores what refers to the files.

        Raises:
            UploadTookTooLong: they may be gone by now; roll back.
        """
        if not await doomed_objects.spare(conn, self.uris, self.doomed_at):
            raise UploadTookTooLong("the upload took too long; try again")


async def upload(
    prefix: str,
    names: Sequence[str],
    media_type: str,
    write: Callable[..., None],
    *,
    config: Settings,
    database: Database,
    objects: ObjectStore,
) -> Upload:
    """Write files and upload them; a process that is killed at any moment leaves nothing behind.

    names: of the files, under `prefix` in S3. write: called in a thread with a path for each.

    Raises:
        DatabaseError, ObjectStoreUnavailable, OSError: they could not be uploaded.
    """
    uris = tuple(s3_uri(config.s3_bucket, f"{prefix}/{name}") for name in names)
    doomed_at = datetime.now(UTC) + TAKES
    async with database.connection() as conn:
        await doomed_objects.doom_unless_spared(conn, uris, doomed_at)
    folder = await asyncio.to_thread(work_folder, config.data_dir)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as made:
        paths = [Path(made) / name for name in names]
        await asyncio.to_thread(write, *paths)
        for name, path in zip(names, paths, strict=True):
            await objects.put_file(f"{prefix}/{name}", path, media_type)
        sizes = tuple(path.stat().st_size for path in paths)
    return Upload(uris, sizes, doomed_at)
