"""Archived video through the models: the batch beside a plain loop, two nodes beside one, memory over an hour, and what
live cameras told beside it."""

import asyncio
import json
import os
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any, Final
from uuid import UUID

import httpx
import psutil

from db.pool import Database
from tests.archive import SEGMENT_S, Archive, archived, cut, settings_of
from tests.load.batch_run import Pass
from tests.load.demo_camera import demo_camera_off
from tests.load.processes import own_bytes, ray_workers
from tests.load.report import Row
from tests.system import System

PROJECT: Final = Path(__file__).resolve().parents[2]
DEMO: Final = PROJECT / "build" / "demo.mp4"
BEGIN: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
FPS: Final = 5.0
SEGMENTS: Final = int(os.environ.get("BENCH_SEGMENTS", "5"))
"""Of a process; the first one warms it up."""
HOUR_S: Final = int(os.environ.get("BENCH_HOUR_S", "3600"))
SPARSE_FPS: Final = 0.1
"""In the hour: a picture or two of each segment, and all of its sound."""
TENTHS: Final = 10
LIVE_S: Final = 48
"""Twice the demo's film."""
PATIENCE_S: Final = 300.0


async def measure(system: System, camera: str) -> list[Row]:
    """Where a figure is per core, a process is taken for a core: each has one thread for its models."""
    headers = {"Authorization": f"Bearer {system.token}"}
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=30) as api:
        start, end = await _recorded(api, camera)
        owner = UUID((await api.get("/api/auth/me")).json()["userId"])
        async with demo_camera_off(api, camera), _workplace(system, owner) as place:
            return [
                *await _live_beside_batch(api, camera, start, end),
                *await _speed(place),
                *await _an_hour(place),
            ]


class _Workplace:
    """An archive, and processes that go through it."""

    def __init__(self, env: dict[str, str], archive: Archive, database: Database) -> None:
        self._env = env
        self.archive = archive
        self._database = database

    async def loop(self, segments: int) -> Pass:
        """A plain loop over the first segments."""
        order = {"camera": str(self.archive.camera), "segments": segments, "fps": FPS}
        return await self._go(order, [])

    async def batch(
        self,
        segments: int,
        *,
        workers: int,
        nodes: list[int],
        fps: float = FPS,
        bytes_used: list[int] | None = None,
    ) -> Pass:
        """A run over the first segments. bytes_used: gets the memory of those that look, each second."""
        run_id = await self.archive.begin_run(self._database, segments=segments, fps=fps, dry_run=True)
        return await self._go(
            {"run": str(run_id), "workers": workers, "nodes": nodes}, [] if bytes_used is None else bytes_used
        )

    async def _go(self, order: dict[str, Any], bytes_used: list[int]) -> Pass:
        # Short, as there are sockets in it.
        with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
            (Path(folder) / "ray").mkdir()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.load.batch_run", json.dumps(order)),
                cwd=PROJECT,
                env={**self._env, "RAY_TMPDIR": folder},
                stdout=PIPE,
                stderr=PIPE,
            )
            sampler = asyncio.create_task(_sample(process.pid, bytes_used))
            try:
                told, complaints = await process.communicate()
            finally:
                sampler.cancel()
        assert process.returncode == 0, complaints.decode()
        return Pass(**json.loads(told.decode().splitlines()[-1]))


