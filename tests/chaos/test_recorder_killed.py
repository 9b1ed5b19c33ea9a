"""`kill -9` of a recording at random moments: at most the last second is missing, and the ledger names it."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import av
import pytest

from db import cameras, gaps, segments, users
from db.migrate import migrate
from db.pool import Database
from local.s3 import S3
from pawsight.objects import ObjectStore
from pawsight.recordings import key_of
from pawsight.settings import Settings
from video.packets import TICKS_HZ, to_ticks

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

KILLS = int(os.environ.get("KILLS", "3"))
LONGEST_LIFE_S = 7.0


@dataclass(frozen=True)
class Scene:
    """A camera in a database of the test's own."""

    config: Settings
    env: dict[str, str]
    database: Database
    user_id: UUID
    camera_id: UUID


@pytest.fixture
async def scene(database_url: str, redis_url: str, s3: S3, tmp_path: Path) -> AsyncIterator[Scene]:
    await migrate(database_url)
    database = await Database.connect(database_url)
    async with database.connection() as conn:
        owner = await users.get_or_create(conn, "owner@pawsight.test")
        camera = await cameras.insert(conn, owner.id, name="Kitchen", source_kind="push", source="")
    settings = {
        "PAWSIGHT_DATA_DIR": str(tmp_path / "data"),
        "PAWSIGHT_DATABASE_URL": database_url,
        "PAWSIGHT_REDIS_URL": redis_url,
        "PAWSIGHT_SEGMENT_S": "4",
        **s3.settings,
    }
    config = Settings(**{name.removeprefix("PAWSIGHT_").lower(): one for name, one in settings.items()})  # type: ignore[arg-type]
    yield Scene(config, {**os.environ, **settings}, database, owner.id, camera.id)
    await database.close()


async def lived(scene: Scene, seconds: float) -> int:
    """Record for so long after the first picture, then kill; the end of the last picture that was handed over."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.chaos.recorder_child", str(scene.camera_id)),
        env=scene.env,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    await child.stdout.readline()
    await asyncio.sleep(seconds)
    child.kill()
    await child.wait()
    return int((await child.stdout.read()).split()[-1])


async def test_a_killed_recording_misses_its_last_second_at_most_and_says_so(
    scene: Scene, tmp_path: Path
) -> None:
    kind = random.Random(20260301)
    ends = [await lived(scene, kind.uniform(0.5, LONGEST_LIFE_S)) for _ in range(KILLS)]
    await lived(scene, 5)  # the last life puts the one before in order

    async with scene.database.connection() as conn:
        found = await segments.oldest(conn, scene.camera_id, 10_000)
        missing = await gaps.between(
            *(conn, scene.user_id, scene.camera_id, datetime(2000, 1, 1, tzinfo=UTC), datetime.now(UTC)),
            limit=10_000,
        )
    spans = sorted(
        [(one.start_ts, one.end_ts) for one in found]
        + [(one.start_ts, one.end_ts or datetime.max.replace(tzinfo=UTC)) for one in missing]
    )
    assert all(one[1] == two[0] for one, two in pairwise(spans)), "a moment is in no row, or in two"

    killed = [one for one in missing if one.reason == "process_killed"]
    assert len(killed) == KILLS
    lost = []
    for end, gap in zip(ends, killed, strict=True):
        lost.append((end - to_ticks(gap.start_ts)) / TICKS_HZ)
    print(f"lost at a kill: {max(lost):.2f} s at most, {sum(lost) / len(lost):.2f} s on average")
    assert max(lost) <= 1.0

    objects = ObjectStore(scene.config)
    for one in found:
        path = tmp_path / "film.mp4"
        if (key := key_of(one.uri)) is not None:
            await objects.get_file(key, path)
        else:
            path = scene.config.data_dir / "recordings" / str(scene.camera_id) / f"{one.start_ticks}.mp4"
        with av.open(str(path)) as container:
            pictures = list(container.decode(video=0))
        assert not any(picture.is_corrupt for picture in pictures)
        assert len(pictures) == round((one.end_ts - one.start_ts).total_seconds() * 15)
