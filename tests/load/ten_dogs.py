"""Ten cameras with a dog before each: how the models' time is shared, and whether it lasts."""

import asyncio
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import httpx
import psutil
from websockets.asyncio.client import ClientConnection, connect

from tests.load.demo_camera import demo_camera_off
from tests.load.glass_to_glass import added
from tests.load.numbered_camera import numbered_cameras
from tests.load.processes import camera_actors, own_bytes, ray_workers
from tests.load.report import Row, percentile

CAMERAS = 10
SETTLE_S = 20.0
"""The first looks at a camera's dog come at once from all of them."""
MINUTES = "PAWSIGHT_BENCH_MINUTES"
DEFAULT_MINUTES = 2
FILM = Path(__file__).resolve().parents[2] / "build" / "demo.mp4"


@dataclass
class Minute:
    """What came in one minute. looks: of each camera. ages: from capture to this process, ms. mine: bytes."""

    looks: Counter[str] = field(default_factory=Counter)
    ages: list[float] = field(default_factory=list)
    with_dog: int = 0
    mine: int = 0


async def measure(url: str, token: str, demo_camera: str, pid: int) -> list[Row]:
    """Needs a system that takes cameras on loopback. pid: of its launcher."""
    headers = {"Authorization": f"Bearer {token}"}
    minutes = [Minute() for _ in range(int(os.environ.get(MINUTES, DEFAULT_MINUTES)))]
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as api,
        demo_camera_off(api, demo_camera),
        numbered_cameras(film=FILM) as cameras,
        added(api, cameras, CAMERAS) as ids,
        connect(
            f"ws://{urlsplit(url).netloc}/ws", additional_headers=headers, compression=None, max_queue=None
        ) as socket,
    ):
        await _listen(socket, Minute(), SETTLE_S)
        for minute in minutes:
            await _listen(socket, minute, 60.0)
            workers = [*camera_actors(pid), *ray_workers(pid, "ServeReplica:vision")]
            minute.mine = own_bytes(workers)
        machine = psutil.cpu_percent(1) / 100 * psutil.cpu_count()
    looks = sum((one.looks for one in minutes), Counter[str]())
    rates = sorted(looks[camera] / 60 / len(minutes) for camera in ids)
    first, last = minutes[0], minutes[-1]
    ages = [f"{percentile(one.ages, 0.5):.0f}, {percentile(one.ages, 0.95):.0f}" for one in (first, last)]
    memory = [one.mine / 1e6 for one in minutes]
    return [
        (f"{CAMERAS} cameras with a dog, {len(minutes)} min: frames analysed", f"{sum(rates):.1f} /s", ""),
        (
            "of one camera: least, median, most",
            f"{rates[0]:.2f}, {median(rates):.2f}, {rates[-1]:.2f} /s",
            "",
        ),
        ("fairness: most / least", f"{rates[-1] / max(rates[0], 1e-9):.2f}", ""),
        (
            "looks that had a dog",
            f"{sum(one.with_dog for one in minutes) / max(looks.total(), 1):.0%}",
            "",
        ),
        ("capture to message p50, p95, first minute", f"{ages[0]} ms", ""),
        ("the same, last minute", f"{ages[1]} ms", "flat"),
        (
            "memory of cameras and models: first, last minute, most",
            f"{memory[0]:.0f}, {memory[-1]:.0f}, {max(memory):.0f} MB",
            "flat",
        ),
        ("the machine, load generator included", f"{machine:.2f} of {psutil.cpu_count()} cores", ""),
    ]


async def _listen(socket: ClientConnection, into: Minute, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = json.loads(await socket.recv())
                if message["type"] != "frame":
                    continue
                captured = datetime.fromisoformat(message["captureTs"])
                into.looks[message["cameraId"]] += 1
                into.ages.append((datetime.now(UTC) - captured).total_seconds() * 1000)
                into.with_dog += bool(message["detections"])
    except TimeoutError:
        return
