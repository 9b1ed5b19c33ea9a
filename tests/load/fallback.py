"""How long nobody sees a picture when WebRTC is impossible, or breaks off: until the first one of MJPEG is shown."""

import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from playwright.async_api import Browser, Page, Response, Route

from tests.e2e.browser import chromium, find_chromium
from tests.load.report import Row

ROUNDS = 3
PATIENCE_MS = 90_000
WHEP = re.compile(r"/whep$")
GOAL = "< 1,000 ms"

MARKS = """
window.marks = { mjpeg: [], video: null, answered: null };
const { requestVideoFrameCallback } = HTMLVideoElement.prototype;
HTMLVideoElement.prototype.requestVideoFrameCallback = function (shown) {
  return requestVideoFrameCallback.call(this, (now, frame) => {
    marks.video = performance.now();
    shown(now, frame);
  });
};
const { transferFromImageBitmap } = ImageBitmapRenderingContext.prototype;
ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (picture) {
  if (picture) marks.mjpeg.push(performance.now());
  return transferFromImageBitmap.call(this, picture);
};
const { fetch } = window;
window.fetch = async (...request) => {
  const response = await fetch(...request);
  if (response.url.endsWith("/whep")) marks.answered ??= performance.now();
  return response;
};
"""
"""Notes when pictures are shown, and when the first offer was answered, on the page's clock."""

Cut = Callable[[Page], Awaitable[float]]
"""Makes a page fail. Returns when it did, on the page's clock."""


async def measure(url: str, token: str) -> list[Row]:
    """The longest of some rounds, each on a page of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            chromium(find_chromium(Path(folder))) as browser,
            httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}) as api,
        ):

            async def session_ended(page: Page) -> float:
                return await _session_ended(page, api)

            cuts: dict[str, Cut] = {
                "the offer is refused (503)": _offer_refused,
                "ICE never connects": _ice_spoilt,
                "the server ends the session": session_ended,
                "the browser's packets are lost": _packets_lost,
            }
            return [
                (
                    f"First MJPEG picture after {what}: longest of {ROUNDS}",
                    f"{max([await _gap_ms(browser, url, token, cut) for _ in range(ROUNDS)]):,.0f} ms",
                    GOAL,
                )
                for what, cut in cuts.items()
            ]


async def _gap_ms(browser: Browser, url: str, token: str, cut: Cut) -> float:
    """From the failure to the first picture of MJPEG; 0 when there was one already."""
    context = await browser.new_context(viewport={"width": 640, "height": 480})
    try:
        page = await context.new_page()
        await page.add_init_script(MARKS)
        await page.goto(f"{url}/sign-in#token={token}")
        await page.locator("[data-stream]").wait_for(timeout=PATIENCE_MS)
        failed_at = await cut(page)
        shown = await page.wait_for_function(
            f"() => marks.mjpeg.findLast((at) => at < {failed_at} && at > {failed_at} - 500)"
            f" ?? marks.mjpeg.find((at) => at >= {failed_at})",
            timeout=PATIENCE_MS,
        )
        return max(0.0, float(await shown.json_value()) - failed_at)
    finally:
        await context.close()


async def _offer_refused(page: Page) -> float:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=503, json={})

    await page.route(WHEP, refuse)
    return await _answered_anew(page)


async def _ice_spoilt(page: Page) -> float:
    async def spoil(route: Route) -> None:
        answer = await route.fetch()
        spoilt = re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:nobodyknowsthisonenobody", await answer.text())
        await route.fulfill(response=answer, body=spoilt)

    await page.route(WHEP, spoil)
    return await _answered_anew(page)


async def _answered_anew(page: Page) -> float:
    """Load the page again; when its first offer was answered."""
    await page.reload()
    answered = await page.wait_for_function("() => marks.answered", timeout=PATIENCE_MS)
    return float(await answered.json_value())


async def _session_ended(page: Page, api: httpx.AsyncClient) -> float:
    sessions: list[str] = []

    async def heard(response: Response) -> None:
        if WHEP.search(response.url) and response.status == 201:
            sessions.append((await response.all_headers())["location"])

    page.on("response", heard)
    await page.reload()
    failed_at = await _playing(page)
    (await api.delete(sessions[-1])).raise_for_status()
    return failed_at


async def _packets_lost(page: Page) -> float:
    """Chromium loses what it sends: the server, which hears nothing any more, falls silent half a minute later."""
    await _playing(page)
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    no_limit = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    await network.send("Network.emulateNetworkConditions", {**no_limit, "packetLoss": 100})
    last = await page.wait_for_function(
        "() => marks.mjpeg.at(-1) > marks.video && marks.video", timeout=PATIENCE_MS
    )
    return float(await last.json_value())


async def _playing(page: Page) -> float:
    """Wait until WebRTC plays for a while; what the page's clock says then."""
    await page.locator("[data-stream=webrtc]").wait_for(timeout=PATIENCE_MS)
    await page.wait_for_timeout(3000)
    return float(await page.evaluate("performance.now()"))
