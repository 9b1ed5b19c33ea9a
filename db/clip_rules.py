"""Which events keep a clip by themselves: the owner's rules. What the events wish for is in `clip_wishes.py`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware
from pawsight.ids import new_id

COLUMNS = "id, user_id, camera_id, event_type, pre_roll_s, post_roll_s, cool_down_s, enabled, created_at, updated_at"

INSERT = f"""
    INSERT INTO clip_rules (id, user_id, camera_id, event_type, pre_roll_s, post_roll_s, cool_down_s, enabled)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {COLUMNS}
"""  # noqa: S608

ALL = f"""
    SELECT {COLUMNS} FROM clip_rules WHERE user_id = $1 ORDER BY created_at, id LIMIT $2
"""  # noqa: S608

GET = f"SELECT {COLUMNS} FROM clip_rules WHERE user_id = $1 AND id = $2"  # noqa: S608

UPDATE = f"""
    UPDATE clip_rules
       SET pre_roll_s = COALESCE($3, pre_roll_s), post_roll_s = COALESCE($4, post_roll_s),
           cool_down_s = COALESCE($5, cool_down_s), enabled = COALESCE($6, enabled), updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING {COLUMNS}
"""  # noqa: S608

DELETE = "DELETE FROM clip_rules WHERE user_id = $1 AND id = $2 RETURNING id"

MOST_RULES = 200


@dataclass(frozen=True, slots=True)
class ClipRule:
    """Events of a type keep a clip.

    camera_id: None: those of every camera that has no rule of its own for the type. pre_roll_s, post_roll_s: how
    much is kept before and after the event. cool_down_s: for so long after an event, further ones keep nothing.
    """

    id: UUID
    user_id: UUID
    camera_id: UUID | None
    event_type: str
    pre_roll_s: float
    post_roll_s: float
    cool_down_s: float
    enabled: bool
    created_at: datetime
    updated_at: datetime

    def __post_init__(self) -> None:
        aware(self.created_at)
        aware(self.updated_at)


async def insert(
    conn: Connection,
    user_id: UUID,
    *,
    event_type: str,
    camera_id: UUID | None,
    pre_roll_s: float,
    post_roll_s: float,
    cool_down_s: float,
    enabled: bool,
) -> ClipRule:
    """Store a rule.

    Raises:
        ConstraintViolated: she has no such camera, a number is out of bounds, or there is such a rule already
            (`clip_rules_user_id_event_type_camera_id_key`).
    """
    row = await conn.fetchrow(
        *(INSERT, new_id(), user_id, camera_id, event_type, pre_roll_s, post_roll_s, cool_down_s, enabled)
    )
    assert row is not None, "INSERT ... RETURNING answers with the row"
    return ClipRule(**row)


async def list_all(conn: Connection, user_id: UUID) -> list[ClipRule]:
    """A user's rules in the order they were made, 200 at most."""
    return [ClipRule(**row) for row in await conn.fetch(ALL, user_id, MOST_RULES)]


async def get(conn: Connection, user_id: UUID, rule_id: UUID) -> ClipRule | None:
    """A user's rule, or None."""
    row = await conn.fetchrow(GET, user_id, rule_id)
    return ClipRule(**row) if row else None


async def update(
    conn: Connection,
    user_id: UUID,
    rule_id: UUID,
    *,
    pre_roll_s: float | None = None,
    post_roll_s: float | None = None,
    cool_down_s: float | None = None,
    enabled: bool | None = None,
) -> ClipRule | None:
    """Change what is given of a user's rule. As it is now; None: no such rule.

    Raises:
        ConstraintViolated: a number is out of bounds.
    """
    row = await conn.fetchrow(UPDATE, user_id, rule_id, pre_roll_s, post_roll_s, cool_down_s, enabled)
    return ClipRule(**row) if row else None


async def delete(conn: Connection, user_id: UUID, rule_id: UUID) -> bool:
    """Delete a user's rule; what it has kept stays. False when there was none."""
    return await conn.fetchval(DELETE, user_id, rule_id) is not None
