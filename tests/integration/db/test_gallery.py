"""What is kept: clips and snapshots, their links, and the objects that must come and go with their rows."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from db import cameras, clip_orders, clips, doomed_objects, jobs, notifications, shares, snapshots, users
from db.clip_orders import KIND, ClipOrder, JobLost
from db.clips import Clip, NewClip
from db.errors import ConstraintViolated
from db.jobs import Job
from db.pool import Connection, Database
from db.snapshots import NewSnapshot, Snapshot
from pawsight.ids import new_id

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def bob(conn: Connection) -> UUID:
    return (await users.get_or_create(conn, "bob@pawsight.test")).id


@pytest.fixture
async def camera(conn: Connection, owner: UUID) -> UUID:
    return (await cameras.insert(conn, owner, name="porch", source_kind="push", source="")).id


def new_clip(user_id: UUID, **fields: Any) -> NewClip:
    clip_id = fields.pop("id", None) or new_id()
    prefix = f"s3://pawsight/clips/{user_id}/{clip_id}/1"
    given = {
        "camera_id": None,
        "start_ts": START,
        "duration_ms": 15_000,
        "s3_uri": f"{prefix}/clip.mp4",
        "labels": ("enter_frame",),
        "preview_png": f"{prefix}/preview.png",
        "poster": f"{prefix}/poster.jpg",
        "animation": f"{prefix}/animation.webp",
        "width": 640,
        "height": 360,
        "size_bytes": 1000,
        "left_out": ({"at": 5000, "start": "2026-03-01T12:00:05Z", "end": "2026-03-01T12:00:09Z"},),
        "reencoded": "edges",
        **fields,
    }
    return NewClip(id=clip_id, user_id=user_id, **given)


def new_snapshot(user_id: UUID, camera_id: UUID, **fields: Any) -> NewSnapshot:
    snapshot_id = new_id()
    given = {
        "ts": START,
        "s3_uri": f"s3://pawsight/snapshots/{snapshot_id}/picture.jpg",
        "labels": ("couch",),
        "note": None,
        "preview": f"s3://pawsight/snapshots/{snapshot_id}/preview.jpg",
        "width": 1920,
        "height": 1080,
        "size_bytes": 500,
        **fields,
    }
    return NewSnapshot(id=snapshot_id, user_id=user_id, camera_id=camera_id, **given)


async def doomed(conn: Connection) -> set[str]:
    """What the next sweep deletes."""
    return set(await doomed_objects.take(conn, 1000, lease_s=0))


class TestClips:
    async def test_what_is_stored_comes_back(self, conn: Connection, owner: UUID, camera: UUID) -> None:
        given = new_clip(owner, camera_id=camera)

        made = await clips.insert(conn, given)

        assert await clips.get(conn, owner, made.id) == made
        assert await clips.by_uri(conn, owner, made.s3_uri) == made
        assert {name: getattr(made, name) for name in NewClip.__slots__} == {
            name: getattr(given, name) for name in NewClip.__slots__
        }
        assert (made.note, made.shared) == (None, False)

    async def test_a_clip_whose_camera_is_gone_has_none(self, conn: Connection, owner: UUID) -> None:
        assert (await clips.insert(conn, new_clip(owner, camera_id=new_id()))).camera_id is None

    async def test_pages_follow_each_other_without_a_gap_or_a_double(
        self, conn: Connection, owner: UUID
    ) -> None:
        made = [await clips.insert(conn, new_clip(owner)) for _ in range(7)]
        seen: list[UUID] = []
        cursor = None
        while page := await clips.before(conn, owner, cursor=cursor, limit=3):
            seen += [clip.id for clip in page]
            cursor = (page[-1].start_ts, page[-1].id)
        assert seen == sorted((clip.id for clip in made), reverse=True)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"label": "bark"}, ["b"]),
            ({"label": "bar"}, []),
            ({"search": "COUCH"}, ["c"]),
            ({"search": "ark"}, ["b"]),
            ({"search": "100%"}, ["c"]),
            ({"search": "_"}, ["a"]),
            ({"start": START + timedelta(seconds=1)}, ["c", "b"]),
            ({"end": START + timedelta(seconds=1)}, ["a"]),
            ({"start": START, "end": START}, []),
            ({}, ["c", "b", "a"]),
        ],
    )
    async def test_they_are_found_by_label_words_and_time(
        self, conn: Connection, owner: UUID, asked: dict[str, Any], found: list[str]
    ) -> None:
        named = {}
        for second, (name, labels) in enumerate({"a": ("enter_frame",), "b": ("bark",), "c": ()}.items()):
            clip = await clips.insert(
                conn, new_clip(owner, labels=labels, start_ts=START + timedelta(seconds=second))
            )
            named[clip.id] = name
            if name == "c":
                await clips.update(conn, owner, clip.id, note=("On the Couch, 100% asleep",))

        assert [named[clip.id] for clip in await clips.before(conn, owner, limit=10, **asked)] == found

    async def test_they_are_found_by_camera(self, conn: Connection, owner: UUID, camera: UUID) -> None:
        hers = await clips.insert(conn, new_clip(owner, camera_id=camera))
        await clips.insert(conn, new_clip(owner))
        assert [one.id for one in await clips.before(conn, owner, camera_id=camera, limit=10)] == [hers.id]

    async def test_a_change_changes_what_is_given_alone(self, conn: Connection, owner: UUID) -> None:
        made = await clips.insert(conn, new_clip(owner))
        noted = await clips.update(conn, owner, made.id, note=("good dog",))
        assert noted is not None
        assert (noted.note, noted.labels) == ("good dog", ("enter_frame",))
        labelled = await clips.update(conn, owner, made.id, labels=[])
        assert labelled is not None
        assert (labelled.note, labelled.labels) == ("good dog", ())
        cleared = await clips.update(conn, owner, made.id, note=(None,))
        assert cleared is not None
        assert cleared.note is None

    async def test_a_clip_takes_its_objects_along(self, conn: Connection, owner: UUID) -> None:
        made, kept = await clips.insert(conn, new_clip(owner)), await clips.insert(conn, new_clip(owner))

        assert await clips.delete(conn, owner, made.id) == made

        assert await doomed(conn) == set(made.uris)
        assert [clip.id for clip in await clips.before(conn, owner, limit=10)] == [kept.id]
        assert await clips.delete(conn, owner, made.id) is None

    async def test_a_deletion_that_is_rolled_back_dooms_nothing(
        self, database: Database, conn: Connection, owner: UUID
    ) -> None:
        made = await clips.insert(conn, new_clip(owner))
        async with database.connection() as other:
            deleting = other.transaction()
            await deleting.start()
            await clips.delete(other, owner, made.id)
            await deleting.rollback()
        assert await doomed(conn) == set()
        assert await clips.get(conn, owner, made.id) == made

    async def test_a_user_who_leaves_takes_all_objects_along(
        self, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        clip = await clips.insert(conn, new_clip(owner))
        snapshot = await snapshots.insert(conn, new_snapshot(owner, camera))
        await conn.execute("DELETE FROM users WHERE id = $1", owner)
        assert await doomed(conn) == {*clip.uris, *snapshot.uris}

    async def test_nobody_sees_or_changes_anothers_clip(
        self, conn: Connection, owner: UUID, bob: UUID
    ) -> None:
        hers = await clips.insert(conn, new_clip(owner))
        assert await clips.get(conn, bob, hers.id) is None
        assert await clips.by_uri(conn, bob, hers.s3_uri) is None
        assert await clips.before(conn, bob, limit=10) == []
        assert await clips.update(conn, bob, hers.id, note=("mine",)) is None
        assert await clips.delete(conn, bob, hers.id) is None
        assert await clips.get(conn, owner, hers.id) == hers


class TestSnapshots:
    async def test_what_is_stored_comes_back(self, conn: Connection, owner: UUID, camera: UUID) -> None:
        made = await snapshots.insert(conn, new_snapshot(owner, camera, note="asleep"))
        assert await snapshots.get(conn, owner, made.id) == made
        assert await snapshots.before(conn, owner, search="SLEEP", label="couch", limit=5) == [made]

    async def test_a_snapshot_takes_its_objects_along(
        self, conn: Connection, owner: UUID, camera: UUID
    ) -> None:
        made = await snapshots.insert(conn, new_snapshot(owner, camera))
        changed = await snapshots.update(conn, owner, made.id, labels=["asleep"], note=("again",))
        assert changed is not None
        assert (changed.labels, changed.note) == (("asleep",), "again")
        assert await snapshots.delete(conn, owner, made.id) == changed
        assert await doomed(conn) == set(made.uris)

    async def test_nobody_makes_sees_or_changes_anothers_snapshot(
        self, database: Database, conn: Connection, owner: UUID, bob: UUID, camera: UUID
    ) -> None:
        hers = await snapshots.insert(conn, new_snapshot(owner, camera))
        assert await snapshots.get(conn, bob, hers.id) is None
        assert await snapshots.before(conn, bob, limit=10) == []
        assert await snapshots.update(conn, bob, hers.id, note=("mine",)) is None
        assert await snapshots.delete(conn, bob, hers.id) is None
        with pytest.raises(ConstraintViolated):
            async with database.connection() as other:
                await snapshots.insert(other, new_snapshot(owner, new_id()))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class TestShares:
    @pytest.fixture
    async def clip(self, conn: Connection, owner: UUID) -> Clip:
        return await clips.insert(conn, new_clip(owner))

    @pytest.fixture
    async def snapshot(self, conn: Connection, owner: UUID, camera: UUID) -> Snapshot:
        return await snapshots.insert(conn, new_snapshot(owner, camera))

    async def test_a_link_shows_its_clip_until_it_is_revoked(
        self, conn: Connection, owner: UUID, clip: Clip
    ) -> None:
        assert await shares.share(conn, "clip", owner, clip.id, digest("secret"), None)
        found = await shares.find(conn, digest("secret"))
        assert found is not None
        assert (found.kind, found.id, found.s3_uri, found.picture) == (
            "clip",
            clip.id,
            clip.s3_uri,
            clip.poster,
        )
        shown = await clips.get(conn, owner, clip.id)
        assert shown is not None
        assert shown.shared
        assert await shares.revoke(conn, "clip", owner, clip.id)
        assert await shares.find(conn, digest("secret")) is None
        shown = await clips.get(conn, owner, clip.id)
        assert shown is not None
        assert not shown.shared

    async def test_a_link_shows_its_snapshot(self, conn: Connection, owner: UUID, snapshot: Snapshot) -> None:
        assert await shares.share(conn, "snapshot", owner, snapshot.id, digest("secret"), None)
        found = await shares.find(conn, digest("secret"))
        assert found is not None
        assert (found.kind, found.id, found.picture) == ("snapshot", snapshot.id, snapshot.s3_uri)

    async def test_a_link_expires(self, conn: Connection, owner: UUID, clip: Clip) -> None:
        now = datetime.now(UTC)
        await shares.share(conn, "clip", owner, clip.id, digest("secret"), now - timedelta(seconds=1))
        assert await shares.find(conn, digest("secret")) is None
        shown = await clips.get(conn, owner, clip.id)
        assert shown is not None
        assert not shown.shared
        await shares.share(conn, "clip", owner, clip.id, digest("secret"), now + timedelta(hours=1))
        assert await shares.find(conn, digest("secret")) is not None

    async def test_a_new_link_ends_the_one_before(self, conn: Connection, owner: UUID, clip: Clip) -> None:
        await shares.share(conn, "clip", owner, clip.id, digest("first"), None)
        await shares.share(conn, "clip", owner, clip.id, digest("second"), None)
        assert await shares.find(conn, digest("first")) is None
        assert await shares.find(conn, digest("second")) is not None

    async def test_a_deleted_clip_has_no_link(self, conn: Connection, owner: UUID, clip: Clip) -> None:
        await shares.share(conn, "clip", owner, clip.id, digest("secret"), None)
        await clips.delete(conn, owner, clip.id)
        assert await shares.find(conn, digest("secret")) is None

    async def test_nobody_shares_or_revokes_what_is_anothers(
        self, conn: Connection, owner: UUID, bob: UUID, clip: Clip
    ) -> None:
        assert not await shares.share(conn, "clip", bob, clip.id, digest("stolen"), None)
        await shares.share(conn, "clip", owner, clip.id, digest("secret"), None)
        assert not await shares.revoke(conn, "clip", bob, clip.id)
        assert not await shares.revoke(conn, "snapshot", owner, clip.id)
        assert await shares.find(conn, digest("secret")) is not None


class TestOrders:
    ORDER = ClipOrder(
        start=START,
        end=START + timedelta(seconds=15),
        camera_id=new_id(),
        labels=("bark", "howl"),
        exact=True,
        moment=START + timedelta(seconds=5),
        automatic=True,
    )

    async def ask(self, conn: Connection, owner: UUID) -> Job:
        job = await clip_orders.ask(conn, owner, self.ORDER, now=datetime.now(UTC), timeout_s=300)
        claimed = await jobs.claim(conn, job.id, 10)
        assert claimed is not None
        return claimed

    async def test_an_order_is_read_as_it_was_given(self, conn: Connection, owner: UUID) -> None:
        job = await self.ask(conn, owner)
        assert ClipOrder.of(job) == self.ORDER
        assert job.kind == KIND

    @pytest.mark.parametrize(
        "fields", [{"end": START}, {"clip_id": new_id()}, {"camera_id": None}], ids=["empty", "two", "none"]
    )
    def test_an_order_has_a_length_and_one_source(self, fields: dict[str, Any]) -> None:
        given = {"start": START, "end": START + timedelta(seconds=1), "camera_id": new_id(), **fields}
        with pytest.raises(ValueError, match="clip"):
            ClipOrder(**given)

    async def test_clip_and_job_are_finished_together(
        self, database: Database, conn: Connection, owner: UUID
    ) -> None:
        job = await self.ask(conn, owner)
        clip = new_clip(owner, id=job.id)
        at = datetime.now(UTC) + timedelta(hours=1)
        await doomed_objects.doom_unless_spared(conn, clip.uris, at)

        async with database.transaction() as other:
            done, made = await clip_orders.finish(other, job, clip, at)

        assert (done.status, done.result) == (
            "complete",
            {"clipId": str(made.id), "s3Uri": clip.s3_uri},
        )
        assert await clips.get(conn, owner, job.id) == made
        assert await conn.fetchval("SELECT count(*) FROM doomed_objects") == 0

    async def test_a_worker_that_was_overtaken_stores_nothing_and_its_objects_stay_doomed(
        self, database: Database, conn: Connection, owner: UUID
    ) -> None:
        first = await self.ask(conn, owner)
        at = datetime.now(UTC) + timedelta(hours=1)
        clip = new_clip(owner, id=first.id)
        await doomed_objects.doom_unless_spared(conn, clip.uris, at)
        await jobs.release(conn, first.id, first.attempt)
        assert await jobs.claim(conn, first.id, 10) is not None

        with pytest.raises(JobLost):
            async with database.transaction() as other:
                await clip_orders.finish(other, first, clip, at)

        assert await clips.get(conn, owner, first.id) is None
        assert await conn.fetchval("SELECT count(*) FROM doomed_objects") == len(clip.uris)

    async def test_a_clip_whose_objects_were_swept_away_meanwhile_is_not_stored(
        self, database: Database, conn: Connection, owner: UUID
    ) -> None:
        job = await self.ask(conn, owner)
        clip = new_clip(owner, id=job.id)
        at = datetime.now(UTC) - timedelta(seconds=1)
        await doomed_objects.doom_unless_spared(conn, clip.uris, at)
        assert set(await doomed_objects.take(conn, 10, lease_s=60)) == set(clip.uris)

        with pytest.raises(JobLost):
            async with database.transaction() as other:
                await clip_orders.finish(other, job, clip, at)

        still = await jobs.get(conn, owner, job.id)
        assert still is not None
        assert still.status == "processing"

    async def test_of_two_attempts_that_finish_at_once_one_clip_comes(
        self, database: Database, conn: Connection, owner: UUID
    ) -> None:
        first = await self.ask(conn, owner)
        await jobs.release(conn, first.id, first.attempt)
        second = await jobs.claim(conn, first.id, 10)
        assert second is not None
        at = datetime.now(UTC) + timedelta(hours=1)

        async def attempt(job: Job) -> bool:
            clip = new_clip(owner, id=job.id, s3_uri=f"s3://pawsight/{job.attempt}.mp4")
            try:
                async with database.transaction() as other:
                    await doomed_objects.doom_unless_spared(other, clip.uris, at)
                    await clip_orders.finish(other, job, clip, at)
            except JobLost:
                return False
            return True

        assert await asyncio.gather(attempt(first), attempt(second)) == [False, True]
        assert [one.s3_uri for one in await clips.before(conn, owner, limit=10)] == ["s3://pawsight/2.mp4"]


async def test_what_an_owner_should_know_is_kept(conn: Connection, owner: UUID, camera: UUID) -> None:
    await notifications.insert(
        conn, owner, level="error", code="CLIP_FAILED", text="No clip.", camera_id=camera
    )
    await notifications.insert(conn, owner, level="info", code="X", text="Y", camera_id=new_id())
    rows = await conn.fetch("SELECT level, code, text, camera_id FROM notifications ORDER BY level")
    assert [tuple(row) for row in rows] == [
        ("error", "CLIP_FAILED", "No clip.", camera),
        ("info", "X", "Y", None),
    ]
