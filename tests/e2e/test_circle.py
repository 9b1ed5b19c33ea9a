"""One whole circle of a model, and the pictures of `docs/circle.md`.

It takes minutes, and each of its steps has a test of its own: so it is left out unless the pictures are wanted anew:
`PAWSIGHT_PICTURES=docs/pictures make test ARGS=tests/e2e/test_circle.py`.
"""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from pawsight.client import Client
from pawsight.models import BUILT_IN_NAME
from tests import notebook
from tests.e2e.test_first_page import PATIENCE_MS, sign_in
from tests.system import System

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = os.environ.get("PAWSIGHT_PICTURES")
MODELS = "/settings/models"
WIDTH, HEIGHT = 1280, 800
QUALITY = 80
ARCHIVE = timedelta(seconds=36)
"""More than the demo's film: a dog comes and goes in it."""
LOOKED_BACK = timedelta(minutes=3)
IS_KEPT = timedelta(seconds=15)
"""What is younger may still be on its way to the archive."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(FOLDER is None, reason="PAWSIGHT_PICTURES names no folder for its pictures"),
    pytest.mark.timeout(900),
    pytest.mark.flaky(reruns=0),  # it begins with a system that nobody has used
]


async def take(what: Page | Locator, name: str) -> None:
    """One picture, small enough to be committed."""
    assert FOLDER is not None
    folder = PROJECT / FOLDER
    folder.mkdir(exist_ok=True)
    shot = Image.open(BytesIO(await what.screenshot()))
    await asyncio.to_thread(shot.convert("RGB").save, folder / f"circle-{name}.webp", "WEBP", quality=QUALITY)


def without_its_end(path: Path, folder: Path) -> Path:
    """A notebook but for its last cells, which take the model away again."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    content["cells"] = content["cells"][:-2]
    shortened = folder / path.name
    shortened.write_text(json.dumps(content), "utf-8")
    return shortened


async def test_from_a_correction_to_the_archive_and_back(
    page: Page, system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("PAWSIGHT_URL", system.url)
    monkeypatch.setenv("PAWSIGHT_TOKEN", system.token)
    client = Client(system.url, system.token)
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    await sign_in(page, system)

    # Somebody corrects what was told.
    row = page.get_by_role("button", name="Dog came into view").first
    await row.click(timeout=PATIENCE_MS)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Right", exact=True).click()
    await expect(dialog.get_by_role("status")).to_be_visible()
    await take(page, "1-correct")
    await page.keyboard.press("Escape")

    # A notebook learns from corrections and registers what it made; recordings tell how it does beside the live one.
    await asyncio.to_thread(notebook.run, without_its_end(PROJECT / "notebooks/train.ipynb", tmp_path))
    (made,) = await asyncio.to_thread(client.models.list, "pose")
    await page.goto(f"{system.url}{MODELS}")
    registered = page.get_by_role("listitem", name=made.full_name, exact=True)
    await expect(registered).to_be_visible(timeout=PATIENCE_MS)
    await take(registered, "2-registered")
    await registered.get_by_role("button", name="Evaluate").click()
    dialog = page.get_by_role("dialog", name=f"Evaluate {made.full_name}")
    await dialog.get_by_role("radio", name="Recordings").click()
    await take(dialog, "3-evaluate")
    await page.keyboard.press("Escape")
    end = datetime.now(UTC) - IS_KEPT
    evaluated = await asyncio.to_thread(
        client.models.evaluate_on_archive, "pose", made.full_name, "Demo", end - LOOKED_BACK, end, samples=24
    )
    assert evaluated.report is not None
    assert evaluated.report["labelled"] > 0
    newest = page.get_by_role("list", name="Evaluations, newest first").get_by_role("listitem").first
    await expect(newest.get_by_role("group", name="Scores")).to_be_visible(timeout=PATIENCE_MS)
    await page.wait_for_load_state("networkidle")
    await take(newest, "4-evaluated")

    # It looks on, answers some cameras, then all.
    pose = page.get_by_role("listitem", name="Pose", exact=True)
    await asyncio.to_thread(client.models.shadow, "pose", made.full_name, 2)
    await expect(pose.get_by_role("status")).to_contain_text("agree", timeout=PATIENCE_MS)
    await take(pose, "5-shadow")
    await asyncio.to_thread(client.models.end_candidate, "pose")
    await asyncio.to_thread(client.models.canary, "pose", made.full_name, 0.5)
    await expect(pose.get_by_role("status")).to_contain_text("50")
    await take(pose, "6-canary")
    await asyncio.to_thread(client.models.switch, "pose", made.full_name, latency_ms=20_000)
    await expect(pose.get_by_role("button", name="Roll back")).to_be_visible()
    await take(pose, "7-switched")

    # What it would have told of the archive, in pictures, and in the analytics.
    await page.get_by_role("button", name="Begin a run").click()
    form = page.get_by_role("dialog", name="Begin a batch run")
    await form.get_by_label("Pose").select_option(made.full_name)
    await take(form, "8-run")
    await page.keyboard.press("Escape")
    end = datetime.now(UTC) - IS_KEPT
    run = await asyncio.to_thread(
        client.runs.start, "Demo", end - ARCHIVE, end, models={"pose": made.full_name}, fps=4
    )
    done = await asyncio.to_thread(client.runs.wait, run)
    assert done.report is not None
    assert done.models["pose"] == made.full_name
    await page.reload()
    pictures = page.get_by_role("button", name="Pictures of what the run of Demo tells otherwise")
    await pictures.click()
    moments = page.get_by_role("list", name="What it tells otherwise")
    await expect(moments.locator("img").first).to_be_visible(timeout=PATIENCE_MS)
    await page.wait_for_load_state("networkidle")
    await pictures.scroll_into_view_if_needed()
    await take(page.get_by_role("region", name="Batch runs"), "9-changes")
    await page.get_by_role("button", name="Show in Analytics").click()
    await expect(page.get_by_role("button", name="Shown in Analytics")).to_be_visible()
    await page.goto(f"{system.url}/analytics")
    await expect(page.get_by_role("region", name="Shown run")).to_be_visible(timeout=PATIENCE_MS)
    await take(page, "10-analytics")

    # And back.
    await page.get_by_role("button", name="Show what was told live").click()
    await page.goto(f"{system.url}{MODELS}")
    await pose.get_by_role("button", name="Roll back").click()
    await take(page, "11-back")
    await page.get_by_role("button", name="Roll back", exact=True).click()
    await expect(pose).to_contain_text("Built in")
    slot = await asyncio.to_thread(client.models.slot, "pose")
    assert slot.live == BUILT_IN_NAME
