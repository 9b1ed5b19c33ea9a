"""Signed-in `GET /api/events/recent` through Serve, beside the same application on bare uvicorn."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from statistics import median

import httpx

from tests.load.demo_camera import demo_camera_off
from tests.load.http_load import Load, load
from tests.load.report import Row

ROUNDS = 4
SECONDS = 5.0
RATE_GOAL = ">= 2,000"
RATIO_GOAL = ">= 0.60"
PATH = "/api/events/recent"


async def measure(url: str, token: str, camera_id: str, env: dict[str, str]) -> list[Row]:
    """First with the camera off, so that the API has the machine; then with it live and analysed."""
    headers = {"Authorization": f"Bearer {token}"}
    async with _bare_uvicorn(env) as bare_url:
        async with (
            httpx.AsyncClient(base_url=url, headers=headers) as api,
            demo_camera_off(api, camera_id),
        ):
            alone = await _compare(url, bare_url, token, "", RATE_GOAL, RATIO_GOAL)
        return alone + await _compare(url, bare_url, token, ", a camera live beside it")


async def _compare(
    url: str, bare_url: str, token: str, what: str, rate_goal: str = "", ratio_goal: str = ""
) -> list[Row]:
    """In turns, since a busy machine slows both."""
    ours: list[Load] = []
    bare: list[Load] = []
    await load(url + PATH, token, seconds=1)
    await load(bare_url + PATH, token, seconds=1)
    for _ in range(ROUNDS):
        bare.append(await load(bare_url + PATH, token, seconds=SECONDS))
        ours.append(await load(url + PATH, token, seconds=SECONDS))
    ours_rate = median(one.requests_per_second for one in ours)
    bare_rate = median(one.requests_per_second for one in bare)
    return [
        (f"through Serve and HAProxy{what}", f"{ours_rate:,.0f} req/s", rate_goal),
        (f"the same on bare uvicorn{what}", f"{bare_rate:,.0f} req/s", ""),
        (f"Serve / bare uvicorn{what}", f"{ours_rate / bare_rate:.2f}", ratio_goal),
        (f"p99 through Serve, 32 connections{what}", f"{median(one.p99_ms for one in ours):.0f} ms", ""),
        (f"failed{what}", f"{sum(one.failed for one in ours)}", "0"),
    ]


@contextlib.asynccontextmanager
async def _bare_uvicorn(env: dict[str, str]) -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--no-access-log"),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"),
        env=os.environ | env,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(120):
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get(f"{url}/healthz")).is_success:
                        break
                await asyncio.sleep(0.5)
        yield url
    finally:
        process.terminate()
        await process.wait()
