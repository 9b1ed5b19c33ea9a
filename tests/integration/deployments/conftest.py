"""A camera that is recorded: a real database, a real S3 that can be cut off, a real Valkey, packets of now."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import asyncpg
import pytest
from redis.asyncio import Redis

from db import cameras, gaps, segments, users
from db.cameras import Camera
from db.migrate import migrate
from db.pool import Database
from deployments.observation_log import ObservationLog
from deployments.recording import CameraRecording
from local.s3 import S3
from pawsight.channels import user_channel
from pawsight.ids import new_id
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from tests.databases import drop
from tests.live_packets import Footage, footage
from video.packets import to_ticks

LONGEST_WAIT_S = 30.0
AMPLE = 10**12
END_OF_TIME = datetime(2100, 1, 1, tzinfo=UTC)


class Gate:
    """A TCP door to a server, which a test shuts and opens."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._wires: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.is_open = True

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        self.is_open = False
        for wire in self._wires:
            wire.transport.abort()

    async def close(self) -> None:
        self.shut()
        assert self._server is not None
        self._server.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_open:
            writer.transport.abort()
            return
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._wires |= {writer, inner_writer}
        with contextlib.suppress(OSError):
            await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))
        self._wires -= {writer, inner_writer}


class SocketGate:
    """A way to PostgreSQL's socket, which a test takes away and gives back."""

    def __init__(self, url: str, server_url: str, link: Path) -> None:
        where = parse_qs(urlsplit(url).query)["host"][0]
        self.url = url.replace(quote(where, safe="/"), quote(str(link), safe="/"))
        self._server_url = server_url
        self._name = urlsplit(url).path.lstrip("/")
        self._link = link
        self._target = where
        self.open()

    def open(self) -> None:
        self._link.symlink_to(self._target)

    async def shut(self) -> None:
        self._link.unlink()
        server = await asyncpg.connect(self._server_url)
        await server.execute(
            # The server cleans up in it at times, under a role of its own.
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user",
            self._name,
        )
        await server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
    writer.close()


@dataclass
class Studio:
    """A camera, what it is recorded with, and what its owner was told."""

    config: Settings
    database: Database
    objects: ObjectStore
    redis: Redis
    camera: Camera
    s3_gate: Gate
    database_gate: SocketGate
    observations: ObservationLog | None = None
    told: list[dict[str, Any]] = field(default_factory=list)
    free: int = AMPLE
    sent_until: int = 0
    recordings: list[CameraRecording] = field(default_factory=list)

    async def recording(self, config: Settings | None = None) -> CameraRecording:
        """The camera's actor was started, and records."""
        made = await self.started(config)
        await self.until(lambda: made.sink.is_running, "the recorder runs")  # type: ignore[attr-defined]
        return made

    async def started(self, config: Settings | None = None) -> CameraRecording:
        """The camera's actor was started."""
        made = CameraRecording(
            self.camera,
            config or self.config,
            self.database,
            self.objects,
            self.redis,
            free_bytes=lambda: self.free,
            observations=self.observations,
        )
        await made.start()
        self.recordings.append(made)
        return made

    def send(
        self,
        recording: CameraRecording,
        seconds: float,
        *,
        begin: int | None = None,
        made: Footage | None = None,
    ) -> int:
        """Its source sends so many seconds at once; the end, in ticks."""
        made = made or footage(sound=False)
        begin = self.now() if begin is None else begin
        recording.sink.begin(made.stream)
        return self.go_on(recording, seconds, begin, made=made)

    def go_on(
        self, recording: CameraRecording, seconds: float, begin: int, *, made: Footage | None = None
    ) -> int:
        for packet in (made or footage(sound=False)).at(begin, seconds):
            recording.sink.put(packet)
            if packet.kind == "video":
                self.sent_until = packet.pts + packet.duration
        return self.sent_until

    def now(self) -> int:
        """The moment that a camera would send next, in ticks: after what it sent, which may be ahead of the clock."""
        return max(to_ticks(datetime.now(UTC)), self.sent_until)

    async def catch_up(self) -> None:
        """Wait until what was sent has happened."""
        await self.until(lambda: to_ticks(datetime.now(UTC)) > self.sent_until, "the clock goes on")

    async def stored(self) -> list[segments.Segment]:
        async with self.database.connection() as conn:
            return await segments.oldest(conn, self.camera.id, 10_000)

    async def missing(self) -> list[gaps.Gap]:
        async with self.database.connection() as conn:
            return await gaps.between(
                conn,
                self.camera.user_id,
                self.camera.id,
                END_OF_TIME - timedelta(days=40_000),
                END_OF_TIME,
                limit=10_000,
            )

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait for what must come true in the end."""
        deadline = time.monotonic() + LONGEST_WAIT_S
        while True:
            found = condition()
            if isinstance(found, Awaitable):
                found = await found
            if found:
                return
            assert time.monotonic() < deadline, f"it never came: {what}"
            await asyncio.sleep(0.02)

    async def count(self, number: int) -> list[segments.Segment]:
        """The segments, once there are so many."""

        async def enough() -> bool:
            return len(await self.stored()) >= number

        await self.until(enough, f"{number} segments")
        return await self.stored()

    async def uploaded(self, number: int) -> list[segments.Segment]:
        """The segments, once so many of them are in S3."""

        async def enough() -> bool:
            return sum(one.uploaded_at is not None for one in await self.stored()) >= number

        await self.until(enough, f"{number} segments in S3")
        return await self.stored()

    async def assert_accounted(self, since: datetime | None = None) -> None:
        """Every moment is in one segment or one gap, from the first (or `since`) to the last that is known."""
        spans = [(one.start_ts, one.end_ts) for one in await self.stored()]
        spans += [(one.start_ts, one.end_ts or END_OF_TIME) for one in await self.missing()]
        spans.sort()
        assert spans, "nothing is accounted for"
        if since is not None:
            assert spans[0][0] == since
        at = spans[0][0]
        for start, end in spans:
            assert start == at, (
                f"{at} to {start} is accounted for {'not at all' if start > at else 'twice'}: {spans}"
            )
            at = end

    def codes(self) -> list[str]:
        return [one["code"] for one in self.told]

    @property
    def folder(self) -> Path:
        return self.config.data_dir / "recordings" / str(self.camera.id)


@pytest.fixture(scope="session")
async def template(postgres_url: str) -> str:
    """A migrated database that nobody is connected to."""
    name = f"template_{new_id().hex}"
    server = await asyncpg.connect(postgres_url)
    await server.execute(f'CREATE DATABASE "{name}"')
    await server.close()
    await migrate(urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}")))
    return name


@pytest.fixture
async def database_url(postgres_url: str, template: str) -> AsyncIterator[str]:
    """A migrated database of this test's own."""
    name = f"test_{new_id().hex}"
    server = await asyncpg.connect(postgres_url)
    await server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    await drop(server, name)
    await server.close()


