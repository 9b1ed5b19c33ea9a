"""A robot at the running system: a routine has it give a treat, and unplugged in the middle it is missed."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from tests.system import System

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_WAIT_S = 120.0


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not await condition():
        assert time.monotonic() < deadline, f"it never came: {what}"
        await asyncio.sleep(0.2)


def plug_in(system: System, token: str, takes_s: float) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "robot.simulator", "--url", system.url, "--takes", str(takes_s)],
        cwd=PROJECT,
        env={**os.environ, "PAWSIGHT_DEVICE_TOKEN": token},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def unplug(robot: subprocess.Popen[bytes]) -> None:
    robot.kill()
    robot.wait()


async def test_a_treat_is_given_counted_and_missed_when_the_plug_is_pulled(
    system: System, api: httpx.AsyncClient
) -> None:
    async def get(path: str, **params: Any) -> Any:
        return (await api.get(path, params=params)).raise_for_status().json()

    async def treats() -> int:
        today = str(datetime.now(UTC).date())
        days = (await get("/api/analytics/daily", **{"from": today, "to": today}))["items"]
        return int(days[0]["treatsDispensed"]) if days else 0

    refused = await api.post("/api/commands", json={"command": "treat"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (501, "ROBOT_NOT_CONNECTED")
    before = await treats()
    device = (await api.post("/api/devices", json={"name": "Rover"})).raise_for_status().json()
    path = f"/api/devices/{device['id']}"

    async def is_now(status: str) -> bool:
        return bool((await get(path))["status"] == status)

    robot = plug_in(system, device["token"], 0.5)
    try:
        await until(lambda: is_now("online"), "the robot")
        steps = [{"type": "command", "command": "treat"}]
        body = {"name": "Treat", "cron": "0 15 * * *", "steps": steps, "enabled": False}
        routine = (await api.post("/api/routines", json=body)).raise_for_status().json()
        (await api.post(f"/api/routines/{routine['id']}/run")).raise_for_status()

        async def is_over() -> bool:
            (run,) = (await get(f"/api/routines/{routine['id']}/runs"))["items"]
            return run["status"] in ("complete", "failed")

        await until(is_over, "the run")
        (run,) = (await get(f"/api/routines/{routine['id']}/runs"))["items"]
        assert (run["status"], run["steps"][0]["detail"]) == ("complete", "`treat` is done")

        async def counted() -> bool:
            return await treats() == before + 1

        await until(counted, "the treat among the day's")
        unplug(robot)
        await until(lambda: is_now("offline"), "the robot is gone")

        robot = plug_in(system, device["token"], 600)
        await until(lambda: is_now("online"), "the robot again")
        given = (await api.post("/api/commands", json={"command": "treat"})).raise_for_status().json()

        async def is_with_the_robot() -> bool:
            return bool((await get(f"/api/commands/{given['id']}"))["status"] == "sent")

        await until(is_with_the_robot, "the command is with the robot")
    finally:
        unplug(robot)

    async def has_failed() -> bool:
        return bool((await get(f"/api/commands/{given['id']}"))["status"] == "failed")

    await until(has_failed, "the command has failed")
    told = await get(f"/api/commands/{given['id']}")
    assert told["errorCode"] == "DEVICE_DISCONNECTED"
    texts = [one["text"] for one in (await get("/api/notifications"))["items"]]
    assert f"The robot did not do `treat`: {told['error']}." in texts
    assert await treats() == before + 1
    assert (await api.delete(path)).status_code == 204
    assert (await api.post("/api/commands", json={"command": "treat"})).status_code == 501
