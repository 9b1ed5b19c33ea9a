"""No event that `record` took is lost, whatever is killed with -9 in between."""

import asyncio
import contextlib
import random
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

import asyncpg
import pytest
from redis.asyncio import Redis

from db import events, users
from db.errors import DatabaseError
from db.event_store import EventStore
from db.pool import Database
from pawsight.channels import recent_events_key, user_channel
from pawsight.messages import Event, EventMessage

RECORDER = Path(__file__).with_name("recorder.py")

Happened = Callable[..., Event]
Opened = Callable[..., Awaitable[EventStore]]
Until = Callable[..., Awaitable[None]]


class Mortal(Protocol):
    url: str

    async def kill(self) -> None: ...
    async def start(self) -> None: ...


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


@pytest.fixture
async def mortal(mortal_database_url: str) -> AsyncIterator[Database]:
    """A look of our own into the database of the server that is killed."""
    database = await Database.connect(mortal_database_url)
    yield database
    await database.close()


@pytest.fixture
async def user(mortal: Database) -> UUID:
    async with mortal.connection() as conn:
        return (await users.get_or_create(conn, "owner@pawsight.test")).id


def waiting(spool: Path) -> int:
    with sqlite3.connect(spool, timeout=30) as db:
        return int(db.execute("SELECT count(*) FROM spool").fetchone()[0])


async def stored(database: Database, user_id: UUID) -> list[Event]:
    """All of a user's events, newest first; none while the database is away."""
    try:
        async with database.connection() as conn:
            return await events.latest(conn, user_id, 100_000)
    except DatabaseError:
        return []


async def recent(store: EventStore, user_id: UUID) -> list[Event]:
    return [Event.model_validate_json(body) for body in await store.recent(user_id)]


async def in_list(redis_url: str, user_id: UUID) -> list[Event]:
    """The user's list as it lies in Redis."""
    async with Redis.from_url(redis_url) as redis:
        members = await redis.zrange(recent_events_key(user_id), 0, -1, desc=True)
    return [Event.model_validate_json(member) for member in members if member.startswith(b"{")]


async def test_postgresql_killed_while_events_come_loses_none_and_keeps_their_order(
    mortal_postgres: Mortal,
    mortal: Database,
    mortal_database_url: str,
    redis_url: str,
    user: UUID,
    spool: Path,
    open_store: Opened,
    happened: Happened,
    until: Until,
) -> None:
    store = await open_store(mortal_database_url, redis_url, spool)
    assert await recent(store, user) == []
    made: list[Event] = []

    async def record(count: int) -> None:
        for _ in range(count):
            made.append(happened(len(made)))
            await store.record(user, made[-1])
            await asyncio.sleep(0.001)

    recording = asyncio.create_task(record(300))
    while len(made) < 150:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await mortal_postgres.kill()
    await recording
    assert store.spooled() > 0
    # Nobody who looks at the last events notices: Redis was told at once.
    assert await recent(store, user) == made[:-101:-1]
    await mortal_postgres.start()

    async def done() -> bool:
        return waiting(spool) == 0

    await until(done)
    assert await stored(mortal, user) == made[::-1]
    conn = await asyncpg.connect(mortal_database_url)
    written = await conn.fetch("SELECT created_at FROM events ORDER BY ts")
    await conn.close()
    assert written == sorted(written)
    assert await recent(store, user) == made[:-101:-1]


async def test_without_postgresql_recent_is_refused_only_where_redis_does_not_know(
    mortal_postgres: Mortal,
    mortal_database_url: str,
    redis_url: str,
    user: UUID,
    spool: Path,
    open_store: Opened,
    happened: Happened,
    until: Until,
) -> None:
    store = await open_store(mortal_database_url, redis_url, spool)
    await mortal_postgres.kill()
    event = happened(1)
    await store.record(user, event)
    with pytest.raises(DatabaseError):
        await store.recent(user)
    await mortal_postgres.start()

    async def known() -> bool:
        try:
            return await recent(store, user) == [event]
        except DatabaseError:
            return False

    await until(known)
    await mortal_postgres.kill()
    assert await recent(store, user) == [event]


async def test_valkey_killed_is_told_what_it_missed_and_its_list_is_whole_again(
    mortal_valkey: Mortal,
    owner: UUID,
    database: Database,
    database_url: str,
    spool: Path,
    open_store: Opened,
    happened: Happened,
    until: Until,
) -> None:
    store = await open_store(database_url, mortal_valkey.url, spool)
    made = [happened(number) for number in range(130)]
    for event in made[:60]:
        await store.record(owner, event)
    await recent(store, owner)
    await mortal_valkey.kill()
    for event in made[60:]:
        await store.record(owner, event)
    expected = made[:-101:-1]
    # Asked while Valkey is away, the answer comes from the database and the disk.
    assert await recent(store, owner) == expected
    await mortal_valkey.start()

    async def done() -> bool:
        return waiting(spool) == 0

    await until(done)
    assert await stored(database, owner) == made[::-1]
    assert (await in_list(mortal_valkey.url, owner))[:100] == expected
    assert await recent(store, owner) == expected
    again = happened(200)
    await store.record(owner, again)
    assert await recent(store, owner) == [again, *expected[:99]]


