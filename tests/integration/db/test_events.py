import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from db import events, users
from db.errors import ConstraintViolated
from db.pool import Connection, Database
from pawsight.ids import new_id
from pawsight.messages import Event

Happened = Callable[..., Event]

PARTITION = "SELECT tableoid::regclass::text FROM events WHERE id = $1"


@pytest.fixture
async def bob(conn: Connection) -> UUID:
    return (await users.get_or_create(conn, "bob@pawsight.test")).id


async def test_what_is_stored_comes_back(conn: Connection, owner: UUID, happened: Happened) -> None:
    data = {
        "cameraId": str(new_id()),
        "trackId": 3,
        "confidence": 0.91,
        "text": "über",
        "none": None,
        "in": [1],
    }
    stored = happened(1, data=data, video_ts_ms=123)
    await events.insert_many(conn, [(owner, stored)])
    assert await events.latest(conn, owner, 100) == [stored]


async def test_storing_twice_stores_once(conn: Connection, owner: UUID, happened: Happened) -> None:
    rows = [(owner, happened(number)) for number in range(5)]
    await events.insert_many(conn, rows[:3])
    await events.insert_many(conn, rows + rows)
    assert [event.id for event in await events.latest(conn, owner, 100)] == [row[1].id for row in rows[::-1]]


async def test_one_bad_row_stores_none_of_its_batch(
    database: Database, conn: Connection, owner: UUID, happened: Happened
) -> None:
    with pytest.raises(ConstraintViolated):
        async with database.connection() as other:
            await events.insert_many(other, [(owner, happened(1)), (new_id(), happened(2))])
    assert await events.latest(conn, owner, 100) == []


