"""Weights of others, to be scored beside ours: in PAWSIGHT_REFERENCE_MODELS, or `../shared/models`. Never committed."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vision.coco import COCO
from vision.crops import cut, square_around, to_picture
from vision.detection import Detection, Image
from vision.heatmaps import decode, softmax
from vision.keypoints import MIRRORED
from vision.verify import Box, iou

Floats = NDArray[np.float32]

PILOT = "dogpose_pilot_256.onnx"
DOGPOSE24 = "dogpose24_yolo_int8.tflite"
YOLOX = "yolox_nano_coco.onnx"


def path_of(name: str) -> Path | None:
    """Where a reference's weights are; None where they are not."""
    default = Path(__file__).parents[2] / "shared" / "models"
    path = Path(os.environ.get("PAWSIGHT_REFERENCE_MODELS") or default) / name
    return path if path.exists() else None


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


class Pilot:
    """The pilot's pose network: points and the postures sit, stand, lie on a crop of 256 pixels."""

    def __init__(self, path: Path, *, mirrored: bool) -> None:
        self._session = _session(path)
        self._mirrored = mirrored

    def tell(self, image: Image, box: Box) -> tuple[Floats, Floats]:
        """Points [24, 2] in pixels, and three probabilities. box: (x, y, w, h), pixels."""
        affine = square_around(box, context=1.25, size=256)
        crop = cut(image, affine, 256)
        maps, postures = self._ask(crop)
        if self._mirrored:
            maps_too, postures_too = self._ask(crop[:, ::-1])
            maps = (maps + maps_too[list(MIRRORED), :, ::-1]) / np.float32(2)
            postures = (postures + postures_too) / np.float32(2)
        return to_picture(decode(maps)[0], affine), postures

    def _ask(self, crop: Image) -> tuple[Floats, Floats]:
        x = ((crop[:, :, ::-1].astype(np.float32) - 127) / 128).transpose(2, 0, 1)[None]
        heatmaps, postures = self._session.run(["heatmaps", "posture"], {"image": np.ascontiguousarray(x)})
        return softmax(heatmaps)[0], postures[0]


class DogPose24:
    """A nano pose model of ultralytics, trained on StanfordExtra: boxes and points in one pass over 640 pixels."""

    SIDE = 640
    SAME_IOU = 0.6

    def __init__(self, path: Path) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter: Any = Interpreter(str(path), num_threads=2)
        self._interpreter.allocate_tensors()

    def find(self, image: Image, *, confidence: float = 0.4) -> list[tuple[Detection, Floats]]:
        """Dogs by falling confidence, each with its points [24, 2] in pixels."""
        height, width = image.shape[:2]
        scale = self.SIDE / max(height, width)
        w, h = round(width * scale), round(height * scale)
        left, top = (self.SIDE - w) // 2, (self.SIDE - h) // 2
        canvas = np.full((self.SIDE, self.SIDE, 3), 114, np.uint8)
        canvas[top : top + h, left : left + w] = cv2.resize(image, (w, h), interpolation=cv2.INTER_LINEAR)
        x = (canvas[:, :, ::-1].astype(np.float32) / 255).transpose(2, 0, 1)[None]
        taken, given = self._interpreter.get_input_details()[0], self._interpreter.get_output_details()[0]
        self._interpreter.set_tensor(taken["index"], np.ascontiguousarray(x))
        self._interpreter.invoke()
        rows = self._interpreter.get_tensor(given["index"])[0].T
        rows = rows[rows[:, 4] > confidence]
        found: list[tuple[Detection, Floats]] = []
        for row in rows[np.argsort(-rows[:, 4])]:
            cx, cy, bw, bh = (row[:4] * self.SIDE).tolist()
            x0, y0 = (cx - bw / 2 - left) / w, (cy - bh / 2 - top) / h
            box = (x0, y0, bw / w, bh / h)
            if any(iou(box, other.box) > self.SAME_IOU for other, _ in found):
                continue
            points = (row[5:].reshape(24, 3)[:, :2] * self.SIDE - (left, top)) / scale
            found.append((Detection("dog", float(row[4]), box), points.astype(np.float32)))
        return found


class YoloxNano:
    """YOLOX nano (Ge et al., 2021), COCO, 416 pixels; a `DetectionEngine`."""

    SIDE = 416
    SAME_IOU = 0.6

    def __init__(self, path: Path, *, confidence: float) -> None:
        self.name = path.name
        self._session = _session(path)
        self._confidence = confidence
        cells, strides = [], []
        for stride in (8, 16, 32):
            side = self.SIDE // stride
            y, x = np.mgrid[:side, :side]
            cells.append(np.stack([x, y], axis=-1).reshape(-1, 2))
            strides.append(np.full((side * side, 1), stride))
        self._cells, self._strides = np.concatenate(cells), np.concatenate(strides)

    def detect(self, images: Sequence[Image]) -> list[list[Detection]]:
        """See `DetectionEngine`."""
        return [self._detect(image) for image in images]

    def _detect(self, image: Image) -> list[Detection]:
        height, width = image.shape[:2]
        scale = self.SIDE / max(height, width)
        w, h = round(width * scale), round(height * scale)
        canvas = np.full((self.SIDE, self.SIDE, 3), 114, np.uint8)
        canvas[:h, :w] = cv2.resize(image, (w, h), interpolation=cv2.INTER_LINEAR)
        x = canvas.astype(np.float32).transpose(2, 0, 1)[None]
        rows = self._session.run(None, {self._session.get_inputs()[0].name: np.ascontiguousarray(x)})[0][0]
        centres = (rows[:, :2] + self._cells) * self._strides
        sizes = np.exp(rows[:, 2:4]) * self._strides
        scores = rows[:, 4:5] * rows[:, 5:]
        found: list[Detection] = []
        for cell, kind in sorted(
            np.argwhere(scores >= self._confidence).tolist(), key=lambda one: -scores[one[0], one[1]]
        ):
            x0, y0 = ((centres[cell] - sizes[cell] / 2) / (w, h)).clip(0, 1).tolist()
            x1, y1 = ((centres[cell] + sizes[cell] / 2) / (w, h)).clip(0, 1).tolist()
            box = (x0, y0, x1 - x0, y1 - y0)
            same = (one for one in found if one.class_name == COCO[kind])
            if x1 > x0 and y1 > y0 and all(iou(box, one.box) <= self.SAME_IOU for one in same):
                found.append(Detection(COCO[kind], float(scores[cell, kind]), box))
        return found
