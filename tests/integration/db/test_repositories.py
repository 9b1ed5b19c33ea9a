import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from db import cameras, tokens, users, zones
from db.errors import ConstraintViolated
from db.owner import SCOPES, ensure_owner
from db.pool import Connection, Database
from pawsight.ids import new_id

SQUARE = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
SECRET = "a token that only its holder knows"


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@pytest.fixture
async def ada(conn: Connection) -> UUID:
    return (await users.get_or_create(conn, "ada@pawsight.test")).id


@pytest.fixture
async def bob(conn: Connection) -> UUID:
    return (await users.get_or_create(conn, "bob@pawsight.test")).id


async def token(conn: Connection, user_id: UUID, secret: str = SECRET, **fields: object) -> tokens.Token:
    given = {"name": "laptop", "kind": "personal", "scopes": ["read"], **fields}
    return await tokens.insert(conn, user_id=user_id, token_sha256=digest(secret), **given)  # type: ignore[arg-type]


class TestUsers:
    async def test_one_address_is_one_user(self, conn: Connection, ada: UUID) -> None:
        again = await users.get_or_create(conn, "ada@pawsight.test")
        assert again.id == ada
        assert await users.get(conn, ada) == again == await users.find_by_email(conn, "ada@pawsight.test")

    async def test_two_who_make_a_user_at_once_get_the_same_one(self, database: Database) -> None:
        async with database.connection() as second:
            async with database.transaction() as first:
                made = await users.get_or_create(first, "twin@pawsight.test")
                # Not committed yet: the second does not see the row, and waits for its key.
                waiting = asyncio.create_task(users.get_or_create(second, "twin@pawsight.test"))
                await asyncio.sleep(0.1)
                assert not waiting.done()
            assert await waiting == made

    async def test_nobody_is_none(self, conn: Connection) -> None:
        assert await users.get(conn, new_id()) is None
        assert await users.find_by_email(conn, "nobody@pawsight.test") is None


class TestTokens:
    async def test_the_digest_is_stored_and_nothing_else_of_it(self, conn: Connection, ada: UUID) -> None:
        await token(conn, ada)
        stored = await conn.fetchval("SELECT row_to_json(api_tokens)::text FROM api_tokens")
        assert SECRET not in stored
        assert digest(SECRET).hex() in stored

    async def test_a_live_token_brings_its_user_and_scopes(self, conn: Connection, ada: UUID) -> None:
        made = await token(conn, ada, scopes=["read", "write"])
        live = await tokens.find_live(conn, digest(SECRET))
        assert live is not None
        assert (live.id, live.user_id, live.email) == (made.id, ada, "ada@pawsight.test")
        assert live.scopes == ("read", "write")

    async def test_an_unknown_revoked_or_expired_token_opens_nothing(
        self, conn: Connection, ada: UUID
    ) -> None:
        now = datetime.now(UTC)
        assert await tokens.find_live(conn, digest("unknown")) is None
        await token(conn, ada, "expired", expires_at=now - timedelta(seconds=1))
        assert await tokens.find_live(conn, digest("expired")) is None
        await token(conn, ada, "not yet", expires_at=now + timedelta(hours=1))
        assert await tokens.find_live(conn, digest("not yet")) is not None
        revoked = await token(conn, ada, "revoked")
        assert await tokens.revoke(conn, ada, revoked.id) == digest("revoked")
        assert await tokens.find_live(conn, digest("revoked")) is None
        assert await tokens.revoke(conn, ada, revoked.id) is None

    async def test_a_naive_expiry_is_a_mistake(self, conn: Connection, ada: UUID) -> None:
        with pytest.raises(ValueError, match="zone"):
            await token(conn, ada, expires_at=datetime(2030, 1, 1))  # noqa: DTZ001

    async def test_an_unknown_scope_a_short_digest_and_a_doubled_one_are_refused(
        self, conn: Connection, ada: UUID
    ) -> None:
        with pytest.raises(asyncpg.CheckViolationError):
            await token(conn, ada, scopes=["everything"])
        with pytest.raises(asyncpg.CheckViolationError):
            await tokens.insert(
                conn, user_id=ada, name="a", kind="personal", token_sha256=b"short", scopes=["read"]
            )
        await token(conn, ada)
        with pytest.raises(asyncpg.UniqueViolationError):
            await token(conn, ada)

    async def test_nobody_sees_or_revokes_anothers_token(
        self, conn: Connection, ada: UUID, bob: UUID
    ) -> None:
        hers = await token(conn, ada)
        assert await tokens.list_personal(conn, bob) == []
        assert await tokens.revoke(conn, bob, hers.id) is None
        assert [each.id for each in await tokens.list_personal(conn, ada)] == [hers.id]

    async def test_use_is_noted(self, conn: Connection, ada: UUID) -> None:
        made = await token(conn, ada)
        await tokens.touch(conn, made.id)
        (listed,) = await tokens.list_personal(conn, ada)
        assert listed.last_used_at is not None
        await tokens.touch(conn, made.id)
        assert await tokens.list_personal(conn, ada) == [listed]

    async def test_the_owner_token_changes_without_a_trace_of_the_old(self, database: Database) -> None:
        for secret in ("first", "second", "first"):
            async with database.transaction() as conn:
                await ensure_owner(conn, "owner@pawsight.test", secret)
                other = {"first": "second", "second": "first"}[secret]
                live = await tokens.find_live(conn, digest(secret))
                assert live is not None
                assert live.scopes == SCOPES
                assert await tokens.find_live(conn, digest(other)) is None
                assert await conn.fetchval("SELECT count(*) FROM users") == 1


