"""Connections to PostgreSQL, and the one place where asyncpg's errors become ours."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit

import asyncpg
import structlog
from asyncpg.pool import PoolConnectionProxy

from db.errors import DatabaseError, DatabaseUnavailable, PoolExhausted, translate

log = structlog.get_logger()

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record] | asyncpg.Connection[asyncpg.Record]"
"""What every repository function takes."""

CLIENT_GRACE_S = 1.0
"""How much longer than the server we wait: the server's time-out leaves a clean connection, ours does not."""

RETRY_CONNECT_S = 0.05
SCHEMES = ("postgresql", "postgres")


async def prepare(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Give a new connection our codecs: `jsonb` is plain Python data on our side."""
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)


class Database:
    """A pool of connections that outlives its server: after a restart the next call works again."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", size: int, acquire_timeout_s: float) -> None:
        self._pool = pool
        # Our own count in front of the pool's tells "all are busy" from "the server does not answer".
        self._free = asyncio.Semaphore(size)
        self._acquire_timeout_s = acquire_timeout_s

    @classmethod
    async def connect(
        cls,
        url: str,
        *,
        size: int = 4,
        acquire_timeout_s: float = 2.0,
        query_timeout_s: float = 5.0,
    ) -> Self:
        """Make a pool. Nothing is connected before it is needed, so the server may still be starting.

        size: most connections. acquire_timeout_s: longest wait for one, connecting included.
        query_timeout_s: longest query; kept by the server, and a second later by us.

        Raises:
            DatabaseError: the URL is not one of PostgreSQL's.
        """
        if urlsplit(url).scheme not in SCHEMES:  # asyncpg would look only when it connects
            raise DatabaseError(f"a PostgreSQL URL begins with {' or '.join(SCHEMES)}")
        try:
            pool = await asyncpg.create_pool(
                url,
                min_size=0,
                max_size=size,
                init=prepare,
                timeout=acquire_timeout_s,
                command_timeout=query_timeout_s + CLIENT_GRACE_S,
                server_settings={
                    "application_name": "pawsight",
                    "statement_timeout": str(int(query_timeout_s * 1000)),
                    "timezone": "UTC",
                    # Our lists have optional filters and partitioned tables: a plan that knows the
                    # values uses the right index and the right days, one for all values can't.
                    "plan_cache_mode": "force_custom_plan",
                },
            )
        except (asyncpg.InterfaceError, ValueError) as error:
            raise DatabaseError(f"not a PostgreSQL URL: {error}") from error
        return cls(pool, size, acquire_timeout_s)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Borrow a connection; each statement commits by itself.

        Do nothing but talk to the database inside: others wait for the connection.

        Raises:
            PoolExhausted: all were busy for the whole `acquire_timeout_s`.
            DatabaseUnavailable: the server is away or went away.
            QueryTimeout: a query took too long.
            ConstraintViolated: the data contradicts what is stored.
            DatabaseError: anything else that the database refused.
        """
        deadline = time.monotonic() + self._acquire_timeout_s
        try:
            async with asyncio.timeout(self._acquire_timeout_s):
                await self._free.acquire()
        except TimeoutError as error:
            raise PoolExhausted(f"no connection became free in {self._acquire_timeout_s:g} s") from error
        try:
            connection = await self._acquire(deadline)
            try:
                yield connection
            except Exception as error:
                lost = _lost(connection)
                mapped = translate(error, connection_lost=lost)
                if mapped is None or mapped is error:
                    raise
                if isinstance(mapped, DatabaseUnavailable) and lost:
                    # Its siblings are probably just as dead; one failed call is enough to learn that.
                    await self._pool.expire_connections()
                raise mapped from error
            finally:
                await self._release(connection)
        finally:
            self._free.release()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Borrow a connection inside a transaction: all is committed at the end, or nothing.

        Raises:
            DatabaseError: as `connection`; a failed commit too.
        """
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def close(self) -> None:
        """Close every connection, waiting a moment for those in use."""
        try:
            async with asyncio.timeout(self._acquire_timeout_s):
                await self._pool.close()
        except (TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            log.warning("connections cut off", error=str(error))
            self._pool.terminate()

    async def _acquire(self, deadline: float) -> "PoolConnectionProxy[asyncpg.Record]":
        """Take a connection, trying again until the deadline while the server is away or starting."""
        while True:
            try:
                return await self._pool.acquire(timeout=max(deadline - time.monotonic(), 0.001))
            except TimeoutError as error:
                raise DatabaseUnavailable("the server did not answer") from error
            except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError) as error:
                if time.monotonic() + RETRY_CONNECT_S >= deadline:
                    raise DatabaseUnavailable(str(error)) from error
            except Exception as error:
                mapped = translate(error, connection_lost=self._pool.is_closing())
                if mapped is None:
                    raise
                raise mapped from error
            await asyncio.sleep(RETRY_CONNECT_S)

    async def _release(self, connection: Any) -> None:
        try:
            await self._pool.release(connection, timeout=self._acquire_timeout_s)
        except (
            TimeoutError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,  # the server's death had released it already
            OSError,
        ) as error:
            # What was asked is done or has failed on its own; asyncpg has thrown the connection away. Nothing may
            # be raised here: it would take the place of a cancellation, and whoever cancelled would wait for ever.
            log.debug("connection not returned", error=str(error))


def _lost(connection: "PoolConnectionProxy[asyncpg.Record]") -> bool:
    """Whether the connection is gone. The pool takes a broken one away from its borrower, who may then not ask."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True
