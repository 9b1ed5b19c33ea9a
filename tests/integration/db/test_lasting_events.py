"""What lasts is told twice and is one event, in the table, on disk, in Redis, and in every order of its tellings."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest
from redis.asyncio import Redis

from db import cameras, clip_rules, events, users
from db.event_store import EventStore
from db.pool import Connection, Database
from db.recent import RecentList
from db.spool import Spool
from pawsight.channels import user_channel
from pawsight.messages import Event, rfc3339

Happened = Callable[..., Event]
Opened = Callable[..., Awaitable[EventStore]]
Until = Callable[..., Awaitable[None]]


def over(event: Event, seconds: float = 12.0) -> Event:
    """The second telling."""
    data = {
        **event.data,
        "endTs": rfc3339(event.ts + timedelta(seconds=seconds)),
        "durationMs": round(seconds * 1000),
    }
    return event.model_copy(update={"data": data})


def as_json(event: Event) -> bytes:
    return event.model_dump_json(by_alias=True).encode()


def ts_ms(event: Event) -> int:
    return round(event.ts.timestamp() * 1000)


@pytest.fixture
def begun(happened: Happened) -> Event:
    return happened(1, type="sit")


@pytest.fixture
def spool_file(tmp_path: Path) -> Path:
    return tmp_path / "spool" / "events.db"


class TestTable:
    async def test_the_end_takes_the_place_of_the_beginning(
        self, conn: Connection, owner: UUID, begun: Event
    ) -> None:
        await events.insert_many(conn, [(owner, begun)])
        await events.insert_many(conn, [(owner, over(begun))])
        assert await events.latest(conn, owner, 10) == [over(begun)]

    async def test_the_first_end_stays_whatever_is_told_after_it(
        self, conn: Connection, owner: UUID, begun: Event
    ) -> None:
        await events.insert_many(conn, [(owner, over(begun))])
        await events.insert_many(conn, [(owner, begun), (owner, over(begun, 99))])
        assert await events.latest(conn, owner, 10) == [over(begun)]

    async def test_both_tellings_in_one_batch_are_one_row(
        self, conn: Connection, owner: UUID, begun: Event, happened: Happened
    ) -> None:
        other = happened(2)
        for order in permutations([begun, over(begun), other]):
            await conn.execute("DELETE FROM events")
            await events.insert_many(conn, [(owner, event) for event in order])
            assert await events.latest(conn, owner, 10) == [other, over(begun)], order

    async def test_nobody_ends_anothers_event(self, conn: Connection, owner: UUID, begun: Event) -> None:
        bob = (await users.get_or_create(conn, "bob@pawsight.test")).id
        await events.insert_many(conn, [(owner, begun), (bob, over(begun))])
        await events.insert_many(conn, [(bob, over(begun))])
        assert await events.latest(conn, owner, 10) == [begun]
        assert await events.latest(conn, bob, 10) == []

    async def test_an_event_of_another_type_ends_nothing(
        self, conn: Connection, owner: UUID, begun: Event
    ) -> None:
        await events.insert_many(conn, [(owner, begun)])
        await events.insert_many(conn, [(owner, over(begun).model_copy(update={"type": "lie"}))])
        assert await events.latest(conn, owner, 10) == [begun]


class TestSpool:
    @pytest.fixture
    def spool(self, spool_file: Path) -> Spool:
        spool = Spool(spool_file, max_rows=10, dead_after_s=5)
        spool.open()
        return spool

    def test_the_end_takes_the_place_of_a_beginning_that_waits(
        self, spool: Spool, owner: UUID, begun: Event
    ) -> None:
        first = spool.add(owner, begun.id, as_json(begun))
        second = spool.add(owner, begun.id, as_json(over(begun)), ended=True)
        assert second is not None
        assert [row.event for row in spool.unstored(10)] == [as_json(over(begun))]
        assert spool.waiting == 1
        # Whoever wrote the beginning meanwhile has not written the end.
        assert first is not None
        spool.settle(stored=[first], told=[first])
        assert [row.seq for row in spool.unstored(10)] == [second]

    def test_a_beginning_never_takes_the_place_of_its_end(
        self, spool: Spool, owner: UUID, begun: Event
    ) -> None:
        spool.add(owner, begun.id, as_json(over(begun)), ended=True)
        assert spool.add(owner, begun.id, as_json(begun)) is None
        assert spool.add(owner, begun.id, as_json(over(begun, 99)), ended=True) is None
        assert [row.event for row in spool.unstored(10)] == [as_json(over(begun))]

    def test_what_is_not_json_stays_where_it_is(self, spool: Spool, owner: UUID, begun: Event) -> None:
        spool.add(owner, begun.id, b"\xffnonsense")
        assert spool.add(owner, begun.id, as_json(over(begun)), ended=True) is None
        assert [row.event for row in spool.unstored(10)] == [b"\xffnonsense"]


class TestRecentList:
    @pytest.mark.parametrize("order", list(permutations(range(3))))
    async def test_it_holds_the_end_once_in_whatever_order_it_is_told(
        self, order: tuple[int, ...], redis_url: str, owner: UUID, begun: Event, happened: Happened
    ) -> None:
        tellings = [begun, over(begun), happened(2)]
        async with Redis.from_url(redis_url) as redis:
            recent = RecentList(redis)
            await recent.fill(owner, [])
            for index in order:
                one = tellings[index]
                await recent.tell(owner, [(ts_ms(one), as_json(one))], late=False)
            assert await recent.read(owner) == [as_json(tellings[2]), as_json(over(begun))]

    async def test_a_beginning_that_comes_after_its_end_is_not_told(
        self, redis_url: str, owner: UUID, begun: Event, happened: Happened
    ) -> None:
        last = happened(3)
        async with Redis.from_url(redis_url) as redis, redis.pubsub() as channel:
            await channel.subscribe(user_channel(owner))
            await channel.get_message(timeout=10)
            for one in (over(begun), begun, last):
                await RecentList(redis).tell(owner, [(ts_ms(one), as_json(one))], late=False)
            heard: list[Event] = []
            while not heard or heard[-1] != last:
                message = await channel.get_message(ignore_subscribe_messages=True, timeout=20)
                assert message is not None, "nobody told"
                heard.append(Event.model_validate(json.loads(message["data"])["event"]))
            assert heard == [over(begun), last]


class TestStore:
    async def stored(self, database: Database, user_id: UUID) -> list[Event]:
        async with database.connection() as conn:
            return await events.latest(conn, user_id, 100)

    @pytest.mark.parametrize("pause", [False, True], ids=["at once", "after it was stored"])
    async def test_an_event_and_its_end_are_one_event_everywhere(
        self,
        pause: bool,
        open_store: Opened,
        database_url: str,
        redis_url: str,
        spool_file: Path,
        owner: UUID,
        begun: Event,
        database: Database,
        until: Until,
    ) -> None:
        store = await open_store(database_url, redis_url, spool_file)

        async def settled() -> bool:
            with sqlite3.connect(spool_file, timeout=30) as db:
                return int(db.execute("SELECT count(*) FROM spool").fetchone()[0]) == 0

        await store.record(owner, begun)
        assert [Event.model_validate_json(body) for body in await store.recent(owner)] == [begun]
        if pause:
            await until(settled)
        await store.record(owner, over(begun))
        assert [Event.model_validate_json(body) for body in await store.recent(owner)] == [over(begun)]
        await until(settled)
        assert await self.stored(database, owner) == [over(begun)]
        # A restarted machine may tell of the beginning anew.
        await store.record(owner, begun)
        await until(settled)
        assert await self.stored(database, owner) == [over(begun)]
        assert [Event.model_validate_json(body) for body in await store.recent(owner)] == [over(begun)]

    async def test_recent_knows_an_end_that_the_database_lacks(
        self,
        open_store: Opened,
        database_url: str,
        redis_url: str,
        spool_file: Path,
        owner: UUID,
        begun: Event,
        database: Database,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        async with database.connection() as conn:
            await events.insert_many(conn, [(owner, begun)])
        monkeypatch.setattr("db.event_store.FLUSH_EVERY_S", 3600.0)
        store = await open_store(database_url, redis_url, spool_file)
        await asyncio.sleep(0)
        await store.record(owner, over(begun))
        async with Redis.from_url(redis_url) as redis:
            await RecentList(redis).forget(owner)
        assert [Event.model_validate_json(body) for body in await store.recent(owner)] == [over(begun)]
        assert await self.stored(database, owner) == [begun]


async def test_an_event_and_its_end_wish_for_one_clip(
    conn: Connection, owner: UUID, happened: Happened
) -> None:
    camera = await cameras.insert(conn, owner, name="porch", source_kind="push", source="")
    await clip_rules.insert(
        *(conn, owner),
        event_type="sit",
        camera_id=None,
        pre_roll_s=5,
        post_roll_s=10,
        cool_down_s=0,
        enabled=True,
    )
    await conn.execute("UPDATE clip_rules SET created_at = created_at - interval '1 day'")
    begun = happened(1, type="sit", data={"cameraId": str(camera.id)})
    await events.insert_many(conn, [(owner, begun)])
    await conn.execute("UPDATE clip_wishes SET outcome = 'cooling'")
    await events.insert_many(conn, [(owner, over(begun))])
    wishes = await conn.fetch("SELECT event_id, outcome FROM clip_wishes")
    assert [tuple(row) for row in wishes] == [(begun.id, "cooling")]
