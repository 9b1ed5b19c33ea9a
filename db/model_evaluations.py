"""What became of models on labelled sets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from db.pool import Connection
from db.times import aware

KIND: Final = "evaluation"
"""Of the jobs that they are made by."""

COLUMNS = "id, model_id, baseline_id, job_id, report, created_at, user_id, sheet"

INSERT = f"""
    INSERT INTO model_evaluations (id, model_id, baseline_id, job_id, report, user_id, sheet)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM model_evaluations WHERE user_id = $1 AND id = $2"  # noqa: S608
DELETE = f"DELETE FROM model_evaluations WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run of two models. It has the id of its job. baseline_id: None: the model that the settings name.

    report: as `deployments.evaluation` makes it. sheet: `s3://...`.
    """

    id: UUID
    model_id: UUID
    baseline_id: UUID | None
    job_id: UUID | None
    report: dict[str, Any]
    created_at: datetime
    user_id: UUID | None
    sheet: str | None

    def __post_init__(self) -> None:
        aware(self.created_at)


async def insert(
    conn: Connection,
    user_id: UUID,
    job_id: UUID,
    *,
    model_id: UUID,
    baseline_id: UUID | None,
    report: dict[str, Any],
    sheet: str | None,
) -> Evaluation:
    """Store what came of a job; call it in the transaction that completes the job.

    Raises:
        ConstraintViolated: the model was deleted meanwhile.
    """
    row = await conn.fetchrow(INSERT, job_id, model_id, baseline_id, job_id, report, user_id, sheet)
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return Evaluation(**row)


async def get(conn: Connection, user_id: UUID, evaluation_id: UUID) -> Evaluation | None:
    """A user's evaluation, or None."""
    row = await conn.fetchrow(GET, user_id, evaluation_id)
    return Evaluation(**row) if row else None


async def delete(conn: Connection, user_id: UUID, evaluation_id: UUID) -> Evaluation | None:
    """Delete a user's evaluation; its sheet is doomed with it. None when there is none."""
    row = await conn.fetchrow(DELETE, user_id, evaluation_id)
    return Evaluation(**row) if row else None
