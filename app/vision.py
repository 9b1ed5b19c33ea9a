"""`POST /vision/process`: one picture through the models, as the contract says."""

import base64
import binascii
from typing import Any, Literal

import structlog
from fastapi import APIRouter
from pydantic import Field
from ray import serve
from ray.exceptions import RayError, RayTaskError
from ray.serve.exceptions import RayServeException

from app.auth import Reader
from app.errors import ApiError, documented
from app.resources import Held
from deployments.live_analysis import as_detected
from deployments.vision import ProcessResult
from pawsight.messages import Box, Detected, Fraction, Wire
from vision.image import ImageTooLarge

log = structlog.get_logger()

router = APIRouter(prefix="/vision", tags=["vision"], responses=documented(400, 401, 403, 413, 503))

Model = Literal["detector", "pose", "action"]

TIMEOUT_S = 10.0
LATEST_TIMESTAMP_MS = 4_102_444_800_000  # the year 2100: what is later was sent in microseconds


class ProcessRequest(Wire):
    """One picture (JPEG, PNG or WebP in base64) and the models that shall see it."""

    frame_base64: str = Field(alias="frameBase64", min_length=1, examples=["/9j/4AAQSkZJRg..."])
    timestamp: float = Field(ge=0, le=LATEST_TIMESTAMP_MS, description="ms since the epoch")
    enabled_models: list[Model] = Field(alias="enabledModels", max_length=16, examples=[["detector"]])


class Keypoint(Wire):
    """A point of a body; fractions of the frame."""

    name: str
    x: Fraction
    y: Fraction
    confidence: Fraction
    track_id: int | None = None


class Action(Wire):
    """What a subject does."""

    label: str
    probability: Fraction
    track_id: int | None = None


class SuggestedEvent(Wire):
    """An event that the frame speaks for."""

    type: str
    confidence: Fraction
    data: dict[str, Any]


class ProcessResponse(Wire):
    """What was seen. A model that is not enabled, or away, leaves its list empty."""

    detections: list[Detected]
    keypoints: list[Keypoint]
    actions: list[Action]
    objects: list[Detected]
    suggested_events: list[SuggestedEvent]


EXAMPLE = {
    "detections": [
        {
            "class": "dog",
            "confidence": 0.87,
            "box": {"x": 0.17, "y": 0.39, "w": 0.24, "h": 0.55},
            "trackId": None,
        }
    ],
    "keypoints": [],
    "actions": [],
    "objects": [
        {"class": "bicycle", "confidence": 0.71, "box": Box(x=0.2, y=0.2, w=0.5, h=0.5).model_dump()}
    ],
    "suggestedEvents": [],
}


@router.post("/process", responses={200: {"content": {"application/json": {"example": EXAMPLE}}}})
async def process(body: ProcessRequest, _: Reader, held: Held) -> ProcessResponse:
    """See one picture. Boxes are fractions of the frame, by falling confidence."""
    try:
        image = base64.b64decode(body.frame_base64, validate=True)
    except binascii.Error as error:
        raise ApiError(400, "INVALID_BASE64", "frameBase64 is not base64", str(error)) from error
    if len(image) > held.config.max_image_bytes:
        # Before it travels to the detector, which would say the same.
        raise ImageTooLarge(f"{len(image):,} bytes; at most {held.config.max_image_bytes:,} are taken")
    try:
        pipeline = serve.get_app_handle("vision")
        result: ProcessResult = await pipeline.process.remote(image, list(body.enabled_models), TIMEOUT_S)
    except RayTaskError:
        raise
    except (RayError, RayServeException) as error:
        # The contract: a service that is away gives empty detections and a logged error.
        log.error("the vision service is away", error=str(error))
        result = ProcessResult()
    return ProcessResponse(
        detections=[as_detected(one) for one in result.detections],
        keypoints=[],
        actions=[],
        objects=[as_detected(one) for one in result.objects],
        suggested_events=[],
    )
