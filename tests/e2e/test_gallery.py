"""What somebody writes beside a moment is found again: labels and a note in the player, and the search."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.test_first_page import PATIENCE_MS, sign_in
from tests.system import System

pytestmark = pytest.mark.e2e


async def test_labels_and_a_note_are_kept_and_found(page: Page, system: System) -> None:
    await sign_in(page, system)
    await expect(page.get_by_text("Recording", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    await page.keyboard.press("s")
    await page.get_by_role("button", name="Look", exact=True).click(timeout=PATIENCE_MS)
    dialog = page.get_by_role("dialog")

    await dialog.get_by_role("button", name="Add labels or a note").click()
    await page.keyboard.type("couch,sunny")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("textbox", name="Note").fill("First time on the couch")
    await page.keyboard.press("Control+Enter")
    await expect(dialog.get_by_role("list", name="Labels").get_by_role("link")).to_have_text(
        ["couch", "sunny"]
    )
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()

    moments = page.get_by_role("main").get_by_role("link", name="Snapshot")
    search = page.get_by_role("searchbox", name="Search in notes and labels")
    await search.fill("nowhere in any note")
    await expect(moments).to_have_count(0)
    await search.fill("time on the COUCH")
    await expect(moments).to_have_count(1)
    await expect(moments).to_have_accessible_name(re.compile("couch, sunny$"))

    # It was not only this page that knew.
    await page.reload()
    await moments.click()
    await expect(dialog.get_by_text("First time on the couch")).to_be_visible()
    await dialog.get_by_role("link", name="sunny").click()
    await expect(page.get_by_role("button", name="sunny: show other labels too")).to_be_visible()
    await expect(moments).to_have_count(1)
