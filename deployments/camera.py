"""The actor of one live camera: it owns the source, shows its frames, and has them watched."""

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import ray
import structlog
from redis.exceptions import RedisError

from db.cameras import Camera
from db.event_store import EventStore
from db.pool import Database
from db.zones import Zone
from deployments.live_analysis import LiveAnalysis
from deployments.live_hearing import LiveHearing
from deployments.observation_log import ObservationLog
from deployments.peers import PeerDoor, peer_config
from deployments.recording import CameraRecording
from deployments.stills import StillDoor
from pawsight.broker import connect_redis
from pawsight.channels import camera_status_key, user_channel
from pawsight.logging import configure_logging
from pawsight.messages import NotificationMessage, rfc3339
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from pawsight.settings import settings
from video.feed import Feed, FeedState, Picture
from video.peers import Answer, PeerHub
from video.sources import SourceSpec
from vision.events import Sound

log = structlog.get_logger()

STATUS_EVERY_S = 1.0
STATUS_EXPIRES_S = 5
VIEWER_LEASE_S = 5.0
FEED_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class CameraPlan:
    """What the supervisor wants of an actor: its row and its zones."""

    camera: Camera
    zones: tuple[Zone, ...]


@ray.remote
class CameraActor(PeerDoor, StillDoor):
    """One live camera. It does nothing until the supervisor's first `follow`, at most 2 s after a restart."""

    async def __init__(self, camera_id: UUID) -> None:  # type: ignore[misc] # Ray awaits it
        configure_logging()
        config = settings()
        assert config.database_url is not None, "PAWSIGHT_DATABASE_URL is set by the launcher or the operator"
        self._id = camera_id
        self._log = log.bind(camera=str(camera_id))
        self._config = config
        self._plan: CameraPlan | None = None
        self._changing = asyncio.Lock()
        self._feed: Feed | None = None
        self._analysis: LiveAnalysis | None = None
        self._hearing: LiveHearing | None = None
        self._observations = ObservationLog()
        self._recording: CameraRecording | None = None
        self._since = datetime.now(UTC)
        self._told: FeedState | None = None
        self._viewers: dict[str, tuple[int, float]] = {}
        self._redis = connect_redis(config)
        self._objects = ObjectStore(config)
        self._database = await Database.connect(config.database_url, size=3)
        self._peers = PeerHub(
            peer_config(config),
            pictures=lambda: self._feed.newest if self._feed else None,
            push=lambda: self._feed.push if self._feed else None,
        )
        self._store = EventStore(self._database, self._redis, config.data_dir / "spool" / "events.db")
        await self._store.start()
        self._heartbeat = asyncio.create_task(self._tell_status_for_ever())

    async def follow(self, plan: CameraPlan) -> None:
        """Make what runs equal to the plan. Cheap when nothing changed."""
        async with self._changing:
            old, self._plan = self._plan, plan
            recording = await self._recording_of(plan.camera)
            if old is not None and old.camera.source == plan.camera.source:
                if self._analysis is not None:
                    self._analysis.zones = plan.zones
                return
            await self._stop_watching()
            try:
                spec = await self._source(plan.camera)
            except ObjectStoreUnavailable as error:
                # The supervisor asks again in 2 s.
                self._plan = None
                self._log.warning("video not fetched", error=str(error))
                return
            self._since = datetime.now(UTC)
            self._hearing = LiveHearing(plan.camera, self._hear, self._observations, self._redis)
            self._hearing.start()
            self._feed = Feed(
                spec,
                fps=self._config.camera_fps,
                max_width=self._config.camera_width,
                jpeg_quality=self._config.jpeg_quality,
                allow_loopback=self._config.allow_loopback_sources,
                sinks=(self._peers.live, recording.sink, self._hearing.sink),
            )
            self._feed.start()
            self._analysis = LiveAnalysis(
                plan.camera,
                plan.zones,
                self._feed.picture,
                self._store,
                self._redis,
                self._config,
                self._observations,
            )
            self._analysis.start()

    async def finish_recording(self, at: datetime) -> bool:
        """Have everything up to a moment in segments that others can read; whether it is, after 15 s at most."""
        return self._recording is not None and await self._recording.finish(at)

    async def whip_offer(self, offer: str) -> Answer:
        """Let a browser be the camera; one that was only just made is waited for a moment."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FEED_TIMEOUT_S):
                while self._feed is None:  # noqa: ASYNC110 - it is made by another call, a moment later
                    await asyncio.sleep(0.1)
        return await PeerDoor.whip_offer(self, offer)

    async def next_picture(
        self, after_seq: int, viewer: str, watching: int, wait_s: float = 2.0
    ) -> Picture | None:
        """The newest picture after `after_seq`, or None when none came in time.

        viewer: who asks (one ingress replica, for all its viewers); watching: how many they are.
        """
        self._viewers[viewer] = (watching, time.monotonic())
        feed = self._feed
        if feed is None:
            await asyncio.sleep(min(wait_s, 0.5))
            return None
        try:
            return await asyncio.wait_for(feed.picture(after_seq), wait_s)
        except TimeoutError:
            return None

    async def close(self) -> None:
        """Stop watching and write what still waits; the actor is killed next."""
        self._heartbeat.cancel()
        await self._peers.close()
        async with self._changing:
            await self._stop_watching()
            if self._recording is not None:
                await self._recording.stop("camera_off")
        if self._plan is not None and self._plan.camera.source_kind == "file":
            (self._config.data_dir / "cache" / self._plan.camera.source).unlink(missing_ok=True)
        await self._store.close()
        try:
            await self._redis.delete(camera_status_key(self._id))
        except RedisError as error:
            self._log.warning("status not deleted", error=str(error))

    async def _recording_of(self, camera: Camera) -> CameraRecording:
        """The one recording of this actor, over all the sources that the camera may have; it follows the row."""
        if self._recording is None:
            recording = CameraRecording(
                camera,
                self._config,
                self._database,
                self._objects,
                self._redis,
                observations=self._observations,
            )
            await recording.start()
            self._recording = recording
        self._recording.follow(camera)
        return self._recording

    async def _stop_watching(self) -> None:
        if self._analysis is not None:
            await self._analysis.stop()
            self._analysis = None
        if self._feed is not None:
            await asyncio.to_thread(self._feed.stop)
            self._feed = None
        if self._hearing is not None:
            await self._hearing.stop()
            self._hearing = None

    def _hear(self, sounds: Sequence[Sound]) -> None:
        if self._analysis is not None:
            self._analysis.hear(sounds)

    async def _source(self, camera: Camera) -> SourceSpec:
        """Where the frames come from; an uploaded video is fetched to this node first."""
        if camera.source_kind == "push":
            return SourceSpec("push")
        if camera.source_kind == "url":
            return SourceSpec("url", camera.source)
        path = self._config.data_dir / "cache" / camera.source
        if not path.exists():
            await self._objects.get_file(camera.source, path)
        return SourceSpec("file", str(path))

    async def _tell_status_for_ever(self) -> None:
        away = False
        while True:
            try:
                await self._redis.set(
                    camera_status_key(self._id), json.dumps(self._status()), ex=STATUS_EXPIRES_S
                )
                await self._tell_change()
                away = False
            except RedisError as error:
                if not away:
                    self._log.warning("status not told", error=str(error))
                away = True
            await asyncio.sleep(STATUS_EVERY_S)

    async def _tell_change(self) -> None:
        """Tell the owner once when the picture goes away, and once when it is back."""
        if self._feed is None or self._plan is None or self._feed.state == self._told:
            return
        before, self._told = self._told, self._feed.state
        self._since = datetime.now(UTC)
        name = self._plan.camera.name
        if self._told == "live" and before in ("away", "error"):
            await self._notify("info", "CAMERA_BACK", f"{name} is back.")
        elif self._told in ("away", "error"):
            await self._notify("warning", "CAMERA_AWAY", f"{name} sends no picture: {self._feed.reason}")

    async def _notify(self, level: str, code: str, text: str) -> None:
        assert self._plan is not None
        message = NotificationMessage.model_validate(
            {"level": level, "code": code, "text": text, "camera_id": self._id}
        )
        await self._redis.publish(
            user_channel(self._plan.camera.user_id), message.model_dump_json(by_alias=True)
        )

    def _status(self) -> dict[str, Any]:
        now = time.monotonic()
        self._viewers = {who: seen for who, seen in self._viewers.items() if now - seen[1] < VIEWER_LEASE_S}
        feed, analysis = self._feed, self._analysis
        return {
            "state": feed.state if feed else "starting",
            "reason": feed.reason if feed else None,
            "fps": round(feed.fps, 1) if feed else 0.0,
            "analysedFps": round(analysis.fps, 1) if analysis else 0.0,
            "skipped": analysis.skipped if analysis else 0,
            "still": analysis.still if analysis else 0,
            "analysis": analysis.degraded if analysis else None,
            "width": feed.width if feed else 0,
            "height": feed.height if feed else 0,
            "viewers": self._peers.viewers + sum(count for count, _ in self._viewers.values()),
            "spooledEvents": self._store.spooled(),
            "since": rfc3339(self._since),
            "recording": self._recording.status() if self._recording else None,
            "hearing": self._hearing.status() if self._hearing else None,
        }
