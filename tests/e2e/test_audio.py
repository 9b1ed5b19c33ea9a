"""`POST /audio/process` on a whole system: from the bytes of a file to what was heard in it."""

import wave
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import pytest

from hearing.windows import RATE_HZ
from tests.system import System

BARK = Path(__file__).resolve().parents[2] / "demo" / "bark.ogg"


@pytest.fixture
async def client(system: System) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {system.token}"}
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=60) as client:
        yield client


def silence(seconds: float) -> bytes:
    """A WAV file of silence."""
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.zeros(round(seconds * RATE_HZ), "<i2").tobytes())
    return written.getvalue()


async def test_a_bark_is_heard_and_suggested_as_an_event(client: httpx.AsyncClient) -> None:
    answer = await client.post("/audio/process", content=BARK.read_bytes())

    assert answer.status_code == 200
    (window,) = answer.json()["windows"]
    (event,) = answer.json()["suggestedEvents"]
    assert (window["start"], window["label"]) == (0, "bark")
    assert window["top"][0]["label"] == "bark"
    assert len(window["top"]) == 5
    assert (event["type"], event["data"]["start"], event["data"]["count"]) == ("bark", 0, 1)
    assert event["confidence"] == pytest.approx(window["probability"], abs=1e-3)


async def test_a_minute_of_silence_is_quiet_and_suggests_nothing(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/audio/process", content=silence(60))).json()

    assert {one["label"] for one in answer["windows"]} == {"quiet"}
    assert answer["suggestedEvents"] == []


@pytest.mark.parametrize(
    ("recording", "status", "code"),
    [
        (b"", 400, "AUDIO_UNDECODABLE"),
        (b"no sound at all", 400, "AUDIO_UNDECODABLE"),
        (silence(61), 413, "AUDIO_TOO_LONG"),
    ],
    ids=["nothing", "text", "61 s"],
)
async def test_what_is_refused_is_refused_with_its_code(
    client: httpx.AsyncClient, recording: bytes, status: int, code: str
) -> None:
    answer = await client.post("/audio/process", content=recording)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


async def test_a_stranger_is_not_listened_to(system: System) -> None:
    async with httpx.AsyncClient(base_url=system.url) as stranger:
        answer = await stranger.post("/audio/process", content=BARK.read_bytes())

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NOT_SIGNED_IN")
