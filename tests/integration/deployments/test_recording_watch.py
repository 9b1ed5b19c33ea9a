"""Who tells the owner what, also when the process that should is dead."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from db.cameras import Camera
from deployments.recording_notices import RecordingNotices
from deployments.recording_watch import PATIENCE, RecordingWatch
from pawsight.channels import camera_status_key, user_channel
from pawsight.ids import new_id
from pawsight.recordings import GapReason
from video.ledger import Gap

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@dataclass
class Owner:
    """An owner who listens, with one camera."""

    redis: Redis
    pubsub: PubSub
    camera: Camera

    async def heard(self) -> list[str]:
        """Codes of what she was told since the last call."""
        codes = []
        while (
            message := await self.pubsub.get_message(ignore_subscribe_messages=True, timeout=0.2)
        ) is not None:
            codes.append(json.loads(message["data"])["code"])
        return codes

    async def says(self, recording: object) -> None:
        """The camera's process says this of its recording."""
        await self.redis.set(camera_status_key(self.camera.id), json.dumps({"recording": recording}))

    async def dies(self) -> None:
        await self.redis.delete(camera_status_key(self.camera.id))

    def notices(self) -> RecordingNotices:
        """Of a process that was just started."""
        return RecordingNotices(self.redis, self.camera.user_id, self.camera.id)


@pytest.fixture
async def owner(redis_url: str) -> AsyncIterator[Owner]:
    camera = Camera(new_id(), new_id(), "Kitchen", "push", "", True, True, NOW, NOW)
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as pubsub:
        await pubsub.subscribe(user_channel(camera.user_id))
        assert await pubsub.get_message(timeout=10) is not None  # the answer to `subscribe`
        yield Owner(redis, pubsub, camera)


def gap(since: float, reason: GapReason = "source_away") -> Gap:
    return Gap(at(since), None, reason)


async def test_a_gap_is_told_once_and_its_end_once(owner: Owner) -> None:
    notices = owner.notices()
    await notices.tell("Kitchen", gap(0), at(1))
    assert await owner.heard() == []
    await notices.tell("Kitchen", gap(0), at(3))
    await notices.tell("Kitchen", gap(0), at(4))
    assert await owner.heard() == ["RECORDING_GAP"]
    await notices.tell("Kitchen", None, at(5))
    await notices.tell("Kitchen", None, at(6))
    assert await owner.heard() == ["RECORDING_BACK"]


async def test_another_reason_or_another_gap_is_told_again(owner: Owner) -> None:
    notices = owner.notices()
    await notices.tell("Kitchen", gap(0), at(5))
    await notices.tell("Kitchen", gap(5, "disk_full"), at(10))
    await notices.tell("Kitchen", gap(20, "disk_full"), at(30))
    assert await owner.heard() == ["RECORDING_GAP"] * 3


async def test_a_short_gap_and_what_she_wished_for_are_not_told(owner: Owner) -> None:
    notices = owner.notices()
    await notices.tell("Kitchen", gap(0), at(2.9))
    await notices.tell("Kitchen", None, at(3))
    await notices.tell("Kitchen", gap(5, "camera_off"), at(500))
    await notices.tell("Kitchen", None, at(501))
    assert await owner.heard() == []


async def test_the_process_that_follows_knows_what_the_owner_was_told(owner: Owner) -> None:
    await owner.notices().tell("Kitchen", gap(0, "process_killed"), at(9))
    assert await owner.heard() == ["RECORDING_GAP"]
    successor = owner.notices()
    await successor.tell("Kitchen", gap(-2, "process_killed"), at(12))
    assert await owner.heard() == []
    await successor.tell("Kitchen", None, at(13))
    assert await owner.heard() == ["RECORDING_BACK"]


async def test_a_process_that_dies_is_noticed_and_told_of(owner: Owner) -> None:
    watch = RecordingWatch(owner.redis)
    await owner.says({"state": "recording"})
    await watch.look([owner.camera], at(0))
    await owner.dies()
    await watch.look([owner.camera], at(2))
    assert await owner.heard() == []
    await watch.look([owner.camera], at(4))
    await watch.look([owner.camera], at(6))
    assert await owner.heard() == ["RECORDING_GAP"]
    await owner.says({"state": "recording"})
    await watch.look([owner.camera], at(8))
    assert await owner.heard() == []  # who lives tells for itself


async def test_a_process_that_is_being_started_has_time_for_it(owner: Owner) -> None:
    watch = RecordingWatch(owner.redis)
    await watch.look([owner.camera], at(0))
    await watch.look([owner.camera], at(PATIENCE.total_seconds() - 1))
    assert await owner.heard() == []
    await watch.look([owner.camera], at(PATIENCE.total_seconds()))
    assert await owner.heard() == ["RECORDING_GAP"]


async def test_a_camera_that_is_not_expected_any_more_is_forgotten(owner: Owner) -> None:
    watch = RecordingWatch(owner.redis)
    await owner.says({"state": "recording"})
    await watch.look([owner.camera], at(0))
    await owner.dies()
    await watch.look([], at(100))
    await watch.look([replace(owner.camera, name="Hall")], at(200))
    assert await owner.heard() == []
