"""Two models over what a camera recorded: its owner's words are the labels, the agreement tells the rest."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from db import events
from deployments.observation_file import CONTENT_TYPE, Seen, write
from pawsight import recordings
from pawsight.ids import new_id
from pawsight.messages import Event, rfc3339
from pawsight.models import BUILT_IN_NAME
from tests import model_files
from tests.archive import Archive, archived, cut
from tests.integration.app.conftest import Door, at
from tests.integration.app.test_evaluations import FILES, evaluated, registered
from vision.detection import Detection
from vision.engines.loading import load_engine
from vision.pose import Box
from vision.weights import NANODET, OWN_MODELS

PROJECT = Path(__file__).resolve().parents[3]
SEGMENTS = 4
STANDS_S = 12.5
"""When the dog of the demo's film stands still."""
BARKS_S = 10.8

pytestmark = pytest.mark.skipif(not FILES["detector"].exists(), reason="make test converts NanoDet first")


@pytest.fixture(autouse=True)
def _no_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The camera is off: pictures are of its recording."""
    monkeypatch.setattr("deployments.moments.find_actor", lambda _: None)


@pytest.fixture
async def archive(door: Door, tmp_path: Path) -> AsyncIterator[Archive]:
    files = await asyncio.to_thread(cut, PROJECT / "build/demo.mp4", tmp_path)
    async with archived(door.resources.config, door.owner, files, at(0), SEGMENTS) as made:
        yield made


async def ask(door: Door, chosen: dict[str, str], archive: Archive, **more: Any) -> dict[str, Any]:
    body = {
        **chosen,
        "baseline": BUILT_IN_NAME,
        "cameraId": str(archive.camera),
        "from": archive.start.isoformat(),
        "to": archive.end.isoformat(),
        "samples": SEGMENTS,
        **more,
    }
    return await evaluated(door, await door.client.post("/api/models/evaluations/archive", json=body))


async def correct(door: Door, **said: Any) -> dict[str, Any]:
    answer = await door.client.post("/api/corrections", json=said)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def stands(door: Door, archive: Archive) -> tuple[datetime, Box]:
    """When the dog stands, and where."""
    moment = archive.start + timedelta(seconds=STANDS_S)
    anywhere = {"x": 0.0, "y": 0.0, "w": 1.0, "h": 1.0}
    kept = await correct(
        door, cameraId=str(archive.camera), captureTs=rfc3339(moment), box=anywhere, label="other"
    )
    picture = (await door.stranger.get(kept["pictureUrl"])).content
    assert (await door.client.delete(f"/api/corrections/{kept['id']}")).status_code == 204
    engine = load_engine(NANODET, search=[OWN_MODELS], threads=1, confidence=0.35)
    (found,) = engine.detect([cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)])
    return moment, max((one for one in found if one.class_name == "dog"), key=lambda one: one.confidence).box


async def test_a_detector_and_a_pose_model_are_told_by_what_its_owner_said(
    door: Door, archive: Archive, tmp_path: Path
) -> None:
    moment, box = await stands(door, archive)
    corrected = {
        "cameraId": str(archive.camera),
        "captureTs": rfc3339(moment),
        "said": "sit",
        "label": "stand",
    }
    await correct(door, **corrected, box=dict(zip("xywh", box, strict=True)))
    segment = next(one for one in archive.segments if one.start_ts <= moment < one.end_ts)
    seen = [Seen(moment + timedelta(seconds=n), n, living=[Detection("dog", 0.9, box)]) for n in (0, 1)]
    await asyncio.to_thread(write, seen, tmp_path / "seen.parquet")
    key = recordings.observations_key(recordings.key_of(segment.uri) or "")
    await door.resources.objects.put_file(key, tmp_path / "seen.parquet", CONTENT_TYPE)

    boxes = await ask(door, await registered(door, "detector"), archive)
    poses = await ask(door, await registered(door, "pose"), archive)

    assert (boxes["status"], boxes["progress"], boxes["error"]) == ("complete", 1.0, None)
    assert boxes["archive"]["cameraId"] == str(archive.camera)
    assert (boxes["report"]["inputs"], boxes["report"]["labelled"]) == (SEGMENTS + 1, 1)
    assert boxes["report"]["agreement"] == 1.0
    mine, other = boxes["report"]["models"]
    assert mine["scores"]["AP50"] == other["scores"]["AP50"] == {"dog": 1.0}
    # The corrected picture, and the one sample that there is of a segment in which dogs were seen.
    assert (poses["report"]["inputs"], poses["report"]["labelled"]) == (2, 1)
    told = poses["report"]["models"][0]
    assert told["scores"]["accuracy"] in (0.0, 1.0)
    assert sum(told["confusion"]["stand"].values()) == 1


async def test_an_ear_is_told_by_what_was_said_of_a_bark(door: Door, archive: Archive) -> None:
    told = Event(
        id=new_id(),
        ts=archive.start + timedelta(seconds=BARKS_S),
        type="bark",
        data={"cameraId": str(archive.camera)},
    )
    async with door.resources.database.connection() as conn:
        await events.insert_many(conn, [(door.owner, told)])
    await correct(door, eventId=str(told.id), label="bark")

    done = await ask(door, await registered(door, "sound", model_files.howling_ear()), archive)
    mine, other = done["report"]["models"]

    assert done["report"]["labelled"] == 1
    assert 1 < done["report"]["inputs"] <= SEGMENTS + 1
    assert (mine["confusion"], other["confusion"]) == ({"bark": {"howl": 1}}, {"bark": {"bark": 1}})
    assert done["report"]["agreement"] < 1


async def test_what_cannot_be_evaluated_is_refused_with_its_reason(door: Door, archive: Archive) -> None:
    chosen = await registered(door, "sound")
    body = {
        **chosen,
        "cameraId": str(archive.camera),
        "from": rfc3339(archive.start),
        "to": rfc3339(archive.end),
    }
    path = "/api/models/evaluations/archive"
    backwards = await door.client.post(path, json={**body, "to": body["from"]})
    strangers = await door.client.post(path, json={**body, "cameraId": str(new_id())})
    unsigned = await door.stranger.post(path, json=body)
    # Long before anything was recorded.
    early = archive.start - timedelta(days=2)
    nothing = await ask(door, chosen, archive, **{"from": rfc3339(early), "to": rfc3339(archive.start)})

    assert [one.status_code for one in (backwards, strangers, unsigned)] == [400, 404, 401]
    assert (nothing["status"], nothing["errorCode"]) == ("failed", "EVALUATION_FAILED")
    assert "nothing was recorded" in nothing["error"]
