"""`kill -9` of each part in turn, while the demo camera runs: everything comes back, and nothing shown is lost."""

import asyncio
import time

import httpx
import pytest

from tests.chaos.observer import observing
from tests.chaos.recovery import PARTS, until, whole_again
from tests.system import System

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]


@pytest.mark.parametrize("part", PARTS)
async def test_it_comes_back_after_kill_9_and_no_event_that_was_shown_is_lost(
    system: System, part: str
) -> None:
    headers = {"Authorization": f"Bearer {system.token}"}
    async with (
        httpx.AsyncClient(base_url=system.url, headers=headers, timeout=10) as client,
        observing(system.url, system.token) as observer,
    ):
        assert await until(lambda: observer.frames > 5, 30), "the demo camera does not run"
        victims = PARTS[part](system)
        assert victims, f"no process found for {part}"

        for victim in victims:
            victim.kill()

        await whole_again(client, observer)
        # The clip loops: within one round the dog is seen again and an event is shown.
        known, recovered_at = len(observer.events), time.monotonic()
        assert await until(lambda: len(observer.events) > known, 45), "no event after the recovery"
        assert await until(lambda: observer.dog_at > recovered_at, 45), "no dog after the recovery"
        await asyncio.sleep(2.5)  # the store writes each second
        stored = {
            one["id"] for one in (await client.get("/api/events", params={"limit": 500})).json()["items"]
        }
        assert set(observer.events) <= stored
