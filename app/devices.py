"""Robots: registered here, they may connect (`app/device_socket.py`). Without one, commands stay what they are: 501."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter
from pydantic import AwareDatetime, Field, ValidationError, field_serializer
from redis.exceptions import RedisError

from app.auth import Reader, Writer
from app.errors import ApiError, documented
from app.paging import Page
from app.resources import Held, Resources
from app.tokens import new_token, sha256
from db import devices
from db.devices import Device
from pawsight.channels import DEVICE_WAKE
from pawsight.messages import Wire, rfc3339
from robot.protocol import Capability

log = structlog.get_logger()

router = APIRouter(
    prefix="/api/devices", tags=["robot"], responses=documented(400, 401, 403, 404, 409, 503, 504)
)

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["Treat robot"])]


class NewDevice(Wire):
    """A robot that shall be let in."""

    name: Name


class DeviceChange(Wire):
    """What shall be different."""

    name: Name


class DeviceInfo(Wire):
    """One robot. `capabilities`: what it said that it can do, when it connected last."""

    id: UUID
    name: str = Field(examples=["Treat robot"])
    status: Literal["online", "offline"]
    last_seen_at: AwareDatetime | None
    capabilities: list[Capability]
    created_at: AwareDatetime

    @field_serializer("created_at")
    def _created_at(self, moment: datetime) -> str:
        return rfc3339(moment)

    @field_serializer("last_seen_at")
    def _last_seen_at(self, moment: datetime | None) -> str | None:
        return None if moment is None else rfc3339(moment)


class DeviceWithToken(DeviceInfo):
    """A robot with its token, which is shown this one time: it signs in at `WS /ws/device` with it."""

    token: str = Field(examples=["k3v0..."])


@router.get("")
async def list_devices(principal: Reader, held: Held) -> Page[DeviceInfo]:
    """Your robots, oldest first."""
    async with held.database.connection() as conn:
        found = await devices.list_all(conn, principal.user_id)
    return Page[DeviceInfo](items=[DeviceInfo.model_validate(_info(one)) for one in found], next_cursor=None)


@router.post("", status_code=201)
async def add_device(body: NewDevice, principal: Writer, held: Held) -> DeviceWithToken:
    """Register a robot. Give it the token: it lets it connect, and nothing else."""
    token = new_token()
    async with held.database.transaction() as conn:
        made = await devices.insert(conn, principal.user_id, name=body.name, token_sha256=sha256(token))
    if made is None:
        raise ApiError(409, "TOO_MANY_DEVICES", "You have as many robots as there may be", "Delete one first")
    return DeviceWithToken.model_validate({**_info(made), "token": token})


@router.get("/{device_id}")
async def get_device(device_id: UUID, principal: Reader, held: Held) -> DeviceInfo:
    """One robot."""
    return DeviceInfo.model_validate(_info(await owned_device(held, principal.user_id, device_id)))


@router.patch("/{device_id}")
async def change_device(device_id: UUID, body: DeviceChange, principal: Writer, held: Held) -> DeviceInfo:
    """Give a robot another name."""
    async with held.database.transaction() as conn:
        changed = await devices.rename(conn, principal.user_id, device_id, body.name)
    if changed is None:
        raise _not_found()
    return DeviceInfo.model_validate(_info(changed))


@router.post("/{device_id}/token", status_code=201)
async def renew_device_token(device_id: UUID, principal: Writer, held: Held) -> DeviceWithToken:
    """Give a robot another token. The old one lets nobody in any more, and its connection ends within seconds."""
    token = new_token()
    async with held.database.transaction() as conn:
        changed = await devices.set_token(conn, principal.user_id, device_id, sha256(token))
    if changed is None:
        raise _not_found()
    await wake(held, device_id)
    return DeviceWithToken.model_validate({**_info(changed), "token": token})


@router.delete("/{device_id}", status_code=204)
async def delete_device(device_id: UUID, principal: Writer, held: Held) -> None:
    """Delete a robot and its commands. Its connection ends within seconds; what it did stays among the events."""
    async with held.database.transaction() as conn:
        gone = await devices.delete(conn, principal.user_id, device_id)
    if not gone:
        raise _not_found()
    await wake(held, device_id)


async def owned_device(held: Resources, user_id: UUID, device_id: UUID) -> Device:
    """A user's robot; 404 when there is none, or it is somebody else's."""
    async with held.database.connection() as conn:
        found = await devices.get(conn, user_id, device_id)
    if found is None:
        raise _not_found()
    return found


async def wake(held: Resources, device_id: UUID) -> None:
    """Have a robot's connection looked at, wherever it is held."""
    try:
        await held.redis.publish(DEVICE_WAKE, str(device_id))
    except (RedisError, OSError) as error:
        # It is looked at each second anyway.
        log.debug("a robot's connection is not woken", error=str(error))


def abilities(device: Device) -> list[Capability]:
    """What a robot can do; one of an older version, which can't be read, is left out."""
    found = []
    for one in device.capabilities or ():
        try:
            found.append(Capability.model_validate(one))
        except ValidationError:
            log.warning("a capability can't be read", device=str(device.id))
    return found


def _not_found() -> ApiError:
    return ApiError(404, "DEVICE_NOT_FOUND", "There is no such robot")


def _info(device: Device) -> dict[str, object]:
    return {
        "id": device.id,
        "name": device.name,
        "status": device.status,
        "last_seen_at": device.last_seen_at,
        "capabilities": abilities(device),
        "created_at": device.created_at,
    }
