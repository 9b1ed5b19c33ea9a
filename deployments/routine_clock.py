"""The clock of all routines: what has come is queued, once, and the next moment is noted in the same transaction."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from db import routine_runs, routines
from db.pool import Connection, Database
from db.routines import Routine
from deployments import owner_news
from metrics.day import UnknownTimeZone, time_zone
from pawsight.messages import NotificationMessage
from routines.errors import CronInvalid
from routines.missed import LATE, due
from routines.schedule import Schedule

log = structlog.get_logger()

AT_ONCE: Final = 50


async def queue_due(
    database: Database, now: datetime, *, late: timedelta = LATE
) -> list[tuple[Routine, NotificationMessage | None]]:
    """Queue the runs of routines whose moment has come, 50 at most; those, and what their owners are to be told.

    Any number of processes may do so at once: a routine is locked by one, and a moment is queued once. late: a moment
    that is older than this is missed.

    Raises:
        DatabaseError: the database is away; nothing of it was done.
    """
    async with database.transaction() as conn:
        locked = await routines.lock_due(conn, now, AT_ONCE)
        return [(routine, await _queue(conn, routine, zone, now, late)) for routine, zone in locked]


async def _queue(
    conn: Connection, routine: Routine, zone: str, now: datetime, late: timedelta
) -> NotificationMessage | None:
    try:
        schedule = Schedule(routine.cron, time_zone(zone))
        found = due(schedule, routine.next_run_at, now=now, missed=routine.missed, late=late)
    except (CronInvalid, UnknownTimeZone) as error:
        return await _switch_off(conn, routine, str(error))
    if found.skipped is not None:
        await routine_runs.insert(conn, routine.id, found.skipped, routine.steps, missed=True)
    for moment in found.run:
        await routine_runs.insert(conn, routine.id, moment, routine.steps)
    if found.next_run is None:
        return await _switch_off(conn, routine, "no such moment comes any more")
    await routines.set_next(conn, routine.id, found.next_run)
    return None


async def _switch_off(conn: Connection, routine: Routine, why: str) -> NotificationMessage | None:
    log.error("routine switched off", routine=str(routine.id), why=why)
    await routines.switch_off(conn, routine.id)
    return await owner_news.keep(
        conn,
        routine.user_id,
        level="error",
        code="ROUTINE_OFF",
        text=f"The routine {routine.name} was switched off: {why}.",
    )
