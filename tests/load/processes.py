"""What the processes of a running system use."""

import psutil


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
