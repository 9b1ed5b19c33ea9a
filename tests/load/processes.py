"""What the processes of a running system use."""

import contextlib

import psutil

from tests.system import System


def ray_workers(pid: int, title: str) -> list[psutil.Process]:
    """The Ray workers below this process whose title begins with `ray::` and this."""
    found = []
    for process in psutil.Process(pid).children(recursive=True):
        try:
            if process.cmdline()[:1] and process.cmdline()[0].startswith(f"ray::{title}"):
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


def camera_actors(pid: int) -> list[psutil.Process]:
    """The processes of all cameras below this one."""
    return ray_workers(pid, "CameraActor")


def cpu_s(processes: list[psutil.Process]) -> float:
    """CPU time that they have used, in seconds."""
    return sum(sum(one.cpu_times()[:2]) for one in processes)


def own_bytes(processes: list[psutil.Process]) -> int:
    """Memory that would be free without them: what they share is not counted."""
    return sum(one.memory_full_info().uss for one in processes)


def ray_environment(system: System) -> dict[str, str]:
    """What lets a process join the system's Ray."""
    for process in psutil.Process(system.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            told = dict(part.removeprefix("--").split("=", 1) for part in process.cmdline() if "=" in part)
            if "ray.scripts.scripts" in process.cmdline() and "port" in told:
                address = f"{told['node-ip-address']}:{told['port']}"
                token: str = system.run_file["ray"]["token"]
                return {"RAY_ADDRESS": address, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": token}
    raise AssertionError("no Ray runs")
