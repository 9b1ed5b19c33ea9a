"""The clocks that playing needs, in one place, so that a test can turn them by hand."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _wait(event: threading.Event, seconds: float) -> bool:
    return event.wait(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """monotonic: seconds, never back. now: aware UTC. wait: sleep unless the event is set; whether it is."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    wait: Callable[[threading.Event, float], bool] = _wait
