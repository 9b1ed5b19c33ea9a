"""What is to be done about moments that have come; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from routines.schedule import Schedule

Missed = Literal["skip", "run_once"]
"""What becomes of moments that nobody was there for: nothing, or one run for all of them."""

LATE: Final = timedelta(minutes=10)
"""A moment that nobody has looked at for so long is missed; until then it is late, and its run takes place."""


@dataclass(frozen=True, slots=True)
class Due:
    """The moments whose run takes place now, oldest first; the last one that is skipped; and when it goes on."""

    run: tuple[datetime, ...]
    skipped: datetime | None
    next_run: datetime | None


def due(
    schedule: Schedule, planned: datetime | None, *, now: datetime, missed: Missed, late: timedelta = LATE
) -> Due:
    """What has come since a planned moment, which was the next when somebody last looked; None: nobody ever did.

    Each moment that is less than `late` ago is run. Of older ones at most the last is: when they are not skipped,
    and if nothing later is run anyway.

    Raises:
        CronInvalid: the schedule is none (any more).
    """
    if planned is None:
        return Due((), None, schedule.after(now))
    on_time_from = max(planned, now - late)
    run: list[datetime] = []
    next_run = None
    for moment in schedule.moments(on_time_from - timedelta(seconds=1)):
        if moment > now:
            next_run = moment
            break
        if moment >= on_time_from:
            run.append(moment)
    skipped = None
    if planned < on_time_from:
        skipped = schedule.last_before(on_time_from, since=planned)
        if skipped is not None and missed == "run_once" and not run:
            run, skipped = [skipped], None
    return Due(tuple(run), skipped, next_run)
