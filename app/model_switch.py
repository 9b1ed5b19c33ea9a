"""Which model answers: switch, roll back, let a candidate answer some cameras or look on, and what became of it.

A switch has two steps: every replica loads the candidate beside what answers, and only when all of them have, the row
is changed that they follow. Whatever goes wrong before leaves who answers where it is.
"""

import asyncio
import time
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from app.errors import ApiError, documented
from app.model_slots import replicas_of
from app.models import AnyType, Name, Scientist, Version, not_found, type_with_weights
from app.resources import Held, Resources
from db import model_changes, model_slots, models
from db.model_changes import Change
from db.model_slots import Bounds, Slot
from db.models import Model
from deployments import model_steps
from deployments.model_news import ReplicaNews
from pawsight.messages import Wire
from pawsight.models import BUILT_IN, BUILT_IN_NAME, ModelType, Role

router = APIRouter(
    prefix="/api/models", tags=["models"], responses=documented(400, 401, 403, 404, 409, 501, 503, 504)
)

LOOK_EVERY_S: Final = 0.02
FLIP_WITHIN_S: Final = 10.0
SLACK_S: Final = 10.0
"""How much longer than its caller waits a switch is kept, in case the web door is killed meanwhile."""


class BoundsBody(Wire):
    """What a model has to keep while it is watched; one that does not is taken back."""

    error_rate: Annotated[float, Field(ge=0, le=1, description="of its answers, 20 of them at least")] = 0.1
    latency_ms: Annotated[float, Field(gt=0, le=60_000, description="of 95 answers in a hundred")] = 1000
    watch_s: Annotated[
        float, Field(300, ge=0, le=86_400, description="for how long; a crash is one for ever")
    ]

    def bounds(self) -> Bounds:
        """As the database has it."""
        return Bounds(self.error_rate, self.latency_ms, self.watch_s)


class Chosen(Wire):
    """A version of a model. `built-in` for both is the one that the settings name."""

    type: Annotated[AnyType, Field(examples=["detector"])]
    name: Name
    version: Version


USUAL: Final = BoundsBody.model_validate({})


class SwitchBody(Chosen):
    """Which model shall answer from now on."""

    bounds: BoundsBody = USUAL
    timeout_s: Annotated[
        float, Field(60, ge=1, le=300, description="how long all replicas may take to load it")
    ]


class CanaryBody(SwitchBody):
    """Which model shall answer some cameras."""

    share: Annotated[float, Field(gt=0, lt=1, description="of the cameras", examples=[0.2])]


class ShadowBody(Chosen):
    """Which model shall look on."""

    fps: Annotated[float, Field(gt=0, le=30, description="frames a second and replica, at most")] = 1.0
    timeout_s: Annotated[float, Field(ge=1, le=300)] = 60


class TypeBody(Wire):
    """A type of models."""

    type: Annotated[AnyType, Field(examples=["detector"])]


class Switched(Wire):
    """What was done."""

    type: ModelType
    live: Annotated[str, Field(description="NAME@VERSION that answers now")]
    previous: Annotated[str | None, Field(description="what a rollback would bring back")]
    replicas: int
    loaded_s: Annotated[float, Field(description="how long it took to load beside the one that answered")]
    mixed_ms: Annotated[
        float, Field(description="from the change until the last replica had made it, at most")
    ]


