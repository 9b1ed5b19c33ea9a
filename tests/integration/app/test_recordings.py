"""The ledger as the page gets it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from app import errors, media, recordings
from app.tokens import TokenCache
from db import cameras, gaps, segments
from db.migrate import migrate
from db.owner import ensure_owner
from db.pool import Database
from pawsight.ids import new_id
from pawsight.media_urls import MediaUrls
from pawsight.objects import ObjectStore
from pawsight.recordings import local_path
from pawsight.settings import Settings
from video.packets import to_ticks

TOKEN = "a token that only its holder knows"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def iso(seconds: float) -> str:
    return at(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture
async def door(database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    """The routes in front of a real database: an hour's first half minute is recorded, with a gap."""
    await migrate(database_url)
    config = Settings(data_dir=tmp_path, database_url=database_url, s3_secret_key="secret")  # type: ignore[arg-type]
    database = await Database.connect(database_url)
    async with database.transaction() as conn:
        owner = await ensure_owner(conn, "owner@pawsight.test", TOKEN)
        camera = await cameras.insert(conn, owner.id, name="Kitchen", source_kind="push", source="")
        for start in (0, 6, 18, 24):
            await segments.insert(
                *(conn, owner.id, camera.id),
                start_ts=at(start),
                end_ts=at(start + 6),
                uri=f"file://node/recordings/{camera.id}/{to_ticks(at(start))}.mp4",
                size_bytes=1000 + start,
            )
        await gaps.keep(conn, owner.id, gaps.Gap(camera.id, at(12), at(18), "disk_full", "no room"))
        await gaps.keep(conn, owner.id, gaps.Gap(camera.id, at(30), None, "source_away", None))
    objects = ObjectStore(config)
    api = FastAPI()
    errors.install(api)
    api.include_router(recordings.router)
    api.include_router(media.router)
    api.state.resources = SimpleNamespace(
        config=config,
        database=database,
        objects=objects,
        media=MediaUrls(config, objects),
        tokens=TokenCache(database),
        redis=Redis.from_url(redis_url),
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(api),
        base_url="http://pawsight.test",
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as client:
        yield SimpleNamespace(client=client, camera=camera.id, data=tmp_path, database=database)
    await api.state.resources.redis.aclose()
    await database.close()


async def asked(door: SimpleNamespace, **query: object) -> httpx.Response:
    return await door.client.get(f"/api/cameras/{door.camera}/recordings", params=query)


async def test_segments_and_gaps_of_a_time_come_together(door: SimpleNamespace) -> None:
    answer = (await asked(door, **{"from": iso(0), "to": iso(60)})).json()
    assert [(one["startTs"], one["endTs"]) for one in answer["segments"]] == [
        (iso(start), iso(start + 6)) for start in (0, 6, 18, 24)
    ]
    assert answer["segments"][0]["durationMs"] == 6000
    assert answer["gaps"] == [
        {"startTs": iso(12), "endTs": iso(18), "reason": "disk_full", "detail": "no room"},
        {"startTs": iso(30), "endTs": None, "reason": "source_away", "detail": None},
    ]
    assert answer["nextFrom"] is None


async def test_a_part_of_the_time_is_a_part_of_the_answer(door: SimpleNamespace) -> None:
    answer = (await asked(door, **{"from": iso(7), "to": iso(13)})).json()
    assert [one["startTs"] for one in answer["segments"]] == [iso(6)]
    assert [one["startTs"] for one in answer["gaps"]] == [iso(12)]


async def test_a_long_time_comes_in_pages_that_miss_nothing(door: SimpleNamespace) -> None:
    starts: list[str] = []
    missing: set[str] = set()
    begin = iso(0)
    while begin is not None:
        answer = (await asked(door, **{"from": begin, "to": iso(60), "limit": 1})).json()
        starts += [one["startTs"] for one in answer["segments"]]
        missing |= {one["startTs"] for one in answer["gaps"]}
        begin = answer["nextFrom"]
    assert starts == [iso(start) for start in (0, 6, 18, 24)]
    assert missing == {iso(12), iso(30)}


async def test_a_camera_whose_process_is_dead_is_in_a_gap_that_no_row_tells(door: SimpleNamespace) -> None:
    async with door.database.connection() as conn:
        await conn.execute("DELETE FROM gaps WHERE end_ts IS NULL")
    now = datetime.now(UTC)
    answer = (await asked(door, **{"from": (now - timedelta(hours=1)).isoformat()})).json()
    (gap,) = answer["gaps"]
    assert (gap["endTs"], gap["reason"]) == (None, "process_killed")
    assert (await asked(door, **{"from": iso(0), "to": iso(60)})).json()["gaps"][-1]["startTs"] == iso(12)


async def test_a_segment_plays_by_its_url_before_it_was_uploaded(door: SimpleNamespace) -> None:
    path = local_path(door.data, door.camera, to_ticks(at(6)))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"film")
    answer = (await asked(door, **{"from": iso(7), "to": iso(8)})).json()
    url = answer["segments"][0]["url"]
    assert urlsplit(url).path == f"/media/recordings/{door.camera}/2026-03-01/{to_ticks(at(6))}.mp4"
    assert (await door.client.get(url)).content == b"film"


async def test_the_storage_is_told_in_bytes(door: SimpleNamespace) -> None:
    answer = (await door.client.get(f"/api/cameras/{door.camera}/recordings/storage")).json()
    assert (answer["segments"], answer["bytes"], answer["waitingBytes"]) == (4, 4048, 4048)
    assert (answer["since"], answer["until"]) == (iso(0), iso(30))
    assert (answer["mostBytes"], answer["mostDays"]) == (10_000_000_000, 7.0)


@pytest.mark.parametrize(("begin", "end"), [(5, 5), (6, 5), (0, 8 * 86_400)])
async def test_a_time_that_is_none_or_too_long_is_refused(
    door: SimpleNamespace, begin: int, end: int
) -> None:
    answer = await asked(door, **{"from": iso(begin), "to": iso(end)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_RANGE")


async def test_nobody_sees_what_is_recorded_of_another_s_camera(door: SimpleNamespace) -> None:
    for path in ("", "/storage"):
        answer = await door.client.get(f"/api/cameras/{new_id()}/recordings{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "CAMERA_NOT_FOUND")
    answer = await door.client.get(
        f"/api/cameras/{door.camera}/recordings", headers={"Authorization": "Bearer wrong"}
    )
    assert answer.status_code == 401
