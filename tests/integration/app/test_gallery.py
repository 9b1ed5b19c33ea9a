"""Clips and snapshots through the web door, with a real database, Valkey and S3 behind it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from db import doomed_objects, segments, zones
from pawsight.ids import new_id
from pawsight.messages import rfc3339
from pawsight.objects import ObjectStore, ObjectStoreUnavailable
from tests.footage import BEGIN
from tests.integration.app.conftest import Door, at
from tests.integration.app.moments import another, body, code, image_at, made, picture_at
from video.packets import to_datetime


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
