"""What `make check` and `make test` run, once all is set up; standard library only."""

import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ALONE = ("tests/unit", "tests/coach", "tests/integration")
"""Each of these files has servers of its own, so several run at once."""
TOGETHER = ("tests/pictures", "tests/e2e", "tests/chaos")
"""These drive a browser or share one whole system, which takes all cores."""


@dataclass(frozen=True)
class Tools:
    """Where they are: the environment's `python`, how `npm` is called, and with which environment variables."""

    python: Path
    npm: Sequence[str]
    env: dict[str, str]


def check(tools: Tools, project: Path) -> int:
    """Every check, even after one has failed; Python's and the page's side by side."""
    scripts, web = tools.python.parent, project / "web"
    checks: list[tuple[str, list[str], Path]] = [
        ("mypy", [str(scripts / "mypy"), "--no-error-summary"], project),
        ("web lint", [*tools.npm, "run", "--silent", "lint"], web),
        ("web types", [*tools.npm, "run", "--silent", "typecheck"], web),
        ("ruff format", [str(scripts / "ruff"), "format", "--check", "--quiet", "."], project),
        ("ruff check", [str(scripts / "ruff"), "check", "--quiet", "."], project),
        ("import directions", [str(scripts / "lint-imports")], project),
    ]

    def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=folder,
            env=tools.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    failed = 0
    with ThreadPoolExecutor(2) as pool:
        running = [(title, pool.submit(run, command, folder)) for title, command, folder in checks]
        for title, one in running:
            done = one.result()
            print(f"{title}: {'fails' if done.returncode else 'passes'}", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout, flush=True)
    return 1 if failed else 0


def test(tools: Tools, project: Path) -> int:
    """The page's tests and all of pytest's, even after some have failed."""
    pytest = [str(tools.python), "-m", "pytest"]
    commands = [
        ([*tools.npm, "test"], project / "web"),
        ([*pytest, "--numprocesses=logical", "--maxprocesses=4", "--dist=loadfile", *ALONE], project),
        ([*pytest, *TOGETHER], project),
    ]
    codes = [
        subprocess.run(command, cwd=folder, env=tools.env, check=False).returncode
        for command, folder in commands
    ]
    return max(codes)