@pytest.fixture
async def studio(
    database_url: str,
    postgres_url: str,
    redis_url: str,
    s3: S3,
    tmp_path: Path,
    run_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Studio]:
    monkeypatch.setattr("deployments.segment_archive.FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr("deployments.segment_archive.LATER_S", 0.2)
    monkeypatch.setattr("deployments.recording.LOOK_EVERY_S", 0.05)
    monkeypatch.setattr("deployments.recording.RETAIN_EVERY_S", 0.1)
    monkeypatch.setattr("deployments.node_keeper.LOOK_EVERY_S", 0.1)
    monkeypatch.setattr("deployments.recording_notices.TELL_AFTER", timedelta(seconds=0.2))
    gate = Gate(int(urlsplit(s3.endpoint).port or 0))
    await gate.start()
    config = Settings(
        data_dir=tmp_path / "data",
        database_url=database_url,
        redis_url=redis_url,
        s3_endpoint=f"http://127.0.0.1:{gate.port}",
        s3_access_key=s3.access_key,  # type: ignore[arg-type]
        s3_secret_key=s3.secret_key,  # type: ignore[arg-type]
        s3_bucket=s3.bucket,
        segment_s=4,
        disk_floor_bytes=1000,
        disk_warning_bytes=5000,
    )
    config.data_dir.mkdir()
    # A short path: a socket's may have 107 characters.
    database_gate = SocketGate(database_url, postgres_url, run_folder / f"pg-{new_id().hex[-8:]}")
    database = await Database.connect(database_gate.url, acquire_timeout_s=0.5)
    async with database.connection() as conn:
        owner = await users.get_or_create(conn, "owner@pawsight.test")
        camera = await cameras.insert(conn, owner.id, name="Kitchen", source_kind="push", source="")
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as pubsub:
        made = Studio(config, database, ObjectStore(config), redis, camera, gate, database_gate)
        await pubsub.subscribe(user_channel(owner.id))

        async def listen() -> None:
            async for message in pubsub.listen():
                if message["type"] == "message":
                    made.told.append(json.loads(message["data"]))

        listener = asyncio.create_task(listen())
        yield made
        for recording in made.recordings:
            await recording.stop("camera_off")
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
    await gate.close()
    await database.close()
