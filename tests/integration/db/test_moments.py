"""What happened in some time, as the coach asks for it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from db import events, moments, users
from db.pool import Connection
from pawsight.ids import new_id
from pawsight.messages import Event

Happened = Callable[..., Event]
HOUR = timedelta(hours=1)


@pytest.fixture
async def bob(conn: Connection) -> UUID:
    return (await users.get_or_create(conn, "bob@pawsight.test")).id


async def test_events_are_counted_by_type_in_their_time_and_for_their_user(
    conn: Connection, owner: UUID, bob: UUID, happened: Happened
) -> None:
    first = happened(0, type="sit")
    again = happened(3, type="sit", data={"runId": "a batch run's"})
    rows = [
        (owner, first),
        (owner, happened(1, type="bark")),
        (owner, happened(2, type="sit")),
        (owner, again),
    ]
    await events.insert_many(conn, [*rows, (bob, happened(1, type="howl"))])

    assert await moments.counts(conn, owner, first.ts, first.ts + HOUR) == {"sit": 2, "bark": 1}
    # The end is exclusive.
    assert await moments.counts(conn, owner, first.ts, first.ts + timedelta(seconds=2)) == {
        "sit": 1,
        "bark": 1,
    }


async def test_the_newest_come_first_without_what_an_answer_never_tells(
    conn: Connection, owner: UUID, happened: Happened
) -> None:
    data = {"durationMs": 1500, "note": "good", "evidence": {"frames": [1] * 100}, "trackId": 3}
    stored = [happened(number, type=kind, data=data) for number, kind in enumerate(("sit", "bark", "sit"))]
    await events.insert_many(conn, [(owner, one) for one in stored])
    start, end = stored[0].ts, stored[0].ts + HOUR

    found = await moments.last(conn, owner, start, end, limit=2)
    sits = await moments.last(conn, owner, start, end, types=["sit"], limit=10)

    assert [one.id for one in found] == [stored[2].id, stored[1].id]
    assert [one.id for one in sits] == [stored[2].id, stored[0].id]
    assert found[0].data == {"durationMs": 1500, "note": "good"}


async def test_notes_are_found_among_many_events(conn: Connection, owner: UUID, happened: Happened) -> None:
    noted = happened(0, type="mark", data={"note": "first time on the couch"})
    await events.insert_many(conn, [(owner, noted), *((owner, happened(number)) for number in range(1, 50))])

    found = await moments.noted(conn, owner, noted.ts, noted.ts + HOUR, limit=5)

    assert [one.id for one in found] == [noted.id]


async def test_of_any_ids_only_ones_own_events_are_given(
    conn: Connection, owner: UUID, bob: UUID, happened: Happened
) -> None:
    hers, his = happened(0), happened(1)
    await events.insert_many(conn, [(owner, hers), (bob, his)])

    assert [one.id for one in await moments.own(conn, owner, [hers.id, his.id, new_id()])] == [hers.id]
    assert await moments.own(conn, owner, []) == []