async def test_a_valkey_that_forgot_everything_is_filled_from_the_database(
    mortal_valkey: Mortal,
    owner: UUID,
    database_url: str,
    spool: Path,
    open_store: Opened,
    happened: Happened,
    until: Until,
) -> None:
    store = await open_store(database_url, mortal_valkey.url, spool)
    made = [happened(number) for number in range(20)]
    for event in made[:10]:
        await store.record(owner, event)
    await recent(store, owner)
    async with Redis.from_url(mortal_valkey.url) as redis:
        await redis.flushall()
    for event in made[10:]:
        await store.record(owner, event)
    assert await recent(store, owner) == made[::-1]
    assert await in_list(mortal_valkey.url, owner) == made[::-1]


async def test_what_valkey_missed_is_told_to_listeners_in_order_by_whoever_takes_over(
    mortal_valkey: Mortal,
    owner: UUID,
    database_url: str,
    spool: Path,
    open_store: Opened,
    happened: Happened,
) -> None:
    store = await open_store(database_url, mortal_valkey.url, spool)
    await mortal_valkey.kill()
    made = [happened(number) for number in range(10)]
    for event in made:
        await store.record(owner, event)
    await store.close()
    assert waiting(spool) == 10
    await mortal_valkey.start()
    async with Redis.from_url(mortal_valkey.url) as redis, redis.pubsub() as channel:
        await channel.subscribe(user_channel(owner))
        await channel.get_message(timeout=10)
        await open_store(database_url, mortal_valkey.url, spool)
        heard = []
        while len(heard) < 10:
            message = await channel.get_message(ignore_subscribe_messages=True, timeout=20)
            assert message is not None, f"only {len(heard)} were told"
            heard.append(EventMessage.model_validate_json(message["data"]).event)
    assert heard == made


@pytest.mark.parametrize("gone", ["nothing", "postgresql", "valkey"])
async def test_a_killed_process_leaves_its_events_to_another_store(
    gone: str,
    owner: UUID,
    database: Database,
    database_url: str,
    redis_url: str,
    spool: Path,
    open_store: Opened,
    until: Until,
) -> None:
    nowhere = {"postgresql": database_url.replace("?host=", "?host=/nowhere"), "valkey": "unix:///nowhere"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(RECORDER)),
        nowhere[gone] if gone == "postgresql" else database_url,
        nowhere[gone] if gone == "valkey" else redis_url,
        *(str(spool), str(owner)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    said: set[UUID] = set()
    try:
        while len(said) < 200:
            said.add(UUID((await process.stdout.readline()).decode().strip()))
    finally:
        process.kill()
    said |= {UUID(line) for line in (await process.stdout.read()).decode().split("\n")[:-1]}
    await process.wait()
    store = await open_store(database_url, redis_url, spool, dead_after_s=0.2)

    async def done() -> bool:
        return waiting(spool) == 0

    await until(done)
    kept = await stored(database, owner)
    ids = [event.id for event in kept]
    # At most one more than it could still say.
    assert said <= set(ids)
    assert len(ids) <= len(said) + 1
    assert ids == sorted(ids, reverse=True)
    assert await recent(store, owner) == kept[:100]


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_order_of_deaths_loses_nothing(
    seed: int,
    mortal_postgres: Mortal,
    mortal_valkey: Mortal,
    mortal: Database,
    mortal_database_url: str,
    user: UUID,
    spool: Path,
    open_store: Opened,
    happened: Happened,
    until: Until,
) -> None:
    chance = random.Random(seed)
    stores = [await open_store(mortal_database_url, mortal_valkey.url, spool) for _ in range(2)]
    made: list[Event] = []

    async def record() -> None:
        for _ in range(chance.randint(1, 40)):
            made.append(happened(len(made)))
            await chance.choice(stores).record(user, made[-1])

    async def look() -> None:
        with contextlib.suppress(DatabaseError):  # PostgreSQL may be dead, and Valkey not know
            await chance.choice(stores).recent(user)

    async def breathe() -> None:
        await asyncio.sleep(chance.uniform(0, 0.1))

    steps = [
        *(mortal_postgres.kill, mortal_postgres.start, mortal_valkey.kill, mortal_valkey.start),
        *(record, record, record, look, look, breathe),
    ]
    for step in chance.choices(steps, k=40):
        await step()
    await mortal_postgres.start()
    await mortal_valkey.start()

    async def done() -> bool:
        return waiting(spool) == 0

    await until(done)
    assert await stored(mortal, user) == made[::-1]
    for store in stores:

        async def same(store: EventStore = store) -> bool:
            return await recent(store, user) == made[:-101:-1]

        await until(same)
