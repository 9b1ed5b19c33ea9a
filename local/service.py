"""What every embedded server has in common: a command, a ready check, an orderly end."""

import contextlib
import importlib.util
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

LEASH = Path(__file__).with_name("leash.py")
CHECK_EVERY_S = 0.05
_given_ports: set[int] = set()


class ServerError(Exception):
    """A server can't start; the message tells a person what to do."""


class NotReadyError(Exception):
    """A server doesn't answer yet; the message says what it said."""


def free_port() -> int:
    """A TCP port on loopback that nobody listens on, never given out twice by this process.

    Below the kernel's range for outgoing connections, so that no connection takes it before the server does.
    """
    for _ in range(200):
        port = random.randrange(15000, 29000)  # noqa: S311
        if port in _given_ports:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("", port))
            except OSError:
                continue
        _given_ports.add(port)
        return port
    raise ServerError("no free TCP port between 15000 and 29000")


def make_run_folder() -> Path:
    """A private folder (mode 0700) with a path short enough for sockets: they end at 107 characters."""
    base = Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="paw-", dir=base))


def executable(name: str) -> Path:
    """A program that a wheel put beside this Python, or one on the PATH.

    Raises:
        ServerError: there is none.
    """
    beside = Path(sys.executable).with_name(name)
    if beside.exists():
        return beside
    if found := shutil.which(name):
        return Path(found)
    raise ServerError(f"{name} is not installed: run `make run` once, it installs everything")


def package_folder(name: str) -> Path:
    """The folder of an installed package, without importing it.

    Raises:
        ServerError: it is not installed.
    """
    package = importlib.util.find_spec(name)
    if package is None or package.origin is None:
        raise ServerError(f"{name} is not installed: run `make run` once, it installs everything")
    return Path(package.origin).parent


def refuse_foreign_files(folder: Path) -> None:
    """Say so when an ordinary user meets files of a former run as somebody else.

    Raises:
        ServerError: with the command that gives them back.
    """
    if (user := os.geteuid()) == 0 or not folder.exists():
        return
    for path in (folder, *(folder.iterdir() if folder.stat().st_uid == user else ())):
        if (owner := path.lstat().st_uid) != user:
            raise ServerError(
                f"{path} belongs to {_user_name(owner)}, from a run as that user. Give it back with "
                f"`sudo chown -R {_user_name(user)} {folder.parent}`, or set PAWSIGHT_DATA_DIR to another folder."
            )


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


class Service(ABC):
    """One server process, run by the supervisor or, in tests, by `with`.

    `folder` keeps its data, `run_folder` its sockets.
    """

    name: str
    stop_signal = signal.SIGTERM
    grace_s = 10.0
    """From the stop signal to SIGKILL."""
    start_timeout_s = 60.0
    leash_options: tuple[str, ...] = ()
    mark: str | None = None
    """`NAME=VALUE` in the environment of the server and its children, by which they are found again."""

    def __init__(self, folder: Path, run_folder: Path) -> None:
        self.folder = folder.absolute()
        self.run_folder = run_folder.absolute()
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make what the server needs; called before every start, after a crash too. It may block.

        Raises:
            ServerError: it can't work on this machine.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_foreign_files(self.folder)

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments."""

    def environment(self) -> dict[str, str]:
        """The process's whole environment."""
        return dict(os.environ)

    @abstractmethod
    def check(self) -> None:
        """Ask once whether the server does its work. It may block for a second.

        Raises:
            NotReadyError: not yet.
        """

    def clean_up(self) -> None:  # noqa: B027
        """Remove what a dead server leaves behind; called after every end."""

    @property
    def pid(self) -> int | None:
        """The server's process id, while it runs."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def spawn(self, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start the process on a leash, in a session of its own: Ctrl-C on the terminal is for us alone."""
        leash = [sys.executable, "-I", "-S", str(LEASH), *self.leash_options]
        self.process = subprocess.Popen(
            [*leash, str(os.getpid()), str(int(self.stop_signal)), "--", *self.command()],
            env=self.marked_environment(),
            cwd=self.working_folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self.process

    def marked_environment(self) -> dict[str, str]:
        """The environment with the mark in it."""
        name, _, value = (self.mark or "").partition("=")
        return {**self.environment(), name: value} if name else self.environment()

    @property
    def working_folder(self) -> Path:
        """Where the process runs."""
        return self.folder

    @property
    def log_path(self) -> Path:
        """Where `start` lets the server write; the supervisor keeps its own, rotated logs."""
        return self.run_folder / f"{self.name}.log"

    def start(self) -> None:
        """Start and wait until it is ready: for tests; the launcher uses the supervisor.

        Raises:
            ServerError: it ended, or was not ready in time; the message ends with its last lines.
        """
        self.prepare()
        with self.log_path.open("ab") as log:
            self.spawn(log)
        deadline = time.monotonic() + self.start_timeout_s
        while True:
            try:
                self.check()
            except NotReadyError as error:
                if self.pid is not None and time.monotonic() < deadline:
                    time.sleep(CHECK_EVERY_S)
                    continue
                self.stop()
                raise ServerError(f"{self.name} did not start: {error}\n{self.last_lines()}") from error
            return

    def stop(self) -> None:
        """End the process: the stop signal, then SIGKILL after `grace_s`."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.grace_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.clean_up()

    def last_lines(self, count: int = 12) -> str:
        """The end of the log that `start` writes."""
        with contextlib.suppress(FileNotFoundError):
            return "\n".join(self.log_path.read_text("utf-8", "replace").splitlines()[-count:])
        return ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@contextlib.contextmanager
def private_run_folder() -> Iterator[Path]:
    """A run folder that is removed at the end."""
    folder = make_run_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
