"""The vision application: `Detector` and `PoseEstimator` behind `VisionPipeline`.

What a dog looks like is decided in `vision/`.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from ray import serve
from ray.serve.handle import DeploymentHandle

from deployments.apart import ApartDetector
from deployments.model_follower import ModelFollower
from deployments.model_kind import Kind
from deployments.model_slot import Contender, ModelSlot
from deployments.model_thread import model_thread
from deployments.pose import PoseEstimator, PoseOff, PoseStatus
from deployments.reference_set import examine_detector
from pawsight.logging import configure_logging
from pawsight.settings import settings
from vision.agreement import detections_agree
from vision.detection import Detection, DetectionEngine, Image
from vision.engines.loading import load_with_fallback
from vision.image import ImageError, decode_image
from vision.pose import LARGEST_BATCH, Box, Pose
from vision.region import Region
from vision.weights import OWN_MODELS

log = structlog.get_logger()

MODELS = ("detector", "pose", "action")
"""What `enabledModels` may name."""

MOST_DOGS = LARGEST_BATCH
"""The pose of so many dogs of a frame is looked at, the surest ones: a crowd takes no longer than that."""

COMPLAIN_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class DetectorStatus:
    """Which model answers, and why it is not the one that was asked for."""

    model: str
    fell_back_from: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """What the pipeline says of one frame.

    detections: living subjects; objects: things. Both by falling confidence, `track_id` unset. poses: of dogs among
    the detections, each with the `box` of its own. worked_s: for how long the detector looked at it and what was in
    its batch; what an answer takes longer than that, it waited for its turn.
    degraded: why all lists are empty although a frame was given; None when the detector answered. pose_degraded: why
    there are no poses although they were asked for.
    """

    detections: list[Detection] = field(default_factory=list)
    objects: list[Detection] = field(default_factory=list)
    poses: list[Pose] = field(default_factory=list)
    worked_s: float = 0.0
    degraded: str | None = None
    pose_degraded: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An encoded picture, and whose live frame it is, if it is one's. with_dogs: whether `Found.dogs` is wanted."""

    image: bytes
    camera: UUID | None
    with_dogs: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the detector sees in a picture, by falling confidence.

    worked_s: how long its batch took. dogs: the part of the picture that `posed` are in; None where nobody asked, there
    is none, or it is too large to send.
    """

    detections: list[Detection]
    worked_s: float
    dogs: Region | None = None


@serve.deployment(max_ongoing_requests=32, max_queued_requests=64, user_config={})
class Detector:
    """Serve's door to a `DetectionEngine`; it decides nothing about dogs."""

    def __init__(self) -> None:
        configure_logging()
        self._slot: ModelSlot[DetectionEngine] = ModelSlot()
        self._follower = ModelFollower(self._slot, settings())
        self._thread = model_thread(0)
        self._status = DetectorStatus(model="none")
        self._share, self._rests_until = 1.0, 0.0

    async def reconfigure(self, user_config: dict[str, Any]) -> None:
        """Load the model that `user_config` names; settings fill what it leaves out. Then follow the one that is live.

        share: of the time, 0..1, that the model may work; it rests in between.
        """
        config = settings()
        threads = user_config.get("threads", config.detector_threads)
        confidence = user_config.get("confidence", config.detector_confidence)
        niceness = user_config.get("niceness", 0)
        self._share = min(max(user_config.get("share", config.detector_share), 0.01), 1.0)
        name = user_config.get("model") or config.detector
        load = partial(
            load_with_fallback,
            name,
            config.detector_fallback,
            search=[folder for folder in (config.model_dir, OWN_MODELS) if folder is not None],
            threads=threads,
            confidence=confidence,
        )
        # Load first, assign last: no request meets half a model.
        thread = model_thread(niceness)
        loaded = await asyncio.get_running_loop().run_in_executor(thread, load)
        if loaded.fell_back_from is not None:
            log.error("model does not load", model=loaded.fell_back_from, reason=loaded.reason)
        self._thread.shutdown(wait=False)
        self._thread = thread
        self._status = DetectorStatus(loaded.engine.name, loaded.fell_back_from, loaded.reason)
        kind = Kind[DetectionEngine](
            "detector",
            ApartDetector,
            examine_detector,
            search=(OWN_MODELS,),
            confidence=confidence,
            threads=threads,
            niceness=niceness,
        )
        await self._follower.start(kind, Contender(loaded.engine, name=loaded.engine.name))
        self._detect_batch.set_max_batch_size(user_config.get("max_batch_size", 4))
        self._detect_batch.set_batch_wait_timeout_s(user_config.get("batch_wait_timeout_s", 0.0))
        log.info("detector ready", model=self._status.model)

    def check_health(self) -> None:
        """Let Serve replace a replica that does not follow the live model any more."""
        self._follower.check_health()

    async def detect(self, image: bytes, camera: UUID | None = None, *, with_dogs: bool = False) -> Found:
        """Detections of one encoded picture. camera: whose live frame it is, if it is one's. with_dogs: see `Found`.

        Raises:
            ImageError: it is no picture, or a larger one than the settings allow.
        """
        outcome: Found | ImageError = await self._detect_batch(Asked(image, camera, with_dogs))
        if isinstance(outcome, ImageError):
            raise outcome
        return outcome

    def status(self) -> DetectorStatus:
        """Which model answers; `/readyz` shows it."""
        answering = self._slot.answering
        if answering is None or (answering.id is None and self._follower.fell_back[0] is None):
            return self._status
        return DetectorStatus(answering.name, *self._follower.fell_back)

    # A wait of 0 s takes what has gathered while the last batch ran: full batches under load, no delay without.
    @serve.batch(max_batch_size=4, batch_wait_timeout_s=0.0)  # type: ignore[untyped-decorator]
    async def _detect_batch(self, asked: list[Asked]) -> list[Found | ImageError]:
        rest_s = self._rests_until - time.monotonic()
        if rest_s > 0:
            await asyncio.sleep(rest_s)
        found = await asyncio.get_running_loop().run_in_executor(self._thread, _detect, self._slot, asked)
        worked_s = max((one.worked_s for one in found if isinstance(one, Found)), default=0.0)
        self._rests_until = time.monotonic() + worked_s * (1 / self._share - 1)
        return found


