"""The registry: models that people bring, each opened in a confined process before it is taken."""

import asyncio
import hashlib
import re
import shutil
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile
from pydantic import AwareDatetime, Field, ValidationError, field_serializer

from app.auth import allow
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from app.tokens import Principal
from app.uploads import upload
from db import model_changes, model_slots, models
from db.errors import ConstraintViolated
from db.model_slots import Slot
from db.models import Model
from deployments import model_steps
from deployments.artifacts import sha256_of
from deployments.confinement import Limits
from deployments.conversion import CannotIsolate, convert
from deployments.model_process import ModelProcess, Opening
from pawsight.ids import new_id
from pawsight.messages import Wire, rfc3339
from pawsight.models import BUILT_IN, FORMATS, Format, ModelType
from vision.weights import OWN_MODELS

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/models", tags=["models"], responses=documented(400, 401, 403, 404, 409, 503, 504)
)

Scientist = Annotated[Principal, Depends(allow("models"))]
"""Whoever may bring models and decide which of them answers."""

CPU_S: Final = 120
"""Of all cores together, to open an artifact."""
AT_ONCE: Final = 1
"""Artifacts that one replica of the web door opens at a time."""
NAME_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"

_opening = asyncio.Semaphore(AT_ONCE)

AnyType = Literal["detector", "pose", "action", "sound", "policy"]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=NAME_PATTERN, examples=["nanodet-garden"])]
Version = Annotated[str, Field(min_length=1, max_length=50, pattern=NAME_PATTERN, examples=["2"])]

CONVERTED: Final[dict[str, tuple[ModelType, ...]]] = {
    "safetensors": ("pose", "sound"),
    "pt": ("pose", "sound"),
    "pth": ("pose", "sound"),
}
"""What is converted to ONNX first: weights of the networks that `training/` has."""

NO_ENGINE: Final = {
    "safetensors": "there are weights in it, but no network of ours: export it to ONNX",
    "pt": "it is a program, and no network of ours: export it to ONNX where you trust it",
    "pth": "it is a program, and no network of ours: export it to ONNX where you trust it",
    "pkl": "it is a pickle, which is a program: export it to ONNX where you trust it",
}


class Score(Wire):
    """One figure of a model."""

    name: Annotated[str, Field(min_length=1, max_length=100, examples=["mAP@.5"])]
    value: float
    on: Annotated[
        str, Field(max_length=300, description="which data", examples=["Animal-Pose, test, 94 dogs"])
    ]


class ModelCard(Wire):
    """What its maker says of a model."""

    description: Annotated[str, Field(max_length=2000)] = ""
    data: Annotated[str, Field(max_length=4000, description="what it was taught")] = ""
    licence: Annotated[str, Field(max_length=200, examples=["AGPL-3.0-only"])] = ""
    scores: list[Score] = Field(default_factory=list, max_length=50)


class Side(Wire):
    """One input or output: a side of a shape is a number, or a name where it varies."""

    name: str
    dtype: Annotated[str, Field(examples=["float32"])]
    shape: list[int | str]


class Signature(Wire):
    """What a model takes and gives, read out of its file."""

    inputs: list[Side]
    outputs: list[Side]


