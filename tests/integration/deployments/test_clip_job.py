"""One clip from its order to its row, with a real database, a real S3 that is cut off, and a real Valkey."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cv2
import pytest

from db import clip_orders, clips, gaps, jobs, segments
from db.clip_orders import ClipOrder
from db.clips import Clip
from db.gaps import Gap
from db.jobs import Job
from deployments.clip_job import LEASE_S, ClipJob
from deployments.node import node_id
from pawsight import recordings
from tests.footage import BEGIN, number_in, numbers, record
from tests.integration.deployments.conftest import Studio
from video.packets import to_datetime
from video.pieces import Piece


def at(second: float) -> datetime:
    """So many seconds after the recording began."""
    return to_datetime(BEGIN) + timedelta(seconds=second)


async def index(studio: Studio, pieces: Sequence[Piece], *, uploaded: bool = True, node: str = "") -> None:
    """Store segments as the recorder does; those that are not uploaded lie where it wrote them."""
    node = node or await asyncio.to_thread(node_id, studio.config.data_dir)
    camera = studio.camera
    for piece in pieces:
        start = to_datetime(piece.start)
        async with studio.database.connection() as conn:
            await segments.insert(
                conn,
                camera.user_id,
                camera.id,
                start_ts=start,
                end_ts=start + timedelta(seconds=5),
                uri=recordings.file_uri(node, camera.id, piece.start),
                size_bytes=piece.path.stat().st_size,
            )
        if uploaded:
            key = recordings.segment_key(camera.id, piece.start, start.date())
            await studio.objects.put_file(key, piece.path, "video/mp4")
            async with studio.database.connection() as conn:
                uri = recordings.s3_uri(studio.config.s3_bucket, key)
                assert await segments.mark_uploaded(conn, camera.id, start, uri)


@pytest.fixture
def footage(studio: Studio) -> list[Piece]:
    """15 s in three segments where the recorder would have written them; nobody has indexed them yet."""
    studio.folder.mkdir(parents=True)
    return record(studio.folder)


async def ask(studio: Studio, begin: float, until: float, **fields: Any) -> Job:
    """Queue a clip of so many seconds after the recording began, and claim it."""
    order = ClipOrder(
        **{"start": at(begin), "end": at(until), "camera_id": studio.camera.id, "labels": ("bark",), **fields}
    )
    async with studio.database.connection() as conn:
        job = await clip_orders.ask(conn, studio.camera.user_id, order, now=datetime.now(UTC), timeout_s=300)
        claimed = await jobs.claim(conn, job.id, LEASE_S)
    assert claimed is not None
    return claimed


def worker(studio: Studio, job: Job) -> ClipJob:
    return ClipJob(job, studio.config, studio.database, studio.objects, studio.redis)


async def job_now(studio: Studio, job: Job) -> Job:
    async with studio.database.connection() as conn:
        found = await jobs.get(conn, studio.camera.user_id, job.id)
    assert found is not None
    return found


async def all_clips(studio: Studio) -> list[Clip]:
    async with studio.database.connection() as conn:
        return await clips.before(conn, studio.camera.user_id, limit=100)


async def download(studio: Studio, uri: str | None, folder: Path) -> Path:
    assert uri is not None
    key = recordings.key_of(uri)
    assert key is not None
    path = folder / Path(key).name
    await studio.objects.get_file(key, path)
    return path


async def doomed(studio: Studio) -> set[str]:
    async with studio.database.connection() as conn:
        return {row["uri"] for row in await conn.fetch("SELECT uri FROM doomed_objects")}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 is asked again after moments."""
    monkeypatch.setattr("deployments.footage.PAUSES_S", (0.1, 0.3, 0.9))


