"""A model that somebody registered, in a process of its own (`model_child.py`): the parent's side.

Whatever its file makes a runtime do - crash, grow, hang, run code that no file should - it does over there. Blocking:
call it from a model's thread.
"""

import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import structlog

from deployments.confinement import PROJECT, Limits, environment, without_network
from deployments.model_errors import ModelDied, ModelFailed, ModelRefused
from deployments.model_wire import Array, WireError, receive, send
from pawsight.models import ModelType

log = structlog.get_logger()

OPEN_WITHIN_S: Final = 90.0
"""A detector that needs torch takes 20 s on a busy laptop."""
ANSWER_WITHIN_S: Final = 5.0
"""Then the process is ended: a hung runtime can't be told to stop."""
END_WITHIN_S: Final = 2.0
TAIL: Final = 2000


@dataclass(frozen=True, slots=True)
class Opening:
    """What a process is to open. threads: of one inference, 0 takes all cores. confidence: of a detector's boxes.

    search: folders with what a detector is looked at again with. yields: no camera waits for it, so others go first.
    """

    type: ModelType
    path: Path
    limits: Limits
    threads: int = 0
    confidence: float = 0.35
    search: tuple[Path, ...] = field(default=())
    yields: bool = False


class ModelProcess:
    """One process, one question at a time: whoever asks meanwhile waits."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        wire: socket.socket,
        home: "tempfile.TemporaryDirectory[str]",
    ) -> None:
        """See `open`."""
        self.signature: dict[str, Any] = {}
        self._process = process
        self._wire = wire
        self._home = home
        self._asking = threading.Lock()
        self._died: str | None = None

    @classmethod
    def open(cls, opening: Opening, *, within_s: float = OPEN_WITHIN_S) -> Self:
        """Start a process and have it open the model.

        Raises:
            ModelRefused: it can't be opened, or not within its limits.
        """
        home = tempfile.TemporaryDirectory(prefix="pawsight-model-", ignore_cleanup_errors=True)
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "deployments.model_child", str(theirs.fileno())]
        with theirs, (Path(home.name) / "errors").open("wb") as errors:
            process = subprocess.Popen(
                [*(without_network() or ()), *command],
                cwd=PROJECT,
                env=environment(Path(home.name)),
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        made = cls(process, ours, home)
        try:
            made._open(opening, time.monotonic() + within_s)
        except BaseException:
            made.close()
            raise
        return made

    def _open(self, opening: Opening, until: float) -> None:
        told = {
            "type": opening.type,
            "path": str(opening.path),
            "threads": opening.threads,
            "confidence": opening.confidence,
            "search": [str(folder) for folder in opening.search],
            "yields": opening.yields,
            "limits": {"memory_bytes": opening.limits.memory_bytes, "cpu_s": opening.limits.cpu_s},
        }
        try:
            send(self._wire, told, until=until)
            reply, _ = receive(self._wire, until=until, most_bytes=0)
        except TimeoutError as error:
            raise ModelRefused("it took too long to open") from error
        except (WireError, OSError) as error:
            raise ModelRefused(f"opening it ended its process: {self._end()}") from error
        if "signature" not in reply:
            raise ModelRefused(str(reply.get("refused", "it does not say what it is"))[:500])
        self.signature = reply["signature"]

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def died(self) -> str | None:
        """Why there is no process any more; None while there is one, as far as we know."""
        return self._died

    def ask(
        self, question: dict[str, Any], arrays: Sequence[Array], *, within_s: float = ANSWER_WITHIN_S
    ) -> dict[str, Any]:
        """The answer to a question, as JSON; not yet looked at.

        Raises:
            ModelFailed: this answer did not come; the next may.
            ModelDied: the process ended, or had to be ended.
        """
        with self._asking:
            if self._died is not None:
                raise ModelDied(self._died)
            until = time.monotonic() + within_s
            try:
                send(self._wire, question, arrays, until=until)
                reply, _ = receive(self._wire, until=until, most_bytes=0)
            except TimeoutError as error:
                self._died = f"it did not answer within {within_s:g} s"
                self._end()
                raise ModelDied(self._died) from error
            except (WireError, OSError) as error:
                self._died = self._end()
                raise ModelDied(self._died) from error
        answer = reply.get("answer")
        if not isinstance(answer, dict):
            raise ModelFailed(str(reply.get("failed", "it answers nonsense"))[:500])
        return answer

    def close(self) -> None:
        """End the process; who is being answered now is still answered."""
        self._asking.acquire(timeout=ANSWER_WITHIN_S)
        self._died = self._died or "it was ended"
        self._wire.close()
        self._end()
        self._home.cleanup()

    def _end(self) -> str:
        """End the process, if it has not ended by itself; what there is to say of its end."""
        try:
            # One that broke the connection itself is about to end: how, is worth knowing.
            self._process.wait(0 if self._died else END_WITHIN_S / 4)
        except subprocess.TimeoutExpired:
            self._process.kill()
        try:
            code = self._process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            return "it does not end"  # stuck in the kernel; init takes it over
        self._log_errors()
        if code >= 0:
            return f"it ended with code {code}"
        return f"it was ended by {signal.Signals(-code).name}"

    def _log_errors(self) -> None:
        try:
            said = (Path(self._home.name) / "errors").read_bytes()[-TAIL:].decode("utf-8", "replace")
        except OSError:
            return
        if said:
            log.debug("a model's process said", text=said)
