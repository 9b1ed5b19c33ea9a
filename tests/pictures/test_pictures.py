"""Every view as a picture: a desk's and a phone's, dark and light, of a home that is lived in and of a new one.

A picture that is not the one that was kept fails, with both beside each other in a file. `make pictures` keeps what is
there now; look at each before you commit it.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import cv2
import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.pictures import compare
from tests.pictures.happened import RECORDED_AT
from tests.pictures.made_up import CLIP, LIVING_ROOM, NOW

KEPT: Final = Path(__file__).parent / "kept"
RENEW: Final = os.environ.get("PICTURES") == "renew"
PATIENCE_MS: Final = 20_000

Scheme = Literal["dark", "light"]
SIZES: Final = {"desk": (1440, 900), "phone": (390, 844)}
SCHEMES: Final[tuple[Scheme, ...]] = ("dark", "light")

CLOCK: Final = """(() => {
    const Real = Date, now = %d;
    globalThis.Date = class Date extends Real {
        constructor(...given) { given.length > 0 ? super(...given) : super(now); }
        static now() { return now; }
    };
    localStorage.setItem("pawsight:kept", JSON.stringify({ tourDone: true }));
})()"""
"""The page's calendar stands still; what it waits for goes on. Whoever looks was here before."""

STILL: Final = """
[title="From the camera to this page"], [title="Pictures shown in a second"] { display: none !important; }
header > time { visibility: hidden !important; }
video::-webkit-media-controls { display: none !important; }
"""
"""What shows how fast a machine is is left out, and the controls of a film, which fade."""

IS_THERE: Final = """() => document.fonts.status === "loaded"
    && !document.querySelector("[aria-busy=true]")
    && ![...document.querySelectorAll("[role=status]")].some((one) => /…$/.test(one.textContent))
    && [...document.images].every((one) => one.complete || one.loading === "lazy")
    && [...document.querySelectorAll("video[src]")].every((one) => one.readyState > 1)"""

BELOW: Final = """() => Math.max(...[document.scrollingElement, ...document.querySelectorAll("main, main *")]
    .filter((one) => one === document.scrollingElement || /auto|scroll/.test(getComputedStyle(one).overflowY))
    .map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight))"""
"""Pixels below the end of the screen."""

Step = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class View:
    """What is shown.

    path: its address. then: what is done there. dark: whatever the scheme. whole: with all that one can scroll to;
    else as much as the screen has.
    """

    path: str
    then: Step | None = None
    dark: bool = False
    whole: bool = True


async def _live(page: Page) -> None:
    await expect(page.get_by_text("Live", exact=True).last).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_role("heading", name="A dog is in view.")).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_text("Bowl", exact=True)).to_be_visible()  # zones come by themselves
    await expect(page.get_by_text("No robot is connected")).to_be_visible()
    await expect(page.locator("figure > canvas")).to_have_css("visibility", "visible")  # the dog's box


