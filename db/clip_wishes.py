"""Events that wish for a clip, and which jobs that makes: no second is asked for twice.

A database trigger stores a wish in the transaction that stores its event. Here wishes become jobs, in the order of
their time. A job waits a little longer than its clip's end, so that an event soon after it makes the clip longer
instead of beginning another one in the middle of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from db import clip_orders
from db.clip_orders import ClipOrder
from db.jobs import COLUMNS as JOB_COLUMNS
from db.jobs import Job
from db.pool import Connection

Outcome = Literal["asked", "joined", "kept", "cooling"]
"""asked: it made a job. joined: a queued job became longer. kept: its seconds are in clips already.
cooling: its rule keeps nothing so soon after the last event."""

LOCK: Final = 0x636C6970  # "clip"
SETTLE: Final = timedelta(seconds=2)
"""How long after it happened an event is in the database, as a rule: its store writes each second."""

LEAST: Final = timedelta(seconds=1)
"""What is left of a wish is worth a clip of its own if it is as long as this."""

# One decides at a time, or two would ask for the same seconds at once.
TRY_LOCK = f"SELECT pg_try_advisory_xact_lock({LOCK})"

OPEN = """
    SELECT event_id, rule_id, user_id, camera_id, event_ts, event_type, pre_roll_s, post_roll_s, cool_down_s
      FROM clip_wishes WHERE outcome IS NULL ORDER BY event_ts, event_id, rule_id LIMIT $1
"""

LAST_TAKEN = """
    SELECT max(event_ts) FROM clip_wishes
     WHERE rule_id = $1 AND camera_id = $2 AND event_ts <= $3 AND outcome IN ('asked', 'joined', 'kept')
"""

# The range stands in the job's input. Clips are minutes long at most, so older jobs can't overlap.
OVERLAPPING = f"""
    SELECT {JOB_COLUMNS} FROM jobs
     WHERE user_id = $1 AND kind = '{clip_orders.KIND}' AND status <> 'failed'
       AND input->>'cameraId' = $2 AND (input->>'automatic')::boolean
       AND (input->>'start')::timestamptz <= $4 AND (input->>'end')::timestamptz >= $3
     ORDER BY (input->>'start')::timestamptz FOR UPDATE
"""  # noqa: S608

EXTEND = f"""
    UPDATE jobs SET input = $2, deadline = $3, not_before = $4, updated_at = now()
     WHERE id = $1 AND status = 'queued' RETURNING {JOB_COLUMNS}
"""  # noqa: S608

DECIDE = """
    UPDATE clip_wishes SET outcome = $3, job_id = $4 WHERE event_id = $1 AND rule_id = $2