def _detect(slot: ModelSlot[DetectionEngine], asked: list[Asked]) -> list[Found | ImageError]:
    """Decode and detect; a picture that can't be read fails alone, not its whole batch."""
    config, began = settings(), time.monotonic()
    told: list[Found | ImageError] = []
    by_model: dict[Contender[DetectionEngine] | None, list[tuple[int, Image]]] = {}
    for index, one in enumerate(asked):
        told.append(Found([], 0.0))
        try:
            picture = decode_image(
                one.image, max_bytes=config.max_image_bytes, max_pixels=config.max_image_pixels
            )
        except ImageError as error:
            told[index] = error
            continue
        by_model.setdefault(slot.first(one.camera), []).append((index, picture))
    for some in by_model.values():
        pictures = [picture for _, picture in some]
        camera = next((asked[index].camera for index, _ in some if asked[index].camera is not None), None)
        found = slot.ask(partial(_seen, pictures), camera=camera, agree=_agree)
        for (index, picture), detections in zip(some, found, strict=True):
            dogs = Region.around(picture, posed(detections)) if asked[index].with_dogs else None
            told[index] = Found(detections, 0.0, dogs)
    worked_s = time.monotonic() - began
    return [one if isinstance(one, ImageError) else replace(one, worked_s=worked_s) for one in told]


def posed(detections: Sequence[Detection]) -> list[Box]:
    """The boxes of the dogs whose pose is looked at."""
    return [one.box for one in detections if one.class_name == "dog" and min(one.box[2:]) > 0][:MOST_DOGS]


