"""`POST /vision/process` beside the bare model on the same picture, in turns."""

import asyncio
import base64
import time
from pathlib import Path

import httpx

from pawsight.settings import Settings
from tests.load.report import Row, percentile
from vision.engines.loading import load_engine
from vision.image import decode_image

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "demo" / "dog-bicycle-truck.jpg"
ROUNDS = 60


async def measure(url: str, token: str, config: Settings) -> list[Row]:
    """One request at a time: what Serve, HTTP, JSON and base64 add to a frame."""
    data = PICTURE.read_bytes()
    search = [folder for folder in (config.model_dir, ROOT / "models") if folder]
    engine = load_engine(
        config.detector, search=search, threads=config.detector_threads, confidence=config.detector_confidence
    )
    body = {
        "frameBase64": base64.b64encode(data).decode(),
        "timestamp": time.time() * 1000,
        "enabledModels": ["detector"],
    }

    def bare_once() -> float:
        started = time.perf_counter()
        engine.detect([decode_image(data, max_bytes=10**7, max_pixels=2 * 10**7)])
        return (time.perf_counter() - started) * 1000

    ours: list[float] = []
    bare: list[float] = []
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        for turn in range(ROUNDS + 5):
            bare_ms = await asyncio.to_thread(bare_once)
            started = time.perf_counter()
            (await client.post(f"{url}/vision/process", json=body)).raise_for_status()
            if turn >= 5:  # the first ones warm up
                ours.append((time.perf_counter() - started) * 1000)
                bare.append(bare_ms)
    return [
        (f"/vision/process p50, p95 ({engine.name})", f"{_both(ours)} ms", "p95 < 200 ms on a CPU"),
        ("bare model with decoding p50, p95", f"{_both(bare)} ms", ""),
        ("ours / bare p50", f"{percentile(ours, 0.5) / percentile(bare, 0.5):.2f}", ""),
        ("ours / bare p95", f"{percentile(ours, 0.95) / percentile(bare, 0.95):.2f}", "<= 1.15"),
    ]


def _both(values: list[float]) -> str:
    return f"{percentile(values, 0.5):.0f}, {percentile(values, 0.95):.0f}"
