"""The notebooks, top to bottom, against a whole system."""

import asyncio
import json
from pathlib import Path

import pytest

from tests import notebook
from tests.system import System

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
async def test_a_notebook_runs_and_shows_something(
    path: Path, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("PAWSIGHT_URL", system.url)
    monkeypatch.setenv("PAWSIGHT_TOKEN", system.token)
    ran = await asyncio.to_thread(notebook.run, path)
    shown = [output for cell in ran["cells"] for output in cell.get("outputs", [])]

    assert len(shown) >= 4
    assert any("text/html" in output.get("data", {}) for output in shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_what_it_showed_and_tells_nothing_of_where(path: Path) -> None:
    kept = path.read_text("utf-8")
    cells = json.loads(kept)["cells"]

    assert all(
        cell["outputs"] or "=" in "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"
    )
    assert str(PROJECT) not in kept
    assert "Traceback" not in kept
