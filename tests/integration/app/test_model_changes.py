"""Models in motion: a real database, Valkey and S3, a replica that really loads them, and the web door before it.

The models are ears, since they load fastest. What they are asked is what a replica would be asked by live sound.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import httpx
import numpy as np
import pytest

from db import model_slots
from deployments.apart import ApartEar
from deployments.model_follower import ModelFollower
from deployments.model_kind import Kind
from deployments.model_process import ModelProcess
from deployments.model_slot import Contender, ModelSlot
from deployments.reference_set import examine_ear
from hearing.classifier import SoundEngine, open_engine
from hearing.spectrum import BANDS, FRAMES
from hearing.weights import BARKS, OWN_WEIGHTS
from pawsight.ids import new_id
from pawsight.models import BUILT_IN_NAME
from tests import model_files
from tests.integration.app.conftest import Door
from tests.integration.app.ears import code, register, registered

QUIET = np.zeros((1, FRAMES, BANDS), np.float32)
LOUD = np.full((1, FRAMES, BANDS), 2 * model_files.LOUD, np.float32)
HOWL = 1
CAMERA = new_id()
LONGEST_WAIT_S = 60.0


class Replica:
    """One replica of the ear, without Serve around it."""

    def __init__(self, door: Door) -> None:
        self.slot: ModelSlot[SoundEngine] = ModelSlot()
        self.follower = ModelFollower(self.slot, door.resources.config)

    async def start(self) -> None:
        built_in = Contender[SoundEngine](open_engine(OWN_WEIGHTS / BARKS, 1))
        await self.follower.start(Kind[SoundEngine]("sound", ApartEar, examine_ear, threads=1), built_in)

    async def hear(self, spectra: np.ndarray = QUIET, *, live: bool = False) -> np.ndarray:
        """The scores of one window; live: of a camera."""
        return await asyncio.to_thread(
            self.slot.ask,
            lambda engine: engine.score(spectra),
            camera=CAMERA if live else None,
            agree=lambda some, others: [float(some.argmax() == others.argmax())],
        )

    @property
    def answering(self) -> str:
        assert self.slot.answering is not None
        return self.slot.answering.name

    @property
    def process(self) -> ModelProcess:
        """Of the live model."""
        assert self.slot.lineup.live is not None
        assert isinstance(self.slot.lineup.live.process, ModelProcess)
        return self.slot.lineup.live.process

    async def until(self, name: str) -> None:
        """Wait until a model answers here."""
        async with asyncio.timeout(LONGEST_WAIT_S):
            while self.answering != name:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
async def replica(door: Door) -> AsyncIterator[Replica]:
    replica = Replica(door)
    await replica.start()
    yield replica
    await replica.follower.stop()


@pytest.fixture(autouse=True)
async def nobody_live(door: Door, replica: Replica) -> AsyncIterator[None]:
    """Each test begins and ends with the settings' own model, and nothing to go back to."""
    yield
    async with door.resources.database.connection() as conn:
        await conn.execute(
            "UPDATE model_slots SET live_id = NULL, has_previous = false, previous_id = NULL, candidate_id = NULL, "
            "role = NULL, share = NULL, fps = NULL, candidate_until = NULL, bounds = '{}', generation = generation + 1"
        )
    await replica.until(BUILT_IN_NAME)


async def switch(door: Door, name: str, **more: Any) -> httpx.Response:
    body = {"type": "sound", "name": name, "version": "1", **more}
    return await door.client.post("/api/models/switch", json=body, timeout=120)


async def steps(door: Door) -> list[dict[str, Any]]:
    answer = await door.client.get("/api/models/changes", params={"type": "sound", "limit": 20})
    return list(answer.json()["items"])


async def failure(door: Door) -> dict[str, Any]:
    """The newest step, once it is that the system took a model back."""
    async with asyncio.timeout(LONGEST_WAIT_S):
        while (await steps(door))[0]["action"] != "failed":  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
    return (await steps(door))[0]


