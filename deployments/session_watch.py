"""Finds sessions once they are over, and has the coach sum them up: those that were seen, those that an owner began,
and each day.

All of it is rows: whoever dies in between, the next look finds what is missing.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, NoReturn
from uuid import UUID

import structlog

from coaching import weights
from coaching.coach import Coach
from coaching.schemas import SummaryRequest
from db import daily_metrics, sessions
from db.pool import Database
from db.sessions import Session
from deployments.coach_digest import read_digest, zone_of
from deployments.coach_writer import ServedWriter
from deployments.watching import look_for_ever
from metrics.day import Day, date_at
from metrics.sessions import LONGEST_BREAK, PRESENCE, sessions_of
from pawsight.settings import settings

log = structlog.get_logger()

LOOK_EVERY_S: Final = 30.0
LOOKS_BACK: Final = timedelta(hours=12)
"""A session that is longer is cut into several."""

LATE: Final = timedelta(minutes=10)
"""How much later than it happened an event may be stored and still count for its session."""

SETTLED: Final = timedelta(minutes=1)
"""What ended so long ago has all its events in the database."""

MOST_USERS: Final = 1000
AT_ONCE: Final = 5
DEADLINE_S: Final = 120.0
"""Nobody waits for a summary: the model may take its time."""


class SessionWatch:
    """Looks every half minute. Several may do so at once: a session is kept once, and a summary written once."""

    def __init__(self, database: Database, coach: Coach | None = None) -> None:
        self._database = database
        alone = settings().coach_model == weights.OFF
        self._coach = coach or Coach(None if alone else ServedWriter(), DEADLINE_S)

    async def look(self, now: datetime) -> None:
        """Keep the sessions that are over, and sum up some of those that were not yet. now: UTC.

        Raises:
            DatabaseError: the database is away.
        """
        async with self._database.connection() as conn:
            lately = await sessions.active_users(
                conn, now - LONGEST_BREAK - LATE, now - LONGEST_BREAK, MOST_USERS
            )
            of_a_day = await sessions.active_users(conn, now - timedelta(hours=36), now, MOST_USERS)
        for user_id in lately:
            await self._find(user_id, now)
        for user_id in of_a_day:
            await self._find_day(user_id, now)
        async with self._database.connection() as conn:
            waiting = await sessions.unsummed(conn, now - SETTLED, AT_ONCE)
        for session in waiting:
            await self._sum_up(session)

    async def watch_for_ever(self) -> NoReturn:
        """Look every half minute."""
        pause = partial(asyncio.sleep, LOOK_EVERY_S)
        await pause()
        await look_for_ever(lambda: self.look(datetime.now(UTC)), pause, "sessions to be summed up")

    async def _find(self, user_id: UUID, now: datetime) -> None:
        zone = await zone_of(self._database, user_id)
        begin = now - LOOKS_BACK
        async with self._database.transaction() as conn:
            told = await daily_metrics.events_of(
                conn, user_id, (begin, now), PRESENCE, (begin - LOOKS_BACK, now)
            )
            for start, end in await asyncio.to_thread(sessions_of, told, zone, now):
                # What reaches to where we look from began before it, and was found then.
                if start - begin > LONGEST_BREAK:
                    await sessions.found(conn, user_id, "seen", start, end)

    async def _find_day(self, user_id: UUID, now: datetime) -> None:
        zone = await zone_of(self._database, user_id)
        day = Day.of(date_at(now, zone) - timedelta(days=1), zone)
        async with self._database.transaction() as conn:
            if await daily_metrics.between(conn, user_id, day.day, day.day):
                await sessions.found(conn, user_id, "day", day.start, day.end)

    async def _sum_up(self, session: Session) -> None:
        assert session.ended_at is not None, "it is over"
        zone = await zone_of(self._database, session.user_id)
        digest = await read_digest(
            self._database,
            session.user_id,
            zone,
            session.started_at,
            # What it ended with belongs to it.
            session.ended_at + (timedelta() if session.kind == "day" else timedelta(milliseconds=1)),
            "on this day" if session.kind == "day" else "in this session",
            compared=True,
        )
        asked = SummaryRequest.model_construct(session_start=session.started_at, session_end=session.ended_at)
        summary = await self._coach.summary(asked, digest)
        async with self._database.connection() as conn:
            await sessions.sum_up(conn, session, summary.model_dump(mode="json", by_alias=True))
