"""A browser as a camera: the page that sends its lens, and the dog that is found in what it sends."""

import re
from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path

import av
import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import chromium, find_chromium
from tests.e2e.test_first_page import PATIENCE_MS, seen, sign_in, violations
from tests.system import System

pytestmark = pytest.mark.e2e

DEMO = Path(__file__).resolve().parents[2] / "build/demo.mp4"
FPS = 15


def as_fake_camera(video: Path, out: Path) -> None:
    """A video as the endless row of JPEGs that Chromium takes for a camera."""
    with av.open(video) as source, av.open(out, "w", format="mjpeg") as target:
        stream = target.add_stream("mjpeg", rate=FPS)
        stream.width, stream.height = source.streams.video[0].width, source.streams.video[0].height
        stream.pix_fmt, stream.time_base = "yuvj420p", Fraction(1, FPS)
        for number, frame in enumerate(source.decode(video=0)):
            picture = frame.reformat(format="yuvj420p")
            picture.pts, picture.time_base = number, stream.time_base
            target.mux(stream.encode(picture))
        target.mux(stream.encode(None))


@pytest_asyncio.fixture(scope="module")
async def camera_browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """A browser whose lens sees the demo's dog, and which gives it to every page."""
    folder = tmp_path_factory.mktemp("lens")
    lens = folder / "lens.mjpeg"
    as_fake_camera(DEMO, lens)
    devices = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    async with chromium(
        find_chromium(folder), *devices, f"--use-file-for-fake-video-capture={lens}"
    ) as browser:
        yield browser


@pytest_asyncio.fixture
async def hall(api: httpx.AsyncClient) -> AsyncIterator[str]:
    """The id of a camera that waits for a browser."""
    made = await api.post("/api/cameras", json={"name": "Hall", "source": {"kind": "push"}})
    assert made.status_code == 201, made.text
    yield made.json()["id"]
    await api.delete(f"/api/cameras/{made.json()['id']}")


@pytest_asyncio.fixture
async def phone(camera_browser: Browser, system: System, hall: str) -> AsyncIterator[Page]:
    """The camera page, as a phone shows it, signed in and looking through its lens."""
    context = await camera_browser.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await sign_in(page, system)
    await page.goto(f"{system.url}/camera?id={hall}")
    await turn_on(page)
    yield page
    await context.close()


async def turn_on(page: Page) -> None:
    """Open the lens, unless the browser did so by itself: it was allowed before."""
    ready, button = (
        page.get_by_text("Ready. Nothing is sent yet."),
        page.get_by_role("button", name="Turn the camera on"),
    )
    await expect(ready.or_(button)).to_be_visible(timeout=PATIENCE_MS)
    if await button.is_visible():
        await button.click()
    await expect(ready).to_be_visible(timeout=PATIENCE_MS)


async def start(page: Page) -> None:
    await page.get_by_role("button", name="Start").click()
    await expect(page.get_by_text("Live: Hall sees through this device.")).to_be_visible(timeout=PATIENCE_MS)


async def state_is(api: httpx.AsyncClient, camera: str, state: str) -> bool:
    async def look() -> bool:
        return str((await api.get(f"/api/cameras/{camera}")).json()["status"]["state"]) == state

    return await seen(look)


async def test_the_dog_is_found_in_what_a_phone_sends(phone: Page, api: httpx.AsyncClient, hall: str) -> None:
    await start(phone)
    assert await state_is(api, hall, "live")

    async def came_into_view() -> bool:
        events = (await api.get("/api/events/recent")).json()["items"]
        return any(one["type"] == "enter_frame" and one["data"].get("cameraId") == hall for one in events)

    assert await seen(came_into_view)


async def test_a_phone_that_stops_is_away_and_may_begin_again(
    phone: Page, api: httpx.AsyncClient, hall: str
) -> None:
    await start(phone)
    assert await state_is(api, hall, "live")

    await phone.get_by_role("button", name="Stop").click()

    assert await state_is(api, hall, "away")
    await start(phone)
    assert await state_is(api, hall, "live")


async def test_a_phone_that_lost_its_session_begins_another(
    phone: Page, api: httpx.AsyncClient, hall: str
) -> None:
    async with phone.expect_response(re.compile(r"/whip$")) as made:
        await start(phone)
    session = (await (await made.value).all_headers())["location"]
    assert await state_is(api, hall, "live")
    async with phone.expect_response(re.compile(r"/whip$"), timeout=PATIENCE_MS) as again:
        assert (await api.delete(session)).status_code == 204

    assert (await again.value).status == 201
    await expect(phone.get_by_text("Live: Hall sees through this device.")).to_be_visible(timeout=PATIENCE_MS)


async def test_a_camera_is_left_to_the_device_that_took_it_over(
    phone: Page, camera_browser: Browser, system: System, api: httpx.AsyncClient, hall: str
) -> None:
    await start(phone)
    assert await state_is(api, hall, "live")
    context = await camera_browser.new_context()
    laptop = await context.new_page()
    await sign_in(laptop, system)
    await laptop.goto(f"{system.url}/camera?id={hall}")
    await turn_on(laptop)

    await start(laptop)

    await expect(phone.get_by_text("Another device is Hall now.")).to_be_visible(timeout=PATIENCE_MS)
    await expect(laptop.get_by_text("Live: Hall sees through this device.")).to_be_visible()
    await context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_violation_on_the_camera_page(phone: Page, scheme: str) -> None:
    await phone.emulate_media(color_scheme="light" if scheme == "light" else "dark", reduced_motion="reduce")
    assert await violations(phone) == []
    await start(phone)
    assert await violations(phone) == []