"""

FORGET = """
    DELETE FROM clip_wishes wish
     WHERE outcome IS NOT NULL AND created_at < now() - $1 * interval '1 second'
       AND NOT EXISTS (SELECT FROM clips WHERE clips.id = wish.job_id)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """An event that a rule keeps a clip for."""

    event_id: UUID
    rule_id: UUID
    user_id: UUID
    camera_id: UUID
    event_ts: datetime
    event_type: str
    pre_roll_s: float
    post_roll_s: float
    cool_down_s: float

    @property
    def start(self) -> datetime:
        """Where its clip begins."""
        return self.event_ts - timedelta(seconds=self.pre_roll_s)

    @property
    def end(self) -> datetime:
        """Where its clip ends."""
        return self.event_ts + timedelta(seconds=self.post_roll_s)

    @property
    def hold(self) -> timedelta:
        """How long after its end a clip waits for an event whose own clip would begin in it."""
        return timedelta(seconds=self.pre_roll_s) + SETTLE


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a wish. job: that has its seconds; None when nothing is kept."""

    wish: Wish
    outcome: Outcome
    job: Job | None


async def decide(
    conn: Connection, *, now: datetime, longest: timedelta, timeout_s: float, limit: int = 100
) -> list[Decision]:
    """Make jobs of the wishes that wait, oldest event first. Call it in a transaction; one at a time does something.

    longest: that a clip may become.
    """
    if not await conn.fetchval(TRY_LOCK):
        return []
    made = []
    for row in await conn.fetch(OPEN, limit):
        decision = await _decide(conn, Wish(**row), now, longest, timeout_s)
        job_id = decision.job.id if decision.job else None
        await conn.execute(DECIDE, decision.wish.event_id, decision.wish.rule_id, decision.outcome, job_id)
        made.append(decision)
    return made


async def forget(conn: Connection, older_than_s: float) -> None:
    """Delete wishes that were decided, so many seconds after they were made, unless their clip is there still."""
    await conn.execute(FORGET, older_than_s)


async def _decide(
    conn: Connection, wish: Wish, now: datetime, longest: timedelta, timeout_s: float
) -> Decision:
    last = await conn.fetchval(LAST_TAKEN, wish.rule_id, wish.camera_id, wish.event_ts)
    if last is not None and wish.event_ts - last < timedelta(seconds=wish.cool_down_s):
        return Decision(wish, "cooling", None)
    rows = await conn.fetch(OVERLAPPING, wish.user_id, str(wish.camera_id), wish.start, wish.end)
    others = [Job(**row) for row in rows]
    taken = [_range(job) for job in others]
    joined = await _join(conn, wish, others, now, longest, timeout_s)
    if joined is not None:
        taken.append(_range(joined))
    asked = [
        await _ask(conn, wish, part, now, timeout_s)
        for part in without((wish.start, wish.end), taken)
        if part[1] - part[0] >= LEAST
    ]
    if joined is not None:
        return Decision(wish, "joined", joined)
    if asked:
        return Decision(wish, "asked", next((job for job in asked if _shows(job, wish)), asked[0]))
    return Decision(wish, "kept", next((job for job in others if _shows(job, wish)), None))


async def _join(
    conn: Connection,
    wish: Wish,
    others: Sequence[Job],
    now: datetime,
    longest: timedelta,
    timeout_s: float,
) -> Job | None:
    """Make a queued job longer, so that it shows the event too; None when there is none such."""
    for job in others:
        longer = _extended(job, others, wish, longest) if job.status == "queued" else None
        if longer is not None:
            row = await conn.fetchrow(
                EXTEND,
                *(job.id, longer.to_json(), longer.deadline(now, timeout_s)),
                max(job.not_before, longer.end + wish.hold),
            )
            assert row is not None, "it is queued, and locked by us"
            return Job(**row)
    return None


async def _ask(
    conn: Connection, wish: Wish, part: tuple[datetime, datetime], now: datetime, timeout_s: float
) -> Job:
    order = ClipOrder(
        start=part[0],
        end=part[1],
        camera_id=wish.camera_id,
        labels=(wish.event_type,),
        moment=min(max(wish.event_ts, part[0]), part[1]),
        automatic=True,
    )
    return await clip_orders.ask(
        conn, wish.user_id, order, now=now, timeout_s=timeout_s, not_before=part[1] + wish.hold
    )


def _extended(job: Job, others: Sequence[Job], wish: Wish, longest: timedelta) -> ClipOrder | None:
    """A queued job's order with the wish in it; None when that would be too long, or not in one piece."""
    order = ClipOrder.of(job)
    wanted = min(order.start, wish.start), max(order.end, wish.end)
    taken = [_range(other) for other in others if other.id != job.id]
    for start, end in without(wanted, taken):
        holds = start <= order.start and end >= order.end
        if holds and end - start <= longest and start <= wish.event_ts <= end:
            labels = tuple(dict.fromkeys((*order.labels, wish.event_type)))
            return replace(order, start=start, end=end, labels=labels)
    return None


def _shows(job: Job, wish: Wish) -> bool:
    start, end = _range(job)
    return start <= wish.event_ts <= end


def _range(job: Job) -> tuple[datetime, datetime]:
    order = ClipOrder.of(job)
    return order.start, order.end


def without(
    wanted: tuple[datetime, datetime], taken: Sequence[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """What is left of a time when others are taken out of it: pieces in order, none empty."""
    left = []
    begin = wanted[0]
    for start, end in sorted(taken):
        if start > begin:
            left.append((begin, min(start, wanted[1])))
        begin = max(begin, end)
    left.append((begin, wanted[1]))
    return [(start, end) for start, end in left if end > start]
