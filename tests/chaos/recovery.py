"""What may be killed in a running system, and how long it takes until all works again."""

import asyncio
import time
from collections.abc import Callable

import httpx
import psutil

from tests.chaos.observer import Observer
from tests.load.processes import camera_actors, ray_workers
from tests.system import System

COMES_BACK_WITHIN_S = 90.0
"""30 s is what we go for, and what a machine with two free cores does; a busy one must not fail a test."""

PARTS: dict[str, Callable[[System], list[psutil.Process]]] = {
    "replica of the models": lambda system: ray_workers(system.pid, "ServeReplica:vision:VisionPipeline"),
    "camera actor": lambda system: camera_actors(system.pid),
    "ingress replica": lambda system: ray_workers(system.pid, "ServeReplica:web:Web"),
    "Valkey": lambda system: [psutil.Process(system.server_pid("valkey"))],
    "PostgreSQL": lambda system: [psutil.Process(system.server_pid("postgres"))],
}


async def until(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        await asyncio.sleep(0.1)
    return False


async def whole_again(client: httpx.AsyncClient, observer: Observer) -> float:
    """Wait until a dog is boxed on a new frame, the database answers, and everything calls itself ready.

    Returns how long it took, seconds.
    """
    killed_at = time.monotonic()
    ready = False
    last: object = None
    while time.monotonic() - killed_at < COMES_BACK_WITHIN_S:
        try:
            answers = [await client.get(path) for path in ("/readyz", "/api/events", "/api/events/recent")]
            ready = all(one.is_success for one in answers) and answers[0].json()["status"] == "ready"
            last = [(one.status_code, one.text[:300]) for one in answers]
        except httpx.TransportError as error:
            ready, last = False, error
        if ready and observer.frame_at > killed_at + 0.5:
            break
        await asyncio.sleep(0.25)
    assert ready, f"not ready after {COMES_BACK_WITHIN_S:.0f} s: {last}"
    assert observer.frame_at > killed_at + 0.5, "no frame came any more"
    return time.monotonic() - killed_at
