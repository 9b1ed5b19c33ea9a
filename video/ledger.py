"""The gap ledger of one camera: every moment since its beginning is recorded, or missing with a reason.

Pure: it is told what was recorded and what is missing, and answers which gaps changed. Times are aware, and
those of the database, so that one moment is the same in both.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from pawsight.recordings import GapReason


@dataclass(frozen=True, slots=True)
class Gap:
    """A time that was not recorded. until: None while it lasts; equal to `since`: it turned out to be none."""

    since: datetime
    until: datetime | None
    reason: GapReason
    detail: str | None = None

    @property
    def is_void(self) -> bool:
        """There was no gap after all: what seemed lost was only late."""
        return self.until == self.since


class Ledger:
    """What is accounted for, up to now, in the order of time.

    until: everything before it is recorded or in a gap. A gap is known by its `since`: of two answers about the
    same gap the later one is right.
    """

    def __init__(self, until: datetime, gap: Gap | None = None) -> None:
        """gap: one that lasts, from before."""
        self.until = until
        self.gap = gap

    def recorded(self, since: datetime, until: datetime) -> list[Gap]:
        """Note that a stretch is on disk; it ends the gap that lasts. Which gaps changed."""
        if self.gap is not None:
            changed = [replace(self.gap, until=max(self.gap.since, since))]
        elif since > self.until:
            # Whoever records says what is missing; what nobody spoke of, no picture came for.
            changed = [Gap(self.until, since, "source_away")]
        else:
            changed = []
        self.gap = None
        # A clock that was set back has us record a time again.
        self.until = max(self.until, until)
        return changed

    def missing(self, since: datetime, reason: GapReason, detail: str | None = None) -> list[Gap]:
        """Note that nothing is recorded, from a moment on and for this reason. Which gaps changed."""
        changed: list[Gap] = []
        if self.gap is None:
            since = self.until
        elif self.gap.reason == reason:
            return changed
        elif since > self.gap.since:
            changed.append(replace(self.gap, until=since))
        else:
            since = self.gap.since
        self.gap = Gap(since, None, reason, detail)
        self.until = max(self.until, since)
        return [*changed, self.gap]
