"""What a day came to, for a routine's `summary` step: counted figures in plain words."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from db import daily_metrics
from db.pool import Database
from routines.words import day_in_words

Summarise = Callable[[UUID, date], Awaitable[str]]
"""A user's calendar day in words. The one seam: who can say more than the figures do takes this one's place."""


def plain_summary(database: Database) -> Summarise:
    """The figures alone.

    Raises, when called:
        DatabaseError: the database is away.
    """

    async def summarise(user_id: UUID, day: date) -> str:
        async with database.connection() as conn:
            found = await daily_metrics.between(conn, user_id, day, day)
        return day_in_words(day, found[0] if found else None)

    return summarise
