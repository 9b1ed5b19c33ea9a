"""A camera's sound through the committed weights: what is told, published and kept."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ray.serve.exceptions import RayServeException
from redis.asyncio import Redis

from db.cameras import Camera
from deployments import live_hearing
from deployments.live_hearing import MOST_WAITING, LiveHearing
from deployments.observation_file import HeardWindow
from deployments.observation_log import ObservationLog
from hearing.classifier import Heard, SoundClassifier
from hearing.decode import decode_audio
from hearing.weights import BARKS, OWN_WEIGHTS
from hearing.windows import RATE_HZ, Samples, Window
from pawsight.channels import user_channel
from pawsight.ids import new_id
from tests.footage import RATE_HZ as CAMERA_HZ
from tests.live_packets import footage, sound_packets
from video.packets import AudioFormat, StreamFormat, to_ticks
from vision.events import Sound

BARK = Path(__file__).resolve().parents[3] / "demo" / "bark.ogg"
LONGEST_WAIT_S = 30.0
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Ear:
    """The committed weights without Serve; a test takes it away, or holds its answers back."""

    def __init__(self) -> None:
        self._classifier = SoundClassifier.load(OWN_WEIGHTS / BARKS)
        self.asked = 0
        self.error: Exception | None = None
        self.answers = asyncio.Event()
        self.answers.set()

    async def __call__(self, windows: Sequence[Window]) -> list[Heard]:
        self.asked += len(windows)
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        return await asyncio.to_thread(self._classifier.classify, windows)


@dataclass
class Room:
    """A camera that is listened to, and what came of it."""

    camera: Camera
    ear: Ear
    redis: Redis
    log: ObservationLog
    hearing: LiveHearing
    told: list[Sound] = field(default_factory=list)
    lane: list[dict[str, Any]] = field(default_factory=list)

    def play(self, samples: Samples, begin: datetime) -> None:
        """The camera sends this sound (at `RATE_HZ`) from a moment on, all at once."""
        packets, configuration = sound_packets(np.repeat(samples, CAMERA_HZ // RATE_HZ))
        stream = StreamFormat(footage().stream.video, AudioFormat(CAMERA_HZ, 1, configuration))
        self.hearing.sink.begin(stream)
        at = to_ticks(begin)
        for packet in packets:
            self.hearing.sink.put(
                type(packet)("audio", packet.data, packet.pts + at, packet.dts + at, packet.duration, True)
            )

    def kept(self) -> list[HeardWindow]:
        return [
            one
            for one in self.log.between(NOON - timedelta(days=9), NOON + timedelta(days=9))
            if isinstance(one, HeardWindow)
        ]

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait for what must come true in the end."""
        deadline = asyncio.get_running_loop().time() + LONGEST_WAIT_S
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, f"it never came: {what}"
            await asyncio.sleep(0.02)


def a_camera() -> Camera:
    return Camera(
        id=new_id(),
        user_id=new_id(),
        name="Kitchen",
        source_kind="push",
        source="",
        enabled=True,
        recording=True,
        created_at=NOON,
        updated_at=NOON,
    )


@pytest.fixture
async def room(redis_url: str) -> AsyncIterator[Room]:
    camera, ear, log = a_camera(), Ear(), ObservationLog()
    told: list[Sound] = []
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as pubsub:
        await pubsub.subscribe(user_channel(camera.user_id))
        hearing = LiveHearing(camera, told.extend, log, redis, ear=ear)
        made = Room(camera, ear, redis, log, hearing, told)

        async def listen() -> None:
            async for message in pubsub.listen():
                if message["type"] == "message":
                    made.lane.append(json.loads(message["data"]))

        listener = asyncio.create_task(listen())
        hearing.start()
        yield made
        await made.hearing.stop()
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)


@pytest.fixture(scope="module")
def bark() -> Samples:
    return decode_audio(BARK.read_bytes(), max_bytes=1_000_000)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


