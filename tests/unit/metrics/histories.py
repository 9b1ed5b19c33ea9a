"""Generated histories of a home, and what their days came to by counting minute for minute."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from pawsight.messages import Event

MINUTE = timedelta(minutes=1)
CAMERAS = ("porch", "kitchen")
TOLD_ONCE = ("sit", "stand", "lie", "fetch", "fetch_success", "treat", "run", "enter_zone")
SOUNDS = ("bark", "howl", "whine")


@lru_cache(maxsize=16)
def dates_of_minutes(begin: datetime, minutes: int, zone: tzinfo) -> list[date]:
    """The calendar day of each minute."""
    return [(begin + minute * MINUTE).astimezone(zone).date() for minute in range(minutes)]


@dataclass(frozen=True)
class Stay:
    """camera and dog: who was where; minutes from the beginning of the history. end None: it was never told."""

    camera: str
    dog: int
    start: int
    end: int | None
    says_seconds: bool
    new_track: bool


@dataclass(frozen=True)
class History:
    """Whole minutes since `begin`. heard: (minute, kind, count). calm: (minute, length; None: it goes on)."""

    begin: datetime
    minutes: int
    stays: tuple[Stay, ...]
    told: tuple[tuple[int, str], ...]
    heard: tuple[tuple[int, str, int | None], ...]
    calm: tuple[tuple[int, int | None], ...]

    def events(self) -> list[Event]:
        """As live analysis would have stored them."""
        return [
            *(event for number, stay in enumerate(self.stays) for event in self._stay(stay, number)),
            *(self._event(at, kind) for at, kind in self.told),
            *(
                self._event(at, kind, **({} if count is None else {"count": count}))
                for at, kind, count in self.heard
            ),
            *(
                self._event(at, "calm", **({} if length is None else {"durationMs": length * 60_000}))
                for at, length in self.calm
            ),
        ]

    def counted(self, day: date, zone: tzinfo, now: datetime) -> dict[str, int]:
        """What a day came to, by looking at each minute and each event."""

        dates = dates_of_minutes(self.begin, self.minutes * 2, zone)

        def of_day(minute: int) -> bool:
            return dates[minute] == day

        own = [minute for minute, one in enumerate(dates) if one == day]
        kinds = Counter(kind for at, kind in self.told if of_day(at))
        barked: Counter[str] = Counter()
        for at, kind, count in self.heard:
            if of_day(at):
                barked[kind] += 1 if count is None else count
        seen = {minute for stay in self.stays for minute in self._minutes(stay, zone, now)}
        rested = {minute for at, length in self.calm for minute in range(at, at + (length or 0))}
        return {
            "sit_count": kinds["sit"],
            "stand_count": kinds["stand"],
            "lie_count": kinds["lie"],
            "fetch_count": kinds["fetch"],
            "fetch_success_count": kinds["fetch_success"],
            "treats_dispensed": kinds["treat"],
            "time_in_frame_min": sum(minute in seen for minute in own),
            "barks": barked["bark"],
            "howls": barked["howl"],
            "whines": barked["whine"],
            "calm_minutes": sum(minute in rested for minute in own),
        }

    def _minutes(self, stay: Stay, zone: tzinfo, now: datetime) -> set[int]:
        if stay.end is not None:
            return set(range(stay.start, stay.end))
        # Until its own day ends, or now.
        dates = dates_of_minutes(self.begin, self.minutes * 2, zone)
        there, minute = set(), stay.start
        while dates[minute] == dates[stay.start] and self.begin + minute * MINUTE < now:
            there.add(minute)
            minute += 1
        return there

    def _stay(self, stay: Stay, number: int) -> list[Event]:
        track = stay.dog * 1000 + number if stay.new_track else stay.dog
        entered = self._event(stay.start, "enter_frame", cameraId=stay.camera, trackId=track)
        if stay.end is None:
            return [entered]
        says: dict[str, Any] = {"seconds": (stay.end - stay.start) * 60.0} if stay.says_seconds else {}
        # A track that broke has another number when the dog leaves.
        leaves_as = track + 500_000 if stay.new_track and stay.says_seconds else track
        left = self._event(stay.end, "leave_frame", cameraId=stay.camera, trackId=leaves_as, **says)
        return [entered, left]

    def _event(self, minute: int, kind: str, **data: Any) -> Event:
        # Ids are of no meaning here; equal ones of one moment would be.
        key = (minute, kind, sorted(data.items(), key=str))
        return Event(
            id=UUID(int=abs(hash(str(key))) % 2**128), ts=self.begin + minute * MINUTE, type=kind, data=data
        )


@st.composite
def histories(draw: st.DrawFn, begin: datetime, days: int = 3) -> History:
    """A few days of a home with two cameras and two dogs, beginning then (UTC)."""
    assert begin.tzinfo is UTC
    minutes = days * 24 * 60
    minute = st.integers(0, minutes - 1)
    stays: list[Stay] = []
    for camera in CAMERAS:
        # One program tells of a camera. Where some leavings said when their stay began and others did not, two dogs
        # that came at the same moment could not be told apart.
        says_seconds = draw(st.booleans())
        for dog in (1, 2):
            edges = sorted(draw(st.sets(minute, max_size=8)))
            for number, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=False)):
                if end - start > 24 * 60:
                    continue
                last = number == len(edges) // 2 - 1
                # Only the last one stays: who comes again on the same track had left.
                lost = last and draw(st.booleans())
                stays.append(
                    Stay(camera, dog, start, None if lost else end, says_seconds, draw(st.booleans()))
                )
    return History(
        begin,
        minutes,
        tuple(stays),
        tuple(draw(st.lists(st.tuples(minute, st.sampled_from(TOLD_ONCE)), max_size=30))),
        tuple(
            draw(
                st.lists(
                    st.tuples(minute, st.sampled_from(SOUNDS), st.none() | st.integers(1, 40)), max_size=15
                )
            )
        ),
        tuple(draw(st.lists(st.tuples(minute, st.none() | st.integers(1, 600)), max_size=8))),
    )
