"""The event store beside servers that work. What it does when they are killed is in test_event_store_chaos."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis

from db import events, users
from db.errors import SpoolFull, SpoolUnwritable
from db.event_store import EventStore
from db.pool import Database
from pawsight.channels import recent_events_key, user_channel
from pawsight.ids import new_id
from pawsight.messages import Event

Happened = Callable[..., Event]
Opened = Callable[..., Awaitable[EventStore]]
Until = Callable[..., Awaitable[None]]


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool" / "events.db"


@pytest.fixture
async def store(open_store: Opened, database_url: str, redis_url: str, spool: Path) -> EventStore:
    return await open_store(database_url, redis_url, spool)


async def stored(database: Database, user_id: UUID) -> list[Event]:
    async with database.connection() as conn:
        return await events.latest(conn, user_id, 1000)


def rows(spool: Path, table: str = "spool") -> int:
    """How many rows lie on the disk, as a stranger reads it."""
    with sqlite3.connect(spool, timeout=30) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def spoil(path: Path) -> None:
    """Overwrite a file in place, as a broken disk would."""
    size = path.stat().st_size if path.exists() else 32_768
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(b"\xff" * size)


def as_events(bodies: list[bytes]) -> list[Event]:
    return [Event.model_validate_json(body) for body in bodies]


@pytest.fixture
async def told(redis_url: str, owner: UUID) -> AsyncIterator[Callable[[], Awaitable[Event]]]:
    """What a listener hears, one after the other."""
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as channel:
        await channel.subscribe(user_channel(owner))
        await channel.get_message(timeout=10)

        async def listen() -> Event:
            message = await channel.get_message(ignore_subscribe_messages=True, timeout=20)
            assert message is not None, "nobody told"
            said = json.loads(message["data"])
            assert said["type"] == "event"
            return Event.model_validate(said["event"])

        yield listen


async def test_an_event_is_on_disk_and_told_when_record_returns_and_stored_soon(
    store: EventStore,
    spool: Path,
    owner: UUID,
    database: Database,
    told: Callable[[], Awaitable[Event]],
    happened: Happened,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("db.event_store.FLUSH_EVERY_S", 3600.0)
    await asyncio.sleep(0.2)  # from now on nothing is written before we ask for it
    event = happened(1)
    await store.record(owner, event)
    assert rows(spool) == 1
    assert await told() == event
    assert await stored(database, owner) == []
    await store.close()
    assert await stored(database, owner) == [event]
    assert rows(spool) == 0


async def test_events_are_stored_by_themselves_and_leave_the_disk(
    store: EventStore, spool: Path, owner: UUID, database: Database, happened: Happened, until: Until
) -> None:
    made = [happened(number) for number in range(50)]
    for event in made:
        await store.record(owner, event)

    async def done() -> bool:
        return rows(spool) == 0

    await until(done)
    assert await stored(database, owner) == made[::-1]
    assert store.spooled() == 0


async def test_a_thousand_at_once_are_all_stored_and_told_in_batches(
    store: EventStore, spool: Path, owner: UUID, database: Database, happened: Happened, until: Until
) -> None:
    made = [happened(number) for number in range(1000)]
    await asyncio.gather(*(store.record(owner, event) for event in made))

    async def done() -> bool:
        return rows(spool) == 0

    await until(done)
    assert await stored(database, owner) == made[::-1]
    assert as_events(await store.recent(owner)) == made[:-101:-1]


async def test_the_same_event_again_is_the_same_row(
    store: EventStore, owner: UUID, spool: Path, database: Database, happened: Happened, until: Until
) -> None:
    event = happened(1)

    async def done() -> bool:
        return rows(spool) == 0

    await asyncio.gather(*(store.record(owner, event) for _ in range(5)))
    await until(done)
    await store.record(owner, event)
    await until(done)
    assert await stored(database, owner) == [event]
    assert as_events(await store.recent(owner)) == [event]


async def test_time_is_kept_to_the_millisecond_everywhere(
    store: EventStore, owner: UUID, spool: Path, database: Database, happened: Happened, until: Until
) -> None:
    elsewhere = timezone(timedelta(hours=5, minutes=30))
    event = happened(1)
    odd = event.model_copy(update={"ts": (event.ts + timedelta(microseconds=1999)).astimezone(elsewhere)})
    await store.record(owner, odd)

    async def done() -> bool:
        return rows(spool) == 0

    await until(done)
    (kept,) = await stored(database, owner)
    assert kept.ts == event.ts + timedelta(milliseconds=1)
    assert as_events(await store.recent(owner)) == [kept]


async def test_a_naive_time_is_a_mistake(store: EventStore, owner: UUID, happened: Happened) -> None:
    event = happened(1)
    with pytest.raises(ValueError, match="zone"):
        await store.record(owner, event.model_copy(update={"ts": event.ts.replace(tzinfo=None)}))


async def test_recent_is_what_the_database_says_with_and_without_its_list(
    store: EventStore, owner: UUID, database: Database, redis: Redis, happened: Happened, until: Until
) -> None:
    # Out of order, several in one moment, more than the list holds.
    made = [happened((number * 37) % 50) for number in range(130)]
    for event in made[:65]:
        await store.record(owner, event)
    await store.recent(owner)
    for event in made[65:]:
        await store.record(owner, event)
    expected = sorted(made, key=lambda event: (event.ts, event.id), reverse=True)[:100]
    assert as_events(await store.recent(owner)) == expected
    await redis.delete(recent_events_key(owner))
    assert as_events(await store.recent(owner)) == expected
    assert as_events(await store.recent(owner, 7)) == expected[:7]

    async def in_database() -> bool:
        return (await stored(database, owner))[:100] == expected

    await until(in_database)


async def test_nobody_hears_or_reads_of_anothers_events(
    store: EventStore,
    owner: UUID,
    database: Database,
    told: Callable[[], Awaitable[Event]],
    happened: Happened,
) -> None:
    async with database.connection() as conn:
        bob = (await users.get_or_create(conn, "bob@pawsight.test")).id
    his, hers = happened(1), happened(2)
    await store.record(bob, his)
    await store.record(owner, hers)
    assert await told() == hers
    assert as_events(await store.recent(owner)) == [hers]
    assert as_events(await store.recent(bob)) == [his]


def poisons() -> dict[str, Callable[[Event, UUID], tuple[UUID, Event]]]:
    def with_data(event: Event, **data: object) -> Event:
        return event.model_copy(update={"data": {**event.data, **data}})

    return {
        "a user that is not there": lambda event, _: (new_id(), event),
        "a character that jsonb lacks": lambda event, user: (user, with_data(event, text="\0")),
        "a number that bigint lacks": lambda event, user: (
            user,
            event.model_copy(update={"video_ts_ms": 2**63}),
        ),
        "more than an index entry holds": lambda event, user: (
            user,
            with_data(event, cameraId="".join(str(new_id()) for _ in range(400))),
        ),
    }


@pytest.mark.parametrize("poison", poisons())
async def test_a_poisoned_row_is_set_aside_and_stops_no_other(
    poison: str,
    store: EventStore,
    spool: Path,
    owner: UUID,
    database: Database,
    happened: Happened,
    until: Until,
) -> None:
    made = [happened(number) for number in range(20)]
    bad_user, bad = poisons()[poison](happened(10), owner)
    for event in made[:10]:
        await store.record(owner, event)
    await store.record(bad_user, bad)
    for event in made[10:]:
        await store.record(owner, event)

    async def done() -> bool:
        return rows(spool) == 0

    await until(done)
    assert await stored(database, owner) == made[::-1]
    assert as_events(await store.recent(owner)) == made[::-1]
    assert rows(spool, "rejected") == 1
    await store.record(owner, happened(21))
    await until(done)
    assert len(await stored(database, owner)) == 21


async def test_a_mistake_of_ours_does_not_end_the_writing(
    store: EventStore,
    owner: UUID,
    database: Database,
    happened: Happened,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0

    async def mistaken(*_: object) -> None:
        nonlocal asked
        asked += 1
        raise TypeError("a mistake")

    event = happened(1)
    with monkeypatch.context() as patched:
        patched.setattr("db.events.insert_many", mistaken)
        await store.record(owner, event)

        async def twice() -> bool:
            return asked >= 2

        await until(twice)

    async def done() -> bool:
        return await stored(database, owner) == [event]

    await until(done)


async def test_two_stores_on_one_spool_mix_nothing_up(
    open_store: Opened,
    store: EventStore,
    spool: Path,
    owner: UUID,
    database: Database,
    database_url: str,
    redis_url: str,
    happened: Happened,
    until: Until,
) -> None:
    other = await open_store(database_url, redis_url, spool)
    made = [happened(number) for number in range(200)]
    await asyncio.gather(
        *((store if number % 2 else other).record(owner, event) for number, event in enumerate(made))
    )
    # One event that both saw.
    both = happened(500)
    await asyncio.gather(store.record(owner, both), other.record(owner, both))

    async def done() -> bool:
        return rows(spool) == 0

    await until(done)
    expected = [both, *made[::-1]]
    assert await stored(database, owner) == expected
    assert as_events(await store.recent(owner)) == as_events(await other.recent(owner)) == expected[:100]


async def test_what_a_closed_store_left_is_taken_over(
    open_store: Opened,
    spool: Path,
    owner: UUID,
    database: Database,
    database_url: str,
    redis_url: str,
    happened: Happened,
    until: Until,
) -> None:
    nowhere = database_url.replace("?host=", "?host=/nowhere")
    lost = await open_store(nowhere, redis_url, spool)
    made = [happened(number) for number in range(5)]
    for event in made:
        await lost.record(owner, event)
    await lost.close()
    assert rows(spool) == 5
    await open_store(database_url, redis_url, spool)

    async def done() -> bool:
        return rows(spool) == 0

    await until(done)
    assert await stored(database, owner) == made[::-1]


async def test_a_full_spool_refuses_and_takes_again_when_there_is_room(
    open_store: Opened,
    spool: Path,
    owner: UUID,
    database_url: str,
    redis_url: str,
    happened: Happened,
    until: Until,
) -> None:
    nowhere = database_url.replace("?host=", "?host=/nowhere")
    store = await open_store(nowhere, redis_url, spool, max_spooled=3)
    for number in range(3):
        await store.record(owner, happened(number))
    with pytest.raises(SpoolFull):
        await store.record(owner, happened(4))
    assert store.spooled() == 3
    await store.close()
    again = await open_store(database_url, redis_url, spool, max_spooled=3)

    async def room() -> bool:
        return again.spooled() == 0

    await until(room)
    await again.record(owner, happened(5))


async def test_a_folder_that_cannot_be_written_is_said_at_the_start(
    open_store: Opened, tmp_path: Path, database_url: str, redis_url: str
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SpoolUnwritable):
        await open_store(database_url, redis_url, tmp_path / "file" / "events.db")


async def test_a_corrupt_file_is_moved_aside_at_the_start(
    open_store: Opened, spool: Path, owner: UUID, database_url: str, redis_url: str, happened: Happened
) -> None:
    spool.parent.mkdir()
    spoil(spool)
    store = await open_store(database_url, redis_url, spool)
    await store.record(owner, happened(1))
    assert len(list(spool.parent.glob("*.corrupt-*"))) == 1
    assert rows(spool) == 1


async def test_a_file_that_turns_corrupt_is_moved_aside_and_recording_goes_on(
    store: EventStore,
    spool: Path,
    owner: UUID,
    database: Database,
    happened: Happened,
    until: Until,
) -> None:
    await store.record(owner, happened(1))

    async def first() -> bool:
        return len(await stored(database, owner)) == 1

    await until(first)
    for suffix in ("", "-wal", "-shm"):
        spoil(spool.with_name(spool.name + suffix))
    made = [happened(number) for number in range(2, 6)]
    for event in made:
        await store.record(owner, event)

    async def all_stored() -> bool:
        return len(await stored(database, owner)) == 5

    await until(all_stored)
    assert list(spool.parent.glob("*.corrupt-*"))
    assert rows(spool) == 0


async def test_recent_knows_the_newest_events_though_many_older_ones_were_recorded_after_them(
    owner: UUID,
    redis_url: str,
    database_url: str,
    spool: Path,
    open_store: Opened,
    happened: Happened,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("db.event_store.FLUSH_EVERY_S", 3600)
    store = await open_store(database_url, redis_url, spool)
    made = [happened(number) for number in reversed(range(130))]
    for event in made:
        await store.record(owner, event)
    assert as_events(await store.recent(owner)) == made[:100]
