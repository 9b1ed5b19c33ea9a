"""A year of events: how fast they are stored, and how soon the analytics answer.

By itself: `python -m tests.load.year --events 5000000`. On servers of its own, through the web door in one process.
"""

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from statistics import median
from uuid import UUID

import httpx

from app.main import create_app
from app.resources import Resources, open_resources
from db import cameras, events, uncounted, users
from db.migrate import StorageMode, migrate
from deployments.day_count import count_user
from local.postgres import Postgres
from local.service import private_run_folder
from local.valkey import Valkey
from pawsight import analytics_cache
from pawsight.daily_metrics import METRICS
from pawsight.messages import Event
from pawsight.settings import Settings
from tests.load import day_recount
from tests.load.dog_year import events_of_day
from tests.load.report import Row, percentile

EVENTS = "PAWSIGHT_BENCH_EVENTS"
DEFAULT_EVENTS = 30_000
DAYS = 365
BATCH = 1000
MEASURED = 40_000
"""So many events are stored as the product stores them, and timed; what is beyond them is copied in."""
ROUNDS = 40
TURNS = 8
TOKEN = "the benchmark's token"
ZONE = "Europe/Berlin"
TRIGGER = "ALTER TABLE events {} TRIGGER mark_uncounted"


@dataclass(frozen=True)
class Home:
    """A web door, its owner, and two cameras."""

    held: Resources
    client: httpx.AsyncClient
    owner: UUID
    cameras: tuple[UUID, UUID]
    mode: StorageMode


async def measure(count: int | None = None) -> list[Row]:
    """count: of events; `PAWSIGHT_BENCH_EVENTS` when left out."""
    count = count or int(os.environ.get(EVENTS, DEFAULT_EVENTS))
    async with _home() as home:
        # Native partitions are made day by day; a year of them is what a year leaves behind.
        if home.mode is StorageMode.NATIVE:
            async with home.held.database.connection() as conn:
                await conn.execute(f"SELECT make_event_partitions({DAYS + 1}, 14)")
        rows = await _store(home, count)
        rows += await _count(home)
        today = datetime.now(UTC).date()
        year = {"from": str(today - timedelta(days=DAYS)), "to": str(today)}
        last_day, camera = str(today - timedelta(days=2)), str(home.cameras[0])
        for what, params in (
            ("daily", year),
            ("summary", {}),
            ("activity", year),
            ("heatmap", {"day": last_day, "cameraId": camera}),
        ):
            rows += await _ask(home, what, params)
        return rows


@asynccontextmanager
async def _home() -> AsyncIterator[Home]:
    with (
        private_run_folder() as run,
        tempfile.TemporaryDirectory(prefix="pawsight-bench-") as name,
        Postgres(Path(name) / "postgres", run) as postgres,
        Valkey(Path(name) / "valkey", run) as valkey,
    ):
        config = Settings(
            data_dir=Path(name) / "data",
            database_url=postgres.url,
            database_query_timeout_s=600,
            redis_url=valkey.url,
            s3_endpoint="http://127.0.0.1:9",  # nothing here is kept in S3
            owner_token=TOKEN,  # type: ignore[arg-type]
        )
        mode = await migrate(postgres.url)
        async with open_resources(config) as held:
            api = create_app()
            api.state.resources = held
            async with held.database.connection() as conn:
                owner = (await users.get_or_create(conn, config.owner_email)).id
                await users.set_time_zone(conn, owner, ZONE)
                made = [
                    await cameras.insert(conn, owner, name=one, source_kind="push", source="") for one in "ab"
                ]
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(api),
                base_url="http://pawsight.test",
                headers={"Authorization": f"Bearer {TOKEN}"},
            ) as client:
                yield Home(held, client, owner, (made[0].id, made[1].id), mode)


