"""A camera's frames through the pipeline and its watcher, to the browser and the event store."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import structlog
from ray.exceptions import RayError
from ray.serve.exceptions import RayServeException
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db.cameras import Camera
from db.event_store import EventStore
from db.zones import Zone
from deployments.analysis_pace import AnalysisPace
from deployments.applications import application
from deployments.observation_log import ObservationLog
from deployments.vision import MODELS, ProcessResult
from deployments.wire import as_action, as_detected, as_keypoint
from pawsight.channels import camera_state_key, user_channel
from pawsight.messages import Event, FrameMessage
from pawsight.settings import Settings
from video.feed import Picture
from vision import events
from vision.gate import Gate
from vision.motion import Grey, small_grey_of
from vision.watcher import Look, Watched, Watcher

log = structlog.get_logger()

STATE_EXPIRES_S = 60
"""A state older than this says nothing about who is in the picture now."""

SOUND_WAITS_S = 0.5
"""What was heard waits so long for a frame to go with; then it is told without one."""
MOST_SOUNDS = 100
ANSWER_TRAVELS_S = 0.2
"""The pipeline gives up at the deadline, and says what it has: that still has to come here."""

NOTHING_SEEN = Watched([], [], [], ())


class LiveAnalysis:
    """One frame in flight, newest wins: a late frame is skipped and counted, never queued. A frame in which nothing
    moved is not looked at either, most of the time.

    next_picture: `Feed.picture`. skipped, still: frames left out since the models were busy, and since nothing moved.
    pose_degraded: why dogs have no poses now; None when they have.
    """

    def __init__(
        self,
        camera: Camera,
        zones: tuple[Zone, ...],
        next_picture: Callable[[int], Awaitable[Picture]],
        store: EventStore,
        redis: Redis,
        config: Settings,
        observations: ObservationLog,
    ) -> None:
        self.zones = zones
        self.skipped = self.still = 0
        self.degraded: str | None = None
        self.pose_degraded: str | None = None
        self._camera = camera
        self._next_picture = next_picture
        self._store = store
        self._redis = redis
        self._observations = observations
        self._deadline_s = config.frame_deadline_ms / 1000
        self._fps = config.camera_fps
        self._watcher = Watcher(self._fps)
        self._gate, self._pace = Gate(), AnalysisPace()
        self._result, self._watched = ProcessResult(), NOTHING_SEEN
        self._state_saved = 0.0
        self._sounds: deque[events.Sound] = deque(maxlen=MOST_SOUNDS)
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

    def hear(self, sounds: Sequence[events.Sound]) -> None:
        """Take what a dog was heard doing: it goes with the next frame, or alone if none comes soon.

        Call it on the event loop; it returns at once.
        """
        self._sounds.extend(sounds)

    async def _watch_for_ever(self) -> None:
        await self._restore_state()
        seq = -1
        while True:
            try:
                # Not `wait_for`, which on Python 3.11 loses a cancellation that comes together with the picture.
                async with asyncio.timeout(SOUND_WAITS_S):
                    picture = await self._next_picture(seq)
            except TimeoutError:
                await self._go_on(self._listen)
                continue
            if seq >= 0:
                self.skipped += picture.seq - seq - 1
            seq = picture.seq
            await self._go_on(partial(self._watch, picture))
            await self._rest()

    async def _rest(self) -> None:
        """Leave the models to the other cameras for a while; what is heard does not wait for that."""
        until = time.monotonic() + self._pace.rest_s
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, SOUND_WAITS_S))
            await self._go_on(self._listen)

    async def _go_on(self, step: Callable[[], Awaitable[None]]) -> None:
        """One step that must never end a camera, whatever goes wrong in it: the traceback tells what."""
        try:
            await step()
        except Exception:  # noqa: BLE001 - logged with its traceback
            self._log.exception("frame not analysed")
            await asyncio.sleep(0.5)

    async def _watch(self, picture: Picture) -> None:
        grey = await asyncio.to_thread(_grey, picture)
        if grey is not None and not self._gate.opens(
            grey, picture.captured_at, watched=bool(self._watched.living)
        ):
            # Nothing moved: what was there is there, and the page need not wait for a model to say so.
            self.still += 1
            await self._publish_frame(picture, self._result, self._watched)
            await self._listen()
            return
        asked_at = time.monotonic()
        result = await self._process(picture)
        self.degraded, self.pose_degraded = result.degraded, result.pose_degraded
        if result.degraded is not None:
            self._gate, self._result, self._watched = Gate(), result, NOTHING_SEEN
            await self._publish_frame(picture, result, NOTHING_SEEN)
            await self._record(self._watcher.listen(picture.captured_at, self._heard(), self._zones()))
            return
        self._pace.answered(time.monotonic() - asked_at, result.worked_s)
        size = picture.width, picture.height
        look = Look(picture.captured_at, size, grey, result.detections, result.objects, result.poses)
        watched = await asyncio.to_thread(self._watcher.watch, look, self._zones(), self._heard())
        self._result, self._watched = result, watched
        self._done.append(time.monotonic())
        self._observations.saw(
            picture.captured_at, picture.seq, watched.living, watched.points, watched.actions, result.objects
        )
        await self._publish_frame(picture, result, watched)
        await self._record(watched.events)

    async def _listen(self) -> None:
        """No frame came: what was heard waits no longer."""
        if self._sounds:
            await self._record(self._watcher.listen(datetime.now(UTC), self._heard(), self._zones()))

    async def _record(self, sighted: Sequence[events.SightedEvent]) -> None:
        for one in sighted:
            await self._store.record(self._camera.user_id, self._event(one))
        if sighted or time.monotonic() - self._state_saved >= 1:
            await self._save_state()

    def _heard(self) -> list[events.Sound]:
        heard = list(self._sounds)
        self._sounds.clear()
        return heard

    def _zones(self) -> tuple[events.Zone, ...]:
        return tuple(events.Zone(zone.id, zone.name, zone.polygon) for zone in self.zones)

    async def _process(self, picture: Picture) -> ProcessResult:
        """Ask the pipeline; a frame that takes too long is skipped."""
        try:
            async with asyncio.timeout(self._deadline_s + ANSWER_TRAVELS_S):
                pipeline = await application("vision")
                result: ProcessResult = await pipeline.process.remote(
                    picture.jpeg, list(MODELS), self._deadline_s, self._camera.id
                )
            return result
        except TimeoutError:
            self._log.warning("frame skipped: it took too long", seq=picture.seq, deadline_s=self._deadline_s)
            return ProcessResult(degraded="the models are too slow")
        except (RayError, RayServeException) as error:
            if self.degraded is None:
                self._log.error("the vision service is away", error=str(error))
            await asyncio.sleep(0.5)
            return ProcessResult(degraded="the models are away")

    async def _publish_frame(self, picture: Picture, result: ProcessResult, watched: Watched) -> None:
        latency_ms = (datetime.now(UTC) - picture.captured_at).total_seconds() * 1000
        message = FrameMessage(
            camera_id=self._camera.id,
            seq=picture.seq,
            capture_ts=picture.captured_at,
            detections=[as_detected(one) for one in watched.living],
            objects=[as_detected(one) for one in result.objects],
            keypoints=[as_keypoint(one) for one in watched.points],
            actions=[as_action(one) for one in watched.actions],
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
            id=sighted.id_in(self._camera.id),
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
                self._watcher = Watcher(self._fps, events.state_from_json(saved))
        except (RedisError, ValueError) as error:
            self._log.warning("state not restored", error=str(error))

    async def _save_state(self) -> None:
        self._state_saved = time.monotonic()
        try:
            await self._redis.set(
                camera_state_key(self._camera.id),
                events.state_to_json(self._watcher.state),
                ex=STATE_EXPIRES_S,
            )
        except RedisError as error:
            self._log.debug("state not saved", error=str(error))


def _grey(picture: Picture) -> Grey | None:
    """What the camera's own motion is read off; None of a picture that can't be read, which the models say too."""
    try:
        return small_grey_of(picture.jpeg, (picture.width, picture.height))
    except ValueError:
        return None