def _seen(pictures: list[Image], engine: DetectionEngine) -> list[list[Detection]]:
    return engine.detect(pictures)


def _agree(some: list[list[Detection]], others: list[list[Detection]]) -> list[float]:
    return [detections_agree(one, other) for one, other in zip(some, others, strict=True)]


@serve.deployment(max_ongoing_requests=64, max_queued_requests=128)
class VisionPipeline:
    """One frame through every enabled model."""

    def __init__(self, detector: DeploymentHandle, pose: DeploymentHandle) -> None:
        configure_logging()
        self._detector = detector
        self._pose = pose
        self._complained: dict[str, float] = {}

    async def process(
        self, image: bytes, enabled_models: list[str], timeout_s: float, camera: UUID | None = None
    ) -> ProcessResult:
        """What the enabled models see in one encoded picture, in `timeout_s` all together.

        camera: whose live frame it is, if it is one's: some cameras may have other models than the rest.

        Whatever is enabled, the detector looks first: poses and actions are of the dogs that it finds. A model that
        is away or too slow gives empty lists and one logged error a second at most.

        Raises:
            ImageError: it is no picture, or a larger one than the settings allow.
        """
        if not enabled_models:
            return ProcessResult()
        until = time.monotonic() + timeout_s
        with_poses = not {"pose", "action"}.isdisjoint(enabled_models)
        try:
            async with asyncio.timeout(timeout_s):
                answer: Found = await self._detector.detect.remote(image, camera, with_dogs=with_poses)
        except ImageError:
            raise
        except TimeoutError:
            return ProcessResult(degraded=self._complain("detector", f"took longer than {timeout_s:.1f} s"))
        except Exception as error:  # noqa: BLE001 - of Ray, or, in the same replica, a model's own
            return ProcessResult(
                degraded=self._complain("detector", f"is away: {type(error).__name__}", error)
            )
        found, poses, pose_degraded = answer.detections, list[Pose](), None
        if with_poses and (dogs := posed(found)):
            poses, pose_degraded = await self._poses(
                answer.dogs or image, dogs, camera, until - time.monotonic()
            )
        return ProcessResult(
            detections=[one for one in found if one.living],
            objects=[one for one in found if not one.living],
            poses=poses,
            worked_s=answer.worked_s,
            pose_degraded=pose_degraded,
        )

    async def status(self) -> DetectorStatus:
        """Which detector answers."""
        status: DetectorStatus = await self._detector.status.remote()
        return status

    async def pose_status(self) -> PoseStatus:
        """Which pose model answers."""
        status: PoseStatus = await self._pose.status.remote()
        return status

    async def _poses(
        self, picture: bytes | Region, boxes: list[Box], camera: UUID | None, timeout_s: float
    ) -> tuple[list[Pose], str | None]:
        """The poses, or why there are none: what was detected comes all the same."""
        try:
            async with asyncio.timeout(timeout_s):
                poses: list[Pose] = await self._pose.estimate.remote(picture, boxes, camera)
        except PoseOff:
            return [], "the pose model is off"  # it logged why when it was loaded
        except TimeoutError:
            return [], self._complain("pose model", "took longer than the detector left it")
        except Exception as error:  # noqa: BLE001 - as above
            return [], self._complain("pose model", f"is away: {type(error).__name__}", error)
        return poses, None

    def _complain(self, model: str, trouble: str, error: Exception | None = None) -> str:
        reason = f"the {model} {trouble}"
        now = time.monotonic()
        if now - self._complained.get(model, float("-inf")) >= COMPLAIN_EVERY_S:
            self._complained[model] = now
            log.error("frame not analysed", reason=reason, exc_info=error)
        return reason


application = VisionPipeline.bind(Detector.bind(), PoseEstimator.bind())  # type: ignore[attr-defined]
