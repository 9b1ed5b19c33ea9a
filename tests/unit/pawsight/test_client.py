"""The client against answers as the API gives them; `tests/e2e/test_model_switch.py` has it against a system."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from pawsight.client import ApiRefused, Client
from pawsight.client.__main__ import main

MODEL = {
    "id": "0199",
    "type": "sound",
    "name": "ear",
    "version": "1",
    "format": "onnx",
    "sizeBytes": 7,
    "sha256": "00",
    "status": "available",
    "card": {"description": "<b>hears</b>"},
    "signature": {"inputs": [], "outputs": []},
    "createdAt": "2025-10-24T10:30:00.000Z",
    "mood": "a newer system says more",
}
SWITCHED = {
    "type": "sound",
    "live": "ear@1",
    "previous": None,
    "replicas": 2,
    "loadedS": 1.5,
    "mixedMs": 12.0,
}

CORRECTION = {
    "id": "0199",
    "cameraId": "0198",
    "ts": "2025-10-24T10:30:00.000Z",
    "said": "sit",
    "label": "lie",
    "confirmed": False,
    "box": {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4},
}

Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler) -> Client:
    return Client("http://pawsight.test", "secret", transport=httpx.MockTransport(handler))


def test_lists_are_read_to_their_end() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        following = None if "cursor" in request.url.params else "next"
        return httpx.Response(200, json={"items": [MODEL], "nextCursor": following})

    found = client(answer).models.list("sound")

    assert [one.full_name for one in found] == ["ear@1", "ear@1"]
    assert [one.url.params.get("cursor") for one in asked] == [None, "next"]
    assert all(one.url.params["type"] == "sound" for one in asked)
    assert all(one.headers["Authorization"] == "Bearer secret" for one in asked)


def test_an_artifact_is_uploaded_whole(tmp_path: Path) -> None:
    path = tmp_path / "ear.onnx"
    path.write_bytes(b"weights" * 1000)
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.read())
        return httpx.Response(201, json=MODEL)

    client(answer).models.register(path, type="sound", name="ear", version="1", card={"licence": "MIT"})

    assert path.read_bytes() in sent[0]
    assert b'{"licence": "MIT"}' in sent[0]
    assert b'filename="ear.onnx"' in sent[0]


def test_a_switch_says_what_it_wants() -> None:
    bodies: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.read()))
        return httpx.Response(200, json=SWITCHED)

    done = client(answer).models.switch("sound", "ear@1", latency_ms=50)

    assert done.mixed_ms == 12.0
    assert (bodies[0]["name"], bodies[0]["version"], bodies[0]["bounds"]["latencyMs"]) == ("ear", "1", 50)


def test_a_refusal_is_told_as_the_envelope_has_it() -> None:
    error = {"code": "MODEL_REFUSED", "message": "ear@1 can't answer", "details": "it hears nothing"}
    with pytest.raises(ApiRefused, match="it hears nothing") as refused:
        client(lambda _: httpx.Response(409, json={"error": error})).models.switch("sound", "ear@1")

    assert (refused.value.status, refused.value.code) == (409, "MODEL_REFUSED")


def test_what_is_no_pawsight_is_told_so() -> None:
    with pytest.raises(ApiRefused, match="none of Pawsight's"):
        client(lambda _: httpx.Response(502, text="<html>")).models.slots()


def test_a_model_without_a_version_is_not_asked_for() -> None:
    with pytest.raises(ValueError, match="NAME@VERSION"):
        client(lambda _: httpx.Response(200)).models.switch("sound", "ear")


def test_notebooks_get_tables_and_no_markup_of_others() -> None:
    found = client(lambda _: httpx.Response(200, json={"items": [MODEL], "nextCursor": None})).models.list()

    assert "<td>ear@1</td>" in found._repr_html_()
    assert "<b>hears" not in found[0]._repr_html_()


@pytest.mark.parametrize(
    ("url", "signed"), [("/media/1.jpg?key=1", True), ("https://s3.test/1.jpg?X-Amz-Signature=1", False)]
)
def test_a_picture_is_fetched_and_the_token_stays_at_home(url: str, signed: bool) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path == "/api/corrections":
            return httpx.Response(
                200, json={"items": [{**CORRECTION, "pictureUrl": url}], "nextCursor": None}
            )
        return httpx.Response(200, content=b"JPEG")

    asking = client(answer)
    (found,) = asking.corrections.list()

    assert asking.corrections.picture(found) == b"JPEG"
    assert ("Authorization" in asked[-1].headers) == signed


def test_the_command_line_does_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"items": [MODEL], "nextCursor": None})
        return httpx.Response(200, json=SWITCHED)

    monkeypatch.setattr(Client, "here", lambda _: client(answer))

    assert main(["models", "list"]) == 0
    assert "ear@1" in capsys.readouterr().out
    assert main(["models", "switch", "sound", "ear@1"]) == 0
    assert "ear@1 answers in 2 replicas" in capsys.readouterr().out


def test_without_a_system_the_command_line_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PAWSIGHT_URL", "PAWSIGHT_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    assert main(["--data-dir", str(tmp_path), "models", "list"]) == 2
    assert "No Pawsight answers" in capsys.readouterr().err
