import asyncio
import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import cameras, gaps, segments
from deployments.node import node_id
from deployments.sweeper import sweep
from pawsight.messages import rfc3339
from pawsight.objects import ObjectMissing
from pawsight.recordings import STOPPED_FILE, key_of
from tests.footage import shown
from tests.integration.deployments.conftest import Studio
from tests.live_packets import footage
from video.packets import TICKS_HZ, to_datetime, to_ticks


async def test_what_is_recorded_is_indexed_uploaded_and_plays(studio: Studio, tmp_path: Path) -> None:
    recording = await studio.recording()
    begin = studio.now()
    studio.send(recording, 9, begin=begin, made=footage())
    first, second = await studio.uploaded(2)
    assert (first.start_ts, first.end_ts) == (to_datetime(begin), to_datetime(begin + 4 * TICKS_HZ))
    assert first.duration_ms == 4000
    assert second.start_ts == first.end_ts
    assert first.start_ticks == begin
    day = f"{first.start_ts:%Y-%m-%d}"
    assert first.uri == f"s3://pawsight/recordings/{studio.camera.id}/{day}/{begin}.mp4"
    key = key_of(first.uri)
    assert key is not None
    stored = await studio.objects.stat(key)
    assert (stored.size_bytes, stored.content_type) == (first.size_bytes, "video/mp4")
    await studio.objects.get_file(key, tmp_path / "film.mp4")
    assert [number for _, number in shown(tmp_path / "film.mp4")] == list(range(60))
    await studio.until(lambda: recording.status()["waiting"] == 0, "nothing waits")
    assert not list(studio.folder.glob("*.mp4"))
    assert recording.status()["state"] == "recording"
    await studio.assert_accounted()


async def test_a_gap_is_in_the_ledger_in_the_status_and_told_and_so_is_its_end(
    studio: Studio,
) -> None:
    recording = await studio.recording()
    end = studio.send(recording, 2)
    recording.sink.lost("it hung up")
    await studio.until(lambda: any("it hung up" in one["text"] for one in studio.told), "the owner is told")
    (gap,) = [one for one in await studio.missing() if one.end_ts is None]
    assert (gap.start_ts, gap.reason, gap.detail) == (to_datetime(end), "source_away", "it hung up")
    status = recording.status()
    assert (status["state"], status["reason"], status["detail"]) == ("missing", "source_away", "it hung up")
    assert "Kitchen is not recorded since" in studio.told[-1]["text"]
    assert "it sends no picture (it hung up)" in studio.told[-1]["text"]
    again = studio.now()
    studio.send(recording, 5, begin=again)
    await studio.until(lambda: studio.codes()[-1] == "RECORDING_BACK", "the owner is told of the end")
    await studio.count(2)
    ended = next(one for one in await studio.missing() if one.start_ts == gap.start_ts)
    assert ended.end_ts == to_datetime(again)
    await studio.assert_accounted()


async def test_while_s3_is_away_segments_stay_on_disk_and_are_uploaded_when_it_is_back(
    studio: Studio,
) -> None:
    studio.s3_gate.shut()
    recording = await studio.recording()
    studio.send(recording, 9)
    found = await studio.count(2)
    assert all(one.uploaded_at is None for one in found)
    assert {one.uri.rpartition("/")[2] for one in found} == {
        path.name for path in studio.folder.glob("*.mp4")
    }
    assert {one.uri.split("/")[2] for one in found} == {node_id(studio.config.data_dir)}
    await studio.until(lambda: recording.status()["waiting"] == 2, "two wait")
    studio.s3_gate.is_open = True
    await studio.uploaded(2)
    await studio.until(lambda: not list(studio.folder.glob("*.mp4")), "the disk is free again")


async def test_what_was_not_uploaded_before_a_stop_is_uploaded_after_the_next_start(studio: Studio) -> None:
    studio.s3_gate.shut()
    recording = await studio.recording()
    studio.send(recording, 9)
    await studio.count(2)
    await recording.stop("camera_off")
    assert len(list(studio.folder.glob("*.mp4"))) == 3
    studio.s3_gate.is_open = True
    await studio.recording()
    assert len(await studio.uploaded(3)) == 3
    await studio.assert_accounted()


