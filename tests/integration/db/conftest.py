"""Databases of a test's own, and servers that a test may kill."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import pytest
from redis.asyncio import Redis

from db import users
from db.event_store import EventStore
from db.migrate import migrate
from db.pool import Connection, Database
from local.postgres import Postgres
from local.service import ServerError, Service, private_run_folder
from local.valkey import Valkey
from pawsight.ids import new_id
from pawsight.messages import Event

LONGEST_WAIT_S = 20.0


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def create_database(server_url: str, template: str = "template1") -> str:
    """A new database on the server; its URL."""
    name = f"test_{new_id().hex}"
    conn = await asyncpg.connect(server_url)
    try:
        await conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await conn.close()
    return with_database(server_url, name)


@pytest.fixture
async def empty_url(postgres_url: str) -> str:
    """A database that was never migrated."""
    return await create_database(postgres_url)


@pytest.fixture(scope="session")
async def template(postgres_url: str) -> str:
    """The name of a migrated database that nobody is connected to."""
    url = await create_database(postgres_url)
    await migrate(url)
    return urlsplit(url).path.lstrip("/")


@pytest.fixture
async def database_url(postgres_url: str, template: str) -> str:
    """A migrated database of this test's own."""
    return await create_database(postgres_url, template)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = await Database.connect(database_url)
    yield made
    await made.close()


@pytest.fixture
async def conn(database: Database) -> AsyncIterator[Connection]:
    async with database.connection() as borrowed:
        yield borrowed


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        yield client


def start_again(server: Service) -> None:
    """Start a server that was killed: PostgreSQL's orphaned backends may hold its data for another moment."""
    deadline = time.monotonic() + LONGEST_WAIT_S
    while True:
        try:
            server.start()
        except ServerError:
            if time.monotonic() > deadline:
                raise
        else:
            return


def kill(server: Service) -> None:
    """SIGKILL, by the handle that started it."""
    assert server.process is not None
    server.process.kill()
    server.process.wait()


@pytest.fixture(scope="session")
def mortal_folder() -> Iterator[Path]:
    with private_run_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def mortal_servers(
    mortal_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Postgres, Valkey]]:
    folder = tmp_path_factory.mktemp("mortal")
    with (
        Postgres(folder / "postgres", mortal_folder) as postgres,
        Valkey(folder / "valkey", mortal_folder) as valkey,
    ):
        yield postgres, valkey


class Mortal:
    """A server that a test kills and starts again; it runs again when the test is over."""

    def __init__(self, server: Postgres | Valkey) -> None:
        self.server = server
        self.url = server.url

    async def kill(self) -> None:
        await asyncio.to_thread(kill, self.server)

    async def start(self) -> None:
        if self.server.pid is None:
            await asyncio.to_thread(start_again, self.server)


@pytest.fixture
async def mortal_postgres(mortal_servers: tuple[Postgres, Valkey]) -> AsyncIterator[Mortal]:
    server = Mortal(mortal_servers[0])
    await server.start()
    yield server
    await server.start()


@pytest.fixture
async def mortal_valkey(mortal_servers: tuple[Postgres, Valkey]) -> AsyncIterator[Mortal]:
    server = Mortal(mortal_servers[1])
    await server.start()
    yield server
    await server.start()


@pytest.fixture
async def mortal_database_url(mortal_postgres: Mortal) -> str:
    """A migrated database on the server that may be killed."""
    url = await create_database(mortal_postgres.url)
    await migrate(url)
    return url


async def _until(condition: Callable[[], Awaitable[Any]], what: str = "") -> None:
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not await condition():
        assert time.monotonic() < deadline, f"it never came: {what or condition}"
        await asyncio.sleep(0.02)


Until = Callable[..., Awaitable[None]]


@pytest.fixture
def until() -> Until:
    """Waits for a condition that must come true in the end."""
    return _until


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores look after their events many times a second: what takes seconds takes moments."""
    monkeypatch.setattr("db.event_store.FLUSH_EVERY_S", 0.05)
    monkeypatch.setattr("db.event_store.SLOWEST_RETRY_S", 0.2)


Opened = Callable[..., Awaitable[EventStore]]


@pytest.fixture
async def open_store(often: None) -> AsyncIterator[Opened]:
    """Opens event stores; all of them are closed at the end."""
    async with contextlib.AsyncExitStack() as opened:

        async def start(
            database_url: str,
            redis_url: str,
            spool: Path,
            *,
            max_spooled: int = 100_000,
            dead_after_s: float = 5.0,
        ) -> EventStore:
            database = await Database.connect(database_url, acquire_timeout_s=0.5)
            opened.push_async_callback(database.close)
            redis = await opened.enter_async_context(Redis.from_url(redis_url))
            store = EventStore(database, redis, spool, max_spooled=max_spooled, dead_after_s=dead_after_s)
            await store.start()
            opened.push_async_callback(store.close)
            return store

        yield start


@pytest.fixture
async def owner(database: Database) -> UUID:
    """A user in this test's database."""
    async with database.connection() as conn:
        return (await users.get_or_create(conn, "owner@pawsight.test")).id


BEGIN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture
def happened() -> Callable[..., Event]:
    """Makes events: number n happened n seconds after an hour ago."""

    def make(number: int, **fields: Any) -> Event:
        ts = BEGIN + timedelta(seconds=number)
        return Event(
            **{"id": new_id(), "ts": ts, "type": "enter_frame", "data": {"number": number}, **fields}
        )

    return make
