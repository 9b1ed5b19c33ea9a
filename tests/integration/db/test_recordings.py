"""Segments, gaps and doomed objects: the ledger, as PostgreSQL keeps it."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import cameras, doomed_objects, gaps, segments, users
from db.errors import ConstraintViolated
from db.gaps import Gap
from db.pool import Connection, Database
from pawsight.recordings import GAP_REASONS

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


@pytest.fixture
async def ada(conn: Connection) -> UUID:
    return (await users.get_or_create(conn, "ada@pawsight.test")).id


@pytest.fixture
async def camera(conn: Connection, ada: UUID) -> UUID:
    return (await cameras.insert(conn, ada, name="couch", source_kind="push", source="")).id


async def segment(
    conn: Connection, ada: UUID, camera: UUID, start: float, end: float, uri: str | None = None
) -> None:
    await segments.insert(
        *(conn, ada, camera),
        start_ts=at(start),
        end_ts=at(end),
        uri=uri or f"file://node/recordings/{camera}/{round(start * 90_000)}.mp4",
        size_bytes=100,
    )


def gap(camera: UUID, start: float, end: float | None) -> Gap:
    return Gap(camera, at(start), None if end is None else at(end), "source_away", None)


class TestSegments:
    async def test_what_is_stored_comes_back_once(self, conn: Connection, ada: UUID, camera: UUID) -> None:
        await segment(conn, ada, camera, 0, 6.0004)
        await segment(conn, ada, camera, 0, 9)
        (found,) = await segments.oldest(conn, camera, 10)
        assert (found.start_ts, found.end_ts, found.duration_ms) == (at(0), at(6.0004), 6000)
        assert (found.size_bytes, found.uploaded_at, found.start_ticks) == (100, None, 0)

    async def test_those_that_hold_something_of_a_time_are_found(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        for start in range(0, 30, 6):
            await segment(conn, ada, camera, start, start + 6)
        found = await segments.overlapping(conn, ada, camera, at(6), at(18), limit=10)
        assert [one.start_ts for one in found] == [at(6), at(12)]
        found = await segments.overlapping(conn, ada, camera, at(5.9), at(18.1), limit=3)
        assert [one.start_ts for one in found] == [at(0), at(6), at(12)]

    async def test_one_that_was_uploaded_says_so_and_one_that_is_gone_too(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await segment(conn, ada, camera, 0, 6)
        assert await segments.mark_uploaded(conn, camera, at(0), "s3://pawsight/recordings/1.mp4")
        (found,) = await segments.oldest(conn, camera, 10)
        assert found.uri == "s3://pawsight/recordings/1.mp4"
        assert found.uploaded_at is not None
        assert await segments.on_node(conn, camera, "file://node/") == []
        assert not await segments.mark_uploaded(conn, camera, at(6), "s3://pawsight/recordings/2.mp4")

    async def test_sums_tell_what_waits(self, conn: Connection, ada: UUID, camera: UUID) -> None:
        empty = await segments.stored(conn, camera, ada)
        assert (empty.count, empty.size_bytes, empty.since) == (0, 0, None)
        await segment(conn, ada, camera, 0, 6)
        await segment(conn, ada, camera, 6, 12)
        await segments.mark_uploaded(conn, camera, at(0), "s3://pawsight/recordings/1.mp4")
        stored = await segments.stored(conn, camera)
        assert (stored.count, stored.size_bytes, stored.waiting_bytes) == (2, 200, 100)
        assert (stored.since, stored.until) == (at(0), at(12))
        assert len(await segments.oldest_on_disk(conn, "file://node/", 10, with_uploaded=False)) == 1
        assert len(await segments.oldest_on_disk(conn, "file://node/", 10, with_uploaded=True)) == 2
        assert await segments.oldest_on_disk(conn, "file://other/", 10, with_uploaded=False) == []

    async def test_nobody_sees_anothers_recordings(self, conn: Connection, ada: UUID, camera: UUID) -> None:
        bob = (await users.get_or_create(conn, "bob@pawsight.test")).id
        await segment(conn, ada, camera, 0, 6)
        await gaps.keep(conn, ada, gap(camera, 6, None))
        assert await segments.overlapping(conn, bob, camera, at(0), at(9), limit=10) == []
        assert (await segments.stored(conn, camera, bob)).count == 0
        assert await gaps.between(conn, bob, camera, at(0), at(9), limit=10) == []

    async def test_a_segment_of_no_camera_of_hers_or_without_a_length_is_refused(
        self, database: Database, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        bob = (await users.get_or_create(conn, "bob@pawsight.test")).id
        for owner, end in ((bob, 6.0), (ada, 0.0)):
            with pytest.raises(ConstraintViolated):
                async with database.connection() as other:
                    await segment(other, owner, camera, 0, end)


class TestGaps:
    async def test_a_gap_is_kept_changed_and_taken_back(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await gaps.keep(conn, ada, gap(camera, 0, None))
        assert await gaps.lasting(conn, camera) == gap(camera, 0, None)
        await gaps.keep(conn, ada, gap(camera, 0, 5))
        assert await gaps.lasting(conn, camera) is None
        assert await gaps.between(conn, ada, camera, at(0), at(1), limit=10) == [gap(camera, 0, 5)]
        assert await gaps.between(conn, ada, camera, at(5), at(6), limit=10) == []
        await gaps.keep(conn, ada, gap(camera, 0, 0))
        assert await gaps.between(conn, ada, camera, at(0), at(1), limit=10) == []

    async def test_only_one_lasts(
        self, database: Database, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await gaps.keep(conn, ada, gap(camera, 0, None))
        with pytest.raises(ConstraintViolated):
            async with database.connection() as other:
                await gaps.keep(other, ada, gap(camera, 1, None))

    @pytest.mark.parametrize("reason", GAP_REASONS)
    async def test_every_reason_can_be_stored(
        self, conn: Connection, ada: UUID, camera: UUID, reason: object
    ) -> None:
        await gaps.keep(conn, ada, Gap(camera, at(0), None, reason, "why"))  # type: ignore[arg-type]
        found = await gaps.lasting(conn, camera)
        assert found is not None
        assert (found.reason, found.detail) == (reason, "why")

    async def test_what_is_in_neither_is_found(self, conn: Connection, ada: UUID, camera: UUID) -> None:
        assert await gaps.unaccounted(conn, camera, at(100)) == []
        await segment(conn, ada, camera, 0, 6)
        await gaps.keep(conn, ada, gap(camera, 10, 12))
        await segment(conn, ada, camera, 12, 18)
        await segment(conn, ada, camera, 20, 26)
        assert await gaps.unaccounted(conn, camera, at(30)) == [
            (at(6), at(10)),
            (at(18), at(20)),
            (at(26), at(30)),
        ]
        assert await gaps.unaccounted(conn, camera, at(19)) == [(at(6), at(10)), (at(18), at(19))]
        await gaps.keep(conn, ada, gap(camera, 26, None))
        assert (await gaps.unaccounted(conn, camera, at(30)))[-1] == (at(18), at(20))

    async def test_a_segment_that_turns_up_late_takes_its_time_out_of_a_gap(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await gaps.keep(conn, ada, gap(camera, 0, 10))
        await gaps.keep(conn, ada, gap(camera, 10, 20))
        await gaps.keep(conn, ada, gap(camera, 20, None))
        await gaps.yield_to(conn, ada, camera, at(4), at(6))
        await gaps.yield_to(conn, ada, camera, at(9), at(21))
        found = await gaps.between(conn, ada, camera, at(0), at(99), limit=10)
        assert found == [gap(camera, 0, 4), gap(camera, 6, 9), gap(camera, 20, None)]

    async def test_what_retention_left_behind_is_forgotten(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        for start, end in ((0, 5), (5, 10), (10, None)):
            await gaps.keep(conn, ada, gap(camera, start, end))
        await gaps.forget_before(conn, camera, at(7))
        found = await gaps.between(conn, ada, camera, at(0), at(99), limit=10)
        assert [one.start_ts for one in found] == [at(5), at(10)]


SPANS = st.lists(st.tuples(st.booleans(), st.integers(0, 40), st.integers(1, 8)), max_size=12)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPANS)
async def test_whatever_is_known_after_filling_the_holes_every_moment_is_accounted_for(
    database: Database, spans: list[tuple[bool, int, int]]
) -> None:
    async with database.connection() as conn:
        ada = (await users.get_or_create(conn, "ada@pawsight.test")).id
        camera = (await cameras.insert(conn, ada, name="couch", source_kind="push", source="")).id
        for is_segment, start, length in spans:
            if is_segment:
                await segment(conn, ada, camera, start, start + length)
            else:
                await gaps.keep(conn, ada, gap(camera, start, start + length))
        for start, end in await gaps.unaccounted(conn, camera, at(60)):
            await gaps.keep(conn, ada, Gap(camera, start, end, "process_killed", None))
        known = [(one.start_ts, one.end_ts) for one in await segments.oldest(conn, camera, 100)]
        known += [
            (one.start_ts, one.end_ts or at(60))
            for one in await gaps.between(conn, ada, camera, at(0), at(60), limit=100)
        ]
    covered = sorted(known)
    until = covered[0][1] if covered else at(60)
    for _, (start, end) in pairwise(covered):
        assert start <= until
        until = max(until, end)
    assert until == at(60)


class TestDoomedObjects:
    async def test_what_is_deleted_with_its_camera_dooms_its_objects(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await segment(conn, ada, camera, 0, 6)
        await segment(conn, ada, camera, 6, 12)
        await segments.mark_uploaded(conn, camera, at(0), "s3://pawsight/1.mp4")
        await gaps.keep(conn, ada, gap(camera, 12, None))
        await cameras.delete(conn, ada, camera)
        assert set(await doomed_objects.take(conn, 10, lease_s=60)) == {
            "s3://pawsight/1.mp4",
            "s3://pawsight/1.parquet",
        }

    async def test_a_row_that_is_not_deleted_in_the_end_dooms_nothing(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await segment(conn, ada, camera, 0, 6)
        await segments.mark_uploaded(conn, camera, at(0), "s3://pawsight/1.mp4")
        (found,) = await segments.oldest(conn, camera, 1)
        undone = conn.transaction()
        await undone.start()
        await segments.delete(conn, [found.id])
        await undone.rollback()
        assert await doomed_objects.take(conn, 10, lease_s=60) == []

    async def test_each_is_one_takers_until_its_lease_is_over(
        self, database: Database, conn: Connection
    ) -> None:
        uris = [f"s3://pawsight/{number}" for number in range(20)]
        await doomed_objects.doom(conn, uris)
        await doomed_objects.doom(conn, uris[:5])

        async def take() -> list[str]:
            async with database.connection() as mine:
                return await doomed_objects.take(mine, 8, lease_s=60)

        one, two, three = await asyncio.gather(take(), take(), take())
        assert sorted([*one, *two, *three]) == sorted(uris)
        assert await doomed_objects.take(conn, 10, lease_s=60) == []
        await doomed_objects.forget(conn, uris[:19])
        await conn.execute("UPDATE doomed_objects SET retry_at = now()")
        assert await doomed_objects.take(conn, 10, lease_s=60) == uris[19:]