@pytest.mark.parametrize("uploaded", [True, False], ids=["in S3", "on this disk"])
async def test_a_clip_is_cut_pictured_uploaded_and_stored(
    studio: Studio, footage: list[Piece], tmp_path: Path, uploaded: bool
) -> None:
    await index(studio, footage, uploaded=uploaded)
    if uploaded:
        for piece in footage:
            piece.path.unlink()
    job = await ask(studio, 3.4, 11.6, exact=True, moment=at(7.1))

    await worker(studio, job).run()

    (clip,) = await all_clips(studio)
    assert (clip.id, clip.camera_id, clip.labels) == (job.id, studio.camera.id, ("bark",))
    assert (clip.start_ts, clip.duration_ms, clip.reencoded) == (at(3.4), 8200, "edges")
    video = await download(studio, clip.s3_uri, tmp_path)
    assert numbers(video) == list(range(51, 174))
    assert clip.size_bytes == video.stat().st_size
    poster = cv2.imread(str(await download(studio, clip.poster, tmp_path)))
    assert poster is not None
    assert number_in(poster) == 105
    for uri in (clip.preview_png, clip.animation):
        assert (await download(studio, uri, tmp_path)).stat().st_size > 100
    done = await job_now(studio, job)
    assert (done.status, done.progress) == ("complete", 1)
    assert done.result == {"clipId": str(clip.id), "s3Uri": clip.s3_uri}
    assert await doomed(studio) == set()


