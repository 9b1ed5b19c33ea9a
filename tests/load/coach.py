"""The coach with its small model: what Serve adds to vLLM, how good the answers are, and what live video notices."""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil

from coaching.schemas import ChatResponse, SummaryResponse, TipsResponse
from coaching.weights import SMOLLM2
from tests.load.demo_camera import demo_camera_off
from tests.load.processes import own_bytes, ray_environment
from tests.load.report import Row, percentile
from tests.system import System

ENVIRONMENT = {"PAWSIGHT_COACH_MODEL": SMOLLM2}
START_TIMEOUT_S = 900.0
CALLS = 100
ROUNDS = 3
WATCHED_S = 30.0
PROJECT = Path(__file__).resolve().parents[2]


async def measure(system: System, camera_id: str) -> list[Row]:
    """How fast, on a system that was started with `ENVIRONMENT`."""
    headers = {"Authorization": f"Bearer {system.token}"}
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=120) as client:
        waited = await _until(client, "ready")
        return [
            ("the engine is ready after the system is", f"{waited:.0f} s", ""),
            ("memory of the engine", f"{own_bytes(_engine(system)) / 1e6:.0f} MB", ""),
            *await _calls(client),
            *await _beside_live_video(client, camera_id),
            *await _beside_bare(system, client, camera_id),
            *await _killed(client, system),
        ]


async def _calls(client: httpx.AsyncClient) -> list[Row]:
    kinds: tuple[tuple[str, type[TipsResponse | SummaryResponse | ChatResponse], dict[str, Any]], ...] = (
        ("tips", TipsResponse, {"currentAction": "bark", "recentEvents": [], "sessionContext": None}),
        (
            "summary",
            SummaryResponse,
            {
                "sessionStart": "2026-01-01T10:00:00Z",
                "sessionEnd": "2026-01-01T11:00:00Z",
                "events": [],
                "metrics": {},
            },
        ),
        (
            "chat",
            ChatResponse,
            {"question": "How do I teach a sit?", "context": {"events": [], "metrics": {}}},
        ),
    )
    valid, by_model, took = 0, 0, list[float]()
    for number in range(CALLS):
        name, schema, body = kinds[number % len(kinds)]
        began = time.perf_counter()
        answer = await client.post(f"/coach/{name}", json=body)
        took.append(time.perf_counter() - began)
        if answer.is_success:
            valid += schema.model_validate(answer.json()) is not None
            by_model += answer.json()["source"] == "model"
    both = f"{percentile(took, 0.5):.1f}, {percentile(took, 0.95):.1f} s"
    return [
        ("answers that fit the contract's schema", f"{valid} of {CALLS}", f"{CALLS} of {CALLS}"),
        ("of them worded by the model, which passed the checks", f"{by_model}", ""),
        ("an answer p50, p95, one after the other", both, ""),
    ]


async def _beside_live_video(client: httpx.AsyncClient, camera_id: str) -> list[Row]:
    """Frames analysed a second with the coach idle and with it writing without a pause, in turns."""

    async def rate() -> float:
        rates = []
        for _ in range(int(WATCHED_S)):
            await asyncio.sleep(1)
            rates.append((await client.get(f"/api/cameras/{camera_id}")).json()["status"]["analysedFps"])
        return median(rates)

    async def write() -> None:
        while True:
            await client.post("/coach/tips", json={"currentAction": "bark"})

    idle, busy = [], []
    for _ in range(2):
        idle.append(await rate())
        writing = asyncio.create_task(write())
        busy.append(await rate())
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    share = 1 - median(busy) / median(idle) if median(idle) else 0.0
    told = f"{median(idle):.1f}, {median(busy):.1f} /s: {100 * share:.0f} %"
    return [("frames analysed without and with the coach writing: the loss", told, "< 10 %")]


