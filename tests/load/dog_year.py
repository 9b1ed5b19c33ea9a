"""A dog's days, generated: the same for the same seed.

The model: a dog sleeps from 22:00 to 6:00, and is busiest at breakfast, at noon and in the evening (`BUSY`). It comes
into one of two pictures, stays for 1 to 20 minutes, is in one posture after the other for 5 s to 3 min, barks 1 to 12
times in a quarter of its stays, is calm for up to half of every other one, fetches in one of twenty, gets a treat in
one of thirty, whines in one of fifteen, howls in one of fifty, and leaves.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pawsight.ids import new_id
from pawsight.messages import Event, rfc3339

BUSY: Final = (0, 0, 0, 0, 0, 1, 5, 9, 6, 4, 3, 4, 7, 4, 3, 3, 4, 6, 9, 8, 6, 4, 1, 0)
"""How much of a day's stays each hour begins, by its weight."""

EVENTS_A_STAY: Final = 11
"""In the mean; about."""

PLACES: Final = ((0.2, 0.5), (0.6, 0.4), (0.75, 0.6))


def events_of_day(
    day: datetime, events: int, cameras: tuple[UUID, UUID], chance: random.Random
) -> list[Event]:
    """About so many events of the 24 hours that begin then (UTC), in the order of their time."""
    assert day.tzinfo is UTC
    found: list[Event] = []
    for number in range(max(1, round(events / EVENTS_A_STAY))):
        (hour,) = chance.choices(range(24), BUSY)
        start = day + timedelta(hours=hour, milliseconds=chance.randrange(3_600_000))
        found.extend(_stay(start, chance.choice(cameras), number, chance))
    return sorted(found, key=lambda one: one.ts)


def _stay(start: datetime, camera: UUID, track: int, chance: random.Random) -> Iterator[Event]:
    length = timedelta(milliseconds=chance.randrange(60_000, 1_200_000))
    place = chance.choice(PLACES)

    def told(kind: str, at: datetime, lasts: timedelta | None = None, **more: Any) -> Event:
        data: dict[str, Any] = {
            "cameraId": str(camera),
            "trackId": track,
            "confidence": 0.9,
            "box": _box(place, chance),
        }
        if lasts is not None:
            data |= {"endTs": rfc3339(at + lasts), "durationMs": lasts // timedelta(milliseconds=1)}
        frames = [
            {"captureTs": rfc3339(at + timedelta(milliseconds=66 * n)), "probability": 0.9} for n in range(4)
        ]
        evidence = {"rule": f"{kind} >= 0.55 for 1 s", "source": "rule", "frames": frames, "frameCount": 30}
        return Event(id=new_id(), ts=at, type=kind, data={**data, "evidence": evidence, **more})

    yield told("enter_frame", start)
    at, end = start, start + length
    while (at := at + timedelta(milliseconds=chance.randrange(2_000, 20_000))) < end:
        lasts = min(timedelta(milliseconds=chance.randrange(5_000, 180_000)), end - at)
        yield told(chance.choice(("sit", "stand", "lie", "stand", "run")), at, lasts)
        at += lasts
    if chance.random() < 0.25:
        yield told("bark", start + length / 3, timedelta(seconds=4), count=chance.randrange(1, 13))
    if chance.random() < 0.5:
        yield told("calm", start + length / 2, length / 2 * chance.random())
    if chance.random() < 0.05:
        yield told("fetch", start + length / 4, timedelta(seconds=9))
        yield told("fetch_success", start + length / 4 + timedelta(seconds=9))
    if chance.random() < 1 / 30:
        yield told("treat", start + length / 5)
    if chance.random() < 1 / 15:
        yield told("whine", start + length / 6, timedelta(seconds=3), count=chance.randrange(1, 5))
    if chance.random() < 1 / 50:
        yield told("howl", start + length / 7, timedelta(seconds=6))
    yield told("leave_frame", end, seconds=round(length.total_seconds(), 1))


def _box(place: tuple[float, float], chance: random.Random) -> dict[str, float]:
    x, y = (round(min(max(chance.gauss(one, 0.05), 0), 0.8), 4) for one in place)
    return {"x": x, "y": y, "w": 0.2, "h": 0.2}
