"""A simulated robot at a real WebSocket of ours: commands, telemetry, and what becomes of them when it is unplugged."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.main import create_app
from db import events, notifications, users
from deployments.routine_watch import RoutineWatch
from pawsight.channels import user_channel
from robot.protocol import Hello
from robot.simulator import CAPABILITIES, SimulatedRobot
from tests.integration.app.conftest import Door

LONGEST_WAIT_S = 30.0


@dataclass
class Home:
    """The web door at a port of its own, and robots that a test plugs in and unplugs."""

    door: Door
    url: str
    plugged: list[asyncio.Task[None]]

    async def register(self, name: str = "Rover") -> dict[str, Any]:
        answer = await self.door.client.post("/api/devices", json={"name": name})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def plug_in(self, device: dict[str, Any], **fields: Any) -> asyncio.Task[None]:
        task = asyncio.create_task(
            SimulatedRobot(self.url, device["token"], **{"takes_s": 0.05, **fields}).run_for_ever()
        )
        self.plugged.append(task)
        await until(lambda: self.status(device, "online"), "the robot is online")
        return task

    async def status(self, device: dict[str, Any], expected: str) -> bool:
        answer = await self.door.client.get(f"/api/devices/{device['id']}")
        return bool(answer.raise_for_status().json()["status"] == expected)

    async def unplug(self, task: asyncio.Task[None]) -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def command(self, wait_s: float = 20.0, **body: Any) -> httpx.Response:
        return await self.door.client.post("/api/commands", json=body, params={"waitS": wait_s})

    async def happened(self, kind: str) -> list[dict[str, Any]]:
        async with self.door.resources.database.connection() as conn:
            return [
                one.data for one in await events.before(conn, self.door.owner, event_type=kind, limit=100)
            ]

    async def told(self) -> list[str]:
        async with self.door.resources.database.connection() as conn:
            return [one.text for one in await notifications.before(conn, self.door.owner, limit=100)]


async def until(condition: Callable[[], Awaitable[Any]], what: str) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not await condition():
        assert time.monotonic() < deadline, f"it never came: {what}"
        await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
async def port(door: Door) -> AsyncIterator[int]:
    api = create_app()
    api.state.resources = door.resources
    config = uvicorn.Config(api, port=0, lifespan="off", log_level="warning", ws="websockets-sansio")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())

    async def has_started() -> bool:
        return server.started

    await until(has_started, "the web door")
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


@pytest.fixture
async def home(door: Door, port: int) -> AsyncIterator[Home]:
    made = Home(door, f"http://127.0.0.1:{port}", [])
    yield made
    for task in made.plugged:
        await made.unplug(task)
    for device in (await door.client.get("/api/devices")).json()["items"]:
        await door.client.delete(f"/api/devices/{device['id']}")


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_without_a_robot_everything_is_as_before(home: Home) -> None:
    assert (await home.door.client.get("/api/devices")).json()["items"] == []
    for body in ({"command": "treat"}, {"whatever": 1}, {}):
        assert code(await home.door.client.post("/api/commands", json=body)) == (501, "ROBOT_NOT_CONNECTED")
    assert code(await home.door.client.post("/api/commands")) == (501, "ROBOT_NOT_CONNECTED")
    await home.register()
    assert code(await home.command(command="treat")) == (501, "ROBOT_NOT_CONNECTED")


async def test_a_command_is_done_and_what_came_of_it_is_among_the_events(home: Home) -> None:
    device = await home.register()
    await home.plug_in(device)

    answer = await home.command(command="treat", parameters={"count": 2})

    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert (told["status"], told["error"], told["result"]) == ("done", None, {"count": 2, "left": 18})
    assert (await home.door.client.get(f"/api/commands/{told['id']}")).json() == told
    assert told in (await home.door.client.get("/api/commands")).json()["items"]

    async def stored() -> bool:
        return bool(await home.happened("command")) and len(await home.happened("treat")) == 2

    await until(stored, "the events")
    (event,) = await home.happened("command")
    assert (event["command"], event["ok"], event["commandId"]) == ("treat", True, told["id"])


async def test_what_a_robot_can_not_do_is_never_sent(home: Home) -> None:
    device = await home.register()
    await home.plug_in(device)

    assert code(await home.command(command="fly")) == (400, "COMMAND_UNSUPPORTED")
    assert code(await home.command(command="look", parameters={"pan": 9})) == (400, "PARAMETER_REFUSED")
    assert code(await home.command(command="look")) == (400, "PARAMETER_REFUSED")
    assert code(await home.command(command="treat", deviceId=str(UUID(int=1)))) == (404, "DEVICE_NOT_FOUND")
    other = await home.register("Second")
    assert code(await home.command(command="treat", deviceId=other["id"])) == (409, "DEVICE_OFFLINE")


async def test_what_a_robot_fails_at_is_told_to_the_owner(home: Home) -> None:
    device = await home.register()
    await home.plug_in(device, treats=0)

    told = (await home.command(command="treat")).json()

    assert (told["status"], told["errorCode"], told["error"]) == (
        "failed",
        "ROBOT_FAILED",
        "The hopper is empty",
    )
    assert "The robot did not do `treat`: The hopper is empty." in await home.told()


async def test_unplugged_in_the_middle_the_command_fails_and_its_owner_is_told(home: Home) -> None:
    device = await home.register()
    robot = await home.plug_in(device, takes_s=600)
    given = (await home.command(wait_s=0, command="look", parameters={"pan": 0.5})).json()
    path = f"/api/commands/{given['id']}"

    async def is_now(status: str) -> bool:
        return bool((await home.door.client.get(path)).json()["status"] == status)

    await until(lambda: is_now("sent"), "the robot has it")
    await home.unplug(robot)

    await until(lambda: is_now("failed"), "the command has failed")
    told = (await home.door.client.get(path)).json()
    assert told["errorCode"] == "DEVICE_DISCONNECTED"
    assert f"The robot did not do `look`: {told['error']}." in await home.told()
    await until(lambda: home.status(device, "offline"), "the robot is offline")
    assert code(await home.command(command="treat")) == (501, "ROBOT_NOT_CONNECTED")


async def test_telemetry_goes_to_the_page(home: Home) -> None:
    device = await home.register()
    async with home.door.resources.redis.pubsub() as pubsub:
        await pubsub.subscribe(user_channel(home.door.owner))
        await home.plug_in(device)
        async with asyncio.timeout(LONGEST_WAIT_S):
            async for message in pubsub.listen():
                said = json.loads(message["data"]) if message["type"] == "message" else {}
                if said.get("type") == "telemetry":
                    break

    assert said["deviceId"] == device["id"]
    assert set(said["joints"]) == {"pan", "tail"}
    assert 0 <= said["battery"] <= 1


async def test_a_routines_treat_is_given_confirmed_and_counted(home: Home) -> None:
    device = await home.register()
    await home.plug_in(device)
    before = len(await home.happened("treat"))
    steps = [{"type": "command", "command": "treat", "parameters": {"count": 1}}]
    body = {"name": "Treat", "cron": "0 15 * * *", "steps": steps}
    routine = (await home.door.client.post("/api/routines", json=body)).json()
    await home.door.client.post(f"/api/routines/{routine['id']}/run")
    held = home.door.resources

    watch = RoutineWatch(held.config, held.database, held.objects, held.redis)
    await watch.look(datetime.now(UTC))
    await watch.idle()

    (run,) = (await home.door.client.get(f"/api/routines/{routine['id']}/runs")).json()["items"]
    assert (run["status"], run["steps"][0]["detail"]) == ("complete", "`treat` is done")

    async def counted() -> bool:
        return len(await home.happened("treat")) == before + 1

    await until(counted, "the treat")
    assert (await home.happened("treat"))[0]["routineRunId"] == run["id"]


async def test_unplugged_in_a_routine_the_run_fails_and_its_owner_is_told_once(home: Home) -> None:
    device = await home.register()
    robot = await home.plug_in(device, takes_s=600)
    steps = [{"type": "command", "command": "treat"}]
    body = {"name": "Unlucky", "cron": "0 15 * * *", "steps": steps}
    routine = (await home.door.client.post("/api/routines", json=body)).json()
    await home.door.client.post(f"/api/routines/{routine['id']}/run")
    held = home.door.resources
    watch = RoutineWatch(held.config, held.database, held.objects, held.redis)
    await watch.look(datetime.now(UTC))

    async def sent() -> bool:
        given = (await home.door.client.get("/api/commands")).json()["items"]
        return any(one["status"] == "sent" for one in given)

    await until(sent, "the robot has it")
    await home.unplug(robot)
    await watch.idle()

    (run,) = (await home.door.client.get(f"/api/routines/{routine['id']}/runs")).json()["items"]
    assert (run["status"], run["steps"][0]["status"]) == ("failed", "failed")
    assert [text for text in await home.told() if "disconnected" in text and "Unlucky" in text] == [
        f"Not all of Unlucky could be done. {run['error']}."
    ]
    assert not [
        text for text in await home.told() if text.startswith("The robot did not do `treat`: The robot")
    ]


async def closed_with(home: Home, token: str, *said: str) -> int:
    """The close code of a connection that says something."""
    headers = {"Authorization": f"Bearer {token}"}
    url = home.url.replace("http", "ws", 1) + "/ws/device"
    async with connect(url, additional_headers=headers, proxy=None) as socket:
        with contextlib.suppress(ConnectionClosed):
            for text in said:
                await socket.send(text)
            async with asyncio.timeout(LONGEST_WAIT_S):
                while True:
                    await socket.recv()
        return socket.close_code or 0


async def test_who_has_no_token_or_speaks_another_language_is_shut_out(home: Home) -> None:
    device = await home.register()
    hello = Hello(capabilities=CAPABILITIES).model_dump_json(by_alias=True)

    assert await closed_with(home, "wrong", hello) == 4401
    assert await closed_with(home, device["token"], "{}") == 4400
    assert await closed_with(home, device["token"], '{"type": "alive"}') == 4400
    assert await closed_with(home, device["token"], hello, hello) == 4400
    assert await closed_with(home, device["token"], hello, "x" * 65_000) == 1008
    with pytest.raises(PermissionError):
        await SimulatedRobot(home.url, "wrong").run_for_ever()


async def test_a_device_token_opens_nothing_else(home: Home) -> None:
    device = await home.register()
    headers = {"Authorization": f"Bearer {device['token']}"}

    assert code(await home.door.stranger.get("/api/events", headers=headers)) == (401, "NOT_SIGNED_IN")
    assert code(await home.door.stranger.get("/api/devices", headers=headers)) == (401, "NOT_SIGNED_IN")


async def test_the_newest_connection_holds_and_a_new_token_ends_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.device_socket.SEEN_EVERY_S", 0.1)
    device = await home.register()
    hello = Hello(capabilities=CAPABILITIES).model_dump_json(by_alias=True)
    first = asyncio.create_task(closed_with(home, device["token"], hello))
    await until(lambda: home.status(device, "online"), "the first is there")
    second = asyncio.create_task(closed_with(home, device["token"], hello))

    assert await first == 4409

    await home.door.client.post(f"/api/devices/{device['id']}/token")
    assert await second == 4409
    assert await closed_with(home, device["token"], hello) == 4401


async def test_one_that_says_nothing_more_is_not_waited_for(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.device_socket.SILENT_AFTER_S", 0.3)
    device = await home.register()
    hello = Hello(capabilities=CAPABILITIES).model_dump_json(by_alias=True)

    assert await closed_with(home, device["token"], hello) == 4408


async def test_nobody_sees_anothers_robot(home: Home) -> None:
    device = await home.register()
    async with home.door.resources.database.connection() as conn:
        bob = await users.get_or_create(conn, "bob@pawsight.test")
        await conn.execute("UPDATE devices SET user_id = $1 WHERE id = $2", bob.id, UUID(device["id"]))
    path = f"/api/devices/{device['id']}"

    assert code(await home.door.client.get(path)) == (404, "DEVICE_NOT_FOUND")
    assert code(await home.door.client.patch(path, json={"name": "Mine"})) == (404, "DEVICE_NOT_FOUND")
    assert code(await home.door.client.post(f"{path}/token")) == (404, "DEVICE_NOT_FOUND")
    assert code(await home.door.client.delete(path)) == (404, "DEVICE_NOT_FOUND")


async def test_a_robot_gets_another_name(home: Home) -> None:
    device = await home.register()

    changed = await home.door.client.patch(f"/api/devices/{device['id']}", json={"name": "Bello"})

    assert (changed.json()["name"], changed.json()["status"]) == ("Bello", "offline")
    assert "token" not in changed.json()
