"""An hour of one camera through its recorder as fast as it goes: no leak, a whole index, retention obeyed."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import psutil
from redis.asyncio import Redis

from db import cameras, gaps, segments, users
from db.cameras import Camera
from db.pool import Database
from deployments.recording import CameraRecording
from deployments.sweeper import sweep
from pawsight.ids import new_id
from pawsight.objects import ObjectMissing, ObjectStore
from pawsight.recordings import key_of
from pawsight.settings import Settings
from tests.live_packets import Footage, footage
from tests.load.report import Row
from video.packets import TICKS_HZ, EncodedPacket, to_datetime, to_ticks

HOUR_S = 3600
CHUNK_S = 10
BYTES_A_PACKET = 8_300
"""1 Mbit/s at 15 pictures a second."""

WARM_UP = 0.25
"""Of the hour: threads, connections and caches are made."""

KEPT = 0.25
"""Of the hour's bytes: what retention leaves."""

LONGEST_WAIT_S = 300.0


@dataclass(frozen=True)
class Studio:
    """A camera of this benchmark's own, and what it is recorded with."""

    config: Settings
    database: Database
    objects: ObjectStore
    redis: Redis
    camera: Camera

    async def recording(self, **settings: object) -> CameraRecording:
        """A recording that runs."""
        config = self.config.model_copy(update=settings)
        made = CameraRecording(
            self.camera, config, self.database, self.objects, self.redis, free_bytes=lambda: 10**12
        )
        await made.start()
        await _until(lambda: made.sink.is_running)  # type: ignore[attr-defined]
        return made

    async def segments(self) -> list[segments.Segment]:
        """All rows, oldest first."""
        async with self.database.connection() as conn:
            return await segments.oldest(conn, self.camera.id, 10_000)


async def measure(env: dict[str, str]) -> list[Row]:
    """Record an hour with all that belongs to it: disk, rows, S3; then let retention loose on it."""
    async with _studio(env) as studio:
        rows = await _record_an_hour(studio)
        return rows + await _retain(studio)


@contextlib.asynccontextmanager
async def _studio(env: dict[str, str]) -> AsyncIterator[Studio]:
    given = {
        name.removeprefix("PAWSIGHT_").lower(): value for name, value in env.items() if "PAWSIGHT" in name
    }
    with tempfile.TemporaryDirectory(prefix="pawsight-load-") as folder:
        config = Settings(**{**given, "data_dir": folder})  # type: ignore[arg-type]
        assert config.database_url is not None
        assert config.redis_url is not None
        database, objects = await Database.connect(config.database_url), ObjectStore(config)
        async with database.connection() as conn:
            owner = await users.get_or_create(conn, f"{new_id()}@load.pawsight.test")
            # Not enabled: the system's own supervisor leaves it alone.
            camera = await cameras.insert(
                conn, owner.id, name="Load", source_kind="push", source="", enabled=False
            )
        async with Redis.from_url(config.redis_url) as redis:
            yield Studio(config, database, objects, redis, camera)
        async with database.connection() as conn:
            await cameras.delete(conn, owner.id, camera.id)
        while await sweep(database, objects):
            pass
        await database.close()


