"""A live view that somebody uses for a while: what it keeps in memory, and how long each key and click takes.

What the page's process has outside of JavaScript is measured apart, in a browser that nobody records: see there.
"""

import asyncio
import itertools
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import CDPSession, Page

from tests.e2e.browser import chromium, find_chromium
from tests.load.bare_browser import bare_page
from tests.load.report import Row, percentile

MINUTES = 10.0
SAMPLES = 10
OPENINGS = 50
WATCHED_S = 2.5
FIRST_COUNTED = 4
"""What is compared with the end: until then the hundred newest events come, each with its picture."""

HOUR = timedelta(hours=1)
HELD = 500
"""Events of an hour that the timeline shows at most: it has them from the beginning, or it would only fill."""
TYPES = ("sit", "lie", "bark", "run", "stand")

PAUSE_S = 1.5
PATIENCE_MS = 90_000
QUICK_MS = 16.0
"""The browser tells of no event that was quicker."""

MARKS = Path(__file__).with_name("viewer_marks.js").read_text("utf-8")
KEPT = """localStorage.setItem("pawsight:kept", JSON.stringify({ tourDone: true }))"""

Act = Callable[[Page], Awaitable[int]]
"""What somebody does, until the page is as it was; how many keys and clicks that takes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """After a forced collection of garbage. heap: bytes."""

    heap: int
    nodes: int
    listeners: int


async def measure(url: str, token: str, camera: str, minutes: float = MINUTES) -> list[Row]:
    """Needs a system with its demo camera. minutes: how long it goes; ten samples are taken whatever that is."""
    await _fill(url, token, camera)
    samples: list[Sample] = []
    scripted = 0
    async with _watching(url, token) as (page, sample):
        acts = itertools.cycle(ACTS)
        begin = time.monotonic()
        for number in range(1, SAMPLES + 1):
            until = begin + number * minutes * 60 / SAMPLES
            while time.monotonic() < until:
                scripted += await next(acts)(page)
                await asyncio.sleep(PAUSE_S)
            samples.append(await sample())
        told: dict[str, Any] = await page.evaluate(
            "({ ...viewer, count: performance.interactionCount ?? 0 })"
        )
    memory = await _openings(url, token)
    return [*_kept(samples), *_memory(memory), *_interactions(told, scripted), *_pictures(told)]


async def _openings(url: str, token: str) -> list[int]:
    """The page's memory in bytes after each tenth of OPENINGS, in a browser that nobody records."""
    async with bare_page(1440, 900) as page:
        await page.send("Page.navigate", url=f"{url}/sign-in#token={token}")
        await page.until("[data-stream=webrtc]")
        taken = []
        for number in range(1, OPENINGS + 1):
            await page.press("j")
            await page.until("[data-playback=playing]")
            await asyncio.sleep(WATCHED_S)
            await page.press("l")
            await page.until("[data-stream=webrtc]")
            if number % (OPENINGS // SAMPLES) == 0:
                taken.append(await page.own_bytes())
        return taken


async def _fill(url: str, token: str, camera: str) -> None:
    """An hour in which as much happened as the page ever shows of one."""
    begin = datetime.now(UTC) - HOUR
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers) as api:
        for number in range(HELD):
            event = {
                "ts": (begin + number * HOUR / HELD).isoformat(),
                "type": TYPES[number % len(TYPES)],
                "data": {"cameraId": camera, "confidence": 0.8, "durationMs": 4000},
            }
            (await api.post("/api/events", json=event)).raise_for_status()


@asynccontextmanager
async def _watching(url: str, token: str) -> AsyncIterator[tuple[Page, Callable[[], Awaitable[Sample]]]]:
    """The live page, and what measures it."""
    with tempfile.TemporaryDirectory() as folder:
        async with chromium(find_chromium(Path(folder))) as browser:
            page = await browser.new_page(viewport={"width": 1440, "height": 900})
            await page.add_init_script(MARKS)
            await page.add_init_script(KEPT)
            await page.goto(f"{url}/sign-in#token={token}")
            await page.locator("[data-stream=webrtc]").wait_for(timeout=PATIENCE_MS)
            inside = await page.context.new_cdp_session(page)
            yield page, lambda: _sample(inside)


async def _sample(inside: CDPSession) -> Sample:
    await inside.send("HeapProfiler.collectGarbage")
    heap = await inside.send("Runtime.getHeapUsage")
    counters = await inside.send("Memory.getDOMCounters")
    return Sample(int(heap["usedSize"]), counters["nodes"], counters["jsEventListeners"])


async def _boxes_by_key(page: Page) -> int:
    for key in ("d", "d", "p", "p"):
        await page.keyboard.press(key)
        await asyncio.sleep(0.3)
    return 4


async def _boxes_by_click(page: Page) -> int:
    for _ in range(2):
        await page.get_by_role("button", name="Boxes").click()
        await asyncio.sleep(0.3)
    return 2


async def _scrub(page: Page) -> int:
    """Back along the timeline and to its end again, without letting go in between."""
    track = await page.get_by_role("slider").bounding_box()
    assert track is not None
    right, middle = track["x"] + track["width"], track["y"] + track["height"] / 2
    await page.mouse.move(right - 40, middle)
    await page.mouse.down()
    await page.mouse.move(track["x"] + 40, middle, steps=20)
    await page.mouse.move(right - 1, middle, steps=20)
    await page.mouse.up()
    return 1


