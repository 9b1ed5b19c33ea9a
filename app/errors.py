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

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, NamedTuple

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


class Told(NamedTuple):
    """What a caller is told of an error, by HTTP and by gRPC alike."""

    status: int
    code: str
    message: str
    details: str | None = None


def told(error: BaseException, path: str) -> Told:
    """What its caller is told of an error that an endpoint or a room below raised; what is our fault is logged.

    path: what was called, for the log.
    """
    if isinstance(error, ApiError):
        return Told(error.status, error.code, error.message, error.details)
    if isinstance(error, RayTaskError) and any(kind in REPLIES for kind in type(error.cause).__mro__):
        # What a replica or an actor raised: Ray wraps it in a class that is both.
        return told(error.cause, path)
    if isinstance(error, SourceRefused):
        return Told(400, error.code, "This can't be a camera", error.message)
    if isinstance(error, UrlRefused):
        return Told(400, error.code, "Nothing is sent there", error.message)
    known = next((REPLIES[kind] for kind in type(error).__mro__ if kind in REPLIES), None)
    if known is None or isinstance(error, RayTaskError):
        log.error("request failed unexpectedly", path=path, exc_info=error)
        return Told(500, "INTERNAL_ERROR", "Something went wrong on our side; it is in the log")
    status, code, message = known
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", code=code, error=str(error))
    return Told(status, code, message, str(error))


def invalid(complaints: Iterable[Mapping[str, Any]]) -> Told:
    """What a caller is told of pydantic's `complaints` about a request, the first ten of them."""
    details = "; ".join(
        f"{'.'.join(str(part) for part in one['loc'] if part != 'body')}: {one['msg']}"
        for one in list(complaints)[:10]
    )
    return Told(400, "INVALID_REQUEST", "The request is not as the API expects it", details)


async def _reply(request: Request, error: Exception) -> JSONResponse:
    return envelope(*told(error, request.url.path))


async def _reply_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return envelope(*invalid(error.errors()))


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


def install(api: FastAPI) -> None:
    """Answer every error with the envelope."""
    for kind in (ApiError, SourceRefused, UrlRefused, RayTaskError, *REPLIES, Exception):
        api.add_exception_handler(kind, _reply)
    api.add_exception_handler(RequestValidationError, _reply_invalid)
    api.add_exception_handler(BodyTooLarge, _reply_too_large)
    api.add_exception_handler(HTTPException, _reply_http)


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The `responses` of an endpoint for OpenAPI: the envelope under each status that it may answer."""
    return {status: {"model": ErrorEnvelope, "description": HTTPStatus(status).phrase} for status in statuses}
