"""A calendar day where the owner lives: 24 hours long, 23 or 25 when the clocks change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class UnknownTimeZone(ValueError):
    """This machine knows no such time zone."""


def time_zone(name: str) -> tzinfo:
    """The zone of an IANA name, such as `Europe/Berlin`.

    Raises:
        UnknownTimeZone: there is none of that name.
    """
    if name == "UTC":  # known where no time zone data are installed, too
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(f"no time zone is called {name!r}") from error


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a zone. start, end: UTC, the end exclusive."""

    day: date
    zone: tzinfo
    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: date, zone: tzinfo) -> "Day":
        """A calendar day. One that a zone left out, as Samoa did in 2011, has no length."""
        return cls(day, zone, _midnight(day, zone), _midnight(day + timedelta(days=1), zone))

    def hours(self) -> Iterator[tuple[int, datetime, datetime]]:
        """The day's hours as (0..23 on the clock, start, end). The hour that is gone through twice comes twice."""
        start = self.start
        while start < self.end:
            local = start.astimezone(self.zone)
            passed = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
            end = min(start + timedelta(hours=1) - passed, self.end)
            yield local.hour, start, end
            start = end


def date_at(moment: datetime, zone: tzinfo) -> date:
    """The calendar day of a moment."""
    return moment.astimezone(zone).date()


def dates_of(start: datetime, end: datetime, zone: tzinfo) -> list[date]:
    """Every calendar day that has a part of the time from start (inclusive) to end (exclusive)."""
    first, last = date_at(start, zone), date_at(end - timedelta(microseconds=1), zone)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _midnight(day: date, zone: tzinfo) -> datetime:
    # Where clocks jump over midnight, the day begins with the jump: that is what `fold=0` comes to.
    return datetime.combine(day, time.min, zone).astimezone(UTC)
