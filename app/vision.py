"""`POST /vision/process`: one picture through the models, as the contract says."""

import asyncio
import binascii
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import pybase64
import structlog
from fastapi import APIRouter
from pydantic import Field
from ray.exceptions import RayError, RayTaskError
from ray.serve.exceptions import RayServeException

from app.auth import Reader
from app.errors import ApiError, documented
from app.resources import Held
from deployments.applications import application
from deployments.vision import ProcessResult
from deployments.wire import as_action, as_detected, as_keypoint
from pawsight import messages
from pawsight.messages import Detected, Fraction, Keypoint, Wire
from pawsight.settings import Settings
from vision.action_rules import Action
from vision.actions import ActionRecognizer, Scene, Sighting
from vision.events import suggest
from vision.image import ImageTooLarge, picture_size
from vision.watcher import shown

log = structlog.get_logger()

router = APIRouter(prefix="/vision", tags=["vision"], responses=documented(400, 401, 403, 413, 503))

Model = Literal["detector", "pose", "action"]

TIMEOUT_S = 10.0
ANSWER_TRAVELS_S = 2.0
"""The pipeline keeps to the time itself; an answer that is this much later comes from nobody."""
LATEST_TIMESTAMP_MS = 4_102_444_800_000  # the year 2100: what is later was sent in microseconds


class Frame(Wire):
    """When a picture was taken, and the models that shall see it."""

    timestamp: float = Field(ge=0, le=LATEST_TIMESTAMP_MS, description="ms since the epoch")
    enabled_models: list[Model] = Field(alias="enabledModels", max_length=16, examples=[["detector"]])


class ProcessRequest(Frame):
    """One picture (JPEG, PNG or WebP in base64) and the models that shall see it."""

    frame_base64: str = Field(alias="frameBase64", min_length=1, examples=["/9j/4AAQSkZJRg..."])


class SuggestedEvent(Wire):
    """An event that the frame speaks for: it happened if frames go on to say so.

    data: `trackId`, `box`, and `evidence`: which rule, of which source, and what the frame said.
    """

    type: str
    confidence: Fraction
    data: dict[str, Any]


class ProcessResponse(Wire):
    """What was seen. A model that is not enabled, or away, leaves its list empty."""

    detections: list[Detected]
    keypoints: list[Keypoint]
    actions: list[messages.Action]
    objects: list[Detected]
    suggested_events: list[SuggestedEvent]


BOX = {"x": 0.17, "y": 0.39, "w": 0.24, "h": 0.55}
SAID = [{"captureTs": "2025-10-24T10:30:00.000Z", "probability": 0.81}]
EXAMPLE = {
    "detections": [{"class": "dog", "confidence": 0.87, "box": BOX, "trackId": 1}],
    "keypoints": [{"name": "nose", "x": 0.21, "y": 0.45, "confidence": 0.9, "trackId": 1}],
    "actions": [
        {"label": "sit", "probability": 0.81, "trackId": 1, "source": "trained"},
        {"label": "unknown", "probability": 0.14, "trackId": 1, "source": "rule"},
    ],
    "objects": [
        {
            "class": "bicycle",
            "confidence": 0.71,
            "box": {"x": 0.2, "y": 0.2, "w": 0.5, "h": 0.5},
            "trackId": None,
        }
    ],
    "suggestedEvents": [
        {
            "type": "sit",
            "confidence": 0.81,
            "data": {
                "trackId": 1,
                "box": BOX,
                "evidence": {"rule": "sit >= 0.55", "source": "trained", "frames": SAID, "frameCount": 1},
            },
        }
    ],
}


@router.post("/process", responses={200: {"content": {"application/json": {"example": EXAMPLE}}}})
async def process(body: ProcessRequest, _: Reader, held: Held) -> ProcessResponse:
    """See one picture. Boxes and points are fractions of the frame; lists are by falling confidence.

    The living are numbered by `trackId`, so that points and actions of two dogs can be told apart. A number means
    nothing beyond its answer: there are tracks in films only.
    """
    try:
        image = pybase64.b64decode(body.frame_base64, validate=True)
    except binascii.Error as error:
        raise ApiError(400, "INVALID_BASE64", "frameBase64 is not base64", str(error)) from error
    return await seen(image, body, held.config)


async def seen(image: bytes, frame: Frame, config: Settings) -> ProcessResponse:
    """What the enabled models see in one encoded picture; empty lists where they are away.

    Raises:
        ImageError: it is no picture, or a larger one than the settings allow.
    """
    if len(image) > config.max_image_bytes:
        # Before it travels to the detector, which would say the same.
        raise ImageTooLarge(f"{len(image):,} bytes; at most {config.max_image_bytes:,} are taken")
    try:
        async with asyncio.timeout(TIMEOUT_S + ANSWER_TRAVELS_S):
            pipeline = await application("vision")
            result: ProcessResult = await pipeline.process.remote(
                image, list(frame.enabled_models), TIMEOUT_S
            )
    except RayTaskError:
        raise
    except (RayError, RayServeException, TimeoutError) as error:
        # The contract: a service that is away gives empty detections and a logged error.
        log.error("the vision service is away", error=str(error) or type(error).__name__)
        result = ProcessResult()
    return await asyncio.to_thread(_answer, frame, image, result)


def _answer(frame: Frame, image: bytes, result: ProcessResult) -> ProcessResponse:
    """What the enabled models say of the picture."""
    enabled = set(frame.enabled_models)
    living = [replace(one, track_id=number) for number, one in enumerate(result.detections, 1)]
    poses = {pose.box: pose for pose in result.poses}
    dogs = [Sighting(one, poses.get(one.box)) for one in living if one.class_name == "dog"]
    at = datetime.fromtimestamp(frame.timestamp / 1000, UTC)
    actions: list[Action] = []
    if "action" in enabled and dogs:
        scene = Scene(at, picture_size(image), dogs, result.objects, camera=None)
        actions = ActionRecognizer().update(scene)
    points = [
        point
        for one in dogs
        if one.pose is not None and "pose" in enabled
        for point in shown(one.pose, one.detection.track_id or 0)
    ]
    suggested = suggest(at, actions, {one.track_id: one.box for one in living if one.track_id is not None})
    seen = "detector" in enabled
    return ProcessResponse(
        detections=[as_detected(one) for one in living] if seen else [],
        keypoints=[as_keypoint(one) for one in points],
        actions=[as_action(one) for one in actions],
        objects=[as_detected(one) for one in result.objects] if seen else [],
        suggested_events=[
            SuggestedEvent(
                type=one.type,
                confidence=round(one.confidence, 3),
                data={"trackId": one.track_id, **one.data},
            )
            for one in suggested
        ],
    )
