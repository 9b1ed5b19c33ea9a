"""The owner of a new system, and the token that lets her in."""

import hashlib

from db import users
from db.pool import Connection
from db.users import User
from pawsight.ids import new_id

SCOPES = ("read", "write", "models", "admin")

PUT = """
    INSERT INTO api_tokens (id, user_id, name, kind, token_sha256, scopes)
    VALUES ($1, $2, 'owner', 'owner', $3, $4)
    ON CONFLICT (token_sha256) DO UPDATE SET revoked_at = NULL
     WHERE api_tokens.user_id = EXCLUDED.user_id AND api_tokens.kind = 'owner'
"""

RETIRE_OTHERS = """
    UPDATE api_tokens SET revoked_at = now()
     WHERE user_id = $1 AND kind = 'owner' AND token_sha256 <> $2 AND revoked_at IS NULL
"""


async def ensure_owner(conn: Connection, email: str, token: str) -> User:
    """Make sure that this user exists and that exactly this owner token opens the door.

    May be called at every start; an owner token of before is revoked. Call it inside a transaction.
    """
    user = await users.get_or_create(conn, email)
    digest = hashlib.sha256(token.encode()).digest()
    await conn.execute(RETIRE_OTHERS, user.id, digest)
    await conn.execute(PUT, new_id(), user.id, digest, list(SCOPES))
    return user
