"""The replicas of each type as Serve makes them, without Serve: they answer, follow a switch, and say who answers."""

import asyncio
from typing import Any

import httpx
import pytest

from deployments import audio, pose, vision
from deployments.reference_set import BARK, DEMO
from hearing.weights import BARKS, OWN_WEIGHTS
from pawsight.ids import new_id
from tests.integration.app.conftest import Door
from vision.weights import DOGPOSE, NANODET, OWN_MODELS

PICTURE = (DEMO / "dog-bicycle-truck.jpg").read_bytes()
DOG = (0.17, 0.37, 0.25, 0.57)
CAMERA = new_id()


@pytest.fixture(autouse=True)
def configured(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (audio, pose, vision):
        monkeypatch.setattr(module, "settings", lambda: door.resources.config)


async def switched_in(door: Door, model_type: str, content: bytes) -> str:
    """NAME@VERSION of a model that answers now."""
    chosen = {"type": model_type, "name": f"{model_type}-{new_id().hex[-8:]}", "version": "2"}
    made = await door.client.post(
        "/api/models/upload", data=chosen, files={"file": ("model.onnx", content)}, timeout=180
    )
    assert made.status_code == 201, made.text
    body = {**chosen, "bounds": {"latencyMs": 60_000}, "timeoutS": 120}
    done: httpx.Response = await door.client.post("/api/models/switch", json=body, timeout=180)
    assert done.status_code == 200, done.text
    return str(done.json()["live"])


async def back(door: Door, model_type: str) -> None:
    answer = await door.client.post("/api/models/rollback", json={"type": model_type})
    assert answer.status_code == 200, answer.text


async def seen(replica: Any) -> vision.Found:
    """What a batch of one comes to; Serve alone can gather batches."""
    asked = [vision.Asked(PICTURE, CAMERA)]
    (found,) = await asyncio.to_thread(vision._detect, replica._slot, asked)
    assert isinstance(found, vision.Found)
    return found


@pytest.mark.skipif(not (OWN_MODELS / NANODET).exists(), reason="make test converts NanoDet first")
async def test_a_detector(door: Door) -> None:
    replica = vision.Detector.func_or_class()
    await replica.reconfigure({})
    before = await seen(replica)
    name = await switched_in(door, "detector", (OWN_MODELS / NANODET).read_bytes())
    after = await seen(replica)
    told = replica.status()
    await back(door, "detector")
    again = replica.status()
    await replica._follower.stop()

    assert after.detections == before.detections
    assert "dog" in {one.class_name for one in after.detections}
    assert (told.model, told.fell_back_from) == (name, None)
    assert again.model == NANODET


async def test_a_pose_model(door: Door) -> None:
    replica = pose.PoseEstimator.func_or_class()
    await replica.reconfigure({})
    before = await replica.estimate(PICTURE, [DOG], CAMERA)
    name = await switched_in(door, "pose", (OWN_WEIGHTS / DOGPOSE).read_bytes())
    after = await replica.estimate(PICTURE, [DOG], CAMERA)
    told = replica.status()
    await back(door, "pose")
    await replica._follower.stop()

    assert after == before
    assert told.model == name


async def test_an_ear(door: Door) -> None:
    replica = audio.BarkClassifier.func_or_class()
    await replica.reconfigure({"model": BARKS})
    before = await replica.listen((DEMO / BARK).read_bytes())
    name = await switched_in(door, "sound", (OWN_WEIGHTS / BARKS).read_bytes())
    after = await replica.listen((DEMO / BARK).read_bytes())
    told = replica.status()
    await back(door, "sound")
    await replica._follower.stop()

    assert (
        [one.top[0].label for one in after.windows]
        == [one.top[0].label for one in before.windows]
        == ["bark"]
    )
    assert told.model == name
