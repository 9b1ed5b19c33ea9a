from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from video.retention import Room, beyond_retention, missing_bytes, room, to_make_room

NOW = datetime(2026, 3, 8, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Segment:
    end_ts: datetime
    size_bytes: int = 10


def aged(*days: float) -> list[Segment]:
    return [Segment(NOW - timedelta(days=one)) for one in days]


@pytest.mark.parametrize(
    ("oldest", "total", "most", "count"),
    [
        ([], 0, 100, 0),
        (aged(8, 7.1, 6.9, 1), 40, 1000, 2),
        (aged(6, 5, 4), 30, 30, 0),
        (aged(6, 5, 4), 30, 29, 1),
        (aged(6, 5, 4), 1000, 29, 3),
        (aged(8, 5, 4), 30, 15, 2),
    ],
)
def test_the_oldest_go_until_what_stays_is_young_and_little(
    oldest: list[Segment], total: int, most: int, count: int
) -> None:
    assert beyond_retention(oldest, total, now=NOW, age=WEEK, most_bytes=most) == count


@settings(deadline=None)
@given(st.lists(st.integers(0, 100)), st.integers(0, 2000))
def test_what_stays_is_within_the_limit_and_one_more_would_not_be(sizes: list[int], most: int) -> None:
    oldest = [Segment(NOW, size) for size in sizes]
    count = beyond_retention(oldest, sum(sizes), now=NOW, age=WEEK, most_bytes=most)
    assert sum(sizes[count:]) <= most
    assert count == 0 or sum(sizes[count - 1 :]) > most


@pytest.mark.parametrize(("needed", "count"), [(-5, 0), (0, 0), (1, 1), (10, 1), (11, 2), (999, 3)])
def test_room_is_made_of_the_oldest(needed: int, count: int) -> None:
    assert to_make_room(aged(3, 2, 1), needed) == count


@pytest.mark.parametrize(
    ("free", "verdict"), [(50, Room.AMPLE), (49, Room.SCARCE), (10, Room.SCARCE), (9, Room.SHORT)]
)
def test_owners_are_warned_before_recordings_go(free: int, verdict: Room) -> None:
    assert room(free, warning_bytes=50, floor_bytes=10) == verdict


def test_room_is_made_beyond_the_floor_and_not_twice_for_what_is_on_its_way() -> None:
    assert missing_bytes(900, floor_bytes=1000) == 200
    assert missing_bytes(900, floor_bytes=1000, on_their_way=200) == 0
