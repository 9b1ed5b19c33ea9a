"""How long it takes after a `kill -9` of each part until all works again."""

import httpx

from tests.chaos.observer import observing
from tests.chaos.recovery import PARTS, until, whole_again
from tests.load.report import Row
from tests.system import System

GOAL = "< 30 s"


async def measure(system: System) -> list[Row]:
    """A row for each part, killed one after the other."""
    headers = {"Authorization": f"Bearer {system.token}"}
    rows: list[Row] = []
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=10) as client:
        for part, victims in PARTS.items():
            async with observing(system.url, system.token) as observer:
                assert await until(lambda watched=observer: watched.frames > 5, 60), "the camera does not run"
                for victim in victims(system):
                    victim.kill()
                rows.append(
                    (
                        f"All works again after a kill -9 of the {part}",
                        f"{await whole_again(client, observer):.1f} s",
                        GOAL,
                    )
                )
    return rows
