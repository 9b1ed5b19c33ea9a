"""What people say of what we told: kept with its picture, and read by the training."""

import asyncio
import csv
from pathlib import Path
from typing import Any
from uuid import UUID

import cv2
import httpx
import numpy as np
import pytest

from db import cameras, events, users
from pawsight.ids import new_id
from pawsight.messages import Event, rfc3339
from tests.footage import number_in
from tests.integration.app.conftest import Door, at
from training import sets
from training.corrections import fetch

BOX = {"x": 0.25, "y": 0.25, "w": 0.5, "h": 0.5}

pytestmark = pytest.mark.usefixtures("recorded")


@pytest.fixture(autouse=True)
def _no_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The camera is off: pictures are of its recording."""
    monkeypatch.setattr("deployments.moments.find_actor", lambda _: None)


async def happened(door: Door, camera: UUID | str, second: float, **data: Any) -> Event:
    """A `sit` of the camera, stored."""
    told = {"cameraId": str(camera), "box": BOX, **data}
    event = Event(id=new_id(), ts=at(second), type="sit", data=told)
    async with door.resources.database.connection() as conn:
        await events.insert_many(conn, [(door.owner, event)])
    return event


async def put(door: Door, **fields: Any) -> httpx.Response:
    return await door.client.post("/api/corrections", json=fields)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def picture(door: Door, url: str) -> int:
    answer = await door.stranger.get(url)
    assert answer.status_code == 200
    return number_in(cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR))


async def test_an_event_is_corrected_with_the_picture_that_speaks_most_for_it(
    door: Door, camera: UUID
) -> None:
    frames = [
        {"captureTs": rfc3339(at(6)), "probability": 0.6},
        {"captureTs": rfc3339(at(107 / 15)), "probability": 0.9},
    ]
    event = await happened(door, camera, 6, evidence={"frames": frames})

    answer = await put(door, eventId=str(event.id), label="lie")

    assert answer.status_code == 201
    told = answer.json()
    assert (told["said"], told["label"], told["confirmed"], told["box"]) == ("sit", "lie", False, BOX)
    assert await picture(door, told["pictureUrl"]) == 107
    listed = (await door.client.get("/api/corrections")).json()["items"]
    assert told["id"] in [one["id"] for one in listed]


async def test_the_newest_word_on_an_event_holds_and_its_picture_stays(door: Door, camera: UUID) -> None:
    event = await happened(door, camera, 3)
    first = (await put(door, eventId=str(event.id), label="nothing")).json()

    second = (await put(door, eventId=str(event.id), label="sit")).json()

    assert (second["id"], second["confirmed"]) == (first["id"], True)
    assert await picture(door, second["pictureUrl"]) == 45
    every = (await door.client.get("/api/corrections", params={"limit": 500})).json()["items"]
    assert [one["eventId"] for one in every].count(str(event.id)) == 1


async def test_the_posture_of_a_dog_is_corrected(door: Door, camera: UUID) -> None:
    answer = await put(
        door, cameraId=str(camera), captureTs=rfc3339(at(2)), box=BOX, said="stand", label="sit"
    )

    assert answer.status_code == 201
    assert (answer.json()["eventId"], answer.json()["said"]) == (None, "stand")
    assert await picture(door, answer.json()["pictureUrl"]) == 30


async def test_what_was_not_recorded_is_corrected_without_a_picture(door: Door, camera: UUID) -> None:
    event = await happened(door, camera, 500)

    told = (await put(door, eventId=str(event.id), label="stand")).json()

    assert (told["label"], told["pictureUrl"]) == ("stand", None)


async def test_what_is_taken_back_is_gone_with_its_picture(door: Door, camera: UUID) -> None:
    event = await happened(door, camera, 4)
    told = (await put(door, eventId=str(event.id), label="lie")).json()

    assert (await door.client.delete(f"/api/corrections/{told['id']}")).status_code == 204

    assert (await door.stranger.get(told["pictureUrl"])).status_code == 404
    assert code(await door.client.delete(f"/api/corrections/{told['id']}")) == (404, "CORRECTION_NOT_FOUND")


async def test_a_picture_of_anothers_camera_is_not_taken(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    async def picture_of(*_: object) -> None:
        raise AssertionError("nobody may look")

    monkeypatch.setattr("app.corrections.picture_of", picture_of)
    async with door.resources.database.connection() as conn:
        other = await users.get_or_create(conn, f"{new_id().hex}@pawsight.test")
        theirs = (await cameras.insert(conn, other.id, name="Theirs", source_kind="push", source="")).id
    event = await happened(door, theirs, 3)

    told = (await put(door, eventId=str(event.id), label="sit")).json()

    assert (told["cameraId"], told["pictureUrl"]) == (None, None)
    asked = {"cameraId": str(theirs), "captureTs": rfc3339(at(2)), "box": BOX, "label": "sit"}
    assert code(await put(door, **asked)) == (404, "CAMERA_NOT_FOUND")


@pytest.mark.parametrize(
    "fields",
    [
        {"label": "sit"},
        {"label": "sit", "eventId": str(new_id()), "box": BOX},
        {"label": "purr", "cameraId": str(new_id()), "captureTs": rfc3339(at(2)), "box": BOX},
        {"label": "sit", "cameraId": str(new_id()), "captureTs": rfc3339(at(2)), "box": {**BOX, "x": 2}},
        {"label": "", "eventId": str(new_id())},
    ],
)
async def test_what_is_no_correction_is_refused(door: Door, fields: dict[str, Any]) -> None:
    assert (await put(door, **fields)).status_code == 400


async def test_an_event_that_is_not_there_or_a_label_that_is_none(door: Door, camera: UUID) -> None:
    assert code(await put(door, eventId=str(new_id()), label="sit")) == (404, "EVENT_NOT_FOUND")
    event = await happened(door, camera, 1)
    assert code(await put(door, eventId=str(event.id), label="purr")) == (400, "LABEL_UNKNOWN")


async def test_data_that_a_client_made_up_harms_nothing(door: Door, camera: UUID) -> None:
    for evidence in ("x", {"frames": "x"}, {"frames": [1]}, {"frames": [{"captureTs": 5}]}):
        event = await happened(door, camera, 1, evidence=evidence, box=[1])
        told = (await put(door, eventId=str(event.id), label="sit")).json()
        assert (told["ts"], told["box"]) == (rfc3339(at(1)), None)


async def test_the_training_reads_them(door: Door, camera: UUID, tmp_path: Path) -> None:
    for second, label in ((1, "sit"), (2, "nothing"), (500, "lie")):
        event = await happened(door, camera, second)
        assert (await put(door, eventId=str(event.id), label=label)).status_code == 201

    count = await fetch(tmp_path, door.resources.config)

    with (tmp_path / "corrections" / "labels.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == count
    assert {"sit", "nothing"} <= {row["label"] for row in rows}
    examples = sets.corrected(tmp_path)
    assert {one.posture for one in examples} <= {"sit", "lie", "stand"}
    assert all(one.part == "train" and cv2.imread(str(one.picture)) is not None for one in examples)
    height, width = cv2.imread(str(examples[0].picture)).shape[:2]
    assert examples[0].box == (0.25 * width, 0.25 * height, 0.5 * width, 0.5 * height)


async def test_an_event_may_be_judged_before_it_is_stored(door: Door, camera: UUID) -> None:
    event = Event(id=new_id(), ts=at(3), type="sit", data={"cameraId": str(camera), "box": BOX})
    judged = asyncio.create_task(put(door, eventId=str(event.id), label="sit"))
    await asyncio.sleep(0.4)
    assert not judged.done()
    async with door.resources.database.connection() as conn:
        await events.insert_many(conn, [(door.owner, event)])

    assert (await judged).status_code == 201
