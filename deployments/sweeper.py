"""Deletes objects in S3 whose row is gone, with patience: S3 may be away for as long as it likes."""

import asyncio
from typing import Final

import structlog

from db import doomed_objects
from db.errors import DatabaseError
from db.pool import Database
from pawsight import recordings
from pawsight.objects import ObjectStore, ObjectStoreUnavailable

log = structlog.get_logger()

LOOK_EVERY_S: Final = 10.0
LEASE_S: Final = 60.0
AT_ONCE: Final = 500


async def sweep_for_ever(database: Database, objects: ObjectStore) -> None:
    """Delete what is doomed. Several may do so at once: each object is one's at a time."""
    while True:
        try:
            while await sweep(database, objects) == AT_ONCE:
                continue
        except (DatabaseError, ObjectStoreUnavailable) as error:
            log.warning("doomed objects stay for now", error=str(error))
        except Exception:
            log.exception("doomed objects stay for now: a mistake of ours")
        await asyncio.sleep(LOOK_EVERY_S)


async def sweep(database: Database, objects: ObjectStore) -> int:
    """Delete some objects; how many were looked at.

    Raises:
        DatabaseError, ObjectStoreUnavailable: a service is away; after a minute they are anybody's again.
    """
    async with database.connection() as conn:
        uris = await doomed_objects.take(conn, AT_ONCE, lease_s=LEASE_S)
    keys = {key: uri for uri in uris if (key := recordings.key_of(uri)) is not None}
    gone = {keys[key] for key in await objects.delete_many(list(keys))}
    # What is no object of ours is nobody's to delete, and would only come up again and again.
    gone |= set(uris) - set(keys.values())
    async with database.connection() as conn:
        await doomed_objects.forget(conn, list(gone))
    return len(uris)
