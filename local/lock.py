"""`make lock`: the locks in `requirements/` out of their `.in` files and pyproject.toml; standard library only.

A lock keeps the versions it has, unless `--upgrade` is given: then it takes the newest that the `.in` files allow.
"""

import re
import subprocess
from pathlib import Path

PLATFORM = "x86_64-unknown-linux-gnu"
PYTHON = "3.11"
HEADER = """\
# Made by `make lock` out of {sources}. Do not edit.
# Complete: installed with --no-deps --require-hashes. Resolved for Linux on x86-64 and Python {python}.
"""
NOTES = {
    "cpu": "# The same for Python 3.12, and for Linux on arm64 without intel-openmp and intel-cmplr-lib-ur.\n",
    "gpu": "# Resolved only: it has never been installed, because no machine with a GPU was at hand.\n",
}


def pinned(lock: str) -> list[str]:
    """Names of the packages that a lock pins."""
    return re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)==", lock)


def write_locks(uv: Path, requirements: Path, env: dict[str, str], *, upgrade: bool) -> None:
    """Resolve every lock anew; an old lock stays until its successor is whole.

    Raises:
        subprocess.CalledProcessError: something does not resolve; uv has said what.
    """

    def lock(name: str, *arguments: str, sources: str) -> None:
        print(f"  {name}.lock", flush=True)
        target = requirements / f"{name}.lock"
        part = requirements / f"{name}.lock.part"
        # uv prefers the versions that it finds in the file it is told to write.
        part.write_bytes(b"" if upgrade or not target.exists() else target.read_bytes())
        command = [
            *(str(uv), "pip", "compile", "--quiet", "--generate-hashes", "--no-header", "--no-annotate"),
            *("--python-version", PYTHON, "--python-platform", PLATFORM, "--output-file", part.name),
            *arguments,
        ]
        try:
            subprocess.run(command, cwd=requirements, env=env, check=True)
            header = HEADER.format(sources=sources, python=PYTHON) + NOTES.get(name, "")
            part.write_text(header + "\n" + part.read_text("utf-8"), "utf-8")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    lock("uv", "uv.in", sources="uv.in")
    lock("node", "node.in", sources="node.in")
    for name in ("cpu", "gpu"):
        lock(
            name,
            *("../pyproject.toml", "--extra", name, f"{name}.in", "--excludes", f"excluded-{name}.txt"),
            sources=f"{name}.in, excluded-{name}.txt and pyproject.toml",
        )
    have = pinned((requirements / "cpu.lock").read_text("utf-8"))
    lock(
        "dev",
        *(
            "../pyproject.toml",
            "--extra",
            "dev",
            "dev.in",
            "--excludes",
            "excluded-cpu.txt",
            "-c",
            "cpu.lock",
        ),
        *(part for name in have for part in ("--no-emit-package", name)),
        sources="dev.in and pyproject.toml",
    )
