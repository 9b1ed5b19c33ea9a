"""`python -m tests.chaos.recorder_child FOLDER`: a camera's recording on its own, as if live, until it is killed.

Prints one line for each picture that it handed over: its time in ticks.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from uuid import UUID

from redis.asyncio import Redis

from db import cameras
from db.pool import Database
from deployments.recording import CameraRecording
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from tests.live_packets import footage
from video.packets import TICKS_HZ, to_ticks


async def main(camera_id: UUID) -> None:
    """Record what a camera sends now, in real time."""
    config = Settings()
    assert config.database_url is not None
    assert config.redis_url is not None
    database = await Database.connect(config.database_url)
    async with database.connection() as conn:
        camera = await cameras.get_of_anybody(conn, camera_id)
    assert camera is not None
    recording = CameraRecording(
        camera,
        config,
        database,
        ObjectStore(config),
        Redis.from_url(config.redis_url),
        free_bytes=lambda: 10**12,
    )
    await recording.start()
    made = footage(seconds=4)
    begin = to_ticks(datetime.now(UTC))
    recording.sink.begin(made.stream)
    for packet in made.at(begin, 3600):
        await asyncio.sleep(max(0, packet.dts - to_ticks(datetime.now(UTC))) / TICKS_HZ)
        recording.sink.put(packet)
        if packet.kind == "video":
            os.write(sys.stdout.fileno(), f"{packet.pts + packet.duration}\n".encode())


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1])))
