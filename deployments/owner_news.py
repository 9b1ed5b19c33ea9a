"""What an owner is told: kept in a transaction, then told to who listens now. A trigger sees to all others."""

from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import notifications
from db.commands import Command
from db.errors import DatabaseError
from db.notifications import Level
from db.pool import Connection, Database
from pawsight.channels import user_channel
from pawsight.ids import new_id
from pawsight.messages import NotificationMessage

log = structlog.get_logger()

COMMAND_FAILED: Final = "COMMAND_FAILED"


async def keep(
    conn: Connection,
    user_id: UUID,
    *,
    level: Level,
    code: str,
    text: str,
    camera_id: UUID | None = None,
    notification_id: UUID | None = None,
) -> NotificationMessage | None:
    """Keep something for an owner. What to tell her once it is committed; None when it was kept before.

    notification_id: made here, unless a second try has to be the same one.

    Raises:
        ConstraintViolated: there is no such user.
    """
    message = NotificationMessage(
        level=level, code=code, text=text, camera_id=camera_id, id=notification_id or new_id()
    )
    is_new = await notifications.insert(
        conn, user_id, level=level, code=code, text=text, camera_id=camera_id, notification_id=message.id
    )
    return message if is_new else None


async def keep_if_possible(
    database: Database, user_id: UUID, message: NotificationMessage, notification_id: UUID
) -> NotificationMessage:
    """Keep what is told in any case: with its id where it could be kept, as it was while the database is away."""
    try:
        async with database.connection() as conn:
            await notifications.insert(
                conn,
                user_id,
                level=message.level,
                code=message.code,
                text=message.text,
                camera_id=message.camera_id,
                notification_id=notification_id,
            )
    except DatabaseError as error:
        log.warning("told, but not kept", code=message.code, error=str(error))
        return message
    return message.model_copy(update={"id": notification_id})


async def keep_command_failure(conn: Connection, command: Command) -> NotificationMessage | None:
    """Keep for the owner that a robot did not do something; None when a routine gave the command: it tells that."""
    if command.run_id is not None:
        return None
    return await keep(
        conn,
        command.user_id,
        level="error",
        code=COMMAND_FAILED,
        text=f"The robot did not do `{command.name}`: {command.error}.",
    )


async def tell(redis: Redis, user_id: UUID, message: NotificationMessage | None) -> None:
    """Tell who listens now. Redis may be away: the row is the truth, and the page asks for it."""
    if message is None:
        return
    try:
        await redis.publish(user_channel(user_id), message.model_dump_json(by_alias=True))
    except (RedisError, OSError) as error:
        log.debug("nobody told of a notification", code=message.code, error=str(error))
