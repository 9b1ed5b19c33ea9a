"""From a camera's picture to a browser's screen, by the number in the picture, and what a viewer costs.

The camera, the system and the browser run on this machine: one clock for all.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import JSHandle

from tests.e2e.browser import chromium, find_chromium
from tests.load.demo_camera import demo_camera_off
from tests.load.numbered_camera import BAR_HEIGHT, BARS, HEIGHT, WIDTH, NumberedCameras, numbered_cameras
from tests.load.processes import camera_actors, cpu_s
from tests.load.report import Row, percentile

SECONDS = 20.0
SETTLE_S = 3.0
"""The first pictures are late: they may be older ones that are sent for the start."""

PATIENCE_S = 180.0
"""For a camera to become live."""

CROWD = 4
CROWD_SECONDS = 10.0
READ_BACK = Path(__file__).with_name("read_back.js").read_text("utf-8")


async def measure(url: str, token: str, demo_camera: str, pid: int) -> list[Row]:
    """Needs a system that takes cameras on loopback. pid: of its launcher."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as api,
        demo_camera_off(api, demo_camera),
        browser_page(url, token) as page,
    ):
        rows: list[Row] = []
        async with numbered_cameras() as cameras, added(api, cameras, 1) as [camera]:
            shown = await _watched(page, camera, "H264")
            assert shown["session"]["passthrough"]
            rows += _latency("WebRTC, passthrough", shown, cameras, "p95 < 100 ms")
            shown = await _watched(page, camera, "VP8")
            assert not shown["session"]["passthrough"]
            rows += _latency("WebRTC, encoded once for viewers (VP8)", shown, cameras, "p95 < 120 ms")
            shown = await page.evaluate(f"(page) => page.mjpeg('{camera}', {SECONDS})")
            rows += _latency("MJPEG", shown, cameras, "p95 < 200 ms")
            costs = await _costs(page, camera, pid)
        async with numbered_cameras(ten_bits=True) as cameras, added(api, cameras, 1) as [camera]:
            shown = await _watched(page, camera, "H264")
            rows += _latency("WebRTC, encoded once for all (10 bits)", shown, cameras, "p95 < 120 ms")
    return rows + costs


@asynccontextmanager
async def browser_page(url: str, token: str) -> AsyncIterator[JSHandle]:
    """A blank page of the system's origin, with the functions of read_back.js."""
    with tempfile.TemporaryDirectory() as folder:
        async with chromium(find_chromium(Path(folder))) as browser:
            # No larger than the picture: it is composed in software.
            page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            await page.goto(f"{url}/healthz")
            await page.add_style_tag(content="body { margin: 0 } video, canvas { display: block }")
            about = {"width": WIDTH, "height": HEIGHT, "bars": BARS, "barHeight": BAR_HEIGHT, "token": token}
            yield await page.evaluate_handle(READ_BACK, about)


@asynccontextmanager
async def added(api: httpx.AsyncClient, cameras: NumberedCameras, count: int) -> AsyncIterator[list[str]]:
    """Add so many of the cameras to the system, wait until all are live, and delete them at the end."""
    ids: list[str] = []
    try:
        for number in range(count):
            source = {"kind": "url", "url": cameras.url(number)}
            made = await api.post("/api/cameras", json={"name": f"Numbered {number}", "source": source})
            made.raise_for_status()
            ids.append(made.json()["id"])
        async with asyncio.timeout(PATIENCE_S):
            for camera in ids:
                while not await _is_live(api, camera):  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.5)
        yield ids
    finally:
        for camera in ids:
            await api.delete(f"/api/cameras/{camera}")


async def _is_live(api: httpx.AsyncClient, camera: str) -> bool:
    status: dict[str, Any] = (await api.get(f"/api/cameras/{camera}")).json()["status"]
    return status["state"] == "live"


def _latency(what: str, shown: dict[str, Any], cameras: NumberedCameras, goal: str) -> list[Row]:
    seen: list[tuple[int, float]] = [(number, at_ms) for number, at_ms in shown["seen"]]
    settled = [one for one in seen if one[1] > seen[0][1] + SETTLE_S * 1000]
    ages = [age for number, at_ms in settled if (age := cameras.age_ms(0, number, at_ms)) is not None]
    rate = len(settled) / (SECONDS - SETTLE_S)
    return [
        (
            f"{what}: glass to glass p50, p95",
            f"{percentile(ages, 0.5):.0f}, {percentile(ages, 0.95):.0f} ms",
            goal,
        ),
        (f"{what}: pictures shown", f"{rate:.1f} /s", "15"),
        (f"{what}: first picture after asking", f"{shown['firstAfterMs']:.0f} ms", ""),
    ]


async def _watched(page: JSHandle, camera: str, codec: str) -> dict[str, Any]:
    shown: dict[str, Any] = await page.evaluate(f"(page) => page.webrtc('{camera}', '{codec}', {SECONDS})")
    return shown


async def _costs(page: JSHandle, camera: str, pid: int) -> list[Row]:
    """Cores that viewers add to their camera."""
    alone = await _load(pid)
    one = await page.evaluate_handle(f"(page) => page.crowd('{camera}', 'VP8', 1)")
    encoding = await _load(pid)
    crowd = await page.evaluate_handle(f"(page) => page.crowd('{camera}', 'VP8', {CROWD})")
    encoding_for_more = await _load(pid)
    for viewers in (one, crowd):
        await viewers.evaluate("(end) => end()")
    crowd = await page.evaluate_handle(f"(page) => page.crowd('{camera}', 'H264', {CROWD})")
    passing = await _load(pid)
    await crowd.evaluate("(end) => end()")
    passed = (passing - alone) / CROWD
    encoded = encoding - alone
    return [
        ("one passthrough viewer", f"{passed:.1%} of a core", "<= 3 %"),
        ("a viewer with an encoding of its own", f"{encoded:.1%} of a core", ""),
        (
            "one more viewer of the same encoding",
            f"{(encoding_for_more - encoding) / CROWD:.1%} of a core",
            "",
        ),
        ("passthrough viewer / encoded viewer", f"{passed / encoded:.2f}", ""),
    ]


async def _load(pid: int) -> float:
    """Cores that all cameras use now."""
    await asyncio.sleep(2)
    before = cpu_s(camera_actors(pid))
    await asyncio.sleep(CROWD_SECONDS)
    return (cpu_s(camera_actors(pid)) - before) / CROWD_SECONDS
