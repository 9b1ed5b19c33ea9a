import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from db import migrate as module
from db.errors import DatabaseError
from db.migrate import MIGRATIONS, MigrationRefused, StorageMode, migrate, migrations_for
from pawsight.ids import new_id

CONTRACT = {
    "users": {"id", "email", "role", "created_at", "updated_at"},
    "devices": {
        *("id", "user_id", "name", "status", "last_seen_at", "capabilities", "created_at", "updated_at"),
    },
    "events": {"id", "user_id", "ts", "type", "data", "video_ts_ms", "created_at"},
    "clips": {
        *("id", "user_id", "start_ts", "duration_ms", "s3_uri", "labels", "preview_png", "share_token"),
        "created_at",
    },
    "snapshots": {"id", "user_id", "ts", "s3_uri", "labels", "note", "created_at"},
    "routines": {"id", "user_id", "name", "cron", "steps", "enabled", "created_at", "updated_at"},
    "ai_metrics_daily": {
        *("id", "user_id", "date", "sit_count", "stand_count", "lie_count", "fetch_count"),
        *("fetch_success_count", "treats_dispensed", "time_in_frame_min", "barks", "howls", "whines"),
        *("calm_minutes", "created_at", "updated_at"),
    },
    "models": {"id", "name", "type", "artifact_uri", "version", "status", "metadata", "created_at"},
}
OURS = {
    *("cameras", "segments", "jobs", "api_tokens", "zones", "annotations", "routine_runs", "notifications"),
    "model_evaluations",
}
CONTRACT_INDEXES = {
    *("idx_events_user_type_ts", "idx_events_video_ts", "idx_clips_user_start", "idx_snapshots_user_ts"),
    "idx_metrics_user_date",
}

