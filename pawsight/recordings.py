"""What recorder, database and clips call the same: where a segment lies, and why a moment was not recorded.

A segment is named by its beginning in ticks (1/90,000 s since the epoch): media time 0 of its file.
"""

import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal, get_args
from urllib.parse import urlsplit
from uuid import UUID

GapReason = Literal[
    "source_away",
    "writer_behind",
    "disk_full",
    "disk_failed",
    "process_killed",
    "system_stopped",
    "segment_lost",
    "camera_off",
    "recording_off",
]
"""
source_away: the camera sent nothing. writer_behind: the disk took packets more slowly than they came.
disk_full: there was no room. disk_failed: the disk refused to write.
process_killed: the recording ended without a word. system_stopped: Pawsight was stopped in order.
segment_lost: it was recorded, but the file is gone. camera_off, recording_off: the owner wanted it so.
"""

GAP_REASONS: tuple[GapReason, ...] = get_args(GapReason)

FOLDER = "recordings"

OBSERVATIONS = ".parquet"
"""What the name of a segment's observations ends with, in place of `.mp4`."""

STOPPED_FILE = "stopped"
"""In the data folder: the moment (ISO 8601) at which the launcher last began to stop everything in order."""

_KEY = re.compile(
    rf"{FOLDER}/(?P<camera>[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/[\d-]{{10}}/(?P<ticks>\d{{1,18}})\.mp4"
)


def camera_prefix(camera_id: UUID) -> str:
    """Where all segments of a camera lie: a folder below `PAWSIGHT_DATA_DIR`, and the beginning of a key in S3."""
    return f"{FOLDER}/{camera_id}/"


def segment_key(camera_id: UUID, start_ticks: int, day: date) -> str:
    """A segment's key in S3. day: that it begins on, in UTC."""
    return f"{camera_prefix(camera_id)}{day.isoformat()}/{start_ticks}.mp4"


def observations_key(segment_key: str) -> str:
    """The key of what was seen and heard during a segment: a Parquet file beside its film."""
    return segment_key.removesuffix(".mp4") + OBSERVATIONS


def observations_path(film: Path) -> Path:
    """Where what was seen and heard lies while the segment is on the node's disk: beside its film too."""
    return film.with_suffix(OBSERVATIONS)


def s3_uri(bucket: str, key: str) -> str:
    """Where a segment is once it was uploaded."""
    return f"s3://{bucket}/{key}"


def node_uri(node: str) -> str:
    """What the URIs of everything on a node's disk begin with."""
    return f"file://{node}/"


def file_uri(node: str, camera_id: UUID, start_ticks: int) -> str:
    """Where a segment is before: on the disk of a node, relative to `PAWSIGHT_DATA_DIR` there."""
    return f"{node_uri(node)}{camera_prefix(camera_id)}{start_ticks}.mp4"


def start_ticks(uri: str) -> int:
    """The beginning that a segment is named by.

    Raises:
        ValueError: it is no segment's URI.
    """
    return int(PurePosixPath(urlsplit(uri).path).stem)


def key_of(uri: str) -> str | None:
    """The key of an `s3://` URI; None for any other."""
    parts = urlsplit(uri)
    return parts.path.lstrip("/") if parts.scheme == "s3" else None


def named_by(key: str) -> tuple[UUID, int] | None:
    """The camera and the beginning, in ticks, that a segment's key names; None for any other key."""
    match = _KEY.fullmatch(key)
    return (UUID(match["camera"]), int(match["ticks"])) if match else None


def path_of(data_dir: Path, key: str) -> Path | None:
    """Where the segment with this key lies if this node recorded it and has not uploaded it yet."""
    named = named_by(key)
    return None if named is None else local_path(data_dir, *named)


def local_path(data_dir: Path, camera_id: UUID, ticks: int) -> Path:
    """Where the file of a segment lies on the node that recorded it, until it was uploaded."""
    return data_dir / FOLDER / str(camera_id) / f"{ticks}.mp4"