@router.post("/switch")
async def switch_model(body: SwitchBody, principal: Scientist, held: Held) -> Switched:
    """Let a model answer. It is loaded beside the one that answers, examined, and only then exchanged for it.

    The one that answered stays in memory for a rollback. A model that breaks `bounds` while it is watched, or whose
    process ends at any time, is taken back without being asked.
    """
    model_type = type_with_weights(body.type)
    began = time.monotonic()
    if _is_built_in(body):
        async with held.database.connection() as conn:
            slot = await model_slots.get(conn, model_type)
        _refuse_if_busy(slot, None)
        model_id, loaded_s = None, 0.0
    else:
        model = await _model(held, model_type, body)
        slot = await _prepared(held, model, "switch", body.timeout_s, body.bounds.bounds(), principal.user_id)
        model_id, loaded_s = model.id, time.monotonic() - began
    async with held.database.transaction() as conn:
        before = slot.live_id
        changed = await model_slots.switch(conn, model_type, slot.generation, model_id, body.bounds.bounds())
        if changed is None:
            raise _changed_meanwhile()
        if model_id is not None:
            await models.set_status(conn, model_id, model_steps.AVAILABLE)
        change = await model_changes.insert(
            conn,
            model_type,
            "switched",
            model_id=model_id,
            model=await model_steps.name_of(conn, model_id),
            instead_of=await model_steps.name_of(conn, before),
            user_id=principal.user_id,
            detail={"loadedS": round(loaded_s, 2), "bounds": body.bounds.bounds().as_json()},
        )
    return await _flipped(held, changed, change, loaded_s)


@router.post("/rollback")
async def roll_back_model(body: TypeBody, principal: Scientist, held: Held) -> Switched:
    """Let the previous model answer again, at once: it was kept in memory. A second time undoes the first."""
    model_type = type_with_weights(body.type)
    async with held.database.transaction() as conn:
        slot = await model_slots.get(conn, model_type)
        if not slot.has_previous:
            raise ApiError(409, "NOTHING_TO_ROLL_BACK", "There is no previous model")
        changed = await model_slots.roll_back(conn, model_type, slot.generation)
        if changed is None:
            raise _changed_meanwhile()
        change = await model_changes.insert(
            conn,
            model_type,
            "rolled_back",
            model_id=changed.live_id,
            model=await model_steps.name_of(conn, changed.live_id),
            instead_of=await model_steps.name_of(conn, slot.live_id),
            user_id=principal.user_id,
        )
    return await _flipped(held, changed, change, 0.0)


@router.post("/canary", status_code=204)
async def start_canary(body: CanaryBody, principal: Scientist, held: Held) -> None:
    """Let a model answer a share of the cameras; all their frames, and in every replica the same ones."""
    await _begin(
        held, principal.user_id, body, "canary", body.timeout_s, body.bounds.bounds(), share=body.share
    )


@router.post("/shadow", status_code=204)
async def start_shadow(body: ShadowBody, principal: Scientist, held: Held) -> None:
    """Have a model look at live frames too, at a bounded rate. It publishes nothing; how far it agrees is counted."""
    await _begin(held, principal.user_id, body, "shadow", body.timeout_s, Bounds(), fps=body.fps)


@router.delete("/candidate", status_code=204)
async def end_candidate(
    principal: Scientist, held: Held, model_type: Annotated[AnyType, Query(alias="type")]
) -> None:
    """End a canary or a shadow, or give up a switch that still loads."""
    async with held.database.connection() as conn:
        slot = await model_slots.get(conn, type_with_weights(model_type))
    if slot.candidate_id is None:
        raise ApiError(404, "NO_CANDIDATE", "There is no canary and no shadow")
    change = await model_steps.end_candidate(held.database, slot, reason=None, user_id=principal.user_id)
    if change is None:
        raise _changed_meanwhile()
    await model_steps.tell(held.database, held.redis, change)


async def _begin(
    held: Resources,
    user_id: UUID,
    body: Chosen,
    role: Literal["canary", "shadow"],
    timeout_s: float,
    bounds: Bounds,
    *,
    share: float | None = None,
    fps: float | None = None,
) -> None:
    model = await _model(held, type_with_weights(body.type), body)
    slot = await _prepared(held, model, role, timeout_s, bounds, user_id, share=share, fps=fps)
    async with held.database.connection() as conn:
        change = await model_changes.insert(
            conn,
            model.type,
            "canary_started" if role == "canary" else "shadow_started",
            model_id=model.id,
            model=model.full_name,
            instead_of=await model_steps.name_of(conn, slot.live_id),
            user_id=user_id,
            detail={"share": share} if share else {"fps": fps},
        )
    await model_steps.tell(held.database, held.redis, change)


async def _model(held: Resources, model_type: ModelType, body: Chosen) -> Model:
    async with held.database.connection() as conn:
        model = await models.find(conn, model_type, body.name, body.version)
    if model is None:
        raise not_found()
    return model


