"""Labelled sets for tests: the demo's dogs and its bark, and such as nobody should read."""

import json
import zipfile
from io import BytesIO
from typing import Any

import cv2

from deployments.evaluation_set import ANNOTATIONS, LABELS_CSV
from deployments.reference_set import BARK, DEMO, DOGS


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def annotations() -> dict[str, Any]:
    """COCO's, of the demo's two dogs; of one of them the nose."""
    images, boxes = [], []
    for number, (name, (x, y, w, h)) in enumerate(DOGS.items()):
        height, width = cv2.imread(str(DEMO / name)).shape[:2]
        images.append({"id": number, "file_name": name, "width": width, "height": height})
        points = [0.378 * width, 0.483 * height, 2] if number == 0 else [0, 0, 0]
        bbox = [x * width, y * height, w * width, h * height]
        boxes.append({"image_id": number, "category_id": 1, "bbox": bbox, "keypoints": points})
    return {
        "images": images,
        "annotations": boxes,
        "categories": [{"id": 1, "name": "dog", "keypoints": ["nose"]}],
    }


def pictures(told: dict[str, Any] | None = None) -> bytes:
    """The demo's dogs, labelled."""
    labels = json.dumps(annotations() if told is None else told).encode()
    return zipped({ANNOTATIONS: labels, **{name: (DEMO / name).read_bytes() for name in DOGS}})


def sounds(label: str = "bark") -> bytes:
    """The demo's bark, labelled."""
    return zipped({LABELS_CSV: f"file,label\n{BARK},{label}\n".encode(), BARK: (DEMO / BARK).read_bytes()})
