"""vLLM's scheduler with rests, so that a language model on a CPU leaves caches and memory to live video.

Priorities decide who has a core; they don't keep a model that reads half a gigabyte for each word out of the caches
that a detector on the next core works from. Only the engine's process imports this, as vLLM does.
"""

import os
import time
from typing import Any, Final

from vllm.v1.core.sched.scheduler import Scheduler

SHARE: Final = "PAWSIGHT_COACH_SHARE_OF_TIME"
LONGEST_REST_S: Final = 0.5
IDLE_S: Final = 2.0
"""So long after a step nobody waited for the next one."""


class PacedScheduler(Scheduler):  # type: ignore[misc]  # vLLM is not read by mypy
    """Before each step it rests, in proportion to what the step before took."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        share = float(os.environ[SHARE])
        self._rest = (1 - share) / share
        self._began = time.monotonic()

    def schedule(self, *args: Any, **kwargs: Any) -> Any:
        """See vLLM."""
        took = time.monotonic() - self._began
        if took < IDLE_S:
            time.sleep(min(took * self._rest, LONGEST_REST_S))
        self._began = time.monotonic()
        return super().schedule(*args, **kwargs)
