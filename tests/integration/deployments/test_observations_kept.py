"""What is seen and heard goes where the segment of its time goes."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import segments
from deployments.observation_file import Observations, read
from deployments.observation_log import ObservationLog
from deployments.sweeper import sweep
from hearing.classifier import Scored
from hearing.events import WINDOW
from pawsight.objects import ObjectMissing
from pawsight.recordings import key_of, observations_key
from tests.integration.deployments.conftest import Studio
from video.packets import TICKS_HZ, to_datetime
from vision.detection import Detection

DOG = Detection("dog", 0.5, (0.25, 0.25, 0.5, 0.5), 1)
TOP = (Scored("bark", 0.75), Scored("speech", 0.25))


@pytest.fixture
def watched(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """The camera is watched and listened to as well."""
    monkeypatch.setattr("deployments.segment_archive.SETTLES_S", 0.5)
    studio.observations = ObservationLog()
    return studio


def look(studio: Studio, begin: int, first: int, count: int, fps: int = 5) -> None:
    """Frames `first` to `first + count` after a moment (ticks) are analysed, and a bark is heard at each."""
    assert studio.observations is not None
    for number in range(first, first + count):
        at = to_datetime(begin + number * TICKS_HZ // fps)
        studio.observations.saw(at, number, [DOG], [], [], [])
        studio.observations.heard(at, WINDOW, TOP)


def key_beside(segment: segments.Segment) -> str:
    key = key_of(segment.uri)
    assert key is not None
    return observations_key(key)


async def kept(studio: Studio, segment: segments.Segment) -> Observations:
    data = await studio.objects.read(key_beside(segment), 0, 10_000_000)
    return read(data, segment.start_ts - timedelta(minutes=1), segment.end_ts + timedelta(minutes=1))


async def test_each_segment_has_what_happened_in_it_beside_it_in_s3(watched: Studio) -> None:
    recording = await watched.recording()
    begin = watched.now()
    look(watched, begin, 0, 45)
    watched.send(recording, 9, begin=begin)

    first, second = await watched.uploaded(2)
    ours = await kept(watched, first)
    assert [one.seq for one in ours.seen] == list(range(20))
    assert ours.seen[0].living == (DOG,)
    assert [one.at for one in ours.heard] == [one.at for one in ours.seen]
    assert ours.heard[0].top == TOP
    assert [one.seq for one in (await kept(watched, second)).seen] == list(range(20, 40))
    assert (await watched.objects.stat(key_beside(first))).content_type == "application/vnd.apache.parquet"
    await watched.until(lambda: not list(watched.folder.glob("*.parquet")), "the disk is free again")


async def test_what_comes_when_its_segment_is_closed_is_still_taken(watched: Studio) -> None:
    recording = await watched.recording()
    begin = watched.now()
    look(watched, begin, 0, 10)
    watched.send(recording, 5, begin=begin)
    await watched.until(lambda: list(watched.folder.glob("*.parquet")), "what is there is written at once")
    look(watched, begin, 10, 10)

    (first,) = await watched.uploaded(1)
    assert [one.seq for one in (await kept(watched, first)).seen] == list(range(20))


async def test_a_crash_costs_nothing_of_a_closed_segment(watched: Studio) -> None:
    watched.s3_gate.shut()
    recording = await watched.recording()
    begin = watched.now()
    look(watched, begin, 0, 20)
    watched.send(recording, 5, begin=begin)
    await watched.count(1)
    await watched.until(lambda: list(watched.folder.glob("*.parquet")), "it is on disk")
    await recording.stop("camera_off")
    watched.observations = ObservationLog()  # another process knows of nothing
    watched.s3_gate.is_open = True
    await watched.recording()

    first, *_ = await watched.uploaded(1)
    assert [one.seq for one in (await kept(watched, first)).seen] == list(range(20))


async def test_the_last_segment_of_a_camera_that_is_stopped_has_what_happened_too(watched: Studio) -> None:
    recording = await watched.recording()
    begin = watched.now()
    look(watched, begin, 0, 10)
    watched.send(recording, 2, begin=begin)
    await watched.until(lambda: recording.status()["state"] == "recording", "it is recorded")
    await recording.stop("camera_off")
    await watched.recording()

    (only,) = await watched.uploaded(1)
    assert [one.seq for one in (await kept(watched, only)).seen] == list(range(10))


async def test_it_is_deleted_with_its_segment(watched: Studio) -> None:
    recording = await watched.recording()
    begin = watched.now()
    look(watched, begin, 0, 20)
    watched.send(recording, 5, begin=begin)
    (first,) = await watched.uploaded(1)
    await watched.objects.stat(key_beside(first))

    async with watched.database.connection() as conn:
        await segments.delete(conn, [first.id])
    await sweep(watched.database, watched.objects)

    with pytest.raises(ObjectMissing):
        await watched.objects.stat(key_beside(first))


async def test_a_camera_that_nobody_watches_has_films_alone(watched: Studio) -> None:
    recording = await watched.recording()
    watched.send(recording, 5)

    (first,) = await watched.uploaded(1)
    with pytest.raises(ObjectMissing):
        await watched.objects.stat(key_beside(first))


async def test_a_disk_that_refuses_what_was_seen_costs_no_film(
    watched: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("deployments.observation_file.write", refuse)
    recording = await watched.recording()
    begin = watched.now()
    look(watched, begin, 0, 20)
    watched.send(recording, 5, begin=begin)

    (first,) = await watched.uploaded(1)
    with pytest.raises(ObjectMissing):
        await watched.objects.stat(key_beside(first))


async def test_what_a_film_left_behind_goes_at_the_next_start(watched: Studio) -> None:
    recording = await watched.recording()
    await recording.stop("camera_off")
    stray: Path = watched.folder / "123.parquet"
    await asyncio.to_thread(stray.write_bytes, b"of a film that went")
    await watched.recording()

    await watched.until(lambda: not stray.exists(), "the stray goes")
