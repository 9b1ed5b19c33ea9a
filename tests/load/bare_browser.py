"""A browser that nobody records, for what a page keeps in memory.

Playwright has Chromium record the network: the bodies of answers, films among them, stay in the page's own process, up
to 100 MB of them. What a page keeps is only seen where nobody asks for that.
"""

import asyncio
import itertools
import json
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.browser import ARGS, environment_of, find_chromium

PATIENCE_S = 90.0
LOOK_EVERY_S = 0.2


class BarePage:
    """A page, driven by the DevTools protocol's few words that cost nothing."""

    def __init__(self, socket: ClientConnection, browser: psutil.Process) -> None:
        self._socket = socket
        self._browser = browser
        self._numbers = itertools.count(1)

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command; what is told in between is not heard."""
        number = next(self._numbers)
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(await self._socket.recv())
            if message.get("id") == number:
                result: dict[str, Any] = message["result"]
                return result

    async def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        answer = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    async def until(self, selector: str) -> None:
        """Wait until there is such an element.

        Raises:
            TimeoutError: there is none after PATIENCE_S.
        """
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if await self.evaluate(f"document.querySelector({json.dumps(selector)}) !== null"):
                    return
                await asyncio.sleep(LOOK_EVERY_S)

    async def press(self, letter: str) -> None:
        """A key, down and up."""
        key = {"key": letter, "code": f"Key{letter.upper()}"}
        await self.send("Input.dispatchKeyEvent", type="keyDown", text=letter, **key)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **key)

    async def own_bytes(self) -> int:
        """Memory of the page's process without what it shares, after a forced collection of garbage."""
        await self.send("HeapProfiler.collectGarbage")
        renderers = [
            one
            for one in self._browser.children(recursive=True)
            if any(word == "--type=renderer" for word in one.cmdline())
        ]
        # The page's own: the renderer that has worked most.
        return int(max(renderers, key=lambda one: sum(one.cpu_times()[:2])).memory_full_info().uss)


@asynccontextmanager
async def bare_page(width: int, height: int) -> AsyncIterator[BarePage]:
    """An empty page of that size in a headless browser of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = find_chromium(Path(folder))
        browser = await asyncio.create_subprocess_exec(
            *(str(found.executable), *ARGS, "--headless", "--remote-debugging-port=0"),
            *(f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", "about:blank"),
            env=environment_of(found),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert browser.stderr is not None
        try:
            async with asyncio.timeout(PATIENCE_S):
                address = await _address(browser.stderr)
            quiet = asyncio.create_task(_read_on(browser.stderr))
            async with connect(address, max_size=None) as socket:
                yield BarePage(socket, psutil.Process(browser.pid))
            quiet.cancel()
        finally:
            browser.kill()
            await browser.wait()


async def _address(said: asyncio.StreamReader) -> str:
    """Of the page's debugger, which the browser's own leads to."""
    async for line in said:
        if found := re.search(rb"DevTools listening on ws://([^/]+)/", line):
            async with httpx.AsyncClient() as client:
                targets = (await client.get(f"http://{found[1].decode()}/json")).json()
            return str(next(one["webSocketDebuggerUrl"] for one in targets if one["type"] == "page"))
    raise AssertionError("the browser did not start")


async def _read_on(said: asyncio.StreamReader) -> None:
    """A pipe that nobody reads would stop the browser."""
    async for _ in said:
        pass
