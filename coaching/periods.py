"""Which time a question is about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST: Final = timedelta(days=30)
DAY: Final = timedelta(days=1)
ONE_DAY: Final = timedelta(hours=25)
"""The longest that a calendar day can be."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time from start to end (UTC), and what an owner calls it: it begins a sentence, as in "Yesterday I saw ...".

    said: whether the question named it; else it is the last day.
    """

    start: datetime
    end: datetime
    name: str
    said: bool = True


def period_of(question: str, now: datetime, zone: tzinfo) -> Period:
    """The time that a question names, by the owner's calendar; the last 24 hours when it names none.

    now: UTC. No period reaches into the future, or is longer than `LONGEST`; one of several days begins at midnight.
    """
    lowered = question.lower()
    today = now.astimezone(zone).date()
    for pattern, make in _NAMED:
        if found := re.search(pattern, lowered):
            start, end, name = make(found, today, now, zone)
            end = min(end, now)
            # Of this evening nothing is known in the morning.
            start = max(min(start, end), end - LONGEST)
            if end - start > ONE_DAY:
                start = _at(start.astimezone(zone).date(), 0, zone)
            return Period(start, end, name)
    return Period(now - DAY, now, "in the last 24 hours", said=False)


_Made = tuple[datetime, datetime, str]
_Make = Callable[[re.Match[str], date, datetime, tzinfo], _Made]


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def _days(first: int, last: int, name: str) -> _Make:
    """Whole days, counted from today; `last` is exclusive."""

    def make(_: re.Match[str], today: date, __: datetime, zone: tzinfo) -> _Made:
        return _at(today + first * DAY, 0, zone), _at(today + last * DAY, 0, zone), name

    return make


def _hours(day: int, start: int, end: int, name: str) -> _Make:
    """Hours of one day, counted from today; hours past 24 are the next day's."""

    def make(_: re.Match[str], today: date, __: datetime, zone: tzinfo) -> _Made:
        begin = today + day * DAY
        return _at(begin, start, zone), _at(begin + (end // 24) * DAY, end % 24, zone), name

    return make


def _last(found: re.Match[str], _: date, now: datetime, __: tzinfo) -> _Made:
    count = min(int(found["count"]), 10_000) if found["count"] else 1
    unit = found["unit"]
    length = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": DAY, "week": 7 * DAY}[unit]
    if count * length > LONGEST:
        return now - LONGEST, now, "in the last 30 days"
    name = f"in the last {unit}" if count == 1 else f"in the last {count} {unit}s"
    return now - count * length, now, name


def _this_week(_: re.Match[str], today: date, now: datetime, zone: tzinfo) -> _Made:
    return _at(today - today.weekday() * DAY, 0, zone), now, "this week"


def _last_week(_: re.Match[str], today: date, __: datetime, zone: tzinfo) -> _Made:
    monday = today - today.weekday() * DAY
    return _at(monday - 7 * DAY, 0, zone), _at(monday, 0, zone), "last week"


def _weekday(found: re.Match[str], today: date, _: datetime, zone: tzinfo) -> _Made:
    back = (today.weekday() - WEEKDAYS.index(found["day"]) - 1) % 7 + 1
    day = today - back * DAY
    return _at(day, 0, zone), _at(day + DAY, 0, zone), f"on {found['day'].capitalize()}"


_NAMED: Final[tuple[tuple[str, _Make], ...]] = (
    (r"\b(?:last|past) (?:(?P<count>\d{1,5}) )?(?P<unit>minute|hour|day)s?\b", _last),
    (r"\b(?:last|past) (?P<count>\d{1,5}) (?P<unit>week)s?\b", _last),
    (r"\blast night\b", _hours(-1, 20, 32, "last night")),
    (r"\byesterday (?:evening|night)\b", _hours(-1, 18, 24, "yesterday evening")),
    (r"\byesterday morning\b", _hours(-1, 5, 12, "yesterday morning")),
    (r"\byesterday afternoon\b", _hours(-1, 12, 18, "yesterday afternoon")),
    (r"\byesterday\b", _days(-1, 0, "yesterday")),
    (r"\bthis morning\b", _hours(0, 5, 12, "this morning")),
    (r"\bthis afternoon\b", _hours(0, 12, 18, "this afternoon")),
    (r"\b(?:this evening|tonight)\b", _hours(0, 18, 24, "this evening")),
    (r"\b(?:today|so far)\b", _days(0, 1, "today")),
    (r"\bthis week\b", _this_week),
    (r"\blast week\b", _last_week),
    (r"\b(?:this|last|past) month\b", _days(-29, 1, "in the last 30 days")),
    (rf"\b(?P<day>{'|'.join(WEEKDAYS)})\b", _weekday),
)