async def test_a_camera_that_is_off_is_in_a_gap_that_the_next_start_ends(studio: Studio) -> None:
    recording = await studio.recording()
    end = studio.send(recording, 5)
    await studio.count(1)
    await recording.stop("camera_off")
    await studio.catch_up()
    (gap,) = [one for one in await studio.missing() if one.end_ts is None]
    assert (gap.start_ts, gap.reason) == (to_datetime(end), "camera_off")
    again = await studio.recording()
    assert again.status()["state"] == "off"
    begin = studio.now()
    studio.send(again, 5, begin=begin)
    await studio.count(3)
    (ended,) = [one for one in await studio.missing() if one.start_ts == gap.start_ts]
    assert (ended.reason, ended.end_ts) == ("camera_off", to_datetime(begin))
    await studio.assert_accounted()
    assert "RECORDING_GAP" not in studio.codes()


async def test_recording_can_be_switched_off_and_on_while_the_camera_runs(studio: Studio) -> None:
    recording = await studio.recording()
    end = studio.send(recording, 2)
    recording.follow(replace(studio.camera, recording=False))
    await studio.until(lambda: recording.status()["reason"] == "recording_off", "it is off")
    end = studio.go_on(recording, 5, end)
    recording.follow(studio.camera)
    studio.go_on(recording, 5, end)
    await studio.count(2)
    await studio.until(lambda: recording.status()["state"] == "recording", "it is on")
    assert [one.reason for one in await studio.missing() if one.end_ts][-1] == "recording_off"
    await studio.assert_accounted()


async def test_a_camera_that_is_not_recorded_has_a_ledger_that_says_so(studio: Studio) -> None:
    studio.camera = replace(studio.camera, recording=False)
    recording = await studio.recording()
    studio.send(recording, 5)
    await studio.until(studio.missing, "the ledger begins")
    assert [one.reason for one in await studio.missing()] == ["recording_off"]
    assert recording.status()["state"] == "off"
    assert not await studio.stored()


async def test_retention_keeps_no_more_bytes_than_it_may_and_s3_follows(studio: Studio) -> None:
    recording = await studio.recording()
    studio.send(recording, 41)
    before = await studio.uploaded(10)
    await recording.stop("camera_off")
    most = sum(one.size_bytes for one in before[-4:])
    small = studio.config.model_copy(update={"recording_bytes": most})
    await studio.recording(small)

    async def obeyed() -> bool:
        return sum(one.size_bytes for one in await studio.stored()) <= most

    await studio.until(obeyed, "retention is obeyed")
    kept = await studio.stored()
    assert kept == [one for one in before if one in kept] + kept[-1:]
    while await sweep(studio.database, studio.objects):
        pass
    for one in before:
        key = key_of(one.uri) or ""
        try:
            await studio.objects.stat(key)
            assert one in kept
        except ObjectMissing:
            assert one not in kept
    await studio.assert_accounted()


async def test_retention_keeps_nothing_older_than_it_may_and_forgets_older_gaps(studio: Studio) -> None:
    recording = await studio.recording()
    old = to_ticks(datetime.now(UTC) - timedelta(days=8))
    async with studio.database.connection() as conn:
        before = to_datetime(old) - timedelta(hours=1)
        await gaps.keep(
            conn,
            studio.camera.user_id,
            gaps.Gap(studio.camera.id, before, to_datetime(old), "camera_off", None),
        )
        await segments.insert(
            *(conn, studio.camera.user_id, studio.camera.id),
            start_ts=to_datetime(old),
            end_ts=to_datetime(old + 6 * TICKS_HZ),
            uri=f"s3://pawsight/recordings/{studio.camera.id}/2026-01-01/{old}.mp4",
            size_bytes=5,
        )
    studio.send(recording, 5)

    async def gone() -> bool:
        return all(one.start_ts > datetime.now(UTC) - timedelta(days=7) for one in await studio.stored())

    await studio.until(gone, "the old one is gone")
    assert all(one.start_ts > to_datetime(old) for one in await studio.missing())


async def test_a_full_disk_takes_the_oldest_recordings_first_and_says_so_before(studio: Studio) -> None:
    studio.s3_gate.shut()
    recording = await studio.recording()
    studio.send(recording, 21)
    before = await studio.count(5)
    studio.free = 4000
    await studio.until(lambda: "DISK_NEARLY_FULL" in studio.codes(), "the owner is warned")
    assert await studio.stored() == before
    assert studio.told[-1]["level"] == "warning"
    studio.free = 900

    async def one_gone() -> bool:
        return len(await studio.stored()) < len(before)

    await studio.until(one_gone, "the oldest goes")
    studio.free = 1200
    left = await studio.stored()
    assert left == before[len(before) - len(left) :]
    assert {int(path.stem) for path in studio.folder.glob("*.mp4")} == {one.start_ticks for one in left}
    assert studio.told[-1]["level"] == "error"
    assert recording.status()["state"] == "recording"


