"""WebRTC with a real Chromium against the running system: its pictures, their times, its end, its own camera."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import JSHandle, Page

from tests.e2e.browser import chromium, find_chromium
from tests.system import System

pytestmark = pytest.mark.e2e

SCRIPT = Path(__file__).with_name("webrtc.js").read_text("utf-8")
TICKS_MS = 90
WRAP = 2**32
PATIENCE_S = 90.0

FAKE_DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest_asyncio.fixture
async def demo(api: httpx.AsyncClient) -> str:
    """The id of the demo camera, which is live."""
    camera = (await api.get("/api/cameras")).json()["items"][0]["id"]
    await until(lambda status: status["state"] == "live", api, camera)
    return str(camera)


@pytest.fixture
async def pushed(api: httpx.AsyncClient) -> AsyncIterator[str]:
    """The id of a camera that waits for a browser."""
    made = await api.post("/api/cameras", json={"name": "Phone", "source": {"kind": "push"}})
    assert made.status_code == 201, made.text
    assert made.json()["source"] == {"kind": "push"}
    yield made.json()["id"]
    await api.delete(f"/api/cameras/{made.json()['id']}")


async def until(
    holds: Callable[[dict[str, Any]], bool], api: httpx.AsyncClient, camera: str
) -> dict[str, Any]:
    """The camera's status when it is so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            status: dict[str, Any] = (await api.get(f"/api/cameras/{camera}")).json()["status"]
            if holds(status):
                return status
            await asyncio.sleep(0.2)


async def scripted(page: Page, system: System) -> JSHandle:
    """A blank page of the system's own origin, and the functions of webrtc.js in it."""
    await page.goto(f"{system.url}/healthz")
    return await page.evaluate_handle(SCRIPT, {"token": system.token})


async def test_a_picture_has_the_same_time_by_webrtc_and_as_a_jpeg(
    page: Page, system: System, api: httpx.AsyncClient, demo: str
) -> None:
    script = await scripted(page, system)
    seen = await script.evaluate(f"(script) => script.watch('{demo}', 60)")

    status = seen["status"]
    assert (status["state"], status["codec"], status["dropped"]) == ("connected", "H264", 0)
    assert (seen["width"], seen["height"]) == (640, 360)
    captured_ms = {(stamp - status["rtpOrigin"]) % WRAP // TICKS_MS for stamp in seen["shown"]}
    jpegs_ms = {
        round(datetime.fromisoformat(moment).timestamp() * 1000) * TICKS_MS % WRAP // TICKS_MS
        for moment in seen["jpegTimes"]
    }
    near = {shown + off for shown in captured_ms for off in (-1, 0, 1)}
    assert jpegs_ms & near, (sorted(jpegs_ms), sorted(captured_ms))

    await page.evaluate("leave()")
    await until(lambda status: status["viewers"] == 0, api, demo)
    assert (await api.get(seen["session"])).status_code == 404


async def test_a_session_can_be_ended_from_outside(
    page: Page, system: System, api: httpx.AsyncClient, demo: str
) -> None:
    script = await scripted(page, system)
    session = (await script.evaluate(f"(script) => script.watch('{demo}', 2)"))["session"]

    assert (await api.delete(session)).status_code == 204

    async with asyncio.timeout(PATIENCE_S):
        while (await api.get(session)).status_code == 200:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.1)
    again = await api.delete(session)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "SESSION_NOT_FOUND")


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("application/sdp", "v=0", 400, "INVALID_SDP"),
        ("application/sdp; charset=utf-8", "", 400, "INVALID_SDP"),
        ("application/sdp", b"\xff\xfe", 400, "INVALID_SDP"),
        ("application/sdp", "a=x\r\n" * 20_000, 400, "INVALID_SDP"),
        ("application/sdp", "x" * 2_000_000, 413, "BODY_TOO_LARGE"),
    ],
)
async def test_what_is_no_offer_is_refused(
    api: httpx.AsyncClient, demo: str, content_type: str, body: str | bytes, status: int, code: str
) -> None:
    answer = await api.post(f"/api/cameras/{demo}/whep", content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_nobody_watches_or_is_what_is_not_theirs(api: httpx.AsyncClient, demo: str) -> None:
    sdp = {"Content-Type": "application/sdp"}
    elsewhere = demo[:-4] + "0000"
    for method, path, status, code in (
        ("POST", f"/api/cameras/{elsewhere}/whep", 404, "CAMERA_NOT_FOUND"),
        ("POST", f"/api/cameras/{demo}/whip", 409, "NOT_A_PUSH_CAMERA"),
        ("GET", f"/api/cameras/{demo}/whep/nothing", 404, "SESSION_NOT_FOUND"),
    ):
        answer = await api.request(method, path, content="v=0", headers=sdp)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    async with httpx.AsyncClient(base_url=api.base_url) as stranger:
        assert (await stranger.post(f"/api/cameras/{demo}/whep", headers=sdp)).status_code == 401
        assert (await stranger.get("/api/webrtc")).status_code == 401
    assert (await api.get("/api/webrtc")).json() == {"iceServers": []}


async def test_a_browser_is_a_camera_that_others_watch(
    page: Page, system: System, api: httpx.AsyncClient, pushed: str, tmp_path: Path
) -> None:
    async with fake_camera(tmp_path) as phone:
        sending = await scripted(phone, system)
        session = await sending.evaluate(f"(script) => script.push('{pushed}')")
        assert (await api.get(session)).json()["state"] == "connected"
        await until(lambda status: status["state"] == "live" and status["fps"] > 5, api, pushed)

        watching = await scripted(page, system)
        seen = await watching.evaluate(f"(script) => script.watch('{pushed}', 20)")
        assert (seen["width"], seen["height"]) == (640, 480)

        await phone.evaluate("leave()")
        await until(lambda status: status["state"] == "away", api, pushed)
    await page.evaluate("leave()")


@asynccontextmanager
async def fake_camera(folder: Path) -> AsyncIterator[Page]:
    """A page of a browser whose camera and microphone are Chromium's own fakes."""
    async with chromium(find_chromium(folder), *FAKE_DEVICES) as browser:
        yield await browser.new_page()
