"""When a routine runs: a cron expression on the owner's clock; pure.

On the night that the clock goes back, a moment that comes twice is taken once, the first time; on the night that it
goes forward, one that is left out comes right after the gap. What runs every few minutes or every hour just goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from typing import Final, Self

from cronsim import CronSim, CronSimError

from routines.errors import CronInvalid

LONGEST_CRON: Final = 100
FAR: Final = timedelta(days=5 * 366)
"""A routine whose next moment is farther away is a mistake: no 29th of February is."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A cron expression of five fields (minute, hour, day, month, weekday), and the zone whose clock it means."""

    cron: str
    zone: tzinfo

    @classmethod
    def of(cls, cron: str, zone: tzinfo, *, now: datetime) -> Self:
        """A schedule that has a moment to come.

        Raises:
            CronInvalid: it is no cron expression, or its next moment is more than five years away.
        """
        if len(cron) > LONGEST_CRON or not cron.isascii() or len(cron.split()) != 5:
            raise CronInvalid("five fields: minute, hour, day of the month, month, weekday")
        made = cls(" ".join(cron.split()), zone)
        if made.after(now) is None:
            raise CronInvalid("no such moment comes within five years")
        return made

    def moments(self, after: datetime) -> Iterator[datetime]:
        """Its moments later than this one, in UTC, until five years after it.

        Raises:
            CronInvalid: it is no cron expression.
        """
        last = after
        try:
            for local in CronSim(self.cron, after.astimezone(self.zone)):
                moment = local.astimezone(UTC)
                if moment - after > FAR:
                    return
                # The second time that a clock shows an hour, the first one's moments come up again.
                if moment > last:
                    yield moment
                    last = moment
        except CronSimError as error:
            raise CronInvalid(str(error)) from error

    def after(self, moment: datetime) -> datetime | None:
        """The next moment, later than this one; None when there is none within five years.

        Raises:
            CronInvalid: it is no cron expression.
        """
        return next(self.moments(moment), None)

    def next_runs(self, after: datetime, count: int) -> list[datetime]:
        """So many moments to come.

        Raises:
            CronInvalid: it is no cron expression.
        """
        return list(islice(self.moments(after), count))

    def last_before(self, moment: datetime, *, since: datetime) -> datetime | None:
        """The last moment that is earlier than this one, and not earlier than `since`.

        Raises:
            CronInvalid: it is no cron expression.
        """
        # From a little further back, forward: only so a night with two clocks is read as `moments` reads it.
        reach = timedelta(hours=1)
        while True:
            begin = max(since - timedelta(seconds=1), moment - reach)
            found = None
            for one in self.moments(begin):
                if one >= moment:
                    break
                found = one
            if found is not None and found >= since:
                return found
            if begin < since:
                return None
            reach *= 8