@asynccontextmanager
async def _workplace(system: System, owner: UUID) -> AsyncIterator[_Workplace]:
    count = max(2 * SEGMENTS, HOUR_S // SEGMENT_S)
    database = await Database.connect(system.env["PAWSIGHT_DATABASE_URL"])
    with tempfile.TemporaryDirectory(prefix="pawsight-batch-") as folder:
        env = {
            **os.environ,
            **system.env,
            "PAWSIGHT_DATA_DIR": folder,
            "PYTHONPATH": str(PROJECT),
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": system.run_file["ray"]["token"],
            # As the launcher has it: a run makes itself polite.
            "RAY_worker_niceness": "0",
            "RAY_USAGE_STATS_ENABLED": "0",
        }
        files = await asyncio.to_thread(cut, DEMO, Path(folder))
        async with archived(settings_of(system.env), owner, files, BEGIN, count) as archive:
            yield _Workplace(env, archive, database)
    await database.close()


async def _speed(place: _Workplace) -> list[Row]:
    loops = [await place.loop(SEGMENTS)]
    one = await place.batch(SEGMENTS, workers=1, nodes=[1])
    loops.append(await place.loop(SEGMENTS))
    side_by_side = sum(one.per_s for one in await asyncio.gather(place.loop(SEGMENTS), place.loop(SEGMENTS)))
    two = await place.batch(2 * SEGMENTS, workers=2, nodes=[2])
    two_nodes = await place.batch(2 * SEGMENTS, workers=2, nodes=[1, 1])
    loop = mean(one.per_s for one in loops)
    return [
        ("plain loop in one process", f"{loop:.2f} frames/s", ""),
        ("two plain loops side by side, together", f"{side_by_side:.2f} frames/s", ""),
        ("batch, one process that looks", f"{one.per_s:.2f} frames/s", ""),
        ("batch, two on one node, together", f"{two.per_s:.2f} frames/s", ""),
        ("batch, one on each of two nodes, together", f"{two_nodes.per_s:.2f} frames/s", ""),
        ("one process / plain loop", f"{one.per_s / loop:.2f}", ">= 0.90"),
        ("two processes, per core / plain loop", f"{two.per_s / 2 / loop:.2f}", ">= 0.90"),
        ("two processes / two loops side by side", f"{two.per_s / side_by_side:.2f}", ">= 0.90"),
        ("two nodes / one node", f"{two_nodes.per_s / two.per_s:.2f}", ""),
        (
            f"{2 * SEGMENTS} segments from the cluster's start to the report, one node, two nodes",
            f"{two.whole_s:.0f}, {two_nodes.whole_s:.0f} s",
            "",
        ),
    ]


async def _an_hour(place: _Workplace) -> list[Row]:
    used: list[int] = []
    done = await place.batch(HOUR_S // SEGMENT_S, workers=2, nodes=[2], fps=SPARSE_FPS, bytes_used=used)
    assert done.report is not None
    most = [
        max(used[len(used) * part // TENTHS : len(used) * (part + 1) // TENTHS]) for part in range(TENTHS)
    ]
    return [
        (
            f"{HOUR_S / 60:.0f} min of recordings, {done.report['frames']} pictures and all sound, two processes",
            f"{done.whole_s:.0f} s",
            "",
        ),
        (
            "memory of their own, most in each tenth",
            f"{', '.join(f'{one / 2**20:.0f}' for one in most)} MiB",
            "",
        ),
        ("growth from the third tenth to the last", f"{most[-1] / most[2] - 1:+.1%}", "< 5 %"),
    ]


async def _live_beside_batch(
    api: httpx.AsyncClient, camera: str, start: datetime, end: datetime
) -> list[Row]:
    """What the live camera told of its last recordings, beside a run of the same models over them."""
    wanted = {
        "cameraId": camera,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "fps": FPS,
        "dryRun": True,
    }
    began = await api.post("/api/runs", json=wanted)
    began.raise_for_status()
    async with asyncio.timeout(PATIENCE_S):
        while (run := (await api.get(f"/api/runs/{began.json()['id']}")).json())["status"] != "done":
            assert run["status"] in ("queued", "running"), run["error"]
            await asyncio.sleep(0.5)
    counts: dict[str, dict[str, int]] = run["report"]["counts"]
    total = {change: sum(one[change] for one in counts.values()) for change in next(iter(counts.values()))}
    return [
        _agreement(f"events of {LIVE_S} s of the demo, live beside batch", total),
        *(_agreement(f"- {kind}", one) for kind, one in counts.items()),
    ]


def _agreement(what: str, of: dict[str, int]) -> Row:
    """Of what the batch tells, how much was told live; and of what was told live, how much the batch tells."""
    both = of["kept"] + of["moved"]
    told, live = both + of["added"], both + of["gone"]
    recall = f"{both / told:.2f}" if told else "-"
    precision = f"{both / live:.2f}" if live else "-"
    return (
        what,
        f"recall {recall}, precision {precision} ({of['kept']} the same, {of['moved']} moved, "
        f"{of['added']} by the batch alone, {of['gone']} live alone)",
        "",
    )


async def _recorded(api: httpx.AsyncClient, camera: str) -> tuple[datetime, datetime]:
    """A time that is recorded as a whole, and over; live models have looked at it."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            now = datetime.now(UTC)
            window = {"from": (now - timedelta(minutes=10)).isoformat(), "to": now.isoformat()}
            found = (await api.get(f"/api/cameras/{camera}/recordings", params=window)).json()["segments"]
            if found:
                begins, ends = (
                    datetime.fromisoformat(found[at][key]) for at, key in ((0, "startTs"), (-1, "endTs"))
                )
                if ends - begins >= timedelta(seconds=LIVE_S):
                    return ends - timedelta(seconds=LIVE_S), ends
            await asyncio.sleep(1)


async def _sample(pid: int, bytes_used: list[int]) -> None:
    while True:
        await asyncio.sleep(1)
        try:
            looking = await asyncio.to_thread(ray_workers, pid, "MapWorker")
            if len(looking) == 2:
                bytes_used.append(await asyncio.to_thread(own_bytes, looking))
        except psutil.NoSuchProcess:
            continue
