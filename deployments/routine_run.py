"""One run of a routine, from its first step that nobody did to its end."""

import asyncio
from typing import Any, Final
from uuid import uuid5

import structlog

from db import routine_runs
from db.errors import ConstraintViolated
from db.routine_runs import RunLost, TakenRun
from deployments import owner_news
from deployments.lease import Lease, LeaseLost
from deployments.routine_steps import Services, StepWork
from routines.steps import Step, parse_steps

log = structlog.get_logger()

LEASE_S: Final = 15.0
RENEW_EVERY_S: Final = 3.0
STEP_TIMEOUT_S: Final = 120.0

ROUTINE_FAILED: Final = "ROUTINE_FAILED"


class RoutineRun:
    """Does the steps of a run that was taken, and renews its lease meanwhile."""

    def __init__(self, taken: TakenRun, services: Services, *, lease_s: float = LEASE_S) -> None:
        self._taken = taken
        self._run = taken.run
        self._with = services
        self._lease = Lease(self._renew, lease_s, renew_every_s=min(RENEW_EVERY_S, lease_s / 4))
        self._lease_s = lease_s
        self._log = log.bind(run=str(taken.run.id), attempt=taken.run.attempt)

    async def run(self) -> None:
        """Do what is left of it; a step that can't be done is noted, and the next is done all the same.

        Raises:
            DatabaseError: the database is away; another attempt may have more luck.
        """
        try:
            await self._lease.see_through(self._work())
        except (LeaseLost, RunLost):
            self._log.info("the lease is lost")

    async def _work(self) -> None:
        outcomes: list[dict[str, Any]] = list(self._run.result or ())
        try:
            steps = parse_steps(self._run.steps)
        except ValueError:
            await self._finish("This version does not understand its steps")
            return
        for index in range(len(outcomes), len(steps)):
            outcome = await self._do(index, steps[index])
            outcomes.append(outcome)
        undone = [one for one in outcomes if one["status"] != "done"]
        why = "; ".join(f"{one['type']}: {one['detail']}" for one in undone)
        await self._finish(why[:1000] or None)

    async def _do(self, index: int, step: Step) -> dict[str, Any]:
        work = StepWork(self._taken, index, self._with)
        try:
            async with asyncio.timeout(STEP_TIMEOUT_S):
                outcome = await work.do(step)
        except TimeoutError:
            outcome = await work.note_alone(step, "failed", "It took too long")
        except ConstraintViolated as error:
            # A camera or a robot that was deleted meanwhile.
            self._log.warning("step refused", step=index, error=str(error))
            outcome = await work.note_alone(step, "failed", "What it needs was deleted meanwhile")
        return outcome.model_dump(mode="json", by_alias=True)

    async def _finish(self, error: str | None) -> None:
        message = None
        async with self._with.database.transaction() as conn:
            await routine_runs.finish(conn, self._run, error)
            if error is not None:
                message = await owner_news.keep(
                    conn,
                    self._taken.user_id,
                    level="warning",
                    code=ROUTINE_FAILED,
                    text=f"Not all of {self._taken.name} could be done. {error}.",
                    notification_id=uuid5(self._run.id, "failed"),
                )
        await owner_news.tell(self._with.redis, self._taken.user_id, message)

    async def _renew(self) -> bool:
        async with self._with.database.connection() as conn:
            return await routine_runs.renew(conn, self._run, self._lease_s)