async def test_pages_follow_each_other_without_a_gap_or_a_double(
    conn: Connection, owner: UUID, happened: Happened
) -> None:
    # Three events share each moment: the id alone tells them apart. They lie on several days' partitions.
    stored = [happened(number // 3 * -40_000) for number in range(20)]
    await events.insert_many(conn, [(owner, event) for event in stored])
    seen: list[Event] = []
    cursor = None
    while page := await events.before(conn, owner, cursor=cursor, limit=4):
        seen += page
        cursor = (page[-1].ts, page[-1].id)
    assert [event.id for event in seen] == [
        event.id for event in sorted(stored, key=lambda event: (event.ts, event.id), reverse=True)
    ]


async def test_an_event_that_comes_in_while_one_pages_shifts_nothing(
    conn: Connection, owner: UUID, happened: Happened
) -> None:
    await events.insert_many(conn, [(owner, happened(number)) for number in range(4)])
    first = await events.before(conn, owner, limit=2)
    await events.insert_many(conn, [(owner, happened(99))])
    second = await events.before(conn, owner, cursor=(first[-1].ts, first[-1].id), limit=2)
    assert [event.data["number"] for event in first + second] == [3, 2, 1, 0]


async def test_filters_choose_by_type_time_and_camera(
    conn: Connection, owner: UUID, happened: Happened
) -> None:
    camera = new_id()
    rows = [happened(number, type="bark" if number % 2 else "sit") for number in range(6)]
    seen_by = happened(6, data={"cameraId": str(camera), "number": 6})
    await events.insert_many(conn, [(owner, event) for event in [*rows, seen_by]])

    async def numbers(**chosen: object) -> list[int]:
        found = await events.before(conn, owner, limit=100, **chosen)  # type: ignore[arg-type]
        return [event.data["number"] for event in found]

    assert await numbers(event_type="bark") == [5, 3, 1]
    assert await numbers(start=rows[2].ts, end=rows[4].ts) == [3, 2]
    assert await numbers(camera_id=camera) == [6]
    assert await numbers(event_type="bark", end=rows[3].ts) == [1]
    assert await numbers(event_type="howl") == []


async def test_nobody_sees_anothers_events(
    conn: Connection, owner: UUID, bob: UUID, happened: Happened
) -> None:
    camera = new_id()
    hers, his = (happened(1, data={"cameraId": str(camera)}) for _ in range(2))
    await events.insert_many(conn, [(owner, hers), (bob, his)])
    assert await events.before(conn, owner, camera_id=camera, limit=10) == [hers]
    assert await events.latest(conn, bob, 10) == [his]


async def test_a_naive_time_is_a_mistake(conn: Connection, owner: UUID) -> None:
    naive = datetime(2025, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        await events.before(conn, owner, start=naive, limit=1)
    with pytest.raises(ValueError, match="zone"):
        await events.before(conn, owner, cursor=(naive, new_id()), limit=1)


async def test_a_day_without_a_partition_refuses_nothing_and_gets_its_own_later(
    conn: Connection, owner: UUID, happened: Happened
) -> None:
    far = [happened(86_400 * 40 + number) for number in range(3)]
    near = happened(0)
    await events.insert_many(conn, [(owner, event) for event in [*far, near]])
    assert await conn.fetchval(PARTITION, far[0].id) == "events_default"
    day = far[0].ts.date()
    assert await conn.fetchval("SELECT make_event_partition($1)", day)
    assert not await conn.fetchval("SELECT make_event_partition($1)", day)
    assert await conn.fetchval(PARTITION, far[0].id) == f"events_p{day:%Y%m%d}"
    assert await conn.fetchval(PARTITION, near.id) == f"events_p{near.ts:%Y%m%d}"
    assert await events.latest(conn, owner, 10) == [*far[::-1], near]


async def test_partitions_are_made_while_events_come_in(
    database: Database, owner: UUID, happened: Happened
) -> None:
    day = happened(86_400 * 60).ts.date()
    stored = [happened(86_400 * 60 + number) for number in range(40)]

    async def store(event: Event) -> None:
        async with database.connection() as conn:
            await events.insert_many(conn, [(owner, event)])

    async def make() -> bool:
        async with database.connection() as conn:
            return bool(await conn.fetchval("SELECT make_event_partition($1)", day))

    made = await asyncio.gather(*map(store, stored[:20]), make(), make(), *map(store, stored[20:]))
    assert made.count(True) == 1
    async with database.connection() as conn:
        assert await events.latest(conn, owner, 100) == stored[::-1]
        await conn.execute("DELETE FROM events_default")  # nothing is left in it
        assert len(await events.latest(conn, owner, 100)) == 40


async def test_upkeep_is_done_by_one_of_many_and_counts_today(
    database: Database, owner: UUID, happened: Happened
) -> None:
    now = datetime.now(UTC)
    async with database.connection() as conn:
        stored = [happened(0, ts=now, type="bark"), happened(0, ts=now, type="bark"), happened(0, ts=now)]
        await events.insert_many(conn, [(owner, event) for event in stored])

    async def maintain() -> bool:
        async with database.connection() as conn:
            return bool(await conn.fetchval("SELECT maintain_storage()"))

    assert sum(await asyncio.gather(*(maintain() for _ in range(4)))) == 1
    async with database.connection() as conn:
        counts = await conn.fetch("SELECT day, type, count FROM event_counts_daily WHERE user_id = $1", owner)
        assert {(row["day"], row["type"]): row["count"] for row in counts} == {
            (now.date(), "bark"): 2,
            (now.date(), "enter_frame"): 1,
        }
        ahead: date = now.date() + timedelta(days=14)
        assert await conn.fetchval("SELECT to_regclass($1)::text", f"events_p{ahead:%Y%m%d}") is not None


async def test_events_go_with_their_user_and_stay_with_a_deleted_camera(
    conn: Connection, owner: UUID, bob: UUID, happened: Happened
) -> None:
    await events.insert_many(conn, [(owner, happened(1)), (bob, happened(2))])
    await conn.execute("DELETE FROM users WHERE id = $1", bob)
    assert len(await events.latest(conn, owner, 10)) == 1
    assert await events.latest(conn, bob, 10) == []


async def test_the_database_itself_refuses_what_is_no_event(conn: Connection, owner: UUID) -> None:
    for type_, data, video_ts_ms in (("", "{}", 0), ("sit", "[]", 0), ("sit", "{}", -1)):
        with pytest.raises(asyncpg.CheckViolationError):
            await conn.execute(
                "INSERT INTO events (user_id, ts, type, data, video_ts_ms) "
                "VALUES ($1, now(), $2, $3::text::jsonb, $4)",
                *(owner, type_, data, video_ts_ms),
            )
