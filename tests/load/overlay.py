"""How far a box on the live page is from what it is drawn around: a marker whose place is known in every picture."""

import asyncio
import json
import math
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page, WebSocket

from tests.e2e.browser import chromium, find_chromium
from tests.load.demo_camera import demo_camera_off
from tests.load.glass_to_glass import READ_BACK, added
from tests.load.marker_finder import marker_finder
from tests.load.numbered_camera import (
    BAR_HEIGHT,
    BARS,
    FPS,
    HEIGHT,
    LOOP,
    TURN,
    WIDTH,
    NumberedCameras,
    marker,
    numbered_cameras,
)
from tests.load.report import Row, percentile

MINUTES = 1.0
SETTLE_S = 15.0
"""Until pictures are held back for as long as their boxes take: the page finds out how long that is bit by bit."""

PATIENCE_MS = 90_000
OWN_WITHIN_MS = 500 / FPS
"""An answer that is no further from a picture than half the way to the next is its own."""

MODEL = {"type": "detector", "name": "marker", "version": "1"}
WATCH = Path(__file__).with_name("overlay_watch.js").read_text("utf-8")

Place = list[float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A `frame` message. captured_ms: since the epoch. left_top: of its box, pixels of the picture; None of none."""

    captured_ms: float
    left_top: tuple[float, float] | None


async def measure(url: str, token: str, demo_camera: str, minutes: float = MINUTES) -> list[Row]:
    """Needs a system that takes cameras on loopback. minutes: how long the page is watched."""
    headers = {"Authorization": f"Bearer {token}"}
    answers: list[Answer] = []
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=120) as api,
        demo_camera_off(api, demo_camera),
        finding_markers(api),
        numbered_cameras(marked=True) as cameras,
        added(api, cameras, 1) as [camera],
        live_page(url, token, camera, answers) as page,
    ):
        await asyncio.sleep(SETTLE_S)
        answers.clear()
        about = {"width": WIDTH, "height": HEIGHT, "bars": BARS, "barHeight": BAR_HEIGHT, "token": token}
        reader = await page.evaluate_handle(READ_BACK, about)
        watched = await reader.evaluate(WATCH, {**about, "seconds": minutes * 60})
        stream = await page.locator("[data-stream]").get_attribute("data-stream")
    if stream != "webrtc":
        raise RuntimeError(f"the page plays {stream}")
    return _rows(watched, answers, cameras, minutes * 60)


@asynccontextmanager
async def finding_markers(api: httpx.AsyncClient) -> AsyncIterator[None]:
    """The system's detector finds markers; at the end it is what it was."""
    artifact = await asyncio.to_thread(marker_finder)
    made = await api.post("/api/models/upload", data=MODEL, files={"file": ("marker.onnx", artifact)})
    made.raise_for_status()
    switch = {**MODEL, "timeoutS": 120, "bounds": {"latencyMs": 20_000}}
    (await api.post("/api/models/switch", json=switch)).raise_for_status()
    try:
        yield
    finally:
        back = {"type": "detector", "name": "built-in", "version": "built-in"}
        (await api.post("/api/models/switch", json=back)).raise_for_status()


@asynccontextmanager
async def live_page(url: str, token: str, camera: str, answers: list[Answer]) -> AsyncIterator[Page]:
    """The real page with this camera live. answers: where the boxes go that it is sent."""

    def opened(socket: WebSocket) -> None:
        socket.on("framereceived", heard)

    def heard(payload: str | bytes) -> None:
        message: dict[str, Any] = json.loads(payload)
        if message["type"] != "frame" or message["cameraId"] != camera:
            return
        boxes = [one["box"] for one in message["detections"]]
        answers.append(
            Answer(
                datetime.fromisoformat(message["captureTs"]).timestamp() * 1000,
                (boxes[0]["x"] * WIDTH, boxes[0]["y"] * HEIGHT) if boxes else None,
            )
        )

    with tempfile.TemporaryDirectory() as folder:
        async with chromium(find_chromium(Path(folder))) as browser:
            page = await browser.new_page(viewport={"width": 1280, "height": 800})
            page.on("websocket", opened)
            await page.goto(f"{url}/sign-in#token={token}")
            await page.locator("figure").wait_for(timeout=PATIENCE_MS)
            await page.goto(f"{url}/?camera={camera}")
            await page.locator("[data-stream=webrtc]").wait_for(timeout=PATIENCE_MS)
            yield page


def _rows(
    watched: dict[str, Any], answers: list[Answer], cameras: NumberedCameras, seconds: float
) -> list[Row]:
    seen: list[dict[str, Any]] = watched["seen"]
    boxed = [one for one in seen if one["box"] is not None]
    own = [one for one in boxed if _is_answered(one, answers, cameras)]
    other = [one for one in boxed if one not in own]
    found = [error for one in answers if (error := _detectors_error(one, cameras)) is not None]
    return [
        *_distances("in pictures with an answer of their own", own, watched["scale"]),
        *_distances("in those between two answers", other, watched["scale"]),
        ("pictures watched, those without a box", f"{len(seen)}, {len(seen) - len(boxed)}", ""),
        (
            "pictures shown, redraws of the canvas, answers",
            ", ".join(f"{one / seconds:.1f}" for one in (len(seen), watched["redraws"], len(answers)))
            + " /s",
            f"{FPS}",
        ),
        (
            "pictures that were on the screen before their box was drawn",
            f"{sum(one['isLate'] for one in seen) / max(len(seen), 1):.1%}",
            "",
        ),
        (
            "of all that, the detector's own error p50, p95",
            _figures(found, "pixels of the picture") if found else "no box",
            "",
        ),
    ]


def _is_answered(one: dict[str, Any], answers: list[Answer], cameras: NumberedCameras) -> bool:
    age = cameras.age_ms(0, one["number"], one["at"])
    return age is not None and any(
        abs(answer.captured_ms - (one["at"] - age)) < OWN_WITHIN_MS for answer in answers
    )


def _distances(where: str, pictures: list[dict[str, Any]], scale: float) -> list[Row]:
    if not pictures:
        return [(f"box to marker, {where}", "no picture", "")]
    pixels = [max(abs(a - b) for a, b in zip(one["box"], one["marker"], strict=True)) for one in pictures]
    frames = [_frames_off(one["box"], one["marker"], one["number"], scale) for one in pictures]
    return [
        (f"box to marker, {where} ({len(pictures)}): p50, p95, longest", _figures(pixels, "px"), "2 px"),
        ("the same as pictures too early or too late", _figures(frames, "pictures"), "1"),
    ]


def _frames_off(box: Place, seen: Place, number: int, scale: float) -> float:
    """How many pictures ago, or from now, the marker was where the box is."""
    left, top = marker(number)
    middle = [(box[side] + box[side + 2] - seen[side] - seen[side + 2]) / 2 / scale for side in (0, 1)]
    where = (left + middle[0], top + middle[1])
    nearest = min(
        range(-TURN // 2, TURN // 2),
        key=lambda shift: math.dist(where, marker((number + shift) % LOOP)),
    )
    return abs(nearest)


def _detectors_error(answer: Answer, cameras: NumberedCameras) -> float | None:
    """Pixels of the picture between the box that was told and the marker in the picture that it was told of."""
    if answer.left_top is None:
        return None
    at, number = min(cameras.times_sent(0), key=lambda sent: abs(sent[0] - answer.captured_ms))
    if abs(at - answer.captured_ms) > OWN_WITHIN_MS:
        return None
    return max(abs(a - b) for a, b in zip(answer.left_top, marker(number), strict=True))


def _figures(values: list[float], unit: str) -> str:
    p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
    return f"{p50:.1f}, {p95:.1f}, {max(values):.1f} {unit}"
