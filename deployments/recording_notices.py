"""What the owner of a camera is told of its recording: that it stopped, why, and that it goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID, uuid5

from redis.asyncio import Redis

from db.notifications import Level
from db.pool import Database
from deployments import owner_news
from pawsight.channels import gap_told_key, user_channel
from pawsight.messages import NotificationMessage
from pawsight.recordings import GAP_REASONS, GapReason
from video.ledger import Gap

TELL_AFTER: Final = timedelta(seconds=3)
"""A gap that is shorter is in the ledger, but nobody is disturbed for it."""

REMEMBERED_FOR: Final = timedelta(days=30)

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


@dataclass(frozen=True, slots=True)
class _Told:
    """The gap that the owner was told of last, and not yet of its end."""

    reason: GapReason
    since: datetime

    @classmethod
    def parse(cls, text: str | bytes | None) -> Self | None:
        text = text.decode() if isinstance(text, bytes) else text or ""
        reason, _, since = text.partition(" ")
        known = next((one for one in GAP_REASONS if one == reason), None)
        return None if known is None else cls(known, datetime.fromisoformat(since))

    def __str__(self) -> str:
        return f"{self.reason} {self.since.isoformat()}"

    def covers(self, gap: Gap) -> bool:
        """Whether this gap is the same to the owner; who is dead can't say when exactly that was."""
        is_same = self.since == gap.since or gap.reason == "process_killed"
        return self.reason == gap.reason and is_same


class RecordingNotices:
    """Tells each gap once, and once that it is over.

    What was told is remembered in Redis: the supervisor tells that a camera's process is dead, and the process that
    follows tells that it is back.
    """

    def __init__(
        self, redis: Redis, user_id: UUID, camera_id: UUID, database: Database | None = None
    ) -> None:
        """database: where what is told is kept, too; None: nowhere."""
        self._redis = redis
        self._database = database
        self._user_id = user_id
        self._camera_id = camera_id
        self._told: _Told | None = None
        self._remembers = False

    async def tell(self, camera_name: str, gap: Gap | None, now: datetime) -> None:
        """Say what changed since the last call. gap: the one that lasts now.

        Raises:
            RedisError: nobody was told; the next call tries again.
        """
        if not self._remembers:
            self._told = _Told.parse(await self._redis.get(gap_told_key(self._camera_id)))
            self._remembers = True
        told = self._told
        if gap is None:
            if told is not None:
                since = f"{told.since:%H:%M:%S} UTC"
                text = f"{camera_name} is recorded again, after a gap since {since}."
                await self._publish("info", "RECORDING_BACK", text, told.since)
            await self._remember(None)
        elif gap.reason in WISHED:
            await self._remember(None)
        elif now - gap.since >= TELL_AFTER and not (told is not None and told.covers(gap)):
            detail = f" ({gap.detail})" if gap.detail else ""
            since = f"{gap.since:%H:%M:%S} UTC"
            text = f"{camera_name} is not recorded since {since}: {WHY[gap.reason]}{detail}."
            await self._publish("warning", "RECORDING_GAP", text, gap.since)
            await self._remember(_Told(gap.reason, gap.since))

    async def _remember(self, told: _Told | None) -> None:
        if told == self._told:
            return
        key = gap_told_key(self._camera_id)
        if told is None:
            await self._redis.delete(key)
        else:
            await self._redis.set(key, str(told), ex=REMEMBERED_FOR)
        self._told = told

    async def _publish(self, level: Level, code: str, text: str, since: datetime) -> None:
        message = NotificationMessage(level=level, code=code, text=text, camera_id=self._camera_id)
        if self._database is not None:
            # The same when it is told again, after Redis was away.
            told_id = uuid5(self._camera_id, f"{code}:{since.isoformat()}")
            message = await owner_news.keep_if_possible(self._database, self._user_id, message, told_id)
        await self._redis.publish(user_channel(self._user_id), message.model_dump_json(by_alias=True))
