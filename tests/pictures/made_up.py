"""Whose home it is and what time it is there: what all recorded answers share."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

Answers = dict[str, Any]
"""The body of each answer, by `METHOD path` without its query; `{}` stands for any one part of a path."""

NOW: Final = datetime(2025, 10, 24, 14, 32, tzinfo=UTC)
ZONE: Final = "Europe/Berlin"
DOG: Final = (0.42, 0.4, 0.48)
"""Left, top and height of the dog that is in view now."""


def new_id(number: int) -> str:
    return f"0199e1b2-0000-7000-8000-{number:012d}"


LIVING_ROOM, GARDEN, ROBOT, RUN = new_id(1), new_id(2), new_id(3), new_id(4)
CLIP: Final = new_id(301)
NAMES: Final = {LIVING_ROOM: "Living room", GARDEN: "Garden"}


def at(**ago: float) -> str:
    """A moment so long ago, RFC 3339."""
    return (NOW - timedelta(**ago)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def page(items: list[Any]) -> Answers:
    return {"items": items, "nextCursor": None}
