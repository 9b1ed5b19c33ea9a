"""Where a dog's joints are, and how it holds itself: one small network on the crop of each dog."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from vision import posture
from vision.calibration import Curve, logit
from vision.crops import cut, square_around, to_picture
from vision.detection import Image
from vision.heatmaps import decode, softmax
from vision.keypoints import KEYPOINTS, MIRRORED
from vision.posture import POSTURES, Posture

Floats = NDArray[np.float32]
Box = tuple[float, float, float, float]

INPUT = "crops"
OUTPUTS = ("heatmaps", "visible", "posture")
DESCRIPTION = "dogpose"
"""The entry of the file's metadata that says, as JSON, what the network was taught and how it is calibrated."""

LARGEST_BATCH = 8
"""Crops in one run of the network: a crowd of dogs must not take a crowd's memory."""


class NotAPoseModel(ValueError):
    """A file that is no `dogpose`, or one of another version."""


@dataclass(frozen=True, slots=True)
class Keypoint:
    """One point of a dog.

    x, y: fractions of the frame; a little outside of 0..1 where the dog is cut off. visibility: how likely it is to
    be seen at all. confidence: how likely it is to be seen and to be here, within a tenth of the dog's longer side.
    """

    name: str
    x: float
    y: float
    confidence: float
    visibility: float


@dataclass(frozen=True, slots=True)
class Pose:
    """A dog's points and posture. box: (x, y, w, h), the one asked for.

    keypoints: those that the network was taught, in the order of `vision.keypoints`; what no picture taught it is not
    among them.
    """

    box: Box
    keypoints: tuple[Keypoint, ...]
    posture: Posture


@dataclass(frozen=True, slots=True)
class _Calibration:
    """Of one way to ask: once, or with the mirrored crop."""

    confidence: Curve
    visibility: Curve
    posture_temperature: float

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        confidence, visibility = (
            Curve(tuple(told[name][:-1]), told[name][-1]) for name in ("confidence", "visibility")
        )
        return cls(confidence, visibility, told["posture_temperature"])


class PoseEstimator:
    """`dogpose` on ONNX Runtime. Thread-safe."""

    def __init__(
        self, session: onnxruntime.InferenceSession, description: dict[str, Any], *, mirrored: bool
    ) -> None:
        """See `load`."""
        self._session = session
        self._size = int(description["size"])
        self._context = float(description["context"])
        self._learned = [KEYPOINTS.index(name) for name in description["keypoints"]]
        self._mirrored = mirrored
        self._calibration = _Calibration.read(description["calibration"]["mirrored" if mirrored else "once"])

    @classmethod
    def load(cls, path: Path, *, threads: int = 0, mirrored: bool = False) -> Self:
        """Load the network.

        threads: of one run; 0 takes all cores. mirrored: ask a second time with each crop mirrored and take the mean,
        which is a little better and takes twice as long.

        Raises:
            NotAPoseModel: it is another model.
            Exception: ONNX's and ONNX Runtime's own, when the file is missing or broken.
        """
        described = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
        if DESCRIPTION not in described:
            raise NotAPoseModel(f"{path.name} does not say that it is a {DESCRIPTION}")
        description = json.loads(described[DESCRIPTION])
        if tuple(description["postures"]) != POSTURES:
            raise NotAPoseModel(f"{path.name} tells the postures {description['postures']}, not {POSTURES}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Idle threads that spin would take the cores from the encoder and the web door.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        available = onnxruntime.get_available_providers()
        wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
        session = onnxruntime.InferenceSession(
            path, options, providers=[name for name in wanted if name in available]
        )
        return cls(session, description, mirrored=mirrored)

    def estimate(self, image: Image, boxes: Sequence[Box]) -> list[Pose]:
        """The pose of the dog in each box, in the same order.

        image: uint8 (height, width, 3) BGR. boxes: (x, y, w, h), fractions of the frame.

        Raises:
            ValueError: it is no such image, or a box has no area or a side that is no number.
        """
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise ValueError(f"expected uint8 (height, width, 3), got {image.dtype} {image.shape}")
        poses: list[Pose] = []
        for start in range(0, len(boxes), LARGEST_BATCH):
            poses += self._estimate(image, boxes[start : start + LARGEST_BATCH])
        return poses

    def _estimate(self, image: Image, boxes: Sequence[Box]) -> list[Pose]:
        frame = np.array([image.shape[1], image.shape[0]], np.float32)
        in_pixels = [np.array(box) * np.tile(frame, 2) for box in boxes]
        affines = [
            square_around(tuple(box.tolist()), context=self._context, size=self._size) for box in in_pixels
        ]
        maps, visible, postures = self._ask(np.stack([cut(image, one, self._size) for one in affines]))
        postures = postures / postures.sum(axis=1, keepdims=True)
        poses = []
        for index, (box, affine) in enumerate(zip(boxes, affines, strict=True)):
            places, masses = decode(maps[index, self._learned])
            fractions = to_picture(places, affine) + 0.5
            fractions /= frame
            seen = visible[index, self._learned]
            confidences = self._calibration.confidence(logit(masses), seen)
            visibilities = self._calibration.visibility(seen)
            keypoints = tuple(
                Keypoint(KEYPOINTS[point], float(x), float(y), float(confidence), float(visibility))
                for point, (x, y), confidence, visibility in zip(
                    self._learned, fractions, confidences, visibilities, strict=True
                )
            )
            told = dict(zip(POSTURES, postures[index].tolist(), strict=True))
            longer_side = float(in_pixels[index][2:].max())
            poses.append(Pose(box, keypoints, posture.decide(told, longer_side_px=longer_side)))
        return poses

    def _ask(self, crops: Image) -> tuple[Floats, Floats, Floats]:
        """Heatmaps that sum to 1, log odds of visibility, and postures, not yet normalised."""
        maps, visible, postures = self._run(crops)
        if self._mirrored:
            order = list(MIRRORED)
            maps_too, visible_too, postures_too = self._run(np.ascontiguousarray(crops[:, :, ::-1]))
            half = np.float32(0.5)
            maps = half * (maps + maps_too[:, order, :, ::-1])
            visible = half * (visible + visible_too[:, order])
            postures = half * (postures + postures_too)
        # A temperature: the same order, with more or less doubt (Guo et al., 2017).
        doubt = np.float32(1 / self._calibration.posture_temperature)
        return maps, visible, postures**doubt

    def _run(self, crops: Image) -> tuple[Floats, Floats, Floats]:
        heatmaps, visible, postures = self._session.run(OUTPUTS, {INPUT: crops})
        weights = np.exp(postures - postures.max(axis=1, keepdims=True))
        return softmax(heatmaps), visible, weights / weights.sum(axis=1, keepdims=True)
