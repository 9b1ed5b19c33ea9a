"""What every request must pass before an endpoint sees it: where it comes from, and how long its body is."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import BodyTooLarge, Told, envelope, too_large
from pawsight.settings import Settings

SMALL_BODY = 1_000_000
LOOPBACK_ONLY = Told(403, "LOOPBACK_ONLY", "This system answers its own machine only")


class Limits:
    """Pure ASGI, since it sits on the hot path: refuses strangers and bodies that are too long.

    In HAProxy mode a replica's own port listens on every interface. When the operator asked for loopback
    only, a peer from elsewhere has gone around the front door and is refused.
    """

    def __init__(self, app: ASGIApp, config: Settings) -> None:
        self._app = app
        self._loopback_only = is_loopback(config.host)
        self._longest: Sequence[tuple[str, int]] = (
            ("/vision/process", config.max_frame_message_bytes),
            ("/audio/process", config.max_audio_bytes),
            ("/api/models/upload", config.max_model_bytes + 100_000),
            ("/api/models/evaluations", config.max_evaluation_bytes + 100_000),
            ("/api/cameras/upload", config.max_upload_bytes + 100_000),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._loopback_only and not is_loopback((scope.get("client") or ("127.0.0.1",))[0]):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": "loopback only"})
            else:
                await envelope(*LOOPBACK_ONLY)(scope, receive, send)
            return
        if scope["type"] == "websocket" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        await self._bounded(scope, receive, send)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        limit = next((size for start, size in self._longest if path.startswith(start)), SMALL_BODY)
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > limit:
            await too_large(BodyTooLarge(limit))(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise BodyTooLarge(limit)
            return message

        await self._app(scope, counted, send)


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether an address, or the name `localhost`, is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
