"""WebRTC signalling: SDP offers go to the camera's actor, wherever it runs; media never pass through here."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field
from ray.actor import ActorHandle

from app.auth import Reader, SignedIn, Writer
from app.cameras import owned_camera
from app.errors import ApiError, documented
from app.resources import Held, Resources
from deployments.camera_names import find_actor
from pawsight.messages import Wire
from pawsight.settings import Settings
from video.errors import OfferRefused
from video.offers import LONGEST_SDP
from video.peer_session import Direction, SessionStatus
from video.peers import Answer

SDP = "application/sdp"
ACTOR_TIMEOUT_S = 10.0

T = TypeVar("T")

router = APIRouter(prefix="/api", tags=["webrtc"], responses=documented(400, 401, 403, 404, 503))

_TAKES_SDP: dict[str, Any] = {
    "requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string"}}}}
}
_GIVES_SDP: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "The answer, with all candidates in it; the session's address in `Location`",
        "content": {SDP: {"schema": {"type": "string"}}},
    }
}


class IceServer(Wire):
    """A STUN or TURN server, as `RTCPeerConnection` takes it."""

    urls: list[str] = Field(examples=[["stun:stun.example.org:3478"]])
    username: str | None = None
    credential: str | None = None


class WebRtcConfig(Wire):
    """What a page needs before it makes an offer."""

    ice_servers: list[IceServer]


class WebRtcSession(Wire):
    """One session as it is now."""

    id: str
    state: Literal["connecting", "connected"]
    codec: Literal["H264", "VP8"]
    passthrough: bool = Field(description="the pictures are the camera's own packets, not encoded again")
    rtp_origin: int | None = Field(
        description="a picture's RTP time stamp less this, modulo 2^32, counts 1/90,000 s since the epoch; "
        "null until the first picture was sent"
    )
    dropped: int = Field(description="packets that were left out since the network or the browser was slow")
    keyframes_only: bool = Field(description="the network loses so much that keyframes alone are sent")


@router.get("/webrtc", response_model_exclude_none=True)
async def webrtc_config(_: SignedIn, held: Held) -> WebRtcConfig:
    """The STUN and TURN servers to use; none, where browsers reach the cameras' nodes by themselves."""
    return WebRtcConfig(ice_servers=ice_servers(held.config))


@router.post(
    "/cameras/{camera_id}/whep",
    status_code=201,
    response_class=Response,
    responses=_GIVES_SDP | documented(415),
    openapi_extra=_TAKES_SDP,
)
async def whep(camera_id: UUID, request: Request, principal: Reader, held: Held) -> Response:
    """Watch a camera (WHEP). The offer must hold all its candidates: there is no trickling."""
    await owned_camera(held, principal.user_id, camera_id)
    return await _answered(camera_id, "whep", request, held)


@router.post(
    "/cameras/{camera_id}/whip",
    status_code=201,
    response_class=Response,
    responses=_GIVES_SDP | documented(409, 415),
    openapi_extra=_TAKES_SDP,
)
async def whip(camera_id: UUID, request: Request, principal: Writer, held: Held) -> Response:
    """Be a camera of kind `push` (WHIP). Whoever was it before is sent away."""
    row = await owned_camera(held, principal.user_id, camera_id)
    if row.source_kind != "push":
        raise ApiError(409, "NOT_A_PUSH_CAMERA", "This camera has a source of its own")
    return await _answered(camera_id, "whip", request, held)


@router.get("/cameras/{camera_id}/whep/{session_id}")
async def whep_session(camera_id: UUID, session_id: str, principal: Reader, held: Held) -> WebRtcSession:
    """How a viewer's session is doing, and how to tell from a picture when it was captured."""
    return await _status(camera_id, session_id, principal.user_id, held)


@router.get("/cameras/{camera_id}/whip/{session_id}")
async def whip_session(camera_id: UUID, session_id: str, principal: Reader, held: Held) -> WebRtcSession:
    """How a sender's session is doing."""
    return await _status(camera_id, session_id, principal.user_id, held)


@router.delete("/cameras/{camera_id}/whep/{session_id}", status_code=204)
async def end_whep(camera_id: UUID, session_id: str, principal: Reader, held: Held) -> None:
    """Stop watching."""
    await _end(camera_id, session_id, principal.user_id, held)


@router.delete("/cameras/{camera_id}/whip/{session_id}", status_code=204)
async def end_whip(camera_id: UUID, session_id: str, principal: Writer, held: Held) -> None:
    """Stop being the camera."""
    await _end(camera_id, session_id, principal.user_id, held)


def ice_servers(config: Settings) -> list[IceServer]:
    """The servers that the operator named, with what a browser needs to use them."""
    servers = [IceServer(urls=[config.webrtc_stun_url])] if config.webrtc_stun_url else []
    if config.webrtc_turn_url:
        secret = config.webrtc_turn_credential
        servers.append(
            IceServer(
                urls=[config.webrtc_turn_url],
                username=config.webrtc_turn_username,
                credential=secret.get_secret_value() if secret else None,
            )
        )
    return servers


async def _answered(camera_id: UUID, direction: Direction, request: Request, held: Resources) -> Response:
    offer = await _offer(request)
    answer: Answer = await _asked(camera_id, lambda actor: getattr(actor, f"{direction}_offer").remote(offer))
    return Response(
        answer.sdp,
        status_code=201,
        media_type=SDP,
        headers={"Location": f"/api/cameras/{camera_id}/{direction}/{answer.session_id}"},
    )


async def _offer(request: Request) -> str:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != SDP:
        raise ApiError(415, "UNSUPPORTED_MEDIA_TYPE", f"Send the offer as {SDP}", f"Not {content_type!r}")
    body = await request.body()
    if len(body) > LONGEST_SDP:
        raise OfferRefused(f"{len(body):,} bytes; at most {LONGEST_SDP:,} are taken")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise OfferRefused("it is not UTF-8") from error


async def _status(camera_id: UUID, session_id: str, user_id: UUID, held: Resources) -> WebRtcSession:
    await owned_camera(held, user_id, camera_id)
    status: SessionStatus = await _asked(camera_id, lambda actor: actor.session_status.remote(session_id))
    return WebRtcSession(
        id=session_id,
        state=status.state,
        codec=status.codec,
        passthrough=status.passthrough,
        rtp_origin=status.rtp_origin,
        dropped=status.dropped,
        keyframes_only=status.keyframes_only,
    )


async def _end(camera_id: UUID, session_id: str, user_id: UUID, held: Resources) -> None:
    await owned_camera(held, user_id, camera_id)
    await _asked(camera_id, lambda actor: actor.end_session.remote(session_id))


async def _asked(camera_id: UUID, question: Callable[[ActorHandle], Awaitable[T]]) -> T:
    """The answer of the camera's actor; 503 when there is none, or it takes too long."""
    actor = await asyncio.to_thread(find_actor, camera_id)
    if actor is None:
        raise ApiError(503, "CAMERA_AWAY", "This camera is not running now", "See its `status.reason`")
    try:
        return await asyncio.wait_for(question(actor), ACTOR_TIMEOUT_S)
    except TimeoutError as error:
        raise ApiError(503, "CAMERA_AWAY", "This camera does not answer in time") from error
