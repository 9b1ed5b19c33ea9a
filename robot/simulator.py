"""`python -m robot.simulator --url http://127.0.0.1:8000`: a robot that is none, for trying and for tests.

It gives treats out of a hopper that becomes empty, turns its head, and says how it is. Its token is in the environment
variable `PAWSIGHT_DEVICE_TOKEN`, where no list of processes shows it.
"""

import argparse
import asyncio
import contextlib
import math
import os
import sys
import time
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from pawsight.logging import configure_logging
from pawsight.messages import Wire
from robot.protocol import (
    LONGEST_MESSAGE,
    TO_ROBOT,
    Alive,
    Capability,
    Command,
    Hello,
    Parameter,
    Result,
    Telemetry,
    Welcome,
)

log = structlog.get_logger()

TELEMETRY_EVERY_S: Final = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 15.0
REMEMBERED: Final = 1000
TREATS: Final = 20

CAPABILITIES: Final = [
    Capability(
        name="treat",
        about="Gives treats",
        parameters={"count": Parameter(type="integer", minimum=1, maximum=3)},
    ),
    Capability(
        name="look",
        about="Turns its head",
        parameters={"pan": Parameter(type="number", required=True, minimum=-1.5, maximum=1.5, unit="rad")},
    ),
    Capability(
        name="say",
        about="Says something",
        parameters={"text": Parameter(type="string", required=True, choices=["sit", "come", "good dog"])},
    ),
]


class SimulatedRobot:
    """One robot. It stays connected until it is cancelled, and comes again whenever the connection breaks."""

    def __init__(self, url: str, token: str, *, takes_s: float = 1.0, treats: int = TREATS) -> None:
        """url: of the web door, `http://` or `https://`. takes_s: how long a command takes. treats: in its hopper."""
        scheme, _, rest = url.rstrip("/").partition("://")
        self._url = f"{'wss' if scheme in ('https', 'wss') else 'ws'}://{rest}/ws/device"
        self._token = token
        self._takes_s = takes_s
        self.treats = treats
        self.pan = 0.0
        self._began = time.monotonic()
        self._results: OrderedDict[UUID, Result] = OrderedDict()
        self._busy: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run_for_ever(self) -> None:
        """Connect, and do what one is told.

        Raises:
            PermissionError: the token is not good.
        """
        pause = FIRST_PAUSE_S
        while True:
            began = time.monotonic()
            try:
                await self._connected()
            except InvalidStatus as error:
                log.warning("not let in", status=error.response.status_code)
            except ConnectionClosed as error:
                if error.rcvd is not None and error.rcvd.code == 4401:
                    raise PermissionError("this token lets nobody in") from error
                log.warning("disconnected", error=str(error))
            except (OSError, InvalidHandshake, TimeoutError) as error:
                log.warning("no connection", error=str(error))
            if time.monotonic() - began > LONGEST_PAUSE_S:
                pause = FIRST_PAUSE_S
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _connected(self) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with connect(
            self._url, additional_headers=headers, max_size=LONGEST_MESSAGE, proxy=None
        ) as socket:
            await _send(socket, Hello(capabilities=CAPABILITIES))
            welcome = TO_ROBOT.validate_json(await socket.recv())
            if not isinstance(welcome, Welcome):
                raise ConnectionError("they did not say welcome")
            log.info("connected", name=welcome.name)
            telling = asyncio.create_task(self._tell_for_ever(socket, welcome.alive_every_s))
            try:
                await self._obey(socket)
            finally:
                for task in (telling, *self._tasks):
                    task.cancel()
                await asyncio.gather(telling, *self._tasks, return_exceptions=True)

    async def _obey(self, socket: ClientConnection) -> None:
        async for text in socket:
            try:
                message = TO_ROBOT.validate_json(text)
            except ValidationError as error:
                log.warning("not understood", error=str(error))
                continue
            if isinstance(message, Command):
                task = asyncio.create_task(self._answer(socket, message))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _answer(self, socket: ClientConnection, command: Command) -> None:
        if command.command_id in self._busy:
            return
        result = self._results.get(command.command_id)
        if result is None:
            self._busy.add(command.command_id)
            try:
                result = await self._do(command)
            finally:
                self._busy.discard(command.command_id)
        self._results[command.command_id] = result
        while len(self._results) > REMEMBERED:
            self._results.popitem(last=False)
        with contextlib.suppress(ConnectionClosed):
            await _send(socket, result)

    async def _do(self, command: Command) -> Result:
        log.info("doing", command=command.name, parameters=command.parameters)
        await asyncio.sleep(self._takes_s)
        match command.name:
            case "treat":
                count = int(command.parameters.get("count", 1))
                if count > self.treats:
                    return Result(command_id=command.command_id, ok=False, error="The hopper is empty")
                self.treats -= count
                return Result(
                    command_id=command.command_id, ok=True, data={"count": count, "left": self.treats}
                )
            case "look":
                self.pan = float(command.parameters["pan"])
                return Result(command_id=command.command_id, ok=True)
            case "say":
                return Result(command_id=command.command_id, ok=True)
            case other:
                return Result(command_id=command.command_id, ok=False, error=f"It can't {other}")

    async def _tell_for_ever(self, socket: ClientConnection, alive_every_s: float) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await _send(socket, self._telemetry())
                await asyncio.sleep(min(TELEMETRY_EVERY_S, alive_every_s))
                await _send(socket, Alive())

    def _telemetry(self) -> Telemetry:
        at_s = time.monotonic() - self._began
        return Telemetry(
            at=datetime.now(UTC),
            joints={"pan": round(self.pan, 3), "tail": round(0.5 * math.sin(at_s * 4), 3)},
            temperatures={"pan": round(31 + 3 * math.sin(at_s / 60), 1)},
            battery=round(max(0.05, 1 - at_s / 36_000), 3),
        )


async def _send(socket: ClientConnection, message: Wire) -> None:
    await socket.send(message.model_dump_json(by_alias=True))


def main() -> int:
    """Read the arguments and run until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m robot.simulator", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the web door is")
    parser.add_argument("--takes", type=float, default=1.0, metavar="S", help="seconds that a command takes")
    parser.add_argument("--treats", type=int, default=TREATS, help="treats in its hopper")
    arguments = parser.parse_args()
    configure_logging()
    token = os.environ.get("PAWSIGHT_DEVICE_TOKEN", "")
    if not token:
        parser.error("set PAWSIGHT_DEVICE_TOKEN to the token that POST /api/devices has shown")
    simulated = SimulatedRobot(arguments.url, token, takes_s=arguments.takes, treats=arguments.treats)
    try:
        asyncio.run(simulated.run_for_ever())
    except PermissionError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
