"""The browser of the end-to-end tests: unpacked and started once a session, a fresh context for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Error, Page, expect

from tests.e2e.browser import chromium, find_chromium

# Five seconds are not enough for a view that loads while the whole system has two cores.
expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with chromium(find_chromium(tmp_path_factory.mktemp("chromium"))) as browser:
        yield browser


@pytest.fixture
def console() -> Iterator[list[str]]:
    """What the page complained of; the test fails if there is anything at its end."""
    complaints: list[str] = []
    yield complaints
    assert complaints == []


@pytest_asyncio.fixture
async def page(browser: Browser, console: list[str], tmp_path: Path) -> AsyncIterator[Page]:
    """A page of a visitor who was never here. What it shows at the end is in `page.png` of the test's folder."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()

    def heard(message: ConsoleMessage) -> None:
        # A browser complains of each request that is refused. Those of a WebRTC session are part of how it goes: a
        # camera that only just starts takes no viewer, and a session may end before its page takes leave of it.
        if message.type == "error" and "/whep" not in message.location.get("url", ""):
            console.append(f"{message.text} ({message.location.get('url')})")

    def broke(error: Error) -> None:
        console.append(str(error))

    page.on("console", heard)
    page.on("pageerror", broke)
    yield page
    await page.screenshot(path=tmp_path / "page.png")
    await context.close()
