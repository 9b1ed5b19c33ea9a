"""Leases of jobs: one holder at a time, whatever workers die, sleep or are cancelled."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import jobs, users
from db.errors import ConstraintViolated
from db.jobs import MOST_LOST, Job
from db.pool import Connection, Database, prepare
from pawsight.ids import new_id

T = TypeVar("T")

KIND = "clip"
LEASE_S = 10.0
LATER = datetime.now(UTC) + timedelta(days=1)

# As if so much time had passed: whatever the row remembers lies farther back.
AGE = """
    UPDATE jobs SET lease_until = lease_until - $1 * interval '1 second',
           not_before = not_before - $1 * interval '1 second', deadline = deadline - $1 * interval '1 second'
"""


async def queued(conn: Connection, user_id: UUID, **fields: Any) -> Job:
    return await jobs.insert(conn, user_id, **{"kind": KIND, "input": {"a": 1}, "deadline": LATER, **fields})


async def age(conn: Connection, seconds: float) -> None:
    await conn.execute(AGE, seconds)


class TestClaims:
    async def test_what_is_queued_comes_back(self, conn: Connection, owner: UUID) -> None:
        job = await queued(conn, owner)

        assert await jobs.get(conn, owner, job.id) == job
        assert (job.status, job.progress, job.attempt, job.input) == ("queued", 0, 0, {"a": 1})
        assert await jobs.due(conn, KIND, 10) == [job]
        assert await jobs.due(conn, "another", 10) == []

    async def test_of_many_who_want_it_at_once_one_gets_it(self, database: Database, owner: UUID) -> None:
        async with database.connection() as conn:
            job = await queued(conn, owner)

        async def want() -> Job | None:
            async with database.connection() as conn:
                return await jobs.claim(conn, job.id, LEASE_S)

        (taken,) = [one for one in await asyncio.gather(*(want() for _ in range(12))) if one]
        assert (taken.status, taken.attempt) == ("processing", 1)

    async def test_a_lease_that_ran_out_is_anybodys_and_its_holder_changes_nothing_more(
        self, conn: Connection, owner: UUID
    ) -> None:
        job = await queued(conn, owner)
        await jobs.claim(conn, job.id, LEASE_S)
        assert await jobs.due(conn, KIND, 10) == []
        await age(conn, LEASE_S + 1)

        # Nobody has taken it yet, and it is lost all the same.
        assert await jobs.renew(conn, job.id, 1, 0.5, LEASE_S) is None
        assert await jobs.complete(conn, job.id, 1, {}) is None
        second = await jobs.claim(conn, job.id, LEASE_S)

        assert second is not None
        assert (second.attempt, second.lost) == (2, 1)
        assert await jobs.renew(conn, job.id, 1, 0.9, LEASE_S) is None
        assert await jobs.fail(conn, job.id, 1, "X", "late") is None
        assert await jobs.postpone(conn, job.id, 1, 5, 0) is None
        assert not await jobs.release(conn, job.id, 1)
        done = await jobs.complete(conn, job.id, 2, {"clip": "a"})
        assert done is not None
        assert (done.status, done.progress, done.result) == ("complete", 1, {"clip": "a"})

    async def test_a_renewed_lease_lasts_and_tells_how_far_it_is(self, conn: Connection, owner: UUID) -> None:
        job = await queued(conn, owner)
        await jobs.claim(conn, job.id, LEASE_S)
        for step in range(1, 5):
            await age(conn, LEASE_S - 1)
            renewed = await jobs.renew(conn, job.id, 1, step / 10, LEASE_S)
            assert renewed is not None
            assert renewed.progress == pytest.approx(step / 10)
        assert await jobs.claim(conn, job.id, LEASE_S) is None

    async def test_a_dead_workers_job_is_free_at_once(self, conn: Connection, owner: UUID) -> None:
        job = await queued(conn, owner)
        await jobs.claim(conn, job.id, LEASE_S)

        assert await jobs.release(conn, job.id, 1)

        again = await jobs.claim(conn, job.id, LEASE_S)
        assert again is not None
        assert again.attempt == 2

    async def test_a_postponed_job_is_looked_at_later_and_lost_nothing(
        self, conn: Connection, owner: UUID
    ) -> None:
        job = await queued(conn, owner)
        await jobs.claim(conn, job.id, LEASE_S)
        waiting = await jobs.postpone(conn, job.id, 1, 5, 0.25)
        assert waiting is not None
        assert (waiting.status, waiting.progress, waiting.lost) == ("queued", 0.25, 0)
        assert await jobs.claim(conn, job.id, LEASE_S) is None
        await age(conn, 6)
        assert await jobs.claim(conn, job.id, LEASE_S) is not None

    async def test_an_error_is_kept_with_its_code(self, conn: Connection, owner: UUID) -> None:
        job = await queued(conn, owner)
        await jobs.claim(conn, job.id, LEASE_S)
        failed = await jobs.fail(conn, job.id, 1, "CLIP_CREATION_FAILED", "Video segment not found")
        assert failed is not None
        assert (failed.status, failed.error_code, failed.error) == (
            "failed",
            "CLIP_CREATION_FAILED",
            "Video segment not found",
        )
        assert await jobs.due(conn, KIND, 10) == []


class TestEnds:
    @pytest.mark.parametrize("state", ["queued", "processing", "lost"])
    async def test_a_cancelled_job_is_over_for_whoever_has_it(
        self, conn: Connection, owner: UUID, state: str
    ) -> None:
        job = await queued(conn, owner)
        if state != "queued":
            await jobs.claim(conn, job.id, LEASE_S)
        if state == "lost":
            await age(conn, LEASE_S + 1)

        cancelled = await jobs.cancel(conn, owner, job.id, "Cancelled")

        assert cancelled is not None
        assert (cancelled.status, cancelled.error_code) == ("failed", "CANCELLED")
        assert await jobs.renew(conn, job.id, 1, 0.5, LEASE_S) is None
        assert await jobs.complete(conn, job.id, 1, {}) is None
        assert await jobs.claim(conn, job.id, LEASE_S) is None
        assert await jobs.cancel(conn, owner, job.id, "Cancelled") is None

    async def test_after_its_deadline_a_job_fails_and_its_worker_learns_of_it(
        self, conn: Connection, owner: UUID
    ) -> None:
        working, waiting = await queued(conn, owner), await queued(conn, owner)
        await queued(conn, owner, deadline=LATER + timedelta(days=1))
        await jobs.claim(conn, working.id, 1e9)
        await age(conn, 86_401)
        assert await jobs.claim(conn, waiting.id, LEASE_S) is None

        ended = await jobs.end_overdue(conn, KIND)

        assert {job.id for job in ended} == {working.id, waiting.id}
        assert {job.error_code for job in ended} == {"TIMED_OUT"}
        assert await jobs.complete(conn, working.id, 1, {}) is None
        assert await jobs.end_overdue(conn, KIND) == []

    async def test_a_job_that_kills_its_workers_is_given_up(self, conn: Connection, owner: UUID) -> None:
        job = await queued(conn, owner)
        for death in range(MOST_LOST):
            assert await jobs.end_overdue(conn, KIND) == []
            assert await jobs.claim(conn, job.id, LEASE_S) is not None, death
            await age(conn, LEASE_S + 1)

        assert await jobs.claim(conn, job.id, LEASE_S) is None
        (ended,) = await jobs.end_overdue(conn, KIND)
        assert (ended.error_code, ended.error) == ("WORKER_DIED", "The workers that tried it died: 5")

    async def test_old_jobs_are_forgotten_once_they_are_done(self, conn: Connection, owner: UUID) -> None:
        done, waiting = await queued(conn, owner), await queued(conn, owner)
        await jobs.cancel(conn, owner, done.id, "Cancelled")
        await conn.execute("UPDATE jobs SET updated_at = now() - interval '2 days'")

        await jobs.forget(conn, KIND, 86_400)

        assert [job.id for job in await jobs.latest(conn, owner, KIND, limit=10)] == [waiting.id]


class TestOwners:
    async def test_nobody_sees_counts_or_cancels_anothers_job(self, conn: Connection, owner: UUID) -> None:
        bob = (await users.get_or_create(conn, "bob@pawsight.test")).id
        job = await queued(conn, owner)

        assert await jobs.get(conn, bob, job.id) is None
        assert await jobs.latest(conn, bob, KIND, limit=10) == []
        assert await jobs.count_open(conn, bob) == 0
        assert await jobs.cancel(conn, bob, job.id, "mine") is None
        assert await jobs.count_open(conn, owner) == 1

    async def test_pages_follow_each_other_without_a_gap_or_a_double(
        self, conn: Connection, owner: UUID
    ) -> None:
        made = [(await queued(conn, owner)).id for _ in range(7)]
        await conn.execute("UPDATE jobs SET created_at = now()")
        seen: list[UUID] = []
        cursor = None
        while page := await jobs.latest(conn, owner, KIND, cursor=cursor, limit=3):
            seen += [job.id for job in page]
            cursor = (page[-1].created_at, page[-1].id)
        assert seen == sorted(made, reverse=True)

    async def test_a_job_of_nobody_and_a_naive_deadline_are_refused(
        self, database: Database, conn: Connection, owner: UUID
    ) -> None:
        with pytest.raises(ValueError, match="zone"):
            await queued(conn, owner, deadline=datetime(2030, 1, 1))  # noqa: DTZ001
        with pytest.raises(ConstraintViolated):
            async with database.connection() as other:
                await queued(other, new_id())


@dataclass
class Known:
    """What a job must be like. now, lease_until, not_before, deadline: seconds of the test's own clock."""

    status: str = "queued"
    attempt: int = 0
    lost: int = 0
    lease_until: float = 0.0
    not_before: float = 0.0
    deadline: float = 0.0


