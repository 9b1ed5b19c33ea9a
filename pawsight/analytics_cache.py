"""Answers about a user's days in Redis, for five minutes or until one of her days is counted again.

Answers are kept under the name of an edition, which is a random word. Whoever changes a day ends the edition, so an
answer that was being worked out meanwhile is kept where nobody looks any more. Every function raises what redis-py
raises, when Redis is away.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from redis.asyncio import Redis

LIFETIME: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which answers are valid. zone: the user's time zone, an IANA name."""

    user_id: UUID
    name: str
    zone: str

    def key(self, question: str) -> str:
        """Where the answer to a question is kept."""
        return f"{_edition_key(self.user_id)}:{self.name}:{question}"


async def current(redis: Redis, user_id: UUID) -> Edition | None:
    """The edition whose answers are valid; None when there is none."""
    found = cast("bytes | None", await redis.get(_edition_key(user_id)))
    if found is None:
        return None
    name, _, zone = found.decode().partition(" ")
    return Edition(user_id, name, zone)


async def begin(redis: Redis, user_id: UUID, zone: str, *, anew: bool = False) -> None:
    """Begin an edition where there is none; anew: in the place of the one there is."""
    value = f"{secrets.token_urlsafe(12)} {zone}"
    await redis.set(_edition_key(user_id), value, nx=not anew, ex=LIFETIME)


async def end(redis: Redis, user_id: UUID) -> None:
    """End a user's edition: no answer of before is given any more. Call it after what changed is committed."""
    await redis.delete(_edition_key(user_id))


async def answer(redis: Redis, edition: Edition, question: str) -> bytes | None:
    """What was answered before, if it is still true."""
    return cast("bytes | None", await redis.get(edition.key(question)))


async def keep(redis: Redis, edition: Edition, question: str, body: bytes) -> None:
    """Keep an answer that was worked out after `edition` was looked up."""
    await redis.set(edition.key(question), body, ex=LIFETIME)


def _edition_key(user_id: UUID) -> str:
    return f"pawsight:user:{user_id}:analytics"