async def _first_camera(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Add your first camera")).to_be_visible(timeout=PATIENCE_MS)


async def _coach(page: Page) -> None:
    await page.get_by_role("button", name="Coach", exact=True).click()
    await expect(page.get_by_label("Your question")).to_be_visible()


async def _zones(page: Page) -> None:
    await page.get_by_role("button", name="Zones of Living room").click()
    await expect(page.get_by_role("application")).to_be_visible()


async def _overlays(page: Page) -> None:
    await _live(page)
    await page.get_by_role("button", name="Overlays").click()
    await page.get_by_role("button", name="Heat map").click()
    await expect(page.get_by_role("img", name="Heat map of today")).to_be_visible()


async def _recording(page: Page) -> None:
    await expect(page.locator("[data-playback=playing]")).to_be_visible()
    await page.keyboard.press("k")
    await expect(page.locator("[data-playback=paused]")).to_be_visible()
    await expect(page.get_by_text("Bowl", exact=True)).to_be_visible()  # zones come by themselves
    await expect(page.get_by_role("list", name="What happened at this moment")).to_be_visible()


async def _film(page: Page) -> None:
    # A picture of it, not its poster: which of them is seen at first is chance.
    await page.locator("video[src]").evaluate(
        """async (film) => {
            const seen = new Promise((resolve) => film.requestVideoFrameCallback(resolve));
            await film.play();
            await seen;
            film.pause();
        }"""
    )


async def _notes(page: Page) -> None:
    await _film(page)
    await page.get_by_role("button", name="Change labels and note").click()
    await expect(page.get_by_role("textbox", name="Note")).to_be_visible()


async def _sharing(page: Page) -> None:
    await _film(page)
    await page.get_by_role("button", name="Shared", exact=True).click()
    await expect(page.get_by_role("button", name="Stop sharing")).to_be_visible()


async def _run(page: Page) -> None:
    await page.get_by_role("button", name="Pictures of what the run of Garden tells otherwise").click()
    last = page.get_by_role("list", name="What it tells otherwise").get_by_role("listitem").last
    await last.scroll_into_view_if_needed()
    await expect(last.locator("img")).to_have_js_property("complete", value=True)


async def _roll_back(page: Page) -> None:
    await page.get_by_role("button", name="Roll back to").click()
    await expect(page.get_by_role("alertdialog")).to_be_visible()


VIEWS: Final = {
    "live": View("/", _live, dark=True, whole=False),
    "gallery": View("/gallery"),
    "analytics": View("/analytics"),
    "routines": View("/routines"),
    "settings-cameras": View("/settings"),
    "settings-models": View("/settings/models"),
    "settings-notifications": View("/settings/notifications"),
    "settings-robot": View("/settings/robot"),
    "settings-storage": View("/settings/storage"),
    "settings-tokens": View("/settings/tokens"),
    "coach": View("/routines", _coach),
}
FULL_ALONE: Final = {
    "overlays": View("/", _overlays, dark=True, whole=False),
    "recording": View(f"/?camera={LIVING_ROOM}&at={RECORDED_AT}", _recording, dark=True, whole=False),
    "clip": View(f"/gallery?clip={CLIP}", _film, whole=False),
    "notes": View(f"/gallery?clip={CLIP}", _notes, whole=False),
    "sharing": View(f"/gallery?clip={CLIP}", _sharing, whole=False),
    "zones": View("/settings", _zones, whole=False),
    "run": View("/settings/models", _run),
    "rollback": View("/settings/models", _roll_back, whole=False),
}
EMPTY_LIVE: Final = View("/", _first_camera, dark=True)

CASES: Final = {
    **{f"{name}-full": view for name, view in {**VIEWS, **FULL_ALONE}.items()},
    **{f"{name}-empty": EMPTY_LIVE if name == "live" else view for name, view in VIEWS.items()},
    "sign-in-nobody": View("/sign-in"),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_view_looks_as_it_did(
    name: str, pinned_browser: Browser, homes: dict[str, str], tmp_path: Path
) -> None:
    view, home = CASES[name], homes[name.rsplit("-", 1)[1]]
    found: list[asyncio.Task[list[str]]] = []
    context = await _visitor(pinned_browser)
    try:
        page = await _opened(context, home, view)
        for size in SIZES:
            await _fit(page, size, view)
            for scheme in ("dark",) if view.dark else SCHEMES:
                await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                shot = await page.screenshot(animations="disabled", style=STILL)
                # While the next one is taken.
                look = asyncio.to_thread(_compared, f"{name}-{size}-{scheme}", shot, tmp_path)
                found.append(asyncio.create_task(look))
    finally:
        await context.close()
    assert [words for one in found for words in await one] == []


async def _visitor(browser: Browser) -> BrowserContext:
    width, height = SIZES["desk"]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        timezone_id="Europe/Berlin",
        color_scheme="dark",
        reduced_motion="reduce",
        service_workers="block",
    )
    await context.add_init_script(CLOCK % (NOW.timestamp() * 1000))
    return context


async def _opened(context: BrowserContext, home: str, view: View) -> Page:
    page = await context.new_page()
    await page.goto(f"{home}{view.path}")
    await expect(page.locator("h1, h2").first).to_be_visible(timeout=PATIENCE_MS)
    if view.then:
        await view.then(page)
    return page


async def _fit(page: Page, size: str, view: View) -> None:
    """Give the page a screen of that size; a view that is shown as a whole gets one that nobody has to scroll."""
    width, height = SIZES[size]
    await page.set_viewport_size({"width": width, "height": height})
    await page.wait_for_function(IS_THERE, timeout=PATIENCE_MS)
    if view.whole and (below := await page.evaluate(BELOW)):
        await page.set_viewport_size({"width": width, "height": height + below})
        await page.wait_for_function(IS_THERE, timeout=PATIENCE_MS)


def _compared(name: str, shot: bytes, folder: Path) -> list[str]:
    """What is wrong with a picture (a PNG), in words; nothing if it is as it was kept."""
    path = KEPT / f"{name}.webp"
    keepable = compare.packed(compare.unpacked(shot))
    if RENEW:
        KEPT.mkdir(exist_ok=True)
        path.write_bytes(keepable)
        return []
    if not path.is_file():
        return [f"{name} was never kept: `make pictures`"]
    # Packed and unpacked as the kept one was: what that loses, both have lost.
    picture, kept = compare.unpacked(keepable), compare.unpacked(path.read_bytes())
    found = compare.changes(picture, kept)
    if not found:
        return []
    both = folder / f"{name}.png"
    cv2.imwrite(str(both), compare.shown(picture, kept, found))
    where = ", ".join(str(change) for change in found[:5])
    return [f"{name} differs: {where}; as it was and as it is: {both}"]
