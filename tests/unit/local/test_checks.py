"""`make check` and `make test`, with stand-ins for the tools that write down how they were called."""

import os
from pathlib import Path

import pytest

from local import checks
from local.checks import Tools

PASSES, FAILS = "exit 0", "echo it is wrong; exit 1"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "web").mkdir()
    return tmp_path


def stand_ins(project: Path, **says: str) -> Tools:
    """Tools that pass, but for those that say otherwise."""
    scripts = project / "bin"
    scripts.mkdir()
    for name in ("mypy", "ruff", "lint-imports", "npm", "python"):
        script = scripts / name
        script.write_text(f'#!/bin/sh\necho "{name} $*" >> {project}/calls\n{says.get(name, PASSES)}\n')
        script.chmod(0o700)
    return Tools(scripts / "python", [str(scripts / "npm")], dict(os.environ))


def test_all_checks_pass(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert checks.check(stand_ins(project), project) == 0

    assert [line.split(": ")[1] for line in capfd.readouterr().out.splitlines()] == ["passes"] * 6


def test_one_that_fails_is_told_with_what_it_said_and_the_others_run(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert checks.check(stand_ins(project, mypy=FAILS), project) == 1

    told = capfd.readouterr().out
    assert "mypy: fails\nit is wrong\n" in told
    assert told.count("passes") == 5


def test_tests_go_on_after_the_pages_have_failed(project: Path) -> None:
    assert checks.test(stand_ins(project, npm=FAILS), project) == 1

    calls = (project / "calls").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["npm", "python", "python"]


def test_every_folder_of_tests_is_run(project: Path) -> None:
    checks.test(stand_ins(project), project)

    asked = set((project / "calls").read_text().split())
    tests = Path(__file__).resolve().parents[2]
    folders = {f"tests/{one.parent.relative_to(tests).parts[0]}" for one in tests.rglob("test_*.py")}
    assert folders <= asked
