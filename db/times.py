"""Times in the database are aware; a naive one would silently take the server's zone."""

from datetime import datetime


def aware(moment: datetime) -> datetime:
    """The same time, once it is known to have a zone.

    Raises:
        ValueError: it is naive.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"a time without a zone: {moment.isoformat()}")
    return moment


def aware_or_none(moment: datetime | None) -> datetime | None:
    """As `aware`, where there may be no time.

    Raises:
        ValueError: it is naive.
    """
    return None if moment is None else aware(moment)
