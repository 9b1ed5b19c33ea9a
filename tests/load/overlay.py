"""How far a box on the live page is from what it is drawn around: a marker whose place is known in every picture."""

import asyncio
import math
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page

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
    marker,
    numbered_cameras,
)
from tests.load.report import Row, percentile

MINUTES = 1.0
SETTLE_S = 15.0
"""Until pictures are held back for as long as their boxes take: the page finds out how long that is bit by bit."""

PATIENCE_MS = 90_000
SAME_PICTURE_MS = 2.0
"""Capture times are rounded to the millisecond on their way, and cut off on another; pictures are 67 ms apart."""

RTP_TICKS_PER_MS, RTP_WRAP = 90, 2**32

MODEL = {"type": "detector", "name": "marker", "version": "1"}
WATCH, ANSWERS = (
    Path(__file__).with_name(name).read_text("utf-8") for name in ("overlay_watch.js", "overlay_answers.js")
)

Place = list[float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A `frame` message, as the page was sent it.

    captured_ms, heard_ms: since the epoch, by the camera's and by the page's clock. box: pixels of the picture; None
    of none.
    """

    captured_ms: float
    heard_ms: float
    box: Place | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came to the screen.

    number: read off it. captured_ms: since the epoch, by its RTP time stamp. drawn_ms: when the page had drawn for it.
    marker: where it is. box: where the page drew one; None of none.
    """

    number: int
    captured_ms: float
    drawn_ms: float
    is_late: bool
    marker: Place
    box: Place | None


async def measure(url: str, token: str, demo_camera: str, minutes: float = MINUTES) -> list[Row]:
    """Needs a system that takes cameras on loopback. minutes: how long the page is watched."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=120) as api,
        demo_camera_off(api, demo_camera),
        finding_markers(api),
        numbered_cameras(marked=True) as cameras,
        added(api, cameras, 1) as [camera],
        live_page(url, token, camera) as page,
    ):
        await asyncio.sleep(SETTLE_S)
        about = {"width": WIDTH, "height": HEIGHT, "bars": BARS, "barHeight": BAR_HEIGHT, "token": token}
        reader = await page.evaluate_handle(READ_BACK, about)
        watched = await reader.evaluate(WATCH, {**about, "seconds": minutes * 60})
        stream = await page.locator("[data-stream]").get_attribute("data-stream")
    if stream != "webrtc":
        raise RuntimeError(f"the page plays {stream}")
    return _rows(watched, camera, minutes * 60)


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
async def live_page(url: str, token: str, camera: str) -> AsyncIterator[Page]:
    """The real page with this camera live; it notes the boxes that it is sent."""
    with tempfile.TemporaryDirectory() as folder:
        async with chromium(find_chromium(Path(folder))) as browser:
            page = await browser.new_page(viewport={"width": 1280, "height": 800})
            await page.add_init_script(ANSWERS)
            await page.goto(f"{url}/sign-in#token={token}")
            await page.locator("figure").wait_for(timeout=PATIENCE_MS)
            await page.goto(f"{url}/?camera={camera}")
            await page.locator("[data-stream=webrtc]").wait_for(timeout=PATIENCE_MS)
            yield page


def _rows(watched: dict[str, Any], camera: str, seconds: float) -> list[Row]:
    scale: float = watched["scale"]
    answers = [_answer(one) for one in watched["answers"] if one["cameraId"] == camera]
    pictures = [_picture(one, watched["rtpOrigin"]) for one in watched["seen"]]
    boxed = [one for one in pictures if one.box is not None]
    answered = [(one, own) for one in boxed if (own := _own(one, answers)) is not None]
    in_time = [(one, own) for one, own in answered if own.heard_ms <= one.drawn_ms]
    late = [one for one, own in answered if own.heard_ms > one.drawn_ms]
    between = [one for one in boxed if _own(one, answers) is None]
    heard = [one for one in answers if one.heard_ms >= pictures[0].drawn_ms] if pictures else []
    return [
        *_distances("whose own answer was there", [one for one, _ in in_time], scale),
        *_apart(in_time, scale, watched["corner"]),
        *_distances("whose own answer came later", late, scale),
        *_distances("between two answers", between, scale),
        ("pictures watched, those without a box", f"{len(pictures)}, {len(pictures) - len(boxed)}", ""),
        (
            "pictures shown, redraws of the canvas, answers",
            ", ".join(f"{one / seconds:.1f}" for one in (len(pictures), watched["redraws"], len(heard)))
            + " /s",
            f"{FPS}",
        ),
        (
            "pictures that were on the screen before their box was drawn",
            f"{sum(one.is_late for one in pictures) / max(len(pictures), 1):.1%}",
            "",
        ),
    ]


def _answer(told: dict[str, Any]) -> Answer:
    boxes = told["boxes"]
    return Answer(
        datetime.fromisoformat(told["captureTs"]).timestamp() * 1000,
        told["heardMs"],
        _place(boxes[0]) if boxes else None,
    )


def _place(box: dict[str, float]) -> Place:
    left, top = box["x"] * WIDTH, box["y"] * HEIGHT
    return [left, top, left + box["w"] * WIDTH, top + box["h"] * HEIGHT]


def _picture(seen: dict[str, Any], rtp_origin: int) -> Picture:
    """When it was captured is worked out here again: the page's own reckoning is what is measured."""
    now = int(seen["drawnMs"]) * RTP_TICKS_PER_MS
    ahead = (seen["rtpTimestamp"] - rtp_origin - now + RTP_WRAP // 2) % RTP_WRAP - RTP_WRAP // 2
    return Picture(
        seen["number"],
        (now + ahead) / RTP_TICKS_PER_MS,
        seen["drawnMs"],
        seen["isLate"],
        seen["marker"],
        seen["box"],
    )


def _own(picture: Picture, answers: list[Answer]) -> Answer | None:
    """The answer to this very picture, whenever it came."""
    return next(
        (one for one in answers if abs(one.captured_ms - picture.captured_ms) < SAME_PICTURE_MS), None
    )


def _apart(pictures: list[tuple[Picture, Answer]], scale: float, corner: tuple[float, float]) -> list[Row]:
    """What the distances are made of: the drawing, and the detector. In CSS pixels both."""
    sent = [
        (one.box, one.marker, _on_stage(own.box, scale, corner))
        for one, own in pictures
        if one.box is not None and own.box is not None
    ]
    if not sent:
        return []
    return [
        (
            "of that the drawing: box as drawn to box as sent",
            _figures([_off(drawn, told) for drawn, _, told in sent], "px"),
            "2 px",
        ),
        (
            "of that the detector: box as sent to marker",
            _figures([_off(seen, told) for _, seen, told in sent], "px"),
            "",
        ),
    ]


def _on_stage(place: Place, scale: float, corner: tuple[float, float]) -> Place:
    return [side * scale + corner[index % 2] for index, side in enumerate(place)]


def _off(one: Place, other: Place) -> float:
    """Of all four sides the one that is furthest off."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _distances(where: str, pictures: list[Picture], scale: float) -> list[Row]:
    of = f"pictures {where} ({len(pictures)})"
    pairs = [(one, one.box) for one in pictures if one.box is not None]
    if not pairs:
        return [(f"box to marker, {of}", "no picture", "")]
    pixels = [_off(box, one.marker) for one, box in pairs]
    frames = [_frames_off(box, one.marker, one.number, scale) for one, box in pairs]
    return [
        (f"box to marker, {of}: p50, p95, longest", _figures(pixels, "px"), "2 px"),
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


def _figures(values: list[float], unit: str) -> str:
    p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
    return f"{p50:.1f}, {p95:.1f}, {max(values):.1f} {unit}"
