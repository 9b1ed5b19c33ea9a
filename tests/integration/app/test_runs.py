"""Batch runs: begun at the web door, carried out by the job's own code, shown by the analytics, and back."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import cv2
import httpx
import numpy as np
import pytest

from batch import looks
from batch.job import carry_out_job
from batch.looker import key_of
from batch.looks import Looked
from batch.run import _Looking
from db import batch_runs, cameras, events, jobs, segments, users
from db.batch_runs import KIND
from db.jobs import Job
from db.segments import Segment
from deployments.day_count import count_user
from hearing.classifier import Heard
from hearing.events import Observation
from hearing.labels import LABELS
from pawsight import analytics_cache
from pawsight.ids import new_id
from pawsight.messages import Event
from pawsight.models import BUILT_IN_NAME
from tests.footage import FPS, number_in
from tests.integration.app.conftest import Door, at
from vision.detection import Detection
from vision.watcher import Look

DOG = Detection("dog", 0.9, (0.25, 0.25, 0.5, 0.5))
LEASE_S = 30.0
WHEN = {"from": at(0).isoformat(), "to": at(15).isoformat()}
DAY = at(0).date().isoformat()


@pytest.fixture(autouse=True)
async def _without_a_past(door: Door) -> AsyncIterator[None]:
    yield
    async with door.resources.database.connection() as conn:
        for table in (
            *("events", "jobs", "analytics_sources", "batch_runs", "ai_metrics_daily", "activity_hourly"),
            *("uncounted", "segments", "doomed_objects"),
        ):
            await conn.execute(f"DELETE FROM {table}")
    await analytics_cache.end(door.resources.redis, door.owner)


async def begin(door: Door, camera: UUID, **more: Any) -> httpx.Response:
    return await door.client.post("/api/runs", json={"cameraId": str(camera), **WHEN, **more})


async def claimed(door: Door, run_id: str, *, lease_s: float = LEASE_S) -> Job:
    async with door.resources.database.connection() as conn:
        job = await jobs.claim(conn, UUID(run_id), lease_s)
    assert job is not None
    return job


async def work(door: Door, job: Job) -> dict[str, Any] | None:
    held = door.resources
    return await carry_out_job(job, held.database, held.redis, cpus=0.5, gpus=0.0)


async def told(door: Door, run_id: str) -> dict[str, Any]:
    answer = await door.client.get(f"/api/runs/{run_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def live(camera: UUID, second: float, kind: str, **data: Any) -> Event:
    """An event as a live camera tells it."""
    return Event(id=new_id(), ts=at(second), type=kind, data={"cameraId": str(camera), "trackId": 7, **data})


async def happened(door: Door, *told: Event) -> None:
    async with door.resources.database.connection() as conn:
        await events.insert_many(conn, [(door.owner, one) for one in told])


@pytest.fixture
def _pool(door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of the pool, which the end-to-end tests have: it stores what actors would that saw a dog bark."""

    async def look(looking: _Looking, recorded: list[Segment]) -> None:
        for segment in recorded:
            frames = [
                Look(segment.start_ts + timedelta(seconds=index / 4), (640, 360), None, [DOG], [], [])
                for index in range(20)
            ]
            barks = tuple(float(label == "bark") for label in LABELS)
            windows = [
                Observation(segment.start_ts + timedelta(seconds=index * 0.4875), Heard(0.0, barks, 1))
                for index in range(4)
            ]
            (tmp_path / "looks").write_bytes(looks.write(Looked(frames, windows)))
            await door.resources.objects.put_file(
                key_of(looking._run.id, segment), tmp_path / "looks", looks.CONTENT_TYPE
            )

    monkeypatch.setattr(_Looking, "look", look)
    monkeypatch.setattr("batch.run.settings", lambda: door.resources.config)


