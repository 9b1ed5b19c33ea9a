"""`python -m local.run`: the whole of Pawsight on one machine, until Ctrl-C.

Servers whose URL is set are not started. What runs is written to `run.json` in the data folder (mode 0600) once
everything is ready, for tests and tools; it is removed at the end.
"""

import argparse
import asyncio
import contextlib
import fcntl
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import httpx
import structlog

from coaching.weights import OWN_MODELS, SMOLLM2, find
from db.migrate import migrate
from local.first_start import first_start
from local.postgres import Postgres
from local.ray_node import RayNode
from local.s3 import S3, write_private
from local.serve_api import ServeApi, read_config
from local.service import ServerError, free_port, make_run_folder, refuse_foreign_files
from local.supervisor import Supervisor, end_marked
from local.valkey import Valkey
from notices.web_push import new_private_key
from pawsight.recordings import STOPPED_FILE
from pawsight.settings import Settings

PROJECT = Path(__file__).parents[1]
DEPLOY_TIMEOUT_S = 300.0
READY_TIMEOUT_S = 120.0
MARK = "PAWSIGHT_LAUNCHED_FOR"


class Launcher:
    """One run on one data folder."""

    def __init__(self, settings: Settings, config: Path, overlay: Path | None) -> None:
        self._settings = settings
        self._config = config
        self._overlay = overlay
        self._data = settings.data_dir.absolute()
        self._began = time.monotonic()
        self._env: dict[str, str] = {}
        self._lock: IO[str] | None = None
        self._port = settings.port
        self._grpc_port = settings.grpc_port

    def _tell(self, line: str) -> None:
        print(f"  {line}", flush=True)

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the web door."""
        return f"http://{self._shown_host}:{self._port}"

    @property
    def _grpc(self) -> str:
        return f"{self._shown_host}:{self._grpc_port}"

    @property
    def _shown_host(self) -> str:
        host = self._settings.host
        shown = "127.0.0.1" if host in ("0.0.0.0", "", "::") else host  # noqa: S104
        return f"[{shown}]" if ":" in shown else shown

    async def run(self) -> None:
        """Start everything, stay until a signal, stop everything.

        Raises:
            ServerError: something can't start, or can't be brought back.
        """
        self._take_data_folder()
        self._take_ports()
        run_folder = make_run_folder()
        supervisor = Supervisor(self._data / "logs", self._tell, mark=self._mark)
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, told.set)
        try:
            up = asyncio.create_task(self._start(supervisor, run_folder))
            stop = asyncio.create_task(told.wait())
            ends: set[asyncio.Future[Any]] = {stop, supervisor.failed}
            await asyncio.wait({up, *ends}, return_when=asyncio.FIRST_COMPLETED)
            if up.done():
                await up
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            up.cancel()
            if not stop.done():
                supervisor.failed.result()
        finally:
            print("\nStopping...", flush=True)
            (self._data / STOPPED_FILE).write_text(datetime.now(UTC).isoformat(), "ascii")
            (self._data / "run.json").unlink(missing_ok=True)
            await supervisor.stop()
            shutil.rmtree(run_folder, ignore_errors=True)
            print("Stopped.", flush=True)

    @property
    def _mark(self) -> str:
        return f"{MARK}={self._data}"

    def _take_data_folder(self) -> None:
        """Lock the data folder, then end whatever a killed launcher left running on it."""
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_foreign_files(self._data)
        self._lock = (self._data / "lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            raise ServerError(
                f"Pawsight already runs on {self._data} (process {self._lock.read().strip() or 'unknown'}). "
                "Stop it, or set PAWSIGHT_DATA_DIR and PAWSIGHT_PORT for a second one."
            ) from None
        self._lock.truncate(0)
        self._lock.write(f"{os.getpid()}\n")
        self._lock.flush()
        if count := end_marked(f"{self._mark}:"):
            self._tell(f"ended {count} processes that a killed run had left behind")

    def _take_ports(self) -> None:
        """Choose the ports of the web door and of gRPC.

        Raises:
            ServerError: another program has one that was asked for.
        """
        given = self._settings
        if given.port == 0:
            self._port = free_port()
        elif trouble := self._taken(given.port):
            raise ServerError(
                f"{trouble}. Another program has the port: stop it, or choose another with PAWSIGHT_PORT."
            )
        if given.grpc_port == 0:
            self._grpc_port = free_port()
        elif trouble := self._taken(given.grpc_port):
            if "grpc_port" in given.model_fields_set:
                raise ServerError(
                    f"{trouble}. Another program has the port: stop it, or choose another with PAWSIGHT_GRPC_PORT."
                )
            # Few use gRPC: nobody who does not shall be kept from starting by its port.
            self._grpc_port = free_port()
            self._tell(f"port {given.grpc_port} is another program's: gRPC is at {self._grpc}")

    def _taken(self, port: int) -> str | None:
        """Why this port can't be listened on, if it can't."""
        host = self._settings.host
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                return f"can't listen on {host}:{port}: {error.strerror}"
        return None

    async def _start(self, supervisor: Supervisor, run_folder: Path) -> None:
        await self._start_servers(supervisor, run_folder)
        token = await asyncio.to_thread(self._owner_token)
        self._env |= {
            "PAWSIGHT_DATA_DIR": str(self._data),
            "PAWSIGHT_HOST": self._settings.host,
            "PAWSIGHT_PORT": str(self._port),
            "PAWSIGHT_OWNER_TOKEN": token,
            "PAWSIGHT_PUSH_PRIVATE_KEY": await asyncio.to_thread(self._push_key),
        }
        for name in ("model_dir", "demo_video"):
            if (path := getattr(self._settings, name)) is not None:
                self._env[f"PAWSIGHT_{name.upper()}"] = str(path.absolute())
        began = time.monotonic()
        mode = await migrate(self._env["PAWSIGHT_DATABASE_URL"])
        self._tell(f"database ready ({mode} storage), {time.monotonic() - began:.1f} s")
        # What the servers that were just started are called, and what was set, in one.
        os.environ.update(self._env)
        await first_start(Settings(), token)

        ray = RayNode(self._data / "logs", run_folder, PROJECT)
        ray.extra_environment = {
            **self._env,
            "YOLO_CONFIG_DIR": str(self._data / "ultralytics"),
            # Two gigabytes, unless told: a message is in memory before anybody has looked at its token.
            "RAY_SERVE_GRPC_MAX_MESSAGE_SIZE": str(self._settings.max_frame_message_bytes),
        }
        config = read_config(self._config, self._overlay)
        config["http_options"] = {
            **config.get("http_options", {}),
            "host": self._settings.host,
            "port": self._port,
        }
        config["grpc_options"] = {**config.get("grpc_options", {}), "port": self._grpc_port}
        api = ServeApi(ray.dashboard, ray.headers, self._tell)
        starts = 0

        async def deploy() -> None:
            nonlocal starts
            starts += 1
            self._tell(f"ray ready, {time.monotonic() - began:.0f} s; deploying")
            await api.deploy(config, DEPLOY_TIMEOUT_S)
            await self._until_ready()
            if starts > 1:
                self._tell("everything is back")
            self._write_run_file(supervisor, ray, token)

        began = time.monotonic()
        await supervisor.start(ray, on_ready=deploy)
        self._write_run_file(supervisor, ray, token)
        seconds = time.monotonic() - self._began
        print(f"\nReady in {seconds:.0f} s. Sign in: {self.url}/sign-in#token={token}", flush=True)
        await self._fetch_coach()

    async def _fetch_coach(self) -> None:
        """Fetch the coach's model, if it is ours that is wanted and it is nowhere yet; politely, for it is long."""
        given = self._settings
        folders = [folder for folder in (given.model_dir, OWN_MODELS) if folder is not None]
        if given.coach_model != SMOLLM2 or find(SMOLLM2, folders) is not None:
            return
        with (self._data / "logs" / "coach-weights.log").open("wb") as log:
            fetching = await asyncio.create_subprocess_exec(
                *("nice", "-n", "19", sys.executable, "-m", "local.coach_weights"),
                cwd=PROJECT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, MARK: f"{self._data}:coach-weights"},
            )
        try:
            if await fetching.wait():
                self._tell(
                    "the coach's model could not be fetched: its rules answer; see logs/coach-weights.log"
                )
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(fetching.pid, signal.SIGKILL)

    async def _start_servers(self, supervisor: Supervisor, run_folder: Path) -> None:
        given = self._settings
        if given.database_url is None:
            postgres = Postgres(self._data / "postgres", run_folder)
            await self._start_one(supervisor, postgres, "PostgreSQL")
            self._env["PAWSIGHT_DATABASE_URL"] = postgres.url
        else:
            self._env["PAWSIGHT_DATABASE_URL"] = given.database_url
        if given.redis_url is None:
            valkey = Valkey(self._data / "valkey", run_folder)
            await self._start_one(supervisor, valkey, "Valkey")
            self._env["PAWSIGHT_REDIS_URL"] = valkey.url
        if given.s3_endpoint is None:
            s3 = S3(self._data / "s3", run_folder, given.s3_bucket)
            await self._start_one(supervisor, s3, "S3")
            self._env |= s3.settings

    async def _start_one(self, supervisor: Supervisor, service: Postgres | Valkey | S3, title: str) -> None:
        began = time.monotonic()
        await supervisor.start(service)
        self._tell(f"{title} ready, {time.monotonic() - began:.1f} s")

    def _owner_token(self) -> str:
        if self._settings.owner_token is not None:
            return self._settings.owner_token.get_secret_value()
        kept = self._data / "owner-token"
        if not kept.exists():
            write_private(kept, secrets.token_urlsafe(32))
        return kept.read_text("ascii").strip()

    def _push_key(self) -> str:
        if self._settings.push_private_key is not None:
            return self._settings.push_private_key.get_secret_value()
        kept = self._data / "push-key"
        if not kept.exists():
            write_private(kept, new_private_key())
        return kept.read_text("ascii").strip()

    async def _until_ready(self) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        said = "no answer"
        async with httpx.AsyncClient(timeout=5) as client:
            while time.monotonic() < deadline:
                try:
                    reply = await client.get(f"{self.url}/readyz")
                    if reply.status_code == httpx.codes.OK:
                        return
                    said = f"{reply.status_code} {reply.text[:500]}"
                except httpx.HTTPError as error:
                    said = str(error) or type(error).__name__
                await asyncio.sleep(0.25)
        raise ServerError(f"{self.url}/readyz is not ready after {READY_TIMEOUT_S:.0f} s: {said}")

    def _write_run_file(self, supervisor: Supervisor, ray: RayNode, token: str) -> None:
        """`run.json`: where everything is, for tests and for `python -m batch.reprocess`. For our own eyes alone."""
        run: dict[str, Any] = {
            "pid": os.getpid(),
            "url": self.url,
            "grpc": self._grpc,
            "signInUrl": f"{self.url}/sign-in#token={token}",
            "ownerToken": token,
            "servers": supervisor.pids,
            "restarts": supervisor.restarts,
            "environment": self._env,
            "ray": {"address": ray.address, "dashboard": ray.dashboard, "token": ray.token},
        }
        write_private(self._data / "run.json", json.dumps(run, indent=2))


def main() -> int:
    """Read the arguments and run; the exit code is 1 when something could not start."""
    parser = argparse.ArgumentParser(prog="python -m local.run", description=__doc__)
    parser.add_argument(
        "--config", type=Path, default=PROJECT / "serve_config.yaml", help="Serve applications"
    )
    parser.add_argument(
        "--overlay", type=Path, help="laid over the configuration (default: local/laptop.yaml)"
    )
    arguments = parser.parse_args()
    # The launcher tells its own story on the terminal; of the libraries it repeats only what went wrong.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    overlay = arguments.overlay
    if overlay is None and arguments.config == PROJECT / "serve_config.yaml":
        overlay = PROJECT / "local" / "laptop.yaml"
    try:
        asyncio.run(Launcher(Settings(), arguments.config, overlay).run())
    except ServerError as error:
        print(f"\nPawsight could not run: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
