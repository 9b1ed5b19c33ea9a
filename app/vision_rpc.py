"""`pawsight.v1.Vision`: what `POST /vision/process` does, by gRPC; limits, tokens and errors are the same code."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import unquote

import grpc
from google.protobuf.json_format import ParseDict
from pydantic import Field, ValidationError
from ray.serve.grpc_util import RayServegRPCContext

from app.auth import bearer, holder, require
from app.errors import ApiError, Told, invalid, told
from app.in_order import in_order
from app.limits import LOOPBACK_ONLY, is_loopback
from app.resources import Resources
from app.vision import Frame, ProcessResponse, seen
from pawsight.messages import rfc3339
from pawsight.rpc import vision_pb2

AT_ONCE = 8
"""Frames of one stream that are read and not yet answered: two of a laptop's batches, so that no detector waits."""

MOST_STREAMS = 16
"""Of one replica: each may hold its frames in memory."""

IDLE_S = 60.0
LONGEST_DETAILS = 1000
"""A call's status travels in HTTP/2 trailers, which may have 8 KB."""

STATUS = {
    HTTPStatus.BAD_REQUEST: grpc.StatusCode.INVALID_ARGUMENT,
    HTTPStatus.UNAUTHORIZED: grpc.StatusCode.UNAUTHENTICATED,
    HTTPStatus.FORBIDDEN: grpc.StatusCode.PERMISSION_DENIED,
    HTTPStatus.REQUEST_TIMEOUT: grpc.StatusCode.DEADLINE_EXCEEDED,
    # As gRPC itself says of a message that is longer than it takes.
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: grpc.StatusCode.RESOURCE_EXHAUSTED,
    HTTPStatus.TOO_MANY_REQUESTS: grpc.StatusCode.RESOURCE_EXHAUSTED,
    HTTPStatus.INTERNAL_SERVER_ERROR: grpc.StatusCode.INTERNAL,
    HTTPStatus.SERVICE_UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT: grpc.StatusCode.DEADLINE_EXCEEDED,
}
"""The status of gRPC for each of HTTP that a picture can be answered with."""

_streams = asyncio.Semaphore(MOST_STREAMS)


class _Encoded(Frame):
    """A picture as gRPC brings it."""

    frame: bytes = Field(min_length=1)


async def process(
    held: Resources, request: vision_pb2.ProcessRequest, context: RayServegRPCContext
) -> vision_pb2.ProcessResponse:
    """See one picture. A refusal is set on the context; what is returned then is not sent."""
    try:
        await _check(held, context)
        return await _answer(held, request)
    except Exception as error:  # noqa: BLE001 - every error leaves as the envelope
        _refuse(context, told(error, "Process"))
        return vision_pb2.ProcessResponse()


async def process_stream(
    held: Resources,
    requests: AsyncIterator[vision_pb2.ProcessRequest],
    context: RayServegRPCContext,
) -> AsyncGenerator[vision_pb2.StreamResponse, None]:
    """See many pictures, `AT_ONCE` at a time, answered in their order.

    A picture that is refused is answered by its error. The stream ends with an error of its own when its token is
    revoked, when no picture comes or no answer is taken for `IDLE_S`, or when there are too many streams.
    """

    async def answer(numbered: tuple[int, vision_pb2.ProcessRequest]) -> vision_pb2.StreamResponse:
        seq, request = numbered
        await _check(held, context)
        try:
            return vision_pb2.StreamResponse(seq=seq, response=await _answer(held, request))
        except Exception as error:  # noqa: BLE001 - every error leaves as the envelope
            return vision_pb2.StreamResponse(seq=seq, error=_error(told(error, "ProcessStream")))

    try:
        await _check(held, context)
        if _streams.locked():
            raise ApiError(429, "TOO_MANY_STREAMS", "Too many streams at once; try again in a moment")
        async with AsyncExitStack() as place:
            await place.enter_async_context(_streams)
            answers = await place.enter_async_context(
                aclosing(in_order(_numbered(requests), answer, at_once=AT_ONCE))
            )
            unread = _Unread(place)
            async for one in answers:
                with unread:
                    yield one
    except Exception as error:  # noqa: BLE001 - every error leaves as the envelope
        _refuse(context, told(error, "ProcessStream"))


class _Unread:
    """Around each answer: when nobody takes it within `IDLE_S`, the stream's place and the frames in flight are let go.

    At once, since whoever does not read may never come back; if she does, an ApiError (408) ends the stream.
    """

    def __init__(self, place: AsyncExitStack) -> None:
        self._place = place
        self._letting_go: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(IDLE_S, self._let_go)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._timer.cancel()
        if kind is None and self._letting_go is not None:
            raise ApiError(408, "STREAM_UNREAD", f"No answer was taken for {IDLE_S:.0f} s")

    def _let_go(self) -> None:
        self._letting_go = asyncio.create_task(self._place.aclose())


async def _numbered(
    requests: AsyncIterator[vision_pb2.ProcessRequest],
) -> AsyncIterator[tuple[int, vision_pb2.ProcessRequest]]:
    seq = 0
    while True:
        try:
            request = await asyncio.wait_for(anext(requests), IDLE_S)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise ApiError(408, "STREAM_IDLE", f"No frame came for {IDLE_S:.0f} s") from None
        yield seq, request
        seq += 1


async def _check(held: Resources, context: RayServegRPCContext) -> None:
    """Refuse who is none of ours. It is asked for each frame: a revoked token ends its stream.

    Raises:
        ApiError: 401, or 403.
    """
    # A replica's own port listens on every interface: see `Limits`.
    if is_loopback(held.config.host) and not is_loopback(_host(context.peer())):
        raise ApiError(*LOOPBACK_ONLY)
    header = dict(context.invocation_metadata()).get("authorization", "")
    require("read", await holder(bearer(header), held.tokens))


def _host(peer: str) -> str:
    """The address in gRPC's name for a peer: `ipv4:127.0.0.1:4000`, `ipv6:%5B::1%5D:4000`."""
    _, _, place = unquote(peer).partition(":")
    return place.rpartition(":")[0].strip("[]")


async def _answer(held: Resources, request: vision_pb2.ProcessRequest) -> vision_pb2.ProcessResponse:
    try:
        frame = _Encoded(
            frame=request.frame,
            timestamp=request.timestamp,
            enabled_models=list(request.enabled_models),
        )
    except ValidationError as error:
        raise ApiError(*invalid(error.errors())) from error
    response = await seen(frame.frame, frame, held.config)
    return await asyncio.to_thread(as_message, response)


def as_message(response: ProcessResponse) -> vision_pb2.ProcessResponse:
    """What HTTP answers, as gRPC writes it: by its JSON, so that the two can't come to differ."""
    message = vision_pb2.ProcessResponse()
    ParseDict(response.model_dump(mode="json", by_alias=True), message)
    return message


def _error(refusal: Told) -> vision_pb2.Error:
    return vision_pb2.Error(
        code=refusal.code,
        message=refusal.message,
        details=refusal.details and refusal.details[:LONGEST_DETAILS],
        timestamp=rfc3339(datetime.now(UTC)),
    )


def _refuse(context: RayServegRPCContext, refusal: Told) -> None:
    error = _error(refusal)
    context.set_code(STATUS.get(HTTPStatus(refusal.status), grpc.StatusCode.UNKNOWN))
    context.set_details(f"{error.message}: {error.details}" if error.details else error.message)
    context.set_trailing_metadata([("error-code", error.code), ("error-bin", error.SerializeToString())])
