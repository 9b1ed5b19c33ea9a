"""From a clip to a stranger who watches it: the whole way of a link, and its end."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_first_page import PATIENCE_MS, sign_in
from tests.system import System

pytestmark = pytest.mark.e2e

PLAYS = """() => new Promise((resolve) => {
    const film = document.querySelector("video");
    if (!film) resolve(null);
    else film.requestVideoFrameCallback(() => resolve(performance.now()));
})"""
"""When the first picture of the film is on the screen, ms since the page was asked for; null: there is no film."""


async def test_a_link_plays_for_whoever_has_it_until_it_is_ended(
    page: Page, browser: Browser, system: System
) -> None:
    await sign_in(page, system)
    await expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    await page.keyboard.press("c")
    await page.get_by_role("button", name="Watch").click(timeout=PATIENCE_MS)
    await page.get_by_role("button", name="Share", exact=True).click()
    await page.get_by_label("How long the link works").select_option("for a day")
    await page.get_by_role("button", name="Copy a link").click()
    link = await page.get_by_label("Link", exact=True).input_value()
    assert link.startswith(f"{system.url}/share/")
    await expect(page.get_by_text(re.compile("^Whoever has the link can watch this until "))).to_be_visible()

    stranger = await browser.new_context()
    try:
        theirs = await stranger.new_page()
        await theirs.goto(link)
        played_ms = await theirs.evaluate(PLAYS)
        assert played_ms is not None
        print(f"the first picture of a shared clip after {played_ms:.0f} ms")

        await page.get_by_role("button", name="Stop sharing").click()
        await expect(page.get_by_role("button", name="Share", exact=True)).to_be_visible()
        answer = await theirs.reload()
        assert answer is not None
        assert answer.status == 404
        await expect(theirs.get_by_role("heading", name="This link leads nowhere")).to_be_visible()
    finally:
        await stranger.close()