class TestCameras:
    async def test_what_is_stored_comes_back(self, conn: Connection, ada: UUID) -> None:
        made = await cameras.insert(conn, ada, name="couch", source_kind="url", source="rtsp://10.0.0.2/")
        assert await cameras.get(conn, ada, made.id) == made == await cameras.get_of_anybody(conn, made.id)

    async def test_pages_follow_each_other_without_a_gap_or_a_double(
        self, conn: Connection, ada: UUID
    ) -> None:
        made = [
            await cameras.insert(conn, ada, name=f"{number}", source_kind="push", source="")
            for number in range(7)
        ]
        # As if all were made in one transaction: the id alone tells them apart.
        await conn.execute("UPDATE cameras SET created_at = now()")
        seen: list[UUID] = []
        cursor = None
        while page := await cameras.after(conn, ada, cursor=cursor, limit=3):
            seen += [camera.id for camera in page]
            cursor = (page[-1].created_at, page[-1].id)
        assert seen == sorted(camera.id for camera in made)

    async def test_a_change_changes_what_is_given_alone(self, conn: Connection, ada: UUID) -> None:
        made = await cameras.insert(conn, ada, name="couch", source_kind="file", source="videos/1.mp4")
        off = await cameras.update(conn, ada, made.id, enabled=False)
        assert off is not None
        assert (off.name, off.source_kind, off.source, off.enabled) == ("couch", "file", made.source, False)
        moved = await cameras.update(conn, ada, made.id, url="http://10.0.0.3/")
        assert moved is not None
        assert (moved.source_kind, moved.source, moved.enabled) == ("url", "http://10.0.0.3/", False)
        again = await cameras.replace_file(conn, ada, made.id, "videos/2.mp4")
        assert again is not None
        assert (again.source_kind, again.source) == ("file", "videos/2.mp4")
        assert again.updated_at >= moved.updated_at

    async def test_the_supervisor_sees_everybodys_enabled_cameras(
        self, conn: Connection, ada: UUID, bob: UUID
    ) -> None:
        hers = await cameras.insert(conn, ada, name="a", source_kind="push", source="")
        his = await cameras.insert(conn, bob, name="b", source_kind="push", source="")
        await cameras.insert(conn, bob, name="c", source_kind="push", source="", enabled=False)
        assert {camera.id for camera in await cameras.all_enabled(conn)} == {hers.id, his.id}

    async def test_nobody_sees_or_changes_anothers_camera(
        self, conn: Connection, ada: UUID, bob: UUID
    ) -> None:
        hers = await cameras.insert(conn, ada, name="a", source_kind="file", source="videos/1.mp4")
        assert await cameras.get(conn, bob, hers.id) is None
        assert await cameras.after(conn, bob, limit=10) == []
        assert await cameras.update(conn, bob, hers.id, name="mine") is None
        assert await cameras.replace_file(conn, bob, hers.id, "videos/mine.mp4") is None
        assert await cameras.delete(conn, bob, hers.id) is None
        assert await cameras.get(conn, ada, hers.id) == hers

    @pytest.mark.parametrize(
        ("name", "kind", "source"), [("", "push", ""), ("x" * 101, "push", ""), ("a", "url", "")]
    )
    async def test_what_makes_no_camera_is_refused(
        self, database: Database, name: str, kind: cameras.SourceKind, source: str
    ) -> None:
        async with database.connection() as conn:
            user_id = (await users.get_or_create(conn, "ada@pawsight.test")).id
        with pytest.raises(ConstraintViolated):
            async with database.connection() as conn:
                await cameras.insert(conn, user_id, name=name, source_kind=kind, source=source)


