"""A browser that is the same on every machine, and three homes for it to show."""

import platform
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.browser import chromium, npm_chromium
from tests.pictures.household import lived_in, new_home
from tests.pictures.recorded import Recorded, serving

# Five seconds are not enough where whatever else has the cores.
expect.set_options(timeout=30_000)

# How letters are drawn is not left to the machine.
ARGS = ("--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb")


@pytest_asyncio.fixture(scope="session")
async def pinned_browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """The browser that package-lock.json pins, whatever the system has: another one draws other letters."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("the browser that the pictures were taken with runs on Linux x86-64 alone")
    async with chromium(npm_chromium(tmp_path_factory.mktemp("pinned")), *ARGS) as browser:
        yield browser


@pytest_asyncio.fixture(scope="session")
async def homes() -> AsyncIterator[dict[str, str]]:
    """URL of each home: `full`, `empty`, and one that nobody is signed in to."""
    recorded = {"full": Recorded(lived_in()), "empty": Recorded(new_home()), "nobody": Recorded({})}
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(serving(one)) for name, one in recorded.items()}
        assert {name: one.unknown for name, one in recorded.items() if name != "nobody"} == {
            "full": set(),
            "empty": set(),
        }
