"""Any detector that ultralytics reads: .pt, ONNX, TFLite, OpenVINO, TensorRT and more."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from vision.detection import Detection, Image
from vision.engines.torchvision_ops import provide_torchvision_ops

# Read by ultralytics when it is imported: the lock decides what is installed, not a missing import at run time.
os.environ.setdefault("YOLO_AUTOINSTALL", "false")
os.environ.setdefault("YOLO_VERBOSE", "false")
provide_torchvision_ops()

from ultralytics import YOLO, settings  # noqa: E402 - only works after the lines above

settings.update({"sync": False})  # no usage statistics


_BLANK = np.zeros((640, 640, 3), np.uint8)


class UltralyticsEngine:
    """A `DetectionEngine` around one ultralytics model, one call at a time: its predictor holds state."""

    def __init__(self, path: Path, *, threads: int, confidence: float) -> None:
        """Load a detection model and run it once.

        path: a file or a folder that ultralytics reads; a name that it knows, in a folder that exists, is
        downloaded there. threads: of torch, in the whole process; 0 leaves them as they are.

        Raises:
            Exception: whatever ultralytics and the model's runtime raise.
        """
        if threads:
            torch.set_num_threads(threads)
        self.name = path.name
        self._lock = threading.Lock()
        self._model = YOLO(path, task="detect")
        on_gpu = torch.cuda.is_available()
        self._options: dict[str, Any] = {
            "conf": confidence,
            "device": 0 if on_gpu else "cpu",
            "quantize": 16 if on_gpu else None,
            "verbose": False,
        }
        # Loads the weights and warms the runtime: a model that can't run fails now, not on the first frame.
        self._model.predict(_BLANK, **self._options)

    def detect(self, images: Sequence[Image]) -> list[list[Detection]]:
        """See `DetectionEngine`."""
        if not images:
            return []
        with self._lock:
            results = self._model.predict(list(images), **self._options)
        return [_detections(result) for result in results]


def _detections(result: Any) -> list[Detection]:
    found = [
        Detection(result.names[int(kind)], float(confidence), (x0, y0, x1 - x0, y1 - y0))
        for (x0, y0, x1, y1), confidence, kind in zip(
            result.boxes.xyxyn.clamp(0, 1).tolist(),
            result.boxes.conf.tolist(),
            result.boxes.cls.tolist(),
            strict=True,
        )
    ]
    return sorted(found, key=lambda one: -one.confidence)
