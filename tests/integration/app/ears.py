"""Ears that are registered through the web door, as each test of models wants some."""

import httpx

from pawsight.ids import new_id
from tests.integration.app.conftest import Door


async def register(
    door: Door, content: bytes, *, name: str | None = None, file: str = "ear.onnx", **fields: str
) -> httpx.Response:
    form = {"type": "sound", "name": name or f"ear-{new_id().hex[-8:]}", "version": "1", **fields}
    return await door.client.post(
        "/api/models/upload", data=form, files={"file": (file, content)}, timeout=120
    )


async def registered(door: Door, content: bytes) -> str:
    """The name of a model that was taken."""
    answer = await register(door, content)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["name"])


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]
