"""An owner who looks on while things break: reads `/ws` and reconnects, as the page does."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException


class Observer:
    """What a signed-in client was shown.

    events: ids of the events shown, in order. analysed_at: monotonic seconds of the last frame with a dog or
    without one that the models really looked at.
    """

    def __init__(self) -> None:
        self.events: list[str] = []
        self.frames = 0
        self.frame_at = 0.0
        self.dog_at = 0.0

    def take(self, message: dict[str, object]) -> None:
        """Note one message."""
        if message["type"] == "event":
            event = message["event"]
            assert isinstance(event, dict)
            self.events.append(event["id"])
        elif message["type"] == "frame":
            self.frames += 1
            self.frame_at = time.monotonic()
            detections = message["detections"]
            assert isinstance(detections, list)
            if any(one["class"] == "dog" for one in detections):
                self.dog_at = time.monotonic()


@contextlib.asynccontextmanager
async def observing(url: str, token: str) -> AsyncIterator[Observer]:
    """An observer that stays connected as well as it can."""
    observer = Observer()

    async def look() -> None:
        address = f"ws://{urlsplit(url).netloc}/ws"
        while True:
            try:
                async with connect(
                    address, additional_headers={"Authorization": f"Bearer {token}"}
                ) as socket:
                    async for message in socket:
                        observer.take(json.loads(message))
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(0.25)

    task = asyncio.create_task(look())
    try:
        yield observer
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
