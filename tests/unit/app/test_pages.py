"""How long a browser may keep the files of the page."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app import pages
from app.pages import Pages

PUBLIC = Path(__file__).resolve().parents[3] / "web/public"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> httpx.AsyncClient:
    """The files of a build in front of nothing else."""
    for name in ("worker.js", "offline.html", "manifest.json"):
        (tmp_path / name).write_bytes((PUBLIC / name).read_bytes())
    (tmp_path / "index.html").write_text("<!doctype html><title>Pawsight</title>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/index-abc.js").write_text("1")
    monkeypatch.setattr(pages, "DIST", tmp_path)
    app = Starlette(routes=[Mount("/", Pages(None))])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pawsight")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/worker.js", "javascript"),
        ("/offline.html", "text/html"),
        ("/manifest.json", "application/json"),
        ("/settings/models", "text/html"),
    ],
)
async def test_what_keeps_its_name_is_asked_for_each_time(
    client: httpx.AsyncClient, path: str, kind: str
) -> None:
    answer = await client.get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert kind in answer.headers["Content-Type"]


async def test_what_changes_its_name_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-abc.js")

    assert "immutable" in answer.headers["Cache-Control"]


async def test_a_page_lets_no_script_of_another_site_in(client: httpx.AsyncClient) -> None:
    assert "default-src 'self'" in (await client.get("/")).headers["Content-Security-Policy"]
