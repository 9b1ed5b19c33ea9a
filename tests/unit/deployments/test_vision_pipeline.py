"""One frame through the models, each of which may be away, slow or off."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from ray.exceptions import RayError

from deployments import pose as pose_deployment
from deployments.pose import PoseEstimator, PoseOff
from deployments.vision import MOST_DOGS, Found, ProcessResult, VisionPipeline
from vision.detection import Detection
from vision.pose import Pose
from vision.posture import Posture
from vision.region import Region
from vision.weights import DOGPOSE, OWN_WEIGHTS

PICTURE = b"a picture"
CAMERA = UUID(int=7)
WORKED_S = 0.1
DOG = Detection("dog", 0.9, (0.1, 0.1, 0.2, 0.3))
CAT = Detection("cat", 0.8, (0.5, 0.1, 0.2, 0.3))
BALL = Detection("sports ball", 0.7, (0.7, 0.7, 0.1, 0.1))
EVERYTHING = ["detector", "pose", "action"]

Answer = Callable[..., Awaitable[Any]]


def model(**methods: Answer) -> SimpleNamespace:
    """A handle whose methods are those."""
    return SimpleNamespace(**{name: SimpleNamespace(remote=answer) for name, answer in methods.items()})


def a_pose(box: tuple[float, float, float, float]) -> Pose:
    return Pose(box, (), Posture("unknown", {}))


class Asked:
    """A pose model that writes down what it is asked."""

    def __init__(self, fails_with: Exception | None = None, *, hangs: bool = False) -> None:
        self.pictures: list[bytes | Region] = []
        self.boxes: list[list[Any]] = []
        self._fails_with, self._hangs = fails_with, hangs

    async def estimate(self, picture: bytes | Region, boxes: list[Any], camera: UUID | None) -> list[Pose]:
        assert camera == CAMERA
        self.pictures.append(picture)
        self.boxes.append(boxes)
        if self._hangs:
            await asyncio.Event().wait()
        if self._fails_with is not None:
            raise self._fails_with
        return [a_pose(box) for box in boxes]


async def process(
    found: list[Detection] | Exception,
    asked: Asked,
    enabled: list[str],
    timeout_s: float = 30.0,
    dogs: Region | None = None,
) -> ProcessResult:
    async def detect(_: bytes, camera: UUID | None, *, with_dogs: bool) -> Found:
        assert (camera, with_dogs) == (CAMERA, enabled != ["detector"])
        if isinstance(found, Exception):
            raise found
        return Found(found, WORKED_S, dogs)

    pipeline = VisionPipeline.func_or_class(model(detect=detect), model(estimate=asked.estimate))
    result: ProcessResult = await pipeline.process(PICTURE, enabled, timeout_s, CAMERA)
    return result


async def test_dogs_are_looked_at_and_nobody_else() -> None:
    asked = Asked()
    result = await process([DOG, CAT, BALL], asked, EVERYTHING)

    assert asked.boxes == [[DOG.box]]
    assert result == ProcessResult([DOG, CAT], [BALL], [a_pose(DOG.box)], WORKED_S)


@pytest.mark.parametrize(("enabled", "looks"), [(["detector"], 0), (["pose"], 1), (["action"], 1), ([], 0)])
async def test_poses_are_asked_for_where_they_are_wanted(enabled: list[str], looks: int) -> None:
    asked = Asked()
    await process([DOG], asked, enabled)

    assert len(asked.boxes) == looks


@pytest.mark.parametrize("dogs", [None, Region(np.zeros((9, 9, 3), np.uint8), (0.0, 0.0, 0.5, 0.5))])
async def test_what_the_detector_decoded_is_not_decoded_again(dogs: Region | None) -> None:
    asked = Asked()
    await process([DOG], asked, EVERYTHING, dogs=dogs)

    assert asked.pictures == [dogs or PICTURE]


async def test_a_frame_without_a_dog_costs_no_look() -> None:
    asked = Asked()
    flat = Detection("dog", 0.9, (0.1, 0.1, 0.2, 0.0))
    await process([CAT, flat], asked, EVERYTHING)

    assert asked.boxes == []


async def test_of_a_crowd_the_surest_are_looked_at() -> None:
    asked = Asked()
    pack = [Detection("dog", 0.9 - index / 100, (index / 40, 0.1, 0.02, 0.1)) for index in range(20)]
    result = await process(pack, asked, EVERYTHING)

    assert asked.boxes == [[one.box for one in pack[:MOST_DOGS]]]
    assert len(result.detections) == 20


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(PoseOff("no weights")), "the pose model is off"),
        (Asked(RayError("gone")), "the pose model is away: RayError"),
        (Asked(KeyError("its own")), "the pose model is away: KeyError"),
        (Asked(hangs=True), "the pose model took longer than the detector left it"),
    ],
    ids=["off", "away", "failing", "slow"],
)
async def test_what_was_detected_comes_without_the_pose_model(asked: Asked, says: str) -> None:
    result = await process([DOG, BALL], asked, EVERYTHING, timeout_s=0.05)

    assert (result.detections, result.objects, result.poses) == ([DOG], [BALL], [])
    assert (result.degraded, result.pose_degraded) == (None, says)


@pytest.mark.parametrize("error", [RayError("gone"), KeyError("its own")])
async def test_without_the_detector_nothing_is_looked_at(error: Exception) -> None:
    asked = Asked()
    result = await process(error, asked, EVERYTHING)

    assert result == ProcessResult(degraded=f"the detector is away: {type(error).__name__}")
    assert asked.boxes == []


class TestPoseModel:
    def test_ours_is_found_and_named(self) -> None:
        estimator, status = pose_deployment.load(DOGPOSE, [Path("nowhere"), OWN_WEIGHTS], threads=1)

        assert estimator is not None
        assert (status.model, status.reason) == (DOGPOSE, None)

    @pytest.mark.parametrize("content", [None, b"nonsense"], ids=["missing", "broken"])
    def test_weights_that_do_not_load_switch_it_off_and_say_so(
        self, content: bytes | None, tmp_path: Path
    ) -> None:
        if content is not None:
            (tmp_path / "other.onnx").write_bytes(content)
        estimator, status = pose_deployment.load("other.onnx", [tmp_path], threads=1)

        assert estimator is None
        assert status.model is None
        assert status.reason is not None
        assert status.reason.startswith("other.onnx does not load")

    async def test_one_that_is_off_says_so_to_whoever_asks(self) -> None:
        deployment = PoseEstimator.func_or_class()
        await deployment.reconfigure({"model": "other.onnx"})

        assert deployment.status().model is None
        with pytest.raises(PoseOff, match=r"other\.onnx"):
            await deployment.estimate(PICTURE, [DOG.box])
