"""Files that a row will refer to: uploaded first, and deleted again should the row never come."""

from collections.abc import Callable, Sequence

from app.resources import Resources
from deployments import uploads
from deployments.uploads import Upload


async def upload(
    held: Resources, prefix: str, names: Sequence[str], media_type: str, write: Callable[..., None]
) -> Upload:
    """Write files and upload them; a process that is killed at any moment leaves nothing behind.

    names: of the files, under `prefix` in S3. write: called in a thread with a path for each.
    """
    return await uploads.upload(
        *(prefix, names, media_type, write),
        config=held.config,
        database=held.database,
        objects=held.objects,
    )
