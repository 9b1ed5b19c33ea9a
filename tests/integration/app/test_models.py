"""Models are registered: what is taken, what is refused, and by whom."""

import asyncio
import json
from pathlib import Path

import pytest

from deployments import conversion
from hearing.spectrum import BANDS, FRAMES
from pawsight.ids import new_id
from tests import model_files
from tests.integration.app.conftest import Door
from tests.integration.app.ears import code, register, registered


class TestRegister:
    async def test_a_model_is_taken_with_its_card_and_its_signature(self, door: Door) -> None:
        score = {"name": "F1", "value": 0.9, "on": "x"}
        card = json.dumps({"description": "an ear", "licence": "AGPL-3.0-only", "scores": [score]})
        made = (await register(door, model_files.ear(), card=card)).json()
        listed = (await door.client.get("/api/models", params={"type": "sound"})).json()["items"]

        assert made["signature"]["inputs"] == [
            {"name": "spectra", "dtype": "float32", "shape": ["n", FRAMES, BANDS]}
        ]
        assert (made["status"], made["card"]["scores"][0]["value"]) == ("available", 0.9)
        assert made in listed
        assert (await door.client.get(f"/api/models/{made['id']}")).json() == made

    async def test_the_same_version_again_is_refused(self, door: Door) -> None:
        name = await registered(door, model_files.ear())

        assert code(await register(door, model_files.ear(), name=name)) == (409, "MODEL_EXISTS")

    @pytest.mark.parametrize(
        ("content", "file", "refusal"),
        [
            (b"", "ear.onnx", "MODEL_REFUSED"),
            (model_files.ear()[:50_000], "ear.onnx", "MODEL_REFUSED"),
            (b"{}", "ear.safetensors", "MODEL_REFUSED"),
            (b"PK\3\4", "ear.pkl", "FORMAT_UNSUPPORTED"),
            (b"", "ear", "FORMAT_UNSUPPORTED"),
        ],
        ids=["empty", "cut off", "safetensors", "pickle", "no suffix"],
    )
    async def test_what_is_no_model_changes_nothing(
        self, door: Door, content: bytes, file: str, refusal: str
    ) -> None:
        before = (await door.client.get("/api/models")).json()

        assert code(await register(door, content, file=file)) == (400, refusal)
        assert (await door.client.get("/api/models")).json() == before

    @pytest.mark.parametrize("suffix", ["safetensors", "pt"])
    async def test_weights_of_a_network_of_ours_are_converted(self, door: Door, suffix: str) -> None:
        answer = await register(door, model_files.weights_of_an_ear(suffix), file=f"ear.{suffix}")
        made = answer.json()

        assert answer.status_code == 201, answer.text
        assert (made["format"], made["convertedFrom"]) == ("onnx", suffix)
        assert made["signature"]["outputs"][0]["shape"] == ["n", 9]

    async def test_weights_of_another_network_are_refused_with_the_reason(self, door: Door) -> None:
        other = model_files.weights_of_an_ear("safetensors", architecture="resnet")
        answer = await register(door, other, file="ear.safetensors")
        unknown = await register(door, other, file="dog.safetensors", type="detector")

        assert code(answer) == (400, "MODEL_REFUSED")
        assert "architecture" in answer.json()["error"]["details"]
        assert code(unknown) == (400, "FORMAT_UNSUPPORTED")

    @pytest.mark.parametrize(
        ("model_type", "refusal"), [("detector", "FORMAT_UNSUPPORTED"), ("pose", "MODEL_REFUSED")]
    )
    async def test_what_ultralytics_saves_is_refused_with_the_way_out(
        self, door: Door, model_type: str, refusal: str
    ) -> None:
        saved = model_files.as_ultralytics_saves()
        answer = await register(door, saved, file="yolo11n.pt", type=model_type)

        assert code(answer) == (400, refusal)
        assert "export it to ONNX where you trust it" in answer.json()["error"]["details"]

    async def test_bombs_change_nothing(self, door: Door, tmp_path: Path) -> None:
        before = (await door.client.get("/api/models")).json()
        bombs = [
            model_files.pickle_bomb(tmp_path / "made"),
            model_files.zip_bomb(),
            model_files.torch_zip_bomb(),
        ]
        answers = [code(await register(door, bomb, file="ear.pt")) for bomb in bombs]

        assert answers == [(400, "MODEL_REFUSED")] * 3
        assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []
        assert (await door.client.get("/api/models")).json() == before

    async def test_a_pickle_is_for_an_admin_alone(self, door: Door) -> None:
        made = await door.client.post("/api/auth/tokens", json={"name": "lab", "scopes": ["models"]})
        answer = await door.stranger.post(
            "/api/models/upload",
            data={"type": "sound", "name": "ear", "version": "1"},
            files={"file": ("ear.pt", b"x")},
            headers={"Authorization": f"Bearer {made.json()['token']}"},
        )

        assert code(answer) == (403, "SCOPE_MISSING")

    async def test_where_nothing_can_be_isolated_nothing_is_opened(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(conversion, "without_network", lambda: None)
        answer = await register(door, model_files.weights_of_an_ear("pt"), file="ear.pt")

        assert code(answer) == (409, "CANNOT_ISOLATE")
        assert "user namespaces" in answer.json()["error"]["details"]

    @pytest.mark.parametrize(
        ("fields", "status", "refusal"),
        [
            ({"type": "policy"}, 501, "NO_ROBOT"),
            ({"type": "action"}, 409, "NO_WEIGHTS"),
            ({"card": "{"}, 400, "INVALID_CARD"),
            ({"card": '{"scores": [{"name": "F1"}]}'}, 400, "INVALID_CARD"),
            ({"version": "built-in"}, 400, "NAME_RESERVED"),
            ({"name": "../../etc"}, 400, "INVALID_REQUEST"),
        ],
    )
    async def test_what_the_form_may_not_say(
        self, door: Door, fields: dict[str, str], status: int, refusal: str
    ) -> None:
        assert code(await register(door, b"x", **fields)) == (status, refusal)

    async def test_nobody_without_the_scope_can_do_any_of_it(self, door: Door) -> None:
        made = await door.client.post("/api/auth/tokens", json={"name": "app", "scopes": ["read", "write"]})
        headers = {"Authorization": f"Bearer {made.json()['token']}"}
        chosen = {"type": "sound", "name": "ear", "version": "1"}
        form = {**chosen}
        asked = [
            door.client.get("/api/models", headers=headers),
            door.client.get("/api/models/slots", headers=headers),
            door.client.get("/api/models/changes", headers=headers),
            door.client.get(f"/api/models/{new_id()}", headers=headers),
            door.client.delete(f"/api/models/{new_id()}", headers=headers),
            door.client.post(
                "/api/models/upload", data=form, files={"file": ("a.onnx", b"x")}, headers=headers
            ),
            door.client.post("/api/models/switch", json=chosen, headers=headers),
            door.client.post("/api/models/rollback", json={"type": "sound"}, headers=headers),
            door.client.post("/api/models/canary", json={**chosen, "share": 0.5}, headers=headers),
            door.client.post("/api/models/shadow", json=chosen, headers=headers),
            door.client.delete("/api/models/candidate", params={"type": "sound"}, headers=headers),
        ]

        assert {code(await one) for one in asked} == {(403, "SCOPE_MISSING")}
