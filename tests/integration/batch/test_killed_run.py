"""A batch run whose processes are killed with -9, beside an undisturbed one: what they tell is the same, row by row."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db import batch_runs, users
from db.batch_runs import BatchRun
from db.migrate import migrate
from db.pool import Database
from local.ray_node import RayNode
from local.service import private_run_folder
from tests.archive import SEGMENT_S, Archive, archived, cut, settings_of
from tests.load.processes import ray_workers
from vision.weights import NANODET, OWN_MODELS

PROJECT = Path(__file__).resolve().parents[3]
DEMO = PROJECT / "build/demo.mp4"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEGMENTS = 4
"""All of the demo's film: a dog comes, barks and goes."""
FPS = 2.0
FRAMES = SEGMENTS * SEGMENT_S * FPS
HELD_BACK = "0.5"
"""Share of the time that the run works which is killed: so that each blow finds it at work, on any machine."""
PATIENCE_S = 120.0

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(not (OWN_MODELS / NANODET).exists(), reason="make test converts NanoDet first"),
]


@dataclass(frozen=True)
class Place:
    """An archive, and a Ray of our own that looks at it. env: of whoever drives a run."""

    archive: Archive
    database: Database
    ray: RayNode
    env: dict[str, str]

    async def begin(self) -> UUID:
        return await self.archive.begin_run(self.database, segments=SEGMENTS, fps=FPS)

    async def drive(self, run_id: UUID, *more: str) -> Process:
        command = (sys.executable, "-m", "batch.reprocess", "--json", "--resume", str(run_id), *more)
        return await asyncio.create_subprocess_exec(
            *command, cwd=PROJECT, env=self.env, stdout=PIPE, stderr=PIPE
        )

    async def row(self, run_id: UUID) -> BatchRun:
        async with self.database.connection() as conn:
            found = await batch_runs.get(conn, run_id)
        assert found is not None
        return found

    async def looked_at(self, run_id: UUID, count: int, driver: Process) -> None:
        """Wait until so many segments of a run are done."""
        async with asyncio.timeout(PATIENCE_S):
            while (await self.row(run_id)).looked_at < count:
                assert driver.returncode is None, "it ended before it was killed"
                await asyncio.sleep(0.05)

    async def told(self, run_id: UUID) -> list[tuple[datetime, str, dict[str, Any]]]:
        """What a run tells, row by row, but for the ids, which are each run's own."""
        async with self.database.connection() as conn:
            return [
                (one.ts, one.type, one.data)
                for one in await batch_runs.events_after(conn, run_id, limit=1000)
            ]


@pytest.fixture
async def place(database_url: str, s3_settings: dict[str, str], tmp_path: Path) -> AsyncIterator[Place]:
    await migrate(database_url)
    ours = {**s3_settings, "PAWSIGHT_DATABASE_URL": database_url, "PAWSIGHT_DATA_DIR": str(tmp_path)}
    database = await Database.connect(database_url)
    async with database.connection() as conn:
        owner = await users.get_or_create(conn, "owner@example.test")
    files = await asyncio.to_thread(cut, DEMO, tmp_path)
    with private_run_folder() as folder:
        node = RayNode(tmp_path / "logs", folder, PROJECT)
        node.extra_environment = {**ours, "PYTHONPATH": str(PROJECT)}
        signed_in = {"RAY_ADDRESS": node.address, "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": node.token}
        async with archived(settings_of(ours), owner.id, files, BEGIN, SEGMENTS) as archive:
            with node:
                yield Place(archive, database, node, {**os.environ, **ours, **signed_in})
    await database.close()


async def report_of(driver: Process) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        told, complaints = await driver.communicate()
    assert driver.returncode == 0, complaints.decode()
    report: dict[str, Any] = json.loads(told)
    return report


async def test_a_run_that_is_killed_again_and_again_tells_row_by_row_what_an_undisturbed_one_tells(
    place: Place,
) -> None:
    undisturbed, killed = await place.begin(), await place.begin()

    # First who looks dies: Ray begins another. Then who drives it: nobody goes on.
    driver = await place.drive(killed, "--share", HELD_BACK)
    await place.looked_at(killed, 1, driver)
    assert place.ray.process is not None
    (looker,) = ray_workers(place.ray.process.pid, "MapWorker")
    looker.kill()
    await place.looked_at(killed, 2, driver)
    driver.kill()
    await driver.wait()
    left = await place.row(killed)

    drivers = [await place.drive(run_id) for run_id in (undisturbed, killed)]
    whole, resumed = await asyncio.gather(*(report_of(one) for one in drivers))
    expected = await place.told(undisturbed)

    assert (left.status, left.report) == ("running", None)
    assert whole["frames"] == FRAMES
    # What was seen before was not looked at again; what was not seen, was.
    assert 0 < resumed["frames"] <= FRAMES * (SEGMENTS - 2) / SEGMENTS
    assert {"enter_frame", "leave_frame", "bark"} <= {kind for _, kind, _ in expected}
    assert await place.told(killed) == expected
    assert resumed["counts"] == whole["counts"]
    assert resumed["leftOut"] == whole["leftOut"] == []
