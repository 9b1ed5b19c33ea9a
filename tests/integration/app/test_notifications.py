"""Notifications through the web door: read, and told to webhooks and browsers, with a real database behind it."""

import asyncio
from typing import Any

import httpx
import pytest

from db import notifications, users
from notices.web_push import PushSender, new_private_key
from tests.integration.app.conftest import Door

P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
PUBLIC = "https://93.184.215.14"


async def keep(door: Door, text: str) -> None:
    async with door.resources.database.connection() as conn:
        await notifications.insert(conn, door.owner, level="info", code="TEST", text=text)


async def items(door: Door, path: str = "", **params: Any) -> list[dict[str, Any]]:
    answer = await door.client.get(f"/api/notifications{path}", params=params)
    found: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
    return found


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def unread(door: Door) -> int:
    answer = await door.client.get("/api/notifications/unread")
    return int(answer.raise_for_status().json()["count"])


class TestReading:
    async def test_they_are_listed_newest_first_until_they_are_read(self, door: Door) -> None:
        for text in ("one", "two", "three"):
            await keep(door, text)

        listed = await items(door)
        assert [one["text"] for one in listed[:3]] == ["three", "two", "one"]
        assert listed[0]["readAt"] is None
        before = await unread(door)

        answer = await door.client.post(f"/api/notifications/{listed[1]['id']}/read")

        assert answer.json()["readAt"] is not None
        assert await unread(door) == before - 1
        assert "two" not in [one["text"] for one in await items(door, unread=True)]

    async def test_pages_follow_each_other(self, door: Door) -> None:
        for text in ("a", "b", "c"):
            await keep(door, text)
        first = (await door.client.get("/api/notifications", params={"limit": 2})).json()
        second = await items(door, limit=1, cursor=first["nextCursor"])

        assert [one["text"] for one in (*first["items"], *second)] == ["c", "b", "a"]

    async def test_what_comes_after_all_were_read_is_unread(self, door: Door) -> None:
        await keep(door, "seen")
        until = (await items(door, limit=1))[0]["createdAt"]
        await asyncio.sleep(0.005)
        await keep(door, "not seen")

        answer = await door.client.post("/api/notifications/read", json={"until": until})

        assert answer.status_code == 204
        assert [one["text"] for one in await items(door, unread=True)] == ["not seen"]
        assert (await door.client.post("/api/notifications/read", json={})).status_code == 204
        assert await unread(door) == 0

    async def test_nobody_reads_anothers(self, door: Door) -> None:
        async with door.resources.database.connection() as conn:
            bob = await users.get_or_create(conn, "bob@pawsight.test")
            await notifications.insert(conn, bob.id, level="info", code="TEST", text="for Bob")
            (his,) = await notifications.before(conn, bob.id, limit=10)

        assert "for Bob" not in [one["text"] for one in await items(door)]
        answer = await door.client.post(f"/api/notifications/{his.id}/read")
        assert code(answer) == (404, "NOTIFICATION_NOT_FOUND")
        assert code(await door.stranger.get("/api/notifications")) == (401, "NOT_SIGNED_IN")


class TestWebhooks:
    async def test_the_secret_is_shown_once(self, door: Door) -> None:
        made = await door.client.post("/api/notifications/webhooks", json={"url": f"{PUBLIC}/hook"})

        assert made.status_code == 201
        assert len(made.json()["secret"]) > 30
        (listed,) = await items(door, "/webhooks")
        assert "secret" not in listed
        assert (listed["url"], listed["enabled"], listed["lastError"]) == (f"{PUBLIC}/hook", True, None)

        path = f"/api/notifications/webhooks/{listed['id']}"
        assert (await door.client.patch(path, json={"enabled": False})).json()["enabled"] is False
        assert (await door.client.delete(path)).status_code == 204
        assert code(await door.client.delete(path)) == (404, "WEBHOOK_NOT_FOUND")

    @pytest.mark.parametrize(
        "url",
        [
            *(
                "https://127.0.0.1:8000/api",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest/meta-data/",
            ),
            *("https://[::1]/", "https://localhost/"),
        ],
    )
    async def test_one_that_leads_home_is_refused(self, door: Door, url: str) -> None:
        answer = await door.client.post("/api/notifications/webhooks", json={"url": url})

        assert code(answer) == (400, "ADDRESS_REFUSED")

    async def test_one_without_encryption_is_refused(self, door: Door) -> None:
        answer = await door.client.post("/api/notifications/webhooks", json={"url": "http://93.184.215.14/"})

        assert code(answer) == (400, "SCHEME_REFUSED")

    async def test_there_are_ten_at_most(self, door: Door) -> None:
        answers = [
            await door.client.post("/api/notifications/webhooks", json={"url": f"{PUBLIC}/{number}"})
            for number in range(11)
        ]

        assert [one.status_code for one in answers] == [201] * 10 + [409]
        for one in answers[:10]:
            await door.client.delete(f"/api/notifications/webhooks/{one.json()['id']}")


class TestBrowsers:
    async def test_a_browser_subscribes_with_our_key_and_can_leave(self, door: Door) -> None:
        key = (await door.client.get("/api/notifications/push/key")).json()["publicKey"]
        assert len(key) == 87
        body = {
            "endpoint": f"{PUBLIC}/push/secret",
            "expirationTime": None,
            "keys": {"p256dh": P256DH, "auth": AUTH},
        }

        made = [await door.client.post("/api/notifications/push", json=body) for _ in range(2)]

        assert [one.status_code for one in made] == [201, 201]
        (listed,) = await items(door, "/push")
        assert listed["service"] == "93.184.215.14"
        assert "secret" not in str(listed)
        assert (await door.client.delete(f"/api/notifications/push/{listed['id']}")).status_code == 204
        assert await items(door, "/push") == []

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"endpoint": "https://10.0.0.1/push"}, "ADDRESS_REFUSED"),
            ({"keys": {"p256dh": "AAAA", "auth": AUTH}}, "PUSH_KEY_INVALID"),
            ({"keys": {"p256dh": P256DH, "auth": "?"}}, "PUSH_KEY_INVALID"),
        ],
    )
    async def test_what_is_no_browser_is_refused(
        self, door: Door, change: dict[str, Any], expected: str
    ) -> None:
        body = {"endpoint": f"{PUBLIC}/push", "keys": {"p256dh": P256DH, "auth": AUTH}, **change}

        assert code(await door.client.post("/api/notifications/push", json=body)) == (400, expected)


def test_a_key_of_ours_is_good_for_a_sender() -> None:
    assert PushSender(new_private_key(), "mailto:owner@pawsight.test").public_key
