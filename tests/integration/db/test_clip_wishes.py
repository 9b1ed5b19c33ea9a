"""Events that keep a clip by themselves: none missed, no second asked for twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import cameras, clip_rules, clip_wishes, clips, events, jobs
from db.clip_orders import KIND, ClipOrder
from db.clip_rules import ClipRule
from db.clip_wishes import Decision, without
from db.pool import Connection, Database
from pawsight.ids import new_id
from pawsight.messages import Event

BEGIN = "UPDATE jobs SET status = 'processing', lease_until = now() + interval '1 hour' WHERE id = $1"

NOW = datetime.now(UTC).replace(microsecond=0)
LONGEST = timedelta(minutes=10)


@pytest.fixture
async def camera(conn: Connection, owner: UUID) -> UUID:
    return (await cameras.insert(conn, owner, name="porch", source_kind="push", source="")).id


async def new_rule(conn: Connection, user_id: UUID, **fields: Any) -> ClipRule:
    """A rule that has been there for a long time."""
    given = {
        "event_type": "enter_frame",
        "camera_id": None,
        "pre_roll_s": 5,
        "post_roll_s": 10,
        "cool_down_s": 0,
        "enabled": True,
        **fields,
    }
    rule = await clip_rules.insert(conn, user_id, **given)
    await conn.execute("UPDATE clip_rules SET created_at = created_at - interval '1 day'")
    return rule


def event(camera_id: UUID | str, second: float, **fields: Any) -> Event:
    """Something that happened so many seconds after `NOW`."""
    data = {"cameraId": str(camera_id), **fields.pop("data", {})}
    return Event(
        **{
            "id": new_id(),
            "ts": NOW + timedelta(seconds=second),
            "type": "enter_frame",
            "data": data,
            **fields,
        }
    )


async def happen(conn: Connection, user_id: UUID, *those: Event) -> None:
    await events.insert_many(conn, [(user_id, one) for one in those])


async def decide(database: Database, **fields: Any) -> list[Decision]:
    """timeout_s: a day, since `NOW` is when the tests were found, not when this one runs."""
    async with database.transaction() as conn:
        return await clip_wishes.decide(
            conn, **{"now": NOW, "longest": LONGEST, "timeout_s": 86_400.0, **fields}
        )


async def ranges(conn: Connection, user_id: UUID) -> list[tuple[float, float]]:
    """From and to of every clip that is asked for, in seconds after `NOW`."""
    orders = [ClipOrder.of(job) for job in await jobs.latest(conn, user_id, KIND, limit=500)]
    return sorted(
        ((one.start - NOW).total_seconds(), (one.end - NOW).total_seconds())
        for one in orders
        if one.camera_id is not None
    )


class TestWishes:
    async def test_an_event_with_a_rule_becomes_a_job_with_its_pre_roll_and_post_roll(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, event(camera, 100))

        (decision,) = await decide(database)

        assert decision.outcome == "asked"
        assert decision.job is not None
        order = ClipOrder.of(decision.job)
        assert order == ClipOrder(
            start=NOW + timedelta(seconds=95),
            end=NOW + timedelta(seconds=110),
            camera_id=camera,
            labels=("enter_frame",),
            moment=NOW + timedelta(seconds=100),
            automatic=True,
        )
        # It waits for an event whose own clip would begin in it.
        assert decision.job.not_before == NOW + timedelta(seconds=117)
        assert await decide(database) == []

    async def test_an_event_that_is_stored_twice_wishes_once(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        one = event(camera, 0)
        await happen(conn, owner, one)
        await decide(database)
        await happen(conn, owner, one)

        assert await decide(database) == []
        assert len(await ranges(conn, owner)) == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"type": "leave_frame"},
            {"data": {"cameraId": "not a camera"}},
            {"data": {"cameraId": str(new_id())}},
            {"data": {"runId": "reprocessed"}},
            {"ts": NOW - timedelta(days=2)},
        ],
        ids=["another type", "no camera", "nobody's camera", "a batch run", "before the rule"],
    )
    async def test_what_no_rule_is_for_wishes_nothing(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID, fields: dict[str, Any]
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, event(camera, 0, **fields))
        assert await decide(database) == []

    async def test_a_rule_that_is_off_wishes_nothing(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner, enabled=False)
        await happen(conn, owner, event(camera, 0))
        assert await decide(database) == []

    async def test_a_cameras_own_rule_counts_instead_of_the_one_for_all(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        own = await new_rule(conn, owner, camera_id=camera, pre_roll_s=1, post_roll_s=2)
        await happen(conn, owner, event(camera, 0))
        assert [one.wish.rule_id for one in await decide(database)] == [own.id]
        assert await ranges(conn, owner) == [(-1, 2)]

        await clip_rules.update(conn, owner, own.id, enabled=False)
        await happen(conn, owner, event(camera, 100))
        assert await decide(database) == []

    async def test_nobody_keeps_clips_of_anothers_events(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        bob = await conn.fetchval("INSERT INTO users (email) VALUES ('bob@pawsight.test') RETURNING id")
        await new_rule(conn, bob)
        await happen(conn, owner, event(camera, 0))
        await happen(conn, bob, event(camera, 0))
        assert await decide(database) == []

    async def test_a_rolled_back_event_takes_its_wish_along(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        async with database.connection() as other:
            storing = other.transaction()
            await storing.start()
            await happen(other, owner, event(camera, 0))
            await storing.rollback()
        assert await decide(database) == []


class TestSeconds:
    async def test_events_close_together_make_one_clip(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await new_rule(conn, owner, event_type="bark")
        await happen(conn, owner, event(camera, 0), event(camera, 4, type="bark"), event(camera, 14))

        made = await decide(database, timeout_s=300.0)

        assert [one.outcome for one in made] == ["asked", "joined", "joined"]
        assert await ranges(conn, owner) == [(-5, 24)]
        job = made[-1].job
        assert job is not None
        assert ClipOrder.of(job).labels == ("enter_frame", "bark")
        assert job.not_before == NOW + timedelta(seconds=31)
        assert job.deadline is not None
        assert job.deadline > NOW + timedelta(seconds=24 + 300)

    async def test_an_event_whose_pre_roll_reaches_into_a_clip_that_waits_joins_it(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, event(camera, 0))
        await decide(database)
        await happen(conn, owner, event(camera, 14.5))
        assert [one.outcome for one in await decide(database)] == ["joined"]
        assert await ranges(conn, owner) == [(-5, 24.5)]

    async def test_a_clip_that_is_being_made_is_left_alone_and_the_next_begins_at_its_end(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, event(camera, -200))
        (first,) = await decide(database)
        assert first.job is not None
        assert await jobs.claim(conn, first.job.id, 10) is not None

        await happen(conn, owner, event(camera, -188))
        (second,) = await decide(database)

        assert second.outcome == "asked"
        assert await ranges(conn, owner) == [(-205, -190), (-190, -178)]

    async def test_an_event_in_seconds_that_are_kept_makes_nothing_and_knows_its_clip(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner, post_roll_s=60)
        await new_rule(conn, owner, event_type="bark", pre_roll_s=1, post_roll_s=2)
        await happen(conn, owner, event(camera, -200))
        (first,) = await decide(database)
        assert first.job is not None
        await jobs.claim(conn, first.job.id, 10)

        await happen(conn, owner, event(camera, -170, type="bark"))
        (late,) = await decide(database)

        assert late.outcome == "kept"
        assert late.job is not None
        assert late.job.id == first.job.id
        assert len(await ranges(conn, owner)) == 1

    async def test_a_clip_that_failed_kept_nothing(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, event(camera, 0))
        (first,) = await decide(database)
        assert first.job is not None
        await jobs.cancel(conn, owner, first.job.id, "Cancelled")
        await happen(conn, owner, event(camera, 1))
        assert [one.outcome for one in await decide(database)] == ["asked"]

    async def test_a_clip_becomes_as_long_as_a_clip_may_be(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, *(event(camera, second) for second in range(0, 60, 5)))
        await decide(database, longest=timedelta(seconds=30))
        found = await ranges(conn, owner)
        assert all(end - start <= 30 for start, end in found)
        assert found[0][0] == -5
        assert found[-1][1] == 65
        assert all(before[1] == after[0] for before, after in pairwise(found))

    async def test_while_a_rule_cools_down_its_events_keep_nothing(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        other = (await cameras.insert(conn, owner, name="yard", source_kind="push", source="")).id
        await new_rule(conn, owner, cool_down_s=60)
        await happen(conn, owner, event(camera, 0), event(camera, 59), event(camera, 60), event(other, 30))
        outcomes = {one.wish.event_ts: one.outcome for one in await decide(database)}
        assert list(outcomes.values()) == ["asked", "asked", "cooling", "asked"]

    async def test_of_two_who_decide_at_once_one_does(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, *(event(camera, second) for second in range(0, 300, 20)))
        both = await asyncio.gather(decide(database), decide(database))
        assert min(len(one) for one in both) == 0
        assert len(await ranges(conn, owner)) == 15

    async def test_decided_wishes_are_forgotten_and_open_ones_stay(
        self, database: Database, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        await new_rule(conn, owner)
        await happen(conn, owner, event(camera, 0))
        await decide(database)
        await happen(conn, owner, event(camera, 500))
        await conn.execute("UPDATE clip_wishes SET created_at = now() - interval '1 year'")
        await clip_wishes.forget(conn, 86_400)
        assert [one.wish.event_ts for one in await decide(database)] == [NOW + timedelta(seconds=500)]


async def test_an_events_clip_is_found_by_the_event(
    database: Database, conn: Connection, owner: UUID, camera: UUID
) -> None:
    await new_rule(conn, owner)
    first, second, other = event(camera, 0), event(camera, 3), event(camera, 300)
    await happen(conn, owner, first, second, other)
    job = (await decide(database))[0].job
    assert job is not None
    await conn.execute(
        "INSERT INTO clips (id, user_id, start_ts, duration_ms, s3_uri) VALUES ($1, $2, $3, 15000, 's3://a/b')",
        *(job.id, owner, NOW),
    )
    await conn.execute("UPDATE clip_wishes SET created_at = now() - interval '1 year'")
    await clip_wishes.forget(conn, 86_400)

    for one, found in ((first, [job.id]), (second, [job.id]), (other, [])):
        assert [clip.id for clip in await clips.before(conn, owner, event_id=one.id, limit=5)] == found


moments = st.lists(st.tuples(st.integers(-400, 400), st.booleans()), min_size=1, max_size=14)


@given(batches=st.lists(moments, min_size=1, max_size=4), longest=st.sampled_from([20, 45, 600]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_in_whatever_order_events_arrive_every_second_around_them_is_asked_for_once(
    database: Database,
    conn: Connection,
    owner: UUID,
    camera: UUID,
    batches: list[list[tuple[int, bool]]],
    longest: int,
) -> None:
    for table in ("clip_wishes", "jobs", "clip_rules", "events"):
        await conn.execute(f"DELETE FROM {table}")
    await new_rule(conn, owner)
    for batch in batches:
        await happen(conn, owner, *(event(camera, second) for second, _ in batch))
        made = await decide(database, longest=timedelta(seconds=longest))
        assert len(made) == len(batch)
        # Some are being made meanwhile: what comes later can't make them longer any more.
        begun = {NOW + timedelta(seconds=second) for second, is_begun in batch if is_begun}
        for job in (one.job for one in made if one.wish.event_ts in begun):
            assert job is not None
            await conn.execute(BEGIN, job.id)
    asked = await ranges(conn, owner)
    assert all(before[1] <= after[0] for before, after in pairwise(asked)), asked
    assert all(end - start <= longest for start, end in asked)
    for second in (second for batch in batches for second, _ in batch):
        left = without(_times(second - 5, second + 10), [_times(*one) for one in asked])
        assert all(end - start < timedelta(seconds=1) for start, end in left), (second, asked)


def _times(start: float, end: float) -> tuple[datetime, datetime]:
    return NOW + timedelta(seconds=start), NOW + timedelta(seconds=end)
