"""Steps with models that a replica and the web door both take: one transaction with its record, then the news of it."""

from typing import Any, Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import model_changes, model_slots, models, users
from db.errors import DatabaseError
from db.model_changes import Change
from db.model_slots import Slot
from db.pool import Connection, Database
from pawsight.channels import MODELS_CHANGED, user_channel
from pawsight.messages import ModelMessage
from pawsight.models import BUILT_IN_NAME, ModelType

log = structlog.get_logger()

REFUSED: Final = "refused"
AVAILABLE: Final = "available"


async def name_of(conn: Connection, model_id: UUID | None) -> str:
    """NAME@VERSION of a model; of the one that the settings name, too."""
    model = await models.get(conn, model_id) if model_id is not None else None
    return BUILT_IN_NAME if model is None else model.full_name


async def take_back(
    database: Database, model_type: ModelType, generation: int, reason: str, detail: dict[str, Any]
) -> Change | None:
    """Let the previous model answer instead of a live one that fails. None when somebody was faster.

    Raises:
        DatabaseError: it is away; the replica itself does not ask the model any more.
    """
    async with database.transaction() as conn:
        before = await model_slots.get(conn, model_type)
        slot = await model_slots.drop_live(conn, model_type, generation)
        if slot is None or before.live_id is None:
            return None
        await models.set_status(conn, before.live_id, REFUSED)
        return await model_changes.insert(
            conn,
            model_type,
            "failed",
            model_id=before.live_id,
            model=await name_of(conn, before.live_id),
            reason=reason,
            detail={**detail, "was": "live", "now": await name_of(conn, slot.live_id)},
        )


async def end_candidate(
    database: Database,
    slot: Slot,
    *,
    reason: str | None,
    user_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> Change | None:
    """Take a candidate out of its slot: somebody wants it (`user_id`), or it failed (`reason`). None: too late.

    Raises:
        DatabaseError: it is away.
    """
    if slot.candidate_id is None or slot.role is None:
        return None
    async with database.transaction() as conn:
        if await model_slots.end_candidate(conn, slot.type, slot.generation) is None:
            return None
        if reason is not None:
            await models.set_status(conn, slot.candidate_id, REFUSED)
        return await model_changes.insert(
            conn,
            slot.type,
            "refused" if slot.role == "switch" else f"{slot.role}_ended",  # type: ignore[arg-type]
            model_id=slot.candidate_id,
            model=await name_of(conn, slot.candidate_id),
            user_id=user_id,
            reason=reason,
            detail={**(detail or {}), "was": slot.role},
        )


async def tell(database: Database, redis: Redis, change: Change | None) -> None:
    """Wake the replicas, and tell everybody who looks on; without Redis replicas learn of it two seconds later."""
    try:
        await redis.publish(MODELS_CHANGED, "" if change is None else change.type)
        if change is None:
            return
        message = ModelMessage(
            model_type=change.type,
            action=change.action,
            model=change.model or BUILT_IN_NAME,
            instead_of=change.instead_of,
            reason=change.reason,
            at=change.created_at,
        ).model_dump_json(by_alias=True)
        async with database.connection() as conn:
            everybody = await users.ids(conn)
        for user_id in everybody:
            await redis.publish(user_channel(user_id), message)
    except (RedisError, DatabaseError) as error:
        log.warning("not told of a change of models", error=str(error))