class ModelInfo(Wire):
    """One version of a model."""

    id: UUID
    type: ModelType
    name: str
    version: str
    format: Format
    size_bytes: int
    sha256: str
    status: Annotated[
        Literal["live", "previous", "switch", "canary", "shadow", "available", "refused"],
        Field(description="what it does now; `refused`: it failed when it was last tried"),
    ]
    converted_from: Annotated[
        str | None,
        Field(description="the format that was brought, if it was converted", examples=["safetensors"]),
    ]
    card: ModelCard
    signature: Signature
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.get("")
async def list_models(
    _: Scientist,
    held: Held,
    response: Response,
    model_type: Annotated[ModelType | None, Query(alias="type")] = None,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> Page[ModelInfo]:
    """Registered models, newest first. The one that the settings name is not among them: it can't be deleted."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        rows = await models.before(conn, model_type=model_type, cursor=decode_cursor(cursor), limit=limit + 1)
        slots = {one.type: one for one in await model_slots.every(conn)}
    page = rows[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(rows) > limit else None
    return Page[ModelInfo](items=[info(row, slots[row.type]) for row in page], next_cursor=following)


@router.post("/upload", status_code=201, responses=documented(413))
async def register_model(
    principal: Scientist,
    held: Held,
    model_type: Annotated[AnyType, Form(alias="type")],
    name: Annotated[Name, Form()],
    version: Annotated[Version, Form()],
    file: Annotated[
        UploadFile,
        File(
            description="an .onnx or .tflite file; or weights of a network of ours, .safetensors, and .pt for the "
            "scope `admin`, which are converted to ONNX"
        ),
    ],
    card: Annotated[str, Form(max_length=20_000, description="a `ModelCard` as JSON")] = "{}",
) -> ModelInfo:
    """Register a model: its artifact is opened in a confined process, and kept under its SHA-256 only if that works.

    It answers nobody before it is switched in.
    """
    switchable = type_with_weights(model_type)
    suffix = _suffix(file.filename or "")
    artifact_format = _format(switchable, suffix)
    if suffix.startswith("pt") and "admin" not in principal.scopes:
        raise ApiError(
            403, "SCOPE_MISSING", "This token lacks the scope `admin`", f".{suffix}: a pickle is a program"
        )
    told = _card(card)
    if BUILT_IN in (name, version):
        raise ApiError(400, "NAME_RESERVED", f"`{BUILT_IN}` is the model that the settings name")
    async with held.database.connection() as conn:
        if await models.find(conn, switchable, name, version) is not None:
            raise _taken()
    with tempfile.TemporaryDirectory(prefix="pawsight-model-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"artifact.{suffix}"
        sha256 = await asyncio.to_thread(_copy, file, path)
        metadata: dict[str, Any] = {"card": told.model_dump(mode="json")}
        if suffix != artifact_format:
            metadata["converted_from"] = {"format": suffix, "sha256": sha256.hex()}
            path = await _converted(held, switchable, path)
            sha256 = await asyncio.to_thread(sha256_of, path)
        metadata["signature"] = await _opened(held, switchable, path)
        row = await _keep(
            held,
            path,
            partial(
                models.insert,
                name=name,
                version=version,
                model_type=switchable,
                artifact_format=artifact_format,
                sha256=sha256,
                size_bytes=path.stat().st_size,
                metadata=metadata,
                user_id=principal.user_id,
            ),
            principal.user_id,
        )
        async with held.database.connection() as conn:
            slot = await model_slots.get(conn, switchable)
    return info(row, slot)


@router.get("/{model_id}")
async def get_model(model_id: UUID, _: Scientist, held: Held) -> ModelInfo:
    """One version of a model."""
    async with held.database.connection() as conn:
        row = await models.get(conn, model_id)
        if row is None:
            raise not_found()
        return info(row, await model_slots.get(conn, row.type))


@router.delete("/{model_id}", status_code=204)
async def delete_model(model_id: UUID, principal: Scientist, held: Held) -> None:
    """Delete a model and its artifact. One that answers, or that one could go back to, stays."""
    try:
        async with held.database.transaction() as conn:
            row = await models.delete(conn, model_id)
            if row is None:
                raise not_found()
            change = await model_changes.insert(
                conn, row.type, "deleted", model_id=row.id, model=row.full_name, user_id=principal.user_id
            )
    except ConstraintViolated as error:
        if error.constraint in models.IN_USE:
            raise ApiError(
                409, "MODEL_IN_USE", "This model is at work", "Switch to another one first"
            ) from error
        raise
    await model_steps.tell(held.database, held.redis, change)


def info(row: Model, slot: Slot) -> ModelInfo:
    """A model as the API tells it. slot: of its type."""
    metadata: dict[str, Any] = row.metadata or {}
    status = row.status
    if row.id == slot.live_id:
        status = "live"
    elif row.id == slot.candidate_id and slot.role is not None:
        status = slot.role
    elif row.id == slot.previous_id:
        status = "previous"
    return ModelInfo.model_validate(
        {
            "id": row.id,
            "type": row.type,
            "name": row.name,
            "version": row.version,
            "format": row.format,
            "size_bytes": row.size_bytes,
            "sha256": row.sha256.hex(),
            "status": status,
            "converted_from": metadata.get("converted_from", {}).get("format"),
            "card": metadata.get("card", {}),
            "signature": metadata.get("signature", {"inputs": [], "outputs": []}),
            "created_at": row.created_at,
        }
    )


def not_found() -> ApiError:
    """404."""
    return ApiError(404, "MODEL_NOT_FOUND", "There is no such model")


def type_with_weights(model_type: AnyType) -> ModelType:
    """The type, if there is something to switch.

    Raises:
        ApiError: `action` is rules, and `policy` needs a robot.
    """
    if model_type == "policy":
        raise ApiError(501, "NO_ROBOT", "No robot is connected", "A policy moves a robot")
    if model_type == "action":
        raise ApiError(
            409,
            "NO_WEIGHTS",
            "Actions have no weights",
            "They are rules on what the pose model says: switch `pose`",
        )
    return model_type


def _taken() -> ApiError:
    return ApiError(
        409, "MODEL_EXISTS", "There is a model of this name and version", "Give it another version"
    )


def _suffix(file_name: str) -> str:
    return re.sub(r"\W", "", Path(file_name).suffix)[:20].lower()


def _format(model_type: ModelType, suffix: str) -> Format:
    """What a file is kept as."""
    for one in FORMATS[model_type]:
        if suffix == one:
            return one
    if model_type in CONVERTED.get(suffix, ()):
        return "onnx"
    known = ", ".join(f".{one}" for one in FORMATS[model_type])
    raise ApiError(
        400,
        "FORMAT_UNSUPPORTED",
        f"A {model_type} is one of {known}",
        f".{suffix}: {NO_ENGINE.get(suffix, 'no engine of ours runs it')}",
    )


def _card(text: str) -> ModelCard:
    try:
        return ModelCard.model_validate_json(text)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        raise ApiError(400, "INVALID_CARD", "The card is not as the API expects it", said) from error


def _copy(upload: UploadFile, path: Path) -> bytes:
    """Write an upload to a file; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as out:
        while chunk := upload.file.read(1 << 20):
            digest.update(chunk)
            out.write(chunk)
    if path.stat().st_size == 0:
        raise ApiError(400, "MODEL_REFUSED", "This is no model", "The file is empty")
    return digest.digest()


async def _converted(held: Resources, model_type: ModelType, path: Path) -> Path:
    """The ONNX file that weights of a network of ours make."""
    target = path.with_name("converted.onnx")
    limits = Limits(held.config.model_memory_bytes, CPU_S)
    try:
        async with _opening:
            await asyncio.to_thread(convert, model_type, path, target, limits)
    except CannotIsolate as error:
        raise ApiError(409, "CANNOT_ISOLATE", "Such a file can't be opened here", str(error)) from error
    return target


async def _opened(held: Resources, model_type: ModelType, path: Path) -> dict[str, Any]:
    """The signature of an artifact that opens."""
    opening = Opening(
        model_type,
        path,
        Limits(held.config.model_memory_bytes, CPU_S),
        threads=1,
        confidence=held.config.detector_confidence,
        search=(OWN_MODELS,),
    )
    async with _opening:
        return await asyncio.to_thread(_signature, opening)


def _signature(opening: Opening) -> dict[str, Any]:
    process = ModelProcess.open(opening)
    process.close()
    # It comes out of a process that somebody's file may have taken over.
    try:
        return Signature.model_validate(process.signature).model_dump(mode="json")
    except ValidationError as error:
        raise ApiError(400, "MODEL_REFUSED", "This is no model", "It has no signature") from error


async def _keep(held: Resources, path: Path, insert: "partial[Any]", user_id: UUID) -> Model:
    """Store the artifact and its row."""
    model_id = new_id()
    files = await upload(
        held, f"models/{model_id}", [path.name], "application/octet-stream", partial(shutil.copyfile, path)
    )
    try:
        async with held.database.transaction() as conn:
            row: Model = await insert(conn, artifact_uri=files.uris[0], model_id=model_id)
            change = await model_changes.insert(
                conn, row.type, "registered", model_id=row.id, model=row.full_name, user_id=user_id
            )
            await files.keep(conn)
    except ConstraintViolated as error:
        if error.constraint == models.NAME_TAKEN:
            raise _taken() from error
        raise
    await model_steps.tell(held.database, held.redis, change)
    return row
