"""Pictures from camera actors to the viewers of this replica: one request at a time a camera, shared by all."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import structlog
from ray.actor import ActorHandle
from ray.exceptions import RayError

from deployments.camera_names import find_actor
from pawsight.ids import new_id
from video.feed import Picture

log = structlog.get_logger()

IDLE_S = 3.0


class _Relay:
    """Pulls one camera's newest pictures while somebody looks."""

    def __init__(self, camera_id: UUID, replica: str) -> None:
        self._camera_id = camera_id
        self._replica = replica
        self.watching = 0
        self.newest: Picture | None = None
        self._changed = asyncio.Event()
        self.task = asyncio.create_task(self._pull())

    async def after(self, seq: int) -> Picture:
        """The newest picture after `seq`: a slow viewer skips, it never queues."""
        while self.newest is None or self.newest.seq <= seq:
            await self._changed.wait()
        return self.newest

    async def _pull(self) -> None:
        actor: ActorHandle | None = None
        idle_since: float | None = None
        loop = asyncio.get_running_loop()
        while True:
            if self.watching:
                idle_since = None
            elif idle_since is None:
                idle_since = loop.time()
            elif loop.time() - idle_since > IDLE_S:
                return
            seq = self.newest.seq if self.newest else -1
            try:
                actor = actor or await asyncio.to_thread(find_actor, self._camera_id)
                if actor is None:
                    await asyncio.sleep(0.5)
                    continue
                picture = await actor.next_picture.remote(seq, self._replica, self.watching)
            except RayError as error:
                log.warning("camera does not answer", camera=str(self._camera_id), error=type(error).__name__)
                actor = None
                await asyncio.sleep(0.5)
                continue
            if picture is not None:
                self.newest = picture
                self._changed.set()
                self._changed = asyncio.Event()


class PictureHub:
    """The relays of one replica."""

    def __init__(self) -> None:
        self._replica = str(new_id())
        self._relays: dict[UUID, _Relay] = {}

    @property
    def viewers(self) -> int:
        """Streams that are open on this replica."""
        return sum(relay.watching for relay in self._relays.values())

    async def pictures(self, camera_id: UUID) -> AsyncIterator[Picture]:
        """Each newest picture of a camera, for ever; waits while the camera is away."""
        relay = self._relay(camera_id)
        relay.watching += 1
        seq = -1
        try:
            while True:
                picture = await relay.after(seq)
                seq = picture.seq
                yield picture
        finally:
            relay.watching -= 1

    async def newest(self, camera_id: UUID, wait_s: float) -> Picture | None:
        """One picture, or None when the camera sends none in time."""
        relay = self._relay(camera_id)
        relay.watching += 1
        try:
            return await asyncio.wait_for(relay.after(-1), wait_s)
        except TimeoutError:
            return None
        finally:
            relay.watching -= 1

    async def close(self) -> None:
        """Let every camera go."""
        for relay in self._relays.values():
            relay.task.cancel()
        await asyncio.gather(*(relay.task for relay in self._relays.values()), return_exceptions=True)

    def _relay(self, camera_id: UUID) -> _Relay:
        relay = self._relays.get(camera_id)
        if relay is None or relay.task.done():
            relay = self._relays[camera_id] = _Relay(camera_id, self._replica)
        return relay
