"""A whole Pawsight of a test's own: the launcher as a child, with private data and a free port."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.run import MARK
from local.service import LEASH
from local.supervisor import end_marked

PROJECT = Path(__file__).resolve().parents[1]
START_TIMEOUT_S = 480.0
STOP_TIMEOUT_S = 60.0
TAIL_LINES = 60

# A test kills and fills what it runs on: never the services that the caller's environment names.
NOT_INHERITED = (
    *("PAWSIGHT_DATABASE_URL", "PAWSIGHT_REDIS_URL", "PAWSIGHT_S3_", "PAWSIGHT_OWNER_", "PAWSIGHT_HOST"),
    *("PAWSIGHT_DEMO_", MARK),
)


class SystemFailed(Exception):
    """The launcher did not start, did not stop, or left something behind; the message ends with its last lines."""


@dataclass(frozen=True)
class System:
    """A running Pawsight, signed in to with `token`.

    pid: of the launcher; everything that runs is below it. env: what points a process of ours at its servers.
    """

    url: str
    token: str
    pid: int
    env: dict[str, str]
    data: Path

    @property
    def run_file(self) -> dict[str, Any]:
        """What the launcher says of itself now."""
        content: dict[str, Any] = json.loads((self.data / "run.json").read_text("utf-8"))
        return content

    def server_pid(self, name: str) -> int:
        """Process id that `postgres`, `valkey`, `s3` or `ray` has now, after restarts too."""
        pid = self.run_file["servers"][name]
        assert pid is not None, f"{name} is down"
        return int(pid)


@contextlib.contextmanager
def running_system(**settings: str) -> Iterator[System]:
    """Start a system, wait until it is ready, and stop it at the end as Ctrl-C would.

    settings: more of its environment.

    Raises:
        SystemFailed: it did not become ready, or did not end in order.
    """
    folder = Path(tempfile.mkdtemp(prefix="pawsight-"))
    data, output = folder / "data", folder / "output"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    # No language model, unless it is what is tested: it would take a core from everything else for a minute.
    ours = {"PAWSIGHT_PORT": "0", "PAWSIGHT_GRPC_PORT": "0", "PAWSIGHT_COACH_MODEL": "none"}
    env = {**inherited, **ours, **settings, "PAWSIGHT_DATA_DIR": str(data)}
    # On a leash: a test run that is killed ends its system too. In a session of its own: Ctrl-C is ours to hand on.
    leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(signal.SIGINT)), "--"]
    with output.open("wb") as log:
        launcher = subprocess.Popen(
            [*leash, sys.executable, "-m", "local.run"],
            cwd=PROJECT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        try:
            run = _until_ready(launcher, data / "run.json")
            yield System(run["url"], run["ownerToken"], run["pid"], run["environment"], data)
        finally:
            _stop(launcher, data)
    except BaseException as error:
        error.add_note(f"The launcher's last lines:\n{_tail(output)}")
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _until_ready(launcher: subprocess.Popen[bytes], run_file: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if launcher.poll() is not None:
            raise SystemFailed(f"the launcher ended with exit code {launcher.returncode}")
        with contextlib.suppress(FileNotFoundError):
            content: dict[str, Any] = json.loads(run_file.read_text("utf-8"))
            return content
        time.sleep(0.1)
    raise SystemFailed(f"the system is not ready after {START_TIMEOUT_S:.0f} s")


def _stop(launcher: subprocess.Popen[bytes], data: Path) -> None:
    asked = launcher.poll() is None
    if asked:
        launcher.send_signal(signal.SIGINT)
    try:
        launcher.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        launcher.kill()
        launcher.wait()
        raise SystemFailed(f"the launcher did not stop within {STOP_TIMEOUT_S:.0f} s") from None
    finally:
        left = end_marked(f"{MARK}={data}:")
    if asked and launcher.returncode != 0:
        raise SystemFailed(f"the launcher stopped with exit code {launcher.returncode}")
    if left:
        raise SystemFailed(f"the launcher left {left} processes behind")


def _tail(output: Path) -> str:
    return "\n".join(output.read_text("utf-8", "replace").splitlines()[-TAIL_LINES:])
