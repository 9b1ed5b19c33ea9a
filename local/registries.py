"""The environment of the set-up's tools: the user's registries, and no writing elsewhere; standard library only."""

import ast
import os
import re
import subprocess
import threading
import urllib.request
from pathlib import Path

CONFUSING = (
    # Without compiled modules each of twenty processes would spend five seconds of a core on compiling its imports.
    "PYTHONDONTWRITEBYTECODE",
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONOPTIMIZE", "VIRTUAL_ENV", "CONDA_PREFIX"),
    *("__PYVENV_LAUNCHER__", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT", "NODE_ENV", "NODE_OPTIONS"),
    # Each of them would install somewhere else.
    *(
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_USER",
        "PIP_REQUIRE_VIRTUALENV",
        "PIP_CONSTRAINT",
        "PIP_PYTHON",
    ),
)


def clean(environment: dict[str, str]) -> dict[str, str]:
    """Without the variables that would make Python, pip or npm look elsewhere, write elsewhere, or not write."""
    kept = {name: value for name, value in environment.items() if name not in CONFUSING}
    return {**kept, "PYTHONNOUSERSITE": "1"}


def with_private_caches(environment: dict[str, str], folder: Path) -> dict[str, str]:
    """With caches in `folder`, unless the user has named others, and with quiet tools."""
    return {
        "UV_CACHE_DIR": str(folder / "uv"),
        "PIP_CACHE_DIR": str(folder / "pip"),
        "npm_config_cache": str(folder / "npm"),
        "UV_SYSTEM_CERTS": "1",
        **environment,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
        "npm_config_update_notifier": "false",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
    }


def pip_settings(python: Path, environment: dict[str, str]) -> dict[str, str]:
    """What pip has been told by files and variables, e.g. `index-url`; variables win, as in pip."""
    command = [str(python), "-m", "pip", "config", "list"]
    lines = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return parse_pip_settings(lines)


def parse_pip_settings(lines: str) -> dict[str, str]:
    """Of the output of `pip config list`: a line is `global.index-url='https://...'` or `:env:.index-url='...'`."""
    found: dict[str, str] = {}
    entries = re.findall(r"(?m)^(\S+?)\.([\w-]+)=(['\"].*['\"])$", lines)
    for section, name, value in sorted(
        entries, key=lambda entry: (entry[0] == ":env:", entry[0] == "install")
    ):
        if section in ("global", "install", ":env:"):
            found[name] = str(ast.literal_eval(value))
    return found


def uv_settings(pip: dict[str, str]) -> dict[str, str]:
    """The same for uv, which reads no settings of pip."""
    told: dict[str, str] = {}
    if index := pip.get("index-url"):
        told["UV_DEFAULT_INDEX"] = index
    if extra := [index for index in pip.get("extra-index-url", "").split() if _is_there(index)]:
        told["UV_INDEX"] = " ".join(extra)
        # As pip does: the best of all. Every file's hash is in the lock, so an index cannot smuggle one in.
        told["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if links := [link for link in pip.get("find-links", "").split() if _is_there(link)]:
        told["UV_FIND_LINKS"] = ",".join(links)
    if hosts := pip.get("trusted-host"):
        told["UV_INSECURE_HOST"] = " ".join(hosts.split())
    if pip.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        told["UV_NO_INDEX"] = "1"
    if (proxy := pip.get("proxy")) is not None:
        told["ALL_PROXY"] = proxy
    if (certificates := pip.get("cert")) is not None:
        told["SSL_CERT_FILE"] = certificates
    return told


def of_everybody(environment: dict[str, str]) -> dict[str, str]:
    """Without what this machine has beside the registry: a lock made here must be the lock made elsewhere."""
    private = ("UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_INDEX_STRATEGY", "UV_FIND_LINKS")
    return {name: value for name, value in environment.items() if name not in private}


def _is_there(location: str) -> bool:
    """False for a folder that does not exist, which pip passes over and uv does not."""
    path = location.removeprefix("file://")
    return "://" in path or Path(path).is_dir()


def can_reach(url: str, seconds: float = 4.0) -> bool:
    """Whether a GET is answered in time. Looking up a name has no time limit of its own, hence the thread."""
    answered: list[bool] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(url, timeout=seconds) as reply:  # noqa: S310 (our own https address)
                answered.append(reply.status == 200)
        except (OSError, ValueError):
            answered.append(False)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    return answered == [True]


def tools_environment(folder: Path) -> dict[str, str]:
    """Of everything that the set-up starts, before pip could be asked for its settings."""
    return with_private_caches(clean(dict(os.environ)), folder)
