"""One camera as its viewers get it: pictures a second over MJPEG, and messages to a hundred WebSockets."""

import asyncio
import json
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import connect

from tests.load.report import Row, percentile

SECONDS = 10.0
CLIENTS = 100
CLIENT_SECONDS = 60.0


async def picture_rate(url: str, token: str, camera_id: str) -> list[Row]:
    """Pictures that one viewer receives, and their age when they arrive."""
    ages: list[float] = []
    received = 0
    async with (
        httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=30) as client,
        client.stream("GET", f"{url}/api/cameras/{camera_id}/mjpeg") as response,
    ):
        response.raise_for_status()
        started: float | None = None
        async for chunk in response.aiter_raw():
            for line in chunk.split(b"\r\n"):
                if line.lower().startswith(b"x-capture-ts:"):
                    captured = datetime.fromisoformat(line.split(b":", 1)[1].strip().decode())
                    started = started or time.perf_counter()
                    received += 1
                    ages.append((datetime.now(UTC) - captured).total_seconds() * 1000)
            if started is not None and time.perf_counter() - started >= SECONDS:
                break
    return [
        ("pictures to one MJPEG viewer, detection running", f"{received / SECONDS:.1f} /s", "15"),
        ("age on arrival p50, p95", f"{percentile(ages, 0.5):.0f}, {percentile(ages, 0.95):.0f} ms", "< 2 s"),
    ]


async def frame_messages(url: str, token: str, camera_id: str) -> list[Row]:
    """`frame` messages to a hundred clients: who misses one that any other got between its first and last?"""
    where = urlsplit(url)
    seen: list[list[int]] = [[] for _ in range(CLIENTS)]
    delays: list[float] = []
    until = time.perf_counter() + CLIENT_SECONDS

    async def client(number: int) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        async with connect(f"ws://{where.netloc}/ws", additional_headers=headers, compression=None) as socket:
            while time.perf_counter() < until:
                try:
                    message = json.loads(await asyncio.wait_for(socket.recv(), 2))
                except TimeoutError:
                    continue
                if message["type"] == "frame" and message["cameraId"] == camera_id:
                    seen[number].append(message["seq"])
                    if number == 0:
                        captured = datetime.fromisoformat(message["captureTs"])
                        delays.append((datetime.now(UTC) - captured).total_seconds() * 1000)

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    begin = max(one[0] for one in seen)
    end = min(one[-1] for one in seen)
    published = {seq for one in seen for seq in one if begin <= seq <= end}
    missing = sum(len(published - set(one)) for one in seen)
    return [
        (
            f"`frame` messages in {CLIENT_SECONDS:.0f} s to {CLIENTS} clients",
            f"{len(published)} each ({len(published) / CLIENT_SECONDS:.1f} /s)",
            "15 /s",
        ),
        ("missing, all clients together", f"{missing}", "0"),
        (
            "capture to client p50, p95",
            f"{percentile(delays, 0.5):.0f}, {percentile(delays, 0.95):.0f} ms",
            "",
        ),
    ]
