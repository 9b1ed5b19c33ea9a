"""Routines through the web door, with a real database behind it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest

from db import cameras, events, routines, users
from deployments.routine_watch import RoutineWatch
from pawsight.ids import new_id
from pawsight.messages import Event
from tests.integration.app.conftest import Door

NOTIFY = {"type": "notify", "text": "Time for a walk"}


@pytest.fixture(autouse=True)
async def _in_berlin(door: Door) -> None:
    answer = await door.client.put("/api/auth/time-zone", json={"timeZone": "Europe/Berlin"})
    assert answer.status_code == 200


async def make(door: Door, **fields: Any) -> dict[str, Any]:
    body = {"name": "Walk", "cron": "0 18 * * MON-FRI", "steps": [NOTIFY], **fields}
    answer = await door.client.post("/api/routines", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_the_next_five_runs_are_told_on_the_owners_clock(door: Door) -> None:
    made = await make(door)

    moments = [datetime.fromisoformat(one).astimezone(ZoneInfo("Europe/Berlin")) for one in made["nextRuns"]]
    assert len(moments) == 5
    assert all((one.hour, one.minute) == (18, 0) and one.weekday() < 5 for one in moments)
    assert all(sooner < later for sooner, later in pairwise(moments))
    assert made["timeZone"] == "Europe/Berlin"
    assert made in (await door.client.get("/api/routines")).json()["items"]
    assert (await door.client.get(f"/api/routines/{made['id']}")).json() == made


async def test_a_time_can_be_looked_at_before_anything_is_made(door: Door) -> None:
    answer = await door.client.post("/api/routines/preview", json={"cron": "*/5 * * * *"})

    moments = [datetime.fromisoformat(one) for one in answer.json()["nextRuns"]]
    assert {(later - sooner).total_seconds() for sooner, later in pairwise(moments)} == {300}


async def test_each_template_can_be_made_as_it_is(door: Door) -> None:
    templates = (await door.client.get("/api/routines/templates")).json()["items"]

    assert len(templates) >= 5
    for template in templates:
        await make(door, **{name: template[name] for name in ("name", "cron", "steps")})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"cron": "0 25 * * *"}, (400, "CRON_INVALID")),
        ({"cron": "0 0 30 2 *"}, (400, "CRON_INVALID")),
        ({"steps": []}, (400, "INVALID_REQUEST")),
        ({"steps": [NOTIFY] * 11}, (400, "INVALID_REQUEST")),
        ({"steps": [{"type": "explode"}]}, (400, "INVALID_REQUEST")),
        ({"steps": [{"type": "clip", "seconds": 5000}]}, (400, "INVALID_REQUEST")),
        ({"steps": [{"type": "snapshot", "cameraId": str(new_id())}]}, (404, "CAMERA_NOT_FOUND")),
        (
            {"steps": [{"type": "command", "command": "treat", "deviceId": str(new_id())}]},
            (404, "DEVICE_NOT_FOUND"),
        ),
        ({"missed": "twice"}, (400, "INVALID_REQUEST")),
        ({"name": ""}, (400, "INVALID_REQUEST")),
    ],
)
async def test_what_is_no_routine_is_refused_with_its_reason(
    door: Door, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    body = {"name": "Walk", "cron": "0 18 * * *", "steps": [NOTIFY], **change}

    assert code(await door.client.post("/api/routines", json=body)) == expected


async def test_a_routine_is_changed_and_what_is_left_out_stays(door: Door) -> None:
    made = await make(door)
    path = f"/api/routines/{made['id']}"

    changed = (await door.client.patch(path, json={"cron": "30 7 * * *", "missed": "run_once"})).json()

    assert (changed["cron"], changed["missed"], changed["name"], changed["steps"]) == (
        *("30 7 * * *", "run_once", "Walk"),
        made["steps"],
    )
    assert changed["nextRuns"] != made["nextRuns"]
    async with door.resources.database.connection() as conn:
        kept = await routines.get(conn, door.owner, UUID(made["id"]))
    assert kept is not None
    assert kept.next_run_at == datetime.fromisoformat(changed["nextRuns"][0])

    off = (await door.client.patch(path, json={"enabled": False})).json()
    assert off["nextRuns"] == []
    assert (await door.client.delete(path)).status_code == 204
    assert code(await door.client.get(path)) == (404, "ROUTINE_NOT_FOUND")
    assert code(await door.client.patch(path, json={})) == (404, "ROUTINE_NOT_FOUND")


async def test_one_that_is_asked_for_runs_now_and_its_history_tells_each_step(door: Door) -> None:
    made = await make(door, enabled=False, steps=[NOTIFY, {"type": "command", "command": "treat"}])
    path = f"/api/routines/{made['id']}"

    answer = await door.client.post(f"{path}/run")

    assert (answer.status_code, answer.json()["status"], answer.json()["manual"]) == (202, "queued", True)
    held = door.resources
    watch = RoutineWatch(held.config, held.database, held.objects, held.redis)
    await watch.look(datetime.now(UTC))
    await watch.idle()
    (run,) = (await door.client.get(f"{path}/runs")).json()["items"]
    assert (run["id"], run["status"], run["stepCount"]) == (answer.json()["id"], "failed", 2)
    assert [(one["type"], one["status"]) for one in run["steps"]] == [
        ("notify", "done"),
        ("command", "unavailable"),
    ]
    assert run["error"] == "command: No robot is connected"
    assert (await door.client.get(path)).json()["lastRun"] == run


async def test_only_so_many_runs_of_one_wait(door: Door) -> None:
    made = await make(door)
    answers = [await door.client.post(f"/api/routines/{made['id']}/run") for _ in range(21)]

    assert [one.status_code for one in answers] == [202] * 20 + [429]
    await door.client.delete(f"/api/routines/{made['id']}")


async def test_nobody_sees_runs_or_changes_anothers(door: Door) -> None:
    async with door.resources.database.connection() as conn:
        bob = await users.get_or_create(conn, "bob@pawsight.test")
        camera = await cameras.insert(conn, bob.id, name="Bob's", source_kind="push", source="")
        his = await routines.insert(
            conn,
            bob.id,
            name="Bob's",
            cron="0 18 * * *",
            steps=[NOTIFY],
            enabled=True,
            missed="skip",
            next_run_at=datetime(2100, 1, 1, tzinfo=UTC),
        )
    assert his is not None
    path = f"/api/routines/{his.id}"

    assert code(await door.client.get(path)) == (404, "ROUTINE_NOT_FOUND")
    assert code(await door.client.get(f"{path}/runs")) == (404, "ROUTINE_NOT_FOUND")
    assert code(await door.client.post(f"{path}/run")) == (404, "ROUTINE_NOT_FOUND")
    assert code(await door.client.patch(path, json={"name": "Mine"})) == (404, "ROUTINE_NOT_FOUND")
    assert code(await door.client.delete(path)) == (404, "ROUTINE_NOT_FOUND")
    steps = [{"type": "snapshot", "cameraId": str(camera.id)}]
    body = {"name": "Spy", "cron": "0 18 * * *", "steps": steps}
    assert code(await door.client.post("/api/routines", json=body)) == (404, "CAMERA_NOT_FOUND")
    assert code(await door.stranger.get("/api/routines")) == (401, "NOT_SIGNED_IN")


async def test_how_training_goes_is_counted_from_cues_that_somebody_told(door: Door) -> None:
    for kind, second, data in (
        *(("cue", 0, {"cue": "sit"}), ("sit", 3, {"durationMs": 4000}), ("cue", 60, {"cue": "sit"})),
        ("cue", 120, {"cue": "unheard_of"}),
    ):
        ts = datetime(2026, 2, 2, 12, tzinfo=UTC) + timedelta(seconds=second)
        async with door.resources.database.connection() as conn:
            await events.insert_many(conn, [(door.owner, Event(id=new_id(), ts=ts, type=kind, data=data))])

    days = {"from": "2026-02-01", "to": "2026-02-28"}
    told = (await door.client.get("/api/analytics/training", params=days)).json()

    assert told["items"] == [
        {
            "cue": "sit",
            "given": 2,
            "answered": 1,
            "already": 0,
            "responseRate": 0.5,
            "low": 0.095,
            "high": 0.905,
            "medianLatencyMs": 3000,
        }
    ]
    backwards = {"from": "2026-02-28", "to": "2026-02-01"}
    answer = await door.client.get("/api/analytics/training", params=backwards)
    assert code(answer) == (400, "INVALID_RANGE")


async def test_the_precision_of_each_type_is_told_with_how_sure_it_is(door: Door) -> None:
    labels = {"sit": ["sit"] * 3 + ["stand"], "bark": ["nothing"]}
    for kind, given in labels.items():
        for number, label in enumerate(given):
            event = Event(id=new_id(), ts=datetime(2026, 3, 2, 12, number, tzinfo=UTC), type=kind, data={})
            async with door.resources.database.connection() as conn:
                await events.insert_many(conn, [(door.owner, event)])
            answer = await door.client.post(
                "/api/corrections", json={"eventId": str(event.id), "label": label}
            )
            assert answer.status_code == 201

    told = (await door.client.get("/api/analytics/precision")).json()["items"]

    assert told == [
        {"type": "bark", "confirmed": 0, "corrected": 1, "precision": 0.0, "low": 0.0, "high": 0.793},
        {"type": "sit", "confirmed": 3, "corrected": 1, "precision": 0.75, "low": 0.301, "high": 0.954},
    ]
