"""What was seen and heard during one recorded segment: a Parquet file beside its film. Ray is not needed to read it.

One row for each thing that was observed, `SCHEMA` tells the columns; a frame that was looked at has a row of its own,
so that an empty scene is not taken for one that nobody looked at. Times are the pictures' own, as in the film.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from hearing.classifier import Scored
from vision.action_rules import Action
from vision.detection import Detection
from vision.watcher import TrackPoint

CONTENT_TYPE: Final = "application/vnd.apache.parquet"

SCHEMA: Final = pa.schema(
    [
        # When the frame was captured, or the window of sound began.
        pa.field("at", pa.timestamp("us", tz="UTC"), nullable=False),
        # Of the frame, as the overlay's; null for sound.
        pa.field("seq", pa.int64()),
        # frame, detection (a living subject), object (a thing), keypoint, action, sound.
        pa.field("kind", pa.string(), nullable=False),
        # Of the subject, unique per camera; null for things and sound.
        pa.field("track_id", pa.int32()),
        # The class, the point's name, the action or the sound; null for a frame.
        pa.field("label", pa.string()),
        # 0..1; null for a frame.
        pa.field("probability", pa.float32()),
        # Top left corner of a box, or the point; fractions of the frame.
        pa.field("x", pa.float32()),
        pa.field("y", pa.float32()),
        # Of a box.
        pa.field("w", pa.float32()),
        pa.field("h", pa.float32()),
        # Of an action: trained or rule.
        pa.field("source", pa.string()),
        # Of a window of sound; its five likeliest labels are five rows.
        pa.field("duration_ms", pa.int32()),
    ]
)

_NAMES: Final = tuple(SCHEMA.names)


class NoObservations(Exception):
    """The bytes are no file of ours."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One frame that was looked at. at: when it was captured, aware. living, things: what the detector found."""

    at: datetime
    seq: int
    living: Sequence[Detection] = ()
    points: Sequence[TrackPoint] = ()
    actions: Sequence[Action] = ()
    things: Sequence[Detection] = ()


@dataclass(frozen=True, slots=True)
class HeardWindow:
    """One window of sound. at: when it began, aware. top: its likeliest labels, the likeliest first."""

    at: datetime
    duration: timedelta
    top: Sequence[Scored]


Moment = Seen | HeardWindow


@dataclass(slots=True)
class Observations:
    """What a file says of a time, oldest first."""

    seen: list[Seen] = field(default_factory=list)
    heard: list[HeardWindow] = field(default_factory=list)


def write(moments: Iterable[Moment], path: Path) -> None:
    """Write a file; it appears when it is whole. Blocking.

    Raises:
        OSError: the disk refuses.
    """
    columns: dict[str, list[Any]] = {name: [] for name in _NAMES}
    for moment in moments:
        for row in _rows(moment):
            for name in _NAMES:
                columns[name].append(row.get(name))
    part = path.with_name(f"{path.name}.part")
    try:
        pq.write_table(pa.table(columns, SCHEMA), part, compression="zstd")
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def read(data: bytes, start: datetime, end: datetime) -> Observations:
    """What a file says of the time from start to end, which is not in it. Blocking.

    Raises:
        NoObservations: it is no file of ours.
        ValueError: a time is naive.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("a naive time")
    try:
        table = pq.ParquetFile(BytesIO(data)).read(use_threads=False).cast(SCHEMA)
    except (pa.ArrowException, ValueError, OSError) as error:
        raise NoObservations(str(error)) from error
    rows: dict[tuple[bool, datetime], list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_pylist():
        at = row["at"].astimezone(UTC)
        if start <= at < end:
            rows[row["kind"] == "sound", at].append(row)
    found = Observations()
    for (is_sound, at), of_moment in sorted(rows.items(), key=lambda one: one[0][1]):
        if is_sound:
            found.heard.append(_heard(at, of_moment))
        else:
            found.seen.append(_seen(at, of_moment))
    return found


def _rows(moment: Moment) -> Iterator[dict[str, Any]]:
    if isinstance(moment, HeardWindow):
        duration_ms = moment.duration // timedelta(milliseconds=1)
        for scored in moment.top:
            yield {
                "at": moment.at,
                "kind": "sound",
                "label": scored.label,
                "probability": scored.probability,
                "duration_ms": duration_ms,
            }
        return
    frame = {"at": moment.at, "seq": moment.seq}
    yield {**frame, "kind": "frame"}
    for kind, found in (("detection", moment.living), ("object", moment.things)):
        for one in found:
            box = dict(zip("xywh", one.box, strict=True))
            said = {"label": one.class_name, "probability": one.confidence, "track_id": one.track_id}
            yield {**frame, "kind": kind, **said, **box}
    for point in moment.points:
        said = {"label": point.name, "probability": point.confidence, "track_id": point.track_id}
        yield {**frame, "kind": "keypoint", **said, "x": point.x, "y": point.y}
    for action in moment.actions:
        said = {"label": action.label, "probability": action.probability, "track_id": action.track_id}
        yield {**frame, "kind": "action", **said, "source": action.source}


def _heard(at: datetime, rows: Sequence[dict[str, Any]]) -> HeardWindow:
    top = tuple(Scored(row["label"], row["probability"]) for row in rows)
    return HeardWindow(at, timedelta(milliseconds=rows[0]["duration_ms"]), top)


def _seen(at: datetime, rows: Sequence[dict[str, Any]]) -> Seen:
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    return Seen(
        at,
        rows[0]["seq"],
        living=tuple(_detection(row) for row in by_kind["detection"]),
        points=tuple(
            TrackPoint(row["track_id"], row["label"], row["x"], row["y"], row["probability"])
            for row in by_kind["keypoint"]
        ),
        actions=tuple(
            Action(row["label"], row["probability"], row["track_id"], row["source"])
            for row in by_kind["action"]
        ),
        things=tuple(_detection(row) for row in by_kind["object"]),
    )


def _detection(row: dict[str, Any]) -> Detection:
    box = row["x"], row["y"], row["w"], row["h"]
    return Detection(row["label"], row["probability"], box, row["track_id"])
