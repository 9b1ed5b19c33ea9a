"""`make lighthouse`: Lighthouse's audits of every view of the built app, as the real server hands it out."""

import argparse
import asyncio
import json
import socket
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from tests.e2e.browser import chromium, find_chromium
from tests.load.report import Row, machine, table
from tests.system import System, running_system

AUDIT = Path(__file__).with_name("lighthouse") / "audit.mjs"
VIEWS = {
    "sign-in": "/sign-in",
    "live": "/",
    "gallery": "/gallery",
    "analytics": "/analytics",
    "routines": "/routines",
    "settings": "/settings",
}
PRESETS = ("desktop", "mobile")
"""As Lighthouse has them: a phone has a slow network and a fourth of the processor, both simulated."""

RESTING = {"PAWSIGHT_DETECTOR_SHARE": "0.01"}
"""Models that take nothing from the browser: what a page is beside them is the machine's doing."""

RUNS = 3
RUN_TIMEOUT_S = 120
PATIENCE_S = 180.0


async def main(views: Sequence[str], presets: Sequence[str], runs: int, *, resting: bool) -> None:
    """Audit those views, or all; each score is the median of some runs. resting: the models hardly work meanwhile."""
    print(f"Machine: {machine()}")
    with running_system(**(RESTING if resting else {})) as system:
        await _camera_is_live(system)
        told: list[dict[str, Any]] = []
        for signed_in in (False, True):
            names = [one for one in (views or VIEWS) if (VIEWS[one] == "/sign-in") != signed_in]
            if names:
                async with _browser(system, signed_in=signed_in) as port:
                    told += await asyncio.to_thread(_audited, system.url, names, presets, runs, port)
    table(f"Lighthouse, median of {runs}", _rows(told))
    for one in _failing(told):
        print(one)


async def _camera_is_live(system: System) -> None:
    headers = {"Authorization": f"Bearer {system.token}"}
    async with (
        httpx.AsyncClient(base_url=system.url, headers=headers) as api,
        asyncio.timeout(PATIENCE_S),
    ):
        while (await api.get("/api/cameras")).json()["items"][0]["status"]["state"] != "live":  # noqa: ASYNC110
            await asyncio.sleep(0.5)


@asynccontextmanager
async def _browser(system: System, *, signed_in: bool) -> AsyncIterator[int]:
    """A browser; the port of its debugger."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        async with chromium(find_chromium(Path(folder)), f"--remote-debugging-port={port}") as browser:
            if signed_in:
                async with httpx.AsyncClient(base_url=system.url) as client:
                    (await client.post("/api/auth/login", json={"token": system.token})).raise_for_status()
                    cookies = [
                        {"name": name, "value": value, "url": system.url, "httpOnly": True}
                        for name, value in client.cookies.items()
                    ]
                # Lighthouse opens a page of its own, outside of every context that Playwright makes.
                session = await browser.new_browser_cdp_session()
                await session.send("Storage.setCookies", {"cookies": cookies})
            yield port


def _audited(
    url: str, views: Sequence[str], presets: Sequence[str], runs: int, port: int
) -> list[dict[str, Any]]:
    """What Lighthouse tells of each run.

    Raises:
        RuntimeError: it could not load a page, or saw another than it was sent to.
    """
    asked = {"port": port, "urls": [url + VIEWS[one] for one in views], "presets": presets, "runs": runs}
    done = subprocess.run(
        ["node", AUDIT, json.dumps(asked)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=RUN_TIMEOUT_S * len(views) * len(presets) * runs,
    )
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    for one in told:
        if one["error"] is not None or one["shown"].partition("?")[0] != one["url"]:
            raise RuntimeError(f"{one['url']}: {one['error'] or one['shown']}")
    return told


def _rows(told: list[dict[str, Any]]) -> list[Row]:
    by_page: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in told:
        by_page[_name(one["url"]), one["preset"]].append(one)
    rows = [_scores(f"{view}, {preset}", runs) for (view, preset), runs in by_page.items()]
    index = [one["machine"] for one in told]
    speed = f"{median(index):.0f} ({min(index):.0f} to {max(index):.0f})"
    return [*rows, ("how fast the machine was meanwhile, Lighthouse's `benchmarkIndex`", speed, "")]


def _scores(where: str, runs: list[dict[str, Any]]) -> Row:
    scores: list[dict[str, int]] = [one["scores"] for one in runs]
    blocked = median(one["blockedMs"] for one in runs)
    return (
        f"{where}: {', '.join(scores[0])}",
        ", ".join(f"{median(one[category] for one in scores):.0f}" for category in scores[0])
        + f"; blocked for {blocked:.0f} ms, {_own(runs)}",
        ">= 95",
    )


def _own(runs: list[dict[str, Any]]) -> str:
    """What of the blocking is the page's own work; the rest is waiting for a processor."""
    own = [one["ownBlockedMs"] for one in runs if one["ownBlockedMs"] is not None]
    return f"of its own {median(own):.0f} ms" if own else "of its own unknown"


def _failing(told: list[dict[str, Any]]) -> list[str]:
    """Each audit that names something, once a page, as it was told first."""
    said = {
        (_name(one["url"]), one["preset"], audit["id"]): f"{audit['title']} {audit['value']}"
        for one in reversed(told)
        for audit in one["failing"]
    }
    return [f"{view}, {preset}: {words} ({name})" for (view, preset, name), words in sorted(said.items())]


def _name(url: str) -> str:
    path = httpx.URL(url).path
    return next(view for view, one in VIEWS.items() if one == path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("views", nargs="*", help=f"{', '.join(VIEWS)}; all when left out")
    parser.add_argument("--preset", choices=PRESETS, help="both when left out")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each; %(default)d")
    parser.add_argument(
        "--resting", action="store_true", help="with models that rest: the page without what they take"
    )
    arguments = parser.parse_args()
    chosen = (arguments.preset,) if arguments.preset else PRESETS
    asyncio.run(main(arguments.views, chosen, arguments.runs, resting=arguments.resting))
