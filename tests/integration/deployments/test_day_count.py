"""Days are counted again when their events change, and no change is missed, whoever is killed."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from db import daily_metrics, events, uncounted, users
from db.migrate import migrate
from db.pool import Database
from deployments.day_count import count_user
from metrics.count import count_day
from metrics.day import Day
from pawsight import analytics_cache
from pawsight.daily_metrics import METRICS, DayMetrics
from pawsight.ids import new_id
from pawsight.messages import Event
from tests.databases import drop

COUNTER = Path(__file__).with_name("day_counter.py")
BERLIN = ZoneInfo("Europe/Berlin")
EVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
DAYS = date(2026, 1, 1), date(2026, 12, 31)
LONGEST_WAIT_S = 60.0


@pytest.fixture
async def url(postgres_url: str) -> AsyncIterator[str]:
    name = f"test_{new_id().hex}"
    server = await asyncpg.connect(postgres_url)
    await server.execute(f'CREATE DATABASE "{name}"')
    made = urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    await migrate(made)
    yield made
    await drop(server, name)
    await server.close()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    made = await Database.connect(url)
    yield made
    await made.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
async def owner(database: Database) -> UUID:
    """Lives in Berlin."""
    async with database.connection() as conn:
        user = await users.get_or_create(conn, "owner@pawsight.test")
        await users.set_time_zone(conn, user.id, "Europe/Berlin")
    return user.id


def at(moment: str, kind: str, **data: Any) -> Event:
    """An event of 2026, by the owner's clock."""
    local = datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=BERLIN)
    return Event(id=new_id(), ts=local.astimezone(UTC), type=kind, data=data)


async def store(database: Database, user: UUID, *happened: Event) -> None:
    async with database.connection() as conn:
        await events.insert_many(conn, [(user, one) for one in happened])


async def counted(database: Database, user: UUID) -> dict[date, DayMetrics]:
    async with database.connection() as conn:
        return {day.date: day for day in await daily_metrics.between(conn, user, *DAYS)}


async def test_late_events_of_a_day_count_for_it(database: Database, redis: Redis, owner: UUID) -> None:
    await store(database, owner, at("03-28T23:50", "sit"), at("03-29T00:10", "sit"))
    await count_user(database, redis, owner)
    assert {day.day: one.sit_count for day, one in (await counted(database, owner)).items()} == {28: 1, 29: 1}

    await store(database, owner, at("03-28T10:00", "sit"), at("03-28T11:00", "bark", count=4))
    await count_user(database, redis, owner)

    days = await counted(database, owner)
    assert (days[date(2026, 3, 28)].sit_count, days[date(2026, 3, 28)].barks) == (2, 4)
    assert days[date(2026, 3, 29)].sit_count == 1


async def test_a_leaving_counts_for_the_day_before_it_too(
    database: Database, redis: Redis, owner: UUID
) -> None:
    await store(database, owner, at("07-02T01:00", "leave_frame", cameraId="a", trackId=1, seconds=7200))

    await count_user(database, redis, owner)

    days = await counted(database, owner)
    assert days[date(2026, 7, 1)].time_in_frame_min == 60
    assert days[date(2026, 7, 2)].time_in_frame_min == 60


async def test_nothing_stays_marked_but_a_day_that_goes_on(
    database: Database, redis: Redis, owner: UUID
) -> None:
    entered = Event(id=new_id(), ts=datetime.now(UTC), type="enter_frame", data={"cameraId": "a"})
    await store(database, owner, at("03-28T10:00", "sit"), entered)

    await count_user(database, redis, owner)
    await count_user(database, redis, owner)

    async with database.connection() as conn:
        assert await uncounted.due(conn, owner, 10) == []
        marks = await uncounted.within(conn, owner, *EVER)
    assert [one.starts <= entered.ts < one.ends for one in marks] == [True]


async def test_what_is_remembered_is_forgotten_when_a_day_changed(
    database: Database, redis: Redis, owner: UUID
) -> None:
    await analytics_cache.begin(redis, owner, "Europe/Berlin")
    before = await analytics_cache.current(redis, owner)
    assert before is not None

    await store(database, owner, at("03-28T10:00", "sit"))
    await count_user(database, redis, owner)

    assert await analytics_cache.current(redis, owner) != before


async def test_a_day_stays_marked_until_redis_has_forgotten_it(database: Database, owner: UUID) -> None:
    await store(database, owner, at("03-28T10:00", "sit"))

    async with Redis.from_url("unix:///nowhere/valkey.sock") as away:
        with pytest.raises(RedisConnectionError):
            await count_user(database, away, owner)

    assert (await counted(database, owner))[date(2026, 3, 28)].sit_count == 1
    async with database.connection() as conn:
        assert len(await uncounted.due(conn, owner, 10)) == 1


async def test_two_that_count_at_once_agree(database: Database, redis: Redis, owner: UUID) -> None:
    for minute in range(20):
        await store(database, owner, at(f"03-28T10:{minute:02}", "sit"))
        await asyncio.gather(count_user(database, redis, owner), count_user(database, redis, owner))

        assert (await counted(database, owner))[date(2026, 3, 28)].sit_count == minute + 1


async def test_no_change_is_missed_when_who_counts_is_killed_again_and_again(
    database: Database, redis: Redis, owner: UUID, url: str, redis_url: str
) -> None:
    chance = random.Random(7)
    stored: list[Event] = []

    async def happen() -> None:
        """Events of eight days over the change of the clocks, one after the other."""
        while not over.is_set():
            at_minute = chance.randrange(8 * 24 * 60)
            moment = datetime(2026, 10, 21, tzinfo=UTC) + timedelta(minutes=at_minute)
            kind = chance.choice(["sit", "lie", "bark", "leave_frame", "calm"])
            data = {"cameraId": "a", "trackId": len(stored), "seconds": chance.randrange(40_000), "count": 2}
            event = Event(id=new_id(), ts=moment, type=kind, data={**data, "durationMs": 600_000})
            await store(database, owner, event)
            stored.append(event)
            await asyncio.sleep(0.05)

    over = asyncio.Event()
    happening = asyncio.create_task(happen())
    for _ in range(6):
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, str(COUNTER), url, redis_url, str(owner)), stdout=asyncio.subprocess.PIPE
        )
        assert child.stdout is not None
        # In the middle of its work: after some counts, anywhere in the next one.
        for _ in range(chance.randrange(1, 5)):
            assert await asyncio.wait_for(child.stdout.readline(), LONGEST_WAIT_S) == b"counted\n"
        await asyncio.sleep(chance.random() * 0.05)
        child.kill()
        await child.wait()
    over.set()
    await happening
    await count_user(database, redis, owner)

    days = await counted(database, owner)
    now = datetime.now(UTC)
    for number in range(-1, 9):
        day = date(2026, 10, 21) + timedelta(days=number)
        expected = count_day(stored, Day.of(day, BERLIN), now).metrics.model_dump()
        got = days.get(day)
        assert {name: getattr(got, name, 0) for name in METRICS} == expected
