"""What is stored of the past is marked to be counted, in the transaction that stores it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import events, uncounted
from db.pool import Database
from pawsight.ids import new_id
from pawsight.messages import Event, rfc3339

NOON = datetime(2026, 3, 3, 12, 20, tzinfo=UTC)
EVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def at(hours: float, kind: str = "sit", **data: Any) -> Event:
    return Event(id=new_id(), ts=NOON + timedelta(hours=hours), type=kind, data=data)


async def store(database: Database, user: UUID, *happened: Event) -> None:
    async with database.connection() as conn:
        await events.insert_many(conn, [(user, one) for one in happened])


async def marked(database: Database, user: UUID) -> list[tuple[int, int]]:
    """Marked times, in hours from 12:00."""
    async with database.connection() as conn:
        marks = await uncounted.within(conn, user, *EVER)
    hour, begin = timedelta(hours=1), NOON.replace(minute=0)
    return sorted(((one.starts - begin) // hour, (one.ends - begin) // hour) for one in marks)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (at(0), (0, 1)),
        (at(0, "calm", durationMs=3 * 3_600_000), (0, 4)),
        (at(0, "leave_frame", seconds=2 * 3600), (-2, 25)),
        (at(0, "enter_frame"), (0, 25)),
        (at(0, "leave_frame", seconds="long"), (0, 25)),
        (at(0, "leave_frame", seconds=1e300), (-24, 25)),
        (at(0, "calm", durationMs=-5), (0, 1)),
        (at(0, "calm", durationMs={"ms": 5}), (0, 1)),
    ],
)
async def test_an_event_marks_the_hours_that_it_may_count_for(
    database: Database, owner: UUID, event: Event, expected: tuple[int, int]
) -> None:
    await store(database, owner, event)

    assert await marked(database, owner) == [expected]


async def test_events_of_one_hour_stored_together_leave_one_mark(database: Database, owner: UUID) -> None:
    await store(database, owner, *(at(number / 10_000) for number in range(500)))

    assert await marked(database, owner) == [(0, 1)]


async def test_an_event_that_is_already_stored_marks_nothing(database: Database, owner: UUID) -> None:
    event = at(0)
    await store(database, owner, event)
    await forget_all(database, owner)

    await store(database, owner, event)

    assert await marked(database, owner) == []


async def test_a_second_telling_marks_its_hours_again(database: Database, owner: UUID) -> None:
    event = at(0, "calm")
    await store(database, owner, event)
    await forget_all(database, owner)

    over = {"endTs": rfc3339(NOON + timedelta(hours=2)), "durationMs": 2 * 3_600_000}
    await store(database, owner, event.model_copy(update={"data": over}))

    assert await marked(database, owner) == [(0, 3)]


async def test_what_a_batch_run_tells_again_and_what_no_camera_saw_marks_nothing(
    database: Database, owner: UUID
) -> None:
    await store(
        database,
        owner,
        at(0, runId="r"),
        Event(id=new_id(), ts=datetime(1, 1, 1, tzinfo=UTC), type="sit"),
        Event(id=new_id(), ts=datetime(9999, 12, 31, tzinfo=UTC), type="sit"),
    )

    assert await marked(database, owner) == []


async def test_a_mark_made_meanwhile_stays(database: Database, owner: UUID) -> None:
    await store(database, owner, at(0))
    async with database.connection() as conn:
        seen = await uncounted.within(conn, owner, *EVER)
    await store(database, owner, at(0.1))

    async with database.connection() as conn:
        await uncounted.forget(conn, owner, seen)

    assert await marked(database, owner) == [(0, 1)]


async def test_writers_of_the_same_hours_never_wait_for_each_other(database: Database, owner: UUID) -> None:
    """In opposite orders, inside transactions that both stay open: a shared row would be a deadlock."""
    async with database.transaction() as one, database.transaction() as other:
        for conn, hours in ((one, (0, 5)), (other, (5, 0))):
            await events.insert_many(conn, [(owner, at(hours[0]))])
        for conn, hours in ((one, (0, 5)), (other, (5, 0))):
            async with asyncio.timeout(30):
                await events.insert_many(conn, [(owner, at(hours[1]))])

    assert await marked(database, owner) == [(0, 1), (0, 1), (5, 6), (5, 6)]


async def test_what_is_to_be_counted_later_is_not_due(database: Database, owner: UUID) -> None:
    async with database.connection() as conn:
        await uncounted.mark(conn, owner, [(NOON, NOON + timedelta(hours=1))], in_s=3600)

        assert await uncounted.users_due(conn, 10) == []
        assert await uncounted.due(conn, owner, 10) == []


async def forget_all(database: Database, user: UUID) -> None:
    async with database.connection() as conn:
        await uncounted.forget(conn, user, await uncounted.within(conn, user, *EVER))
