"""A detector is switched under a live system, crashes, and nobody who asked was left without an answer."""

import asyncio
import base64
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import onnx
import psutil
import pytest
import websockets

from deployments.reference_set import DEMO
from pawsight.client import ApiRefused, Client
from pawsight.messages import MESSAGES, ModelMessage
from pawsight.models import BUILT_IN_NAME
from tests.system import System
from vision.weights import NANODET, OWN_MODELS

PICTURE = (DEMO / "dog-bicycle-truck.jpg").read_bytes()
GARDEN = "garden@2"
CHILD = "deployments.model_child"


@pytest.fixture
def client(system: System) -> Client:
    return Client(system.url, system.token)


class Asking:
    """Asks the same picture over and over; what it was answered."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response] = []
        self.is_over = False

    async def ask(self, api: httpx.AsyncClient) -> None:
        body = {
            "frameBase64": base64.b64encode(PICTURE).decode(),
            "timestamp": time.time() * 1000,
            "enabledModels": ["detector"],
        }
        while not self.is_over:
            self.answers.append(await api.post("/vision/process", json=body))

    @property
    def failed(self) -> list[httpx.Response]:
        """Those without a dog, whatever the reason."""
        return [
            one
            for one in self.answers
            if one.status_code != 200 or "dog" not in {seen["class"] for seen in one.json()["detections"]}
        ]


@asynccontextmanager
async def asking(api: httpx.AsyncClient) -> AsyncIterator[Asking]:
    asked = Asking()
    tasks = [asyncio.create_task(asked.ask(api)) for _ in range(2)]
    try:
        yield asked
    finally:
        asked.is_over = True
        await asyncio.gather(*tasks)


def garden(folder: Path) -> Path:
    """The settings' own detector, as somebody else's."""
    model = onnx.load(OWN_MODELS / NANODET)
    model.producer_name = "a test"
    path = folder / "garden.onnx"
    onnx.save(model, path)
    return path


def model_processes(system: System) -> list[int]:
    """Those that registered models run in."""
    tree = psutil.Process(system.pid).children(recursive=True)
    return [one.pid for one in tree if CHILD in " ".join(_command(one))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


async def answering(client: Client) -> str:
    slot = await asyncio.to_thread(client.models.slot, "detector")
    (replica,) = slot.replicas
    return str(replica.answering)


async def test_a_detector_is_switched_in_and_taken_back_when_it_crashes(
    system: System, api: httpx.AsyncClient, client: Client, tmp_path: Path
) -> None:
    built_in = await answering(client)
    told: list[dict[str, Any]] = []
    headers = {"Authorization": f"Bearer {system.token}"}
    async with websockets.connect(
        f"{system.url.replace('http', 'ws', 1)}/ws", additional_headers=headers
    ) as socket:
        path = garden(tmp_path)
        made = await asyncio.to_thread(
            client.models.register,
            path,
            type="detector",
            name="garden",
            version="2",
            card={"licence": "Apache-2.0"},
        )
        async with asking(api) as asked:
            done = await asyncio.to_thread(client.models.switch, "detector", GARDEN, latency_ms=20_000)
            ready = await api.get("/readyz")
            os.kill(model_processes(system)[0], signal.SIGSEGV)
            async with asyncio.timeout(60):
                while await answering(client) != built_in:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.1)
        async with asyncio.timeout(30):
            while not told or told[-1]["action"] != "failed":
                message = MESSAGES.validate_json(await socket.recv())
                if isinstance(message, ModelMessage):
                    told.append(message.model_dump())

    assert made.full_name == GARDEN
    assert (done.live, done.previous, done.replicas) == (GARDEN, BUILT_IN_NAME, 1)
    assert ready.json()["checks"]["detector"]["model"] == GARDEN
    assert len(asked.answers) > 2
    assert asked.failed == []
    assert [(one["action"], one["model"]) for one in told] == [
        ("registered", GARDEN),
        ("switched", GARDEN),
        ("failed", GARDEN),
    ]
    newest = client.models.changes("detector")[0]
    assert "SIGSEGV" in str(newest.reason)
    with pytest.raises(ApiRefused, match="NOTHING_TO_ROLL_BACK"):
        client.models.rollback("detector")
    client.models.delete(GARDEN)