async def _record_an_hour(studio: Studio) -> list[Row]:
    made = _of_real_size(footage(seconds=20))
    process = psutil.Process()
    recording = await studio.recording(recording_bytes=10**12)
    begin = to_ticks(datetime.now(UTC))
    recording.sink.begin(made.stream)
    resident: list[int] = []
    began, cpu_began = time.perf_counter(), _cpu_s(process)
    for second in range(0, HOUR_S, CHUNK_S):
        for packet in made.at(begin + second * TICKS_HZ, CHUNK_S):
            recording.sink.put(packet)
        # As fast as it is written: no more waits than the recorder's queue holds.
        until = to_datetime(begin + (second + CHUNK_S - 2) * TICKS_HZ)
        await _until(lambda until=until: datetime.fromisoformat(recording.status()["until"]) >= until)  # type: ignore[misc]
        resident.append(process.memory_info().rss)
    await _until(lambda: recording.status()["waiting"] == 0)
    resident.append(process.memory_info().rss)
    seconds, cpu_s = time.perf_counter() - began, _cpu_s(process) - cpu_began
    dropped = recording.status()["dropped"]
    await recording.stop("camera_off")
    found = await studio.segments()
    uploaded = found[:-1]  # the last one was closed just now
    async with studio.database.connection() as conn:
        holes = await gaps.unaccounted(conn, studio.camera.id, found[-1].end_ts)
    lengths = [(one.end_ts - one.start_ts).total_seconds() for one in uploaded]
    warm = resident[int(len(resident) * WARM_UP)]
    megabytes = sum(one.size_bytes for one in found) / 1e6
    return [
        (f"an hour at 1 Mbit/s ({megabytes:.0f} MB) through recorder, rows and S3", f"{seconds:.0f} s", ""),
        (
            "that is",
            f"{HOUR_S / seconds:.0f} x live, {cpu_s / HOUR_S:.1%} of a core for one camera",
            "> 10 x",
        ),
        (
            "resident memory, most / after a quarter",
            f"{max(resident) / 2**20:.0f} / {warm / 2**20:.0f} MiB",
            "",
        ),
        (
            "growth after the first quarter",
            f"{max(resident[int(len(resident) * WARM_UP) :]) / warm - 1:+.1%}",
            "< 5 %",
        ),
        (
            "segments, shortest and longest",
            f"{len(found)}, {min(lengths):.2f} and {max(lengths):.2f} s",
            "4 to 10 s",
        ),
        ("seconds in the index", f"{_seconds(found):.2f}", f"{HOUR_S}"),
        ("moments that are in no row", f"{len(holes)}", "0"),
        ("packets dropped", f"{dropped}", "0"),
        (
            "segments in S3, of the size that their row says",
            f"{await _whole(studio, uploaded)}",
            f"{len(uploaded)}",
        ),
    ]


async def _retain(studio: Studio) -> list[Row]:
    before = await studio.segments()
    most = int(sum(one.size_bytes for one in before) * KEPT)
    recording = await studio.recording(recording_bytes=most)

    async def obeyed() -> bool:
        return sum(one.size_bytes for one in await studio.segments()) <= most

    await _until(obeyed)
    await recording.stop("camera_off")
    kept = await studio.segments()
    while await sweep(studio.database, studio.objects):
        pass
    gone = before[: len(before) - len(kept)]
    size = sum(one.size_bytes for one in kept)
    return [
        ("retention to a quarter: bytes kept", f"{size / 1e6:.1f} MB", f"<= {most / 1e6:.1f} MB"),
        (
            "of those kept, the newest",
            f"{[one.id for one in kept] == [one.id for one in before[len(gone) :]]}",
            "True",
        ),
        ("objects that are left of the others", f"{await _whole(studio, gone)}", "0"),
    ]


def _of_real_size(made: Footage) -> Footage:
    """The same pictures as a camera would send them: filled up with filler data, which decoders skip."""
    return replace(made, packets=tuple(_filled(one) if one.kind == "video" else one for one in made.packets))


def _filled(packet: EncodedPacket) -> EncodedPacket:
    filler = b"\0\0\0\1\x0c" + b"\xff" * max(BYTES_A_PACKET - len(packet.data), 1) + b"\x80"
    return replace(packet, data=packet.data + filler)


def _seconds(found: Sequence[segments.Segment]) -> float:
    """What the rows hold together, if they follow each other."""
    assert all(one.end_ts == two.start_ts for one, two in pairwise(found)), "the index has a hole"
    return (found[-1].end_ts - found[0].start_ts) / timedelta(seconds=1)


async def _whole(studio: Studio, found: Sequence[segments.Segment]) -> int:
    """How many of the segments lie in S3 as their row says."""
    whole = 0
    for one in found:
        with contextlib.suppress(ObjectMissing):
            whole += (await studio.objects.stat(key_of(one.uri) or "")).size_bytes == one.size_bytes
    return whole


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _until(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_S
    while True:
        answer = condition()
        if answer if isinstance(answer, bool) else await answer:
            return
        assert time.monotonic() < deadline, "it never came"
        await asyncio.sleep(0.02)
