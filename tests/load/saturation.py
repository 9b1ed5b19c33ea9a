"""As many pictures as the machine can see: through Serve by HTTP and by gRPC, beside the same model in a plain loop.

All in turns and in one run. The load generator, HAProxy and the web door have the same cores as the model.
"""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import grpc
import httpx

from pawsight.rpc.vision_pb2 import ProcessRequest
from pawsight.rpc.vision_pb2_grpc import VisionStub
from pawsight.settings import Settings
from tests.load.demo_camera import demo_camera_off
from tests.load.http_load import load
from tests.load.report import Row, percentile
from vision.detection import DetectionEngine
from vision.engines.loading import load_engine
from vision.image import decode_image

ROOT = Path(__file__).resolve().parents[2]
PICTURE = (ROOT / "demo" / "dog-bicycle-truck.jpg").read_bytes()
MODELS = ("detector",)
IN_FLIGHT = 8
ROUNDS = 3
SECONDS = 6.0
ONE_AT_A_TIME = 40


async def measure(url: str, address: str, token: str, camera: str, config: Settings) -> list[Row]:
    """address: of gRPC. The detector alone: what Serve adds is the same whatever else looks."""
    search = [folder for folder in (config.model_dir, ROOT / "models") if folder]
    engine = load_engine(
        config.detector, search=search, threads=config.detector_threads, confidence=config.detector_confidence
    )
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as api,
        demo_camera_off(api, camera),
        grpc.aio.insecure_channel(address) as channel,
    ):
        calls = _Calls(VisionStub(channel), token)  # type: ignore[no-untyped-call]

        async def by_http() -> float:
            answered = await load(
                f"{url}/vision/process", token, connections=IN_FLIGHT, seconds=SECONDS, body=_body()
            )
            assert answered.failed == 0, f"{answered.failed} requests failed"
            return answered.requests_per_second

        ways = {
            "a plain loop in one process": lambda: asyncio.to_thread(_plain_loop, engine),
            f"POST /vision/process, {IN_FLIGHT} in flight": by_http,
            f"gRPC Process, {IN_FLIGHT} in flight": calls.many_at_once,
            "gRPC ProcessStream": calls.stream,
        }
        rates: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(ROUNDS + 1):
            for way, measured in ways.items():
                rate = await measured()
                if turn > 0:  # the first one warms up
                    rates[way].append(rate)
        latencies = await _one_at_a_time(api, calls, engine)
    bare, *through_serve = (median(one) for one in rates.values())
    return [
        *((f"{way}: pictures a second", f"{median(one):.1f} /s", "") for way, one in rates.items()),
        *(
            (f"{way} / plain loop", f"{rate / bare:.2f}", ">= 0.90")
            for way, rate in zip(list(ways)[1:], through_serve, strict=True)
        ),
        *(
            (
                f"one at a time, {way}: p50, p95",
                f"{percentile(ms, 0.5):.0f}, {percentile(ms, 0.95):.0f} ms",
                "",
            )
            for way, ms in latencies.items()
        ),
    ]


class _Calls:
    """gRPC as a load."""

    def __init__(self, stub: Any, token: str) -> None:
        self._stub = stub
        self._metadata = (("authorization", f"Bearer {token}"), ("application", "web"))

    async def one(self) -> None:
        answer = await self._stub.Process(_request(), metadata=self._metadata, timeout=30)
        assert answer.detections

    async def many_at_once(self) -> float:
        """Pictures a second, each by a call of its own."""
        began, answered = time.perf_counter(), count()

        async def ask() -> None:
            while time.perf_counter() - began < SECONDS:
                await self.one()
                next(answered)

        await asyncio.gather(*(ask() for _ in range(IN_FLIGHT)))
        return next(answered) / (time.perf_counter() - began)

    async def stream(self) -> float:
        """Pictures a second in one stream, as many in flight as it takes."""
        began = time.perf_counter()

        async def requests() -> AsyncIterator[ProcessRequest]:
            while time.perf_counter() - began < SECONDS:
                yield _request()

        answered = 0
        async for answer in self._stub.ProcessStream(requests(), metadata=self._metadata, timeout=60):
            assert answer.response.detections
            answered += 1
        return answered / (time.perf_counter() - began)


async def _one_at_a_time(
    api: httpx.AsyncClient, calls: _Calls, engine: DetectionEngine
) -> dict[str, list[float]]:
    """What a picture takes when it is alone, in milliseconds."""

    async def post() -> None:
        answer = await api.post(
            "/vision/process", content=_body(), headers={"Content-Type": "application/json"}
        )
        answer.raise_for_status()

    ways: dict[str, Callable[[], Any]] = {
        "the bare model with decoding": lambda: asyncio.to_thread(_look, engine),
        "HTTP": post,
        "gRPC": calls.one,
    }
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ONE_AT_A_TIME):
        for way, ask in ways.items():
            began = time.perf_counter()
            await ask()
            taken[way].append((time.perf_counter() - began) * 1000)
    return taken


def _plain_loop(engine: DetectionEngine) -> float:
    began, seen = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        _look(engine)
        seen += 1
    return seen / (time.perf_counter() - began)


def _look(engine: DetectionEngine) -> None:
    engine.detect([decode_image(PICTURE, max_bytes=10**7, max_pixels=2 * 10**7)])


def _request() -> ProcessRequest:
    return ProcessRequest(frame=PICTURE, timestamp=time.time() * 1000, enabled_models=MODELS)


def _body() -> bytes:
    frame = base64.b64encode(PICTURE).decode()
    asked = {"frameBase64": frame, "timestamp": time.time() * 1000, "enabledModels": MODELS}
    return json.dumps(asked).encode()
