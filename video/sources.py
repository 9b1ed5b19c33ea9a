"""Where packets come from: a file that loops as if it were live, or a camera's URL."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from video.addresses import CheckedUrl, check_url, redacted
from video.decoding import SourceInfo, first_picture, source_info
from video.errors import RefusalCode, SourceError, SourceLost, SourceRefused
from video.live import LiveSource, probe_url
from video.media import open_file
from video.recorded import FileSource
from video.source_packets import Gap, SourcePacket

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


class Source(AbstractContextManager["Source"], Iterator[SourcePacket | Gap], Protocol):
    """An open source."""


def open_source(
    spec: SourceSpec,
    *,
    stopped: threading.Event,
    allow_loopback: bool = False,
    timeout_s: float = TIMEOUT_S,
) -> Source:
    """A context manager that is a blocking iterator of packets as they come, for a thread of its own.

    Setting `stopped` ends the iteration within a tenth of a second. What waits for a slow consumer is bounded;
    a `Gap` says where something was dropped.

    A file loops without a seam: its time stamps go on. A URL is checked again at each connect, and
    the connection goes to an address that was checked. Connecting happens on a thread of the source, so
    the first `next` is where its errors come out.

    Raises, from iterating: `SourceRefused` when it is of no use to try again, `SourceLost` when the stream
    ended, broke, or gave no picture for `timeout_s`.
    """
    if spec.kind == "file":
        return FileSource(Path(spec.location), stopped=stopped)
    return LiveSource(spec.location, stopped=stopped, allow_loopback=allow_loopback, timeout_s=timeout_s)


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
            return source_info(media, first_picture(media, timeout_s=timeout_s))
        except SourceLost as error:
            raise SourceRefused("NOT_VIDEO", f"no video file that we can read: {error.reason}") from error
