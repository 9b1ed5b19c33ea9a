"""Where pictures come from: a file that loops as if it were live, or a camera's URL."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from video.addresses import CheckedUrl, check_url, redacted
from video.errors import RefusalCode, SourceError, SourceLost, SourceRefused
from video.frames import Frame
from video.live import LiveSource, probe_url
from video.media import SourceInfo, first_picture, open_file
from video.recorded import FileSource

__all__ = [
    "CheckedUrl",
    "RefusalCode",
    "Source",
    "SourceError",
    "SourceInfo",
    "SourceLost",
    "SourceRefused",
    "SourceSpec",
    "check_url",
    "open_source",
    "probe",
    "redacted",
]

TIMEOUT_S = 10.0
"""For each of connecting, opening, and the wait for the next picture."""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source by kind and place: a path on this machine, a URL (http, https, rtsp, rtsps), or nowhere.

    push: the pictures come to us (see `PushSource`), so there is no place to name.
    """

    kind: Literal["file", "url", "push"]
    location: str = ""

    def __repr__(self) -> str:
        # A traceback or a log line shows objects by their repr: no password in it.
        where = redacted(self.location) if self.kind == "url" else self.location
        return f"SourceSpec(kind={self.kind!r}, location={where!r})"


class Source(AbstractContextManager["Source"], Iterator[Frame], Protocol):
    """An open source. Its counters may be read from any thread.

    skipped: pictures left out because they were late, or because a newer one came before they were taken.
    corrupt: packets left out because they were damaged.
    """

    skipped: int
    corrupt: int


def open_source(
    spec: SourceSpec,
    *,
    fps: float,
    max_width: int,
    stopped: threading.Event,
    allow_loopback: bool = False,
    timeout_s: float = TIMEOUT_S,
) -> Source:
    """A context manager that is a blocking iterator of `Frame`, for a thread of its own.

    At most `fps` pictures a second, evenly thinned, at most `max_width` pixels wide (never enlarged).
    Setting `stopped` ends the iteration within a tenth of a second. A slow consumer gets newer pictures,
    not later ones. It must not change what it gets.

    A file loops without a seam: `seq` and the time stamps go on. A URL is checked again at each connect, and
    the connection goes to an address that was checked. Connecting happens on a thread of the source, so
    the first `next` is where its errors come out.

    Raises, from iterating: `SourceRefused` when it is of no use to try again, `SourceLost` when the stream
    ended, broke, or gave no picture for `timeout_s`.
    """
    if spec.kind == "push":
        raise SourceLost("nobody is sending from this camera's page")
    if spec.kind == "file":
        return FileSource(Path(spec.location), fps=fps, max_width=max_width, stopped=stopped)
    return LiveSource(
        spec.location,
        fps=fps,
        max_width=max_width,
        stopped=stopped,
        allow_loopback=allow_loopback,
        timeout_s=timeout_s,
    )


def probe(
    source: Path | SourceSpec, *, allow_loopback: bool = False, timeout_s: float = TIMEOUT_S
) -> SourceInfo:
    """Look at the headers and decode one picture; blocks for at most about `timeout_s`.

    Raises `SourceRefused` (`NOT_VIDEO`, `FILE_MISSING`, `PICTURE_TOO_LARGE`, or a refusal of `check_url`),
    and `SourceLost` for a URL that gives nothing now.
    """
    if isinstance(source, SourceSpec) and source.kind == "url":
        return probe_url(source.location, timeout_s=timeout_s, allow_loopback=allow_loopback)
    path = Path(source.location) if isinstance(source, SourceSpec) else source
    with open_file(path, timeout_s=timeout_s) as media:
        try:
            return media.info(first_picture(media, timeout_s=timeout_s))
        except SourceLost as error:
            raise SourceRefused("NOT_VIDEO", f"no video file that we can read: {error.reason}") from error
