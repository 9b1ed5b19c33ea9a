"""`POST /audio/process`: one recording through the ear: what each second of it sounds like, and what happened."""

import asyncio
from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import Field

from app.auth import Reader
from app.errors import ApiError, documented
from app.vision import SuggestedEvent
from deployments.applications import application
from deployments.audio import RECORDING_BEGAN, Listened
from hearing.classifier import Heard
from hearing.events import HeardEvent
from hearing.labels import Label
from pawsight.messages import Fraction, Wire

router = APIRouter(prefix="/audio", tags=["sound"], responses=documented(400, 401, 403, 413, 503, 504))

TIMEOUT_S = 30.0

RECORDING = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in ("audio/wav", "audio/flac", "audio/ogg", "audio/mpeg")
        },
    }
}
"""What the body is, for OpenAPI: the bytes of a file. Which kind it is, the bytes tell; the header is not asked."""


class SoundLabel(Wire):
    """What a window may be."""

    label: Label
    probability: Fraction


class SoundWindow(Wire):
    """About a second of sound. A window begins in the middle of the one before it."""

    start: float = Field(ge=0, description="seconds since the beginning of the recording")
    label: Label
    probability: Fraction
    top: list[SoundLabel] = Field(description="the five likeliest, the likeliest first")


class AudioResponse(Wire):
    """What was heard. Times of an event's `data` (`start`, `end`, `peakAt`) are seconds, as the windows' are."""

    windows: list[SoundWindow]
    suggested_events: list[SuggestedEvent]


EXAMPLE = {
    "windows": [
        {
            "start": 0.0,
            "label": "bark",
            "probability": 0.94,
            "top": [
                {"label": "bark", "probability": 0.94},
                {"label": "growl", "probability": 0.02},
                {"label": "dog_other", "probability": 0.02},
                {"label": "household", "probability": 0.01},
                {"label": "speech", "probability": 0.01},
            ],
        }
    ],
    "suggestedEvents": [
        {
            "type": "bark",
            "confidence": 0.94,
            "data": {"start": 0.0, "end": 0.975, "count": 1, "peak": 0.94, "peakAt": 0.0},
        }
    ],
}


@router.post(
    "/process",
    responses={200: {"content": {"application/json": {"example": EXAMPLE}}}},
    openapi_extra=RECORDING,
)
async def listen(request: Request, _: Reader) -> AudioResponse:
    """Listen to one recording: WAV, FLAC, OGG or MP3, of up to 60 s, in the body."""
    recording = await request.body()
    try:
        async with asyncio.timeout(TIMEOUT_S):
            ear = await application("audio")
            heard: Listened = await ear.listen.remote(recording)
    except TimeoutError as error:
        raise ApiError(504, "AUDIO_TIMEOUT", "The recording took too long; try again in a moment") from error
    return AudioResponse(
        windows=[_as_window(one) for one in heard.windows],
        suggested_events=[_as_suggested(one) for one in heard.events],
    )


def _as_window(heard: Heard) -> SoundWindow:
    top = [SoundLabel(label=one.label, probability=_rounded(one.probability)) for one in heard.top]
    return SoundWindow(start=heard.start_s, label=top[0].label, probability=top[0].probability, top=top)


def _as_suggested(event: HeardEvent) -> SuggestedEvent:
    assert event.ended_at is not None, "a recording is over"
    data = {
        "start": _seconds(event.began_at),
        "end": _seconds(event.ended_at),
        "count": event.count,
        "peak": _rounded(event.peak),
        "peakAt": _seconds(event.peak_at),
    }
    return SuggestedEvent(type=event.type, confidence=_rounded(event.confidence), data=data)


def _seconds(moment: datetime) -> float:
    return round((moment - RECORDING_BEGAN).total_seconds(), 4)


def _rounded(probability: float) -> float:
    """Four digits, and inside 0..1, which a sum of float32 may miss by one in ten million."""
    return min(1.0, max(0.0, round(probability, 4)))