class Leases(RuleBasedStateMachine):
    """Workers claim, renew, finish, die, come back late, are cancelled, while time passes.

    Seconds are told in tens and leases end in fives: no comparison hangs on the moments that the test itself takes.
    """

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.conn = self.run(self.open())
        self.now = 0.0
        self.known: dict[UUID, Known] = {}
        self.finished: dict[UUID, int] = {}
        self.owner = self.run(users.get_or_create(self.conn, f"{new_id()}@pawsight.test")).id

    async def open(self) -> "asyncpg.Connection[asyncpg.Record]":
        conn = await asyncpg.connect(self.url)
        await prepare(conn)
        await conn.execute("DELETE FROM jobs")
        return conn

    def run(self, what: Awaitable[T]) -> T:
        return self.loop.run_until_complete(_awaited(what))

    def teardown(self) -> None:
        self.run(self.conn.close())
        self.loop.close()

    def held(self, job: Known, attempt: int) -> bool:
        return job.status == "processing" and job.attempt == attempt and job.lease_until > self.now

    def ours(self, job: Known, attempt: int) -> bool:
        return self.held(job, attempt) or (job.status == "queued" and job.attempt == attempt)

    jobs_and_attempts = st.tuples(st.integers(0, 3), st.integers(0, 1))

    def chosen(self, which: tuple[int, int]) -> tuple[UUID, Known, int]:
        """A job, and the attempt of its holder or of one before."""
        job_id = list(self.known)[which[0] % len(self.known)]
        job = self.known[job_id]
        return job_id, job, job.attempt - which[1]

    @precondition(lambda self: len(self.known) < 4)
    @rule(deadline=st.sampled_from([35.0, 95.0, 9995.0]))
    def enqueue(self, deadline: float) -> None:
        job = self.run(
            queued(self.conn, self.owner, deadline=datetime.now(UTC) + timedelta(seconds=deadline))
        )
        self.known[job.id] = Known(not_before=self.now, deadline=self.now + deadline)

    @rule(seconds=st.sampled_from([10.0, 20.0, 50.0]))
    def pass_time(self, seconds: float) -> None:
        self.run(age(self.conn, seconds))
        self.now += seconds

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts, lease=st.sampled_from([5.0, 15.0]))
    def claim(self, which: tuple[int, int], lease: float) -> None:
        job_id, job, _ = self.chosen(which)
        lost = job.status == "processing" and job.lease_until <= self.now
        free = (job.status == "queued" and job.not_before <= self.now) or (lost and job.lost + 1 < MOST_LOST)
        got = self.run(jobs.claim(self.conn, job_id, lease))
        assert (got is not None) == (free and job.deadline > self.now)
        if got is not None:
            job.status, job.attempt, job.lost = "processing", job.attempt + 1, job.lost + lost
            job.lease_until = self.now + lease
            assert (got.attempt, got.lost) == (job.attempt, job.lost)

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts, lease=st.sampled_from([5.0, 15.0]))
    def renew(self, which: tuple[int, int], lease: float) -> None:
        job_id, job, attempt = self.chosen(which)
        held = self.held(job, attempt)
        assert (self.run(jobs.renew(self.conn, job_id, attempt, 0.5, lease)) is not None) == held
        if held:
            job.lease_until = self.now + lease

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts)
    def die(self, which: tuple[int, int]) -> None:
        job_id, job, attempt = self.chosen(which)
        held = job.status == "processing" and job.attempt == attempt
        assert self.run(jobs.release(self.conn, job_id, attempt)) == held
        if held:
            job.lease_until = min(job.lease_until, self.now)

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts, wait=st.sampled_from([0.0, 15.0]))
    def postpone(self, which: tuple[int, int], wait: float) -> None:
        job_id, job, attempt = self.chosen(which)
        ours = self.ours(job, attempt)
        assert (self.run(jobs.postpone(self.conn, job_id, attempt, wait, 0.1)) is not None) == ours
        if ours:
            job.status, job.not_before = "queued", self.now + wait

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts)
    def finish(self, which: tuple[int, int]) -> None:
        job_id, job, attempt = self.chosen(which)
        held = self.held(job, attempt)
        assert (self.run(jobs.complete(self.conn, job_id, attempt, {})) is not None) == held
        if held:
            job.status = "complete"
            self.finished[job_id] = self.finished.get(job_id, 0) + 1

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts)
    def fail(self, which: tuple[int, int]) -> None:
        job_id, job, attempt = self.chosen(which)
        ours = self.ours(job, attempt)
        assert (self.run(jobs.fail(self.conn, job_id, attempt, "X", "broken")) is not None) == ours
        if ours:
            job.status = "failed"

    @precondition(lambda self: self.known)
    @rule(which=jobs_and_attempts)
    def cancel(self, which: tuple[int, int]) -> None:
        job_id, job, _ = self.chosen(which)
        is_open = job.status in ("queued", "processing")
        assert (self.run(jobs.cancel(self.conn, self.owner, job_id, "no")) is not None) == is_open
        if is_open:
            job.status, job.attempt = "failed", job.attempt + 1

    @rule()
    def end_overdue(self) -> None:
        ended = {job.id for job in self.run(jobs.end_overdue(self.conn, KIND))}
        for job_id, job in self.known.items():
            dead = job.status == "processing" and job.lease_until <= self.now and job.lost + 1 >= MOST_LOST
            over = job.status in ("queued", "processing") and (job.deadline <= self.now or dead)
            assert (job_id in ended) == over
            if over:
                job.status, job.attempt = "failed", job.attempt + 1

    @invariant()
    def the_rows_say_what_is_known(self) -> None:
        for job_id, job in self.known.items():
            row = self.run(jobs.get(self.conn, self.owner, job_id))
            assert row is not None
            assert (row.status, row.attempt, row.lost) == (job.status, job.attempt, job.lost)

    @invariant()
    def no_job_is_done_twice(self) -> None:
        assert all(count == 1 for count in self.finished.values())


async def _awaited(what: Awaitable[T]) -> T:
    return await what


def test_whatever_workers_do_a_job_has_one_holder_and_is_done_once(database_url: str) -> None:
    Leases.url = database_url
    machine: Callable[[], RuleBasedStateMachine] = Leases
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
