"""Artifacts of models on this node's disk, by their hash: fetched once, checked whenever they are fetched."""

import asyncio
import contextlib
import hashlib
import os
from pathlib import Path
from typing import Final

from db.models import Model
from deployments.model_errors import ArtifactAway, ModelRefused
from pawsight.ids import new_id
from pawsight.objects import ObjectMissing, ObjectStore, ObjectStoreUnavailable
from pawsight.recordings import key_of

FOLDER: Final = "cache/models"
KEPT: Final = 12
"""Artifacts on a node's disk, those used last: four of each type."""


async def fetch(model: Model, objects: ObjectStore, data_dir: Path) -> Path:
    """The artifact of a model as a file of this node.

    Raises:
        ModelRefused: it is not what was registered, or is gone.
        ArtifactAway: S3 is away, or the disk is full.
    """
    folder = data_dir / FOLDER
    path = folder / f"{model.sha256.hex()}.{model.format}"
    if await asyncio.to_thread(_is_whole, path, model.sha256):
        return path
    key = key_of(model.artifact_uri)
    # Several replicas of a node may fetch it at once; each puts a whole file there.
    part = folder / f"{new_id().hex}.{model.format}"
    try:
        if key is None:
            raise ModelRefused("its artifact is nowhere that we know")
        await objects.get_file(key, part)
        if not await asyncio.to_thread(_is_whole, part, model.sha256):
            raise ModelRefused("its artifact is corrupt: it is not the one that was registered")
        part.replace(path)
        await asyncio.to_thread(_trim, folder)
    except ObjectMissing as error:
        raise ModelRefused("its artifact is gone") from error
    except (ObjectStoreUnavailable, OSError) as error:
        raise ArtifactAway(f"its artifact can't be fetched: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def sha256_of(path: Path) -> bytes:
    """Of a file. Blocking."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _is_whole(path: Path, sha256: bytes) -> bool:
    try:
        whole = sha256_of(path) == sha256
        if whole:
            os.utime(path)  # it was used now
    except OSError:
        return False
    return whole


def _trim(folder: Path) -> None:
    """Delete what was not used for longest. A process that has opened a file keeps it."""
    used = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another replica was faster
            used.append((path.stat().st_mtime, path))
    for _, path in sorted(used, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)
