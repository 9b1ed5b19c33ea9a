"""What days came to, through the web door: counted, cached, and never told to anybody else."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pyarrow.parquet as pq
import pytest
from redis.asyncio import Redis

from db import events, users
from deployments.day_count import count_user
from pawsight import analytics_cache
from pawsight.daily_metrics import METRICS
from pawsight.ids import new_id
from pawsight.messages import Event
from tests.integration.app.conftest import Door

BERLIN = ZoneInfo("Europe/Berlin")
BOX = {"x": 0.25, "y": 0.25, "w": 0.5, "h": 0.5}


@pytest.fixture(autouse=True)
async def _lives_in_berlin_without_a_past(door: Door) -> AsyncIterator[None]:
    answer = await door.client.put("/api/auth/time-zone", json={"timeZone": "Europe/Berlin"})
    assert answer.status_code == 200
    yield
    async with door.resources.database.connection() as conn:
        for table in ("events", "ai_metrics_daily", "activity_hourly", "uncounted"):
            await conn.execute(f"DELETE FROM {table}")
    await analytics_cache.end(door.resources.redis, door.owner)


def at(moment: str, kind: str = "sit", **data: Any) -> Event:
    """An event, by the owner's clock."""
    local = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    return Event(id=new_id(), ts=local.astimezone(UTC), type=kind, data=data)


async def counted(door: Door, *happened: Event, user: UUID | None = None) -> None:
    """Store events and count their days, as the Ray task does."""
    held = door.resources
    async with held.database.connection() as conn:
        await events.insert_many(conn, [(user or door.owner, one) for one in happened])
    await count_user(held.database, held.redis, user or door.owner)


