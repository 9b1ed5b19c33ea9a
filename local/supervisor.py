"""Keeps servers running: starts them in order, restarts what crashes, stops them in reverse order.

The supervisor is permanent, a server process is disposable. A crash is seen within a tenth of a second, told in
one line, and the server is started again, after a pause that grows while it keeps failing.
"""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, NoReturn

from local.leash import descendants, signal_all
from local.service import NotReadyError, ServerError, Service

POLL_S = 0.1
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
STEADY_S = 30.0
"""A server that ran this long is steady: the next crash starts again with the first pause."""
TRIES = 6
"""Starts in a row that never became ready, before the supervisor gives up."""
LOG_BYTES = 2_000_000
LOG_FILES = 3
LONGEST_LINE = 16_384

Hook = Callable[[], Awaitable[None]]


@dataclass
class Kept:
    """One service under supervision."""

    service: Service
    on_ready: Hook | None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    restarts: int = 0
    last_line: str = ""
    task: asyncio.Task[None] | None = None


class Supervisor:
    """Starts services one after the other and keeps them up until `stop`.

    logs: folder of one rotated log per service. tell: shows one line to a person.
    mark: an entry `NAME=VALUE` that every process of this run gets into its environment (a colon and the
    service's name are added), by which what a dead server left behind is found.
    changed: called whenever a service went down, or is up again.
    """

    def __init__(
        self,
        logs: Path,
        tell: Callable[[str], None],
        mark: str | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._logs = logs
        self._tell = tell
        self._mark = mark
        self._changed = changed
        self._in_a_hurry = False
        self._kept: list[Kept] = []
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Ends with an error, a `ServerError` as a rule, when a server could not be brought back."""

    async def start(self, service: Service, on_ready: Hook | None = None) -> None:
        """Start one more service and wait until it is ready.

        on_ready: awaited after each start that became ready, the first one included.

        Raises:
            ServerError: it did not become ready in `TRIES` starts, or `on_ready` failed at the first start.
        """
        kept = Kept(service, on_ready)
        service.mark = None if self._mark is None else f"{self._mark}:{service.name}"
        self._kept.append(kept)
        kept.task = asyncio.create_task(self._keep(kept), name=f"keep {service.name}")
        kept.task.add_done_callback(partial(self._given_up, kept))
        ready = asyncio.create_task(kept.ready.wait())
        try:
            await asyncio.wait({kept.task, ready}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if kept.task.done():
            await kept.task  # raises what it ended with

    @property
    def pids(self) -> dict[str, int | None]:
        """Process id of each service, None while it is down."""
        return {kept.service.name: kept.service.pid for kept in self._kept}

    @property
    def restarts(self) -> dict[str, int]:
        """How often each service was started again."""
        return {kept.service.name: kept.restarts for kept in self._kept}

    async def stop(self) -> None:
        """Stop every service, the last one started first, each with its own grace until somebody is in a hurry."""
        for kept in reversed(self._kept):
            if kept.task is not None:
                kept.task.cancel()
                await asyncio.wait({kept.task})
            await self._end(kept.service)
        self._kept.clear()
        if self.failed.done():
            self.failed.exception()
        else:
            self.failed.cancel()

    def hurry(self) -> None:
        """From now on kill what `stop` would wait for; servers recover from it as from a crash."""
        self._in_a_hurry = True

    async def _keep(self, kept: Kept) -> NoReturn:
        service, pause, misses = kept.service, FIRST_PAUSE_S, 0
        while True:
            began = time.monotonic()
            try:
                became_ready = await self._run_once(kept)
            except OSError as error:
                await self._end(service)
                raise ServerError(f"{service.name} can't run: {error}") from error
            except ServerError:
                await self._end(service)
                raise
            reason = f"{service.name} {ending(service.process)}"
            await self._end(service)
            self._changed()
            misses = 0 if became_ready else misses + 1
            if misses >= TRIES:
                last = kept.last_line or "(none)"
                log = self._logs / f"{service.name}.log"
                raise ServerError(f"{reason}, {TRIES} times in a row. Its last line: {last}\nSee {log}")
            if became_ready and time.monotonic() - began > STEADY_S:
                pause = FIRST_PAUSE_S
            self._tell(f"{reason}; starting it again")
            kept.restarts += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _given_up(self, kept: Kept, task: asyncio.Task[None]) -> None:
        """The keeping of a service ended. Before it was ready for the first time, `start` tells why."""
        error = None if task.cancelled() else task.exception()
        if error is not None and kept.ready.is_set() and not self.failed.done():
            self.failed.set_exception(error)

    async def _run_once(self, kept: Kept) -> bool:
        """From start to end of one process; returns, when it ended by itself, whether it had become ready."""
        service = kept.service
        await self._prepare(service)
        process = service.spawn(subprocess.PIPE)
        assert process.stdout is not None
        threading.Thread(target=self._pump, args=(kept, process.stdout), daemon=True).start()
        if not await self._until_ready(kept, process):
            return False
        if kept.on_ready is not None and not await self._call(kept.on_ready, process):
            return False
        self._changed()
        kept.ready.set()
        await ended(process)
        return True

    async def _prepare(self, service: Service) -> None:
        """`service.prepare` in a thread. Cancelled, it ends the programs that the thread waits for, and the thread."""
        preparing = asyncio.create_task(asyncio.to_thread(service.prepare))
        try:
            await asyncio.shield(preparing)
        except asyncio.CancelledError:
            while not preparing.done():
                await self._end_marked(service)
                await asyncio.wait({preparing}, timeout=POLL_S)
            preparing.exception()  # it was interrupted: whatever it complains of
            raise

    async def _until_ready(self, kept: Kept, process: subprocess.Popen[bytes]) -> bool:
        service = kept.service
        deadline = time.monotonic() + service.start_timeout_s
        while process.poll() is None:
            try:
                await asyncio.to_thread(service.check)
                return True
            except NotReadyError as error:
                if time.monotonic() > deadline:
                    self._tell(f"{service.name} is not ready after {service.start_timeout_s:.0f} s: {error}")
                    return False
                await asyncio.sleep(POLL_S)
        return False

    async def _call(self, hook: Hook, process: subprocess.Popen[bytes]) -> bool:
        """Await the hook, but not longer than the process lives; returns whether both are well."""
        call = asyncio.ensure_future(hook())
        try:
            while not call.done() and process.poll() is None:
                await asyncio.wait({call}, timeout=POLL_S)
        finally:
            call.cancel()
        if process.poll() is not None:
            # Whatever the hook says, it is because the server is gone.
            await asyncio.gather(call, return_exceptions=True)
            return False
        await call
        return True

    async def _end(self, service: Service) -> None:
        process = service.process
        if process is not None and process.poll() is None:
            process.send_signal(service.stop_signal)
            deadline = time.monotonic() + service.grace_s
            while process.poll() is None and time.monotonic() < deadline and not self._in_a_hurry:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            if process.poll() is None:
                below = descendants(process.pid)
                process.kill()
                await ended(process, poll_s=0.02)
                signal_all(below, signal.SIGKILL)
        await self._end_marked(service)
        service.clean_up()

    async def _end_marked(self, service: Service) -> None:
        if self._mark is not None:
            grace_s = 0.0 if self._in_a_hurry else 2.0
            await asyncio.to_thread(end_marked, f"{self._mark}:{service.name}", grace_s)

    def _pump(self, kept: Kept, output: IO[bytes]) -> None:
        """Write a server's output to its log, line by line, until it ends; runs in a thread."""
        path = self._logs / f"{kept.service.name}.log"
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")
        path.chmod(0o600)
        try:
            while raw := output.readline(LONGEST_LINE):
                if line := raw.decode("utf-8", "replace").rstrip():
                    kept.last_line = line
                    handler.emit(logging.LogRecord(kept.service.name, logging.INFO, "", 0, line, None, None))
        finally:
            handler.close()
            output.close()


async def ended(process: subprocess.Popen[bytes], poll_s: float = POLL_S) -> None:
    """Wait until a process has ended. Polled: it works on every platform and costs one system call."""
    while process.poll() is None:  # noqa: ASYNC110
        await asyncio.sleep(poll_s)


def ending(process: subprocess.Popen[bytes] | None) -> str:
    """How a process ended, in words."""
    code = None if process is None else process.poll()
    if code is None:
        return "did not start"
    if code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"ended with exit code {code}"


def marked(mark: str) -> list[int]:
    """Other processes with an environment entry that begins with `mark` (Linux; elsewhere none)."""
    found = []
    entry = mark.encode()
    for folder in Path("/proc").iterdir() if sys.platform == "linux" else ():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                environment = (folder / "environ").read_bytes()
            except OSError:  # it ended, or is another user's
                continue
            if any(part.startswith(entry) for part in environment.split(b"\0")):
                found.append(int(folder.name))
    return found


def end_marked(mark: str, grace_s: float = 2.0) -> int:
    """SIGTERM, then SIGKILL, to what a dead server left behind; returns how many there were."""
    left = marked(mark)
    count = len(left)
    if left:
        signal_all(left, signal.SIGTERM)
        deadline = time.monotonic() + grace_s
        while (left := marked(mark)) and time.monotonic() < deadline:
            time.sleep(0.05)
        signal_all(left, signal.SIGKILL)
    return count
