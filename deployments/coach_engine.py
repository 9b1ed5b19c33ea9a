"""The process that vLLM works in, as a replica sees it: started, asked, ended. `coach_host.py` is its other end."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import structlog

from coaching.errors import EngineAway, PoorAnswer
from coaching.prompts import Task

log = structlog.get_logger()

LONGEST_LINE: Final = 1_000_000
LOOK_EVERY_S: Final = 0.1
HOST: Final = (sys.executable, "-m", "deployments.coach_host")


class EngineFailed(Exception):
    """The process ended, or said nothing, before it was ready."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an engine is started with.

    model: a folder, or a name at the hub. local: whether it is a folder. cores: CPU threads; 0: the engine decides.
    share: of the time that it computes, on a CPU; it rests in between.
    max_model_len: tokens of a question and its answer. at_once: answers that are written together. cache_bytes: for
    what it has read, on a CPU; gpu_share: 0..1 of a GPU's memory for everything.
    """

    model: str
    local: bool
    niceness: int = 0
    cores: int = 0
    share: float = 1.0
    max_model_len: int = 1536
    at_once: int = 4
    cache_bytes: int = 128_000_000
    gpu_share: float = 0.4

    def as_json(self) -> str:
        """As the process reads it."""
        return json.dumps(
            {
                "model": self.model,
                "local": self.local,
                "niceness": self.niceness,
                "cores": self.cores,
                "share": self.share,
                "maxModelLen": self.max_model_len,
                "atOnce": self.at_once,
                "cacheBytes": self.cache_bytes,
                "gpuShare": self.gpu_share,
            }
        )


class EngineProcess:
    """One engine, for one life."""

    def __init__(self, options: EngineOptions, command: Sequence[str] = HOST) -> None:
        self._options = options
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._answers: dict[int, asyncio.Queue[dict[str, Any]]] = {}
        self._numbers = count(1)
        self._tasks: list[asyncio.Task[None]] = []
        self.dead = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """Of the process, which leads a session of its own; None before the start."""
        return self._process.pid if self._process else None

    async def start(self, timeout_s: float) -> None:
        """Start it and wait until it can be asked.

        Raises:
            EngineFailed: it ended first, or took longer.
        """
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            self._options.as_json(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), timeout_s)
        except TimeoutError:
            self.kill()
            raise EngineFailed(f"not ready in {timeout_s:.0f} s") from None
        except asyncio.CancelledError:
            self.kill()
            raise
        if not line:
            self.kill()
            raise EngineFailed(f"it ended with {await self._process.wait()}; the replica's log says why")
        self._tasks = [
            asyncio.create_task(self._listen(self._process.stdout)),
            asyncio.create_task(self._follow(self._process)),
        ]

    async def write(self, task: Task) -> AsyncGenerator[str, None]:
        """Pieces of JSON that fits the task's schema, as they are written.

        Raises:
            EngineAway: the process is not there, or died.
            PoorAnswer: the engine could not make this one, or had no room to end it.
        """
        if self._process is None or self.dead.is_set():
            raise EngineAway("the engine is dead")
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.Queue()
        ended = False
        try:
            await self._send(
                id=number,
                messages=task.messages,
                schema=task.schema,
                maxTokens=task.max_tokens,
                temperature=task.temperature,
                seed=task.seed,
            )
            while True:
                line = await answer.get()
                ended = "text" not in line
                if not ended:
                    yield line["text"]
                elif "error" in line:
                    raise EngineAway("the engine died") if self.dead.is_set() else PoorAnswer(line["error"])
                else:
                    return
        finally:
            del self._answers[number]
            if not ended and not self.dead.is_set():
                with contextlib.suppress(EngineAway):
                    await self._send(id=number, cancel=True)

    def kill(self) -> None:
        """End it and all that it started, at once."""
        if self.dead.is_set():
            return  # its number may be somebody else's by now
        self.dead.set()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def _send(self, **line: Any) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            await self._process.stdin.drain()
        except OSError as error:
            raise EngineAway("the engine is dead") from error

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        """End what it started when it ends: that may hold its output open, and asyncio waits for that, too."""
        while process.returncode is None:  # noqa: ASYNC110 - see above
            await asyncio.sleep(LOOK_EVERY_S)
        self.kill()

    async def _listen(self, lines: asyncio.StreamReader) -> None:
        """Hand out what the process says, until it ends."""
        try:
            while data := await lines.readline():
                line = json.loads(data)
                if (answer := self._answers.get(line["id"])) is not None:
                    answer.put_nowait(line)
        except (ValueError, KeyError, TypeError):
            log.exception("the coach's engine speaks in riddles")
        finally:
            self.kill()
            for answer in self._answers.values():
                answer.put_nowait({"error": "the engine died"})
