"""A camera whose archive is a film, shown again and again: rows, and files in S3, as its recorder leaves them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import av

from db import batch_runs, cameras, segments
from db.pool import Database
from db.segments import Segment
from pawsight import recordings
from pawsight.ids import new_id
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from video.packets import to_ticks

SEGMENT_S = 6
"""A whole number of the demo's groups of pictures, and of its length."""
AT_ONCE = 4


@dataclass(frozen=True)
class Archive:
    """What was recorded of one camera."""

    owner: UUID
    camera: UUID
    start: datetime
    end: datetime
    segments: Sequence[Segment]

    async def begin_run(
        self, database: Database, *, segments: int, fps: float, dry_run: bool = False
    ) -> UUID:
        """The row of a batch run over the first segments, for a process to carry out."""
        run_id = new_id()
        async with database.connection() as conn:
            await batch_runs.insert(
                conn,
                run_id,
                self.owner,
                self.camera,
                start=self.start,
                end=self.segments[segments - 1].end_ts,
                fps=fps,
                models={},
                dry_run=dry_run,
            )
        return run_id


def cut(film: Path, folder: Path) -> list[Path]:
    """A film whose keyframes lie at whole seconds, as the recorder would leave it: the same packets, in files."""
    with av.open(str(film)) as source:
        streams = (source.streams.video[0], source.streams.audio[0])
        packets = defaultdict(list)
        for packet in source.demux(*streams):
            if packet.pts is not None and packet.time_base is not None:
                packets[max(0, int(packet.pts * packet.time_base // SEGMENT_S))].append(packet)
        files = []
        for number, inside in sorted(packets.items()):
            files.append(folder / f"{number}.mp4")
            fragmented = {"movflags": "frag_keyframe+empty_moov+default_base_moof+delay_moov"}
            with av.open(str(files[-1]), "w", format="mp4", options=fragmented) as container:
                copies = {one.index: container.add_stream_from_template(one) for one in streams}
                for packet in inside:
                    assert packet.pts is not None
                    assert packet.dts is not None
                    began = int(number * SEGMENT_S / packet.time_base)
                    packet.pts, packet.dts = packet.pts - began, packet.dts - began
                    packet.stream = copies[packet.stream_index]
                    container.mux(packet)
    return files


def settings_of(env: dict[str, str]) -> Settings:
    """The settings that an environment's `PAWSIGHT_...` come to."""
    return Settings(**{name.removeprefix("PAWSIGHT_").lower(): value for name, value in env.items()})  # type: ignore[arg-type]


@asynccontextmanager
async def archived(
    config: Settings, owner: UUID, files: Sequence[Path], begin: datetime, count: int
) -> AsyncIterator[Archive]:
    """An archive of `count` segments, the files in turn, in the services of these settings; gone with its camera."""
    assert config.database_url is not None
    database, objects = await Database.connect(config.database_url), ObjectStore(config)
    async with database.connection() as conn:
        # Off, so that nothing but what we put there is recorded of it.
        camera = await cameras.insert(
            conn, owner, name="Archive", source_kind="push", source="", enabled=False
        )
    slots = asyncio.Semaphore(AT_ONCE)

    async def store(number: int) -> None:
        start, path = begin + number * timedelta(seconds=SEGMENT_S), files[number % len(files)]
        key = recordings.segment_key(camera.id, to_ticks(start), start.date())
        uri = recordings.s3_uri(config.s3_bucket, key)
        async with slots:
            await objects.put_file(key, path, "video/mp4")
            async with database.connection() as conn:
                await segments.insert(
                    conn,
                    owner,
                    camera.id,
                    start_ts=start,
                    end_ts=start + timedelta(seconds=SEGMENT_S),
                    uri=uri,
                    size_bytes=path.stat().st_size,
                )
                await segments.mark_uploaded(conn, camera.id, start, uri)

    try:
        await asyncio.gather(*(store(number) for number in range(count)))
        async with database.connection() as conn:
            stored = await segments.oldest(conn, camera.id, count)
        yield Archive(owner, camera.id, begin, stored[-1].end_ts, stored)
    finally:
        async with database.connection() as conn:
            await cameras.delete(conn, owner, camera.id)
        await database.close()
