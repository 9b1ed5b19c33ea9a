"""`POST /vision/process` beside the bare models on the same picture, in turns."""

import asyncio
import base64
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from pawsight.settings import Settings
from tests.load.demo_camera import demo_camera_off
from tests.load.report import Row, percentile
from vision.detection import DetectionEngine, Image
from vision.engines.loading import load_engine
from vision.image import decode_image
from vision.pose import Box, PoseEstimator
from vision.weights import DOGPOSE, OWN_WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "demo" / "dog-bicycle-truck.jpg"
ROUNDS = 200
WARM_UP = 5
SHARES = (0.5, 0.95, 0.99)


async def measure(url: str, token: str, camera: str, config: Settings) -> list[Row]:
    """One request at a time: what Serve, HTTP, JSON and base64 add to a frame, with the demo camera off."""
    search = [folder for folder in (config.model_dir, ROOT / "models") if folder]
    engine = load_engine(
        config.detector, search=search, threads=config.detector_threads, confidence=config.detector_confidence
    )
    pose = PoseEstimator.load(OWN_WEIGHTS / DOGPOSE, threads=config.detector_threads)
    data = PICTURE.read_bytes()

    def detect() -> None:
        _found(engine, data)

    def detect_and_pose() -> None:
        image, dogs = _found(engine, data)
        pose.estimate(image, dogs)

    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as api,
        demo_camera_off(api, camera),
    ):
        return [
            *await _in_turns(api, data, ["detector"], detect),
            *await _in_turns(api, data, ["detector", "pose", "action"], detect_and_pose),
        ]


def _found(engine: DetectionEngine, data: bytes) -> tuple[Image, list[Box]]:
    image = decode_image(data, max_bytes=10**7, max_pixels=2 * 10**7)
    return image, [one.box for one in engine.detect([image])[0] if one.class_name == "dog"]


async def _in_turns(
    api: httpx.AsyncClient, data: bytes, models: Sequence[str], bare: Callable[[], None]
) -> list[Row]:
    body = {
        "frameBase64": base64.b64encode(data).decode(),
        "timestamp": time.time() * 1000,
        "enabledModels": models,
    }
    # Encoded once: how fast a client writes its JSON is its own affair.
    request = {"content": json.dumps(body).encode(), "headers": {"Content-Type": "application/json"}}
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(WARM_UP + ROUNDS):
        started = time.perf_counter()
        await asyncio.to_thread(bare)
        between = time.perf_counter()
        (await api.post("/vision/process", **request)).raise_for_status()
        if turn >= WARM_UP:
            theirs.append((between - started) * 1000)
            ours.append((time.perf_counter() - between) * 1000)
    shares = ", ".join(f"{percentile(ours, one) / percentile(theirs, one):.2f}" for one in SHARES)
    what = ", ".join(models)
    return [
        (f"{what}: /vision/process p50, p95, p99", f"{_all(ours)} ms", "p95 < 200 ms on a CPU"),
        (f"{what}: the bare models with decoding", f"{_all(theirs)} ms", ""),
        (f"{what}: ours / bare", shares, "p95 <= 1.15"),
    ]


def _all(values: list[float]) -> str:
    return ", ".join(f"{percentile(values, one):.0f}" for one in SHARES)
