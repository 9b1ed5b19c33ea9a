"""`PoseEstimator` of the vision application. Where a dog's joints are is decided in `vision.pose`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from ray import serve

from deployments.apart import ApartPose
from deployments.model_follower import ModelFollower
from deployments.model_kind import Kind
from deployments.model_slot import Contender, ModelSlot, NoModel
from deployments.model_thread import model_thread
from deployments.reference_set import PoseModel, examine_pose
from pawsight.logging import configure_logging
from pawsight.settings import settings
from vision import pose
from vision.agreement import poses_agree
from vision.detection import Image
from vision.image import decode_image
from vision.region import Region
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
        self._slot: ModelSlot[PoseModel] = ModelSlot()
        self._follower = ModelFollower(self._slot, settings())
        self._thread = model_thread(0)
        self._status = PoseStatus(None, "not loaded yet")

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Load the model that `user_config` names, ours if it names none; then follow the one that is live.

        Without a model the feature is off.
        """
        config = settings()
        name = user_config.get("model") or DOGPOSE
        folders = [folder for folder in (config.model_dir, OWN_WEIGHTS) if folder is not None]
        threads = user_config.get("threads", config.detector_threads)
        niceness = user_config.get("niceness", 0)
        # Load first, assign last: no request meets half a model.
        thread = model_thread(niceness)
        estimator, self._status = await asyncio.get_running_loop().run_in_executor(
            thread, load, name, folders, threads
        )
        self._thread.shutdown(wait=False)
        self._thread = thread
        kind = Kind[PoseModel]("pose", ApartPose, examine_pose, threads=threads, niceness=niceness)
        await self._follower.start(kind, None if estimator is None else Contender(estimator, name=name))

    def check_health(self) -> None:
        """Let Serve replace a replica that does not follow the live model any more."""
        self._follower.check_health()

    async def estimate(
        self, picture: bytes | Region, boxes: list[pose.Box], camera: UUID | None = None
    ) -> list[pose.Pose]:
        """The pose of the dog in each box of one picture, in the same order.

        picture: encoded, or the decoded part of it that the boxes are in. boxes: (x, y, w, h), fractions of the whole
        picture. camera: whose live frame it is, if it is one's.

        Raises:
            PoseOff: there is no pose model.
            ImageError: it is no picture, or a larger one than the settings allow.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, _estimate, self._slot, picture, boxes, camera
            )
        except NoModel as error:
            raise PoseOff(self._status.reason) from error

    def status(self) -> PoseStatus:
        """Which model answers; `/readyz` shows it."""
        answering = self._slot.answering
        if answering is None or answering.id is None:
            return self._status
        return PoseStatus(answering.name, self._follower.fell_back[1])


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


def _estimate(
    slot: ModelSlot[PoseModel], picture: bytes | Region, boxes: list[pose.Box], camera: UUID | None
) -> list[pose.Pose]:
    if slot.answering is None:
        raise NoModel
    region = picture if isinstance(picture, Region) else Region.whole(_decoded(picture))
    size = region.pixels.shape[1], region.pixels.shape[0]
    inside = [region.inside(box) for box in boxes]
    poses = slot.ask(
        lambda model: model.estimate(region.pixels, inside),
        camera=camera,
        agree=lambda some, others: [poses_agree(some, others, size)],
    )
    return [region.outside(one, box) for one, box in zip(poses, boxes, strict=True)]


def _decoded(picture: bytes) -> Image:
    config = settings()
    return decode_image(picture, max_bytes=config.max_image_bytes, max_pixels=config.max_image_pixels)
