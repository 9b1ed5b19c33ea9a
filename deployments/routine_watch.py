"""Runs routines when their moment comes, and ends what nobody will: runs and robots' commands.

Steps are short, or jobs of others (a clip is cut by its own worker), so runs take place in this very process, a few at
a time. Any number of these may watch: the rows are the truth (decision 23).
"""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Final, NoReturn
from uuid import uuid5

import structlog
from redis.asyncio import Redis

from db import commands, routine_runs
from db.errors import DatabaseError
from db.pool import Database
from deployments import owner_news
from deployments.routine_clock import queue_due
from deployments.routine_run import LEASE_S, ROUTINE_FAILED, RoutineRun
from deployments.routine_steps import Services
from deployments.routine_summary import Summarise, plain_summary
from deployments.watching import look_for_ever
from pawsight.objects import ObjectStore
from pawsight.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
AT_ONCE: Final = 4
TIDY_EVERY_S: Final = 3600.0
KEPT_S: Final = 90 * 86_400.0
"""How long the history of a routine, and a robot's command, can be looked up."""


class RoutineWatch:
    """One watcher of everybody's routines."""

    def __init__(
        self,
        config: Settings,
        database: Database,
        objects: ObjectStore,
        redis: Redis,
        *,
        summarise: Summarise | None = None,
    ) -> None:
        """summarise: what a `summary` step says; the figures alone, when it is left out."""
        self._database = database
        self._redis = redis
        self._services = Services(config, database, objects, redis, summarise or plain_summary(database))
        self._running: set[asyncio.Task[None]] = set()
        self._tidy_at = 0.0

    async def watch_for_ever(self) -> NoReturn:
        """Look each second."""
        await look_for_ever(
            lambda: self.look(datetime.now(UTC)), partial(asyncio.sleep, LOOK_EVERY_S), "routines"
        )

    async def look(self, now: datetime) -> None:
        """Queue what has come, end what is over, and begin runs, `AT_ONCE` at most.

        Raises:
            DatabaseError: the database is away.
        """
        for routine, message in await queue_due(self._database, now):
            await owner_news.tell(self._redis, routine.user_id, message)
        await self._end_overdue()
        await self._tidy()
        while len(self._running) < AT_ONCE:
            async with self._database.connection() as conn:
                taken = await routine_runs.take(conn, LEASE_S)
            if taken is None:
                return
            task = asyncio.create_task(self._see_through(RoutineRun(taken, self._services)))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Wait until nothing runs here."""
        while self._running:
            await asyncio.wait(self._running)

    async def _see_through(self, run: RoutineRun) -> None:
        try:
            await run.run()
        except DatabaseError as error:
            log.warning("a run goes on when its lease runs out", error=repr(error))
        except Exception:
            log.exception("a run goes on when its lease runs out: a mistake of ours")

    async def _end_overdue(self) -> None:
        async with self._database.transaction() as conn:
            late = await commands.end_overdue(conn)
            told = [(one.user_id, await owner_news.keep_command_failure(conn, one)) for one in late]
            for dead in await routine_runs.give_up(conn):
                message = await owner_news.keep(
                    conn,
                    dead.user_id,
                    level="error",
                    code=ROUTINE_FAILED,
                    text=f"{dead.name} was given up. {dead.run.error}.",
                    notification_id=uuid5(dead.run.id, "failed"),
                )
                told.append((dead.user_id, message))
        for user_id, message in told:
            await owner_news.tell(self._redis, user_id, message)

    async def _tidy(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._tidy_at:
            return
        async with self._database.connection() as conn:
            await routine_runs.forget(conn, KEPT_S)
            await commands.forget(conn, KEPT_S)
        self._tidy_at = now + TIDY_EVERY_S
