"""The last events of each user in Redis.

A sorted set: the member is the event's JSON, the score its time in milliseconds. Members of one millisecond
sort by their first bytes, which are the event's id: so the order is that of PostgreSQL, (ts, id). An event that tells
of its end (`endTs`) takes the place of the same event without one, never the other way round.

Every event is put in at once, whether the set is whole or not. Only a set that holds the mark of wholeness is
an answer; a reader that does not find the mark puts in what the database has, and the mark. So no event is
missing, whichever of the two comes first.
"""

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import cast
from uuid import UUID

from redis.asyncio import Redis

from pawsight.channels import RECENT_EVENTS, recent_events_key, user_channel

WHOLE = b"whole"
LIFETIME = timedelta(hours=1)
"""How long a set is trusted before it is filled anew."""

ID_BYTES = slice(len('{"id":"'), len('{"id":"') + 36)
"""Where the id stands in an event's JSON."""

_PUT = f"""
local function ended(event) return string.find(event, '"endTs":', 1, true) ~= nil end
-- Whether the list has no later word of the event.
local function put(score, event)
    local id = string.sub(event, {ID_BYTES.start + 1}, {ID_BYTES.stop})
    for _, other in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], score, score)) do
        if string.sub(other, {ID_BYTES.start + 1}, {ID_BYTES.stop}) == id then
            if ended(other) or not ended(event) then return ended(event) or not ended(other) end
            redis.call('ZREM', KEYS[1], other)
        end
    end
    redis.call('ZADD', KEYS[1], score, event)
    return true
end
local function trim()
    redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -{RECENT_EVENTS + 2})
end
"""

# ARGV: score, event, channel, message, 1 if the set may lack events.
TELL = f"""
{_PUT}
if ARGV[5] == '1' then redis.call('ZREM', KEYS[1], '{WHOLE.decode()}') end
local news = put(ARGV[1], ARGV[2])
trim()
redis.call('EXPIRE', KEYS[1], {int(LIFETIME.total_seconds())}, 'NX')
if news then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
"""

# ARGV: score, event, score, event...
FILL = f"""
{_PUT}
for i = 1, #ARGV, 2 do put(ARGV[i], ARGV[i + 1]) end
redis.call('ZADD', KEYS[1], '+inf', '{WHOLE.decode()}')
trim()
redis.call('EXPIRE', KEYS[1], {int(LIFETIME.total_seconds())})
"""


def event_id(event: bytes) -> bytes:
    """The id in an event's JSON, as text."""
    return event[ID_BYTES]


class RecentList:
    """Each user's last events. Every method raises what redis-py raises, when Redis is away."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def tell(self, user_id: UUID, events: Sequence[tuple[int, bytes]], *, late: bool) -> None:
        """Put events (milliseconds, JSON) in a user's list and tell all who listen; in that order.

        late: Redis was away in between, so that others may be missing.
        """
        pipeline = self._redis.pipeline(transaction=False)
        for ts_ms, event in events:
            message = b'{"type":"event","event":' + event + b"}"
            pipeline.eval(
                TELL, 1, recent_events_key(user_id), ts_ms, event, user_channel(user_id), message, int(late)
            )
        await pipeline.execute()

    async def read(self, user_id: UUID) -> list[bytes] | None:
        """A user's last events as JSON, newest first; None when Redis can't know them all."""
        found = await cast(
            "Awaitable[list[bytes]]",
            self._redis.zrange(recent_events_key(user_id), 0, RECENT_EVENTS, desc=True),
        )
        if not found or found[0] != WHOLE:
            return None
        return found[1:]

    async def fill(self, user_id: UUID, events: Sequence[tuple[int, bytes]]) -> None:
        """Add what the database has, as (milliseconds, JSON); from now on the list is whole."""
        pairs = [part for ts_ms, event in events for part in (ts_ms, event)]
        await cast("Awaitable[None]", self._redis.eval(FILL, 1, recent_events_key(user_id), *pairs))

    async def forget(self, user_id: UUID) -> None:
        """Drop a user's list: the next reader fills it anew."""
        await self._redis.delete(recent_events_key(user_id))

    async def check(self) -> None:
        """Ask whether Redis answers."""
        await self._redis.ping()