class TestZones:
    @pytest.fixture
    async def camera(self, conn: Connection, ada: UUID) -> UUID:
        return (await cameras.insert(conn, ada, name="couch", source_kind="push", source="")).id

    async def test_what_is_stored_comes_back(self, conn: Connection, ada: UUID, camera: UUID) -> None:
        made = await zones.insert(conn, ada, camera, name="door", polygon=SQUARE)
        assert made.polygon == SQUARE
        assert await zones.get(conn, ada, made.id) == made
        assert await zones.list_for_camera(conn, ada, camera) == [made]
        assert await zones.zones_by_camera(conn) == {camera: [made]}

    async def test_the_supervisor_sees_no_zone_of_a_camera_that_is_off(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        await zones.insert(conn, ada, camera, name="door", polygon=SQUARE)
        await cameras.update(conn, ada, camera, enabled=False)
        assert await zones.zones_by_camera(conn) == {}

    async def test_a_change_changes_what_is_given_alone(
        self, conn: Connection, ada: UUID, camera: UUID
    ) -> None:
        made = await zones.insert(conn, ada, camera, name="door", polygon=SQUARE)
        renamed = await zones.update(conn, ada, made.id, name="window")
        assert renamed is not None
        assert (renamed.name, renamed.polygon) == ("window", SQUARE)
        drawn = await zones.update(conn, ada, made.id, polygon=SQUARE[:3])
        assert drawn is not None
        assert (drawn.name, drawn.polygon) == ("window", SQUARE[:3])

    async def test_a_zone_goes_with_its_camera(self, conn: Connection, ada: UUID, camera: UUID) -> None:
        made = await zones.insert(conn, ada, camera, name="door", polygon=SQUARE)
        await cameras.delete(conn, ada, camera)
        assert await zones.get(conn, ada, made.id) is None

    async def test_nobody_draws_on_or_sees_anothers_camera(
        self, database: Database, conn: Connection, ada: UUID, bob: UUID, camera: UUID
    ) -> None:
        hers = await zones.insert(conn, ada, camera, name="door", polygon=SQUARE)
        with pytest.raises(ConstraintViolated):
            async with database.connection() as other:
                await zones.insert(other, bob, camera, name="mine", polygon=SQUARE)
        assert await zones.get(conn, bob, hers.id) is None
        assert await zones.list_for_camera(conn, bob, camera) == []
        assert await zones.update(conn, bob, hers.id, name="mine") is None
        assert not await zones.delete(conn, bob, camera, hers.id)
        assert await zones.delete(conn, ada, camera, hers.id)

    @pytest.mark.parametrize(
        "polygon",
        [
            (),
            SQUARE[:2],
            ((0.1, 0.1), (1.1, 0.1), (0.9, 0.9)),
            ((-0.1, 0.1), (0.9, 0.1), (0.9, 0.9)),
            ((0.1,), (0.9, 0.1), (0.9, 0.9)),
            (("0.1", 0.1), (0.9, 0.1), (0.9, 0.9)),
            tuple((0.5, number / 101) for number in range(101)),
        ],
    )
    async def test_what_is_no_polygon_is_refused(
        self, database: Database, polygon: tuple[tuple[float, ...], ...]
    ) -> None:
        async with database.connection() as conn:
            user_id = (await users.get_or_create(conn, "ada@pawsight.test")).id
            camera = (await cameras.insert(conn, user_id, name="couch", source_kind="push", source="")).id
            listed = [list(corner) for corner in polygon]
        with pytest.raises(ConstraintViolated):
            async with database.connection() as conn:
                await conn.fetchrow(zones.INSERT, new_id(), user_id, camera, "door", listed)
