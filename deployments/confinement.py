"""What a process that runs somebody else's model may do: no network, no memory without end, none of our secrets."""

import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import onnxruntime

PROJECT: Final = Path(__file__).resolve().parents[1]
PROBE_TIMEOUT_S: Final = 5.0

MOST_WRITTEN_BYTES: Final = 16_000_000
MOST_FILES: Final = 256

_WITHOUT_NETWORK: Final = (("--net",), ("--user", "--map-root-user", "--net"))
"""A network namespace with nothing in it, not even a loopback that is up: as root, and as anybody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one process.

    memory_bytes: of its address space; None: without limit, as CUDA needs it. cpu_s: of all its cores together, for a
    process that only opens a file; None: one that answers for months.
    """

    memory_bytes: int | None
    cpu_s: int | None = None


def limits_for_answers(memory_bytes: int) -> Limits:
    """Of a process that answers. On a GPU's node without a limit on its memory: CUDA maps far more than it uses."""
    on_gpu = "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    return Limits(None if on_gpu else memory_bytes)


@lru_cache
def without_network() -> tuple[str, ...] | None:
    """What a command begins with to run without a network; None where the kernel does not let us. Blocking, once."""
    program = shutil.which("unshare")
    if program is None:
        return None
    for options in _WITHOUT_NETWORK:
        try:
            done = subprocess.run(
                [program, *options, "--", "true"], capture_output=True, timeout=PROBE_TIMEOUT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return (program, *options, "--")
    return None


def environment(home: Path) -> dict[str, str]:
    """All that such a process sees of ours: where programs and this project lie. No key, no URL, no token.

    home: a folder of its own, for what a library wants to write down.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "YOLO_CONFIG_DIR": str(home),
        "MPLCONFIGDIR": str(home),
        "YOLO_AUTOINSTALL": "false",
        "YOLO_OFFLINE": "true",
        "PYTHONPATH": str(PROJECT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **{name: value for name, value in os.environ.items() if name.startswith(("CUDA_", "NVIDIA_"))},
    }


def confine(limits: Limits) -> None:
    """Give this process its limits, for good: it can't take them off again."""
    if limits.memory_bytes is not None:
        _limit(resource.RLIMIT_AS, limits.memory_bytes)
    if limits.cpu_s is not None:
        _limit(resource.RLIMIT_CPU, limits.cpu_s)
    _limit(resource.RLIMIT_FSIZE, MOST_WRITTEN_BYTES)
    _limit(resource.RLIMIT_NOFILE, MOST_FILES)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))
