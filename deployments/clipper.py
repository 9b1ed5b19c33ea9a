"""The clipper application: the supervisor that gives every clip job a worker, once its recording is there, and every
day that has to be counted again, has sessions summed up and models evaluated. Routines, and what is to be told outside
of the app, are watched over beside it.

Jobs are rows (`db/jobs.py`): a supervisor, a worker or a node may die at any moment, and another finishes what it
had begun.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, Protocol
from uuid import UUID

import ray
import structlog
from ray import ObjectRef, serve
from ray.exceptions import RayError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import clip_wishes, jobs
from db.clip_orders import KIND, ClipOrder
from db.errors import DatabaseError
from db.jobs import Job
from db.pool import Database
from deployments import footage, job_news
from deployments.camera_names import find_actor
from deployments.clip_job import FOUND, LEASE_S
from deployments.clip_worker import make_clip
from deployments.day_watch import DayWatch
from deployments.evaluation_watch import EvaluationWatch
from deployments.job_news import CLIP_FAILED, NOT_FOUND
from deployments.notice_watch import NoticeWatch
from deployments.routine_watch import RoutineWatch
from deployments.session_watch import SessionWatch
from pawsight.broker import connect_redis
from pawsight.channels import JOBS_CHANGED
from pawsight.logging import configure_logging
from pawsight.objects import ObjectStore
from pawsight.settings import Settings, settings

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
TIDY_EVERY_S: Final = 3600.0
KEPT_S: Final = 30 * 86_400.0
"""How long a job that is done, and what became of an event's wish, can be looked up."""

AT_ONCE: Final = 100
LEAST_WAIT_S, MOST_WAIT_S = 0.5, 5.0
FINISH_TIMEOUT_S: Final = 15.0
GRACE_S: Final = 30.0
PAUSE_AFTER_MISTAKE_S: Final = 5.0


class Watch(Protocol):
    """Work of another room that is watched over here, and ends with this process."""

    async def watch_for_ever(self) -> None:
        """Look for work again and again; whatever goes wrong, go on."""
        ...


WatchMaker = Callable[[Settings, Database, Redis], Watch]


