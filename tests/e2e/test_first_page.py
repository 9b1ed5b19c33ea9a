"""The first page against the running system: from the launcher's link to a box around the dog."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal, TypeVar

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from playwright.async_api import Page, expect

from tests.system import System

pytestmark = pytest.mark.e2e

AMBER_BGR = np.array([36, 178, 255])
AXE = Path(__file__).resolve().parents[2] / "web/node_modules/axe-core/axe.min.js"

SETTINGS_PAGES: dict[str, tuple[Literal["button", "list", "listitem"], str]] = {
    "Models": ("listitem", "Detector"),
    "Notifications": ("button", "Send a trial"),
    "Robot": ("button", "Register a robot"),
    "Storage": ("list", "What is kept, by camera"),
    "Tokens": ("button", "Make a token"),
}
"""What each of them has when it is there."""

T = TypeVar("T")
ColorScheme = Literal["light", "dark"]

PATIENCE_MS = 90_000  # a cold system loads its model, and the demo's dog takes its time to walk in


async def sign_in(page: Page, system: System) -> None:
    await page.goto(f"{system.url}/sign-in#token={system.token}")
    await expect(page.get_by_role("img", name=re.compile("^Live picture of"))).to_be_visible(
        timeout=PATIENCE_MS
    )


async def violations(page: Page) -> list[str]:
    """What axe holds against the page: rule and element, of WCAG 2.2 A and AA and its best practices."""
    await page.evaluate(AXE.read_text())
    return await page.evaluate(
        """async () => (await axe.run()).violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`))"""
    )


async def picture(page: Page) -> npt.NDArray[np.uint8]:
    """What the person sees of the live picture: BGR, as it is composed on the screen."""
    shot = await page.get_by_role("figure").screenshot()
    decoded = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded.astype(np.uint8, copy=False)


def boxes(shot: npt.NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Rectangles (x, y, w, h in pixels) that are stroked in the dog's amber: outlines, not areas of that colour."""
    amber = (np.abs(shot.astype(np.int16) - AMBER_BGR).max(axis=2) <= 8).astype(np.uint8)
    _, _, found, _ = cv2.connectedComponentsWithStats(amber, connectivity=8)
    return [
        (int(x), int(y), int(w), int(h))
        for x, y, w, h, area in found[1:]
        if w >= 30 and h >= 30 and area < 0.5 * w * h and area > 1.5 * (w + h)
    ]


async def seen(look: Callable[[], Awaitable[T]]) -> T:
    """The first truthy thing that is seen."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(0.1)


async def test_the_launchers_link_leads_to_a_box_around_the_dog(page: Page, system: System) -> None:
    await sign_in(page, system)
    assert page.url == f"{system.url}/"

    await expect(page.get_by_text("Live", exact=True).last).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^(A dog is|\w+ dogs are) in view\.$"), timeout=PATIENCE_MS
    )

    async def look() -> list[tuple[int, int, int, int]]:
        return boxes(await picture(page))

    x, y, w, h = (await seen(look))[0]
    height, width = (await picture(page)).shape[:2]
    assert 0 <= x < x + w <= width
    assert 0 <= y < y + h <= height


async def test_the_picture_moves_and_the_boxes_go_when_they_are_switched_off(
    page: Page, system: System
) -> None:
    await sign_in(page, system)
    await expect(page.get_by_text("Live", exact=True).last).to_be_visible(timeout=PATIENCE_MS)
    toggle = page.get_by_role("button", name="Boxes")
    await toggle.click()
    await expect(toggle).to_have_attribute("aria-pressed", "false")
    first = await picture(page)

    async def moved() -> bool:
        return bool((cv2.absdiff(first, await picture(page)) > 24).mean() > 0.001)

    assert await seen(moved)
    for _ in range(5):
        assert boxes(await picture(page)) == []


async def test_what_happened_is_told_in_words(page: Page, system: System) -> None:
    await sign_in(page, system)
    events = page.get_by_role("list", name="Events, newest first").get_by_role("listitem")
    await expect(events.filter(has_text="Dog came into view").first).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_violation_in_any_view(page: Page, system: System, scheme: ColorScheme) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.goto(f"{system.url}/sign-in")
    await expect(page.get_by_label("Token")).to_be_visible()
    assert await violations(page) == []

    await sign_in(page, system)
    await expect(page.get_by_text("Live", exact=True).last).to_be_visible(timeout=PATIENCE_MS)
    assert await violations(page) == []
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("option", name="Go to Analytics")).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.press("Escape")

    await page.get_by_role("link", name="Analytics").click()
    await expect(page.get_by_role("heading", name="Today so far")).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_role("group", name="Events by weekday and hour")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name=re.compile("^In view")).click()
    await page.get_by_role("list", name="Moments, newest first").get_by_role("button").first.click()
    await expect(page.get_by_role("heading", name="Were we right?")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Watch it").click()
    await expect(page.get_by_role("img", name=re.compile("^Recording of"))).to_be_visible()
    assert await violations(page) == []

    await page.get_by_role("button", name="Coach", exact=True).click()
    await expect(page.get_by_label("Your question")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Settings", exact=True).click()
    await page.get_by_role("button", name="Add a camera").click()
    assert await violations(page) == []
    await page.get_by_role("button", name=re.compile("^Zones of")).first.click()
    await expect(page.get_by_role("application", name=re.compile("draw a zone$"))).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    pages = page.get_by_role("navigation", name="Settings")
    for name, what in SETTINGS_PAGES.items():
        await pages.get_by_role("link", name=name, exact=True).click()
        await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        await expect(page.get_by_role(what[0], name=what[1])).to_be_visible()
        assert await violations(page) == []


async def test_the_browser_takes_the_worker_and_shows_what_is_pushed(page: Page, system: System) -> None:
    await sign_in(page, system)
    kept = await page.evaluate(
        """async () => {
            const { scope } = await navigator.serviceWorker.ready;
            const urlsOf = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url);
            const urls = await Promise.all((await caches.keys()).map(urlsOf));
            return [scope, ...urls.flat()];
        }"""
    )
    assert kept == [f"{system.url}/", f"{system.url}/offline.html"]

    # A browser without a screen has no place for notifications: what the worker asks it to show is written down.
    (worker,) = page.context.service_workers
    await worker.evaluate(
        """() => {
            self.shown = [];
            self.registration.showNotification = async (_title, { body }) => void self.shown.push(body);
        }"""
    )
    session = await page.context.new_cdp_session(page)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(news: dict[str, list[dict[str, str]]]) -> None:
        for one in news["registrations"]:
            if one["scopeURL"] == f"{system.url}/" and not registered.done():
                registered.set_result(one["registrationId"])

    session.on("ServiceWorker.workerRegistrationUpdated", hear)
    await session.send("ServiceWorker.enable")
    news = {"id": "n1", "text": "Time for a walk", "createdAt": "2025-10-24T10:30:00.000Z", "cameraId": None}
    async with asyncio.timeout(PATIENCE_MS / 1000):
        where = {"origin": system.url, "registrationId": await registered}
    await session.send("ServiceWorker.deliverPushMessage", {**where, "data": json.dumps(news)})

    async def shown() -> list[str]:
        return await worker.evaluate("() => self.shown")

    assert await seen(shown) == ["Time for a walk"]

    await page.goto("about:blank")  # the live page would complain of all that it can't reach
    await page.context.set_offline(True)
    await page.goto(f"{system.url}/gallery")
    await expect(page.get_by_role("heading", name="Pawsight can't be reached")).to_be_visible()
    assert await violations(page) == []
    await page.context.set_offline(False)
    await page.get_by_role("link", name="Try again").click()
    await expect(page.get_by_role("heading", name="Gallery")).to_be_visible()


async def test_a_signed_out_browser_sees_nothing_but_the_sign_in(page: Page, system: System) -> None:
    await sign_in(page, system)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in to Pawsight")).to_be_visible()
    await expect(page).to_have_url(f"{system.url}/sign-in")
    assert await page.context.cookies() == []
