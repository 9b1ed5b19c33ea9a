"""`WS /ws/device`: a robot's connection. What is said is in `robot/protocol.py`; decision 25 says why so.

The replica that holds the connection sends the robot's commands and notes how they went. When the connection ends, the
commands that were under way have failed, and their owner is told: nobody knows how far the robot got.
"""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from typing import Final
from uuid import uuid5

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError
from redis.exceptions import RedisError

from app.resources import Held, Resources
from app.tokens import sha256
from db import commands, devices
from db.commands import Command
from db.devices import Device
from db.errors import DatabaseError, SpoolError
from deployments import owner_news
from pawsight.channels import DEVICE_WAKE, user_channel
from pawsight.ids import new_id
from pawsight.messages import Event, TelemetryMessage, Wire
from robot import protocol
from robot.protocol import (
    ALIVE_EVERY_S,
    FROM_ROBOT,
    LONGEST_MESSAGE,
    Alive,
    Hello,
    Result,
    Telemetry,
    Welcome,
)

log = structlog.get_logger()

router = APIRouter()

NOT_SIGNED_IN: Final = 4401
NOT_UNDERSTOOD: Final = 4400
REPLACED: Final = 4409
SILENT: Final = 4408
TOO_MUCH: Final = 1008
TRY_AGAIN: Final = 1013

HELLO_WITHIN_S: Final = 10.0
SILENT_AFTER_S: Final = 3 * ALIVE_EVERY_S
LOOK_EVERY_S: Final = 1.0
STOP_AGAIN_S: Final = 1.0
SEEN_EVERY_S: Final = ALIVE_EVERY_S
MOST_A_SECOND: Final = 100
"""Messages of one robot; who sends more is disconnected."""

TELEMETRY_EVERY_S: Final = 0.05
"""More often the page is not told."""

TELEMETRY_EVENT_EVERY_S: Final = 600.0
"""For diagnostics: how a robot was lately, among the events."""

MOST_TREATS: Final = 10
"""Of one command, whatever a robot says it gave."""