@serve.deployment(num_replicas=1, user_config={}, health_check_period_s=5)
class ClipSupervisor:
    """Looks for open jobs each second and whenever it is woken, and runs those whose recording is there.

    A job that waits for its recording costs no worker: it stays queued, and its progress grows.
    """

    async def __init__(self, others: Sequence[WatchMaker] = ()) -> None:  # type: ignore[misc] # Serve awaits it
        """others: what else to watch over, of rooms above this one."""
        configure_logging()
        config = settings()
        assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
        self._config = config
        self._database = await Database.connect(config.database_url, size=6)
        self._redis = connect_redis(config)
        self._parallel = 2
        self._worker_cpus = 0.5
        self._wake = asyncio.Event()
        self._running: dict[UUID, asyncio.Task[None]] = {}
        self._finishing: dict[UUID, asyncio.Task[None]] = {}
        routines = RoutineWatch(config, self._database, ObjectStore(config), self._redis)
        self._tasks = [
            asyncio.create_task(self._for_ever(self._supervise, self._woken), name="supervise"),
            asyncio.create_task(
                self._for_ever(self._grant_wishes, partial(asyncio.sleep, LOOK_EVERY_S)), name="grant wishes"
            ),
            asyncio.create_task(
                self._for_ever(self._tidy, partial(asyncio.sleep, TIDY_EVERY_S)), name="tidy"
            ),
            asyncio.create_task(self._listen_for_ever(), name="listen"),
            asyncio.create_task(DayWatch(self._database).watch_for_ever(), name="count days"),
            asyncio.create_task(routines.watch_for_ever(), name="run routines"),
            asyncio.create_task(
                NoticeWatch(config, self._database).watch_for_ever(), name="deliver notifications"
            ),
            asyncio.create_task(SessionWatch(self._database).watch_for_ever(), name="sum up sessions"),
            asyncio.create_task(
                EvaluationWatch(self._database, self._redis).watch_for_ever(), name="evaluate models"
            ),
            *(
                asyncio.create_task(
                    make(config, self._database, self._redis).watch_for_ever(), name=f"watch {number}"
                )
                for number, make in enumerate(others)
            ),
        ]

    def reconfigure(self, user_config: dict[str, float]) -> None:
        """Take how many clips are made at once, and the logical CPUs that Ray reserves for each."""
        self._parallel = int(user_config.get("parallel", 2))
        self._worker_cpus = user_config.get("worker_cpus", 0.5)

    def check_health(self) -> None:
        """Let Serve replace a supervisor whose loops have died."""
        for task in self._tasks:
            if task.done():
                raise RuntimeError(f"the loop '{task.get_name()}' ended: {task}")

    async def _supervise(self) -> None:
        await self._end_overdue()
        async with self._database.connection() as conn:
            due = await jobs.due(conn, KIND, AT_ONCE)
        for job in due:
            if len(self._running) >= self._parallel:
                return
            if job.id not in self._running and await self._is_ready(job):
                await self._start(job)

    async def _end_overdue(self) -> None:
        async with self._database.transaction() as conn:
            ended = await jobs.end_overdue(conn, KIND)
            told = [(job, await job_news.keep_failure(conn, job)) for job in ended]
        for job, message in told:
            log.error("clip given up", job=str(job.id), code=job.error_code, error=job.error)
            # Its worker learns from its lease that the job is over.
            await job_news.tell_failure(self._redis, job, message)

    async def _is_ready(self, job: Job) -> bool:
        """Whether a job's recording is there; else it waits, or fails when there never will be one."""
        try:
            order = ClipOrder.of(job)
        except (KeyError, ValueError) as error:
            await self._fail(job, f"This version does not understand it: {error}")
            return False
        if order.camera_id is None:
            return True
        now = datetime.now(UTC)
        async with self._database.connection() as conn:
            found = await footage.look(conn, job.user_id, order.camera_id, order.start, order.end, now)
        if not found.is_known:
            await self._wait(job, order, found, now)
            return False
        if not found.segments:
            await self._fail(job, NOT_FOUND)
            return False
        return True

    async def _wait(self, job: Job, order: ClipOrder, found: footage.Footage, now: datetime) -> None:
        if order.camera_id is not None and order.end <= now:
            self._finish_segment(order.camera_id, order.end)
        wait_s = min(max((order.end - now).total_seconds(), LEAST_WAIT_S), MOST_WAIT_S)
        async with self._database.connection() as conn:
            waiting = await jobs.postpone(conn, job.id, job.attempt, wait_s, FOUND * found.known)
        if waiting is not None and waiting.progress != job.progress:
            await job_news.tell(self._redis, waiting)

    async def _start(self, job: Job) -> None:
        async with self._database.connection() as conn:
            claimed = await jobs.claim(conn, job.id, LEASE_S)
        if claimed is None:
            return
        await job_news.tell(self._redis, claimed)
        task = make_clip.options(num_cpus=self._worker_cpus).remote(claimed)
        self._running[job.id] = asyncio.create_task(self._watch(claimed, task))

    async def _watch(self, job: Job, task: "ObjectRef[None]") -> None:
        """See a worker through: one that died gives its job back at once, not when its lease runs out."""
        assert job.deadline is not None, "a clip is not waited for without end"
        left_s = (job.deadline - datetime.now(UTC)).total_seconds()
        try:
            await asyncio.wait_for(task, left_s + GRACE_S)
        except TimeoutError:
            # The job is over, and the worker would have stopped if it could.
            log.error("clip worker killed: it hangs", job=str(job.id), attempt=job.attempt)
            ray.cancel(task, force=True)
        except RayError as error:
            log.error("clip worker died", job=str(job.id), attempt=job.attempt, error=str(error))
            await self._give_back(job)
        finally:
            del self._running[job.id]
            self._wake.set()

    async def _give_back(self, job: Job) -> None:
        try:
            async with self._database.connection() as conn:
                await jobs.release(conn, job.id, job.attempt)
        except DatabaseError as error:
            log.warning("its lease runs out instead", job=str(job.id), error=str(error))

    async def _fail(self, job: Job, why: str) -> None:
        async with self._database.transaction() as conn:
            failed = await jobs.fail(conn, job.id, job.attempt, CLIP_FAILED, why)
            message = None if failed is None else await job_news.keep_failure(conn, failed)
        if failed is not None:
            log.warning("no clip", job=str(job.id), why=why)
            await job_news.tell_failure(self._redis, failed, message)

    def _finish_segment(self, camera_id: UUID, at: datetime) -> None:
        """Ask a camera to close the segment that a clip waits for; it closes by itself a few seconds later anyway."""
        if camera_id not in self._finishing:
            self._finishing[camera_id] = asyncio.create_task(self._ask_camera(camera_id, at))

    async def _ask_camera(self, camera_id: UUID, at: datetime) -> None:
        try:
            actor = await asyncio.to_thread(find_actor, camera_id)
            if actor is not None and await asyncio.wait_for(
                actor.finish_recording.remote(at), FINISH_TIMEOUT_S
            ):
                self._wake.set()
        except (RayError, TimeoutError) as error:
            log.info("the camera closes its segment later", camera=str(camera_id), error=str(error))
        finally:
            del self._finishing[camera_id]

    async def _grant_wishes(self) -> None:
        """Make jobs of the events that keep a clip by themselves."""
        async with self._database.transaction() as conn:
            decided = await clip_wishes.decide(
                conn,
                now=datetime.now(UTC),
                longest=timedelta(seconds=self._config.clip_max_s),
                timeout_s=self._config.clip_timeout_s,
            )
        for job in {one.job.id: one.job for one in decided if one.job is not None}.values():
            await job_news.tell(self._redis, job)

    async def _tidy(self) -> None:
        async with self._database.connection() as conn:
            await jobs.forget(conn, KIND, KEPT_S)
            await clip_wishes.forget(conn, KEPT_S)

    async def _for_ever(
        self, once: Callable[[], Awaitable[None]], pause: Callable[[], Awaitable[None]]
    ) -> None:
        away = False
        while True:
            try:
                await once()
                away = False
            except (DatabaseError, RayError) as error:
                # Nothing is lost: the rows are looked at again.
                if not away:
                    log.warning("clips wait", loop=once.__name__, error=repr(error))
                away = True
            except Exception:
                log.exception("clips wait: a mistake of ours", loop=once.__name__)
                await asyncio.sleep(PAUSE_AFTER_MISTAKE_S)
            await pause()

    async def _woken(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._wake.wait()
        self._wake.clear()

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(JOBS_CHANGED)
                    while True:
                        if await pubsub.get_message(ignore_subscribe_messages=True, timeout=1) is not None:
                            self._wake.set()
            except RedisError:
                # We look each second anyway.
                await asyncio.sleep(1)