COLUMNS = """
    SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'
"""
KEYS = """
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = 'events'::regclass AND i.indisprimary
"""


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A look into the database that the test migrates."""
    conn = await asyncpg.connect(empty_url)
    yield conn
    await conn.close()


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations that the runner uses from now on."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    monkeypatch.setattr(module, "migrations_for", partial(migrations_for, folder=folder))
    return folder


async def test_from_nothing_the_contracts_tables_and_ours_are_there(
    empty_url: str, empty: asyncpg.Connection
) -> None:
    assert await migrate(empty_url) is StorageMode.NATIVE
    tables: dict[str, dict[str, str]] = {}
    for row in await empty.fetch(COLUMNS):
        tables.setdefault(row["table_name"], {})[row["column_name"]] = row["data_type"]
    for name, columns in CONTRACT.items():
        assert columns <= tables[name].keys(), name
    assert tables.keys() >= OURS
    indexes = {row["indexname"] for row in await empty.fetch("SELECT indexname FROM pg_indexes")}
    assert indexes >= CONTRACT_INDEXES


async def test_our_corrections_of_the_contract_hold(empty_url: str, empty: asyncpg.Connection) -> None:
    await migrate(empty_url)
    types = {(row["table_name"], row["column_name"]): row["data_type"] for row in await empty.fetch(COLUMNS)}
    assert "timestamp without time zone" not in types.values()
    assert {row["attname"] for row in await empty.fetch(KEYS)} == {"id", "ts"}
    referring = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND confrelid = 'events'::regclass"
    assert await empty.fetchval(referring) == 0


async def test_the_storage_mode_is_probed_once_and_then_read(
    empty_url: str, empty: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(empty_url)
    assert await empty.fetchval("SELECT mode FROM storage") == "native"

    async def never(url: str) -> StorageMode:
        raise AssertionError("asked again")

    monkeypatch.setattr(module, "_probe", never)
    assert await migrate(empty_url) is StorageMode.NATIVE


async def test_a_second_time_changes_nothing(empty_url: str, empty: asyncpg.Connection) -> None:
    await migrate(empty_url)
    before = await empty.fetch("SELECT * FROM schema_migrations ORDER BY number")
    await migrate(empty_url)
    assert await empty.fetch("SELECT * FROM schema_migrations ORDER BY number") == before
    assert [row["number"] for row in before] == [each.number for each in migrations_for(StorageMode.NATIVE)]


async def test_three_at_once_apply_each_file_once(empty_url: str, empty: asyncpg.Connection) -> None:
    modes = await asyncio.gather(*(migrate(empty_url) for _ in range(3)))
    assert modes == [StorageMode.NATIVE] * 3
    files = [row["file"] for row in await empty.fetch("SELECT file FROM schema_migrations ORDER BY number")]
    assert files == [each.file for each in migrations_for(StorageMode.NATIVE)]


async def test_an_edited_file_is_refused(empty_url: str, edited: Path) -> None:
    await migrate(empty_url)
    with (edited / "0003_events.sql").open("a") as file:
        file.write("-- a harmless remark\n")
    with pytest.raises(MigrationRefused, match=r"0003_events\.sql"):
        await migrate(empty_url)


async def test_a_database_of_a_newer_version_is_refused(empty_url: str, edited: Path) -> None:
    newer = edited / "0999_newer.sql"
    newer.write_text("CREATE TABLE newer ()")
    await migrate(empty_url)
    newer.unlink()
    with pytest.raises(MigrationRefused, match="999"):
        await migrate(empty_url)


async def test_a_file_that_fails_leaves_nothing_of_itself_and_all_before_it(
    empty_url: str, empty: asyncpg.Connection, edited: Path
) -> None:
    broken = edited / "0998_broken.sql"
    broken.write_text("CREATE TABLE half_way (); SELECT 1 / 0;")
    with pytest.raises(DatabaseError):
        await migrate(empty_url)
    assert await empty.fetchval("SELECT to_regclass('half_way')") is None
    assert await empty.fetchval("SELECT max(number) FROM schema_migrations") < 998
    broken.write_text("CREATE TABLE half_way ();")
    await migrate(empty_url)
    assert await empty.fetchval("SELECT max(number) FROM schema_migrations") == 998


async def test_a_file_may_ask_to_run_outside_of_a_transaction(
    empty_url: str, empty: asyncpg.Connection, edited: Path
) -> None:
    (edited / "0998_index.sql").write_text(
        "-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS slowly ON clips (note)"
    )
    await asyncio.gather(migrate(empty_url), migrate(empty_url))
    assert await empty.fetchval("SELECT to_regclass('slowly')") is not None


@pytest.mark.parametrize("name", ["1_short.sql", "0998_Upper.sql", "0998_mode.oracle.sql"])
def test_a_name_that_is_not_a_migrations_is_refused(edited: Path, name: str) -> None:
    (edited / name).write_text("SELECT 1")
    with pytest.raises(ValueError, match="name"):
        migrations_for(StorageMode.NATIVE, edited)


def test_two_files_of_one_number_are_refused(edited: Path) -> None:
    (edited / "0003_other.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match="same number"):
        migrations_for(StorageMode.NATIVE, edited)


def test_every_mode_has_its_own_events_storage() -> None:
    native, full, apache = (
        {each.number: each.file for each in migrations_for(mode)}
        for mode in (StorageMode.NATIVE, StorageMode.TIMESCALE, StorageMode.TIMESCALE_APACHE)
    )
    assert native.keys() >= full.keys() == apache.keys()
    assert len({files[4] for files in (native, full, apache)}) == 3
    assert apache[6] == native[6] != full[6]


@pytest.mark.skipif(
    "TEST_TIMESCALE_DSN" not in os.environ,
    reason="TEST_TIMESCALE_DSN names no server; no wheel brings TimescaleDB, and nothing else parses its SQL",
)
async def test_a_server_with_timescaledb_gets_a_hypertable() -> None:
    server = os.environ["TEST_TIMESCALE_DSN"]
    admin = await asyncpg.connect(server)
    name = f"test_{new_id().hex}"
    await admin.execute(f'CREATE DATABASE "{name}"')
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    try:
        mode = await migrate(url)
        assert mode in (StorageMode.TIMESCALE, StorageMode.TIMESCALE_APACHE)
        assert await migrate(url) is mode
        conn = await asyncpg.connect(url)
        try:
            hypertables = "SELECT hypertable_name::text FROM timescaledb_information.hypertables"
            assert "events" in {row[0] for row in await conn.fetch(hypertables)}
            user = await conn.fetchval("INSERT INTO users (email) VALUES ('a@b') RETURNING id")
            await conn.execute("INSERT INTO events (user_id, ts, type) VALUES ($1, now(), 'sit')", user)
            await conn.fetchval("SELECT maintain_storage()")
            counted = await conn.fetchval("SELECT sum(count)::int FROM event_counts_daily")
            assert counted == 1
        finally:
            await conn.close()
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()
