"""A clock that a test turns by hand."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from video.clock import Clock

BEGIN = datetime(2025, 10, 24, 12, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that moves only when somebody waits on it, and then a little too far, as real ones do."""

    at_s: float = 1000.0
    overshoot_s: float = 0.003
    waits_s: list[float] = field(default_factory=list)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.waits_s.append(seconds)
        if seconds > 0:
            self.at_s += seconds + self.overshoot_s
        return event.is_set()

    def clock(self) -> Clock:
        return Clock(
            monotonic=lambda: self.at_s,
            now=lambda: BEGIN + timedelta(seconds=self.at_s - 1000),
            wait=self.wait,
        )
