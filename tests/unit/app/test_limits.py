"""What never reaches an endpoint."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.limits import SMALL_BODY, Limits
from app.main import create_app
from pawsight.settings import Settings


async def _length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def _client(config: Settings, peer: str = "127.0.0.1") -> httpx.AsyncClient:
    app = Starlette(routes=[Route("/{path:path}", _length, methods=["GET", "POST"])])
    limited = Limits(app, config)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(limited, client=(peer, 1234)), base_url="http://pawsight"
    )


async def test_a_body_within_the_limit_arrives_whole() -> None:
    async with _client(Settings()) as client:
        answer = await client.post("/api/events", content=b"x" * SMALL_BODY)

    assert answer.text == str(SMALL_BODY)


async def test_a_body_that_says_it_is_too_long_is_refused_unread() -> None:
    async with _client(Settings()) as client:
        answer = await client.post("/api/events", content=b"x" * (SMALL_BODY + 1))

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "BODY_TOO_LARGE"


async def test_a_chunked_body_that_grows_too_long_is_cut_off() -> None:
    async def endless() -> object:
        for _ in range(SMALL_BODY // 1000 + 2):
            yield b"x" * 1000

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app()), base_url="http://pawsight"
    ) as client:
        answer = await client.post("/api/auth/login", content=endless())

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "BODY_TOO_LARGE"


async def test_a_picture_may_be_as_large_as_the_settings_say() -> None:
    async with _client(Settings(max_image_bytes=3_000_000)) as client:
        answer = await client.post("/vision/process", content=b"x" * 4_000_000)

    assert answer.status_code == 200


async def test_a_recording_may_be_as_large_as_the_settings_say() -> None:
    async with _client(Settings(max_audio_bytes=3_000_000)) as client:
        answers = [
            await client.post("/audio/process", content=b"x" * size) for size in (3_000_000, 3_000_001)
        ]

    assert [one.status_code for one in answers] == [200, 413]


@pytest.mark.parametrize("peer", ["192.168.1.7", "::ffff:10.0.0.1"])
async def test_a_stranger_is_refused_where_the_operator_asked_for_loopback(peer: str) -> None:
    async with _client(Settings(host="127.0.0.1"), peer) as client:
        answer = await client.get("/healthz")

    assert answer.json()["error"]["code"] == "LOOPBACK_ONLY"


async def test_a_stranger_is_served_where_the_operator_opened_the_door() -> None:
    async with _client(Settings(host="0.0.0.0"), "192.168.1.7") as client:
        answer = await client.get("/healthz")

    assert answer.status_code == 200