class TestSwitch:
    async def test_a_model_can_be_deleted_unless_it_is_at_work(self, door: Door, replica: Replica) -> None:
        made = (await register(door, model_files.ear())).json()
        assert (await switch(door, made["name"])).status_code == 200

        assert code(await door.client.delete(f"/api/models/{made['id']}")) == (409, "MODEL_IN_USE")
        other = (await register(door, model_files.ear())).json()
        assert (await door.client.delete(f"/api/models/{other['id']}")).status_code == 204
        assert code(await door.client.get(f"/api/models/{other['id']}")) == (404, "MODEL_NOT_FOUND")

    async def test_a_model_answers_and_its_forerunner_is_a_rollback_away(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.ear())
        there = (await switch(door, name)).json()
        assert replica.answering == f"{name}@1"
        back = (await door.client.post("/api/models/rollback", json={"type": "sound"})).json()
        assert replica.answering == BUILT_IN_NAME
        forth = (await door.client.post("/api/models/rollback", json={"type": "sound"})).json()

        assert (there["live"], there["previous"], there["replicas"]) == (f"{name}@1", BUILT_IN_NAME, 1)
        assert (back["live"], back["previous"]) == (BUILT_IN_NAME, f"{name}@1")
        assert (forth["live"], replica.answering) == (f"{name}@1", f"{name}@1")
        assert [one["action"] for one in await steps(door)][:3] == ["rolled_back", "rolled_back", "switched"]
        assert (await replica.hear()).shape == (1, 9)

    async def test_back_to_the_settings_own_by_name(self, door: Door, replica: Replica) -> None:
        await switch(door, await registered(door, model_files.ear()))
        body = {"type": "sound", "name": "built-in", "version": "built-in"}

        assert (await door.client.post("/api/models/switch", json=body)).json()["live"] == BUILT_IN_NAME
        assert replica.answering == BUILT_IN_NAME
        assert code(await door.client.post("/api/models/switch", json=body)) == (409, "ALREADY_LIVE")

    async def test_who_starts_later_comes_up_with_the_live_model(self, door: Door, replica: Replica) -> None:
        name = await registered(door, model_files.ear())
        await switch(door, name)
        late = Replica(door)
        await late.start()
        answering = late.answering
        (slot,) = [
            one
            for one in (await door.client.get("/api/models/slots")).json()["items"]
            if one["type"] == "sound"
        ]
        await late.follower.stop()

        assert answering == f"{name}@1"
        assert {one["answering"] for one in slot["replicas"]} == {f"{name}@1"}
        assert len(slot["replicas"]) == 2

    async def test_what_does_not_hear_the_reference_bark_never_answers(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.deaf_ear())
        answer = await switch(door, name)
        newest, *_ = await steps(door)

        assert code(answer) == (409, "MODEL_REFUSED")
        assert "reference bark" in answer.json()["error"]["details"]
        assert replica.answering == BUILT_IN_NAME
        assert (newest["action"], newest["model"]) == ("refused", f"{name}@1")
        assert "reference bark" in newest["reason"]

    async def test_an_artifact_that_was_changed_in_the_store_is_refused(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.ear("nobody else's"))
        held = door.resources
        async with held.database.connection() as conn:
            uri = await conn.fetchval("SELECT artifact_uri FROM models WHERE name = $1", name)
        forged = held.config.data_dir / "forged"
        forged.write_bytes(model_files.ear("somebody else"))
        await held.objects.put_file(uri.removeprefix(f"s3://{held.config.s3_bucket}/"), forged, "x/y")
        answer = await switch(door, name)

        assert code(answer) == (409, "MODEL_REFUSED")
        assert "corrupt" in answer.json()["error"]["details"]
        assert replica.answering == BUILT_IN_NAME

    async def test_one_that_is_too_slow_is_refused(self, door: Door, replica: Replica) -> None:
        name = await registered(door, model_files.ear())
        answer = await switch(door, name, bounds={"latencyMs": 0.01})

        assert code(answer) == (409, "MODEL_REFUSED")
        assert replica.answering == BUILT_IN_NAME

    async def test_what_cannot_be_switched_says_why(self, door: Door, replica: Replica) -> None:
        nothing = {"name": "ear", "version": "none"}
        answers = [
            await door.client.post("/api/models/switch", json={"type": kind, **nothing})
            for kind in ("sound", "pose", "action", "policy")
        ]
        rollback = await door.client.post("/api/models/rollback", json={"type": "sound"})

        assert [code(one) for one in answers] == [
            (404, "MODEL_NOT_FOUND"),
            (404, "MODEL_NOT_FOUND"),
            (409, "NO_WEIGHTS"),
            (501, "NO_ROBOT"),
        ]
        assert code(rollback) == (409, "NOTHING_TO_ROLL_BACK")

    async def test_without_a_replica_nothing_is_switched(self, door: Door) -> None:
        form = {"type": "pose", "name": f"pose-{new_id().hex[-8:]}", "version": "1"}
        pose = (OWN_WEIGHTS / "dogpose.onnx").read_bytes()
        made = await door.client.post(
            "/api/models/upload", data=form, files={"file": ("p.onnx", pose)}, timeout=120
        )
        assert made.status_code == 201

        assert code(await door.client.post("/api/models/switch", json=form)) == (503, "NO_REPLICA")