async def _zoom(page: Page) -> int:
    for name in ("Show a shorter time", "Show a longer time"):
        await page.get_by_role("button", name=name).click()
        await asyncio.sleep(0.3)
    return 2


async def _coach(page: Page) -> int:
    button = page.get_by_role("navigation", name="Views").get_by_role("button", name="Coach", exact=True)
    await button.click()
    await page.get_by_label("Your question").wait_for(timeout=PATIENCE_MS)
    await button.click()
    return 2


async def _palette(page: Page) -> int:
    await page.keyboard.press("Control+k")
    await page.get_by_role("option", name="Go to Analytics").wait_for(timeout=PATIENCE_MS)
    await page.keyboard.type("gal", delay=80)
    await page.keyboard.press("Escape")
    return 5


async def _keys(page: Page) -> int:
    await page.keyboard.press("?")
    await page.get_by_role("dialog", name="Keys").wait_for(timeout=PATIENCE_MS)
    await page.keyboard.press("Escape")
    return 2


async def _event(page: Page) -> int:
    rows = page.get_by_role("list", name="Events, newest first").get_by_role("button")
    if await rows.count() == 0:
        return 0
    await rows.first.click()
    await page.get_by_role("heading", name="Were we right?").wait_for(timeout=PATIENCE_MS)
    await page.keyboard.press("Escape")
    return 2


async def _recording(page: Page) -> int:
    """Ten seconds back, and live again."""
    await page.keyboard.press("j")
    await page.get_by_role("img", name=re.compile("^Recording of")).wait_for(timeout=PATIENCE_MS)
    await asyncio.sleep(3)
    await page.keyboard.press("l")
    await page.locator("[data-stream=webrtc]").wait_for(timeout=PATIENCE_MS)
    return 2


ACTS: tuple[Act, ...] = (
    *(_boxes_by_key, _scrub, _coach, _boxes_by_click, _palette),
    *(_zoom, _event, _keys, _scrub, _recording),
)


def _memory(taken: list[int]) -> list[Row]:
    first, last = taken[1], taken[-1]
    each = ", ".join(f"{one / 1e6:.0f}" for one in taken)
    return [
        (
            f"memory of the page's process, {OPENINGS} openings of the recording in a browser that nobody records",
            f"{each} MB; from the second tenth to the end{_growth(first, last)}",
            "< 10 %",
        )
    ]


def _kept(samples: list[Sample]) -> list[Row]:
    first, last = samples[FIRST_COUNTED - 1], samples[-1]
    mega = 1_000_000
    return [
        (
            "JavaScript's heap at each tenth, collected",
            f"{', '.join(f'{one.heap / mega:.1f}' for one in samples)} MB",
            "",
        ),
        ("nodes of the page", ", ".join(f"{one.nodes:,d}" for one in samples), ""),
        *(
            (
                f"{what}, from the fourth tenth to the end",
                f"{before:{form}} to {after:{form}}{_growth(before, after)}",
                goal,
            )
            for what, before, after, form, goal in (
                ("the heap, MB", first.heap / mega, last.heap / mega, ".1f", "< 10 %"),
                ("nodes of the page", first.nodes, last.nodes, ",d", "< 10 %"),
                ("listeners", first.listeners, last.listeners, ",d", "< 10 %"),
            )
        ),
    ]


def _growth(before: float, after: float) -> str:
    return f" ({after / before - 1:+.1%})"


def _interactions(told: dict[str, Any], scripted: int) -> list[Row]:
    slow = sorted(told["interactions"].values(), key=lambda one: -one["ms"])
    count = max(told["count"], scripted, len(slow))
    durations = [one["ms"] for one in slow] + [QUICK_MS] * (count - len(slow))
    return [
        (
            f"interaction to next paint, {count} keys and clicks: p50, p98, longest",
            ", ".join(f"{percentile(durations, share):.0f}" for share in (0.5, 0.98, 1)) + " ms",
            "p98 < 200 ms",
        ),
        *(
            (
                f"one of the slowest: {one['what']}",
                f"{one['ms']:.0f} ms: {one['waitedMs']:.0f} until it began, {one['workedMs']:.0f} at work",
                "",
            )
            for one in slow[:3]
        ),
    ]


def _pictures(told: dict[str, Any]) -> list[Row]:
    seconds = max(told["liveMs"] / 1000, 1)
    received = sum(one["received"] for one in told["streams"])
    dropped = sum(one["dropped"] for one in told["streams"])
    return [
        (
            "pictures shown, redraws of the canvas, while live",
            f"{told['pictures'] / seconds:.1f}, {told['redraws'] / seconds:.1f} /s",
            "",
        ),
        (
            "of pictures with boxes, those that the canvas was drawn anew for",
            f"{told['boxedRedrawn'] / max(told['boxed'], 1):.1%} of {told['boxed']:,}",
            "100 %",
        ),
        ("pictures received, those dropped", f"{received:,}, {dropped:,}", "none dropped"),
    ]
