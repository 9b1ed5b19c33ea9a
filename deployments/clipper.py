"""The clipper application: the supervisor that gives every clip job a worker, once its recording is there, and every
day that has to be counted again, has sessions summed up and models evaluated. Routines, and what is to be told outside
of the app, are watched over beside it.

Jobs are rows (`db/jobs.py`): a supervisor, a worker or a node may die at any moment, and another finishes what it
had begun.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, Protocol
from uuid import UUID

import structlog
from ray import ObjectRef, serve
from ray.exceptions import RayError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import clip_wishes, jobs
from db.clip_orders import KIND, ClipOrder
from db.jobs import Job
from db.model_evaluations import KIND as EVALUATION
from db.pool import Database
from deployments import footage, job_news
from deployments.camera_names import find_actor
from deployments.clip_job import FOUND, LEASE_S
from deployments.clip_worker import make_clip
from deployments.day_watch import DayWatch
from deployments.evaluation_job import LEASE_S as EVALUATION_LEASE_S
from deployments.evaluation_worker import evaluate_models
from deployments.job_news import CLIP_FAILED, NOT_FOUND
from deployments.job_watch import JobKind, JobWatch
from deployments.notice_watch import NoticeWatch
from deployments.routine_watch import RoutineWatch
from deployments.session_watch import SessionWatch
from deployments.watching import look_for_ever
from pawsight.broker import connect_redis
from pawsight.channels import JOBS_CHANGED
from pawsight.logging import configure_logging
from pawsight.objects import ObjectStore
from pawsight.settings import Settings, settings

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
TIDY_EVERY_S: Final = 3600.0
KEPT_S: Final = 30 * 86_400.0
"""How long what became of an event's wish can be looked up."""

LEAST_WAIT_S, MOST_WAIT_S = 0.5, 5.0
FINISH_TIMEOUT_S: Final = 15.0
EVALUATION_CPUS: Final = 0.5


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
        self._worker_cpus = 0.5
        self._finishing: dict[UUID, asyncio.Task[None]] = {}
        clips = JobKind(KIND, LEASE_S, self._begin, is_ready=self._is_ready, given_up=job_news.keep_failure)
        self._clips = JobWatch(clips, self._database, self._redis, at_once=2)
        # One at a time in the whole system: live cameras must not suffer from it.
        evaluations = JobWatch(
            JobKind(EVALUATION, EVALUATION_LEASE_S, _begin_evaluation), self._database, self._redis
        )
        routines = RoutineWatch(config, self._database, ObjectStore(config), self._redis)
        self._tasks = [
            asyncio.create_task(self._clips.watch_for_ever(), name="make clips"),
            asyncio.create_task(
                look_for_ever(self._grant_wishes, partial(asyncio.sleep, LOOK_EVERY_S), "wishes for clips"),
                name="grant wishes",
            ),
            asyncio.create_task(
                look_for_ever(self._tidy, partial(asyncio.sleep, TIDY_EVERY_S), "old wishes for clips"),
                name="tidy",
            ),
            asyncio.create_task(self._listen_for_ever(), name="listen"),
            asyncio.create_task(DayWatch(self._database).watch_for_ever(), name="count days"),
            asyncio.create_task(routines.watch_for_ever(), name="run routines"),
            asyncio.create_task(
                NoticeWatch(config, self._database).watch_for_ever(), name="deliver notifications"
            ),
            asyncio.create_task(SessionWatch(self._database).watch_for_ever(), name="sum up sessions"),
            asyncio.create_task(evaluations.watch_for_ever(), name="evaluate models"),
            *(
                asyncio.create_task(
                    make(config, self._database, self._redis).watch_for_ever(), name=f"watch {number}"
                )
                for number, make in enumerate(others)
            ),
        ]

    def reconfigure(self, user_config: dict[str, float]) -> None:
        """Take how many clips are made at once, and the logical CPUs that Ray reserves for each."""
        self._clips.at_once = int(user_config.get("parallel", 2))
        self._worker_cpus = user_config.get("worker_cpus", 0.5)

    def check_health(self) -> None:
        """Let Serve replace a supervisor whose loops have died."""
        for task in self._tasks:
            if task.done():
                raise RuntimeError(f"the loop '{task.get_name()}' ended: {task}")

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

    def _begin(self, job: Job) -> "ObjectRef[None]":
        task: ObjectRef[None] = make_clip.options(num_cpus=self._worker_cpus).remote(job)
        return task

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
                self._clips.wake()
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
            await clip_wishes.forget(conn, KEPT_S)

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(JOBS_CHANGED)
                    while True:
                        if await pubsub.get_message(ignore_subscribe_messages=True, timeout=1) is not None:
                            self._clips.wake()
            except RedisError:
                # We look each second anyway.
                await asyncio.sleep(1)


def _begin_evaluation(job: Job) -> "ObjectRef[None]":
    task: ObjectRef[None] = evaluate_models.options(num_cpus=EVALUATION_CPUS).remote(job)
    return task