class TestTakenBack:
    async def test_one_whose_process_crashes_is_replaced_within_the_question(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.ear())
        await switch(door, name)
        os.kill(replica.process.pid, signal.SIGSEGV)
        scores = await replica.hear()
        newest = await failure(door)
        await replica.until(BUILT_IN_NAME)

        assert scores.shape == (1, 9)
        assert (newest["action"], newest["model"], newest["byUser"]) == ("failed", f"{name}@1", None)
        assert "SIGSEGV" in newest["reason"]
        (listed,) = [
            one for one in (await door.client.get("/api/models")).json()["items"] if one["name"] == name
        ]
        assert listed["status"] == "refused"

    async def test_one_that_begins_to_fail_is_replaced_and_every_question_answered(
        self, door: Door, replica: Replica
    ) -> None:
        first, second = (
            await registered(door, model_files.ear()),
            await registered(door, model_files.failing_ear()),
        )
        await switch(door, first)
        await switch(door, second)
        fine = await replica.hear()
        answers = [await replica.hear(LOUD) for _ in range(5)]
        await replica.until(f"{first}@1")

        assert fine.shape == (1, 9)
        assert all(one.shape == (1, 9) for one in answers)
        newest = await failure(door)
        assert newest["detail"]["now"] == f"{first}@1"
        assert "times in a row" in newest["reason"]

    async def test_one_that_becomes_slow_is_replaced(self, door: Door, replica: Replica) -> None:
        name = await registered(door, model_files.slow_ear(5))
        await switch(door, name, bounds={"latencyMs": 5000})
        async with door.resources.database.connection() as conn:
            # Its bounds are those of the request; a test has no time for slower ones.
            await conn.execute(
                "UPDATE model_slots SET bounds = bounds || '{\"latencyMs\": 2}', generation = generation + 1"
            )
        await asyncio.sleep(2.5)
        for _ in range(25):
            if replica.answering == BUILT_IN_NAME:
                break
            await replica.hear(LOUD)
        newest = await failure(door)
        await replica.until(BUILT_IN_NAME)

        assert " 2 ms" in newest["reason"]

    async def test_one_that_cannot_be_loaded_after_a_restart_is_taken_back(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.deaf_ear())
        async with door.resources.database.connection() as conn:
            # Nothing lets it get there but a change of the reference set, or of the engine, between two starts.
            model_id = await conn.fetchval("SELECT id FROM models WHERE name = $1", name)
            slot = await model_slots.get(conn, "sound")
            await model_slots.switch(conn, "sound", slot.generation, model_id, model_slots.Bounds())
        await failure(door)

        assert replica.answering == BUILT_IN_NAME
        assert (await replica.hear()).shape == (1, 9)


class TestCandidates:
    async def test_a_shadow_says_nothing_and_its_agreement_is_counted(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.ear())
        body = {"type": "sound", "name": name, "version": "1", "fps": 30}
        assert (await door.client.post("/api/models/shadow", json=body, timeout=60)).status_code == 204
        agreement: dict[str, Any] | None = None
        async with asyncio.timeout(LONGEST_WAIT_S):
            while agreement is None:
                await replica.hear(live=True)
                await asyncio.sleep(0.05)
                slots = (await door.client.get("/api/models/slots")).json()["items"]
                (slot,) = [one for one in slots if one["type"] == "sound"]
                agreement = slot["agreement"]
        ended = await door.client.delete("/api/models/candidate", params={"type": "sound"})

        assert replica.answering == BUILT_IN_NAME
        assert (slot["live"], slot["candidate"], slot["role"]) == (BUILT_IN_NAME, f"{name}@1", "shadow")
        assert (agreement["agreement"], agreement["failures"]) == (1.0, 0)
        assert ended.status_code == 204
        assert [one["action"] for one in await steps(door)][:2] == ["shadow_ended", "shadow_started"]

    async def test_a_canary_answers_its_cameras_and_becomes_live_without_loading_again(
        self, door: Door, replica: Replica
    ) -> None:
        name = await registered(door, model_files.howling_ear())
        body = {"type": "sound", "name": name, "version": "1", "share": 0.9999}
        assert (await door.client.post("/api/models/canary", json=body, timeout=60)).status_code == 204
        of_camera, of_nobody = await replica.hear(live=True), await replica.hear()
        other = await registered(door, model_files.ear())
        busy = await switch(door, other)
        pid = replica.slot.lineup.canary.process.pid  # type: ignore[union-attr]
        promoted = await switch(door, name)

        assert (of_camera.argmax() == HOWL, of_nobody.argmax() == HOWL) == (True, False)
        assert code(busy) == (409, "CANDIDATE_BUSY")
        assert promoted.json()["live"] == f"{name}@1"
        assert replica.process.pid == pid

    async def test_a_canary_that_crashes_is_ended(self, door: Door, replica: Replica) -> None:
        name = await registered(door, model_files.ear())
        body = {"type": "sound", "name": name, "version": "1", "share": 0.9999}
        await door.client.post("/api/models/canary", json=body, timeout=60)
        os.kill(replica.slot.lineup.canary.process.pid, signal.SIGKILL)  # type: ignore[union-attr]
        scores = await replica.hear(live=True)
        async with asyncio.timeout(LONGEST_WAIT_S):
            while replica.slot.lineup.canary is not None:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.05)

        assert scores.shape == (1, 9)
        assert (await steps(door))[0]["action"] == "canary_ended"
        assert "SIGKILL" in (await steps(door))[0]["reason"]
