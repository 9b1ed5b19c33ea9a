"""The table that a benchmark prints, and the machine that it ran on."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path

Row = tuple[str, str, str]


def machine() -> str:
    """Cores, processor and memory in one line."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {model}, {gigabytes:.0f} GiB, {platform.system()} {platform.machine()}"


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(title: str, rows: Iterable[Row]) -> None:
    """Print what was measured, how much it was, and what we go for."""
    print(f"\n### {title}\n\n| what | measured | goal |\n| --- | --- | --- |")
    for what, measured, goal in rows:
        print(f"| {what} | {measured} | {goal} |")
