"""What an owner should know, kept until she has read it."""

from typing import Literal
from uuid import UUID

from db.pool import Connection
from pawsight.ids import new_id

Level = Literal["info", "warning", "error"]

# A camera that is gone is not worth losing what is to be told.
INSERT = """
    INSERT INTO notifications (id, user_id, camera_id, level, code, text)
    VALUES ($1, $2, (SELECT id FROM cameras WHERE user_id = $2 AND id = $3), $4, $5, $6)
"""


async def insert(
    conn: Connection, user_id: UUID, *, level: Level, code: str, text: str, camera_id: UUID | None = None
) -> None:
    """Keep something for a user. code: stable; text: for people.

    Raises:
        ConstraintViolated: there is no such user.
    """
    await conn.execute(INSERT, new_id(), user_id, camera_id, level, code, text)
