"""`WS /ws`: what happens, as it happens. The messages are in `pawsight/messages.py`."""

import asyncio
from datetime import UTC, datetime

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app.auth import principal_of
from app.errors import ApiError
from app.realtime_hub import Client
from app.resources import Held
from db.errors import DatabaseError
from pawsight.messages import Hello

log = structlog.get_logger()

router = APIRouter()

NOT_SIGNED_IN = 4401
REVOKED = 4403
TRY_AGAIN = 1013


@router.websocket("/ws")
async def realtime(websocket: WebSocket, held: Held) -> None:
    """Hello, then every message for the user. What the client sends is read and ignored."""
    try:
        principal = await principal_of(websocket)
    except ApiError as error:
        # A handshake that is refused shows a browser no reason: accept, then say it in the close code.
        await websocket.accept()
        await websocket.close(NOT_SIGNED_IN, error.code)
        return
    except DatabaseError as error:
        await websocket.accept()
        await websocket.close(TRY_AGAIN, type(error).__name__)
        return
    await websocket.accept()
    client = Client(principal.user_id, principal.token_sha256)
    await held.realtime.join(client)
    hello = Hello(server_time=datetime.now(UTC), user_id=principal.user_id)
    sender = asyncio.create_task(_send(websocket, client, hello.model_dump_json(by_alias=True)))
    try:
        while not sender.done():
            await websocket.receive_text()
    except (WebSocketDisconnect, KeyError, RuntimeError):
        # KeyError: a binary message; RuntimeError: our sender closed it. Either way it is over.
        log.debug("websocket closed", user=str(principal.user_id))
    finally:
        held.realtime.leave(client)
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


async def _send(websocket: WebSocket, client: Client, hello: str) -> None:
    await websocket.send_text(hello)
    while True:
        for message in await client.take():
            await websocket.send_text(message.decode())
        if client.revoked:
            await websocket.close(REVOKED, "TOKEN_REVOKED")
            return
        if client.overrun:
            await websocket.close(TRY_AGAIN, "TOO_SLOW")
            return
