"""The cameras application: the supervisor that gives every enabled camera its actor."""

import asyncio
from uuid import UUID

import ray
import structlog
from ray import serve
from ray.actor import ActorHandle
from ray.exceptions import ActorDiedError, RayError
from ray.util import list_named_actors
from redis.exceptions import RedisError

from db.cameras import all_enabled
from db.errors import DatabaseError
from db.pool import Database
from db.zones import zones_by_camera
from deployments.camera import CameraActor, CameraPlan
from deployments.camera_names import NAMESPACE, actor_name, find_actor
from deployments.recording_watch import watch_for_ever
from deployments.sweeper import sweep_for_ever
from pawsight.broker import connect_redis
from pawsight.channels import CAMERAS_CHANGED
from pawsight.logging import configure_logging
from pawsight.objects import ObjectStore
from pawsight.settings import settings

log = structlog.get_logger()

RECONCILE_S = 2.0
FOLLOW_TIMEOUT_S = 10.0


@serve.deployment(num_replicas=1, user_config={}, health_check_period_s=5)
class CameraSupervisor:
    """Makes the actors that run equal to the cameras that are enabled, every 2 s and on each change.

    The actors are detached: they outlive this replica. Ray restarts one that crashes; one that Ray gave
    up on is made anew here.
    """

    async def __init__(self) -> None:  # type: ignore[misc] # Serve awaits it
        configure_logging()
        self._actor_cpus = 0.0
        self._wake = asyncio.Event()
        self._actors: dict[UUID, ActorHandle] = {}
        self._tasks = [
            asyncio.create_task(self._reconcile_for_ever(), name="reconcile"),
            asyncio.create_task(self._listen_for_ever(), name="listen"),
            asyncio.create_task(_sweep_for_ever(), name="sweep"),
            asyncio.create_task(_watch_for_ever(), name="watch recordings"),
        ]

    def reconfigure(self, user_config: dict[str, float]) -> None:
        """Take the logical CPUs that Ray reserves for one camera."""
        self._actor_cpus = user_config.get("actor_cpus", 0.0)

    def check_health(self) -> None:
        """Let Serve replace a supervisor whose loops have died."""
        for task in self._tasks:
            if task.done():
                raise RuntimeError(f"the loop '{task.get_name()}' ended: {task}")

    async def _reconcile_for_ever(self) -> None:
        config = settings()
        assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
        database = await Database.connect(config.database_url, size=1)
        while True:
            self._wake.clear()
            try:
                async with database.connection() as conn:
                    cameras = await all_enabled(conn)
                    zones = await zones_by_camera(conn)
                plans = {one.id: CameraPlan(one, tuple(zones.get(one.id, ()))) for one in cameras}
                await self._reconcile(plans)
            except (DatabaseError, RayError) as error:
                # The cameras that run go on; what to start or stop is known when the answer is back.
                log.warning("cameras not reconciled", error=str(error))
            try:
                async with asyncio.timeout(RECONCILE_S):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _reconcile(self, plans: dict[UUID, CameraPlan]) -> None:
        for camera_id in await asyncio.to_thread(_running) - plans.keys():
            self._actors.pop(camera_id, None)
            await _stop(camera_id)
            log.info("camera stopped", camera=str(camera_id))
        await asyncio.gather(*(self._follow(plan) for plan in plans.values()))

    async def _follow(self, plan: CameraPlan) -> None:
        camera_id = plan.camera.id
        try:
            if camera_id not in self._actors:
                self._actors[camera_id] = await asyncio.to_thread(_start, camera_id, self._actor_cpus)
            await asyncio.wait_for(self._actors[camera_id].follow.remote(plan), FOLLOW_TIMEOUT_S)
        except ActorDiedError as error:
            del self._actors[camera_id]
            self._wake.set()
            log.warning("camera actor died", camera=str(camera_id), error=str(error))
        except (RayError, TimeoutError) as error:
            # It is being started or restarted; the next round asks again.
            log.warning("camera actor not there yet", camera=str(camera_id), error=type(error).__name__)

    async def _listen_for_ever(self) -> None:
        redis = connect_redis(settings())
        while True:
            try:
                async with redis.pubsub() as pubsub:
                    await pubsub.subscribe(CAMERAS_CHANGED)
                    while True:
                        if await pubsub.get_message(ignore_subscribe_messages=True, timeout=1) is not None:
                            self._wake.set()
            except RedisError:
                # Every 2 s we look anyway; a change only takes a moment longer to show.
                await asyncio.sleep(1)


async def _sweep_for_ever() -> None:
    """Delete what no row refers to any more, of cameras that run no longer too: here there is always somebody."""
    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    await sweep_for_ever(await Database.connect(config.database_url, size=1), ObjectStore(config))


async def _watch_for_ever() -> None:
    config = settings()
    assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
    await watch_for_ever(await Database.connect(config.database_url, size=1), connect_redis(config))


def _running() -> set[UUID]:
    prefix = "camera:"
    return {
        UUID(actor["name"].removeprefix(prefix))
        for actor in list_named_actors(all_namespaces=True)
        if actor["namespace"] == NAMESPACE and actor["name"].startswith(prefix)
    }


def _start(camera_id: UUID, cpus: float) -> ActorHandle:
    return CameraActor.options(  # type: ignore[attr-defined]
        name=actor_name(camera_id),
        namespace=NAMESPACE,
        lifetime="detached",
        get_if_exists=True,
        max_restarts=-1,
        num_cpus=cpus,
    ).remote(camera_id)


async def _stop(camera_id: UUID) -> None:
    actor = await asyncio.to_thread(find_actor, camera_id)
    if actor is None:
        return
    try:
        await asyncio.wait_for(actor.close.remote(), 5)
    except (RayError, TimeoutError) as error:
        log.warning("camera did not close by itself", camera=str(camera_id), error=str(error))
    await asyncio.to_thread(ray.kill, actor)


application = CameraSupervisor.bind()  # type: ignore[attr-defined]
