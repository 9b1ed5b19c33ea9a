"""`kill -9` of a camera's actor on a whole system: it lives again, and the ledger names what is missing."""

import asyncio
import os
import random
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.load.processes import camera_actors
from tests.system import System

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(1800)]

KILLS = int(os.environ.get("KILLS", "3"))
LOST_AT_MOST = timedelta(seconds=1)
PATIENCE_S = 120.0

Range = tuple[datetime, datetime]


async def _recordings(api: httpx.AsyncClient, camera: str, since: datetime) -> dict[str, Any]:
    answer = await api.get(f"/api/cameras/{camera}/recordings", params={"from": since.isoformat()})
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _ranges(found: list[dict[str, Any]]) -> list[Range]:
    now = datetime.now(UTC).isoformat()
    return [
        (datetime.fromisoformat(one["startTs"]), datetime.fromisoformat(one["endTs"] or now)) for one in found
    ]


async def _until_recorded(api: httpx.AsyncClient, camera: str, after: datetime, what: str) -> None:
    """Wait until a whole segment that begins after this moment is in the index."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if any(start > after for start, _ in _ranges((await _recordings(api, camera, after))["segments"])):
            return
        await asyncio.sleep(0.5)
    pytest.fail(f"not recorded again: {what}")


async def test_at_most_the_last_second_is_missing_and_the_ledger_names_it(
    system: System, api: httpx.AsyncClient
) -> None:
    camera = (await api.get("/api/cameras")).json()["items"][0]["id"]
    chance = random.Random(4)
    begin = datetime.now(UTC)
    await _until_recorded(api, camera, begin, "before the first kill")
    killed: list[datetime] = []
    for number in range(KILLS):
        await asyncio.sleep(chance.uniform(0, 6))
        [actor] = [one for one in camera_actors(system.pid) if one.is_running()]
        killed.append(datetime.now(UTC))
        actor.kill()
        await _until_recorded(api, camera, killed[-1], f"kill {number + 1}")

    ledger = await _recordings(api, camera, begin)
    whole = sorted(_ranges(ledger["segments"]) + _ranges(ledger["gaps"]))
    holes = [later[0] - earlier[1] for earlier, later in pairwise(whole)]
    assert max(holes) < timedelta(milliseconds=100), "every moment is in the ledger"
    kills = [one for one in ledger["gaps"] if one["reason"] == "process_killed"]
    assert len(kills) == KILLS, ledger["gaps"]
    lost = [moment - start for moment, (start, _) in zip(killed, _ranges(kills), strict=True)]
    assert max(lost) <= LOST_AT_MOST, lost
    print(f"lost before each kill: {[round(one.total_seconds(), 2) for one in lost]} s")