async def test_its_owner_is_told_how_far_it_is_and_that_it_is_there(
    studio: Studio, footage: list[Piece], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deployments.lease.RENEW_EVERY_S", 0.02)
    await index(studio, footage)
    job = await ask(studio, 0, 15)

    await worker(studio, job).run()

    await studio.until(
        lambda: any(one.get("status") == "complete" for one in studio.told), "the last message"
    )
    told = [one for one in studio.told if one["type"] == "job"]
    assert {one["id"] for one in told} == {str(job.id)}
    assert told[-1]["clipId"] == str(job.id)
    progress = [one["progress"] for one in told]
    assert progress == sorted(progress)
    assert 0 < progress[0] < progress[-1] == 1


async def test_a_gap_is_told_with_the_clip(studio: Studio, footage: list[Piece], tmp_path: Path) -> None:
    await index(studio, [footage[0], footage[2]])
    job = await ask(studio, 3, 12)

    await worker(studio, job).run()

    (clip,) = await all_clips(studio)
    assert clip.left_out == ({"at": 2000, "start": at(5).isoformat(), "end": at(10).isoformat()},)
    assert clip.duration_ms == 4000
    video = await download(studio, clip.s3_uri, tmp_path)
    assert numbers(video) == [*range(45, 75), *range(150, 180)]


async def test_a_clip_is_cut_out_of_a_clip_gaps_and_all(
    studio: Studio, footage: list[Piece], tmp_path: Path
) -> None:
    await index(studio, [footage[0], footage[2]])
    first = await ask(studio, 3, 12)
    await worker(studio, first).run()
    second = await ask(studio, 4.4, 10.6, camera_id=None, clip_id=first.id, exact=True)

    await worker(studio, second).run()

    clip = next(one for one in await all_clips(studio) if one.id == second.id)
    assert clip.camera_id == studio.camera.id
    assert clip.start_ts == at(4.4)
    assert numbers(await download(studio, clip.s3_uri, tmp_path)) == [*range(66, 75), *range(150, 159)]


async def test_what_retention_has_taken_meanwhile_is_a_gap(
    studio: Studio, footage: list[Piece], tmp_path: Path
) -> None:
    await index(studio, footage)
    for piece in footage:
        piece.path.unlink()
    await studio.objects.delete(
        recordings.segment_key(studio.camera.id, footage[1].start, to_datetime(footage[1].start).date())
    )
    job = await ask(studio, 3, 12)

    await worker(studio, job).run()

    (clip,) = await all_clips(studio)
    assert len(clip.left_out) == 1


class TestFailures:
    async def test_where_nothing_was_recorded_the_job_fails_as_the_contract_says(
        self, studio: Studio, footage: list[Piece]
    ) -> None:
        await index(studio, footage)
        job = await ask(studio, 100, 110)

        await worker(studio, job).run()

        failed = await job_now(studio, job)
        assert (failed.status, failed.error_code, failed.error) == (
            "failed",
            "CLIP_CREATION_FAILED",
            "Video segment not found",
        )
        await studio.until(
            lambda: "CLIP_CREATION_FAILED" in [one.get("code") for one in studio.told], "a notification"
        )

    async def test_a_deleted_clip_is_no_source(self, studio: Studio) -> None:
        job = await ask(studio, 0, 5, camera_id=None, clip_id=studio.camera.id)
        await worker(studio, job).run()
        assert (await job_now(studio, job)).error == "Video segment not found"

    async def test_an_unreadable_recording_says_so(self, studio: Studio, footage: list[Piece]) -> None:
        for piece in footage:
            piece.path.write_bytes(b"broken")
        await index(studio, footage)
        job = await ask(studio, 3, 12)
        await worker(studio, job).run()
        failed = await job_now(studio, job)
        assert failed.error is not None
        assert failed.error.startswith("The recording can't be cut: it can't be read")

    async def test_s3_that_is_away_for_a_moment_delays_the_clip(
        self, studio: Studio, footage: list[Piece], quick: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await index(studio, footage, uploaded=False)
        job = await ask(studio, 3, 12)
        studio.s3_gate.shut()
        work = asyncio.create_task(worker(studio, job).run())

        async def is_uploading() -> bool:
            return len(await doomed(studio)) == 4

        await studio.until(is_uploading, "the upload begins")
        await asyncio.sleep(0.5)
        studio.s3_gate.is_open = True
        await work

        assert len(await all_clips(studio)) == 1
        assert (await job_now(studio, job)).status == "complete"

    async def test_s3_that_stays_away_fails_the_job_and_the_segments_stay(
        self, studio: Studio, footage: list[Piece], quick: None
    ) -> None:
        await index(studio, footage, uploaded=False)
        job = await ask(studio, 3, 12)
        studio.s3_gate.shut()

        await worker(studio, job).run()

        failed = await job_now(studio, job)
        assert failed.status == "failed"
        assert failed.error is not None
        assert failed.error.startswith("The media storage failed:")
        assert await all_clips(studio) == []
        assert all(piece.path.exists() for piece in footage)
        async with studio.database.connection() as conn:
            kept = await conn.fetchrow("SELECT level, code, text FROM notifications")
        assert kept is not None
        assert (kept["level"], kept["code"]) == ("error", "CLIP_CREATION_FAILED")
        assert failed.error in kept["text"]

    async def test_a_failure_that_the_ledger_tells_anyway_is_told_once(
        self, studio: Studio, footage: list[Piece]
    ) -> None:
        job = await ask(studio, 100, 110, automatic=True)
        await worker(studio, job).run()
        async with studio.database.connection() as conn:
            assert await conn.fetchval("SELECT count(*) FROM notifications") == 0


class TestWaiting:
    async def test_what_is_not_known_yet_is_looked_at_later(self, studio: Studio) -> None:
        now = datetime.now(UTC)
        job = await ask(studio, 0, 1, start=now - timedelta(seconds=5), end=now)

        await worker(studio, job).run()

        waiting = await job_now(studio, job)
        assert (waiting.status, waiting.lost) == ("queued", 0)

    async def test_the_ledger_says_when_nothing_will_come(self, studio: Studio) -> None:
        now = datetime.now(UTC)
        async with studio.database.connection() as conn:
            gap = Gap(studio.camera.id, now - timedelta(seconds=20), None, "source_away", None)
            await gaps.keep(conn, studio.camera.user_id, gap)
        job = await ask(studio, 0, 1, start=now - timedelta(seconds=5), end=now)

        await worker(studio, job).run()

        assert (await job_now(studio, job)).error == "Video segment not found"

    async def test_a_segment_on_another_nodes_disk_is_waited_for(
        self, studio: Studio, footage: list[Piece]
    ) -> None:
        await index(studio, footage, uploaded=False, node="another")
        for piece in footage:
            piece.path.unlink()
        job = await ask(studio, 3, 12)
        await worker(studio, job).run()
        assert (await job_now(studio, job)).status == "queued"


class TestLeases:
    @pytest.fixture
    def slow(self, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
        """An upload that begins only when the test says so."""
        go = asyncio.Event()
        upload = ClipJob._upload

        async def wait(self: ClipJob, folder: Path) -> None:
            await go.wait()
            await upload(self, folder)

        monkeypatch.setattr(ClipJob, "_upload", wait)
        monkeypatch.setattr("deployments.lease.RENEW_EVERY_S", 0.05)
        return go

    async def test_whoever_loses_the_lease_stops_and_stores_nothing(
        self, studio: Studio, footage: list[Piece], slow: asyncio.Event, tmp_path: Path
    ) -> None:
        await index(studio, footage)
        first = await ask(studio, 3, 12)
        overtaken = asyncio.create_task(worker(studio, first).run())

        async def is_uploading() -> bool:
            return len(await doomed(studio)) == 4

        await studio.until(is_uploading, "the upload begins")
        async with studio.database.connection() as conn:
            await jobs.release(conn, first.id, first.attempt)
            second = await jobs.claim(conn, first.id, LEASE_S)
        assert second is not None
        await asyncio.wait_for(overtaken, 10)
        assert await all_clips(studio) == []

        slow.set()
        await worker(studio, second).run()

        (clip,) = await all_clips(studio)
        assert f"/{second.attempt}/" in clip.s3_uri
        # What the first one may have uploaded goes by itself.
        assert all(f"/{first.attempt}/" in uri for uri in await doomed(studio))
        assert numbers(await download(studio, clip.s3_uri, tmp_path)) == list(range(45, 180))

    async def test_a_cancelled_job_ends_its_worker(
        self, studio: Studio, footage: list[Piece], slow: asyncio.Event
    ) -> None:
        await index(studio, footage)
        job = await ask(studio, 3, 12)
        work = asyncio.create_task(worker(studio, job).run())
        await asyncio.sleep(0.3)
        async with studio.database.connection() as conn:
            assert await jobs.cancel(conn, studio.camera.user_id, job.id, "Cancelled") is not None

        await asyncio.wait_for(work, 10)

        assert await all_clips(studio) == []
        assert (await job_now(studio, job)).error_code == "CANCELLED"

    async def test_a_worker_that_takes_long_keeps_its_job(
        self, studio: Studio, footage: list[Piece], slow: asyncio.Event, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("deployments.clip_job.LEASE_S", 0.5)
        await index(studio, footage)
        job = await ask(studio, 3, 12)
        work = asyncio.create_task(worker(studio, job).run())
        for _ in range(15):
            await asyncio.sleep(0.1)
            async with studio.database.connection() as conn:
                assert await jobs.claim(conn, job.id, LEASE_S) is None
        slow.set()
        await work
        assert len(await all_clips(studio)) == 1

    async def test_a_worker_that_cannot_renew_its_lease_stops_before_another_begins(
        self, studio: Studio, footage: list[Piece], slow: asyncio.Event, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("deployments.clip_job.LEASE_S", 1.0)
        await index(studio, footage)
        job = await ask(studio, 3, 12)
        work = asyncio.create_task(worker(studio, job).run())

        async def is_uploading() -> bool:
            return len(await doomed(studio)) == 4

        await studio.until(is_uploading, "the upload begins")
        await studio.database_gate.shut()
        await asyncio.wait_for(work, 10)
        studio.database_gate.open()
        assert await all_clips(studio) == []


async def test_folders_of_workers_that_were_killed_are_cleared_away(
    studio: Studio, footage: list[Piece], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = studio.config.data_dir / "work" / "tmpkilled"
    left.mkdir(parents=True)
    (left / "clip.mp4").write_bytes(b"half")
    monkeypatch.setattr("deployments.footage.STALE_S", -1)
    await index(studio, footage)
    job = await ask(studio, 3, 12)
    await worker(studio, job).run()
    assert list((studio.config.data_dir / "work").iterdir()) == []