async def _prepared(
    held: Resources,
    model: Model,
    role: Role,
    timeout_s: float,
    bounds: Bounds,
    user_id: UUID,
    *,
    share: float | None = None,
    fps: float | None = None,
) -> Slot:
    """The slot once every replica has the candidate loaded and examined."""
    if not await replicas_of(held, model.type):
        raise ApiError(503, "NO_REPLICA", "No replica of this type answers", "See `/readyz`")
    async with held.database.connection() as conn:
        before = await model_slots.get(conn, model.type)
        _refuse_if_busy(before, model.id)
        slot = await model_slots.prepare(
            conn,
            model.type,
            model.id,
            role,
            share=share,
            fps=fps,
            within_s=timeout_s + SLACK_S if role == "switch" else None,
            bounds=bounds,
        )
    if slot is None:
        raise _busy(before)
    try:
        await model_steps.tell(held.database, held.redis, None)
        await _until_ready(held, slot, model, timeout_s, bounds)
    except ApiError as refusal:
        reason = refusal.details or refusal.message
        change = await model_steps.end_candidate(
            held.database, slot, reason=reason if refusal.code == "MODEL_REFUSED" else None, user_id=user_id
        )
        await model_steps.tell(held.database, held.redis, change)
        raise
    except BaseException:
        await model_steps.end_candidate(held.database, slot, reason=None, user_id=user_id)
        raise
    return slot


async def _until_ready(held: Resources, slot: Slot, model: Model, timeout_s: float, bounds: Bounds) -> None:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        there = await replicas_of(held, model.type)
        for one in there:
            if model.id in one.refused:
                raise ApiError(409, "MODEL_REFUSED", f"{model.full_name} can't answer", one.refused[model.id])
        if there and all(model.id in one.ready and one.generation >= slot.generation for one in there):
            slowest = max(one.ready[model.id] for one in there)
            if slowest > bounds.latency_ms:
                said = f"a reference input takes {slowest:.0f} ms; at most {bounds.latency_ms:.0f} ms are allowed"
                raise ApiError(409, "MODEL_REFUSED", f"{model.full_name} is too slow", said)
            return
        await asyncio.sleep(LOOK_EVERY_S)
    raise ApiError(503, "MODEL_NOT_READY", f"{model.full_name} was not loaded within {timeout_s:g} s")


async def _flipped(held: Resources, slot: Slot, change: Change, loaded_s: float) -> Switched:
    """Wait until every replica follows; the row is changed already, so one that is late follows later."""
    began = time.monotonic()
    await model_steps.tell(held.database, held.redis, change)
    there: list[ReplicaNews] = []
    while time.monotonic() - began < FLIP_WITHIN_S:
        there = await replicas_of(held, slot.type)
        if there and all(one.generation >= slot.generation for one in there):
            break
        await asyncio.sleep(LOOK_EVERY_S)
    mixed_ms = (time.monotonic() - began) * 1000
    async with held.database.connection() as conn:
        previous = await model_steps.name_of(conn, slot.previous_id) if slot.has_previous else None
    return Switched(
        type=slot.type,
        live=change.model or BUILT_IN_NAME,
        previous=previous,
        replicas=len(there),
        loaded_s=round(loaded_s, 3),
        mixed_ms=round(mixed_ms, 1),
    )


def _is_built_in(body: Chosen) -> bool:
    return body.name == BUILT_IN and body.version == BUILT_IN


def _refuse_if_busy(slot: Slot, model_id: UUID | None) -> None:
    if slot.live_id == model_id:
        raise ApiError(409, "ALREADY_LIVE", "This model answers already")
    if slot.is_busy and slot.candidate_id != model_id:
        raise _busy(slot)


def _busy(slot: Slot) -> ApiError:
    return ApiError(
        409, "CANDIDATE_BUSY", "Another model is on its way", f"End the {slot.role or 'candidate'} first"
    )


def _changed_meanwhile() -> ApiError:
    return ApiError(409, "CHANGED_MEANWHILE", "Somebody else changed it at the same moment", "Look again")
