"""A recording of a whole system through the models again: killed in the middle, gone on with, reported."""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from tests.system import System

PROJECT = Path(__file__).resolve().parents[2]
RECORDED_S = 15
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


async def test_a_run_that_is_killed_goes_on_and_tells_what_live_history_tells(
    system: System, api: httpx.AsyncClient
) -> None:
    start_ts, end_ts = await recorded(api)
    run = await start(
        system, "--camera", "Demo", "--from", start_ts.isoformat(), "--to", end_ts.isoformat(), "--fps", "4"
    )
    assert run.stderr is not None
    async with asyncio.timeout(PATIENCE_S):
        run_id = re.findall(rb"--resume ([0-9a-f-]{36})", await run.stderr.readuntil(b"\n"))[0].decode()
        await run.stderr.readuntil(b"segments")
    run.send_signal(signal.SIGKILL)
    await run.wait()

    again = await start(system, "--resume", run_id)
    async with asyncio.timeout(PATIENCE_S):
        told, complaints = await again.communicate()

    assert again.returncode == 0, complaints.decode()
    report = json.loads(told)
    assert report["leftOut"] == []
    assert report["segments"] >= 3
    # What was seen before the kill was not looked at again.
    assert 0 < report["frames"] < RECORDED_S * 4
    assert report["counts"]["enter_frame"]["kept"] + report["counts"]["enter_frame"]["moved"] >= 1


async def test_a_camera_that_is_not_there_is_told(system: System) -> None:
    run = await start(system, "--camera", "Roof", "--from", "2026-01-01", "--to", "2026-01-02")

    _, complaints = await run.communicate()

    assert run.returncode == 2
    assert "there is no camera 'Roof'; there are: Demo" in complaints.decode()
