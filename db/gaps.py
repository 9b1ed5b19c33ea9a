"""What is missing of a camera's recording, and why: with its segments it accounts for every moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from db.pool import Connection
from db.times import aware, aware_or_none
from pawsight.recordings import GapReason

COLUMNS = "camera_id, start_ts, end_ts, reason, detail"

KEEP = """
    INSERT INTO gaps (user_id, camera_id, start_ts, end_ts, reason, detail) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (camera_id, start_ts)
    DO UPDATE SET end_ts = EXCLUDED.end_ts, reason = EXCLUDED.reason, detail = EXCLUDED.detail
"""

DELETE = "DELETE FROM gaps WHERE camera_id = $1 AND start_ts = $2"
LASTING = f"SELECT {COLUMNS} FROM gaps WHERE camera_id = $1 AND end_ts IS NULL"  # noqa: S608

BETWEEN = f"""
    SELECT {COLUMNS} FROM gaps
     WHERE user_id = $1 AND camera_id = $2 AND start_ts < $4 AND COALESCE(end_ts, 'infinity') > $3
     ORDER BY start_ts LIMIT $5
"""  # noqa: S608

BEGINS = """
    SELECT LEAST((SELECT min(start_ts) FROM segments WHERE camera_id = $1),
                 (SELECT min(start_ts) FROM gaps WHERE camera_id = $1))
"""

# Sorted by their beginning, whatever begins later than all before it have ended leaves a hole.
UNACCOUNTED = """
    WITH known AS (
        SELECT start_ts, end_ts FROM segments WHERE camera_id = $1 AND start_ts < $2
        UNION ALL
        SELECT start_ts, COALESCE(end_ts, 'infinity') FROM gaps WHERE camera_id = $1 AND start_ts < $2),
    followed AS (
        SELECT max(end_ts) OVER (ORDER BY start_ts, end_ts) AS until,
               lead(start_ts) OVER (ORDER BY start_ts, end_ts) AS next
          FROM known)
    SELECT until, LEAST(COALESCE(next, $2), $2) AS next FROM followed
     WHERE until < COALESCE(next, $2) AND until < $2 ORDER BY until
"""

# A gap that lasts is left to the ledger that it belongs to.
TAKE_OVERLAPPED = f"""
    DELETE FROM gaps WHERE camera_id = $1 AND start_ts < $3 AND end_ts > $2 RETURNING {COLUMNS}
"""  # noqa: S608

FORGET_BEFORE = "DELETE FROM gaps WHERE camera_id = $1 AND end_ts <= $2"


@dataclass(frozen=True, slots=True)
class Gap:
    """A time that a camera was not recorded. end_ts: None while it lasts. detail: for people."""

    camera_id: UUID
    start_ts: datetime
    end_ts: datetime | None
    reason: GapReason
    detail: str | None

    def __post_init__(self) -> None:
        aware(self.start_ts)
        aware_or_none(self.end_ts)


async def keep(conn: Connection, user_id: UUID, gap: Gap) -> None:
    """Store a gap of a user's camera, or what became of it; one that ended as it began was none.

    Raises:
        ConstraintViolated: she has no such camera (any more), or another gap of it lasts still.
    """
    if gap.end_ts == gap.start_ts:
        await conn.execute(DELETE, gap.camera_id, gap.start_ts)
        return
    await conn.execute(KEEP, user_id, gap.camera_id, gap.start_ts, gap.end_ts, gap.reason, gap.detail)


async def lasting(conn: Connection, camera_id: UUID) -> Gap | None:
    """The gap that a camera is in."""
    row = await conn.fetchrow(LASTING, camera_id)
    return Gap(**row) if row else None


async def between(
    conn: Connection, user_id: UUID, camera_id: UUID, start: datetime, end: datetime, *, limit: int
) -> list[Gap]:
    """The gaps of a user's camera in the time from start to end, oldest first.

    Raises:
        ValueError: a time is naive.
    """
    rows = await conn.fetch(BETWEEN, user_id, camera_id, aware(start), aware(end), limit)
    return [Gap(**row) for row in rows]


async def begins(conn: Connection, camera_id: UUID) -> datetime | None:
    """Since when a camera's moments are accounted for; None while none is."""
    moment: datetime | None = await conn.fetchval(BEGINS, camera_id)
    return moment


async def unaccounted(conn: Connection, camera_id: UUID, until: datetime) -> list[tuple[datetime, datetime]]:
    """The times before `until` that are in no segment and in no gap, oldest first; from the first of either on."""
    return [(row["until"], row["next"]) for row in await conn.fetch(UNACCOUNTED, camera_id, aware(until))]


async def yield_to(conn: Connection, user_id: UUID, camera_id: UUID, start: datetime, end: datetime) -> None:
    """Take a time out of the gaps that have ended: a segment of it turned up. Call it in a transaction."""
    for row in await conn.fetch(TAKE_OVERLAPPED, camera_id, aware(start), aware(end)):
        gap = Gap(**row)
        if gap.start_ts < start:
            await keep(conn, user_id, replace(gap, end_ts=start))
        if gap.end_ts is not None and gap.end_ts > end:
            await keep(conn, user_id, replace(gap, start_ts=end))


async def forget_before(conn: Connection, camera_id: UUID, moment: datetime) -> None:
    """Delete the gaps that ended before a moment: the recordings around them are gone too."""
    await conn.execute(FORGET_BEFORE, camera_id, aware(moment))