async def test_a_run_waits_with_its_models_by_name(door: Door, camera: UUID) -> None:
    answer = await begin(door, camera, fps=2.5, workers=50, share=0.5)
    made = answer.json()
    (listed,) = (await door.client.get("/api/runs")).json()["items"]

    assert (answer.status_code, made["status"], made["progress"]) == (202, "queued", 0.0)
    assert made["models"] == dict.fromkeys(("detector", "pose", "sound"), BUILT_IN_NAME)
    assert listed == made == await told(door, made["id"])
    job = await claimed(door, made["id"])
    assert job.input == {"workers": door.resources.config.batch_workers, "share": 0.5}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"models": {"detector": "nobody@1"}}, (404, "MODEL_NOT_FOUND")),
        ({"models": {"detector": "../../etc/passwd"}}, (400, "INVALID_REQUEST")),
        ({"to": WHEN["from"]}, (400, "INVALID_REQUEST")),
        ({"to": "2036-03-01T12:00:00Z"}, (400, "INVALID_REQUEST")),
        ({"from": "2026-03-01T12:00:00"}, (400, "INVALID_REQUEST")),
        ({"cameraId": str(new_id())}, (404, "CAMERA_NOT_FOUND")),
    ],
)
async def test_what_cannot_be_run_is_refused(
    door: Door, camera: UUID, more: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert code(await begin(door, camera, **more)) == refusal
    assert (await door.client.get("/api/runs")).json()["items"] == []


async def test_nobody_without_the_scope_begins_sees_or_shows_a_run(door: Door, camera: UUID) -> None:
    made = await door.client.post("/api/auth/tokens", json={"name": "app", "scopes": ["read", "write"]})
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    body = {"cameraId": str(camera), **WHEN}
    answers = [
        await door.client.post("/api/runs", json=body, headers=headers),
        await door.client.get("/api/runs", headers=headers),
        await door.client.get(f"/api/runs/{camera}", headers=headers),
        await door.client.get(f"/api/runs/{camera}/events", headers=headers),
        await door.client.get(f"/api/runs/{camera}/changes/0/picture", headers=headers),
        await door.client.post(f"/api/runs/{camera}/cancel", headers=headers),
        await door.client.delete(f"/api/runs/{camera}", headers=headers),
        await door.client.put("/api/analytics/source", json={"runId": None}, headers=headers),
    ]

    assert {code(one) for one in answers} == {(403, "SCOPE_MISSING")}
    assert code(await door.stranger.get("/api/runs")) == (401, "NOT_SIGNED_IN")


async def test_another_owners_run_is_none(door: Door) -> None:
    async with door.resources.database.connection() as conn:
        other = await users.get_or_create(conn, "other@pawsight.test")
        theirs = await cameras.insert(conn, other.id, name="Theirs", source_kind="push", source="")
        run = await batch_runs.insert(
            conn, new_id(), other.id, theirs.id, start=at(0), end=at(5), fps=1.0, models={}
        )
        await batch_runs.finish(conn, run.id, "done", report={})

    assert code(await door.client.get(f"/api/runs/{run.id}")) == (404, "RUN_NOT_FOUND")
    assert code(await door.client.delete(f"/api/runs/{run.id}")) == (404, "RUN_NOT_FOUND")
    shown = await door.client.put("/api/analytics/source", json={"runId": str(run.id)})
    assert code(shown) == (404, "RUN_NOT_FOUND")


@pytest.mark.usefixtures("_pool", "recorded")
async def test_what_is_seen_and_heard_is_set_beside_what_was_told(door: Door, camera: UUID) -> None:
    await happened(door, live(camera, 0.3, "enter_frame"), live(camera, 8, "howl"))
    run_id = (await begin(door, camera)).json()["id"]

    assert await work(door, await claimed(door, run_id)) is not None

    run = await told(door, run_id)
    assert (run["status"], run["progress"], run["error"]) == ("done", 1.0, None)
    assert run["report"]["segments"] == 3
    assert run["report"]["counts"]["enter_frame"]["kept"] == 1
    # The one that lasts as the run begins seems to begin there, and is left out.
    assert run["report"]["counts"]["bark"] == {"kept": 0, "moved": 0, "added": 2, "gone": 0}
    assert run["report"]["counts"]["howl"]["gone"] == 1
    listed = (await door.client.get(f"/api/runs/{run_id}/events", params={"limit": 2})).json()
    assert [one["type"] for one in listed["items"]] == ["bark", "enter_frame"]
    assert listed["nextCursor"] is not None
    # What was seen on the way is nobody's any more.
    async with door.resources.database.connection() as conn:
        doomed = await conn.fetchval("SELECT count(*) FROM doomed_objects WHERE uri LIKE '%/batch/%'")
    assert doomed == 3


@pytest.mark.usefixtures("_pool", "recorded")
async def test_a_dry_run_reports_and_keeps_no_events(door: Door, camera: UUID) -> None:
    run_id = (await begin(door, camera, dryRun=True)).json()["id"]

    assert await work(door, await claimed(door, run_id)) is not None

    assert (await told(door, run_id))["report"]["counts"]["bark"]["added"] == 2
    assert (await door.client.get(f"/api/runs/{run_id}/events")).json()["items"] == []


@pytest.mark.usefixtures("_pool")
async def test_what_a_run_tells_otherwise_has_its_picture(
    door: Door, camera: UUID, recorded: list[Segment]
) -> None:
    await happened(door, live(camera, 8, "howl"), live(camera, 600, "howl"))
    run_id = (await begin(door, camera, to=at(900).isoformat())).json()["id"]
    await work(door, await claimed(door, run_id))
    changes = (await told(door, run_id))["report"]["changes"]
    bark = next(one for one in changes if one["type"] == "bark")

    shown = await door.client.get(bark["pictureUrl"])
    unrecorded = await door.client.get(changes[-1]["pictureUrl"])
    async with door.resources.database.connection() as conn:
        await segments.delete(conn, [one.id for one in recorded])
    kept = await door.client.get(bark["pictureUrl"])
    none = await door.client.get(f"/api/runs/{run_id}/changes/{len(changes)}/picture")
    await door.client.delete(f"/api/runs/{run_id}")

    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    image = cv2.imdecode(np.frombuffer(shown.content, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    moment = datetime.fromisoformat(bark["pictureTs"])
    assert abs(number_in(image) - (moment - at(0)).total_seconds() * FPS) <= 1
    assert code(unrecorded) == (404, "NOTHING_RECORDED")
    assert kept.content == shown.content
    assert code(none) == (404, "CHANGE_NOT_FOUND")
    async with door.resources.database.connection() as conn:
        doomed = await conn.fetchval("SELECT count(*) FROM doomed_objects WHERE uri LIKE '%/changes/%'")
    assert doomed == 1


@pytest.mark.usefixtures("_pool", "recorded")
async def test_a_worker_that_lost_its_job_stores_nothing_and_the_next_one_does(
    door: Door, camera: UUID
) -> None:
    run_id = (await begin(door, camera)).json()["id"]
    first = await claimed(door, run_id)
    async with door.resources.database.connection() as conn:
        assert await jobs.release(conn, first.id, first.attempt)
    second = await claimed(door, run_id)

    assert await work(door, first) is None
    assert (await told(door, run_id))["status"] == "running"
    assert (await door.client.get(f"/api/runs/{run_id}/events")).json()["items"] == []
    report = await work(door, second)

    assert (await told(door, run_id))["report"]["counts"] == report["counts"]  # type: ignore[index]
    async with door.resources.database.connection() as conn:
        job = await jobs.get(conn, door.owner, UUID(run_id))
    assert job is not None
    assert (job.status, job.attempt) == ("complete", 2)


@pytest.mark.usefixtures("_pool", "recorded")
async def test_a_cancelled_run_stores_nothing_and_can_be_removed(door: Door, camera: UUID) -> None:
    run_id = (await begin(door, camera)).json()["id"]
    job = await claimed(door, run_id)
    assert code(await door.client.delete(f"/api/runs/{run_id}")) == (409, "RUN_OPEN")
    cancelled = (await door.client.post(f"/api/runs/{run_id}/cancel")).json()

    assert await work(door, job) is None
    assert (cancelled["status"], (await told(door, run_id))["status"]) == ("cancelled", "cancelled")
    assert (await door.client.delete(f"/api/runs/{run_id}")).status_code == 204
    assert code(await door.client.get(f"/api/runs/{run_id}")) == (404, "RUN_NOT_FOUND")


@pytest.mark.usefixtures("_pool", "recorded")
async def test_what_goes_wrong_is_told_and_not_tried_again(
    door: Door, camera: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: Any) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(_Looking, "look", breaks)
    run_id = (await begin(door, camera)).json()["id"]

    assert await work(door, await claimed(door, run_id)) is None
    run = await told(door, run_id)
    assert (run["status"], run["error"]) == ("failed", "ValueError: no such thing")
    async with door.resources.database.connection() as conn:
        assert await jobs.due(conn, KIND, 10) == []


@pytest.mark.usefixtures("_pool", "recorded")
async def test_the_analytics_show_a_run_and_live_history_again(door: Door, camera: UUID) -> None:
    held = door.resources
    treat = Event(id=new_id(), ts=at(4), type="treat", data={"cameraId": str(camera)})
    before = live(camera, 2, "leave_frame", seconds=122)
    await happened(door, live(camera, 5, "howl"), live(camera, 1, "bark", count=40), treat, before)
    await count_user(held.database, held.redis, door.owner)
    lived = await daily(door)
    run_id = (await begin(door, camera)).json()["id"]
    not_yet = await door.client.put("/api/analytics/source", json={"runId": run_id})
    await work(door, await claimed(door, run_id))

    shown = (await door.client.put("/api/analytics/source", json={"runId": run_id})).json()
    await count_user(held.database, held.redis, door.owner)
    counted = (await door.client.get("/api/analytics/source")).json()
    by_run = await daily(door)
    heat = await door.client.get("/api/analytics/heatmap", params={"cameraId": str(camera), "day": DAY})
    in_use = await door.client.delete(f"/api/runs/{run_id}")
    back = (await door.client.put("/api/analytics/source", json={"runId": None})).json()
    await count_user(held.database, held.redis, door.owner)

    assert code(not_yet) == (409, "RUN_NOT_DONE")
    assert (lived["barks"], lived["howls"], lived["treatsDispensed"]) == (40, 1, 1)
    assert (shown["runId"], shown["counted"], counted["counted"]) == (run_id, False, True)
    assert (by_run["barks"], by_run["howls"], by_run["treatsDispensed"]) == (12, 0, 1)
    # Two minutes that ended in the run's time, and the run's own fifteen seconds.
    assert by_run["timeInFrameMin"] == lived["timeInFrameMin"] == 2
    assert sum(map(sum, heat.json()["cells"])) == 4
    assert code(in_use) == (409, "RUN_SHOWN")
    assert back["runId"] is None
    assert {**await daily(door), "updatedAt": None} == {**lived, "updatedAt": None}
    changes = (await door.client.get("/api/analytics/source/changes")).json()["items"]
    assert [one["runId"] for one in changes] == [None, run_id]


@pytest.mark.usefixtures("_pool", "recorded")
async def test_a_run_that_goes_with_its_camera_is_shown_no_more(door: Door, camera: UUID) -> None:
    held = door.resources
    run_id = (await begin(door, camera)).json()["id"]
    await work(door, await claimed(door, run_id))
    await door.client.put("/api/analytics/source", json={"runId": run_id})
    await count_user(held.database, held.redis, door.owner)
    assert (await daily(door))["barks"] == 12

    async with held.database.connection() as conn:
        await cameras.delete(conn, door.owner, camera)
    await count_user(held.database, held.redis, door.owner)

    assert (await door.client.get("/api/analytics/source")).json()["runId"] is None
    assert (await daily(door))["barks"] == 0


async def daily(door: Door) -> dict[str, Any]:
    answer = await door.client.get("/api/analytics/daily", params={"from": DAY, "to": DAY})
    found: dict[str, Any] = answer.json()["items"][0]
    return found
