"""Bring a database to the schema of this version: `python -m db.migrate`.

`migrations/NNNN_name.sql` are applied in order, each in a transaction. `NNNN_name.MODE.sql` replaces the plain
file in that storage mode; a number without either is nothing to do there. A file that begins with
`-- no-transaction` holds one statement that may be run again. What was applied is never edited.
"""

import asyncio
import hashlib
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import asyncpg
import structlog

from db.errors import DatabaseError, DatabaseUnavailable, translate
from pawsight.settings import settings

log = structlog.get_logger()

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_S = 30.0
NO_TRANSACTION = "-- no-transaction"
LOCK = 0x70617773  # "paws": any number, as long as nobody else in the database locks it

_NAME = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)(?:\.(?P<mode>[a-z-]+))?\.sql")

OUR_TABLES = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number     INTEGER PRIMARY KEY,
        file       TEXT NOT NULL,
        sha256     TEXT NOT NULL,
        applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
    );
    CREATE TABLE IF NOT EXISTS storage (
        one  BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
        mode TEXT NOT NULL
    );
"""

APPLIED = "SELECT number, file, sha256 FROM schema_migrations"
RECORD = "INSERT INTO schema_migrations (number, file, sha256) VALUES ($1, $2, $3)"


class StorageMode(StrEnum):
    """How a database keeps time series; found out at its first migration and never changed."""

    TIMESCALE = "timescale"
    TIMESCALE_APACHE = "timescale-apache"
    NATIVE = "native"


class MigrationRefused(DatabaseError):
    """The database was migrated by other files than ours: it is newer, or an applied file was edited."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of SQL. sha256: of its text, in hex."""

    number: int
    file: str
    sql: str
    sha256: str


def migrations_for(mode: StorageMode, folder: Path = MIGRATIONS) -> list[Migration]:
    """What is to be applied in a mode, in order.

    Raises:
        ValueError: a file's name is not one of ours, or two files claim one number.
    """
    chosen: dict[int, tuple[str, Path]] = {}
    seen: dict[tuple[int, str | None], str] = {}
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        variant = match["mode"] if match else None
        if match is None or (variant is not None and variant not in set(StorageMode)):
            raise ValueError(f"not a migration's name: {path.name}")
        number = int(match["number"])
        if (other := seen.setdefault((number, variant), path.name)) != path.name:
            raise ValueError(f"{other} and {path.name} have the same number")
        if variant == mode or (variant is None and number not in chosen):
            chosen[number] = (path.name, path)
    return [_read(number, path) for number, (_, path) in sorted(chosen.items())]


def _read(number: int, path: Path) -> Migration:
    sql = path.read_text(encoding="utf-8")
    return Migration(number, path.name, sql, hashlib.sha256(sql.encode()).hexdigest())


async def migrate(database_url: str) -> StorageMode:
    """Apply what is missing and say how the database keeps time series. Several may call it at once.

    Raises:
        MigrationRefused: the database is newer than we are, or an applied file was edited.
        DatabaseUnavailable: the server was away for 30 s.
        DatabaseError: a migration failed; those before it stay applied.
    """
    async with _connection(database_url) as conn:
        # Polled, because a session that waits inside PostgreSQL would block CREATE INDEX CONCURRENTLY.
        while not await conn.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        await conn.execute(OUR_TABLES)
        mode = await _mode(conn, database_url)
        await _apply(conn, migrations_for(mode))
        return mode


@asynccontextmanager
async def _connection(url: str) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """A connection of our own: migrations may take longer than a pool allows."""
    conn = await _connect_with_patience(url)
    try:
        yield conn
    except Exception as error:
        mapped = translate(error, connection_lost=conn.is_closed())
        if mapped is None or mapped is error:
            raise
        raise mapped from error
    finally:
        # Closing gives the advisory lock back too.
        await conn.close(timeout=5)


async def _connect_with_patience(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    last: Exception | None = None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    return await asyncpg.connect(url, server_settings={"timezone": "UTC"})
                except (OSError, asyncpg.CannotConnectNowError) as error:
                    last = error
                    await asyncio.sleep(0.2)
                except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    raise translate(error) or error from error
    except TimeoutError as error:
        raise DatabaseUnavailable(f"no answer in {PATIENCE_S:g} s: {last}") from error


async def _mode(conn: "asyncpg.Connection[asyncpg.Record]", url: str) -> StorageMode:
    recorded = await conn.fetchval("SELECT mode FROM storage")
    if recorded is None:
        recorded = await _probe(url)
        await conn.execute("INSERT INTO storage (mode) VALUES ($1)", recorded)
        log.info("storage mode chosen", mode=recorded)
    return StorageMode(recorded)


async def _probe(url: str) -> StorageMode:
    """Try TimescaleDB, on a connection of its own: a server that did not preload it cuts that connection."""
    conn = await _connect_with_patience(url)
    try:
        if await conn.fetchval("SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb'") is None:
            return StorageMode.NATIVE
        await conn.execute("CREATE EXTENSION IF NOT EXISTS timescaledb")
        licence = await conn.fetchval("SELECT current_setting('timescaledb.license')")
    except asyncpg.PostgresError as error:
        log.warning("TimescaleDB is there but can't be used", error=str(error))
        return StorageMode.NATIVE
    finally:
        await conn.close(timeout=5)
    return StorageMode.TIMESCALE if licence == "timescale" else StorageMode.TIMESCALE_APACHE


async def _apply(conn: "asyncpg.Connection[asyncpg.Record]", ours: Sequence[Migration]) -> None:
    applied = {row["number"]: row for row in await conn.fetch(APPLIED)}
    known = {migration.number for migration in ours}
    if newer := sorted(applied.keys() - known):
        raise MigrationRefused(f"the database has migrations that this version does not know: {newer}")
    for migration in ours:
        before = applied.get(migration.number)
        if before is not None:
            if before["sha256"] != migration.sha256:
                raise MigrationRefused(
                    f"{migration.file} was edited after it was applied as {before['file']}"
                )
            continue
        if migration.sql.startswith(NO_TRANSACTION):
            await conn.execute(migration.sql)
            await conn.execute(RECORD, migration.number, migration.file, migration.sha256)
        else:
            async with conn.transaction():
                await conn.execute(migration.sql)
                await conn.execute(RECORD, migration.number, migration.file, migration.sha256)
        log.info("migration applied", file=migration.file)


def main() -> int:
    """Migrate the database of `PAWSIGHT_DATABASE_URL`."""
    url = settings().database_url
    if url is None:
        log.error("set PAWSIGHT_DATABASE_URL to the database that is to be migrated")
        return 2
    mode = asyncio.run(migrate(url))
    log.info("the database is up to date", mode=mode)
    return 0


if __name__ == "__main__":
    sys.exit(main())
