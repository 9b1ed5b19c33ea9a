"""Models that people registered: what they are and where their artifacts lie."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id
from pawsight.models import Format, ModelType, full_name

COLUMNS = (
    "id, name, type, artifact_uri, version, status, metadata, created_at, user_id, format, sha256, size_bytes"
)

INSERT = f"""
    INSERT INTO models (id, name, version, type, format, artifact_uri, sha256, size_bytes, metadata, user_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING {COLUMNS}
"""  # noqa: S608

BEFORE = f"""
    SELECT {COLUMNS} FROM models
     WHERE ($1::text IS NULL OR type = $1) AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
     ORDER BY created_at DESC, id DESC LIMIT $4
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM models WHERE id = $1"  # noqa: S608
FIND = f"SELECT {COLUMNS} FROM models WHERE type = $1 AND name = $2 AND version = $3"  # noqa: S608
OF_IDS = f"SELECT {COLUMNS} FROM models WHERE id = ANY($1::uuid[])"  # noqa: S608
SET_STATUS = "UPDATE models SET status = $2 WHERE id = $1"
DELETE = f"DELETE FROM models WHERE id = $1 RETURNING {COLUMNS}"  # noqa: S608

NAME_TAKEN = "models_name_version_key"
IN_USE = (
    "model_slots_live_id_fkey",
    "model_slots_previous_id_fkey",
    "model_slots_candidate_id_fkey",
)
"""Constraints that say why a model can't be stored, and why it can't be deleted."""


@dataclass(frozen=True, slots=True)
class Model:
    """One version of a model.

    artifact_uri: `s3://...`. sha256: of the artifact. status: `available`, or `refused` after it failed.
    metadata: its card and its signature, as the web door wrote them. user_id: who registered it.
    """

    id: UUID
    name: str
    type: ModelType
    artifact_uri: str
    version: str
    status: str
    metadata: dict[str, Any] | None
    created_at: datetime
    user_id: UUID | None
    format: Format
    sha256: bytes
    size_bytes: int

    def __post_init__(self) -> None:
        aware(self.created_at)

    @property
    def full_name(self) -> str:
        """NAME@VERSION."""
        return full_name(self.name, self.version)


async def insert(
    conn: Connection,
    *,
    name: str,
    version: str,
    model_type: ModelType,
    artifact_format: Format,
    artifact_uri: str,
    sha256: bytes,
    size_bytes: int,
    metadata: dict[str, Any],
    user_id: UUID,
    model_id: UUID | None = None,
) -> Model:
    """Register a model whose artifact is stored. model_id: made here unless the caller had to know it.

    Raises:
        ConstraintViolated: there is one of that name and version (`NAME_TAKEN`).
    """
    row = await conn.fetchrow(
        INSERT,
        *(model_id or new_id(), name, version, model_type, artifact_format),
        *(artifact_uri, sha256, size_bytes, metadata, user_id),
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return Model(**row)


async def before(
    conn: Connection,
    *,
    model_type: ModelType | None = None,
    cursor: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Model]:
    """Models older than the cursor (created_at, id), newest first, of one type or of all.

    Raises:
        ValueError: the cursor's time is naive.
    """
    created_at, model_id = (aware(cursor[0]), cursor[1]) if cursor else (None, None)
    return [Model(**row) for row in await conn.fetch(BEFORE, model_type, created_at, model_id, limit)]


async def get(conn: Connection, model_id: UUID) -> Model | None:
    """A model by id, or None."""
    row = await conn.fetchrow(GET, model_id)
    return Model(**row) if row else None


async def find(conn: Connection, model_type: ModelType, name: str, version: str) -> Model | None:
    """A model by its name and version, or None."""
    row = await conn.fetchrow(FIND, model_type, name, version)
    return Model(**row) if row else None


async def of_ids(conn: Connection, ids: set[UUID]) -> dict[UUID, Model]:
    """The models with these ids, as far as there are any."""
    return {row["id"]: Model(**row) for row in await conn.fetch(OF_IDS, list(ids))}


async def set_status(conn: Connection, model_id: UUID, status: str) -> None:
    """Note that a model is `available` again, or was `refused`."""
    await conn.execute(SET_STATUS, model_id, status)


async def delete(conn: Connection, model_id: UUID) -> Model | None:
    """Delete a model; its artifact is doomed with it. None when there is none.

    Raises:
        ConstraintViolated: it answers, or may have to (`IN_USE`).
    """
    row = await conn.fetchrow(DELETE, model_id)
    return Model(**row) if row else None
