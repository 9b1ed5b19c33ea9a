"""Links to clips and snapshots, with a real database, Valkey and S3 behind the web door."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from db import segments
from pawsight.messages import rfc3339
from tests.footage import numbers
from tests.integration.app.conftest import Door, at
from tests.integration.app.moments import body, code, made, picture_at


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
