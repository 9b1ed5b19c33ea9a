"""Who is asking: tokens by their SHA-256, looked up once and remembered for a moment."""

import hashlib
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from db.pool import Database
from db.tokens import LiveToken, find_live, touch

REMEMBER_S = 30.0
REMEMBER = 10_000

SCOPES = ("read", "write", "models", "admin")


@dataclass(frozen=True, slots=True)
class Principal:
    """The user behind a request, and what its token may do."""

    user_id: UUID
    email: str
    role: str
    scopes: frozenset[str]
    kind: str
    token_id: UUID
    token_sha256: str


def new_token() -> str:
    """256 bits from the system's generator: nothing to guess, so one round of SHA-256 is enough to store it."""
    return secrets.token_urlsafe(32)


def sha256(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


class TokenCache:
    """The principals of the tokens seen last. A revoked token is forgotten at once, by a message on Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: OrderedDict[str, tuple[Principal | None, float]] = OrderedDict()

    async def principal(self, token: str) -> Principal | None:
        """Who holds this token; None when nobody does, or it has expired or was revoked.

        Raises:
            DatabaseError: it is not remembered and the database is away.
        """
        digest = hashlib.sha256(token.encode()).hexdigest()
        known = self._seen.get(digest)
        if known is not None and known[1] > time.monotonic():
            return known[0]
        async with self._database.connection() as conn:
            found = await find_live(conn, bytes.fromhex(digest))
            if found is not None:
                await touch(conn, found.id)
        principal = None if found is None else _principal(found, digest)
        self._seen[digest] = (principal, time.monotonic() + REMEMBER_S)
        while len(self._seen) > REMEMBER:
            self._seen.popitem(last=False)
        return principal

    def forget(self, token_sha256: str) -> None:
        """Look this token up again next time."""
        self._seen.pop(token_sha256, None)


def _principal(found: LiveToken, digest: str) -> Principal:
    return Principal(
        user_id=found.user_id,
        email=found.email,
        role=found.role,
        scopes=frozenset(found.scopes),
        kind=found.kind,
        token_id=found.id,
        token_sha256=digest,
    )
