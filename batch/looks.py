"""What the models said of one recorded segment: a Parquet file, with a row for each frame that was looked at and for
each window of sound.

It holds all that `vision.watcher.Watcher` and `hearing.events` need, so that tracks, actions and events can be told in
the order of time, over the segments' borders, however the segments were spread over the cluster.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from io import BytesIO
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hearing.classifier import Heard
from hearing.events import Observation
from vision.detection import Detection
from vision.pose import Keypoint, Pose
from vision.posture import POSTURES, Posture
from vision.watcher import Look

CONTENT_TYPE: Final = "application/vnd.apache.parquet"
SUFFIX: Final = ".seen.parquet"

_BOX: Final = [pa.field(side, pa.float64()) for side in "xywh"]
_DETECTION: Final = pa.struct([pa.field("label", pa.string()), pa.field("confidence", pa.float64()), *_BOX])
_KEYPOINT: Final = pa.struct(
    [
        pa.field("name", pa.string()),
        *(pa.field(name, pa.float64()) for name in ("x", "y", "confidence", "visibility")),
    ]
)
_POSE: Final = pa.struct(
    [
        *_BOX,
        pa.field("posture", pa.string()),
        # In the order of `vision.posture.POSTURES`.
        pa.field("postures", pa.list_(pa.float64())),
        pa.field("keypoints", pa.list_(_KEYPOINT)),
    ]
)

SCHEMA: Final = pa.schema(
    [
        # When the frame was captured, or the window of sound began; their order.
        pa.field("at", pa.timestamp("us", tz="UTC"), nullable=False),
        # Of the frame; null for a window.
        pa.field("width", pa.int32()),
        pa.field("height", pa.int32()),
        # The small grey picture that the camera's own motion is read off, deflated.
        pa.field("grey", pa.binary()),
        pa.field("grey_width", pa.int32()),
        pa.field("living", pa.list_(_DETECTION)),
        pa.field("things", pa.list_(_DETECTION)),
        pa.field("poses", pa.list_(_POSE)),
        # Of a window: probabilities in the order of `hearing.labels.LABELS`; null for a frame.
        pa.field("sounds", pa.list_(pa.float64())),
        pa.field("bursts", pa.int32()),
    ]
)


class NoLooks(Exception):
    """The bytes are no file of ours."""


@dataclass(slots=True)
class Looked:
    """What the models said of a segment, each in the order of time."""

    seen: Sequence[Look] = field(default_factory=list)
    heard: Sequence[Observation] = field(default_factory=list)


def write(looked: Looked) -> bytes:
    """The file's bytes. Blocks."""
    rows = [*map(_row, looked.seen), *map(_sound_row, looked.heard)]
    written = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), written, compression="zstd")
    return written.getvalue()


def read(data: bytes) -> Looked:
    """What it says. Blocks.

    Raises:
        NoLooks: it is no file of ours.
    """
    try:
        rows = pq.ParquetFile(BytesIO(data)).read(use_threads=False).cast(SCHEMA).to_pylist()
        return Looked(
            [_look(row) for row in rows if row["sounds"] is None],
            [_heard(row) for row in rows if row["sounds"] is not None],
        )
    except (pa.ArrowException, ValueError, TypeError, OSError, KeyError, zlib.error) as error:
        raise NoLooks(str(error)) from error


def _row(look: Look) -> dict[str, Any]:
    return {
        "at": look.at,
        "width": look.size[0],
        "height": look.size[1],
        "grey": None if look.grey is None else zlib.compress(look.grey.tobytes(), 1),
        "grey_width": None if look.grey is None else look.grey.shape[1],
        "living": [_detected(one) for one in look.living],
        "things": [_detected(one) for one in look.things],
        "poses": [
            {
                **dict(zip("xywh", pose.box, strict=True)),
                "posture": pose.posture.name,
                "postures": [pose.posture.probabilities[name] for name in POSTURES],
                "keypoints": [
                    {name: getattr(point, name) for name in ("name", "x", "y", "confidence", "visibility")}
                    for point in pose.keypoints
                ],
            }
            for pose in look.poses
        ],
    }


def _sound_row(one: Observation) -> dict[str, Any]:
    return {"at": one.at, "sounds": list(one.heard.probabilities), "bursts": one.heard.bursts}


def _detected(one: Detection) -> dict[str, Any]:
    return {"label": one.class_name, "confidence": one.confidence, **dict(zip("xywh", one.box, strict=True))}


def _look(row: dict[str, Any]) -> Look:
    grey = None
    if row["grey"] is not None:
        flat = np.frombuffer(zlib.decompress(row["grey"]), np.uint8)
        grey = flat.reshape(-1, row["grey_width"])
    return Look(
        at=row["at"].astimezone(UTC),
        size=(row["width"], row["height"]),
        grey=grey,
        living=_detections(row["living"]),
        things=_detections(row["things"]),
        poses=[
            Pose(
                (one["x"], one["y"], one["w"], one["h"]),
                tuple(Keypoint(**point) for point in one["keypoints"]),
                Posture(one["posture"], dict(zip(POSTURES, one["postures"], strict=True))),
            )
            for one in row["poses"]
        ],
    )


def _heard(row: dict[str, Any]) -> Observation:
    return Observation(row["at"].astimezone(UTC), Heard(0.0, tuple(row["sounds"]), row["bursts"]))


def _detections(rows: Sequence[dict[str, Any]]) -> list[Detection]:
    return [
        Detection(one["label"], one["confidence"], (one["x"], one["y"], one["w"], one["h"])) for one in rows
    ]
