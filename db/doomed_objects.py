"""Objects in S3 whose row is gone: they are deleted with patience, by whoever comes first."""

from collections.abc import Sequence

from db.pool import Connection

DOOM = "INSERT INTO doomed_objects (uri) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"

# Whoever takes them has so long to delete them; then they are anybody's again.
TAKE = """
    UPDATE doomed_objects SET retry_at = now() + $2 * interval '1 second'
     WHERE uri IN (SELECT uri FROM doomed_objects WHERE retry_at <= now()
                    ORDER BY retry_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING uri
"""

FORGET = "DELETE FROM doomed_objects WHERE uri = ANY($1::text[])"


async def doom(conn: Connection, uris: Sequence[str]) -> None:
    """Let objects be deleted; call it in the transaction that deletes what refers to them."""
    await conn.execute(DOOM, list(uris))


async def take(conn: Connection, limit: int, *, lease_s: float) -> list[str]:
    """The URIs of objects to delete, which nobody else takes meanwhile."""
    return [row["uri"] for row in await conn.fetch(TAKE, limit, lease_s)]


async def forget(conn: Connection, uris: Sequence[str]) -> None:
    """The objects are gone."""
    await conn.execute(FORGET, list(uris))
