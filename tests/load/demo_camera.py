"""The demo camera out of the way, so that what is measured has the machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

SETTLE_S = 5.0
"""Until a camera's actor is gone, or there and analysed."""


@asynccontextmanager
async def demo_camera_off(api: httpx.AsyncClient, camera_id: str) -> AsyncIterator[None]:
    """Switch the demo camera off, and on again at the end."""

    async def switch(*, enabled: bool) -> None:
        (await api.patch(f"/api/cameras/{camera_id}", json={"enabled": enabled})).raise_for_status()
        await asyncio.sleep(SETTLE_S)

    await switch(enabled=False)
    try:
        yield
    finally:
        await switch(enabled=True)
