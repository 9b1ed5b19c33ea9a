"""From Redis to the WebSockets of this replica: one subscription a user, one bounded queue a client."""

import asyncio
from collections import deque
from collections.abc import Callable
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from pawsight.channels import TOKENS_REVOKED, user_channel

log = structlog.get_logger()

QUEUE = 256
"""Messages that may wait for one client; then its oldest frames are dropped, since newer boxes follow."""

FRAME = b'{"type":"frame"'
EVENT = b'{"type":"event"'
"""How the messages begin: they are passed on as they are, without parsing them for each client."""


class Client:
    """One WebSocket: what waits to be sent to it."""

    def __init__(self, user_id: UUID, token_sha256: str) -> None:
        self.user_id = user_id
        self.token_sha256 = token_sha256
        self.dropped = 0
        self.overrun = False
        self.revoked = False
        self._waiting: deque[bytes] = deque()
        self._filled = asyncio.Event()

    def put(self, message: bytes) -> None:
        """Queue a message; a full queue loses its oldest frame, never an event."""
        if len(self._waiting) >= QUEUE:
            oldest = next((i for i, one in enumerate(self._waiting) if one.startswith(FRAME)), None)
            self.dropped += 1
            if oldest is None:
                self.overrun = True
            else:
                del self._waiting[oldest]
        self._waiting.append(message)
        self._filled.set()

    def end(self) -> None:
        """Let the sender see `revoked` or `overrun`."""
        self._filled.set()

    async def take(self) -> list[bytes]:
        """All that waits, oldest first; waits for the first."""
        await self._filled.wait()
        self._filled.clear()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken


class RealtimeHub:
    """Subscribes to the channels of the users who are here, and fans their messages out."""

    def __init__(self, redis: Redis) -> None:
        self.on_event: Callable[[UUID], None] = lambda _: None
        self.on_lost: Callable[[], None] = lambda: None
        self.on_revoked: Callable[[str], None] = lambda _: None
        self._redis = redis
        self._pubsub: PubSub | None = None
        self._clients: dict[UUID, set[Client]] = {}
        self._users: dict[bytes, UUID] = {}
        self._subscribed: dict[UUID, asyncio.Event] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def clients(self) -> int:
        """WebSockets that are open on this replica."""
        return sum(len(some) for some in self._clients.values())

    @property
    def dropped(self) -> int:
        """Frame messages that the clients connected now were too slow for."""
        return sum(client.dropped for some in self._clients.values() for client in some)

    async def start(self) -> None:
        """Begin to listen; returns at once, Redis may come later."""
        self._task = asyncio.create_task(self._listen_for_ever())

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._redis.aclose()

    async def join(self, client: Client) -> None:
        """Send a client whatever its user is told from now on."""
        self._clients.setdefault(client.user_id, set()).add(client)
        await self.follow(client.user_id)

    def leave(self, client: Client) -> None:
        """Forget a client."""
        some = self._clients.get(client.user_id, set())
        some.discard(client)
        if not some:
            self._clients.pop(client.user_id, None)

    async def follow(self, user_id: UUID) -> bool:
        """Listen to a user's channel; true once Redis has confirmed it, false while Redis is away."""
        if user_id in self._subscribed:
            return self._subscribed[user_id].is_set()
        channel = user_channel(user_id)
        self._users[channel.encode()] = user_id
        self._subscribed[user_id] = asyncio.Event()
        await self._subscribe(channel)
        try:
            await asyncio.wait_for(self._subscribed[user_id].wait(), 1)
        except TimeoutError:
            return False
        return True

    async def _subscribe(self, *channels: str) -> None:
        if self._pubsub is None:
            return  # the listener subscribes to everything as soon as Redis is back
        try:
            await self._pubsub.subscribe(*channels)
        except RedisError as error:
            log.warning("not subscribed yet", error=str(error))

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(TOKENS_REVOKED, *(channel.decode() for channel in self._users))
                    self._pubsub = pubsub
                    while True:
                        message = await pubsub.get_message(timeout=5)
                        if message is not None:
                            self._dispatch(message)
            except RedisError as error:
                log.warning("not told of anything: Redis is away", error=str(error))
            finally:
                self._pubsub = None
                for confirmed in self._subscribed.values():
                    confirmed.clear()
                self.on_lost()
            await asyncio.sleep(0.5)

    def _dispatch(self, message: dict[str, object]) -> None:
        channel, data = message["channel"], message["data"]
        assert isinstance(channel, bytes)
        if message["type"] == "subscribe":
            if channel in self._users:
                self._subscribed[self._users[channel]].set()
            return
        assert isinstance(data, bytes)
        if channel == TOKENS_REVOKED.encode():
            self._revoke(data.decode())
            return
        user_id = self._users[channel]
        if data.startswith(EVENT):
            self.on_event(user_id)
        for client in self._clients.get(user_id, ()):
            client.put(data)

    def _revoke(self, token_sha256: str) -> None:
        self.on_revoked(token_sha256)
        for some in self._clients.values():
            for client in some:
                if client.token_sha256 == token_sha256:
                    client.revoked = True
                    client.end()