class _Ended(Exception):
    """The connection is to be closed; the code says why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@router.websocket("/ws/device")
async def device_socket(websocket: WebSocket, held: Held) -> None:
    """A robot signs in with its token (`Authorization: Bearer TOKEN`), says what it can do, and is told what to do."""
    await websocket.accept()
    try:
        device, token_sha256 = await _signed_in(websocket, held)
        hello = await _hello(websocket)
        connection = _Connection(websocket, held, device)
        await connection.begin(hello, token_sha256)
    except _Ended as end:
        await _close(websocket, end)
        return
    except DatabaseError as error:
        await _close(websocket, _Ended(TRY_AGAIN, type(error).__name__))
        return
    except (WebSocketDisconnect, RuntimeError):
        return
    try:
        await connection.serve()
    except _Ended as end:
        await _close(websocket, end)
    except (WebSocketDisconnect, RuntimeError, KeyError):
        log.info("robot disconnected", device=str(device.id))
    except DatabaseError as error:
        await _close(websocket, _Ended(TRY_AGAIN, type(error).__name__))
    finally:
        await connection.end()


async def _signed_in(websocket: WebSocket, held: Resources) -> tuple[Device, bytes]:
    scheme, _, token = websocket.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _Ended(NOT_SIGNED_IN, "NOT_SIGNED_IN")
    digest = sha256(token)
    async with held.database.connection() as conn:
        device = await devices.by_token(conn, digest)
    if device is None:
        raise _Ended(NOT_SIGNED_IN, "NOT_SIGNED_IN")
    return device, digest


async def _hello(websocket: WebSocket) -> Hello:
    try:
        async with asyncio.timeout(HELLO_WITHIN_S):
            message = _understood(await websocket.receive_text())
    except TimeoutError as error:
        raise _Ended(SILENT, "SAY_HELLO") from error
    except KeyError as error:  # a binary message
        raise _Ended(NOT_UNDERSTOOD, "NOT_UNDERSTOOD") from error
    if not isinstance(message, Hello):
        raise _Ended(NOT_UNDERSTOOD, "SAY_HELLO")
    return message


def _understood(text: str) -> Hello | Telemetry | Alive | Result:
    if len(text) > LONGEST_MESSAGE:
        raise _Ended(TOO_MUCH, "TOO_LONG")
    try:
        return FROM_ROBOT.validate_json(text)
    except ValidationError as error:
        log.warning("a robot is not understood", errors=error.error_count())
        raise _Ended(NOT_UNDERSTOOD, "NOT_UNDERSTOOD") from error


async def _close(websocket: WebSocket, end: _Ended) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(end.code, end.reason)


class _Connection:
    """One connection of a robot, from its hello to its end."""

    def __init__(self, websocket: WebSocket, held: Resources, device: Device) -> None:
        self._socket = websocket
        self._held = held
        self._device = device
        self._session = new_id()
        self._heard_at = time.monotonic()
        self._second: tuple[int, int] = (0, 0)
        self._told_at = 0.0
        self._logged_at = time.monotonic() - TELEMETRY_EVENT_EVERY_S
        self._wake = asyncio.Event()

    async def begin(self, hello: Hello, token_sha256: bytes) -> None:
        """Take the place of an older connection, and greet.

        Raises:
            _Ended: the token is not good any more.
            DatabaseError: the database is away.
        """
        abilities = [one.model_dump(mode="json", by_alias=True) for one in hello.capabilities]
        async with self._held.database.transaction() as conn:
            device = await devices.connect(conn, self._device.id, self._session, abilities, token_sha256)
            if device is None:
                raise _Ended(NOT_SIGNED_IN, "NOT_SIGNED_IN")
            lost = await commands.end_of_others(conn, device.id, self._session)
            told = [await owner_news.keep_command_failure(conn, one) for one in lost]
        for message in told:
            await owner_news.tell(self._held.redis, self._device.user_id, message)
        await self._send(Welcome(device_id=device.id, name=device.name))
        log.info("robot connected", device=str(device.id))

    async def serve(self) -> None:
        """Pass commands and what is said of them, until one side has had enough.

        Raises:
            _Ended, WebSocketDisconnect, RuntimeError, KeyError, DatabaseError: it is over.
        """
        tasks = {
            asyncio.create_task(self._receive(), name="receive"),
            asyncio.create_task(self._command(), name="command"),
            asyncio.create_task(self._listen(), name="listen"),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await _stop(tasks)

    async def end(self) -> None:
        """Let what was under way fail, and tell its owner. With the database away, its deadline does that later."""
        try:
            async with self._held.database.transaction() as conn:
                await devices.disconnect(conn, self._device.id, self._session)
                lost = await commands.end_of_session(conn, self._device.id, self._session)
                told = [await owner_news.keep_command_failure(conn, one) for one in lost]
        except DatabaseError as error:
            log.warning("a robot's end is not noted", device=str(self._device.id), error=str(error))
            return
        for message in told:
            await owner_news.tell(self._held.redis, self._device.user_id, message)

    async def _receive(self) -> None:
        while True:
            message = _understood(await self._socket.receive_text())
            self._count()
            self._heard_at = time.monotonic()
            match message:
                case Telemetry():
                    await self._tell(message)
                case Result():
                    await self._note(message)
                case Alive():
                    pass
                case Hello():
                    raise _Ended(NOT_UNDERSTOOD, "HELLO_AGAIN")

    def _count(self) -> None:
        second = int(time.monotonic())
        count = self._second[1] + 1 if self._second[0] == second else 1
        self._second = second, count
        if count > MOST_A_SECOND:
            raise _Ended(TOO_MUCH, "TOO_MANY_MESSAGES")

    async def _command(self) -> None:
        """Send what is queued, and note that the robot is there."""
        seen_at = time.monotonic()
        while True:
            now = time.monotonic()
            if now - self._heard_at > SILENT_AFTER_S:
                raise _Ended(SILENT, "SILENT")
            async with self._held.database.connection() as conn:
                if now - seen_at >= SEEN_EVERY_S:
                    seen_at = now
                    if not await devices.note_seen(conn, self._device.id, self._session):
                        raise _Ended(REPLACED, "REPLACED")
                taken = await commands.take(conn, self._device.id, self._session)
            for command in taken:
                await self._send(_as_message(command))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._wake.wait()
            self._wake.clear()

    async def _listen(self) -> None:
        """Be woken when there is a command. Without Redis we look each second anyway."""
        mine = str(self._device.id).encode()
        while True:
            try:
                async with self._held.redis.pubsub() as pubsub:
                    await pubsub.subscribe(DEVICE_WAKE)
                    while True:
                        message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=1)
                        if message is not None and message["data"] == mine:
                            self._wake.set()
            except (RedisError, OSError):
                await asyncio.sleep(1)

    async def _note(self, result: Result) -> None:
        """How a command went: first among the events, then in its row. Who dies in between has told what happened."""
        user_id = self._device.user_id
        async with self._held.database.connection() as conn:
            command = await commands.get(conn, user_id, result.command_id)
        if command is None or command.device_id != self._device.id or command.status in ("queued", "done"):
            log.info("the result of nothing that is under way", command=str(result.command_id))
            return
        try:
            # Also of one that nobody waits for any more: what the robot did, it did.
            for event in _events(command, result):
                await self._held.events.record(user_id, event)
        except SpoolError as error:
            log.error("a robot's result is not among the events", error=str(error))
        async with self._held.database.transaction() as conn:
            ended = await commands.end(
                conn,
                self._device.id,
                command.id,
                result=result.data,
                error_code=None if result.ok else "ROBOT_FAILED",
                error=None if result.ok else result.error,
            )
            failed = ended is not None and not result.ok
            message = await owner_news.keep_command_failure(conn, ended) if ended and failed else None
        await owner_news.tell(self._held.redis, user_id, message)

    async def _tell(self, telemetry: Telemetry) -> None:
        now = time.monotonic()
        if now - self._told_at < TELEMETRY_EVERY_S:
            return
        self._told_at = now
        said = telemetry.model_dump(exclude={"type"})
        message = TelemetryMessage(device_id=self._device.id, **said)
        try:
            await self._held.redis.publish(
                user_channel(self._device.user_id), message.model_dump_json(by_alias=True)
            )
        except (RedisError, OSError) as error:
            log.debug("nobody told of telemetry", error=str(error))
        if now - self._logged_at >= TELEMETRY_EVENT_EVERY_S:
            self._logged_at = now
            data = message.model_dump(mode="json", by_alias=True, exclude={"type", "at"})
            event = Event(id=new_id(), ts=datetime.now(UTC), type="telemetry", data=data)
            with contextlib.suppress(SpoolError):
                await self._held.events.record(self._device.user_id, event)

    async def _send(self, message: Wire) -> None:
        await self._socket.send_text(message.model_dump_json(by_alias=True))


async def _stop(tasks: set["asyncio.Task[None]"]) -> None:
    """End tasks. A cancellation that comes while a library connects may be lost in it: then it is sent again."""
    left = tasks
    while left:
        for task in left:
            task.cancel()
        done, left = await asyncio.wait(left, timeout=STOP_AGAIN_S)
        for task in done:
            if not task.cancelled():
                task.exception()
        if left:
            log.warning("stopped again", tasks=[task.get_name() for task in left])


def _as_message(command: Command) -> protocol.Command:
    return protocol.Command(
        command_id=command.id,
        name=command.name,
        parameters=command.parameters,
        timeout_s=max((command.deadline - datetime.now(UTC)).total_seconds(), 0.1),
    )


def _events(command: Command, result: Result) -> list[Event]:
    """What is to be told of a result: the command, and each treat. Told again, they are the same events."""
    of = {"deviceId": str(command.device_id), "commandId": str(command.id)}
    if command.run_id is not None:
        of["routineRunId"] = str(command.run_id)
    said = {
        "command": command.name,
        "parameters": command.parameters,
        "ok": result.ok,
        "error": result.error,
        "result": result.data,
    }
    # The time is a part of what an event is, so it is one that does not change: when the command was given.
    ts = command.created_at
    told = Event(id=uuid5(command.id, "event"), ts=ts, type="command", data={**of, **said})
    treats = [
        Event(id=uuid5(command.id, f"treat:{number}"), ts=ts, type="treat", data=of)
        for number in range(_treats(command, result))
    ]
    return [told, *treats]


def _treats(command: Command, result: Result) -> int:
    if command.name != "treat" or not result.ok:
        return 0
    count = result.data.get("count")
    return min(max(count, 0), MOST_TREATS) if isinstance(count, int) and not isinstance(count, bool) else 1
