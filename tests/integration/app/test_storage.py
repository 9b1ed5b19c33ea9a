"""What is kept, as its owner sees it: her own alone, and what is left of cameras that are gone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from db import cameras, clips, segments, snapshots, users
from db.clips import NewClip
from db.pool import Connection
from db.snapshots import NewSnapshot
from pawsight import recordings
from pawsight.ids import new_id
from tests.footage import BEGIN
from tests.integration.app.conftest import Door, at


async def fill(conn: Connection, owner: UUID, name: str) -> UUID:
    """A camera with two recordings of 1,000 bytes, a clip of 200 and a snapshot of 30."""
    camera = (await cameras.insert(conn, owner, name=name, source_kind="push", source="")).id
    for piece in (0, 6):
        await segments.insert(
            *(conn, owner, camera),
            start_ts=at(piece),
            end_ts=at(piece + 6),
            uri=recordings.file_uri("node", camera, BEGIN + piece * 90_000),
            size_bytes=1000,
        )
    common: dict[str, Any] = {"user_id": owner, "camera_id": camera, "labels": (), "width": 64, "height": 36}
    s3 = f"s3://bucket/{camera}"
    await clips.insert(
        conn,
        NewClip(
            **common,
            id=new_id(),
            start_ts=at(0),
            duration_ms=5000,
            s3_uri=f"{s3}/clip.mp4",
            preview_png=f"{s3}/preview.png",
            poster=f"{s3}/poster.jpg",
            animation=f"{s3}/animation.webp",
            size_bytes=200,
            left_out=(),
            reencoded="nothing",
        ),
    )
    await snapshots.insert(
        conn,
        NewSnapshot(
            **common,
            id=new_id(),
            ts=at(1),
            s3_uri=f"{s3}/picture.jpg",
            note=None,
            preview=f"{s3}/small.jpg",
            size_bytes=30,
        ),
    )
    return camera


async def test_an_owner_sees_what_each_camera_takes_and_what_is_left_of_those_that_are_gone(
    door: Door,
) -> None:
    async with door.resources.database.transaction() as conn:
        somebody = await users.get_or_create(conn, "somebody@pawsight.test")
        await fill(conn, somebody.id, "Not hers")
        kitchen, gone = await fill(conn, door.owner, "Kitchen"), await fill(conn, door.owner, "Gone")
        await cameras.insert(conn, door.owner, name="New", source_kind="push", source="")
        await cameras.delete(conn, door.owner, gone)

    told = (await door.client.get("/api/storage")).raise_for_status().json()

    taken = {
        one["name"]: (one["recordedBytes"], one["clipBytes"], one["snapshotBytes"]) for one in told["cameras"]
    }
    assert taken == {"Kitchen": (2000, 200, 30), "New": (0, 0, 0), None: (0, 200, 30)}
    first = told["cameras"][0]
    assert first["cameraId"] == str(kitchen)
    until = at(0) + timedelta(seconds=12)
    assert first["until"] == until.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert told["retention"] == {"days": 7.0, "cameraBytes": 10_000_000_000}
    assert 0 < told["disk"]["freeBytes"] <= told["disk"]["totalBytes"]


async def test_nobody_else_sees_it(door: Door) -> None:
    assert (await door.stranger.get("/api/storage")).status_code == 401
