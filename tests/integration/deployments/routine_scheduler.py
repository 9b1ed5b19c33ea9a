"""A process that schedules and runs routines until it is killed, on a clock that is much faster than ours.

python routine_scheduler.py DATABASE_URL REDIS_URL BEGIN RATE BEGAN LATE_S LEASE_S

BEGIN: what the fast clock showed at BEGAN (seconds of this machine's clock since the epoch); RATE: its seconds in one of ours.
"""

import asyncio
import contextlib
import sys
import time
from datetime import datetime, timedelta

from redis.asyncio import Redis

from db import routine_runs
from db.errors import DatabaseError
from db.pool import Database
from deployments.routine_clock import queue_due
from deployments.routine_run import RoutineRun
from deployments.routine_steps import Services
from deployments.routine_summary import plain_summary
from pawsight.objects import ObjectStore
from pawsight.settings import Settings


async def run_for_ever(
    database_url: str,
    redis_url: str,
    begin: datetime,
    rate: float,
    began: float,
    late_s: float,
    lease_s: float,
) -> None:
    database, redis = await Database.connect(database_url, size=3), Redis.from_url(redis_url)
    config = Settings(database_url=database_url, redis_url=redis_url)
    services = Services(config, database, ObjectStore(config), redis, plain_summary(database))
    while True:
        with contextlib.suppress(DatabaseError):
            now = begin + timedelta(seconds=(time.time() - began) * rate)
            await queue_due(database, now, late=timedelta(seconds=late_s))
            async with database.connection() as conn:
                taken = await routine_runs.take(conn, lease_s)
            if taken is not None:
                await RoutineRun(taken, services, lease_s=lease_s).run()
                print(taken.run.id, flush=True)
                continue
        await asyncio.sleep(0.01)


asyncio.run(
    run_for_ever(
        *(
            sys.argv[1],
            sys.argv[2],
            datetime.fromisoformat(sys.argv[3]),
            float(sys.argv[4]),
            float(sys.argv[5]),
        ),
        *(float(sys.argv[6]), float(sys.argv[7])),
    )
)