async def test_a_disk_without_any_room_stops_the_recording_and_room_begins_it_again(studio: Studio) -> None:
    recording = await studio.recording()
    studio.send(recording, 2)
    studio.free = 100
    await studio.until(lambda: recording.status()["reason"] == "disk_full", "nothing is recorded")
    await studio.until(lambda: "RECORDING_GAP" in studio.codes(), "the owner is told")
    studio.free = 10**9

    async def goes_on() -> bool:
        studio.go_on(recording, 1, studio.now())
        return recording.status()["state"] == "recording"

    await studio.until(goes_on, "it is recorded again")
    await recording.stop("camera_off")
    assert "disk_full" in [one.reason for one in await studio.missing()]
    await studio.assert_accounted()


async def test_just_now_can_be_read_without_waiting_for_a_whole_segment(studio: Studio) -> None:
    recording = await studio.recording()
    begin = studio.now()
    end = studio.send(recording, 1.5, begin=begin)
    await studio.until(lambda: recording.status()["state"] == "recording", "it is recorded")
    at = to_datetime(begin + TICKS_HZ + 100)
    waiting = asyncio.create_task(recording.finish(at))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    studio.go_on(recording, 1, end)
    assert await waiting
    (segment,) = await studio.stored()
    assert segment.end_ts > at
    assert await recording.finish(to_datetime(begin))
    assert not await recording.finish(datetime.now(UTC) + timedelta(hours=1), timeout_s=0.1)


async def test_a_moment_in_a_gap_needs_no_waiting(studio: Studio) -> None:
    recording = await studio.recording()
    assert await recording.finish(datetime.now(UTC))


async def test_a_file_that_somebody_took_away_is_a_gap(studio: Studio) -> None:
    studio.s3_gate.shut()
    recording = await studio.recording()
    studio.send(recording, 13)
    found = await studio.count(3)
    (studio.folder / f"{found[1].start_ticks}.mp4").unlink()
    await recording.stop("camera_off")
    await studio.recording()
    lost = [one for one in await studio.missing() if one.reason == "segment_lost"]
    assert [(one.start_ts, one.end_ts) for one in lost] == [(found[1].start_ts, found[1].end_ts)]
    await studio.assert_accounted()


async def test_a_deleted_camera_takes_its_recordings_along(studio: Studio) -> None:
    recording = await studio.recording()
    studio.send(recording, 9)
    found = await studio.uploaded(2)
    async with studio.database.connection() as conn:
        await cameras.delete(conn, studio.camera.user_id, studio.camera.id)
    await recording.stop("camera_off")
    assert not studio.folder.exists()
    assert await sweep(studio.database, studio.objects) >= 2
    for one in found:
        try:
            await studio.objects.stat(key_of(one.uri) or "")
        except ObjectMissing:
            continue
        raise AssertionError("an object outlived its camera")
    assert await sweep(studio.database, studio.objects) == 0


async def test_two_processes_never_record_into_one_folder(studio: Studio) -> None:
    first = await studio.recording()
    second = await studio.started()
    studio.send(first, 5)
    await studio.count(1)
    assert not second.sink.is_running  # type: ignore[attr-defined]
    await first.stop("camera_off")
    await studio.until(lambda: second.sink.is_running, "the second follows")  # type: ignore[attr-defined]


async def test_folders_that_nobody_records_to_are_emptied_into_s3(studio: Studio) -> None:
    studio.s3_gate.shut()
    recording = await studio.recording()
    studio.send(recording, 5)
    await studio.count(1)
    await recording.stop("camera_off")
    left = studio.folder
    deleted = studio.config.data_dir / "recordings" / "00000000-0000-7000-8000-000000000000"
    shutil.copytree(left, deleted)
    async with studio.database.connection() as conn:
        other = await cameras.insert(conn, studio.camera.user_id, name="Hall", source_kind="push", source="")
    studio.s3_gate.is_open = True
    studio.camera, away = other, studio.camera
    await studio.recording()
    await studio.until(lambda: not list(left.glob("*.mp4")), "the folder is empty")
    await studio.until(lambda: not deleted.exists(), "the folder of no camera is gone")
    studio.camera = away
    assert all(one.uploaded_at for one in await studio.stored())


