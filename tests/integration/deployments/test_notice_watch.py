"""Notifications on their way out, with a real database and real receivers: signed, encrypted, tried again."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from db import deliveries, notifications, push_subscriptions, webhooks
from db.pool import Connection
from deployments import owner_news
from deployments.notice_watch import PAUSES_S, NoticeWatch
from notices import webhook
from notices.web_push import CURVE, new_private_key
from pawsight.settings import Settings
from tests.integration.deployments.conftest import Studio

SECRET = "the webhook's secret"


@dataclass
class Receiver:
    """An HTTP server that answers with these status lines in turn, the last of them for ever."""

    url: str = ""
    answers: list[str] = field(default_factory=lambda: ["204 No Content"])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        pairs = (line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        headers = {name.lower(): value for name, value in pairs}
        self.got.append((headers, await reader.readexactly(int(headers["content-length"]))))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield made
    server.close()


@pytest.fixture
def config(studio: Studio) -> Settings:
    return studio.config.model_copy(
        update={
            "allow_private_webhooks": True,
            "push_private_key": Settings(push_private_key=new_private_key()).push_private_key,  # type: ignore[arg-type]
        }
    )


@pytest.fixture
def watch(studio: Studio, config: Settings) -> NoticeWatch:
    return NoticeWatch(config, studio.database)


async def add_webhook(studio: Studio, url: str) -> webhooks.Webhook:
    async with studio.database.connection() as conn:
        made = await webhooks.insert(conn, studio.camera.user_id, url=url, secret=SECRET)
    assert made is not None
    return made


async def keep(studio: Studio, text: str = "Time for a walk") -> None:
    async with studio.database.transaction() as conn:
        await owner_news.keep(
            conn, studio.camera.user_id, level="info", code="ROUTINE", text=text, camera_id=studio.camera.id
        )


async def send_all(studio: Studio, watch: NoticeWatch) -> None:
    """Send what is due now."""
    async with studio.database.connection() as conn:
        due = await deliveries.take(conn, 100, lease_s=60)
    for one in due:
        await watch.send(one)


async def states(studio: Studio) -> list[tuple[str, int, str | None]]:
    async with studio.database.connection() as conn:
        rows = await conn.fetch("SELECT status, attempt, error FROM deliveries ORDER BY created_at, id")
    return [tuple(row) for row in rows]


async def no_pauses(conn: Connection) -> None:
    await conn.execute("UPDATE deliveries SET not_before = now()")


async def test_a_webhook_is_told_and_can_be_sure_by_whom(
    studio: Studio, watch: NoticeWatch, receiver: Receiver
) -> None:
    await add_webhook(studio, receiver.url)
    await keep(studio)

    await send_all(studio, watch)

    ((headers, body),) = receiver.got
    told = json.loads(body)["notification"]
    assert (told["code"], told["text"], told["level"]) == ("ROUTINE", "Time for a walk", "info")
    expected = webhook.signature(SECRET, headers["x-pawsight-timestamp"], body)
    assert headers["x-pawsight-signature"] == f"sha256={expected}"
    assert await states(studio) == [("delivered", 1, None)]


async def test_one_that_is_off_is_not_told(studio: Studio, watch: NoticeWatch, receiver: Receiver) -> None:
    made = await add_webhook(studio, receiver.url)
    async with studio.database.connection() as conn:
        await webhooks.set_enabled(conn, made.user_id, made.id, False)
    await keep(studio)

    await send_all(studio, watch)

    assert receiver.got == []


async def test_a_receiver_in_trouble_is_told_later_under_the_same_id(
    studio: Studio, watch: NoticeWatch, receiver: Receiver
) -> None:
    receiver.answers = ["503 Service Unavailable", "500 Internal Server Error", "204 No Content"]
    made = await add_webhook(studio, receiver.url)
    await keep(studio)

    for number in range(3):
        await send_all(studio, watch)
        if number < 2:
            assert await states(studio) == [
                ("queued", number + 1, f"it answers {503 if number == 0 else 500}")
            ]
            await send_all(studio, watch)  # it is not due yet
            async with studio.database.connection() as conn:
                wait = await conn.fetchval("SELECT not_before - now() FROM deliveries")
                assert wait <= timedelta(seconds=PAUSES_S[number])
                assert wait > timedelta(seconds=PAUSES_S[number] * 0.8 - 1)
                (listed,) = await webhooks.list_all(conn, made.user_id)
                assert listed.last_error is not None
                await no_pauses(conn)

    assert len(receiver.got) == 3
    assert len({headers["x-pawsight-delivery"] for headers, _ in receiver.got}) == 1
    assert await states(studio) == [("delivered", 3, None)]
    async with studio.database.connection() as conn:
        (listed,) = await webhooks.list_all(conn, made.user_id)
    assert listed.last_error is None


async def test_patience_ends(studio: Studio, watch: NoticeWatch, receiver: Receiver) -> None:
    receiver.answers = ["503 Service Unavailable"]
    await add_webhook(studio, receiver.url)
    await keep(studio)

    for _ in range(len(PAUSES_S) + 3):
        await send_all(studio, watch)
        async with studio.database.connection() as conn:
            await no_pauses(conn)

    assert len(receiver.got) == len(PAUSES_S) + 1
    assert await states(studio) == [("failed", len(PAUSES_S) + 1, "it answers 503")]


async def test_a_refusal_is_not_repeated(studio: Studio, watch: NoticeWatch, receiver: Receiver) -> None:
    receiver.answers = ["400 Bad Request"]
    await add_webhook(studio, receiver.url)
    await keep(studio)

    await send_all(studio, watch)

    assert await states(studio) == [("failed", 1, "it answers 400")]


async def test_an_address_that_became_private_is_not_sent_anything(
    studio: Studio, receiver: Receiver
) -> None:
    await add_webhook(studio, receiver.url.replace("http", "https", 1))
    await keep(studio)

    await send_all(studio, NoticeWatch(studio.config, studio.database))

    assert receiver.got == []
    ((status, _, error),) = await states(studio)
    assert status == "failed"
    assert error is not None
    assert "this machine itself" in error


async def test_whoever_dies_in_between_leaves_it_to_another(
    studio: Studio, watch: NoticeWatch, receiver: Receiver
) -> None:
    await add_webhook(studio, receiver.url)
    await keep(studio)
    async with studio.database.connection() as conn:
        (dead,) = await deliveries.take(conn, 10, lease_s=0.1)
        assert await deliveries.take(conn, 10, lease_s=0.1) == []
    await asyncio.sleep(0.15)

    await send_all(studio, watch)

    assert len(receiver.got) == 1
    assert await states(studio) == [("delivered", 2, None)]
    async with studio.database.connection() as conn:
        await deliveries.failed(conn, dead, "too late to say so")
    assert await states(studio) == [("delivered", 2, None)]


class Browser:
    """What a browser has: a key of its own, with which it reads."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(CURVE)
        self.auth = b"0123456789abcdef"

    @property
    def p256dh(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def read(self, body: bytes) -> str:
        """RFC 8291 from the other side."""
        salt, theirs, sealed = body[:16], body[21:86], body[86:]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        info = b"WebPush: info\0" + self.p256dh + theirs
        secret = HKDF(hashes.SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02").decode()


async def subscribe(studio: Studio, url: str, browser: Browser) -> None:
    async with studio.database.transaction() as conn:
        await push_subscriptions.put(
            conn, studio.camera.user_id, endpoint=url, p256dh=browser.p256dh, auth=browser.auth
        )


async def test_a_browser_reads_what_its_push_service_can_not(
    studio: Studio, watch: NoticeWatch, receiver: Receiver
) -> None:
    browser = Browser()
    await subscribe(studio, receiver.url, browser)
    await keep(studio, "🐕" * 700)

    await send_all(studio, watch)

    ((headers, body),) = receiver.got
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "86400")
    assert headers["authorization"].startswith("vapid t=")
    assert len(body) <= 4096
    told = json.loads(browser.read(body))
    assert told["text"] == "🐕" * 600
    assert told["cameraId"] == str(studio.camera.id)


async def test_a_browser_that_is_gone_is_forgotten(
    studio: Studio, watch: NoticeWatch, receiver: Receiver
) -> None:
    receiver.answers = ["410 Gone"]
    await subscribe(studio, receiver.url, Browser())
    await keep(studio)

    await send_all(studio, watch)

    async with studio.database.connection() as conn:
        assert await push_subscriptions.list_all(conn, studio.camera.user_id) == []
        assert len(await notifications.before(conn, studio.camera.user_id, limit=10)) == 1
    assert await states(studio) == []


async def test_the_oldest_browsers_make_room(studio: Studio) -> None:
    browser = Browser()
    for number in range(push_subscriptions.MOST_SUBSCRIPTIONS + 2):
        await subscribe(studio, f"https://push.example/{number}", browser)

    async with studio.database.connection() as conn:
        found = await push_subscriptions.list_all(conn, studio.camera.user_id)
    assert [one.endpoint for one in found][:2] == ["https://push.example/2", "https://push.example/3"]
    assert len(found) == push_subscriptions.MOST_SUBSCRIPTIONS


async def test_a_flood_is_not_sent_on(studio: Studio) -> None:
    await add_webhook(studio, "https://hooks.example/")
    async with studio.database.transaction() as conn:
        for number in range(510):
            await notifications.insert(
                conn, studio.camera.user_id, level="info", code="X", text=f"number {number}"
            )

    assert len(await states(studio)) == 500


async def test_the_watch_sends_by_itself(studio: Studio, watch: NoticeWatch, receiver: Receiver) -> None:
    await add_webhook(studio, receiver.url)
    for number in range(20):
        await keep(studio, f"number {number}")

    async def looked() -> bool:
        await watch.look()
        return len(receiver.got) == 20

    await studio.until(looked, "all of them")
    assert {json.loads(body)["notification"]["text"] for _, body in receiver.got} == {
        f"number {number}" for number in range(20)
    }
