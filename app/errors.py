"""Every error that leaves the web door is the contract's envelope, with a stable code.

ApiError                      what an endpoint refuses, with its own status and code
RequestValidationError        400 INVALID_REQUEST (422 is not in the contract)
BodyTooLarge                  413 BODY_TOO_LARGE
ImageError
├── ImageTooLarge             413 IMAGE_TOO_LARGE
└── ImageUndecodable          400 IMAGE_UNDECODABLE
AudioError
├── AudioTooLarge             413 AUDIO_TOO_LARGE
├── AudioTooLong              413 AUDIO_TOO_LONG
└── AudioUndecodable          400 AUDIO_UNDECODABLE
ModelError
├── ModelRefused              400 MODEL_REFUSED
├── ModelFailed               503 MODEL_FAILED
└── ArtifactAway              503 STORAGE_UNAVAILABLE
SourceError
├── SourceRefused             400, the refusal's own code
└── SourceLost                400 SOURCE_UNREACHABLE
UrlRefused                    400, the refusal's own code
ClipError
├── NothingRecorded           404 NOTHING_RECORDED
└── PieceUnreadable           503 RECORDING_UNREADABLE
PeerError
├── OfferRefused              400 INVALID_SDP
├── CameraSilent              503 CAMERA_AWAY
├── TooManyPeers              503 TOO_MANY_VIEWERS
├── NotPushed                 409 NOT_A_PUSH_CAMERA
├── NoAddress                 503 WEBRTC_UNAVAILABLE
└── SessionUnknown            404 SESSION_NOT_FOUND
DatabaseError
├── PoolExhausted             503 POOL_EXHAUSTED
├── QueryTimeout              504 QUERY_TIMEOUT
├── ConstraintViolated        400 CONSTRAINT_VIOLATED
└── DatabaseUnavailable       503 DATABASE_UNAVAILABLE
SpoolFull                     503 SPOOL_FULL
ObjectStoreUnavailable        503 STORAGE_UNAVAILABLE
RayTaskError                  as the error that it carries
RayError, RayServeException   503 SERVICE_UNAVAILABLE
anything else                 500 INTERNAL_ERROR, logged with its traceback, told without it
"""

from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from ray.exceptions import RayError, RayTaskError
from ray.serve.exceptions import RayServeException
from starlette.exceptions import HTTPException

from db.errors import (
    ConstraintViolated,
    DatabaseError,
    DatabaseUnavailable,
    PoolExhausted,
    QueryTimeout,
)
from deployments.model_errors import ArtifactAway, ModelFailed, ModelRefused
from hearing.errors import AudioTooLarge, AudioTooLong, AudioUndecodable
from notices.errors import UrlRefused
from pawsight.messages import Wire, rfc3339
from pawsight.objects import ObjectStoreUnavailable
from video.errors import (
    CameraSilent,
    NoAddress,
    NothingRecorded,
    NotPushed,
    OfferRefused,
    PieceUnreadable,
    SessionUnknown,
    SourceLost,
    SourceRefused,
    TooManyPeers,
)
from vision.image import ImageTooLarge, ImageUndecodable

log = structlog.get_logger()


class ErrorBody(Wire):
    """What went wrong. `code` is stable; `message` and `details` are for people."""

    code: str
    message: str
    details: str | None = None
    timestamp: str


class ErrorEnvelope(Wire):
    """The contract's answer to every request that fails."""

    error: ErrorBody