async def test_a_stop_of_the_system_is_told_apart_from_a_crash(studio: Studio) -> None:
    recording = await studio.recording()
    studio.send(recording, 5)
    await studio.count(1)
    await recording.stop("camera_off")
    async with studio.database.connection() as conn:
        await conn.execute("DELETE FROM gaps WHERE end_ts IS NULL")  # as if it had had no time to say so
    await studio.catch_up()
    (studio.config.data_dir / STOPPED_FILE).write_text(datetime.now(UTC).isoformat())
    await studio.recording()
    assert (await studio.missing())[-1].reason == "system_stopped"
    await studio.assert_accounted()


async def test_a_database_that_is_away_is_told_of_everything_later(studio: Studio) -> None:
    recording = await studio.recording()
    end = studio.send(recording, 5)
    await studio.count(1)
    await studio.database_gate.shut()
    recording.sink.lost("it hung up")
    await asyncio.sleep(0.5)
    begin = studio.now() + 100
    studio.send(recording, 9, begin=begin)
    await studio.until(lambda: recording.status()["waiting"] >= 3, "segments wait")
    studio.database_gate.open()
    await studio.uploaded(4)
    gap = next(one for one in await studio.missing() if one.detail == "it hung up")
    assert (gap.start_ts, gap.end_ts) == (to_datetime(end), to_datetime(begin))
    await studio.assert_accounted()


async def test_it_records_also_when_it_starts_without_a_database(studio: Studio) -> None:
    recording = await studio.recording()
    studio.send(recording, 5)
    await studio.count(1)
    await studio.database_gate.shut()
    await recording.stop("camera_off")
    await studio.catch_up()
    again = await studio.recording()
    studio.send(again, 5)
    await studio.until(lambda: again.status()["state"] == "recording", "it is recorded")
    studio.database_gate.open()
    await studio.count(3)
    await again.stop("camera_off")
    assert "process_killed" in [one.reason for one in await studio.missing()]
    await studio.assert_accounted()


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_happens_every_moment_is_accounted_for(studio: Studio, seed: int) -> None:
    chance = random.Random(seed)
    recording = await studio.recording()
    for _ in range(15):
        match chance.choice(["send", "send", "lost", "off", "full", "restart", "s3"]):
            case "send":
                studio.send(recording, chance.uniform(0.3, 1.5))
            case "lost":
                recording.sink.lost("it hung up")
            case "off":
                recording.follow(replace(studio.camera, recording=chance.random() < 0.5))
            case "full":
                studio.free = chance.choice([100, 10**12])
            case "restart":
                await recording.stop(chance.choice(["camera_off", "system_stopped"]))
                await studio.catch_up()
                studio.free = 10**12
                recording = await studio.recording()
            case "s3":
                studio.s3_gate.is_open = not studio.s3_gate.is_open
        await asyncio.sleep(chance.uniform(0, 0.6))
    await studio.catch_up()
    await recording.stop("camera_off")
    await studio.assert_accounted()
    assert (await studio.missing())[-1].end_ts is None


async def test_a_kill_leaves_a_gap_of_its_own_and_the_broken_segment(studio: Studio) -> None:
    """As `tests/chaos/test_recorder_killed.py` does with a real process; here with what such a kill leaves."""
    recording = await studio.recording()
    begin = studio.now()
    studio.send(recording, 5.4, begin=begin)
    await studio.uploaded(1)
    await studio.until(
        lambda: recording.status()["until"] >= rfc3339(to_datetime(begin + 5 * TICKS_HZ)), "5 s"
    )
    (part,) = studio.folder.glob("*.part")
    torn = part.read_bytes() + bytes(100)
    await recording.stop("camera_off")
    async with studio.database.connection() as conn:
        await conn.execute("DELETE FROM gaps WHERE end_ts IS NULL")
        await conn.execute("DELETE FROM segments WHERE start_ts > $1", to_datetime(begin))
    for path in studio.folder.glob("*.mp4"):
        path.unlink()
    part.write_bytes(torn)
    await studio.catch_up()
    again = await studio.recording()
    studio.send(again, 5)
    found = await studio.count(3)
    assert found[1].start_ts == to_datetime(begin + 4 * TICKS_HZ)
    gap = next(one for one in await studio.missing() if one.reason == "process_killed")
    assert gap.start_ts == found[1].end_ts
    assert gap.end_ts == found[2].start_ts
    assert timedelta(seconds=5) < gap.start_ts - to_datetime(begin) <= timedelta(seconds=5.5)
    await studio.assert_accounted()
