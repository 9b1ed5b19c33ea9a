"""A recording of a whole system through the models again: killed in the middle, and gone on with by the cluster.

`tests/integration/batch/test_killed_run.py` kills everybody, and compares what is told row by row.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.load.processes import ray_workers
from tests.system import System

PROJECT = Path(__file__).resolve().parents[2]
RECORDED_S = 12
SEGMENT_S = 6
FPS = 2
PATIENCE_S = 180


async def start(system: System, *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "batch.reprocess",
        "--data-dir",
        str(system.data),
        "--json",
        *arguments,
        cwd=PROJECT,
        stdout=PIPE,
        stderr=PIPE,
    )


async def until(
    api: httpx.AsyncClient, run_id: str, is_so: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """A run, once it is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so(run := (await api.get(f"/api/runs/{run_id}")).json()):
            assert run["status"] != "failed", run["error"]
            await asyncio.sleep(0.2)
    return dict(run)


async def recorded(api: httpx.AsyncClient) -> tuple[datetime, datetime]:
    """A time that is recorded as a whole, and over."""
    camera = (await api.get("/api/cameras")).json()["items"][0]
    path = f"/api/cameras/{camera['id']}/recordings"
    async with asyncio.timeout(PATIENCE_S):
        while True:
            now = datetime.now(UTC)
            window = {"from": (now - timedelta(minutes=10)).isoformat(), "to": now.isoformat()}
            found = (await api.get(path, params=window)).json()["segments"]
            if found:
                start, end = (
                    datetime.fromisoformat(found[at][key]) for at, key in ((0, "startTs"), (-1, "endTs"))
                )
                if end - start >= timedelta(seconds=RECORDED_S):
                    return end - timedelta(seconds=RECORDED_S), end
            await asyncio.sleep(1)


async def test_a_run_goes_on_by_itself_after_a_kill(system: System, api: httpx.AsyncClient) -> None:
    start_ts, end_ts = await recorded(api)
    camera = (await api.get("/api/cameras")).json()["items"][0]
    wanted = {"cameraId": camera["id"], "from": start_ts.isoformat(), "to": end_ts.isoformat(), "fps": FPS}
    began = (await api.post("/api/runs", json=wanted)).json()
    await until(api, began["id"], lambda run: run["lookedAt"] >= 1)
    workers = ray_workers(system.pid, "carry_out_run")
    for worker in workers:
        worker.kill()
    done = await until(api, began["id"], lambda run: run["status"] == "done")
    report = done["report"]

    assert len(workers) == 1
    assert report["leftOut"] == []
    assert report["segments"] >= 2
    # What was seen before the kill was not looked at again.
    assert report["frames"] < report["segments"] * SEGMENT_S * FPS
    assert report["counts"]["enter_frame"]["kept"] + report["counts"]["enter_frame"]["moved"] >= 1


async def test_a_camera_that_is_not_there_is_told(system: System) -> None:
    run = await start(system, "--camera", "Roof", "--from", "2026-01-01", "--to", "2026-01-02")

    _, complaints = await run.communicate()

    assert run.returncode == 2
    assert "there is no camera 'Roof'; there are: Demo" in complaints.decode()
