"""Clips that are asked for, or wanted by a rule: the web door with a real database, Valkey and S3 behind it."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db import clip_orders, clip_wishes, jobs, segments
from deployments.clip_job import LEASE_S, ClipJob
from pawsight import recordings
from pawsight.messages import rfc3339
from tests.footage import numbers
from tests.integration.app.conftest import Door, at
from tests.integration.app.moments import another, body, code, made


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
