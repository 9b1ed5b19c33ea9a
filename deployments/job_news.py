"""Tells an owner's browsers what became of a job, and what an owner should know of it for longer than that."""

from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db.clip_orders import ClipOrder
from db.jobs import CANCELLED, Job
from db.pool import Connection
from deployments import owner_news
from pawsight.channels import user_channel
from pawsight.messages import JobMessage, NotificationMessage

log = structlog.get_logger()

CLIP_FAILED: Final = "CLIP_CREATION_FAILED"
NOT_FOUND: Final = "Video segment not found"


def job_message(job: Job) -> JobMessage:
    """A job as the wire tells it."""
    return JobMessage(
        id=job.id,
        kind=job.kind,
        status=job.status,
        progress=round(job.progress, 3),
        error=job.error,
        error_code=job.error_code,
        clip_id=job.result.get("clipId") if job.result else None,
    )


async def tell(redis: Redis, job: Job) -> None:
    """Tell who listens now. Redis may be away: the row is the truth, and the page asks again."""
    try:
        await redis.publish(user_channel(job.user_id), job_message(job).model_dump_json(by_alias=True))
    except RedisError as error:
        log.debug("nobody told of a job", job=str(job.id), error=str(error))


async def keep_failure(conn: Connection, job: Job) -> NotificationMessage | None:
    """Keep for the owner that a clip failed; call it in the transaction that lets the job fail. What to tell her.

    None: she cancelled it herself, or an event asked for a clip of a time that the ledger calls missing anyway.
    """
    try:
        order = ClipOrder.of(job)
    except (KeyError, ValueError):
        # It failed for that very reason.
        order = None
    if job.error_code == CANCELLED or (order and order.automatic and job.error == NOT_FOUND):
        return None
    when = f"{order.start if order else job.created_at:%Y-%m-%d %H:%M:%S} UTC"
    return await owner_news.keep(
        conn,
        job.user_id,
        level="error",
        code=CLIP_FAILED,
        text=f"The clip of {when} could not be made: {job.error}.",
        camera_id=order.camera_id if order else None,
    )


async def tell_failure(redis: Redis, job: Job, message: NotificationMessage | None) -> None:
    """Tell who listens now that a job failed, and why."""
    await tell(redis, job)
    await owner_news.tell(redis, job.user_id, message)
