"""`GET /media/...` in front of a real S3, as a browser asks."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from app import errors, media
from local.s3 import S3
from pawsight.ids import new_id
from pawsight.media_urls import MediaUrls
from pawsight.objects import ObjectStore
from pawsight.settings import Settings

FILM = bytes(range(256)) * 10_000


@pytest.fixture
async def door(s3: S3, tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    """The route alone, with a film in S3: `client`, `urls`, `objects`, `key`, `data`."""
    config = Settings(
        data_dir=tmp_path,
        s3_endpoint=s3.endpoint,
        s3_access_key=s3.access_key,  # type: ignore[arg-type]
        s3_secret_key=s3.secret_key,  # type: ignore[arg-type]
    )
    objects = ObjectStore(config)
    urls = MediaUrls(config, objects)
    api = FastAPI()
    errors.install(api)
    api.include_router(media.router)
    api.state.resources = SimpleNamespace(config=config, objects=objects, media=urls)
    key = f"clips/{new_id()}/film.mp4"
    (tmp_path / "film").write_bytes(FILM)
    await objects.put_file(key, tmp_path / "film", "video/mp4")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(api), base_url="http://pawsight.test"
    ) as client:
        yield SimpleNamespace(client=client, urls=urls, objects=objects, key=key, data=tmp_path)


async def test_a_film_comes_whole_with_what_a_player_needs_to_know(door: SimpleNamespace) -> None:
    answer = await door.client.get(door.urls.url(door.key))
    assert answer.status_code == 200
    assert answer.content == FILM
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(len(FILM))
    assert answer.headers["cache-control"].startswith("private, max-age=3")
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, len(FILM) - 1),
        ("bytes=0-0", 0, 0),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=2550000-99999999", 2_550_000, len(FILM) - 1),
        ("bytes=-100", len(FILM) - 100, len(FILM) - 1),
        (f"bytes=10-{media.WINDOW_BYTES + 20}", 10, media.WINDOW_BYTES + 20),
    ],
)
async def test_a_range_of_it_comes_as_asked(door: SimpleNamespace, asked: str, first: int, last: int) -> None:
    answer = await door.client.get(door.urls.url(door.key), headers={"Range": asked})
    assert answer.content == FILM[first : last + 1]
    whole = (first, last) == (0, len(FILM) - 1)
    assert answer.status_code == (200 if whole else 206)
    if not whole:
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(FILM)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-4", "bytes=-", "bytes=0-1,5-6", "chunks=0-5", "bytes=a-b", "bytes=0x1-2"]
)
async def test_what_is_no_range_asks_for_everything(door: SimpleNamespace, asked: str) -> None:
    answer = await door.client.get(door.urls.url(door.key), headers={"Range": asked})
    assert (answer.status_code, len(answer.content)) == (200, len(FILM))


@pytest.mark.parametrize("asked", [f"bytes={len(FILM)}-", "bytes=-0"])
async def test_bytes_that_are_not_there_are_refused_with_the_size(door: SimpleNamespace, asked: str) -> None:
    answer = await door.client.get(door.urls.url(door.key), headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(FILM)}"
    assert answer.json()["error"]["code"] == "RANGE_NOT_SATISFIABLE"


async def test_head_tells_all_and_sends_nothing(door: SimpleNamespace) -> None:
    answer = await door.client.head(door.urls.url(door.key), headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.content) == (206, b"")
    assert answer.headers["content-length"] == "10"


async def test_what_a_browser_has_is_not_sent_again(door: SimpleNamespace) -> None:
    url = door.urls.url(door.key)
    etag = (await door.client.head(url)).headers["etag"]
    assert (await door.client.get(url, headers={"If-None-Match": etag})).status_code == 304
    assert (await door.client.get(url, headers={"If-None-Match": f'"x", W/{etag}'})).status_code == 304
    assert (await door.client.get(url, headers={"If-None-Match": '"x"'})).status_code == 200


async def test_a_range_of_what_is_another_film_by_now_is_all_of_it(door: SimpleNamespace) -> None:
    url = door.urls.url(door.key)
    etag = (await door.client.head(url)).headers["etag"]
    same = await door.client.get(url, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = await door.client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"x"'})
    assert (same.status_code, other.status_code) == (206, 200)


async def test_a_name_has_it_saved(door: SimpleNamespace) -> None:
    answer = await door.client.head(door.urls.url(door.key, download_name='Rex "the" dög.mp4'))
    assert (
        answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Rex%20%22the%22%20d%C3%B6g.mp4"
    )


async def test_nothing_comes_without_our_signature(door: SimpleNamespace) -> None:
    url = door.urls.url(door.key)
    for changed in (url.replace("film", "file"), url[:-1], url.replace("expires=1", "expires=2")):
        answer = await door.client.get(changed)
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "MEDIA_URL_REFUSED"
    assert (await door.client.get(f"/media/{door.key}")).status_code == 400


async def test_what_is_gone_is_not_found_and_no_cache_keeps_that(door: SimpleNamespace) -> None:
    answer = await door.client.get(door.urls.url("clips/none.mp4"))
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "MEDIA_NOT_FOUND"
    assert "max-age" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/javascript", "video/mp4; x"])
async def test_no_page_and_no_script_is_shown_as_one(door: SimpleNamespace, kind: str) -> None:
    await door.objects.put_file(door.key, door.data / "film", kind)
    answer = await door.client.head(door.urls.url(door.key))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_a_segment_that_is_still_on_this_node_s_disk_comes_from_there(door: SimpleNamespace) -> None:
    camera = new_id()
    path = door.data / "recordings" / str(camera) / "159512976000000.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(FILM[:5000])
    url = door.urls.url(f"recordings/{camera}/2026-03-01/159512976000000.mp4")
    answer = await door.client.get(url, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, FILM[10:20])
    assert answer.headers["content-range"] == "bytes 10-19/5000"
    path.unlink()
    assert (await door.client.get(url)).status_code == 404


async def test_no_key_leads_out_of_the_recordings(door: SimpleNamespace) -> None:
    (door.data / "secret.mp4").write_bytes(b"secret")
    for key in (f"recordings/{new_id()}/2026-03-01/../../../secret.mp4", "recordings/../secret.mp4"):
        assert (await door.client.get(door.urls.url(key))).status_code in (403, 404)
