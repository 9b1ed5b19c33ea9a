"""One POST, against a real server: to the address that was checked, and nowhere else."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from notices import webhook
from notices.errors import DeliveryFailed, EndpointGone, UrlRefused
from notices.post import post
from pawsight.ids import new_id


@dataclass
class Receiver:
    """An HTTP server that answers what it is told to, and remembers what it got."""

    port: int = 0
    answer: str = "204 No Content"
    headers: str = ""
    silent: bool = False
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        names = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        headers = {name.lower(): value for name, value in names.items()}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.got.append((headers, body))
        if not self.silent:
            writer.write(f"HTTP/1.1 {self.answer}\r\nContent-Length: 0\r\n{self.headers}\r\n".encode())
            await writer.drain()
            writer.close()
        else:
            await reader.read()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


async def send(receiver: Receiver, *, host: str = "hooks.example", allow_private: bool = True) -> int:
    asked: list[str] = []

    def resolver(name: str, port: int) -> list[str]:
        asked.append(name)
        # Whoever asks a second time is led elsewhere.
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.1"]

    return await post(
        f"http://{host}:{receiver.port}/hook?a=b",
        b"body",
        {"X-One": "1"},
        allow_private=allow_private,
        resolve=resolver,
    )


async def test_it_goes_to_the_address_that_was_checked_under_the_name_that_was_given(
    receiver: Receiver,
) -> None:
    assert await send(receiver) == 204

    ((headers, body),) = receiver.got
    assert (headers["host"], headers["x-one"], body) == (f"hooks.example:{receiver.port}", "1", b"body")


async def test_a_name_that_leads_home_is_not_asked_anything(receiver: Receiver) -> None:
    with pytest.raises(UrlRefused):
        await post(
            f"https://hooks.example:{receiver.port}/",
            b"body",
            {},
            allow_private=False,
            resolve=lambda host, port: ["127.0.0.1"],
        )

    assert receiver.got == []


async def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answer, receiver.headers = (
        "307 Temporary Redirect",
        f"Location: http://127.0.0.1:{receiver.port}/\r\n",
    )

    with pytest.raises(DeliveryFailed) as failed:
        await send(receiver)

    assert failed.value.is_final
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [("400 Bad Request", True), ("429 Too Many Requests", False), ("503 Service Unavailable", False)],
)
async def test_an_answer_says_whether_it_is_worth_another_try(
    receiver: Receiver, answer: str, is_final: bool
) -> None:
    receiver.answer = answer

    with pytest.raises(DeliveryFailed, match=answer[:3]) as failed:
        await send(receiver)

    assert failed.value.is_final is is_final


async def test_gone_is_gone(receiver: Receiver) -> None:
    receiver.answer = "410 Gone"

    with pytest.raises(EndpointGone):
        await send(receiver)


async def test_who_is_silent_is_not_waited_for(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notices.post.TIMEOUT_S", 0.3)
    receiver.silent = True

    with pytest.raises(DeliveryFailed, match="no answer"):
        await send(receiver)


async def test_a_webhook_can_be_told_from_a_forgery(receiver: Receiver) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    body = webhook.body_of(new_id(), level="info", code="ROUTINE", text="Walk", camera_id=None, at=now)
    delivery = new_id()

    headers = webhook.signed_headers("secret", body, delivery, now)

    signed = headers["X-Pawsight-Timestamp"].encode() + b"." + body
    expected = hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
    assert headers["X-Pawsight-Signature"] == f"sha256={expected}"
    assert headers["X-Pawsight-Timestamp"] == str(int(now.timestamp()))
    assert headers["X-Pawsight-Delivery"] == str(delivery)
    assert webhook.signature("secret", "1", body) != webhook.signature("secret", "2", body)
    assert webhook.signature("other", "1", body) != webhook.signature("secret", "1", body)
