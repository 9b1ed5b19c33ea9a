"""Clips, snapshots, links and rules through the web door, with a real database, Valkey and S3 behind it."""

import asyncio
import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import cv2
import httpx
import numpy as np
import pytest

from db import clip_orders, clip_wishes, doomed_objects, jobs, segments, tokens, users, zones
from deployments.clip_job import LEASE_S, ClipJob
from pawsight import recordings
from pawsight.ids import new_id
from pawsight.messages import rfc3339
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from tests.footage import BEGIN, number_in, numbers
from tests.integration.app.conftest import Door, at
from video.packets import to_datetime


def body(source: object, start: float, end: float, **fields: Any) -> dict[str, Any]:
    return {
        "videoSource": str(source),
        "startTimestamp": rfc3339(at(start)),
        "endTimestamp": rfc3339(at(end)),
        "labels": ["fetch"],
        **fields,
    }


async def made(door: Door, asked: dict[str, Any]) -> dict[str, Any]:
    """Ask for a clip, have it made as a worker would, and get it."""
    held = door.resources
    created = await door.client.post("/clipper/create", json=asked)
    assert created.status_code == 202, created.text
    async with held.database.connection() as conn:
        job = await jobs.claim(conn, UUID(created.json()["jobId"]), LEASE_S)
    assert job is not None
    await ClipJob(job, held.config, held.database, held.objects, held.redis).run()
    answer = await door.client.get(f"/api/clips/{job.id}")
    assert answer.status_code == 200, answer.text
    clip: dict[str, Any] = answer.json()
    return clip


async def another(door: Door) -> httpx.AsyncClient:
    """Somebody else who is signed in."""
    secret = new_id().hex
    async with door.resources.database.transaction() as conn:
        bob = await users.get_or_create(conn, "bob@pawsight.test")
        await tokens.insert(
            conn,
            user_id=bob.id,
            name="bob",
            kind="personal",
            token_sha256=hashlib.sha256(secret.encode()).digest(),
            scopes=["read", "write"],
        )
    transport = door.client._transport
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=transport, base_url="http://pawsight.test", headers=headers)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