async def _beside_bare(system: System, client: httpx.AsyncClient, camera_id: str) -> list[Row]:
    served: list[dict[str, float]] = []
    bare: list[dict[str, float]] = []
    async with (
        demo_camera_off(
            client, camera_id
        ),  # both engines give way to live video, by chance not to the same pictures
        _writer("bare", {}) as ask_bare,
        _writer("served", ray_environment(system)) as ask_served,
    ):
        for _ in range(ROUNDS):  # in turns: a busy machine slows both
            bare.append(await ask_bare("rounds"))
            served.append(await ask_served("rounds"))

    def both(key: str) -> tuple[float, float]:
        return median(one[key] for one in served), median(one[key] for one in bare)

    first, first_bare = both("first_s")
    speed, speed_bare = both("tokens_per_s")
    return [
        ("first token through Serve, bare vLLM", f"{1000 * first:.0f}, {1000 * first_bare:.0f} ms", ""),
        ("tokens a second, four answers at once: the same", f"{speed:.1f}, {speed_bare:.1f}", ""),
        ("tokens a second, served / bare", f"{speed / speed_bare:.2f}", ">= 0.95"),
    ]


async def harness(system: System, camera_id: str) -> list[Row]:
    """How good, by the checks of tests/coach; on a system that was started with `ENVIRONMENT`."""
    headers = {"Authorization": f"Bearer {system.token}"}
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=120) as client:
        await _until(client, "ready")
        # How quick is not asked here.
        async with (
            demo_camera_off(client, camera_id),
            _writer("served", ray_environment(system)) as ask_served,
        ):
            scores = await ask_served("harness")
    rows: list[Row] = []
    for name, score in scores.items():
        passed = score["asked"] - len(score["wrong"])
        worded = f", {score['by_model']} worded by the model" if name.startswith("model") else ""
        rows.append((f"harness, {name}", f"{passed} of {score['asked']}{worded}", "all"))
        for complaint in score["wrong"][:5]:
            rows.append(("", complaint[:150], ""))
    return rows


async def _killed(client: httpx.AsyncClient, system: System) -> list[Row]:
    took = []
    for process in _engine(system):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    began = time.perf_counter()
    for _ in range(20):
        asked = time.perf_counter()
        answer = await client.post("/coach/tips", json={"currentAction": "bark"})
        took.append(time.perf_counter() - asked)
        assert answer.json()["source"] == "rules", "the engine is dead"
    await _until(client, "ready")
    return [
        ("an answer with the engine killed, slowest of 20", f"{1000 * max(took):.0f} ms", "< 1 s"),
        ("a killed engine is ready again after", f"{time.perf_counter() - began:.0f} s", ""),
    ]


async def _until(client: httpx.AsyncClient, state: str) -> float:
    began = time.perf_counter()
    while True:
        coach = (await client.get("/readyz")).json()["checks"]["coach"]
        if coach["state"] == state:
            return time.perf_counter() - began
        if time.perf_counter() - began > START_TIMEOUT_S:
            raise TimeoutError(f"the coach is not {state}: {coach}")
        await asyncio.sleep(1)


def _engine(system: System) -> list[psutil.Process]:
    """The host of the engine and all below it."""
    for process in psutil.Process(system.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "deployments.coach_host" in process.cmdline():
                return [process, *process.children(recursive=True)]
    raise AssertionError("no engine runs")


@contextlib.asynccontextmanager
async def _writer(kind: str, more: dict[str, str]) -> AsyncIterator[Callable[[str], Awaitable[Any]]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.load.coach_writer", kind),
        cwd=PROJECT,
        env={**os.environ, **more},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=2**24,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines, wishes = process.stdout, process.stdin

    async def ask(wish: str) -> Any:
        wishes.write(f"{wish}\n".encode())
        await wishes.drain()
        return json.loads(await asyncio.wait_for(lines.readline(), 3600))

    try:
        await asyncio.wait_for(lines.readline(), START_TIMEOUT_S)
        yield ask
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
