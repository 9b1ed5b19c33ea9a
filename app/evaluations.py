"""`/api/models/evaluations`: two models over a labelled set, or over recordings, before one of them answers anybody."""

import asyncio
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import AwareDatetime, Field, field_serializer, model_validator

from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.gallery import discard, url_of
from app.models import AnyType, Name, Scientist, Version, not_found, type_with_weights
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from app.tokens import Principal
from db import doomed_objects, jobs, model_evaluations, model_slots, models
from db.jobs import Job
from db.model_evaluations import KIND, Evaluation
from db.pool import Connection
from deployments import job_news
from deployments.archive_set import Archive
from deployments.evaluation_job import EvaluationOrder
from deployments.evaluation_set import LabelledSet, SetInvalid
from pawsight.ids import new_id
from pawsight.messages import Fraction, Wire, rfc3339
from pawsight.models import BUILT_IN, ModelType
from pawsight.recordings import s3_uri

router = APIRouter(
    prefix="/api/models/evaluations", tags=["models"], responses=documented(400, 401, 403, 404, 409, 503, 504)
)

MOST_OPEN: Final = 10
MOST_SAMPLES: Final = 1000
LONGEST_ARCHIVE: Final = timedelta(days=31)
LONGEST: Final = timedelta(hours=6)
"""An evaluation that takes longer is given up."""

Baseline = Annotated[
    str | None,
    Form(
        max_length=160,
        description="NAME@VERSION of the model beside it; left out: the live one",
        examples=["a@1"],
    ),
]


class ModelReport(Wire):
    """How one of the two did. scores: `mAP50` and `AP50` by class; `PCK10`; or `macroF1`, `F1` by label, `accuracy`."""

    name: str
    scores: dict[str, float | dict[str, float]]
    confusion: Annotated[
        dict[str, dict[str, int]],
        Field(
            description="by true label: what it was told as; `missed` and `nothing` where there was no pair"
        ),
    ]
    p50_ms: float
    p95_ms: float
    failures: int


class Report(Wire):
    """What came of an evaluation: the model that was asked about first, the one beside it second."""

    type: ModelType
    inputs: Annotated[int, Field(description="pictures or sounds that both looked at")]
    labelled: Annotated[
        int | None,
        Field(description="of these, those of which it is known what is in them; the scores are of them"),
    ] = None
    unreadable: Annotated[list[str], Field(description="files that could not be read, 20 at most")]
    agreement: Fraction | None
    models: list[ModelReport]


class NewArchiveEvaluation(Wire):
    """Which model, beside which, and what was recorded."""

    type: AnyType
    name: Name
    version: Version
    baseline: Annotated[
        str | None,
        Field(
            max_length=160,
            description="NAME@VERSION of the model beside it; left out: the live one",
            examples=["a@1"],
        ),
    ] = None
    camera_id: UUID
    from_: Annotated[AwareDatetime, Field(alias="from", examples=["2025-10-01T00:00:00Z"])]
    to: Annotated[AwareDatetime, Field(description="not included", examples=["2025-10-02T00:00:00Z"])]
    samples: Annotated[
        int,
        Field(ge=1, le=MOST_SAMPLES, description="pictures, or seconds of sound, at most; taken evenly"),
    ] = 200

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta() < self.to - self.from_ <= LONGEST_ARCHIVE:
            raise ValueError(f"`to` comes after `from`, by {LONGEST_ARCHIVE.days} days at most")
        return self


class EvaluatedArchive(Wire):
    """What was recorded, as the set of an evaluation."""

    camera_id: UUID
    from_: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime

    @field_serializer("from_", "to")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)


