"""Objects in S3 whose row is gone: they are deleted with patience, by whoever comes first."""

from collections.abc import Sequence
from datetime import datetime

from db.pool import Connection
from db.times import aware

DOOM = "INSERT INTO doomed_objects (uri) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"

DOOM_UNLESS_SPARED = """
    INSERT INTO doomed_objects (uri, retry_at) SELECT unnest($1::text[]), $2
    ON CONFLICT (uri) DO UPDATE SET retry_at = EXCLUDED.retry_at
"""

# One that was taken has another time.
SPARE = "DELETE FROM doomed_objects WHERE uri = ANY($1::text[]) AND retry_at = $2 RETURNING uri"

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


async def doom_unless_spared(conn: Connection, uris: Sequence[str], at: datetime) -> None:
    """Let objects be deleted at a moment: call it before they are uploaded, and `spare` once a row refers to them.

    So an uploader that is killed in between leaves nothing behind.

    Raises:
        ValueError: the moment is naive.
    """
    await conn.execute(DOOM_UNLESS_SPARED, list(uris), aware(at))


async def spare(conn: Connection, uris: Sequence[str], at: datetime) -> bool:
    """Let objects live that were doomed for this moment; call it in the transaction that stores what refers to them.

    False when the moment has come for one of them: then roll back, they are not there any more.
    """
    return len(await conn.fetch(SPARE, list(uris), aware(at))) == len(set(uris))


async def take(conn: Connection, limit: int, *, lease_s: float) -> list[str]:
    """The URIs of objects to delete, which nobody else takes meanwhile."""
    return [row["uri"] for row in await conn.fetch(TAKE, limit, lease_s)]


async def forget(conn: Connection, uris: Sequence[str]) -> None:
    """The objects are gone."""
    await conn.execute(FORGET, list(uris))
