"""What was seen and heard, as a page gets it: from this node's disk and from S3."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app import errors, observations
from app.tokens import TokenCache
from db import cameras, segments, users
from db.migrate import migrate
from db.owner import ensure_owner
from db.pool import Database
from deployments.observation_file import CONTENT_TYPE, HeardWindow, Moment, Seen, write
from hearing.classifier import Scored
from hearing.events import WINDOW
from local.s3 import S3
from pawsight.objects import ObjectStore
from pawsight.recordings import local_path, observations_key, observations_path, s3_uri, segment_key
from pawsight.settings import Settings
from video.packets import to_datetime, to_ticks
from vision.action_rules import Action
from vision.detection import Detection
from vision.watcher import TrackPoint

TOKEN = "a token that only its holder knows"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
FPS = 2
SEGMENT_S = 6

DOG = Detection("dog", 0.9, (0.25, 0.5, 0.25, 0.25), 7)
BALL = Detection("sports ball", 0.5, (0.1, 0.1, 0.05, 0.05))


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def iso(seconds: float) -> str:
    return at(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def happened(start: int) -> list[Moment]:
    """Twelve frames of a segment that begins then, and a bark in its second second."""
    frames = [
        Seen(
            at(start + number / FPS),
            start * FPS + number,
            [DOG],
            [TrackPoint(7, "nose", 0.3, 0.6, 0.8)],
            [Action("sit", 0.75, 7, "trained")],
            [BALL],
        )
        for number in range(SEGMENT_S * FPS)
    ]
    return [*frames, HeardWindow(at(start + 1.25), WINDOW, (Scored("bark", 0.9), Scored("speech", 0.05)))]


@pytest.fixture
async def door(database_url: str, s3: S3, tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    """The routes: a segment in S3, one on this disk, one without observations, and one whose file is broken."""
    await migrate(database_url)
    config = Settings(
        data_dir=tmp_path,
        database_url=database_url,
        s3_endpoint=s3.endpoint,
        s3_access_key=s3.access_key,  # type: ignore[arg-type]
        s3_secret_key=s3.secret_key,  # type: ignore[arg-type]
        s3_bucket=s3.bucket,
    )
    database = await Database.connect(database_url)
    objects = ObjectStore(config)
    async with database.transaction() as conn:
        owner = await ensure_owner(conn, "owner@pawsight.test", TOKEN)
        stranger = await users.get_or_create(conn, "stranger@pawsight.test")
        camera = await cameras.insert(conn, owner.id, name="Kitchen", source_kind="push", source="")
        theirs = await cameras.insert(conn, stranger.id, name="Theirs", source_kind="push", source="")
        for start in (0, 6, 12, 18):
            await segments.insert(
                *(conn, owner.id, camera.id),
                start_ts=at(start),
                end_ts=at(start + SEGMENT_S),
                uri=f"file://node/recordings/{camera.id}/{to_ticks(at(start))}.mp4",
                size_bytes=1000,
            )
        for start in (0, 18):
            key = key_of(camera.id, start)
            await segments.mark_uploaded(conn, camera.id, at(start), s3_uri(s3.bucket, key))
    scratch = tmp_path / "scratch.parquet"
    await asyncio.to_thread(write, happened(0), scratch)
    await objects.put_file(observations_key(key_of(camera.id, 0)), scratch, CONTENT_TYPE)
    await asyncio.to_thread(scratch.write_bytes, b"PAR1 and nothing else")
    await objects.put_file(observations_key(key_of(camera.id, 18)), scratch, CONTENT_TYPE)
    here = observations_path(local_path(tmp_path, camera.id, to_ticks(at(6))))
    await asyncio.to_thread(here.parent.mkdir, parents=True)
    await asyncio.to_thread(write, happened(6), here)
    api = FastAPI()
    errors.install(api)
    api.include_router(observations.router)
    api.state.resources = SimpleNamespace(
        config=config, database=database, objects=objects, tokens=TokenCache(database)
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(api),
        base_url="http://pawsight.test",
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as client:
        yield SimpleNamespace(client=client, camera=camera.id, theirs=theirs.id)
    await database.close()


def key_of(camera_id: UUID, start: int) -> str:
    ticks = to_ticks(at(start))
    return segment_key(camera_id, ticks, to_datetime(ticks).date())


async def asked(door: SimpleNamespace, camera: UUID | None = None, **query: object) -> httpx.Response:
    answer: httpx.Response = await door.client.get(
        f"/api/cameras/{camera or door.camera}/observations", params=query
    )
    return answer


async def test_frames_and_sounds_of_a_time_come_from_disk_and_from_s3_alike(door: SimpleNamespace) -> None:
    answer = (await asked(door, **{"from": iso(0), "to": iso(24)})).json()

    assert [one["seq"] for one in answer["frames"]] == list(range(24))
    assert [one["at"] for one in answer["sounds"]] == [iso(1.25), iso(7.25)]
    assert answer["nextFrom"] is None


async def test_a_frame_is_told_as_it_was_live(door: SimpleNamespace) -> None:
    answer = (await asked(door, **{"from": iso(6), "to": iso(6.4)})).json()

    assert answer["frames"] == [
        {
            "seq": 12,
            "captureTs": iso(6),
            "detections": [
                {
                    "class": "dog",
                    "confidence": 0.9,
                    "box": {"x": 0.25, "y": 0.5, "w": 0.25, "h": 0.25},
                    "trackId": 7,
                }
            ],
            "keypoints": [{"name": "nose", "x": 0.3, "y": 0.6, "confidence": 0.8, "trackId": 7}],
            "actions": [{"label": "sit", "probability": 0.75, "trackId": 7, "source": "trained"}],
            "objects": [
                {
                    "class": "sports ball",
                    "confidence": 0.5,
                    "box": {"x": 0.1, "y": 0.1, "w": 0.05, "h": 0.05},
                    "trackId": None,
                }
            ],
        }
    ]


async def test_a_sound_is_told_with_its_likeliest_labels(door: SimpleNamespace) -> None:
    answer = (await asked(door, **{"from": iso(1), "to": iso(2)})).json()

    assert answer["sounds"] == [
        {
            "at": iso(1.25),
            "durationMs": 975,
            "top": [{"label": "bark", "probability": 0.9}, {"label": "speech", "probability": 0.05}],
        }
    ]


@pytest.mark.parametrize("limit", [1, 5, 13, 26])
async def test_pages_tell_everything_once(door: SimpleNamespace, limit: int) -> None:
    frames, sounds, begin = [], [], iso(0)
    while begin is not None:
        answer = (await asked(door, **{"from": begin, "to": iso(24)}, limit=limit)).json()
        assert len(answer["frames"]) + len(answer["sounds"]) <= limit
        frames += [one["seq"] for one in answer["frames"]]
        sounds += [one["at"] for one in answer["sounds"]]
        begin = answer["nextFrom"]

    assert frames == list(range(24))
    assert sounds == [iso(1.25), iso(7.25)]


async def test_one_answer_reads_so_many_files_and_says_where_to_go_on(
    door: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations, "MOST_SEGMENTS", 1)

    answer = (await asked(door, **{"from": iso(0), "to": iso(24)})).json()

    assert [one["seq"] for one in answer["frames"]] == list(range(12))
    assert datetime.fromisoformat(answer["nextFrom"]) == at(6)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"from": iso(10), "to": iso(10)}, "INVALID_RANGE"),
        ({"from": iso(0), "to": iso(3601)}, "INVALID_RANGE"),
        ({"from": "2026-03-01T12:00:00", "to": iso(1)}, "INVALID_REQUEST"),
        ({"limit": 0}, "INVALID_REQUEST"),
        ({"limit": 1001}, "INVALID_REQUEST"),
    ],
)
async def test_what_is_too_much_or_no_time_is_refused(
    door: SimpleNamespace, query: dict[str, object], code: str
) -> None:
    answer = await asked(door, **query)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


async def test_somebody_elses_camera_is_not_there(door: SimpleNamespace) -> None:
    answer = await asked(door, door.theirs, **{"from": iso(0), "to": iso(24)})

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "CAMERA_NOT_FOUND")


async def test_whoever_is_not_signed_in_gets_nothing(door: SimpleNamespace) -> None:
    door.client.headers.clear()

    assert (await asked(door)).status_code == 401