class TestClipper:
    async def test_a_clip_is_asked_for_made_and_found(
        self, door: Door, camera: UUID, recorded: list[segments.Segment], tmp_path: Path
    ) -> None:
        created = await door.client.post("/clipper/create", json=body(camera, 3.4, 11.6, exact=True))
        assert created.status_code == 202
        job_id = created.json()["jobId"]
        assert created.json()["estimatedDuration"] > 0
        queued = await door.client.get(f"/clipper/status/{job_id}")
        assert queued.json() == {"status": "queued", "progress": 0.0}
        assert queued.headers["cache-control"] == "no-store"
        missing = await door.client.get(f"/api/clips/{job_id}")
        assert code(missing) == (404, "CLIP_NOT_FOUND")
        assert "being made" in missing.json()["error"]["details"]
        assert missing.headers["cache-control"] == "no-store"

        held = door.resources
        async with held.database.connection() as conn:
            job = await jobs.claim(conn, UUID(job_id), LEASE_S)
        assert job is not None
        await ClipJob(job, held.config, held.database, held.objects, held.redis).run()

        status = (await door.client.get(f"/clipper/status/{job_id}")).json()
        assert status == {
            "status": "complete",
            "progress": 1.0,
            "s3Uri": f"s3://{held.config.s3_bucket}/clips/{door.owner}/{job_id}/1/clip.mp4",
            "clipId": job_id,
        }
        clip = (await door.client.get(f"/api/clips/{job_id}")).json()
        assert (clip["cameraId"], clip["labels"], clip["note"]) == (str(camera), ["fetch"], None)
        assert (clip["startTs"], clip["durationMs"]) == (rfc3339(at(3.4)), 8200)
        assert (clip["reencoded"], clip["leftOut"], clip["shared"]) == ("edges", [], False)
        film = await door.stranger.get(clip["url"])
        (tmp_path / "clip.mp4").write_bytes(film.content)
        assert numbers(tmp_path / "clip.mp4") == list(range(51, 174))
        part = await door.stranger.get(clip["url"], headers={"Range": "bytes=0-99"})
        assert (part.status_code, len(part.content)) == (206, 100)
        for name, kind in (
            ("previewUrl", "image/png"),
            ("posterUrl", "image/jpeg"),
            ("animationUrl", "image/webp"),
        ):
            assert (await door.stranger.get(clip[name])).headers["content-type"] == kind
        saved = await door.stranger.get(clip["downloadUrl"])
        assert "attachment" in saved.headers["content-disposition"]

    async def test_a_recording_a_clip_and_their_objects_are_sources_too(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        held = door.resources
        first = recorded[1]
        path = recordings.local_path(held.config.data_dir, camera, first.start_ticks)
        key = recordings.segment_key(camera, first.start_ticks, first.start_ts.date())
        uri = recordings.s3_uri(held.config.s3_bucket, key)
        await held.objects.put_file(key, path, "video/mp4")
        async with held.database.connection() as conn:
            await segments.mark_uploaded(conn, camera, first.start_ts, uri)

        # Only what lies in the recording that was named.
        of_segment = await made(door, body(first.id, 3, 12))
        of_uri = await made(door, body(uri, 6, 8))
        of_clip = await made(door, body(of_segment["id"], 6, 8))
        status = (await door.client.get(f"/clipper/status/{of_clip['id']}")).json()
        of_clip_uri = await made(door, body(status["s3Uri"], 7, 8))

        assert [one["durationMs"] for one in (of_segment, of_uri, of_clip, of_clip_uri)] == [
            5000,
            2000,
            2000,
            1000,
        ]
        assert of_clip_uri["startTs"] == rfc3339(at(7))

    @pytest.mark.parametrize(
        "source",
        [
            "0199e1b2-0000-7000-8000-000000000001",
            "s3://pawsight/clips/nobody.mp4",
            "s3://elsewhere/clips/1.mp4",
            "s3://pawsight/../secret",
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data",
            "/etc/passwd",
            "rtsp://192.168.1.20/",
            "no such thing",
        ],
    )
    async def test_anything_else_is_no_source(self, door: Door, source: str) -> None:
        assert code(await door.client.post("/clipper/create", json=body(source, 3, 12))) == (
            400,
            "INVALID_SOURCE",
        )

    async def test_nobody_cuts_what_is_anothers(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        clip = await made(door, body(camera, 3, 12))
        uri = (await door.client.get(f"/clipper/status/{clip['id']}")).json()["s3Uri"]
        async with await another(door) as bob:
            for source in (camera, recorded[0].id, clip["id"], uri):
                answer = await bob.post("/clipper/create", json=body(source, 3, 12))
                assert code(answer) == (400, "INVALID_SOURCE")
            assert code(await bob.get(f"/clipper/status/{clip['id']}")) == (404, "JOB_NOT_FOUND")
            assert code(await bob.post(f"/clipper/cancel/{clip['id']}")) == (404, "JOB_NOT_FOUND")
            assert code(await bob.get(f"/api/clips/{clip['id']}")) == (404, "CLIP_NOT_FOUND")
            assert code(await bob.delete(f"/api/clips/{clip['id']}")) == (404, "CLIP_NOT_FOUND")
            assert code(await bob.post(f"/api/clips/{clip['id']}/share", json={})) == (404, "CLIP_NOT_FOUND")
        assert (await door.client.get(f"/api/clips/{clip['id']}")).status_code == 200

    async def test_where_nothing_was_recorded_it_says_so_at_once(self, door: Door, camera: UUID) -> None:
        answer = await door.client.post("/clipper/create", json=body(camera, 3, 12))
        assert answer.status_code == 404
        error = answer.json()["error"]
        assert (error["code"], error["message"], error["details"]) == (
            "CLIP_CREATION_FAILED",
            "Failed to create clip",
            "Video segment not found",
        )

    @pytest.mark.parametrize(("start", "end"), [(12, 3), (5, 5), (0, 601), (1e9, 1e9 + 5)])
    async def test_a_range_that_makes_no_clip_is_refused(
        self, door: Door, camera: UUID, start: float, end: float
    ) -> None:
        asked = body(camera, start, end)
        assert code(await door.client.post("/clipper/create", json=asked)) == (400, "INVALID_RANGE")

    @pytest.mark.parametrize(
        "fields",
        [
            {"labels": ["x" * 51]},
            {"labels": [""]},
            {"labels": ["x"] * 21},
            {"startTimestamp": "yesterday"},
            {"startTimestamp": "2026-03-01T12:00:00"},
            {"videoSource": ""},
            {"videoSource": "x" * 501},
            {"more": 1},
        ],
    )
    async def test_what_is_no_request_is_refused(
        self, door: Door, camera: UUID, fields: dict[str, Any]
    ) -> None:
        answer = await door.client.post("/clipper/create", json=body(camera, 3, 12, **fields))
        assert code(answer) == (400, "INVALID_REQUEST")

    async def test_a_clip_that_ends_ahead_is_taken_and_can_be_cancelled(
        self, door: Door, camera: UUID
    ) -> None:
        now = datetime.now(UTC)
        asked = {
            "videoSource": str(camera),
            "startTimestamp": rfc3339(now - timedelta(seconds=5)),
            "endTimestamp": rfc3339(now + timedelta(seconds=30)),
            "labels": [],
        }
        created = await door.client.post("/clipper/create", json=asked)
        assert created.status_code == 202
        assert created.json()["estimatedDuration"] >= 29

        cancelled = await door.client.post(f"/clipper/cancel/{created.json()['jobId']}")
        assert cancelled.json() == {
            "status": "failed",
            "progress": 0.0,
            "error": "Cancelled",
            "errorCode": "CANCELLED",
        }
        again = await door.client.post(f"/clipper/cancel/{created.json()['jobId']}")
        assert again.json() == cancelled.json()

    async def test_jobs_are_listed_and_bounded(
        self, door: Door, camera: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = datetime.now(UTC)
        asked = {
            "videoSource": str(camera),
            "startTimestamp": rfc3339(now),
            "endTimestamp": rfc3339(now + timedelta(seconds=30)),
            "labels": ["a", "a"],
        }
        created = await door.client.post("/clipper/create", json=asked)
        (newest,) = (await door.client.get("/clipper/jobs", params={"limit": 1})).json()["items"]
        assert newest["jobId"] == created.json()["jobId"]
        assert (newest["labels"], newest["automatic"], newest["status"]) == (["a"], False, "queued")
        monkeypatch.setattr("app.clipper.MOST_OPEN", 1)
        assert code(await door.client.post("/clipper/create", json=asked)) == (429, "TOO_MANY_CLIPS")
        await door.client.post(f"/clipper/cancel/{newest['jobId']}")

    async def test_a_stranger_gets_nothing(self, door: Door, camera: UUID) -> None:
        for method, path in (
            ("POST", "/clipper/create"),
            ("GET", f"/clipper/status/{camera}"),
            ("GET", "/api/clips"),
            ("POST", "/api/snapshots"),
            ("GET", "/api/clip-rules"),
            ("POST", f"/api/clips/{camera}/share"),
        ):
            assert code(await door.stranger.request(method, path, json={})) == (401, "NOT_SIGNED_IN")


class TestClips:
    async def test_they_are_listed_changed_and_deleted_with_their_files(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        first = await made(door, body(camera, 0, 5))
        second = await made(door, body(camera, 6, 12, labels=["bark"]))

        async def listed(**params: Any) -> list[str]:
            answer = await door.client.get("/api/clips", params={"cameraId": str(camera), **params})
            assert answer.status_code == 200, answer.text
            return [one["id"] for one in answer.json()["items"]]

        assert await listed() == [second["id"], first["id"]]
        assert await listed(label="bark") == [second["id"]]
        assert await listed(**{"from": rfc3339(at(6))}) == [second["id"]]
        assert await listed(to=rfc3339(at(6))) == [first["id"]]
        page = (await door.client.get("/api/clips", params={"cameraId": str(camera), "limit": 1})).json()
        assert await listed(cursor=page["nextCursor"]) == [first["id"]]

        changed = await door.client.patch(
            f"/api/clips/{first['id']}", json={"note": "On the couch", "labels": ["a", "a", "b"]}
        )
        assert (changed.json()["note"], changed.json()["labels"]) == ("On the couch", ["a", "b"])
        assert await listed(q="COUCH") == [first["id"]]
        changed = await door.client.patch(f"/api/clips/{first['id']}", json={"note": None})
        assert (changed.json()["note"], changed.json()["labels"]) == (None, ["a", "b"])

        assert (await door.client.delete(f"/api/clips/{first['id']}")).status_code == 204
        assert await listed() == [second["id"]]
        for name in ("url", "previewUrl", "posterUrl", "animationUrl"):
            gone = await door.stranger.get(first[name])
            assert code(gone) == (404, "MEDIA_NOT_FOUND")
            assert gone.headers["cache-control"] == "no-store"
        assert code(await door.client.delete(f"/api/clips/{first['id']}")) == (404, "CLIP_NOT_FOUND")
        async with door.resources.database.connection() as conn:
            assert await doomed_objects.take(conn, 10, lease_s=0) == []

    async def test_labels_and_a_note_are_found_at_once_on_every_page_and_by_their_owner_alone(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        ids = [(await made(door, body(camera, start, start + 2)))["id"] for start in (0, 3, 6)]
        for clip_id in (ids[0], ids[2]):
            change = {"labels": [" couch ", "ball"], "note": "First time\non the sofa"}
            changed = await door.client.patch(f"/api/clips/{clip_id}", json=change)
            assert changed.json()["labels"] == ["couch", "ball"]
            assert (await door.client.get(f"/api/clips/{clip_id}")).json()["note"] == change["note"]

        for asked in ({"label": "couch"}, {"q": "SOFA"}, {"q": "bal"}, {"label": "ball", "q": "first"}):
            seen: list[str] = []
            params: dict[str, Any] = {"cameraId": str(camera), "limit": 1, **asked}
            while True:
                page = (await door.client.get("/api/clips", params=params)).json()
                seen += [one["id"] for one in page["items"]]
                if page["nextCursor"] is None:
                    break
                params["cursor"] = page["nextCursor"]
            assert seen == [ids[2], ids[0]]

        async with await another(door) as bob:
            for change in ({"note": "mine"}, {"labels": ["mine"]}):
                refused = await bob.patch(f"/api/clips/{ids[0]}", json=change)
                assert code(refused) == (404, "CLIP_NOT_FOUND")
            assert (await bob.get("/api/clips", params={"q": "sofa"})).json()["items"] == []

    @pytest.mark.parametrize(
        "change",
        [
            {"labels": ["x" * 51]},
            {"labels": ["  "]},
            {"labels": [str(number) for number in range(21)]},
            {"labels": None, "note": "x" * 2001},
            {"note": "nothing\0"},
            {"labels": ["nothing\0"]},
            {"startTs": "2026-03-01T12:00:00Z"},
        ],
        ids=["long label", "blank label", "many labels", "long note", "NUL note", "NUL label", "unknown"],
    )
    async def test_what_is_no_label_and_no_note_changes_nothing(
        self, door: Door, camera: UUID, recorded: list[segments.Segment], change: dict[str, Any]
    ) -> None:
        clip = await made(door, body(camera, 0, 2, labels=["bark"]))
        assert (await door.client.patch(f"/api/clips/{clip['id']}", json=change)).status_code == 400
        kept = (await door.client.get(f"/api/clips/{clip['id']}")).json()
        assert (kept["labels"], kept["note"]) == (["bark"], None)

    async def test_what_s3_does_not_delete_now_is_deleted_later(
        self,
        door: Door,
        camera: UUID,
        recorded: list[segments.Segment],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        clip = await made(door, body(camera, 0, 5))

        async def away(*_: object) -> list[str]:
            raise ObjectStoreUnavailable("away")

        with monkeypatch.context() as patched:
            patched.setattr(ObjectStore, "delete_many", away)
            assert (await door.client.delete(f"/api/clips/{clip['id']}")).status_code == 204
        assert code(await door.client.get(f"/api/clips/{clip['id']}")) == (404, "CLIP_NOT_FOUND")
        async with door.resources.database.connection() as conn:
            left = await doomed_objects.take(conn, 10, lease_s=0)
            assert len(left) == 4
            await doomed_objects.forget(conn, left)


class TestSnapshots:
    @pytest.fixture(autouse=True)
    def no_actor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The camera does not run: what is kept comes out of its recording."""
        monkeypatch.setattr("deployments.moments.find_actor", lambda _: None)

    async def test_a_recorded_picture_is_kept_in_full_size(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        answer = await door.client.post(
            "/api/snapshots",
            json={
                "cameraId": str(camera),
                "captureTs": rfc3339(at(107 / 15)),
                "labels": ["asleep"],
                "note": "again",
            },
        )
        assert answer.status_code == 201, answer.text
        kept = answer.json()
        assert (kept["width"], kept["height"], kept["labels"], kept["note"]) == (
            192,
            112,
            ["asleep"],
            "again",
        )
        assert kept["ts"] == rfc3339(to_datetime(BEGIN + 107 * 6000))
        assert await picture_at(door, kept["url"]) == 107
        assert await picture_at(door, kept["previewUrl"]) == 107
        listed = (
            await door.client.get("/api/snapshots", params={"cameraId": str(camera), "q": "again"})
        ).json()
        assert [one["id"] for one in listed["items"]] == [kept["id"]]
        changed = await door.client.patch(f"/api/snapshots/{kept['id']}", json={"labels": []})
        assert changed.json()["labels"] == []

        assert (await door.client.delete(f"/api/snapshots/{kept['id']}")).status_code == 204
        assert (await door.stranger.get(kept["url"])).status_code == 404
        assert code(await door.client.get(f"/api/snapshots/{kept['id']}")) == (404, "SNAPSHOT_NOT_FOUND")

    async def test_what_was_drawn_over_it_is_drawn_into_it(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        square = ((0.6, 0.6), (0.9, 0.6), (0.9, 0.9), (0.6, 0.9))
        async with door.resources.database.connection() as conn:
            await zones.insert(conn, door.owner, camera, name="Sofa", polygon=square)
        box = {"x": 0.1, "y": 0.4, "w": 0.3, "h": 0.4}
        answer = await door.client.post(
            "/api/snapshots",
            json={
                "cameraId": str(camera),
                "captureTs": rfc3339(at(0)),
                "overlays": {
                    "detections": [{"class": "dog", "confidence": 0.9, "box": box, "trackId": 1}],
                    "zones": True,
                },
            },
        )
        assert answer.status_code == 201, answer.text
        image = await image_at(door, answer.json()["url"])
        # Picture 0 is black all over: whatever is green is the box, whatever is blue the zone.
        blue, green, red = (image[..., channel].astype(int) for channel in range(3))
        ys, xs = np.nonzero((green > 120) & (red < 120) & (blue < 180))
        assert xs.min() == pytest.approx(0.1 * 192, abs=3)
        assert ys.max() == pytest.approx(0.8 * 112, abs=3)
        assert blue[80:95, 130:160].mean() > 25

    async def test_without_a_picture_there_is_no_snapshot(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        async def asked(**fields: Any) -> tuple[int, str]:
            given = {"cameraId": str(camera), **fields}
            return code(await door.client.post("/api/snapshots", json=given))

        assert await asked() == (503, "CAMERA_AWAY")
        assert await asked(captureTs=rfc3339(at(100))) == (404, "NOTHING_RECORDED")
        ahead = rfc3339(datetime.now(UTC) + timedelta(minutes=1))
        assert await asked(captureTs=ahead) == (400, "PICTURE_IN_FUTURE")
        assert await asked(cameraId=str(new_id())) == (404, "CAMERA_NOT_FOUND")
        assert await asked(labels=["x"] * 21) == (400, "INVALID_REQUEST")


async def image_at(door: Door, url: str) -> Any:
    answer = await door.stranger.get(url)
    assert answer.status_code == 200
    return cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)


async def picture_at(door: Door, url: str) -> int:
    return number_in(await image_at(door, url))


class TestShares:
    async def test_whoever_has_the_link_sees_the_clip_until_it_is_revoked(
        self, door: Door, camera: UUID, recorded: list[segments.Segment], tmp_path: Path
    ) -> None:
        clip = await made(door, body(camera, 3, 8))
        link = (await door.client.post(f"/api/clips/{clip['id']}/share", json={})).json()
        assert link["url"] == f"http://pawsight.test/share/{link['token']}"
        assert len(link["token"]) == 43
        assert link["expiresAt"] is None

        page = await door.stranger.get(f"/share/{link['token']}")
        assert page.status_code == 200
        head = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page.text))
        assert head["og:type"] == "video.other"
        assert head["og:video"] == f"{link['url']}/clip.mp4"
        assert (head["og:video:width"], head["og:video:height"]) == ("192", "112")
        assert head["og:image"] == f"{link['url']}/picture.jpg"
        assert head["twitter:card"] == "player"
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "<script" not in page.text
        assert "unsafe" not in policy
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert page.headers["cache-control"] == "no-store"

        film = await door.stranger.get(f"/share/{link['token']}/clip.mp4")
        assert film.headers["content-type"] == "video/mp4"
        (tmp_path / "clip.mp4").write_bytes(film.content)
        assert numbers(tmp_path / "clip.mp4") == list(range(45, 120))
        part = await door.stranger.get(f"/share/{link['token']}/clip.mp4", headers={"Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, film.content[100:200])
        head_only = await door.stranger.head(f"/share/{link['token']}/clip.mp4")
        assert head_only.headers["content-length"] == str(len(film.content))
        assert (await door.stranger.get(f"/share/{link['token']}/picture.jpg")).status_code == 200
        assert (await door.client.get(f"/api/clips/{clip['id']}")).json()["shared"]

        assert (await door.client.delete(f"/api/clips/{clip['id']}/share")).status_code == 204
        for path in ("", "/clip.mp4", "/picture.jpg"):
            gone = await door.stranger.get(f"/share/{link['token']}{path}")
            assert gone.status_code == 404
            assert "This link leads nowhere" in gone.text
            assert gone.headers["cache-control"] == "no-store"

    async def test_behind_tls_the_link_says_so(
        self, door: Door, camera: UUID, recorded: list[segments.Segment]
    ) -> None:
        clip = await made(door, body(camera, 3, 8))
        tls = {"X-Forwarded-Proto": "https", "Host": 'dog.example"><script>'}
        link = (
            await door.client.post(
                f"/api/clips/{clip['id']}/share", json={}, headers={"X-Forwarded-Proto": "https"}
            )
        ).json()
        assert link["url"].startswith("https://pawsight.test/share/")
        page = await door.stranger.get(f"/share/{link['token']}", headers=tls)
        assert "og:video:secure_url" in page.text
        assert "<script>" not in page.text

    async def test_a_link_expires(self, door: Door, camera: UUID, recorded: list[segments.Segment]) -> None:
        clip = await made(door, body(camera, 3, 8))
        asked = {"expiresInHours": 1}
        link = (await door.client.post(f"/api/clips/{clip['id']}/share", json=asked)).json()
        assert link["expiresAt"] is not None
        assert (await door.stranger.get(f"/share/{link['token']}")).status_code == 200
        async with door.resources.database.connection() as conn:
            await conn.execute("UPDATE clips SET share_until = now() - interval '1 second'")
        assert (await door.stranger.get(f"/share/{link['token']}")).status_code == 404
        for refused in ({"expiresInHours": 0}, {"expiresInHours": -1}, {"expiresInHours": 1e9}):
            answer = await door.client.post(f"/api/clips/{clip['id']}/share", json=refused)
            assert code(answer) == (400, "INVALID_REQUEST")

    @pytest.mark.parametrize(
        "token", ["x", "A" * 43, "A" * 44, "..%2f..%2fetc%2fpasswd", "%00", "'; DROP TABLE clips"]
    )
    async def test_what_is_no_link_leads_nowhere(self, door: Door, token: str) -> None:
        answer = await door.stranger.get(f"/share/{token}")
        assert answer.status_code == 404

    async def test_a_snapshot_is_shared_as_a_picture(
        self,
        door: Door,
        camera: UUID,
        recorded: list[segments.Segment],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("deployments.moments.find_actor", lambda _: None)
        asked = {"cameraId": str(camera), "captureTs": rfc3339(at(2))}
        kept = (await door.client.post("/api/snapshots", json=asked)).json()
        link = (await door.client.post(f"/api/snapshots/{kept['id']}/share", json={})).json()
        page = await door.stranger.get(f"/share/{link['token']}")
        assert 'content="summary_large_image"' in page.text
        assert "<video" not in page.text
        assert await picture_at(door, f"/share/{link['token']}/picture.jpg") == 30
        assert (await door.stranger.get(f"/share/{link['token']}/clip.mp4")).status_code == 404
        assert (await door.client.delete(f"/api/snapshots/{kept['id']}/share")).status_code == 204
        assert (await door.stranger.get(f"/share/{link['token']}")).status_code == 404


class TestRules:
    async def test_a_rule_is_made_changed_and_deleted(self, door: Door, camera: UUID) -> None:
        asked = {"eventType": "enter_zone", "cameraId": str(camera)}
        answer = await door.client.post("/api/clip-rules", json=asked)
        assert answer.status_code == 201, answer.text
        rule = answer.json()
        assert (rule["preRollS"], rule["postRollS"], rule["coolDownS"], rule["enabled"]) == (5, 10, 0, True)
        assert code(await door.client.post("/api/clip-rules", json=asked)) == (409, "RULE_EXISTS")
        changed = await door.client.patch(
            f"/api/clip-rules/{rule['id']}", json={"enabled": False, "preRollS": 2.5}
        )
        assert (changed.json()["enabled"], changed.json()["preRollS"]) == (False, 2.5)
        listed = (await door.client.get("/api/clip-rules")).json()["items"]
        assert changed.json() in listed
        assert (await door.client.delete(f"/api/clip-rules/{rule['id']}")).status_code == 204
        assert code(await door.client.delete(f"/api/clip-rules/{rule['id']}")) == (404, "RULE_NOT_FOUND")

    @pytest.mark.parametrize(
        ("fields", "refusal"),
        [
            ({"cameraId": "0199e1b2-0000-7000-8000-000000000001"}, (404, "CAMERA_NOT_FOUND")),
            ({"eventType": "Not A Type"}, (400, "INVALID_REQUEST")),
            ({"preRollS": 61}, (400, "INVALID_REQUEST")),
            ({"postRollS": 0}, (400, "INVALID_REQUEST")),
            ({"coolDownS": -1}, (400, "INVALID_REQUEST")),
        ],
    )
    async def test_what_makes_no_rule_is_refused(
        self, door: Door, fields: dict[str, Any], refusal: tuple[int, str]
    ) -> None:
        answer = await door.client.post("/api/clip-rules", json={"eventType": "bark", **fields})
        assert code(answer) == refusal

    async def test_nobody_changes_anothers_rule(self, door: Door, camera: UUID) -> None:
        asked = {"eventType": "howl", "cameraId": str(camera)}
        rule = (await door.client.post("/api/clip-rules", json=asked)).json()
        async with await another(door) as bob:
            assert code(await bob.post("/api/clip-rules", json=asked)) == (404, "CAMERA_NOT_FOUND")
            for method in ("PATCH", "DELETE"):
                answer = await bob.request(method, f"/api/clip-rules/{rule['id']}", json={"enabled": False})
                assert code(answer) == (404, "RULE_NOT_FOUND")


async def test_an_event_of_the_api_keeps_its_clip(
    door: Door, camera: UUID, recorded: list[segments.Segment]
) -> None:
    held = door.resources
    await door.client.post("/api/clip-rules", json={"eventType": "mark", "cameraId": str(camera)})
    async with held.database.connection() as conn:
        await conn.execute("UPDATE clip_rules SET created_at = '2020-01-01'")
    event = {"type": "mark", "ts": rfc3339(at(7)), "data": {"cameraId": str(camera)}}
    event_id = (await door.client.post("/api/events", json=event)).json()["id"]
    decided: list[clip_wishes.Decision] = []
    async with asyncio.timeout(20):
        while not decided:
            await asyncio.sleep(0.1)
            async with held.database.transaction() as conn:
                decided = await clip_wishes.decide(
                    conn, now=datetime.now(UTC), longest=timedelta(minutes=10), timeout_s=300
                )
    (decision,) = decided
    assert decision.job is not None
    async with held.database.connection() as conn:
        job = await jobs.claim(conn, decision.job.id, LEASE_S)
    assert job is not None
    assert clip_orders.ClipOrder.of(job).start == at(2)
    await ClipJob(job, held.config, held.database, held.objects, held.redis).run()

    (clip,) = (await door.client.get("/api/clips", params={"eventId": event_id})).json()["items"]
    assert (clip["startTs"], clip["labels"]) == (rfc3339(at(2)), ["mark"])
    assert clip["durationMs"] == 13_000
