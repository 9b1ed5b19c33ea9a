"""Twenty switches of the detector while the API is asked, pictures are processed and five cameras are live."""

import asyncio
import base64
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import onnx

from tests.load.glass_to_glass import added
from tests.load.numbered_camera import numbered_cameras
from tests.load.report import Row, percentile
from vision.weights import NANODET, OWN_MODELS

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "demo" / "dog-bicycle-truck.jpg"
CAMERAS = 4  # and the demo camera
SWITCHES = 20
VERSIONS = 3
"""Of two, each would still be in memory as the one before."""
REQUESTS_PER_SECOND = 50
PATIENCE_MS = 20_000


@dataclass
class Asked:
    """What became of the requests."""

    requests: int = 0
    failed: list[str] = field(default_factory=list)
    pictures: int = 0
    unanswered: int = 0
    degraded: int = 0
    is_over: bool = False


async def measure(url: str, token: str) -> list[Row]:
    """Needs a system that takes cameras on loopback, with its demo camera."""
    headers = {"Authorization": f"Bearer {token}"}
    asked = Asked()
    switched: list[dict[str, float]] = []
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=120) as api,
        numbered_cameras() as cameras,
        added(api, cameras, CAMERAS),
    ):
        for version in range(VERSIONS):
            await _register(api, version)
        load = [
            asyncio.create_task(one) for one in (_read(api, asked), _process(api, asked), _look(api, asked))
        ]
        for turn in range(SWITCHES):
            body = {
                "type": "detector",
                "name": "bench",
                "version": str(turn % VERSIONS),
                "bounds": {"latencyMs": PATIENCE_MS, "errorRate": 0.0},
                "timeoutS": 120,
            }
            answer = await api.post("/api/models/switch", json=body)
            if answer.is_error:
                asked.failed.append(f"switch: {answer.text[:200]}")
            else:
                switched.append(answer.json())
        asked.is_over = True
        await asyncio.gather(*load)
        back = {"type": "detector", "name": "built-in", "version": "built-in"}
        (await api.post("/api/models/switch", json=back)).raise_for_status()
    loaded = [one["loadedS"] for one in switched]
    mixed = [one["mixedMs"] for one in switched]
    return [
        ("switches that were made", f"{len(switched)} of {SWITCHES}", f"{SWITCHES}"),
        (
            f"requests that failed, at {REQUESTS_PER_SECOND} /s",
            f"{len(asked.failed)} of {asked.requests} {asked.failed[:2] or ''}",
            "0",
        ),
        ("pictures that no model answered", f"{asked.unanswered} of {asked.pictures}", "0"),
        (f"looks at {CAMERAS + 1} live cameras that found the models away", f"{asked.degraded}", "0"),
        (
            "loading beside what answers p50, longest",
            f"{percentile(loaded, 0.5):.1f}, {max(loaded):.1f} s",
            "",
        ),
        ("mixed answers p50, longest", f"{percentile(mixed, 0.5):.0f}, {max(mixed):.0f} ms", "< 2 s"),
    ]


async def _register(api: httpx.AsyncClient, version: int) -> None:
    """The settings' own detector once more, as another file."""
    model = onnx.load(OWN_MODELS / NANODET)
    model.producer_version = str(version)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.onnx"
        onnx.save(model, path)
        form = {"type": "detector", "name": "bench", "version": str(version)}
        answer = await api.post(
            "/api/models/upload", data=form, files={"file": ("bench.onnx", path.read_bytes())}
        )
    answer.raise_for_status()


async def _read(api: httpx.AsyncClient, asked: Asked) -> None:
    """So many reads a second, whether or not the one before has been answered."""
    running: set[asyncio.Task[None]] = set()
    due = time.perf_counter()
    while not asked.is_over:
        task = asyncio.create_task(_read_once(api, asked))
        running.add(task)
        task.add_done_callback(running.discard)
        due += 1 / REQUESTS_PER_SECOND
        await asyncio.sleep(max(due - time.perf_counter(), 0))
    await asyncio.gather(*running)


async def _read_once(api: httpx.AsyncClient, asked: Asked) -> None:
    asked.requests += 1
    try:
        answer = await api.get("/api/events/recent")
        if answer.is_error:
            asked.failed.append(f"{answer.status_code}")
    except httpx.HTTPError as error:
        asked.failed.append(type(error).__name__)


async def _process(api: httpx.AsyncClient, asked: Asked) -> None:
    """One picture after the other, in which each model finds a dog."""
    body = {"frameBase64": base64.b64encode(PICTURE.read_bytes()).decode(), "enabledModels": ["detector"]}
    while not asked.is_over:
        asked.requests += 1
        asked.pictures += 1
        try:
            answer = await api.post("/vision/process", json={**body, "timestamp": time.time() * 1000})
            if answer.is_error:
                asked.failed.append(f"{answer.status_code}")
            asked.unanswered += answer.is_error or not answer.json()["detections"]
        except httpx.HTTPError as error:
            asked.failed.append(type(error).__name__)
            asked.unanswered += 1


async def _look(api: httpx.AsyncClient, asked: Asked) -> None:
    """What the cameras say of the models."""
    while not asked.is_over:
        items = (await api.get("/api/cameras")).json()["items"]
        asked.degraded += sum("away" in (one["status"]["analysis"] or "") for one in items)
        await asyncio.sleep(0.2)
