"""The audio application: `BarkClassifier`. What a dog sounds like is decided in `hearing/`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from ray import serve

from deployments.model_thread import model_thread
from hearing.classifier import Heard, SoundClassifier
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
        self._classifier: SoundClassifier | None = None
        self._thread = model_thread(0)
        self._status = EarStatus(model="none")

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Load the model that `user_config` names; settings fill what it leaves out."""
        config = settings()
        folders = [folder for folder in (config.model_dir, OWN_WEIGHTS) if folder is not None]
        name = user_config.get("model") or config.sound_model
        # Load first, assign last: no request meets half a model.
        thread = model_thread(user_config.get("niceness", 0))
        self._classifier, self._status = await asyncio.get_running_loop().run_in_executor(
            thread, _load, name, folders, user_config.get("threads", 1)
        )
        self._thread.shutdown(wait=False)
        self._thread = thread
        log.info("ear ready", model=self._status.model)

    async def classify(self, windows: Sequence[Window]) -> list[Heard]:
        """What each window sounds like."""
        assert self._classifier is not None, "Serve calls reconfigure before the first request"
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._classifier.classify, windows
        )

    async def listen(self, recording: bytes) -> Listened:
        """What is heard in a WAV, FLAC, OGG or MP3 file.

        Raises:
            AudioError: it holds no sound that we read, or more than is taken at once.
        """
        assert self._classifier is not None, "Serve calls reconfigure before the first request"
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, _listen, self._classifier, recording, settings().max_audio_bytes
        )

    def status(self) -> EarStatus:
        """Which model listens."""
        return self._status


def _load(name: str | None, folders: Sequence[Path], threads: int) -> tuple[SoundClassifier, EarStatus]:
    """The model that was asked for, or ours where it does not load."""
    try:
        classifier = SoundClassifier.load(ear(name, folders), threads=threads)
    except SoundModelError as error:
        log.error("model does not load", model=name, reason=str(error))
        classifier = SoundClassifier.load(find(BARKS, folders), threads=threads)
        return classifier, EarStatus(classifier.name, fell_back_from=name, reason=str(error))
    return classifier, EarStatus(classifier.name)


def _listen(classifier: SoundClassifier, recording: bytes, max_bytes: int) -> Listened:
    heard = classifier.classify(windows_of(decode_audio(recording, max_bytes=max_bytes)))
    events = events_of(Observation(RECORDING_BEGAN + timedelta(seconds=one.start_s), one) for one in heard)
    return Listened(heard, events)


application = BarkClassifier.bind()  # type: ignore[attr-defined]
