"""What is kept of a camera's recordings, and how much of a disk they may fill. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final, Protocol

CLEARANCE: Final = 1.1
"""Once the disk is short, room is made beyond the floor: not each segment that comes makes it short again."""


class Kept(Protocol):
    """A segment, as far as retention looks at it."""

    @property
    def end_ts(self) -> datetime:
        """When it ends."""
        ...

    @property
    def size_bytes(self) -> int:
        """What it takes."""
        ...


class Room(IntEnum):
    """How a disk is; a larger one is worse."""

    AMPLE = 0
    SCARCE = 1
    """Owners are told: soon the oldest recordings will be deleted."""
    SHORT = 2
    """The oldest recordings go."""


def beyond_retention(
    oldest: Sequence[Kept], total_bytes: int, *, now: datetime, age: timedelta, most_bytes: int
) -> int:
    """How many of the oldest segments must go, of those given.

    oldest: in the order of time. total_bytes: of all there are. age, most_bytes: what may stay.
    """
    for number, segment in enumerate(oldest):
        if segment.end_ts >= now - age and total_bytes <= most_bytes:
            return number
        total_bytes -= segment.size_bytes
    return len(oldest)


def to_make_room(oldest: Sequence[Kept], needed_bytes: int) -> int:
    """How many of the oldest segments must go so that so much becomes free; all of them, if they are too few."""
    for number, segment in enumerate(oldest):
        if needed_bytes <= 0:
            return number
        needed_bytes -= segment.size_bytes
    return len(oldest)


def room(free_bytes: int, *, warning_bytes: int, floor_bytes: int) -> Room:
    """How a disk with so much free space is."""
    if free_bytes < floor_bytes:
        return Room.SHORT
    return Room.SCARCE if free_bytes < warning_bytes else Room.AMPLE


def missing_bytes(free_bytes: int, *, floor_bytes: int, on_their_way: int = 0) -> int:
    """How much must still become free. on_their_way: deleted, but the disk does not show it yet."""
    return round(floor_bytes * CLEARANCE) - free_bytes - on_their_way
