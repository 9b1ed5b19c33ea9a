"""The audio application: `BarkClassifier`. What a dog sounds like is decided in `hearing/`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import structlog
from ray import serve

from deployments.apart import ApartEar
from deployments.model_follower import ModelFollower
from deployments.model_kind import Kind
from deployments.model_slot import Contender, ModelSlot
from deployments.model_thread import model_thread
from deployments.reference_set import examine_ear
from hearing.classifier import Heard, SoundClassifier, SoundEngine
from hearing.decode import decode_audio
from hearing.errors import SoundModelError
from hearing.events import HeardEvent, Observation, events_of
from hearing.weights import BARKS, OWN_WEIGHTS, ear, find
from hearing.windows import Window, windows_of
from pawsight.logging import configure_logging
from pawsight.settings import settings

log = structlog.get_logger()

RECORDING_BEGAN: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a recording that comes without a time began: its events' times count from here."""


@dataclass(frozen=True, slots=True)
class EarStatus:
    """Which model listens, and why it is not the one that was asked for."""

    model: str
    fell_back_from: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Listened:
    """What was heard in a recording. events: those that it ends, with times from `RECORDING_BEGAN`."""

    windows: list[Heard]
    events: list[HeardEvent]


@serve.deployment(max_ongoing_requests=4, max_queued_requests=32, user_config={})
class BarkClassifier:
    """Serve's door to `SoundClassifier`; it decides nothing about dogs."""

    def __init__(self) -> None:
        configure_logging()
        self._slot: ModelSlot[SoundEngine] = ModelSlot()
        self._follower = ModelFollower(self._slot, settings())
        self._thread = model_thread(0)
        self._status = EarStatus(model="none")

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Load the model that `user_config` names; settings fill what it leaves out. Then follow the live one."""
        config = settings()
        folders = [folder for folder in (config.model_dir, OWN_WEIGHTS) if folder is not None]
        name = user_config.get("model") or config.sound_model
        threads, niceness = user_config.get("threads", 1), user_config.get("niceness", 0)
        # Load first, assign last: no request meets half a model.
        thread = model_thread(niceness)
        engine, self._status = await asyncio.get_running_loop().run_in_executor(
            thread, _load, name, folders, threads
        )
        self._thread.shutdown(wait=False)
        self._thread = thread
        kind = Kind[SoundEngine]("sound", ApartEar, examine_ear, threads=threads, niceness=niceness)
        await self._follower.start(kind, Contender(engine, name=engine.name))
        log.info("ear ready", model=self._status.model)

    def check_health(self) -> None:
        """Let Serve replace a replica that does not follow the live model any more."""
        self._follower.check_health()

    async def classify(self, windows: Sequence[Window], camera: UUID | None = None) -> list[Heard]:
        """What each window sounds like. camera: whose live sound it is, if it is one's."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, _classify, self._slot, windows, camera
        )

    async def listen(self, recording: bytes) -> Listened:
        """What is heard in a WAV, FLAC, OGG or MP3 file.

        Raises:
            AudioError: it holds no sound that we read, or more than is taken at once.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, _listen, self._slot, recording, settings().max_audio_bytes
        )

    def status(self) -> EarStatus:
        """Which model listens."""
        answering = self._slot.answering
        if answering is None or (answering.id is None and self._follower.fell_back[0] is None):
            return self._status
        return EarStatus(answering.name, *self._follower.fell_back)


def _load(name: str | None, folders: Sequence[Path], threads: int) -> tuple[SoundEngine, EarStatus]:
    """The model that was asked for, or ours where it does not load."""
    try:
        engine = SoundClassifier.load(ear(name, folders), threads=threads).engine
    except SoundModelError as error:
        log.error("model does not load", model=name, reason=str(error))
        engine = SoundClassifier.load(find(BARKS, folders), threads=threads).engine
        return engine, EarStatus(engine.name, fell_back_from=name, reason=str(error))
    return engine, EarStatus(engine.name)


def _classify(
    slot: ModelSlot[SoundEngine], windows: Sequence[Window], camera: UUID | None = None
) -> list[Heard]:
    return slot.ask(lambda engine: SoundClassifier(engine).classify(windows), camera=camera, agree=_agree)


def _agree(some: list[Heard], others: list[Heard]) -> list[float]:
    """Of a window that both call the same, 1; of one that is quiet, nothing: no model was asked."""
    return [
        float(one.top[0].label == other.top[0].label)
        for one, other in zip(some, others, strict=True)
        if one.top[0].label != "quiet" or other.top[0].label != "quiet"
    ]


def _listen(slot: ModelSlot[SoundEngine], recording: bytes, max_bytes: int) -> Listened:
    heard = _classify(slot, windows_of(decode_audio(recording, max_bytes=max_bytes)))
    events = events_of(Observation(RECORDING_BEGAN + timedelta(seconds=one.start_s), one) for one in heard)
    return Listened(heard, events)


application = BarkClassifier.bind()  # type: ignore[attr-defined]
