"""The picture of what a run tells otherwise: cut out of the recording when somebody first looks, kept with the run."""

import asyncio
import tempfile
from pathlib import Path as FilePath
from typing import Annotated, Any, Final
from uuid import UUID

import cv2
from fastapi import APIRouter, Path, Request, Response

from app.errors import ApiError, documented
from app.media import answer
from app.models import Scientist
from app.moments import picture_of
from app.resources import Held, Resources
from app.runs import RunChange, owned_run
from db import batch_runs
from db.batch_runs import BatchRun
from deployments.moments import Seen
from pawsight.objects import ObjectMissing
from pawsight.recordings import s3_uri

router = APIRouter(prefix="/api/runs", tags=["models"], responses=documented(400, 401, 403, 404, 503, 504))

MOST: Final = 1000
"""No report names so many changes."""
WIDTH: Final = 640
QUALITY: Final = 85
CACHING: Final = "private, max-age=86400"
AT_ONCE: Final = 2
"""A page asks for a dozen pictures at a time: each is a fetch and a film that is decoded."""

_cutting = asyncio.Semaphore(AT_ONCE)


@router.get(
    "/{run_id}/changes/{number}/picture",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def get_run_change_picture(
    run_id: UUID,
    number: Annotated[int, Path(ge=0, lt=MOST, description="in the report's `changes`, from 0")],
    request: Request,
    principal: Scientist,
    held: Held,
) -> Response:
    """What the camera showed then. 404 `NOTHING_RECORDED` where its recording went before anybody looked."""
    async with held.database.connection() as conn:
        run = await owned_run(conn, principal.user_id, run_id)
    changes: list[dict[str, Any]] = run.report["changes"] if run.report else []
    if number >= len(changes):
        raise ApiError(404, "CHANGE_NOT_FOUND", "The run's report has no such change")
    key = f"batch/{run.id}/changes/{number}.jpg"
    try:
        await held.objects.stat(key)
    except ObjectMissing:
        async with _cutting:
            await _cut(held, run, RunChange.model_validate(changes[number]), key)
    return await answer(request, held, key, caching=CACHING)


async def _cut(held: Resources, run: BatchRun, change: RunChange, key: str) -> None:
    seen = await picture_of(held, run.user_id, run.camera_id, change.picture_ts or change.ts)
    async with held.database.connection() as conn:
        # It goes with the run, as what it has seen did.
        await batch_runs.will_look(conn, run.id, [s3_uri(held.config.s3_bucket, key)])
    with tempfile.TemporaryDirectory() as folder:
        path = FilePath(folder) / "picture.jpg"
        await asyncio.to_thread(_write, seen, path)
        await held.objects.put_file(key, path, "image/jpeg")


def _write(seen: Seen, path: FilePath) -> None:
    height, width = seen.image.shape[:2]
    shown = min(WIDTH, width)
    small = cv2.resize(
        seen.image, (shown, max(1, round(height * shown / width))), interpolation=cv2.INTER_AREA
    )
    if not cv2.imwrite(str(path), small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]):
        raise OSError(f"{path.name} can't be written")
