import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

import asyncpg
import pytest

from db import cameras, users
from db.errors import ConstraintViolated, DatabaseError, DatabaseUnavailable, PoolExhausted, QueryTimeout
from db.pool import Database
from local.postgres import Postgres
from pawsight.ids import new_id


class Mortal(Protocol):
    server: Postgres
    url: str

    async def kill(self) -> None: ...
    async def start(self) -> None: ...


Until = Callable[..., Awaitable[None]]


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[Database]:
    """One connection, little patience."""
    database = await Database.connect(database_url, size=1, acquire_timeout_s=2.0, query_timeout_s=1.0)
    yield database
    await database.close()


@pytest.fixture
async def mortal(mortal_postgres: Mortal) -> AsyncIterator[Database]:
    """A pool on a server that may be killed."""
    database = await Database.connect(mortal_postgres.url, acquire_timeout_s=3.0)
    yield database
    await database.close()


async def works(database: Database) -> bool:
    try:
        async with database.connection() as conn:
            return await conn.fetchval("SELECT 1") == 1
    except DatabaseUnavailable:
        return False


async def test_when_all_connections_are_busy_the_next_is_told_so(narrow: Database) -> None:
    async with narrow.connection():
        with pytest.raises(PoolExhausted):
            async with narrow.connection():
                pass
    assert await works(narrow)


async def test_who_waits_gets_the_connection_that_becomes_free(database_url: str) -> None:
    database = await Database.connect(database_url, size=1, acquire_timeout_s=20)
    try:
        assert all(await asyncio.gather(*(works(database) for _ in range(20))))
    finally:
        await database.close()


async def test_a_cancelled_wait_costs_no_connection(narrow: Database) -> None:
    async with narrow.connection():
        waiting = asyncio.create_task(works(narrow))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert await works(narrow)


async def test_a_cancelled_query_costs_no_connection(narrow: Database) -> None:
    async def sleep() -> None:
        async with narrow.connection() as conn:
            await conn.execute("SELECT pg_sleep(10)")

    sleeping = asyncio.create_task(sleep())
    await asyncio.sleep(0.05)
    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping
    assert await works(narrow)


async def test_too_many_connections_at_the_server_is_exhaustion_too(
    mortal_postgres: Mortal, mortal: Database
) -> None:
    admin = await asyncpg.connect(mortal_postgres.server.superuser_url)
    try:
        await admin.execute("ALTER ROLE pawsight CONNECTION LIMIT 1")
        async with mortal.connection():
            with pytest.raises(PoolExhausted):
                async with mortal.connection():
                    pass
    finally:
        await admin.execute("ALTER ROLE pawsight CONNECTION LIMIT -1")
        await admin.close()


async def test_a_slow_query_is_ended_by_the_server(narrow: Database) -> None:
    with pytest.raises(QueryTimeout):
        async with narrow.connection() as conn:
            await conn.execute("SELECT pg_sleep(10)")
    assert await works(narrow)


async def test_waiting_for_a_lock_is_ended_too(narrow: Database, database: Database) -> None:
    async with database.transaction() as conn:
        await conn.execute("LOCK TABLE users")
        with pytest.raises(QueryTimeout):
            async with narrow.connection() as other:
                await users.get_or_create(other, "late@pawsight.test")


async def test_a_violated_constraint_is_named_with_its_detail(database: Database) -> None:
    stranger = new_id()
    with pytest.raises(ConstraintViolated) as error:
        async with database.connection() as conn:
            await cameras.insert(conn, stranger, name="couch", source_kind="push", source="")
    assert error.value.constraint == "cameras_user_id_fkey"
    assert str(stranger) in (error.value.detail or "")


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO users (email) VALUES ('')",
        "INSERT INTO users (email) VALUES (repeat('x', 300))",
        "SELECT '{'::jsonb",
        r"""SELECT '{"a": "\u0000"}'::jsonb->>'a'""",
        "SELECT 1 / 0",
    ],
)
async def test_data_that_does_not_fit_is_a_violation(database: Database, query: str) -> None:
    with pytest.raises(ConstraintViolated):
        async with database.connection() as conn:
            await conn.fetch(query)


async def test_data_larger_than_an_index_can_hold_is_a_violation(database: Database) -> None:
    async with database.connection() as conn:
        await conn.execute("CREATE TABLE indexed (text TEXT PRIMARY KEY)")
    with pytest.raises(ConstraintViolated):
        async with database.connection() as conn:
            await conn.execute(
                "INSERT INTO indexed SELECT string_agg(md5(n::text), '') FROM generate_series(1, 500) AS n"
            )


async def test_a_mistake_of_ours_is_just_a_database_error(database: Database) -> None:
    with pytest.raises(DatabaseError) as error:
        async with database.connection() as conn:
            await conn.fetch("SELEKT")
    assert type(error.value) is DatabaseError


async def test_what_is_no_url_of_postgresql_is_refused() -> None:
    with pytest.raises(DatabaseError):
        await Database.connect("mysql://nowhere/none")


async def test_other_errors_pass_through_and_roll_back(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as conn:
            await users.get_or_create(conn, "gone@pawsight.test")
            raise KeyError("ours")

    with pytest.raises(KeyError):
        await fail()
    async with database.connection() as conn:
        assert await users.find_by_email(conn, "gone@pawsight.test") is None


async def test_a_database_that_is_not_there_is_unavailable(postgres_url: str) -> None:
    database = await Database.connect(postgres_url.replace("/pawsight?", "/nowhere?"), acquire_timeout_s=0.2)
    with pytest.raises(DatabaseUnavailable):
        async with database.connection():
            pass
    await database.close()


async def test_a_killed_server_is_unavailable_and_back_by_itself(
    mortal_postgres: Mortal, mortal: Database, until: Until
) -> None:
    # Several idle connections, which all die unseen.
    assert all(await asyncio.gather(*(works(mortal) for _ in range(4))))
    await mortal_postgres.kill()
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable):
            async with mortal.connection() as conn:
                await conn.fetchval("SELECT 1")
    await mortal_postgres.start()
    await until(lambda: works(mortal), "the pool works again")
    # After the first call that learned of the death, no later one meets a dead connection.
    assert all([await works(mortal) for _ in range(8)])


async def test_a_server_killed_in_the_middle_of_a_query_is_unavailable(
    mortal_postgres: Mortal, mortal: Database, until: Until
) -> None:
    async def sleep() -> None:
        async with mortal.connection() as conn:
            await conn.execute("SELECT pg_sleep(3)")

    sleeping = [asyncio.create_task(sleep()) for _ in range(3)]
    await asyncio.sleep(0.2)
    await mortal_postgres.kill()
    for failure in await asyncio.gather(*sleeping, return_exceptions=True):
        assert isinstance(failure, DatabaseUnavailable), repr(failure)
    await mortal_postgres.start()
    await until(lambda: works(mortal), "the pool works again")


async def test_a_task_that_holds_a_connection_of_a_dead_server_can_be_cancelled(
    mortal_postgres: Mortal, mortal: Database, until: Until
) -> None:
    borrowed: list[object] = []

    async def hold() -> None:
        async with mortal.connection() as conn:
            borrowed.append(conn)
            await asyncio.Event().wait()

    async def taken_away() -> bool:
        # asyncpg takes a broken connection away from its borrower.
        return "[released]" in repr(borrowed[0])

    async def has_borrowed() -> bool:
        return bool(borrowed)

    holder = asyncio.create_task(hold())
    await until(has_borrowed)
    await mortal_postgres.kill()
    await until(taken_away)
    holder.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holder
