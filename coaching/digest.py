"""What is known of a time: the only thing that an answer may draw figures, moments and clips from.

Whoever asks the coach reads these values from the database, for one user, and hands them in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from coaching.behaviours import BEHAVIOURS, counted
from pawsight.daily_metrics import DayMetrics
from pawsight.messages import Event

COUNTS = {
    "sit": "sit_count",
    "stand": "stand_count",
    "lie": "lie_count",
    "fetch": "fetch_count",
    "fetch_success": "fetch_success_count",
    "treat": "treats_dispensed",
    "bark": "barks",
    "howl": "howls",
    "whine": "whines",
}
"""Behaviours that daily metrics count, and under which name; a `bark` event may hold many barks."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened. at: UTC. seconds: how long it lasted, if known. note: an owner's own words."""

    id: UUID
    at: datetime
    type: str
    seconds: float | None = None
    note: str | None = None

    @classmethod
    def of(cls, event: Event) -> "Moment":
        """An event, without what nobody asks about. Its data may hold anything at all."""
        lasted, note = event.data.get("durationMs"), event.data.get("note")
        seconds = None
        if isinstance(lasted, int | float) and not isinstance(lasted, bool) and 0 <= lasted < 1e9:
            seconds = lasted / 1000
        return cls(event.id, event.ts, event.type, seconds, note[:500] if isinstance(note, str) else None)


@dataclass(frozen=True, slots=True)
class ClipRef:
    """A clip that was kept. start: UTC."""

    id: UUID
    start: datetime
    duration: timedelta
    labels: tuple[str, ...] = ()
    note: str | None = None

    @property
    def end(self) -> datetime:
        """Where its last picture ends."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Digest:
    """Facts of one user's time from start to end (UTC).

    zone: where the owner lives; times are told by its clock. counts: how often each behaviour was seen or heard.
    before: the same of the time before, as long as this one; None: not looked up. moments: the newest first.
    period: how the owner would call the time, e.g. "yesterday".
    """

    start: datetime
    end: datetime
    zone: tzinfo
    period: str
    counts: Mapping[str, int] = field(default_factory=dict)
    minutes_in_frame: int = 0
    calm_minutes: int = 0
    before: Mapping[str, int] | None = None
    moments: tuple[Moment, ...] = ()
    clips: tuple[ClipRef, ...] = ()

    def count(self, behaviour: str) -> int:
        """How often it was seen or heard."""
        return self.counts.get(behaviour, 0)

    def clock(self, moment: datetime) -> str:
        """What the owner's clock shows: `14:05`."""
        return f"{moment.astimezone(self.zone):%H:%M}"

    def told_at(self, moment: datetime) -> str:
        """When it was, as briefly as the period allows: `14:05`, or `24 October, 14:05` in a longer one."""
        if self.end - self.start <= timedelta(hours=26):
            return self.clock(moment)
        local = moment.astimezone(self.zone)
        return f"{local.day} {local:%B}, {local:%H:%M}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return not any(self.counts.values()) and not self.minutes_in_frame


def counts_of(totals: DayMetrics, others: Mapping[str, int]) -> dict[str, int]:
    """Counts of daily metrics, and of the behaviours that they leave out."""
    told = {kind: getattr(totals, name) for kind, name in COUNTS.items()}
    return {**{kind: others.get(kind, 0) for kind in BEHAVIOURS if kind not in told}, **told}


def facts(digest: Digest) -> list[str]:
    """What happened, a sentence each, the most telling first; no advice in it."""
    told = [
        f"{counted(kind, digest.count(kind))}{_than_before(digest, kind)}"
        for kind in BEHAVIOURS
        if digest.count(kind)
    ]
    if digest.minutes_in_frame:
        told.append(f"{digest.minutes_in_frame} minutes in the picture")
    if digest.calm_minutes:
        told.append(f"{digest.calm_minutes} calm minutes")
    return told


def _than_before(digest: Digest, kind: str) -> str:
    if digest.before is None:
        return ""
    was = digest.before.get(kind, 0)
    return f" ({was} in the same time before)" if was != digest.count(kind) else ""
