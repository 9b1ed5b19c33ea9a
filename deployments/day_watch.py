"""Looks for days that have to be counted again, and gives each user's to a Ray task."""

import asyncio
from functools import partial
from typing import Final, NoReturn
from uuid import UUID

import ray
import structlog
from ray import ObjectRef
from ray.exceptions import RayError

from db import uncounted
from db.pool import Database
from deployments.day_worker import count_days
from deployments.watching import look_for_ever

log = structlog.get_logger()

LOOK_EVERY_S: Final = 3.0
"""Also the least time between two counts of a day in which something happens all the time."""

AT_ONCE: Final = 4
WORKER_CPUS: Final = 0.1
LONGEST_S: Final = 600.0
PAUSE_AFTER_FAILURE_S: Final = 10.0


class DayWatch:
    """One task a user at a time. Marks are rows: whoever dies in between, the next look finds them again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counting: dict[UUID, asyncio.Task[None]] = {}

    async def look(self) -> None:
        """Start a task for each user with days to count, `AT_ONCE` of them at most.

        Raises:
            DatabaseError: the database is away.
        """
        async with self._database.connection() as conn:
            due = await uncounted.users_due(conn, AT_ONCE + len(self._counting))
        for user_id in due:
            if user_id not in self._counting and len(self._counting) < AT_ONCE:
                self._counting[user_id] = asyncio.create_task(self._count(user_id))

    async def watch_for_ever(self) -> NoReturn:
        """Look every few seconds."""
        await look_for_ever(self.look, partial(asyncio.sleep, LOOK_EVERY_S), "days to be counted")

    async def _count(self, user_id: UUID) -> None:
        try:
            await self._see_through(count_days.options(num_cpus=WORKER_CPUS).remote(user_id))
        except (RayError, TimeoutError) as error:
            # Its user's place is kept for a while, so that one who can't be counted does not keep a core busy.
            log.warning("days stay marked", user=str(user_id), error=str(error))
            await asyncio.sleep(PAUSE_AFTER_FAILURE_S)
        except Exception:
            log.exception("days stay marked: a mistake of ours", user=str(user_id))
            await asyncio.sleep(PAUSE_AFTER_FAILURE_S)
        finally:
            del self._counting[user_id]

    async def _see_through(self, task: "ObjectRef[int]") -> None:
        try:
            await asyncio.wait_for(task, LONGEST_S)
        except TimeoutError:
            ray.cancel(task, force=True)
            raise
