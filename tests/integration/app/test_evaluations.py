"""Evaluations: asked for at the web door, made by the job's own code on real models, read at the web door."""

from typing import Any

import httpx
import pytest

from db import jobs
from db.model_evaluations import KIND
from deployments.evaluation_job import LEASE_S, EvaluationJob
from hearing.weights import BARKS, OWN_WEIGHTS
from pawsight.ids import new_id
from pawsight.models import BUILT_IN_NAME
from tests import labelled_sets, model_files
from tests.integration.app.conftest import Door
from vision.weights import DOGPOSE, NANODET, OWN_MODELS

FILES = {
    "sound": OWN_WEIGHTS / BARKS,
    "pose": OWN_WEIGHTS / DOGPOSE,
    "detector": OWN_MODELS / NANODET,
}


async def registered(door: Door, model_type: str, content: bytes | None = None) -> dict[str, str]:
    chosen = {"type": model_type, "name": f"{model_type}-{new_id().hex[-8:]}", "version": "1"}
    content = FILES[model_type].read_bytes() if content is None else content
    made = await door.client.post(
        "/api/models/upload", data=chosen, files={"file": ("m.onnx", content)}, timeout=120
    )
    assert made.status_code == 201, made.text
    return chosen


async def ask(door: Door, chosen: dict[str, str], content: bytes, **more: str) -> httpx.Response:
    files = {"file": ("set.zip", content)}
    return await door.client.post("/api/models/evaluations", data={**chosen, **more}, files=files)


async def evaluated(door: Door, answer: httpx.Response) -> dict[str, Any]:
    """What became of an evaluation that was asked for, once its worker has made it."""
    assert answer.status_code == 202, answer.text
    await work(door, answer.json()["id"])
    told: dict[str, Any] = (await door.client.get(f"/api/models/evaluations/{answer.json()['id']}")).json()
    return told


async def work(door: Door, job_id: str) -> None:
    held = door.resources
    async with held.database.connection() as conn:
        (job,) = [one for one in await jobs.due(conn, KIND, 100) if str(one.id) == job_id]
        claimed = await jobs.claim(conn, job.id, LEASE_S)
    assert claimed is not None
    await EvaluationJob(claimed, held.config, held.database, held.objects, held.redis).run()


@pytest.mark.skipif(not FILES["detector"].exists(), reason="make test converts NanoDet first")
async def test_a_detector_beside_the_settings_own(door: Door) -> None:
    done = await evaluated(
        door, await ask(door, await registered(door, "detector"), labelled_sets.pictures())
    )
    mine, other = done["report"]["models"]

    assert (done["status"], done["progress"], done["error"]) == ("complete", 1.0, None)
    assert (done["report"]["inputs"], done["report"]["agreement"]) == (2, 1.0)
    assert mine["scores"]["mAP50"] == other["scores"]["mAP50"] == 1.0
    assert mine["confusion"]["dog"]["dog"] == 2
    assert other["name"] == BUILT_IN_NAME
    assert done["sheetUrl"] is None  # they differ nowhere


async def test_a_pose_model_is_told_by_its_points(door: Door) -> None:
    done = await evaluated(door, await ask(door, await registered(door, "pose"), labelled_sets.pictures()))

    assert done["report"]["models"][0]["scores"] == {"PCK10": 1.0}


async def test_an_ear_that_hears_something_else_is_found_out(door: Door) -> None:
    chosen = await registered(door, "sound", model_files.howling_ear())
    done = await evaluated(door, await ask(door, chosen, labelled_sets.sounds(), baseline=BUILT_IN_NAME))
    mine, other = done["report"]["models"]

    assert (mine["scores"]["accuracy"], other["scores"]["accuracy"]) == (0.0, 1.0)
    assert mine["confusion"] == {"bark": {"howl": 1}}
    assert done["report"]["agreement"] == 0.0
    listed = (await door.client.get("/api/models/evaluations")).json()["items"]
    assert listed[0] == done
    assert (await door.client.delete(f"/api/models/evaluations/{done['id']}")).status_code == 204
    gone = (await door.client.get(f"/api/models/evaluations/{done['id']}")).json()
    assert gone["report"] is None


async def test_a_cancelled_one_stores_nothing(door: Door) -> None:
    asked = (await ask(door, await registered(door, "sound"), labelled_sets.sounds())).json()
    held = door.resources
    async with held.database.connection() as conn:
        (job,) = [one for one in await jobs.due(conn, KIND, 100) if str(one.id) == asked["id"]]
        claimed = await jobs.claim(conn, job.id, LEASE_S)
    assert claimed is not None
    assert (await door.client.delete(f"/api/models/evaluations/{asked['id']}")).status_code == 204
    await EvaluationJob(claimed, held.config, held.database, held.objects, held.redis).run()
    told = (await door.client.get(f"/api/models/evaluations/{asked['id']}")).json()

    assert (told["status"], told["errorCode"], told["report"]) == ("failed", "CANCELLED", None)


async def test_a_set_that_cannot_be_heard_fails_with_its_reason(door: Door) -> None:
    silent = labelled_sets.zipped({"labels.csv": b"file,label\nbark.ogg,bark\n", "bark.ogg": b"no sound"})
    done = await evaluated(door, await ask(door, await registered(door, "sound"), silent))

    assert (done["status"], done["errorCode"]) == ("failed", "EVALUATION_FAILED")
    assert "none of its files" in done["error"]


async def test_what_is_no_set_for_it_is_refused_at_once(door: Door) -> None:
    chosen = await registered(door, "sound")
    answers = [
        await ask(door, chosen, b"no archive"),
        await ask(door, chosen, labelled_sets.pictures()),
        await ask(door, {**chosen, "version": "none"}, labelled_sets.sounds()),
        await ask(door, chosen, labelled_sets.sounds(), baseline="nobody@1"),
        await ask(door, {**chosen, "type": "policy"}, labelled_sets.sounds()),
    ]

    assert [(one.status_code, one.json()["error"]["code"]) for one in answers] == [
        (400, "SET_INVALID"),
        (400, "SET_INVALID"),
        (404, "MODEL_NOT_FOUND"),
        (404, "MODEL_NOT_FOUND"),
        (501, "NO_ROBOT"),
    ]