async def get(door: Door, what: str, **params: str) -> Any:
    answer = await door.client.get(f"/api/analytics/{what}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_days_are_the_owners_calendar_days(door: Door) -> None:
    await counted(door, at("2026-03-28T23:59"), at("2026-03-29T00:01"), at("2026-03-29T23:59", "howl"))

    told = await get(door, "daily", **{"from": "2026-03-28", "to": "2026-03-30"})

    assert (told["from"], told["to"], told["timeZone"]) == ("2026-03-28", "2026-03-30", "Europe/Berlin")
    assert [(day["date"], day["sitCount"], day["howls"]) for day in told["items"]] == [
        ("2026-03-28", 1, 0),
        ("2026-03-29", 1, 1),
    ]


async def test_an_answer_is_remembered_until_a_day_is_counted_again(door: Door) -> None:
    await counted(door, at("2026-03-28T12:00"))
    days = {"from": "2026-03-28", "to": "2026-03-28"}
    first = await get(door, "daily", **days)
    async with door.resources.database.connection() as conn:
        await conn.execute("UPDATE ai_metrics_daily SET sit_count = 99")
    assert await get(door, "daily", **days) == first

    await counted(door, at("2026-03-28T13:00"))

    assert (await get(door, "daily", **days))["items"][0]["sitCount"] == 2


async def test_an_answer_that_was_worked_out_while_its_day_was_counted_is_not_remembered(door: Door) -> None:
    held = door.resources
    await analytics_cache.begin(held.redis, door.owner, "Europe/Berlin")
    looked_up = await analytics_cache.current(held.redis, door.owner)
    assert looked_up is not None
    await counted(door, at("2026-03-28T12:00"))

    await analytics_cache.keep(held.redis, looked_up, "daily:2026-03-28:2026-03-28", b"old")

    assert (await get(door, "daily", **{"from": "2026-03-28", "to": "2026-03-28"}))["items"] != []


async def test_without_redis_answers_are_worked_out_each_time(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    await counted(door, at("2026-03-28T12:00"))
    async with Redis.from_url("unix:///nowhere/valkey.sock") as away:
        for name in ("current", "begin", "answer", "keep"):
            real = getattr(analytics_cache, name)
            monkeypatch.setattr(
                analytics_cache, name, lambda _, *rest, real=real, **more: real(away, *rest, **more)
            )

        told = await get(door, "daily", **{"from": "2026-03-28", "to": "2026-03-28"})

    assert told["items"][0]["sitCount"] == 1


async def test_a_week_is_set_beside_the_week_before(door: Door) -> None:
    await counted(
        door,
        *(at("2026-05-04T12:00") for _ in range(2)),
        *(at("2026-05-11T12:00") for _ in range(3)),
        at("2026-05-12T12:00", "bark", count=5),
        at("2026-05-18T12:00"),  # the day after
    )

    told = await get(door, "summary", to="2026-05-17")

    assert (told["from"], told["to"], told["days"], told["daysBefore"]) == ("2026-05-11", "2026-05-17", 2, 1)
    assert (told["totals"]["sitCount"], told["totalsBefore"]["sitCount"]) == (3, 2)
    assert told["trends"]["sitCount"] == 0.5
    assert told["trends"]["barks"] is None
    assert told["trends"].keys() == told["totals"].keys()


async def test_a_summary_ends_yesterday_by_itself(door: Door) -> None:
    told = await get(door, "summary")

    today = datetime.now(BERLIN).date()
    assert date.fromisoformat(told["to"]) in (today - timedelta(days=1), today - timedelta(days=2))


async def test_activity_is_told_by_weekday_and_hour_on_the_owners_clock(door: Door) -> None:
    await counted(
        door,
        at("2026-05-04T07:10"),  # Mondays
        at("2026-05-11T07:50", "leave_frame", cameraId="a", trackId=1, seconds=1200),
        at("2026-05-13T23:00"),
    )

    told = await get(door, "activity", **{"from": "2026-05-01", "to": "2026-05-31"})

    assert told["items"] == [
        {"weekday": 1, "hour": 7, "days": 2, "events": 2, "inFrameMin": 20.0},
        {"weekday": 3, "hour": 23, "days": 1, "events": 1, "inFrameMin": 0.0},
    ]


async def test_a_heatmap_tells_where_a_cameras_dogs_were_on_a_day(door: Door, camera: UUID) -> None:
    here = {"cameraId": str(camera)}
    await counted(
        door,
        at("2026-05-04T00:10", **here, box=BOX),
        at("2026-05-04T23:50", **here, box=BOX),
        at("2026-05-04T12:00", **here, box={"x": 0, "y": 0, "w": 0, "h": 1}),
        at("2026-05-05T00:10", **here, box=BOX),
        at("2026-05-04T12:00", cameraId=str(new_id()), box=BOX),
        at("2026-05-04T12:00", **here, box={"x": "left", "y": 0.1, "w": 1, "h": 1}),
        at("2026-05-04T12:00", **here, box={"x": 1e300, "y": 0.1, "w": 1, "h": 1}),
        at("2026-05-04T12:00", **here, box=[1, 2]),
        at("2026-05-04T12:00", **here),
    )

    told = await get(door, "heatmap", day="2026-05-04", cameraId=str(camera))

    found = {
        (column, row): events
        for row, line in enumerate(told["cells"])
        for column, events in enumerate(line)
        if events
    }
    assert (told["columns"], told["rows"], told["source"]) == (32, 18, "events")
    assert found == {(16, 13): 2, (0, 17): 1}


async def test_days_leave_as_csv(door: Door) -> None:
    await counted(door, at("2026-05-04T12:00"), at("2026-05-05T12:00", "bark", count=3))

    answer = await door.client.get(
        "/api/analytics/export", params={"format": "csv", "from": "2026-05-01", "to": "2026-05-31"}
    )

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "pawsight-daily-2026-05-01-2026-05-31.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["date"], row["sit_count"], row["barks"]) for row in rows] == [
        ("2026-05-04", "1", "0"),
        ("2026-05-05", "0", "3"),
    ]


async def test_days_leave_as_parquet(door: Door) -> None:
    await counted(door, at("2026-05-04T12:00"))

    answer = await door.client.get(
        "/api/analytics/export", params={"format": "parquet", "from": "2026-05-01", "to": "2026-05-31"}
    )

    (row,) = pq.read_table(io.BytesIO(answer.content)).to_pylist()
    assert (row["date"], row["sit_count"]) == (date(2026, 5, 4), 1)
    assert row.keys() == {"date", "updated_at", *METRICS}


async def test_nobody_sees_anothers_days(door: Door, camera: UUID) -> None:
    async with door.resources.database.connection() as conn:
        other = (await users.get_or_create(conn, "other@pawsight.test")).id
    await counted(door, at("2026-05-04T12:00", cameraId=str(camera), box=BOX), user=other)
    month = {"from": "2026-05-01", "to": "2026-05-31"}

    assert (await get(door, "daily", **month))["items"] == []
    assert (await get(door, "activity", **month))["items"] == []
    cells = (await get(door, "heatmap", day="2026-05-04", cameraId=str(camera)))["cells"]
    assert sum(map(sum, cells)) == 0


@pytest.mark.parametrize("path", ["daily", "summary", "activity", "heatmap", "export"])
async def test_a_stranger_is_told_nothing(door: Door, path: str) -> None:
    assert refusal(await door.stranger.get(f"/api/analytics/{path}")) == (401, "NOT_SIGNED_IN")


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("daily", {"from": "2026-05-02", "to": "2026-05-01"}, "INVALID_RANGE"),
        ("activity", {"from": "2024-01-01", "to": "2026-05-01"}, "INVALID_RANGE"),
        ("export", {"format": "csv", "from": "2024-01-01", "to": "2026-05-01"}, "INVALID_RANGE"),
        ("export", {"format": "xlsx"}, "INVALID_REQUEST"),
        ("daily", {"from": "yesterday"}, "INVALID_REQUEST"),
        ("summary", {"to": "0001-01-01"}, "INVALID_REQUEST"),
        ("daily", {"to": "9999-12-31"}, "INVALID_REQUEST"),
        ("heatmap", {}, "INVALID_REQUEST"),
        ("heatmap", {"cameraId": "porch"}, "INVALID_REQUEST"),
    ],
)
async def test_what_can_not_be_answered_is_refused(
    door: Door, path: str, params: dict[str, str], code: str
) -> None:
    answer = await door.client.get(f"/api/analytics/{path}", params=params)

    assert refusal(answer) == (400, code)


