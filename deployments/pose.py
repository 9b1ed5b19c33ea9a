"""`PoseEstimator` of the vision application. Where a dog's joints are is decided in `vision.pose`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from ray import serve

from deployments.model_thread import model_thread
from pawsight.logging import configure_logging
from pawsight.settings import settings
from vision import pose
from vision.image import decode_image
from vision.weights import DOGPOSE, OWN_WEIGHTS

log = structlog.get_logger()


class PoseOff(Exception):
    """There is no pose model: the weights did not load. The message says why."""


@dataclass(frozen=True, slots=True)
class PoseStatus:
    """Which model answers. model: None while the feature is off; reason: why it is."""

    model: str | None
    reason: str | None = None


@serve.deployment(max_ongoing_requests=32, max_queued_requests=64, user_config={})
class PoseEstimator:
    """Serve's door to `vision.pose.PoseEstimator`."""

    def __init__(self) -> None:
        configure_logging()
        self._estimator: pose.PoseEstimator | None = None
        self._thread = model_thread(0)
        self._status = PoseStatus(None, "not loaded yet")

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Load the model that `user_config` names, ours if it names none; without a model the feature is off."""
        config = settings()
        name = user_config.get("model") or DOGPOSE
        folders = [folder for folder in (config.model_dir, OWN_WEIGHTS) if folder is not None]
        threads = user_config.get("threads", config.detector_threads)
        # Load first, assign last: no request meets half a model.
        thread = model_thread(user_config.get("niceness", 0))
        self._estimator, self._status = await asyncio.get_running_loop().run_in_executor(
            thread, load, name, folders, threads
        )
        self._thread.shutdown(wait=False)
        self._thread = thread

    async def estimate(self, image: bytes, boxes: list[pose.Box]) -> list[pose.Pose]:
        """The pose of the dog in each box of one encoded picture, in the same order.

        boxes: (x, y, w, h), fractions of the frame.

        Raises:
            PoseOff: there is no pose model.
            ImageError: it is no picture, or a larger one than the settings allow.
        """
        if self._estimator is None:
            raise PoseOff(self._status.reason)
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, _estimate, self._estimator, image, boxes
        )

    def status(self) -> PoseStatus:
        """Which model answers; `/readyz` shows it."""
        return self._status


def load(name: str, folders: Sequence[Path], threads: int) -> tuple[pose.PoseEstimator | None, PoseStatus]:
    """The model of that name in the first folder that has it; None where it does not load, and why."""
    path = next((folder / name for folder in folders if (folder / name).exists()), folders[-1] / name)
    try:
        estimator = pose.PoseEstimator.load(path, threads=threads)
    except Exception as error:  # noqa: BLE001 - the runtimes raise anything; without poses the rest goes on
        log.error("model does not load", model=name, reason=f"{type(error).__name__}: {error}")
        return None, PoseStatus(None, f"{name} does not load: {type(error).__name__}")
    log.info("pose model ready", model=name)
    return estimator, PoseStatus(name)


def _estimate(estimator: pose.PoseEstimator, data: bytes, boxes: list[pose.Box]) -> list[pose.Pose]:
    config = settings()
    image = decode_image(data, max_bytes=config.max_image_bytes, max_pixels=config.max_image_pixels)
    return estimator.estimate(image, boxes)
