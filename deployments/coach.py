"""The coach application: `Coach`, which has a language model write. What it writes, and whether it is good, is decided
in `coaching/`."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import structlog
from ray import serve
from ray.exceptions import RayError
from ray.serve.exceptions import RayServeException

from coaching import weights
from coaching.errors import EngineAway
from coaching.prompts import Task
from deployments.coach_engine import EngineFailed, EngineOptions, EngineProcess
from pawsight.logging import configure_logging
from pawsight.settings import settings

log = structlog.get_logger()

START_TIMEOUT_S: Final = 900.0
LOOK_EVERY_S: Final = 2.0
LONGEST_WAIT_FOR_SYSTEM_S: Final = 600.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 300.0
LIVED_WELL_S: Final = 120.0
"""An engine that lived so long is started again at once; one that dies young, after longer and longer pauses."""

State = Literal["off", "waiting", "starting", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class CoachStatus:
    """How the engine is. model: None before one is chosen. restarts: how often it was started again."""

    state: State
    model: str | None = None
    reason: str | None = None
    restarts: int = 0
    pid: int | None = None


@serve.deployment(max_ongoing_requests=16, max_queued_requests=16, user_config={})
class Coach:
    """Serve's door to an engine. It is healthy without one: the rules coach then."""

    def __init__(self) -> None:
        configure_logging()
        self._engine: EngineProcess | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._status = CoachStatus("waiting", reason="the system starts")
        self._restarts = 0

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Start over with these sizes, in the background: nobody waits for a language model."""
        if self._keeper is not None:
            self._keeper.cancel()
        self._end()
        self._keeper = asyncio.create_task(self._keep(user_config))

    async def write(self, task: Task) -> AsyncGenerator[str, None]:
        """Pieces of JSON that fits the task's schema, as they are written.

        Raises:
            EngineAway: there is no engine now; told at once.
            PoorAnswer: the engine could not make this one.
        """
        if self._status.state != "ready" or self._engine is None:
            raise EngineAway(self._status.reason or self._status.state)
        async with contextlib.aclosing(self._engine.write(task)) as pieces:
            async for piece in pieces:
                yield piece

    def status(self) -> CoachStatus:
        """How the engine is; `/readyz` shows it."""
        return self._status

    def __del__(self) -> None:
        self._end()

    def _end(self) -> None:
        if self._engine is not None:
            self._engine.kill()
            self._engine = None

    async def _keep(self, user_config: dict[str, Any]) -> None:
        """Keep an engine alive for ever; begin when everything else is up."""
        name = user_config.get("model") or settings().coach_model
        if name == weights.OFF:
            self._status = CoachStatus("off", reason="PAWSIGHT_COACH_MODEL is none")
            return
        await _until_others_run()
        pause_s = FIRST_PAUSE_S
        while True:
            options = _options(name, user_config)
            if options is None:
                # A set-up in the background may be at it.
                self._status = CoachStatus("waiting", reason=f"{name} is not there", restarts=self._restarts)
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            began = time.monotonic()
            await self._live(EngineProcess(options), name)
            self._restarts += 1
            pause_s = (
                FIRST_PAUSE_S
                if time.monotonic() - began > LIVED_WELL_S
                else min(2 * pause_s, LONGEST_PAUSE_S)
            )
            await asyncio.sleep(pause_s)

    async def _live(self, engine: EngineProcess, name: str) -> None:
        """One engine from its start to its end."""
        self._engine = engine
        self._status = CoachStatus("starting", name, "it is being loaded", self._restarts)
        try:
            await engine.start(START_TIMEOUT_S)
        except (EngineFailed, OSError) as error:
            log.error("the coach's engine does not start", model=name, error=str(error))
            self._status = CoachStatus("failed", name, str(error), self._restarts)
            return
        self._status = CoachStatus("ready", name, restarts=self._restarts, pid=engine.pid)
        log.info("coach ready", model=name)
        await engine.dead.wait()
        log.error("the coach's engine died; it is started again", model=name)
        self._status = CoachStatus("failed", name, "the engine died", self._restarts)


def _options(name: str, user_config: dict[str, Any]) -> EngineOptions | None:
    """What to start; None: a model of ours that is not there yet."""
    config = settings()
    folders = [folder for folder in (config.model_dir, weights.OWN_MODELS) if folder is not None]
    folder = weights.find(name, folders)
    if folder is None and (name == weights.SMOLLM2 or Path(name).is_absolute()):
        return None
    sizes = {
        key: user_config[key]
        for key in ("niceness", "max_model_len", "at_once", "cache_bytes", "gpu_share")
        if key in user_config
    }
    return EngineOptions(
        model=str(folder or name),
        local=folder is not None,
        cores=user_config.get("cores", config.coach_cores),
        share=user_config.get("share", config.coach_share),
        **sizes,
    )


async def _until_others_run() -> None:
    """Wait until every other application runs, however it fares: an engine takes a core for a minute."""
    deadline = time.monotonic() + LONGEST_WAIT_FOR_SYSTEM_S
    while time.monotonic() < deadline:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            applications = (await asyncio.to_thread(serve.status)).applications
        except (RayError, RayServeException):
            continue
        if all(one.status == "RUNNING" for one in applications.values()):
            return


application = Coach.bind()  # type: ignore[attr-defined]
