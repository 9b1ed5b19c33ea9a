"""What the owner of a camera is told of its recording: that it stopped, why, and that it goes on."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from redis.asyncio import Redis

from pawsight.channels import user_channel
from pawsight.messages import NotificationMessage
from pawsight.recordings import GapReason
from video.ledger import Gap

TELL_AFTER: Final = timedelta(seconds=3)
"""A gap that is shorter is in the ledger, but nobody is disturbed for it."""

WISHED: Final[tuple[GapReason, ...]] = ("camera_off", "recording_off", "system_stopped")
"""What the owner did herself, she knows."""

WHY: Final[dict[GapReason, str]] = {
    "source_away": "it sends no picture",
    "writer_behind": "the disk is slower than the camera",
    "disk_full": "the disk is full",
    "disk_failed": "the disk refuses to write",
    "process_killed": "the recording was interrupted",
    "system_stopped": "Pawsight was stopped",
    "segment_lost": "a file is gone",
    "camera_off": "it is off",
    "recording_off": "its recording is off",
}


class RecordingNotices:
    """Tells each gap once, and once that it is over."""

    def __init__(self, redis: Redis, user_id: UUID, camera_id: UUID) -> None:
        self._redis = redis
        self._user_id = user_id
        self._camera_id = camera_id
        self._told: Gap | None = None

    async def tell(self, camera_name: str, gap: Gap | None, now: datetime) -> None:
        """Say what changed since the last call. gap: the one that lasts now.

        Raises:
            RedisError: nobody was told; the next call tries again.
        """
        if gap is None:
            if self._told is not None:
                since = f"{self._told.since:%H:%M:%S} UTC"
                await self._publish(
                    "info", "RECORDING_BACK", f"{camera_name} is recorded again, after a gap since {since}."
                )
            self._told = None
        elif gap.reason in WISHED:
            self._told = None
        elif now - gap.since >= TELL_AFTER and not self._is_told(gap):
            detail = f" ({gap.detail})" if gap.detail else ""
            since = f"{gap.since:%H:%M:%S} UTC"
            text = f"{camera_name} is not recorded since {since}: {WHY[gap.reason]}{detail}."
            await self._publish("warning", "RECORDING_GAP", text)
            self._told = gap

    def _is_told(self, gap: Gap) -> bool:
        told = self._told
        return told is not None and (told.since, told.reason) == (gap.since, gap.reason)

    async def _publish(self, level: str, code: str, text: str) -> None:
        message = NotificationMessage.model_validate(
            {"level": level, "code": code, "text": text, "camera_id": self._camera_id}
        )
        await self._redis.publish(user_channel(self._user_id), message.model_dump_json(by_alias=True))
