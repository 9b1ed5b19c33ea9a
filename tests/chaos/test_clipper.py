"""Clips while their workers are killed with -9, and while S3 is away."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import httpx
import psutil
import pytest

from db import cameras, segments
from db.pool import Database
from pawsight import recordings
from pawsight.messages import rfc3339
from pawsight.objects import ObjectStore
from pawsight.settings import Settings
from tests.footage import BEGIN, numbers, record
from tests.load.processes import ray_workers
from tests.system import System
from video.packets import to_datetime

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

KILLS = int(os.environ.get("KILLS", "3"))
CLIPS_AT_MOST = 4 * KILLS
"""Some are made before the blow falls."""

SEGMENTS = 12
SECONDS = 5
COMES_WITHIN_S = 240.0


@dataclass(frozen=True)
class Scene:
    """A system with a minute of a camera in its S3, and a client of its owner."""

    system: System
    client: httpx.AsyncClient
    database: Database
    objects: ObjectStore
    camera: UUID
    owner: UUID


@pytest.fixture
async def scene(system: System, tmp_path: Path) -> AsyncIterator[Scene]:
    config = Settings(
        **{name.removeprefix("PAWSIGHT_").lower(): value for name, value in system.env.items()}  # type: ignore[arg-type]
    )
    assert config.database_url is not None
    database = await Database.connect(config.database_url)
    objects = ObjectStore(config)
    headers = {"Authorization": f"Bearer {system.token}"}
    async with httpx.AsyncClient(base_url=system.url, headers=headers, timeout=30) as client:
        owner = UUID((await client.get("/api/auth/me")).json()["userId"])
        async with database.connection() as conn:
            # Off, so that nothing but what we put there is recorded of it.
            camera = await cameras.insert(
                conn, owner, name="Archive", source_kind="push", source="", enabled=False
            )
        for piece in await asyncio.to_thread(record, tmp_path, segments=SEGMENTS, sound=True):
            start = to_datetime(piece.start)
            key = recordings.segment_key(camera.id, piece.start, start.date())
            await objects.put_file(key, piece.path, "video/mp4")
            async with database.connection() as conn:
                await segments.insert(
                    conn,
                    owner,
                    camera.id,
                    start_ts=start,
                    end_ts=start + timedelta(seconds=SECONDS),
                    uri=recordings.s3_uri(config.s3_bucket, key),
                    size_bytes=piece.path.stat().st_size,
                )
                await segments.mark_uploaded(conn, camera.id, start, recordings.s3_uri(config.s3_bucket, key))
        yield Scene(system, client, database, objects, camera.id, owner)
        await client.delete(f"/api/cameras/{camera.id}")
    await database.close()


def at(second: float) -> str:
    return rfc3339(to_datetime(BEGIN) + timedelta(seconds=second))


async def ask(scene: Scene, start: float, end: float) -> str:
    answer = await scene.client.post(
        "/clipper/create",
        json={
            "videoSource": str(scene.camera),
            "startTimestamp": at(start),
            "endTimestamp": at(end),
            "labels": ["chaos"],
            "exact": True,
        },
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["jobId"])


async def status(scene: Scene, job_id: str) -> dict[str, Any]:
    answer = (await scene.client.get(f"/clipper/status/{job_id}")).json()
    assert isinstance(answer, dict)
    return answer


async def complete(scene: Scene, job_id: str) -> None:
    """Wait until the clip is made."""
    until = time.monotonic() + COMES_WITHIN_S
    while (found := await status(scene, job_id))["status"] != "complete":
        assert found["status"] != "failed", found
        assert time.monotonic() < until, found
        await asyncio.sleep(0.2)


def makers(system: System) -> list[psutil.Process]:
    """The processes that make clips right now."""
    return ray_workers(system.pid, "make_clip")


async def kill_while_making(scene: Scene, chance: random.Random) -> bool:
    """Kill whoever makes a clip, at a random moment from its first to about its last; whether that hit somebody."""
    until = time.monotonic() + COMES_WITHIN_S
    while not await asyncio.to_thread(makers, scene.system):
        if time.monotonic() > until:
            return False
        await asyncio.sleep(0.02)
    await asyncio.sleep(chance.uniform(0, 0.8))
    victims = await asyncio.to_thread(makers, scene.system)
    if victims:
        chance.choice(victims).kill()
    return bool(victims)


async def test_clips_come_once_each_and_whole_whoever_of_their_workers_is_killed(
    scene: Scene, tmp_path: Path
) -> None:
    chance = random.Random(7)
    ranges = {}
    hits = 0
    while hits < KILLS and len(ranges) < CLIPS_AT_MOST:
        start = round(chance.uniform(0, SEGMENTS * SECONDS - 20), 2)
        job = await ask(scene, start, start + 12)
        ranges[job] = start
        hits += await kill_while_making(scene, chance)
        # One after the other: a job whose workers die five times in a row is given up, and rightly so.
        await complete(scene, job)
    assert hits == KILLS

    listed = (await scene.client.get("/api/clips", params={"cameraId": str(scene.camera)})).json()["items"]
    assert sorted(one["id"] for one in listed) == sorted(ranges)
    for clip in listed:
        path = tmp_path / f"{clip['id']}.mp4"
        path.write_bytes((await scene.client.get(clip["url"])).content)
        seen = await asyncio.to_thread(numbers, path)
        first = ranges[clip["id"]] * 15
        assert seen == list(range(seen[0], seen[0] + len(seen)))
        assert abs(seen[0] - first) <= 1
        assert abs(seen[-1] + 1 - (first + 12 * 15)) <= 1
        for name in ("previewUrl", "posterUrl", "animationUrl"):
            assert (await scene.client.get(clip[name])).status_code == 200
    # Whatever the dead have uploaded is doomed; nothing else lies beside the clips.
    kept = {uri for clip in listed for uri in await objects_of(scene, clip["id"])}
    async with scene.database.connection() as conn:
        doomed = {row["uri"] for row in await conn.fetch("SELECT uri FROM doomed_objects")}
    lying = await asyncio.to_thread(uris_below, scene, f"clips/{scene.owner}/", set(ranges))
    assert kept <= lying <= kept | doomed
    print(f"{hits} workers killed, {len(ranges)} clips made")


async def objects_of(scene: Scene, clip_id: str) -> list[str]:
    query = "SELECT s3_uri, preview_png, poster, animation FROM clips WHERE id = $1"
    async with scene.database.connection() as conn:
        row = await conn.fetchrow(query, UUID(clip_id))
    assert row is not None
    return list(row.values())


def uris_below(scene: Scene, prefix: str, jobs: set[str]) -> set[str]:
    env = scene.system.env
    s3 = boto3.client(
        "s3",
        endpoint_url=env["PAWSIGHT_S3_ENDPOINT"],
        aws_access_key_id=env["PAWSIGHT_S3_ACCESS_KEY"],
        aws_secret_access_key=env["PAWSIGHT_S3_SECRET_KEY"],
        region_name="us-east-1",
    )
    bucket = env["PAWSIGHT_S3_BUCKET"]
    found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return {f"s3://{bucket}/{one['Key']}" for one in found if one["Key"].split("/")[2] in jobs}


async def test_a_supervisor_that_is_killed_leaves_no_job_behind(scene: Scene) -> None:
    jobs = [await ask(scene, number, number + 5) for number in range(4)]
    for supervisor in ray_workers(scene.system.pid, "ServeReplica:clipper"):
        supervisor.kill()

    for job in jobs:
        await complete(scene, job)


async def test_s3_that_is_away_for_20_s_delays_a_clip_and_no_more(scene: Scene) -> None:
    # Stopped, it takes connections and answers nobody: the worst way to be away.
    s3 = psutil.Process(scene.system.server_pid("s3"))
    job = await ask(scene, 3, 15)
    s3.suspend()
    try:
        await asyncio.sleep(20)
        assert (await status(scene, job))["status"] != "complete"
    finally:
        s3.resume()

    await complete(scene, job)