async def test_a_heatmap_of_no_camera_of_ones_own_is_not_found(door: Door) -> None:
    answer = await door.client.get("/api/analytics/heatmap", params={"cameraId": str(new_id())})

    assert refusal(answer) == (404, "CAMERA_NOT_FOUND")


async def test_who_moves_has_her_days_counted_by_the_new_calendar(door: Door) -> None:
    held = door.resources
    await counted(door, at("2026-05-04T01:00"))
    days = {"from": "2026-05-03", "to": "2026-05-05"}
    assert [day["date"] for day in (await get(door, "daily", **days))["items"]] == ["2026-05-04"]

    answer = await door.client.put("/api/auth/time-zone", json={"timeZone": "America/New_York"})
    await count_user(held.database, held.redis, door.owner)

    assert answer.json() == (await door.client.get("/api/auth/time-zone")).json()
    told = await get(door, "daily", **days)
    assert (told["timeZone"], [day["date"] for day in told["items"]]) == ("America/New_York", ["2026-05-03"])


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../../etc/passwd", "\u0000"])
async def test_a_zone_that_is_none_is_refused(door: Door, name: str) -> None:
    answer = await door.client.put("/api/auth/time-zone", json={"timeZone": name})

    assert refusal(answer) == (400, "TIME_ZONE_UNKNOWN")