class EvaluationInfo(Wire):
    """One evaluation."""

    id: UUID
    archive: Annotated[
        EvaluatedArchive | None, Field(description="what it looked at; null: a set that was uploaded")
    ]
    status: Literal["queued", "processing", "complete", "failed"]
    progress: Fraction
    error: str | None
    error_code: str | None
    report: Report | None
    sheet_url: Annotated[
        str | None,
        Field(description="a JPEG of where the two differ most, the first at the left; null: nowhere"),
    ]
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.post("", status_code=202, responses=documented(413, 429))
async def evaluate_model(
    principal: Scientist,
    held: Held,
    model_type: Annotated[AnyType, Form(alias="type")],
    name: Annotated[Name, Form()],
    version: Annotated[Version, Form()],
    file: Annotated[
        UploadFile,
        File(
            description="a ZIP: `annotations.json` (COCO) and its pictures, or `labels.csv` (file,label) and sounds"
        ),
    ],
    baseline: Baseline = None,
) -> EvaluationInfo:
    """Run a model and another one over a labelled set. It yields to live cameras; `job` messages tell how far it is."""
    chosen = await _chosen(held, principal, model_type, name, version, baseline)
    job_id = new_id()
    key = f"evaluations/{job_id}/set.zip"
    deadline = datetime.now(UTC) + LONGEST
    with tempfile.TemporaryDirectory(prefix="pawsight-set-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "set.zip"
        await asyncio.to_thread(_copy, file, path)
        await asyncio.to_thread(_checked, path, chosen.type)
        async with held.database.connection() as conn:
            # Nobody needs it once the job is over, however that ends.
            await doomed_objects.doom_unless_spared(conn, [s3_uri(held.config.s3_bucket, key)], deadline)
        await held.objects.put_file(key, path, "application/zip")
    return await _ordered(held, principal, replace(chosen, set_key=key), job_id, deadline)


@router.post("/archive", status_code=202, responses=documented(429))
async def evaluate_on_archive(body: NewArchiveEvaluation, principal: Scientist, held: Held) -> EvaluationInfo:
    """Run a model and another one over what a camera recorded: pictures (of dogs that were seen, for a pose model) or
    seconds of sound, taken evenly. What its owner said of moments in that time are the labels, all of them; of the
    others the agreement tells.
    """
    chosen = await _chosen(held, principal, body.type, body.name, body.version, body.baseline)
    await owned_camera(held, principal.user_id, body.camera_id)
    archive = Archive(body.camera_id, body.from_, body.to, body.samples)
    deadline = datetime.now(UTC) + LONGEST
    return await _ordered(held, principal, replace(chosen, archive=archive), new_id(), deadline)


@router.get("")
async def list_evaluations(
    principal: Scientist, held: Held, response: Response, limit: Limit = 50, cursor: CursorParam = None
) -> Page[EvaluationInfo]:
    """Your evaluations of the last thirty days, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await jobs.latest(
            conn, principal.user_id, KIND, cursor=decode_cursor(cursor), limit=limit + 1
        )
        page = found[:limit]
        rows = {one.id: await model_evaluations.get(conn, principal.user_id, one.id) for one in page}
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[EvaluationInfo](items=[_info(held, one, rows[one.id]) for one in page], next_cursor=following)


@router.get("/{evaluation_id}")
async def get_evaluation(
    evaluation_id: UUID, principal: Scientist, held: Held, response: Response
) -> EvaluationInfo:
    """One evaluation: how far it is, and what came of it."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        job = await jobs.get(conn, principal.user_id, evaluation_id)
        row = await model_evaluations.get(conn, principal.user_id, evaluation_id)
    if job is None or job.kind != KIND:
        raise _no_evaluation()
    return _info(held, job, row)


@router.delete("/{evaluation_id}", status_code=204)
async def end_evaluation(evaluation_id: UUID, principal: Scientist, held: Held) -> None:
    """Cancel an evaluation that is not done; delete the report and the sheet of one that is."""
    async with held.database.transaction() as conn:
        known = await jobs.get(conn, principal.user_id, evaluation_id)
        if known is None or known.kind != KIND:
            raise _no_evaluation()
        cancelled = await jobs.cancel(conn, principal.user_id, evaluation_id, "Cancelled")
        row = await model_evaluations.delete(conn, principal.user_id, evaluation_id)
    if cancelled is not None:
        await job_news.tell(held.redis, cancelled)
    if row is not None and row.sheet is not None:
        await discard(held, [row.sheet])


async def _chosen(
    held: Resources,
    principal: Principal,
    model_type: AnyType,
    name: str,
    version: str,
    baseline: str | None,
) -> EvaluationOrder:
    """The order but for what they are to look at.

    Raises:
        ApiError: 404, there is no such model; 429, too many evaluations wait; 501, there is no robot.
    """
    switchable = type_with_weights(model_type)
    async with held.database.connection() as conn:
        model = await models.find(conn, switchable, name, version)
        if model is None:
            raise not_found()
        baseline_id = await _baseline(conn, switchable, baseline)
        known = await jobs.latest(conn, principal.user_id, KIND, limit=50)
    if len([one for one in known if one.is_open]) >= MOST_OPEN:
        raise ApiError(429, "TOO_MANY_EVALUATIONS", "Too many evaluations wait already")
    return EvaluationOrder(switchable, model.id, baseline_id)


async def _ordered(
    held: Resources, principal: Principal, order: EvaluationOrder, job_id: UUID, deadline: datetime
) -> EvaluationInfo:
    async with held.database.transaction() as conn:
        job = await jobs.insert(
            conn, principal.user_id, kind=KIND, input=order.as_json(), deadline=deadline, job_id=job_id
        )
    await job_news.tell(held.redis, job)
    return _info(held, job, None)


async def _baseline(conn: Connection, model_type: ModelType, told: str | None) -> UUID | None:
    if told is None:
        return (await model_slots.get(conn, model_type)).live_id
    name, _, version = told.rpartition("@")
    if name == version == BUILT_IN:
        return None
    model = await models.find(conn, model_type, name, version)
    if model is None:
        raise ApiError(404, "MODEL_NOT_FOUND", "There is no such model", f"baseline: {told}")
    return model.id


def _copy(upload: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(upload.file, out, 1 << 20)


def _checked(path: Path, model_type: ModelType) -> None:
    """What can be said of a set at once is said at once."""
    try:
        labelled = LabelledSet(path)
    except SetInvalid as error:
        raise ApiError(400, "SET_INVALID", "This is no labelled set that we can read", str(error)) from error
    labelled.close()
    if labelled.is_of_sounds != (model_type == "sound"):
        raise ApiError(400, "SET_INVALID", f"This is no set for a {model_type}")


def _info(held: Resources, job: Job, row: Evaluation | None) -> EvaluationInfo:
    report: dict[str, Any] | None = None if row is None else row.report
    archive = EvaluationOrder.of(job).archive
    return EvaluationInfo(
        id=job.id,
        archive=archive
        and EvaluatedArchive.model_validate(
            {"cameraId": archive.camera_id, "from": archive.start, "to": archive.end}
        ),
        status=job.status,
        progress=round(job.progress, 3),
        error=job.error,
        error_code=job.error_code,
        report=None if report is None else Report.model_validate(report),
        sheet_url=url_of(held, row.sheet) if row is not None else None,
        created_at=job.created_at,
    )


def _no_evaluation() -> ApiError:
    return ApiError(404, "EVALUATION_NOT_FOUND", "There is no such evaluation")
