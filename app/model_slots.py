"""Which model answers, how each replica does, and what was done before."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, Field, field_serializer
from redis.exceptions import RedisError

from app.errors import ApiError, documented
from app.models import Scientist
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from db import model_changes, model_slots, models
from db.model_changes import Change
from db.models import Model
from deployments import model_news
from deployments.model_news import ReplicaNews
from pawsight.messages import Wire, rfc3339
from pawsight.models import BUILT_IN_NAME, Action, ModelType, Role

router = APIRouter(prefix="/api/models", tags=["models"], responses=documented(400, 401, 403, 503, 504))


class ReplicaInfo(Wire):
    """One replica: what answers in it, and how."""

    id: str
    answering: str | None
    answers: int
    failures: int
    p95_ms: float | None


class AgreementInfo(Wire):
    """How far a model agreed with the live one while it looked on."""

    inputs: Annotated[int, Field(description="frames or windows that both looked at")]
    agreement: Annotated[float, Field(description="0..1, in the mean")]
    failures: int
    live_ms: float
    shadow_ms: float


class SlotInfo(Wire):
    """Who answers for one type. Models are NAME@VERSION."""

    type: ModelType
    live: str
    previous: str | None
    candidate: str | None
    role: Role | None
    share: float | None
    fps: float | None
    watched_until: AwareDatetime | None
    agreement: Annotated[AgreementInfo | None, Field(description="of a shadow")]
    replicas: list[ReplicaInfo]

    @field_serializer("watched_until")
    def _watched_until(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class ChangeInfo(Wire):
    """One step. `byUser` null: the system took it by itself."""

    id: UUID
    type: ModelType
    action: Action
    model: str
    instead_of: str | None
    by_user: UUID | None
    reason: str | None
    detail: dict[str, Any]
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)


@router.get("/slots")
async def list_slots(_: Scientist, held: Held, response: Response) -> Page[SlotInfo]:
    """Who answers, for each type, and how each replica of it does."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        slots = await model_slots.every(conn)
        named = await models.of_ids(conn, {one for slot in slots for one in slot.ids})
        agreed = {
            slot.type: await model_changes.agreement(conn, slot.candidate_id)
            for slot in slots
            if slot.role == "shadow" and slot.candidate_id is not None
        }
    items = []
    for slot in slots:
        agreement = agreed.get(slot.type)
        items.append(
            SlotInfo(
                type=slot.type,
                live=_named(named, slot.live_id),
                previous=_named(named, slot.previous_id) if slot.has_previous else None,
                candidate=_named(named, slot.candidate_id) if slot.candidate_id else None,
                role=slot.role,
                share=slot.share,
                fps=slot.fps,
                watched_until=slot.watched_until,
                agreement=None if agreement is None else AgreementInfo(**_fields(agreement)),
                replicas=[_replica(one) for one in await replicas_of(held, slot.type)],
            )
        )
    return Page[SlotInfo](items=items, next_cursor=None)


@router.get("/changes")
async def list_changes(
    _: Scientist,
    held: Held,
    response: Response,
    model_type: Annotated[ModelType | None, Query(alias="type")] = None,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> Page[ChangeInfo]:
    """Every step that was taken or refused, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        rows = await model_changes.before(
            conn, model_type=model_type, cursor=decode_cursor(cursor), limit=limit + 1
        )
    page = rows[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(rows) > limit else None
    return Page[ChangeInfo](items=[_change(one) for one in page], next_cursor=following)


async def replicas_of(held: Resources, model_type: ModelType) -> list[ReplicaNews]:
    """What the replicas of a type said of themselves a moment ago.

    Raises:
        ApiError: 503 when they can't be asked.
    """
    try:
        return await model_news.replicas(held.redis, model_type)
    except RedisError as error:
        raise ApiError(
            503, "REDIS_UNAVAILABLE", "The replicas can't be asked right now", type(error).__name__
        ) from error


def _named(named: dict[UUID, Model], model_id: UUID | None) -> str:
    return BUILT_IN_NAME if model_id is None else named[model_id].full_name


def _replica(one: ReplicaNews) -> ReplicaInfo:
    return ReplicaInfo(
        id=one.replica, answering=one.name, answers=one.answers, failures=one.failures, p95_ms=one.p95_ms
    )


def _fields(agreement: model_changes.Agreement) -> dict[str, float]:
    return {
        "inputs": agreement.inputs,
        "agreement": round(agreement.agreement, 4),
        "failures": agreement.failures,
        "live_ms": round(agreement.live_ms, 1),
        "shadow_ms": round(agreement.shadow_ms, 1),
    }


def _change(row: Change) -> ChangeInfo:
    return ChangeInfo(
        id=row.id,
        type=row.type,
        action=row.action,
        model=row.model or BUILT_IN_NAME,
        instead_of=row.instead_of,
        by_user=row.user_id,
        reason=row.reason,
        detail=row.detail,
        created_at=row.created_at,
    )