async def _store(home: Home, count: int) -> list[Row]:
    """Store a year; its beginning in turns with the trigger that marks days and without."""
    chance = random.Random(1)
    first = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)

    def days(start: int, end: int) -> Iterator[list[Event]]:
        for number in range(start, end):
            yield events_of_day(first + timedelta(days=number), count // DAYS, home.cameras, chance)

    timed_days = min(DAYS, max(TURNS, MEASURED * DAYS // count))
    took, timed = {True: 0.0, False: 0.0}, {True: 0, False: 0}
    stored = 0
    for turn in range(TURNS):
        marks = turn % 2 == 0
        async with home.held.database.connection() as conn:
            await conn.execute(TRIGGER.format("ENABLE" if marks else "DISABLE"))
        of_turn = list(
            chain.from_iterable(days(timed_days * turn // TURNS, timed_days * (turn + 1) // TURNS))
        )
        stored += len(of_turn)
        for start in range(0, len(of_turn), BATCH):
            batch = of_turn[start : start + BATCH]
            seconds = await _insert(home, batch)
            if start:  # the first one after the change pays for it
                took[marks] += seconds
                timed[marks] += len(batch)
    for of_day in days(timed_days, DAYS):
        stored += len(of_day)
        await _copy(home, of_day)
    async with home.held.database.connection() as conn:
        await conn.execute(TRIGGER.format("ENABLE"))
        await uncounted.mark_all(conn, home.owner)
        size = await conn.fetchval("SELECT pg_database_size(current_database())")
        await conn.execute("ANALYZE")
    rate = {one: timed[one] / took[one] for one in took}
    return [
        (f"events of a year, storage mode `{home.mode}`", f"{stored:,}", ""),
        (f"stored, {BATCH} at a time", f"{rate[True]:,.0f} events/s", ""),
        ("that, beside storing without marking days", f"{rate[True] / rate[False]:.2f}", ""),
        ("the database on disk", f"{size / 1e6:,.0f} MB", ""),
    ]


async def _copy(home: Home, of_day: list[Event]) -> None:
    """Into the table, past its triggers."""
    async with home.held.database.transaction() as conn:
        await conn.execute(
            "CREATE TEMP TABLE copied (id uuid, ts timestamptz, type text, data text) ON COMMIT DROP"
        )
        await conn.copy_records_to_table(
            "copied", records=[(one.id, one.ts, one.type, json.dumps(one.data)) for one in of_day]
        )
        await conn.execute("ALTER TABLE events DISABLE TRIGGER USER")
        await conn.execute(
            "INSERT INTO events (id, user_id, ts, type, data) SELECT id, $1, ts, type, data::jsonb FROM copied",
            home.owner,
        )
        await conn.execute("ALTER TABLE events ENABLE TRIGGER USER")


async def _insert(home: Home, batch: list[Event]) -> float:
    async with home.held.database.connection() as conn:
        began = time.perf_counter()
        await events.insert_many(conn, [(home.owner, one) for one in batch])
        return time.perf_counter() - began


async def _count(home: Home) -> list[Row]:
    began = time.perf_counter()
    days = await count_user(home.held.database, home.held.redis, home.owner)
    took = time.perf_counter() - began
    async with home.held.database.transaction() as conn:
        recounted, wrong = await day_recount.compare(conn, home.owner, ZONE)
    told = f"{len(wrong)} of {recounted} {wrong[:3] or ''}"
    return [
        ("a day is counted", f"{took / days * 1000:.0f} ms", ""),
        (f"days that a recount in SQL finds otherwise, {len(METRICS)} columns, {ZONE}", told, "0"),
    ]


async def _ask(home: Home, what: str, params: dict[str, str]) -> list[Row]:
    """In turns: once after all that was remembered is forgotten, and once more."""
    cold, cached = [], []
    for _ in range(ROUNDS):
        await analytics_cache.end(home.held.redis, home.owner)
        cold.append(await _timed(home, what, params))
        cached.append(await _timed(home, what, params))
    return [
        (f"`/api/analytics/{what}`, worked out", _told(cold), "p95 < 50 ms"),
        (f"`/api/analytics/{what}`, remembered", _told(cached), "p95 < 5 ms"),
    ]


def _told(seconds: list[float]) -> str:
    return f"p95 {percentile(seconds, 0.95) * 1000:.1f} ms, median {median(seconds) * 1000:.1f} ms"


async def _timed(home: Home, what: str, params: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = await home.client.get(f"/api/analytics/{what}", params=params)
    answer.raise_for_status()
    return time.perf_counter() - began


if __name__ == "__main__":
    from tests.load.report import machine, table

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, help=f"how many; {DEFAULT_EVENTS:,} when left out")
    size = parser.parse_args().events
    print(f"Machine: {machine()}")
    table("A year of events", asyncio.run(measure(size)))
