"""How the live view plays: by WebRTC, as MJPEG wherever that is impossible, and by WebRTC again when it is back."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import httpx
import pytest
from playwright.async_api import Page, Response, Route, expect

from tests.e2e.browser import chromium, find_chromium
from tests.e2e.test_first_page import PATIENCE_MS, boxes, picture, seen, sign_in
from tests.system import System

pytestmark = pytest.mark.e2e

WHEP = re.compile(r"/whep$")
NO_UDP = "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"
AWAY = {"code": "CAMERA_AWAY", "message": "Away", "details": None, "timestamp": "2025-10-24T10:30:00.000Z"}


@pytest.fixture
def expected(console: list[str]) -> Iterator[None]:
    """Chromium complains of each request that fails: here some are made to."""
    yield
    assert [complaint for complaint in console if "/whep" not in complaint] == []
    console.clear()


async def plays(page: Page, stream: str) -> None:
    """Wait until this is what is seen, and its pictures move."""
    shown = page.locator("[data-stream]")
    await expect(shown).to_have_attribute("data-stream", stream, timeout=PATIENCE_MS)
    await expect(page.get_by_text("Live", exact=True).last).to_be_visible(timeout=PATIENCE_MS)
    first = await picture(page)

    async def moved() -> bool:
        return bool((cv2.absdiff(first, await picture(page)) > 24).mean() > 0.001)

    assert await seen(moved)
    await expect(shown).to_have_attribute("data-stream", stream)


async def test_the_live_view_plays_webrtc_with_the_boxes_of_its_own_pictures(
    page: Page, system: System
) -> None:
    await sign_in(page, system)
    await plays(page, "webrtc")

    async def look() -> list[tuple[int, int, int, int]]:
        return boxes(await picture(page))

    assert await seen(look)
    await plays(page, "webrtc")


async def test_a_page_that_is_left_ends_its_session(page: Page, system: System) -> None:
    await sign_in(page, system)
    async with page.expect_response(WHEP) as made:
        await page.reload()
    session = (await (await made.value).all_headers())["location"]
    await plays(page, "webrtc")

    await page.goto("about:blank")

    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {system.token}"}) as api:

        async def is_over() -> bool:
            return (await api.get(f"{system.url}{session}")).status_code == 404

        assert await seen(is_over)


@pytest.mark.usefixtures("expected")
async def test_a_refused_offer_leaves_mjpeg_until_one_is_taken(page: Page, system: System) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=503, json={"error": AWAY})

    await page.route(WHEP, refuse)
    await sign_in(page, system)
    await plays(page, "mjpeg")

    await page.unroute(WHEP)
    await plays(page, "webrtc")


@pytest.mark.usefixtures("expected")
async def test_an_offer_that_never_arrives_leaves_mjpeg(page: Page, system: System) -> None:
    await page.route(WHEP, lambda route: route.abort())
    await sign_in(page, system)
    await plays(page, "mjpeg")


async def test_ice_that_never_connects_leaves_mjpeg_until_it_does(page: Page, system: System) -> None:
    async def spoil(route: Route) -> None:
        answer = await route.fetch()
        # Every check of the other side fails with a password that it does not have.
        spoilt = re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:nobodyknowsthisonenobody", await answer.text())
        await route.fulfill(response=answer, body=spoilt)

    await page.route(WHEP, spoil)
    await sign_in(page, system)
    await plays(page, "mjpeg")

    await page.unroute(WHEP)
    await plays(page, "webrtc")


async def test_udp_that_is_blocked_leaves_mjpeg(system: System, tmp_path: Path) -> None:
    async with chromium(find_chromium(tmp_path), NO_UDP) as browser:
        page = await browser.new_page()
        await sign_in(page, system)
        await plays(page, "mjpeg")


async def test_a_session_that_ends_is_bridged_by_mjpeg_and_followed_by_another(
    page: Page, system: System
) -> None:
    sessions: list[str] = []

    async def answered(response: Response) -> None:
        if WHEP.search(response.url) and response.status == 201:
            sessions.append((await response.all_headers())["location"])

    page.on("response", answered)
    await sign_in(page, system)
    await plays(page, "webrtc")
    first = sessions[-1]
    fell_back = page.locator("[data-stream=mjpeg]").wait_for(timeout=PATIENCE_MS)

    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {system.token}"}) as api:
        assert (await api.delete(f"{system.url}{first}")).status_code == 204

    await fell_back
    await plays(page, "webrtc")
    assert sessions[-1] != first


async def test_pictures_that_stop_coming_are_bridged_by_mjpeg(page: Page, system: System) -> None:
    await sign_in(page, system)
    await plays(page, "webrtc")
    fell_back = asyncio.create_task(page.locator("[data-stream=mjpeg]").wait_for(timeout=PATIENCE_MS))

    # As when every packet is lost: nothing but the pictures themselves tells of it.
    await page.evaluate(
        "document.querySelector('video').srcObject.getVideoTracks().forEach((track) => track.stop())"
    )

    await fell_back
    await plays(page, "webrtc")
