"""A small load generator: keep-alive connections on uvloop, one request in flight on each.

Python's HTTP clients cost more than the server under test on two cores; this one writes ready bytes and only
counts what comes back.
"""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Load:
    """What a round of load saw. Latencies in milliseconds."""

    requests_per_second: float
    p50_ms: float
    p99_ms: float
    failed: int


class _Connection(asyncio.Protocol):
    def __init__(self, request: bytes, until: float, latencies: list[float], failures: list[str]) -> None:
        self._request = request
        self._until = until
        self._latencies = latencies
        self._failures = failures
        self._buffer = b""
        self._sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        lowered = head.lower()
        start = lowered.index(b"content-length:") + 15
        length = int(lowered[start:].split(b"\r\n", 1)[0])
        if len(body) < length:
            return
        self._buffer = body[length:]
        now = time.perf_counter()
        self._latencies.append((now - self._sent_at) * 1000)
        if not head.startswith(b"HTTP/1.1 200"):
            self._failures.append(head.split(b"\r\n", 1)[0].decode())
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if time.perf_counter() < self._until:
            self._failures.append(f"connection lost: {exc}")
        if not self.done.done():
            self.done.set_result(None)


async def load(
    url: str, token: str, *, connections: int = 32, seconds: float = 5.0, body: bytes | None = None
) -> Load:
    """Ask `url` again and again on each connection for a while; body: JSON that is posted to it."""
    where = urlsplit(url)
    assert where.hostname is not None
    sent = "" if body is None else f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    head = f"Host: {where.netloc}\r\nAuthorization: Bearer {token}\r\n{sent}"
    method = "GET" if body is None else "POST"
    request = f"{method} {where.path} HTTP/1.1\r\n{head}\r\n".encode() + (body or b"")
    latencies: list[float] = []
    failures: list[str] = []
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    until = started + seconds
    protocols = [
        (
            await loop.create_connection(
                lambda: _Connection(request, until, latencies, failures), where.hostname, where.port
            )
        )[1]
        for _ in range(connections)
    ]
    await asyncio.wait_for(asyncio.gather(*(one.done for one in protocols)), seconds + 30)
    latencies.sort()
    return Load(
        requests_per_second=len(latencies) / (time.perf_counter() - started),
        p50_ms=latencies[len(latencies) // 2],
        p99_ms=latencies[int(len(latencies) * 0.99)],
        failed=len(failures),
    )
