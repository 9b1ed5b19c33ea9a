"""Files that a row will refer to: uploaded first, and deleted again should the row never come."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.errors import ApiError
from app.resources import Resources
from db import doomed_objects
from db.pool import Connection
from deployments.footage import work_folder
from pawsight.recordings import s3_uri

TAKES: Final = timedelta(minutes=10)
"""An upload that has not become a row by then never will."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files in S3 that are deleted at a moment unless `keep` is called before. uris: in the order of the files."""

    uris: tuple[str, ...]
    size_bytes: tuple[int, ...]
    doomed_at: datetime

    async def keep(self, conn: Connection) -> None:
        """Call it in the transaction that stores what refers to the files.

        Raises:
            ApiError: 503, when they took too long and may be gone; roll back.
        """
        if not await doomed_objects.spare(conn, self.uris, self.doomed_at):
            raise ApiError(503, "STORAGE_UNAVAILABLE", "The media storage took too long; try again")


async def upload(
    held: Resources, prefix: str, names: Sequence[str], media_type: str, write: Callable[..., None]
) -> Upload:
    """Write files and upload them; a process that is killed at any moment leaves nothing behind.

    names: of the files, under `prefix` in S3. write: called in a thread with a path for each.
    """
    uris = tuple(s3_uri(held.config.s3_bucket, f"{prefix}/{name}") for name in names)
    doomed_at = datetime.now(UTC) + TAKES
    async with held.database.connection() as conn:
        await doomed_objects.doom_unless_spared(conn, uris, doomed_at)
    folder = await asyncio.to_thread(work_folder, held.config.data_dir)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as made:
        paths = [Path(made) / name for name in names]
        await asyncio.to_thread(write, *paths)
        for name, path in zip(names, paths, strict=True):
            await held.objects.put_file(f"{prefix}/{name}", path, media_type)
        sizes = tuple(path.stat().st_size for path in paths)
    return Upload(uris, sizes, doomed_at)
