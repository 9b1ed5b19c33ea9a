"""A camera's frames through the pipeline, the tracker and the event rules, to the browser and the event store."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from ray import serve
from ray.exceptions import RayError
from ray.serve.exceptions import RayServeException
from ray.serve.handle import DeploymentHandle
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db.cameras import Camera
from db.event_store import EventStore
from db.zones import Zone
from deployments.vision import ProcessResult
from pawsight.channels import camera_state_key, user_channel
from pawsight.ids import new_id
from pawsight.messages import Box, Detected, Event, FrameMessage
from pawsight.settings import Settings
from video.feed import Picture
from vision import events
from vision.detection import Detection
from vision.tracking import Tracker

log = structlog.get_logger()

STATE_EXPIRES_S = 60
"""A state older than this says nothing about who is in the picture now."""


class LiveAnalysis:
    """One frame in flight, newest wins: a late frame is skipped and counted, never queued.

    next_picture: `Feed.picture`.
    """

    def __init__(
        self,
        camera: Camera,
        zones: tuple[Zone, ...],
        next_picture: Callable[[int], Awaitable[Picture]],
        store: EventStore,
        redis: Redis,
        config: Settings,
    ) -> None:
        self.zones = zones
        self.skipped = 0
        self.degraded: str | None = None
        self._camera = camera
        self._next_picture = next_picture
        self._store = store
        self._redis = redis
        self._deadline_s = config.frame_deadline_ms / 1000
        self._fps = config.camera_fps
        self._tracker = Tracker(self._fps)
        self._state = events.State()
        self._state_saved = 0.0
        self._done: deque[float] = deque(maxlen=60)
        self._log = log.bind(camera=str(camera.id))
        self._task: asyncio.Task[None] | None = None

    @property
    def fps(self) -> float:
        """Frames analysed a second, over the last 2 s."""
        now = time.monotonic()
        return sum(1 for moment in self._done if now - moment <= 2) / 2

    def start(self) -> None:
        """Begin to watch; returns at once."""
        self._task = asyncio.create_task(self._watch_for_ever())

    async def stop(self) -> None:
        """Stop watching; the frame in flight is dropped."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch_for_ever(self) -> None:
        await self._restore_state()
        seq = -1
        while True:
            picture = await self._next_picture(seq)
            if seq >= 0:
                self.skipped += picture.seq - seq - 1
            seq = picture.seq
            try:
                await self._watch(picture)
            except Exception:  # noqa: BLE001 - logged with its traceback
                # One frame must never end a camera; the traceback tells which.
                self._log.exception("frame not analysed", seq=seq)
                await asyncio.sleep(0.5)

    async def _watch(self, picture: Picture) -> None:
        result = await self._process(picture)
        self.degraded = result.degraded
        if result.degraded is not None:
            # What nobody looked at is not an empty scene: the state machine must not see it.
            await self._publish_frame(picture, [], [])
            return
        tracked = self._tracker.update(result.detections, picture.captured_at)
        self._done.append(time.monotonic())
        await self._publish_frame(picture, tracked, result.objects)
        observation = events.Observation(picture.captured_at, tuple(tracked))
        zones = tuple(events.Zone(zone.id, zone.name, zone.polygon) for zone in self.zones)
        self._state, sighted = events.advance(self._state, observation, events.Rules(), zones)
        for one in sighted:
            await self._store.record(self._camera.user_id, self._event(one))
        if sighted or time.monotonic() - self._state_saved >= 1:
            await self._save_state()

    async def _process(self, picture: Picture) -> ProcessResult:
        """Ask the pipeline; a frame that takes too long is skipped."""
        try:
            pipeline: DeploymentHandle = serve.get_app_handle("vision")
            answer = pipeline.process.remote(picture.jpeg, ["detector"], self._deadline_s)
            result: ProcessResult = await asyncio.wait_for(answer, self._deadline_s)
            return result
        except TimeoutError:
            self._log.warning("frame skipped: it took too long", seq=picture.seq, deadline_s=self._deadline_s)
            return ProcessResult(degraded="the models are too slow")
        except (RayError, RayServeException) as error:
            if self.degraded is None:
                self._log.error("the vision service is away", error=str(error))
            await asyncio.sleep(0.5)
            return ProcessResult(degraded="the models are away")

    async def _publish_frame(
        self, picture: Picture, detections: list[Detection], objects: list[Detection]
    ) -> None:
        latency_ms = (datetime.now(UTC) - picture.captured_at).total_seconds() * 1000
        message = FrameMessage(
            camera_id=self._camera.id,
            seq=picture.seq,
            capture_ts=picture.captured_at,
            detections=[as_detected(one) for one in detections],
            objects=[as_detected(one) for one in objects],
            latency_ms=max(latency_ms, 0.0),
        )
        try:
            await self._redis.publish(
                user_channel(self._camera.user_id), message.model_dump_json(by_alias=True)
            )
        except RedisError as error:
            # Boxes of a moment ago help nobody: they are not kept. Events are.
            self._log.debug("frame not published", error=str(error))

    def _event(self, sighted: events.SightedEvent) -> Event:
        return Event(
            id=new_id(),
            ts=sighted.at,
            type=sighted.type,
            data={
                "cameraId": str(self._camera.id),
                "trackId": sighted.track_id,
                "confidence": round(sighted.confidence, 3),
                **sighted.data,
            },
        )

    async def _restore_state(self) -> None:
        try:
            saved = await self._redis.get(camera_state_key(self._camera.id))
            if saved is not None:
                self._state = events.state_from_json(saved)
                self._tracker = Tracker(self._fps, first_id=self._state.last_track_id + 1)
        except (RedisError, ValueError) as error:
            self._log.warning("state not restored", error=str(error))

    async def _save_state(self) -> None:
        self._state_saved = time.monotonic()
        try:
            await self._redis.set(
                camera_state_key(self._camera.id), events.state_to_json(self._state), ex=STATE_EXPIRES_S
            )
        except RedisError as error:
            self._log.debug("state not saved", error=str(error))


def as_detected(one: Detection) -> Detected:
    """A detection as the wire writes it."""
    x, y, w, h = one.box
    return Detected.model_validate(
        {
            "class": one.class_name,
            "confidence": round(one.confidence, 3),
            "box": Box(x=round(x, 4), y=round(y, 4), w=round(w, 4), h=round(h, 4)),
            "track_id": one.track_id,
        }
    )
