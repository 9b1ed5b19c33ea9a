"""A camera's frames and sounds to messages and events, beside models, a store and a Redis of our own making."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import cv2
import numpy as np
import pytest

from db.cameras import Camera
from deployments import live_analysis
from deployments.live_analysis import LiveAnalysis
from deployments.observation_file import Seen
from deployments.observation_log import ObservationLog
from deployments.vision import ProcessResult
from pawsight.ids import new_id
from pawsight.messages import MESSAGES, Event, FrameMessage
from pawsight.settings import Settings
from video.feed import Picture
from vision.detection import Detection
from vision.events import Sound
from vision.keypoints import KEYPOINTS
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture

NOW = datetime.now(UTC)
BOX = (0.4, 0.3, 0.2, 0.4)
FPS = 10
WORKED_S = 60.0  # all that an answer takes, however busy this machine is
SITS, STANDS = (0.94, 0.02, 0.02, 0.02), (0.02, 0.94, 0.02, 0.02)


def jpeg(step: int) -> bytes:
    """A grey room in which something small goes to and fro."""
    room = np.full((360, 640, 3), 90, np.uint8)
    cv2.rectangle(room, (200 + 40 * (step % 2), 150), (230 + 40 * (step % 2), 180), (200, 200, 200), -1)
    return cv2.imencode(".jpg", room)[1].tobytes()


MOVING = jpeg(0), jpeg(1)


def seen(postures: tuple[float, ...] = SITS) -> ProcessResult:
    points = tuple(Keypoint(name, 0.5, 0.5, 0.8, 0.95) for name in KEYPOINTS)
    pose = Pose(BOX, points, Posture("unknown", dict(zip(POSTURES, postures, strict=True))))
    return ProcessResult([Detection("dog", 0.9, BOX)], [], [pose], worked_s=WORKED_S)


class Stage:
    """Frames that come as they are told, and all that became of them."""

    def __init__(self, script: list[ProcessResult]) -> None:
        self.script = script
        self.moves = True
        self.asked = 0
        self.messages: list[FrameMessage] = []
        self.events: list[tuple[UUID, Event]] = []
        self.kept: bytes | None = None
        self.observations = ObservationLog()
        self.over = asyncio.Event()

    def logged(self) -> list[int]:
        """The frames that are to be kept beside the recording."""
        found = self.observations.between(NOW, NOW + timedelta(hours=1))
        return [one.seq for one in found if isinstance(one, Seen)]

    async def next_picture(self, after_seq: int) -> Picture:
        seq = after_seq + 1
        if seq >= len(self.script):
            self.over.set()
            await asyncio.Event().wait()
        return Picture(seq, NOW + timedelta(seconds=seq / FPS), MOVING[self.moves * seq % 2], 640, 360)

    async def process(self, _: bytes, enabled: list[str], deadline_s: float, camera: UUID) -> ProcessResult:
        assert set(enabled) == {"detector", "pose", "action"}
        self.asked += 1
        return self.script[len(self.messages)]

    async def record(self, user_id: UUID, event: Event) -> None:
        self.events.append((user_id, event))

    async def publish(self, _: str, message: str) -> None:
        told = MESSAGES.validate_python(json.loads(message))
        assert isinstance(told, FrameMessage)
        self.messages.append(told)

    async def get(self, _: str) -> bytes | None:
        return self.kept

    async def set(self, _: str, state: bytes, *, ex: int) -> None:
        self.kept = state


@pytest.fixture
def camera() -> Camera:
    fields: dict[str, Any] = {"id": new_id(), "user_id": new_id()}
    return SimpleNamespace(**fields)  # type: ignore[return-value] # of its row, no more is read


@asynccontextmanager
async def running(
    stage: Stage, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LiveAnalysis]:
    handle = SimpleNamespace(process=SimpleNamespace(remote=stage.process))

    async def application(_: str) -> SimpleNamespace:
        return handle

    monkeypatch.setattr(live_analysis, "application", application)
    store: Any = stage
    analysis = LiveAnalysis(
        camera, (), stage.next_picture, store, store, Settings(camera_fps=FPS), stage.observations
    )
    analysis.start()
    try:
        yield analysis
    finally:
        await analysis.stop()


async def until_over(stage: Stage) -> None:
    async with asyncio.timeout(60):
        await stage.over.wait()


async def test_a_dog_that_sits_is_shown_with_joints_and_actions_and_told_of_twice(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage([seen()] * 30 + [seen(STANDS)] * 50)
    async with running(stage, camera, monkeypatch) as analysis:
        await until_over(stage)
        assert (analysis.degraded, analysis.pose_degraded) == (None, None)

    assert len(stage.messages) == 80
    shown = stage.messages[20]
    track = shown.detections[0].track_id
    assert [one.name for one in shown.keypoints] == list(KEYPOINTS)
    assert {one.track_id for one in (*shown.keypoints, *shown.actions)} == {track}
    assert (shown.actions[0].label, shown.actions[0].source) == ("sit", "trained")
    assert {user for user, _ in stage.events} == {camera.user_id}
    began, ended = (event for _, event in stage.events if event.type == "sit")
    assert (began.id, began.ts) == (ended.id, ended.ts)
    assert (began.ended, ended.ended) == (False, True)
    assert (began.data["cameraId"], began.data["trackId"]) == (str(camera.id), track)


async def test_a_frame_that_nobody_looked_at_is_no_empty_scene(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = ProcessResult(degraded="the models are away")
    stage = Stage([seen()] * 20 + [blind] * 20 + [seen()] * 5)
    async with running(stage, camera, monkeypatch):
        await until_over(stage)

    assert [event.type for _, event in stage.events] == ["enter_frame", "sit"]
    assert stage.messages[25].detections == []
    assert stage.logged() == [*range(20), *range(40, 45)]


async def test_without_poses_dogs_are_shown_all_the_same(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_boxes = ProcessResult(
        [Detection("dog", 0.9, BOX)], worked_s=WORKED_S, pose_degraded="the pose model is off"
    )
    stage = Stage([only_boxes] * 20)
    async with running(stage, camera, monkeypatch) as analysis:
        await until_over(stage)
        assert (analysis.degraded, analysis.pose_degraded) == (None, "the pose model is off")

    assert len(stage.messages[-1].detections) == 1
    assert stage.messages[-1].keypoints == []
    assert [event.type for _, event in stage.events] == ["enter_frame"]


@pytest.mark.parametrize("frames", [0, 20], ids=["no frame ever came", "no frame comes any more"])
async def test_what_was_heard_is_told_though_no_frame_comes(
    frames: int, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage([seen()] * frames)
    async with running(stage, camera, monkeypatch) as analysis:
        await until_over(stage)
        analysis.hear([Sound("bark", NOW + timedelta(seconds=1.5), None, 0.9, 1, 0.95, NOW)])
        async with asyncio.timeout(60):
            while not any(event.type == "bark" for _, event in stage.events):  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.02)

    (bark,) = (event for _, event in stage.events if event.type == "bark")
    assert bark.data["trackId"] == (1 if frames else None)


async def test_what_was_heard_goes_with_the_next_frame_once(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage([seen()] * 20)
    async with running(stage, camera, monkeypatch) as analysis:
        analysis.hear([Sound("howl", NOW, None, 0.9, 1, 0.95, NOW)])
        await until_over(stage)

    assert [event.type for _, event in stage.events].count("howl") == 1


async def test_one_that_is_started_again_tells_nothing_twice(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Stage([seen()] * 20)
    async with running(before, camera, monkeypatch):
        await until_over(before)
    after = Stage([seen()] * 20)
    after.kept = before.kept
    async with running(after, camera, monkeypatch):
        await until_over(after)

    assert before.kept is not None
    assert [event.type for _, event in after.events] == []


async def test_what_does_not_move_is_seldom_looked_at_and_shown_all_the_same(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage([seen()] * 30)
    stage.moves = False
    async with running(stage, camera, monkeypatch) as analysis:
        await until_over(stage)

    assert (stage.asked, analysis.still) == (6, 24)  # twice a second, of three
    assert all(len(one.detections) == 1 for one in stage.messages)
    assert [one.seq for one in stage.messages] == list(range(30))
