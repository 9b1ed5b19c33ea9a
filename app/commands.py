"""`/api/commands`: what a robot is told to do. 501 while none is connected, as the contract says."""

import asyncio
import time
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, Field, field_serializer

from app.auth import Reader, Writer
from app.devices import abilities, owned_device, wake
from app.errors import ApiError, documented
from app.paging import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.resources import Held, Resources
from app.tokens import Principal
from db import commands, devices
from db.commands import Command
from db.devices import Device
from pawsight.messages import Wire, rfc3339
from robot.protocol import ParameterRefused

router = APIRouter(
    prefix="/api/commands", tags=["robot"], responses=documented(400, 401, 403, 404, 409, 429, 501, 503, 504)
)

LOOK_EVERY_S: Final = 0.1


class NewCommand(Wire):
    """What a robot shall do. Its capabilities (`GET /api/devices`) say what that can be."""

    command: Annotated[str, Field(min_length=1, max_length=100, examples=["treat"])]
    parameters: Annotated[
        dict[str, bool | int | float | str], Field(max_length=20, examples=[{"count": 1}])
    ] = Field(default_factory=dict)
    device_id: Annotated[UUID | None, Field(description="null: the robot that is connected")] = None
    timeout_s: Annotated[
        float, Field(ge=1, le=300, description="after so long without a word of it, it has failed")
    ] = 30.0


class CommandInfo(Wire):
    """What became of a command. `queued`: the robot does not have it yet; `sent`: it has not said yet how it went."""

    id: UUID
    device_id: UUID
    command: str
    parameters: dict[str, Any]
    status: Literal["queued", "sent", "done", "failed"]
    result: Annotated[dict[str, Any] | None, Field(description="what the robot said of it")]
    error_code: Annotated[str | None, Field(examples=["DEVICE_DISCONNECTED", "TIMED_OUT", "ROBOT_FAILED"])]
    error: str | None
    routine_run_id: UUID | None
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @field_serializer("created_at", "updated_at")
    def _times(self, moment: datetime) -> str:
        return rfc3339(moment)


async def _somebody_to_tell(principal: Writer, held: Held) -> Principal:
    """Who asks, once any robot is connected. Before anything else: without one there is nothing to get right."""
    async with held.database.connection() as conn:
        if await devices.connected(conn, principal.user_id) is None:
            raise ApiError(
                501, "ROBOT_NOT_CONNECTED", "No robot is connected", "See `POST /api/devices` to register one"
            )
    return principal


@router.post("", status_code=202)
async def give_command(
    principal: Annotated[Principal, Depends(_somebody_to_tell)],
    held: Held,
    body: NewCommand,
    wait_s: Annotated[
        float, Query(alias="waitS", ge=0, le=30, description="answer when it is over, or after so long")
    ] = 0.0,
) -> CommandInfo:
    """Tell a robot to do something. It is checked against what the robot can do before anything is sent."""
    device = await _device(held, principal.user_id, body.device_id)
    ability = next((one for one in abilities(device) if one.name == body.command), None)
    if ability is None:
        raise ApiError(
            400,
            "COMMAND_UNSUPPORTED",
            f"{device.name} can't do this",
            f"It can: {', '.join(one.name for one in abilities(device)) or 'nothing'}",
        )
    try:
        ability.check(body.parameters)
    except ParameterRefused as error:
        raise ApiError(
            400, "PARAMETER_REFUSED", f"{device.name} can't do it like this", str(error)
        ) from error
    async with held.database.transaction() as conn:
        given = await commands.insert(
            conn,
            principal.user_id,
            device.id,
            name=body.command,
            parameters=dict(body.parameters),
            timeout_s=body.timeout_s,
        )
    if given is None:
        raise ApiError(
            429, "TOO_MANY_COMMANDS", f"{device.name} has {commands.MOST_OPEN} commands to do already"
        )
    await wake(held, device.id)
    return _info(await _waited_for(held, given, wait_s))


@router.get("")
async def list_commands(
    principal: Reader, held: Held, response: Response, limit: Limit = 50, cursor: CursorParam = None
) -> Page[CommandInfo]:
    """What your robots were told to do, newest first."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await commands.before(conn, principal.user_id, cursor=decode_cursor(cursor), limit=limit + 1)
    page = found[:limit]
    following = encode_cursor(page[-1].created_at, page[-1].id) if len(found) > limit else None
    return Page[CommandInfo](items=[_info(one) for one in page], next_cursor=following)


@router.get("/{command_id}")
async def get_command(command_id: UUID, principal: Reader, held: Held, response: Response) -> CommandInfo:
    """One command, and what became of it."""
    response.headers["Cache-Control"] = "no-store"
    async with held.database.connection() as conn:
        found = await commands.get(conn, principal.user_id, command_id)
    if found is None:
        raise ApiError(404, "COMMAND_NOT_FOUND", "There is no such command")
    return _info(found)


async def _device(held: Resources, user_id: UUID, device_id: UUID | None) -> Device:
    if device_id is not None:
        await owned_device(held, user_id, device_id)
    async with held.database.connection() as conn:
        device = await devices.connected(conn, user_id, device_id)
    if device is None:
        raise ApiError(409, "DEVICE_OFFLINE", "This robot is not connected")
    return device


async def _waited_for(held: Resources, command: Command, wait_s: float) -> Command:
    until = time.monotonic() + wait_s
    while command.is_open and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY_S)
        async with held.database.connection() as conn:
            command = await commands.get(conn, command.user_id, command.id) or command
    return command


def _info(command: Command) -> CommandInfo:
    return CommandInfo(
        id=command.id,
        device_id=command.device_id,
        command=command.name,
        parameters=command.parameters,
        status=command.status,
        result=command.result,
        error_code=command.error_code,
        error=command.error,
        routine_run_id=command.run_id,
        created_at=command.created_at,
        updated_at=command.updated_at,
    )