async def test_a_bark_is_told_as_it_begins_and_as_it_ends(room: Room, bark: Samples) -> None:
    room.play(np.concatenate([silence(1), bark, silence(4)]), NOON)
    await room.until(lambda: len(room.told) >= 2, "a bark's end")

    begun, ended = room.told
    assert [one.kind for one in room.told] == ["bark", "bark"]
    assert (begun.began_at, begun.ended_at) == (ended.began_at, None)
    assert (begun.began_at - NOON).total_seconds() == pytest.approx(1, abs=1)
    assert ended.ended_at is not None
    assert begun.began_at < ended.ended_at < NOON + timedelta(seconds=4)


async def test_the_lane_and_the_log_have_each_window_with_its_five_likeliest(
    room: Room, bark: Samples
) -> None:
    room.play(np.concatenate([silence(1), bark, silence(1)]), NOON)
    await room.until(lambda: any(one["top"][0]["label"] == "bark" for one in room.lane), "a bark on the lane")

    said = next(one for one in room.lane if one["top"][0]["label"] == "bark")
    assert (said["type"], said["cameraId"], said["durationMs"]) == ("sound", str(room.camera.id), 975)
    assert len(said["top"]) == 5
    probabilities = [one["probability"] for one in said["top"]]
    assert probabilities == sorted(probabilities, reverse=True)
    assert room.lane[0]["top"][0] == {"label": "quiet", "probability": 1.0}
    kept = next(one for one in room.kept() if one.top[0].label == "bark")
    assert (kept.at - datetime.fromisoformat(said["at"])).total_seconds() == pytest.approx(0, abs=0.001)


async def test_silence_needs_no_ear_and_is_no_event(room: Room) -> None:
    room.play(silence(4), NOON)
    await room.until(lambda: len(room.lane) >= 6, "silence on the lane")

    assert {one["top"][0]["label"] for one in room.lane} == {"quiet"}
    assert (room.ear.asked, room.told) == (0, [])
    assert room.hearing.status() == {"state": "listening", "reason": None, "skipped": 0}


async def test_while_the_ear_is_away_the_status_says_so_and_then_it_hears_again(
    room: Room, bark: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_hearing, "PAUSE_S", 0.01)
    room.ear.error = RayServeException("no replica")
    room.play(np.concatenate([bark, silence(1)]), NOON)
    await room.until(lambda: room.hearing.status()["state"] == "away", "the ear is away")
    assert "RayServeException" in room.hearing.status()["reason"]
    assert room.hearing.status()["skipped"] > 0
    assert room.told == []

    room.ear.error = None
    room.play(np.concatenate([silence(1), bark, silence(1)]), NOON + timedelta(minutes=1))
    await room.until(lambda: room.told, "a bark")
    assert room.hearing.status()["state"] == "listening"


async def test_of_what_a_slow_ear_leaves_waiting_the_newest_is_heard(room: Room) -> None:
    room.ear.answers.clear()
    time_s = np.arange(20 * RATE_HZ) / RATE_HZ
    room.play((0.3 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32), NOON)
    await room.until(lambda: room.hearing.skipped > MOST_WAITING, "windows are skipped")

    room.ear.answers.set()
    await room.until(lambda: room.kept() and room.kept()[-1].at > NOON + timedelta(seconds=18), "the newest")
    assert len(room.kept()) < 30


async def test_a_bark_that_a_killed_process_told_of_has_its_end_told_by_the_next(
    room: Room, bark: Samples
) -> None:
    now = datetime.now(UTC) - timedelta(seconds=1)
    room.play(np.concatenate([bark, bark]), now)
    await room.until(lambda: room.told, "a bark")
    await room.hearing.stop()
    begun = room.told[-1]
    assert begun.ended_at is None

    room.hearing = LiveHearing(room.camera, room.told.extend, room.log, room.redis, ear=room.ear)
    room.hearing.start()
    await room.until(lambda: room.told[-1].ended_at is not None, "its end")

    assert (room.told[-1].kind, room.told[-1].began_at) == ("bark", begun.began_at)


async def test_a_bark_that_the_source_did_not_outlive_ends_by_the_clock(room: Room, bark: Samples) -> None:
    room.play(np.concatenate([bark, bark]), datetime.now(UTC) - timedelta(seconds=1))
    await room.until(lambda: room.told, "a bark")
    room.hearing.sink.lost("it hung up")

    await room.until(lambda: room.told[-1].ended_at is not None, "its end")
    assert room.hearing.status() == {"state": "no_sound", "reason": "it hung up", "skipped": 0}
