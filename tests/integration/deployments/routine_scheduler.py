"""Processes that schedule and run routines until they are killed, on a clock that is much faster than ours.

python routine_scheduler.py DATABASE_URL REDIS_URL BEGIN END RATE LATE_S LEASE_S

BEGIN: what the fast clock shows when the first process starts; END: where it stops; RATE: its seconds in one of ours.
Each line that is written to it starts one more process, whose id it writes back: what takes seconds is loaded
once. They end with it.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
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
    clock: Callable[[], datetime],
    late: timedelta,
    lease_s: float,
    parent: int,
) -> None:
    database, redis = await Database.connect(database_url, size=3), Redis.from_url(redis_url)
    config = Settings(database_url=database_url, redis_url=redis_url)
    services = Services(config, database, ObjectStore(config), redis, plain_summary(database))
    while os.getppid() == parent:
        with contextlib.suppress(DatabaseError):
            await queue_due(database, clock(), late=late)
            async with database.connection() as conn:
                taken = await routine_runs.take(conn, lease_s)
            if taken is not None:
                await RoutineRun(taken, services, lease_s=lease_s).run()
                continue
        await asyncio.sleep(0.01)


def main() -> None:
    database_url, redis_url, begin, end, rate, late_s, lease_s = sys.argv[1:]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    nursery, began = os.getpid(), 0.0

    def clock() -> datetime:
        passed = timedelta(seconds=(time.time() - began) * float(rate))
        return min(datetime.fromisoformat(begin) + passed, datetime.fromisoformat(end))

    print("ready", flush=True)
    for _ in sys.stdin:
        began = began or time.time()
        pid = os.fork()
        if pid == 0:
            # Whoever waits for the nursery waits for all that hold its pipes.
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            late = timedelta(seconds=float(late_s))
            asyncio.run(run_for_ever(database_url, redis_url, clock, late, float(lease_s), nursery))
            return
        print(pid, flush=True)


main()
