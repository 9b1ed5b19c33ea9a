"""How the files of the page are handed out, and how long a browser may keep them."""

import gzip
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app import pages
from app.pages import Pages

PUBLIC = Path(__file__).resolve().parents[3] / "web/public"
LARGE = "const large = 1;\n" * 100


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> httpx.AsyncClient:
    """The files of a build in front of nothing else."""
    for name in ("worker.js", "offline.html", "manifest.json"):
        (tmp_path / name).write_bytes((PUBLIC / name).read_bytes())
    (tmp_path / "index.html").write_text("<!doctype html><title>Pawsight</title>")
    (tmp_path / "gallery.html").write_text("<!doctype html><title>Pawsight</title><!-- gallery -->")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/index-abc.js").write_text("1")
    (tmp_path / "assets/large-abc.js").write_text(LARGE)
    (tmp_path / "assets/large-abc.js.gz").write_bytes(gzip.compress(LARGE.encode()))
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


@pytest.mark.parametrize(
    ("path", "own"), [("/gallery", True), ("/", False), ("/settings/models", False), ("/nowhere", False)]
)
async def test_a_view_gets_its_own_page_or_the_one_of_all(
    client: httpx.AsyncClient, path: str, own: bool
) -> None:
    answer = await client.get(path)

    assert answer.status_code == 200
    assert ("gallery" in answer.text) == own


@pytest.mark.parametrize("path", ["/api/gallery", "/assets/gallery", "/gallery.js"])
async def test_what_is_no_view_is_not_there(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_what_changes_its_name_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-abc.js")

    assert "immutable" in answer.headers["Cache-Control"]


async def test_a_page_lets_no_script_of_another_site_in(client: httpx.AsyncClient) -> None:
    assert "default-src 'self'" in (await client.get("/")).headers["Content-Security-Policy"]


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.8"])
async def test_what_was_packed_is_handed_out_packed(client: httpx.AsyncClient, accepted: str) -> None:
    answer = await client.get("/assets/large-abc.js", headers={"Accept-Encoding": accepted})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < len(LARGE) / 10
    assert (answer.text, answer.headers["Vary"]) == (LARGE, "Accept-Encoding")
    assert "javascript" in answer.headers["Content-Type"]
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000"])
async def test_whoever_can_not_unpack_it_gets_it_as_it_is(client: httpx.AsyncClient, accepted: str) -> None:
    answer = await client.get("/assets/large-abc.js", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in answer.headers
    assert (answer.text, answer.headers["Vary"]) == (LARGE, "Accept-Encoding")


async def test_a_packed_file_that_is_there_already_is_not_sent_again(client: httpx.AsyncClient) -> None:
    packed = await client.get("/assets/large-abc.js")
    again = await client.get("/assets/large-abc.js", headers={"If-None-Match": packed.headers["ETag"]})
    plain = await client.get("/assets/large-abc.js", headers={"Accept-Encoding": "identity"})

    assert (again.status_code, again.content) == (304, b"")
    assert plain.headers["ETag"] != packed.headers["ETag"]
