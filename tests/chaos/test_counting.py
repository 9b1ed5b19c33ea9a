"""Days are counted by Ray tasks within moments, also while those and their supervisor are killed with -9."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from pawsight.messages import rfc3339
from tests.load.processes import ray_workers
from tests.system import System

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

COMES_WITHIN_S = 240.0
PAST = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=40)
DAYS = 8


async def days(api: httpx.AsyncClient) -> dict[str, Any]:
    """Days around `PAST` by their date."""
    day = PAST.date()
    params = {"from": str(day - timedelta(days=DAYS)), "to": str(day + timedelta(days=1))}
    answer = await api.get("/api/analytics/daily", params=params)
    return {one["date"]: one for one in answer.raise_for_status().json()["items"]}


async def test_late_events_are_counted_whoever_is_killed(system: System, api: httpx.AsyncClient) -> None:
    before = {day: one["treatsDispensed"] for day, one in (await days(api)).items()}
    expected: dict[str, int] = {}
    killed = 0
    for number in range(40):
        ts = PAST - timedelta(days=number % DAYS, minutes=number)
        answer = await api.post("/api/events", json={"type": "treat", "ts": rfc3339(ts)})
        assert answer.status_code == 201
        day = str(ts.date())
        expected[day] = expected.get(day, before.get(day, 0)) + 1
        if number % 10 == 5:
            victims = [
                *ray_workers(system.pid, "count_days"),
                *ray_workers(system.pid, "ServeReplica:clipper:ClipSupervisor"),
            ]
            for victim in victims:
                victim.kill()
            killed += len(victims)
        await asyncio.sleep(0.5)

    assert killed > 0
    until = time.monotonic() + COMES_WITHIN_S
    told: dict[str, int] = {}
    while told != expected and time.monotonic() < until:
        await asyncio.sleep(0.5)
        told = {day: one["treatsDispensed"] for day, one in (await days(api)).items() if day in expected}
    assert told == expected