class ApiError(Exception):
    """A request that an endpoint refuses."""

    def __init__(self, status: int, code: str, message: str, details: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details


class BodyTooLarge(HTTPException):
    """The body went past the limit of its path. Of Starlette's kind, which whoever reads a body lets through."""

    def __init__(self, limit: int) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {limit:,} bytes are taken here")


REPLIES: dict[type[Exception], tuple[int, str, str]] = {
    ImageTooLarge: (413, "IMAGE_TOO_LARGE", "The picture is too large"),
    ImageUndecodable: (400, "IMAGE_UNDECODABLE", "This is not a picture that we can read"),
    AudioTooLarge: (413, "AUDIO_TOO_LARGE", "The recording is too large"),
    AudioTooLong: (413, "AUDIO_TOO_LONG", "The recording is too long"),
    AudioUndecodable: (400, "AUDIO_UNDECODABLE", "This is not a recording that we can read"),
    ModelRefused: (400, "MODEL_REFUSED", "This is no model that we can take"),
    ModelFailed: (503, "MODEL_FAILED", "The model did not answer; try again"),
    ArtifactAway: (503, "STORAGE_UNAVAILABLE", "The media storage is away; try again in a moment"),
    SourceLost: (400, "SOURCE_UNREACHABLE", "The camera does not answer"),
    NothingRecorded: (404, "NOTHING_RECORDED", "Nothing was recorded then"),
    PieceUnreadable: (503, "RECORDING_UNREADABLE", "The recording can't be read"),
    OfferRefused: (400, "INVALID_SDP", "This offer can't be answered"),
    CameraSilent: (503, "CAMERA_AWAY", "This camera sends no picture now"),
    TooManyPeers: (503, "TOO_MANY_VIEWERS", "Too many are watching this camera; MJPEG is still there"),
    NotPushed: (409, "NOT_A_PUSH_CAMERA", "This camera has a source of its own"),
    NoAddress: (503, "WEBRTC_UNAVAILABLE", "This system can't be reached by WebRTC; MJPEG is still there"),
    SessionUnknown: (404, "SESSION_NOT_FOUND", "There is no such session, or it has ended"),
    PoolExhausted: (503, "POOL_EXHAUSTED", "Too many requests at once; try again in a moment"),
    QueryTimeout: (504, "QUERY_TIMEOUT", "The database took too long"),
    ConstraintViolated: (400, "CONSTRAINT_VIOLATED", "This contradicts what is stored"),
    DatabaseUnavailable: (503, "DATABASE_UNAVAILABLE", "The database is away; try again in a moment"),
    DatabaseError: (500, "DATABASE_ERROR", "The database refused this"),
    ObjectStoreUnavailable: (503, "STORAGE_UNAVAILABLE", "The media storage is away; try again in a moment"),
    RayError: (503, "SERVICE_UNAVAILABLE", "A service is away; try again in a moment"),
    RayServeException: (503, "SERVICE_UNAVAILABLE", "A service is away; try again in a moment"),
}
"""Status, code and message of the errors that the rooms below raise; `details` is the error's own text."""


def envelope(status: int, code: str, message: str, details: str | None = None) -> JSONResponse:
    """An error as the contract writes it."""
    body = ErrorBody(code=code, message=message, details=details, timestamp=rfc3339(datetime.now(UTC)))
    # What is missing now may be there in a moment: a clip that is still being made, a camera that is started.
    headers = {"Cache-Control": "no-store"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "1"
    return JSONResponse(ErrorEnvelope(error=body).model_dump(by_alias=True), status, headers)


def too_large(error: BodyTooLarge) -> JSONResponse:
    """The answer to a body that is too long."""
    return envelope(error.status_code, "BODY_TOO_LARGE", "The request is too large", error.detail)


async def _reply_api_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return envelope(error.status, error.code, error.message, error.details)


async def _reply_known(_: Request, error: Exception) -> JSONResponse:
    status, code, message = next(REPLIES[kind] for kind in type(error).__mro__ if kind in REPLIES)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", code=code, error=str(error))
    return envelope(status, code, message, str(error))


async def _reply_task_error(request: Request, error: Exception) -> JSONResponse:
    """An error that a replica or an actor raised: Ray wraps it in a class that is both."""
    assert isinstance(error, RayTaskError)
    if any(kind in REPLIES for kind in type(error.cause).__mro__):
        return await _reply_known(request, error.cause)
    return await _reply_unexpected(request, error)


async def _reply_source_refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SourceRefused)
    return envelope(400, error.code, "This can't be a camera", error.message)


async def _reply_url_refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UrlRefused)
    return envelope(400, error.code, "Nothing is sent there", error.message)


async def _reply_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    details = "; ".join(
        f"{'.'.join(str(part) for part in one['loc'] if part != 'body')}: {one['msg']}"
        for one in error.errors()[:10]
    )
    return envelope(400, "INVALID_REQUEST", "The request is not as the API expects it", details)


async def _reply_too_large(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BodyTooLarge)
    return too_large(error)


async def _reply_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    answer = envelope(status, status.name, status.phrase, str(error.detail))
    if error.headers:
        answer.headers.update(error.headers)
    return answer


async def _reply_unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request failed unexpectedly", path=request.url.path, exc_info=error)
    return envelope(500, "INTERNAL_ERROR", "Something went wrong on our side; it is in the log")


def install(api: FastAPI) -> None:
    """Answer every error with the envelope."""
    api.add_exception_handler(ApiError, _reply_api_error)
    api.add_exception_handler(RequestValidationError, _reply_invalid)
    api.add_exception_handler(BodyTooLarge, _reply_too_large)
    api.add_exception_handler(HTTPException, _reply_http)
    api.add_exception_handler(SourceRefused, _reply_source_refused)
    api.add_exception_handler(UrlRefused, _reply_url_refused)
    for kind in REPLIES:
        api.add_exception_handler(kind, _reply_known)
    api.add_exception_handler(RayTaskError, _reply_task_error)
    api.add_exception_handler(Exception, _reply_unexpected)


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The `responses` of an endpoint for OpenAPI: the envelope under each status that it may answer."""
    return {status: {"model": ErrorEnvelope, "description": HTTPStatus(status).phrase} for status in statuses}
