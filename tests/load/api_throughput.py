"""Signed-in `GET /api/events/recent` through Serve, beside the same application on bare uvicorn."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from statistics import median

import httpx

from tests.load.http_load import Load, load
from tests.load.report import Row

ROUNDS = 4
SECONDS = 5.0
PATH = "/api/events/recent"


async def measure(url: str, token: str, env: dict[str, str]) -> list[Row]:
    """In turns, since a busy machine slows both."""
    ours: list[Load] = []
    bare: list[Load] = []
    async with _bare_uvicorn(env) as bare_url:
        await load(url + PATH, token, seconds=1)
        await load(bare_url + PATH, token, seconds=1)
        for _ in range(ROUNDS):
            bare.append(await load(bare_url + PATH, token, seconds=SECONDS))
            ours.append(await load(url + PATH, token, seconds=SECONDS))
    ours_rate = median(one.requests_per_second for one in ours)
    bare_rate = median(one.requests_per_second for one in bare)
    return [
        ("through Serve and HAProxy", f"{ours_rate:,.0f} req/s", ">= 2,000"),
        ("the same on bare uvicorn", f"{bare_rate:,.0f} req/s", ""),
        ("Serve / bare uvicorn", f"{ours_rate / bare_rate:.2f}", ">= 0.60"),
        ("p99 through Serve, 32 connections", f"{median(one.p99_ms for one in ours):.0f} ms", ""),
        ("failed", f"{sum(one.failed for one in ours)}", "0"),
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
