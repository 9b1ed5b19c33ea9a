"""The record of what was done with models, and how far shadows agreed with what was live."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id
from pawsight.models import Action, ModelType

COLUMNS = "id, type, action, model_id, model, instead_of, user_id, reason, detail, created_at"

INSERT = f"""
    INSERT INTO model_changes (id, type, action, model_id, model, instead_of, user_id, reason, detail)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {COLUMNS}
"""  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM model_changes
     WHERE ($1::text IS NULL OR type = $1) AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
     ORDER BY created_at DESC, id DESC LIMIT $4
"""  # noqa: S608

COUNT_AGREEMENT = """
    INSERT INTO model_agreements (model_id, generation, replica, inputs, agreement, failures, live_ms, shadow_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (model_id, generation, replica) DO UPDATE
       SET inputs = EXCLUDED.inputs, agreement = EXCLUDED.agreement, failures = EXCLUDED.failures,
           live_ms = EXCLUDED.live_ms, shadow_ms = EXCLUDED.shadow_ms, updated_at = now()
"""

AGREEMENT = """
    SELECT sum(inputs)::bigint AS inputs, sum(agreement) AS agreement, sum(failures)::bigint AS failures,
           sum(live_ms) AS live_ms, sum(shadow_ms) AS shadow_ms
      FROM model_agreements WHERE model_id = $1
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One step. model, instead_of: NAME@VERSION, None: the one that the settings name. user_id: None: the system."""

    id: UUID
    type: ModelType
    action: Action
    model_id: UUID | None
    model: str | None
    instead_of: str | None
    user_id: UUID | None
    reason: str | None
    detail: dict[str, Any]
    created_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a shadow and the live model said of the same inputs, summed up.

    inputs: frames or windows that both answered. agreement: their mean agreement, 0..1. failures: inputs that the
    shadow did not answer. live_ms, shadow_ms: how long each took, in the mean.
    """

    inputs: int
    agreement: float
    failures: int
    live_ms: float
    shadow_ms: float


async def insert(
    conn: Connection,
    model_type: ModelType,
    action: Action,
    *,
    model_id: UUID | None,
    model: str | None,
    instead_of: str | None = None,
    user_id: UUID | None = None,
    reason: str | None = None,
    detail: dict[str, Any] | None = None,
) -> Change:
    """Note a step; call it in the transaction that takes it."""
    row = await conn.fetchrow(
        INSERT, new_id(), model_type, action, model_id, model, instead_of, user_id, reason, detail or {}
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return Change(**row)


async def before(
    conn: Connection,
    *,
    model_type: ModelType | None = None,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Change]:
    """Steps older than the cursor (created_at, id), newest first.

    Raises:
        ValueError: the cursor's time is naive.
    """
    created_at, change_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Change(**row) for row in await conn.fetch(BEFORE, model_type, created_at, change_id, limit)]


async def count_agreement(
    conn: Connection, model_id: UUID, generation: int, replica: str, sums: Agreement
) -> None:
    """Store what a replica counted so far of a shadow; `sums` holds sums, not means.

    Raises:
        ConstraintViolated: the model was deleted meanwhile.
    """
    await conn.execute(
        COUNT_AGREEMENT,
        *(model_id, generation, replica, sums.inputs, sums.agreement, sums.failures, sums.live_ms),
        sums.shadow_ms,
    )


async def agreement(conn: Connection, model_id: UUID) -> Agreement | None:
    """How far a model agreed as a shadow, all its times together; None when it never was one."""
    row = await conn.fetchrow(AGREEMENT, model_id)
    assert row is not None, "an aggregate has a row"
    if row["inputs"] is None:
        return None
    inputs = max(row["inputs"], 1)
    return Agreement(
        row["inputs"],
        row["agreement"] / inputs,
        row["failures"],
        row["live_ms"] / inputs,
        row["shadow_ms"] / inputs,
    )
