"""A camera's sound through the ear and the sound rules: to the events, the sound lane and the log of what was heard."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol
from uuid import UUID

import structlog
from ray.exceptions import RayError
from ray.serve.exceptions import RayServeException
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db.cameras import Camera
from deployments.applications import application
from deployments.sound_intake import SoundIntake
from hearing import events
from hearing.classifier import Heard, Scored, quiet
from hearing.live import TimedWindow
from hearing.windows import Window
from pawsight.channels import camera_hearing_key, user_channel
from pawsight.messages import SoundLabel, SoundMessage
from video.packets import PacketSink
from vision.events import Sound

log = structlog.get_logger()

MOST_WAITING: Final = 8
"""Windows that wait for the ear: four seconds. The newest win."""

AT_ONCE: Final = 4
"""Windows of one question: two seconds, after which a bark is an event too late."""

ANSWER_WITHIN_S: Final = 2.0
PAUSE_S: Final = 0.5
"""Between two questions to an ear that is away."""

COMPLAIN_EVERY_S: Final = 1.0
LOOK_EVERY_S: Final = 0.5

LATE: Final = timedelta(seconds=2)
"""After so long no window of a moment comes any more: its own length, and its way here."""

STATE_EXPIRES_S: Final = 60

Ear = Callable[[Sequence[Window]], Awaitable[list[Heard]]]
"""`BarkClassifier.classify`. Raises RayError or RayServeException when it is away."""


class HeardLog(Protocol):
    """Whoever keeps what was heard."""

    def heard(self, at: datetime, duration: timedelta, top: Sequence[Scored]) -> None:
        """Take a window; returns at once."""
        ...


@dataclass(frozen=True, slots=True)
class _Answer:
    """A window and what it sounds like. at: when it began."""

    at: datetime
    heard: Heard


async def _ask_serve(camera: UUID, windows: Sequence[Window]) -> list[Heard]:
    heard: list[Heard] = await (await application("audio")).classify.remote(windows, camera)
    return heard


class LiveHearing:
    """Listens to one camera. One question in flight; what the ear is too slow for is skipped and counted.

    Silence needs no ear: a window that `hearing.windows` calls quiet (below -65 dB of full scale in its loudest
    25 ms) is answered here. A loud one is asked about at once, together with all that waits.
    tell: takes what a dog was heard doing, on the event loop. skipped: windows that nobody listened to.
    """

    def __init__(
        self,
        camera: Camera,
        tell: Callable[[Sequence[Sound]], None],
        kept: HeardLog,
        redis: Redis,
        *,
        ear: Ear | None = None,
    ) -> None:
        self.skipped = 0
        self._camera = camera
        self._tell = tell
        self._kept = kept
        self._redis = redis
        self._ear = ear or partial(_ask_serve, camera.id)
        self._intake = SoundIntake(self._arrive)
        self._waiting: deque[TimedWindow] = deque(maxlen=MOST_WAITING)
        self._loud = asyncio.Event()
        self._state = events.State()
        self._saved = events.State()
        self._away: str | None = None
        self._complained_at = float("-inf")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._log = log.bind(camera=str(camera.id))

    @property
    def sink(self) -> PacketSink:
        """Where the camera's feed puts its packets."""
        return self._intake

    def start(self) -> None:
        """Begin to listen; returns at once. Call it on the event loop."""
        self._loop = asyncio.get_running_loop()
        self._intake.start()
        self._task = asyncio.create_task(self._listen_for_ever(), name="hearing")

    async def stop(self) -> None:
        """Stop listening; the question in flight is dropped."""
        self._is_stopped = True
        if self._task is not None:
            # Not by this alone: `wait_for` of Python 3.11, also in the Redis client, forgets that it was cancelled if
            # what it waits for just came.
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            await asyncio.to_thread(self._intake.stop)
            if self._state != self._saved:
                await self._save()  # it was stopped between telling and saving

    def status(self) -> dict[str, Any]:
        """What the camera's status says of it: `HearingStatus` of the web door."""
        intake, away = self._intake, self._away
        state = "no_sound" if not intake.is_heard else "away" if away else "listening"
        return {"state": state, "reason": intake.reason or away, "skipped": self.skipped}

    def _arrive(self, windows: list[TimedWindow]) -> None:
        """Called by the intake's thread."""
        assert self._loop is not None, "start() comes first"
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._queue, windows)

    def _queue(self, windows: list[TimedWindow]) -> None:
        for window in windows:
            if len(self._waiting) == MOST_WAITING:
                self.skipped += 1
            self._waiting.append(window)
            if not window.window.quiet or len(self._waiting) > 1:
                self._loud.set()

    async def _listen_for_ever(self) -> None:
        await self._restore()
        while not self._is_stopped:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._loud.wait()
            self._loud.clear()
            try:
                await self._listen()
            except Exception:  # noqa: BLE001 - logged with its traceback
                # One window must never end a camera's ear; the traceback tells which.
                self._log.exception("sound not listened to")
                await asyncio.sleep(PAUSE_S)

    async def _listen(self) -> None:
        """Everything that waits; and what ended meanwhile, when nothing does."""
        if not self._waiting:
            await self._take([], datetime.now(UTC) - LATE)
        while self._waiting and not self._is_stopped:
            batch = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            await self._take(await self._answers(batch), batch[-1].at)

    async def _answers(self, batch: Sequence[TimedWindow]) -> list[_Answer]:
        """What a batch sounds like; without its loud windows, if the ear does not answer."""
        loud = [one.window for one in batch if not one.window.quiet]
        heard = iter(await self._ask(loud) if loud else [])
        answers = []
        for one in batch:
            answer = quiet(one.window) if one.window.quiet else next(heard, None)
            if answer is not None:
                answers.append(_Answer(one.at, answer))
        return answers

    async def _ask(self, windows: Sequence[Window]) -> list[Heard]:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                heard = await self._ear(windows)
        except TimeoutError:
            self._away = f"the ear took longer than {ANSWER_WITHIN_S:g} s"
        except (RayError, RayServeException) as error:
            self._away = f"the ear is away: {type(error).__name__}"
        else:
            self._away = None
            return heard
        self.skipped += len(windows)
        if time.monotonic() - self._complained_at >= COMPLAIN_EVERY_S:
            self._complained_at = time.monotonic()
            self._log.error("sound not listened to", reason=self._away)
        await asyncio.sleep(PAUSE_S)
        return []

    async def _take(self, answers: Sequence[_Answer], at: datetime) -> None:
        """Answers in the order of their time. at: nothing before it is still to come."""
        told: list[events.HeardEvent] = []
        for one in answers:
            self._kept.heard(one.at, events.WINDOW, one.heard.top)
            self._state, more = events.advance(self._state, events.Observation(one.at, one.heard))
            told.extend(more)
        self._state, ended = events.expire(self._state, at)
        if sounds := [as_sound(one) for one in (*told, *ended)]:
            self._tell(sounds)
        # First of all, so that whoever is killed now leaves as little untold as can be.
        if self._state != self._saved:
            await self._save()
        if answers:
            await self._publish(answers)

    async def _publish(self, answers: Sequence[_Answer]) -> None:
        channel = user_channel(self._camera.user_id)
        try:
            for one in answers:
                await self._redis.publish(channel, self._message(one).model_dump_json(by_alias=True))
        except RedisError as error:
            # What a moment ago sounded like helps nobody: it is not kept for later. Events are.
            self._log.debug("sound not published", error=str(error))

    def _message(self, one: _Answer) -> SoundMessage:
        return SoundMessage(
            camera_id=self._camera.id,
            at=one.at,
            duration_ms=events.WINDOW // timedelta(milliseconds=1),
            top=[
                SoundLabel(label=label.label, probability=_rounded(label.probability))
                for label in one.heard.top
            ],
        )

    async def _restore(self) -> None:
        """Go on where a killed actor was: a bark that it told of has its end told too."""
        try:
            kept = await self._redis.get(camera_hearing_key(self._camera.id))
            if kept is not None:
                self._state = self._saved = events.state_from_json(kept)
        except (RedisError, ValueError) as error:
            self._log.warning("state not restored", error=str(error))

    async def _save(self) -> None:
        state = self._state
        try:
            await self._redis.set(
                camera_hearing_key(self._camera.id), events.state_to_json(state), ex=STATE_EXPIRES_S
            )
            self._saved = state
        except RedisError as error:
            self._log.debug("state not saved", error=str(error))


def as_sound(event: events.HeardEvent) -> Sound:
    """What the ear tells, as the machine that joins it with what is seen takes it."""
    return Sound(
        event.type,
        event.began_at,
        event.ended_at,
        event.confidence,
        event.count,
        event.peak,
        event.peak_at,
    )


def _rounded(probability: float) -> float:
    """Three digits, and inside 0..1, which a sum of float32 may miss by one in ten million."""
    return min(1.0, max(0.0, round(probability, 3)))
