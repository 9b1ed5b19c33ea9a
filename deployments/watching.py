"""Looking for work again and again, whatever is away in between."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, NoReturn

import structlog
from ray.exceptions import RayError

from db.errors import DatabaseError

log = structlog.get_logger()

PAUSE_AFTER_MISTAKE_S: Final = 5.0


async def look_for_ever(
    look: Callable[[], Awaitable[None]], pause: Callable[[], Awaitable[None]], work: str
) -> NoReturn:
    """Look, pause, and look again. work: what waits while nobody can look, for the log.

    Nothing is lost while the database or Ray is away: what is to be done is rows, and they are looked at again.
    """
    away = False
    while True:
        try:
            await look()
            away = False
        except (DatabaseError, RayError) as error:
            if not away:
                log.warning(f"{work} wait", error=repr(error))
            away = True
        except Exception:
            log.exception(f"{work} wait: a mistake of ours")
            await asyncio.sleep(PAUSE_AFTER_MISTAKE_S)
        await pause()
