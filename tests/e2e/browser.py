"""A Chromium for the tests: the system's own, else the one that npm ships, which needs no root."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, async_playwright

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NPM_CHROMIUM = Path(__file__).resolve().parents[2] / "web/node_modules/@sparticuz/chromium/bin"

ARGS = (
    "--no-sandbox",  # as root, and in containers without user namespaces
    "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
    # Nothing here draws with WebGL. A GPU that is emulated takes half a core for a live view, and 4 to 20 s for a
    # picture of it; the software compositor an eighth, and half a second.
    "--disable-gpu",
)

UNPACK = """
const fs = require("node:fs"), zlib = require("node:zlib"), stream = require("node:stream/promises");
const [from, to] = process.argv.slice(1);
stream.pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to));
"""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser to start, and the shared libraries that it needs beside the system's."""

    executable: Path
    libraries: Path | None = None


def find_chromium(folder: Path) -> Chromium:
    """The system's Chromium, else npm's, unpacked below `folder` (250 MB, a few seconds).

    Raises:
        FileNotFoundError: there is neither; `npm ci` in web/ brings one.
    """
    for name in SYSTEM_NAMES:
        if found := shutil.which(name):
            return Chromium(Path(found))
    return npm_chromium(folder)


def npm_chromium(folder: Path) -> Chromium:
    """The one of npm, whose version package-lock.json pins, unpacked below `folder`.

    Raises:
        FileNotFoundError: it is not installed.
    """
    if not NPM_CHROMIUM.is_dir():
        raise FileNotFoundError(f"no Chromium on PATH and none in {NPM_CHROMIUM}: run `npm ci` in web/")
    executable = folder / "chromium"
    _unpack(NPM_CHROMIUM / "chromium.br", executable)
    executable.chmod(0o700)
    # Fonts, and NSS with NSPR and expat, which a bare system lacks.
    for name in ("al2023", "fonts"):
        archive = folder / f"{name}.tar"
        _unpack(NPM_CHROMIUM / f"{name}.tar.br", archive)
        with tarfile.open(archive) as tar:
            # Python before 3.11.4 has no filters; package-lock.json pins the archive by its hash.
            tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            tar.extractall(folder)
        archive.unlink()
    (folder / "fonts.conf").write_text(FONTS.format(fonts=folder / "fonts", cache=folder / "fonts-cache"))
    return Chromium(executable, folder / "lib")


def environment_of(found: Chromium) -> dict[str, str]:
    """Our environment, and where it finds its libraries and fonts."""
    environment = dict(os.environ)
    if found.libraries is not None:
        paths = (str(found.libraries), os.environ.get("LD_LIBRARY_PATH", ""))
        environment["LD_LIBRARY_PATH"] = ":".join(path for path in paths if path)
        environment["FONTCONFIG_FILE"] = str(found.executable.with_name("fonts.conf"))
    return environment


@asynccontextmanager
async def chromium(found: Chromium, *more: str) -> AsyncIterator[Browser]:
    """A running headless browser. more: of its arguments."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.executable,
            args=[*ARGS, *more],
            env={**environment_of(found)},
            headless=True,
        )
        try:
            yield browser
        finally:
            await browser.close()


def _unpack(source: Path, target: Path) -> None:
    subprocess.run(["node", "-e", UNPACK, str(source), str(target)], check=True, timeout=120)
