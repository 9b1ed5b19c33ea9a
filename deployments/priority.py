"""Who goes first where several processes want the same cores.

Where Linux groups tasks by session (sched(7), autogroup; usual on a desktop), niceness counts within a session alone,
and each session gets the same share: one process that began a session of its own weighs as much as all of Ray.
"""

import os
import time
from pathlib import Path
from typing import Final

LEAST: Final = 19
AUTOGROUP: Final = Path("/proc/self/autogroup")
TRIES: Final = 5
AGAIN_S: Final = 0.15


def lower(niceness: int = LEAST) -> int:
    """Let this whole process, and what it starts, go after others of its session; its niceness now."""
    return os.nice(niceness)


def lower_session(niceness: int) -> None:
    """Let the session of this process go after others, which has to be its own: nobody else's may be in it."""
    for _ in range(TRIES):
        try:
            AUTOGROUP.write_text(str(niceness))
        except BlockingIOError:  # ten a second on the whole machine: somebody was quicker
            time.sleep(AGAIN_S)
        except OSError:  # not Linux, or no such grouping
            return
        else:
            return


def lower_with_session(niceness: int) -> None:
    """Let this process, and its session as a whole, go after others. At 19 it has only what nobody wants."""
    reached = lower(niceness)
    lower_session(reached)
    if reached >= LEAST and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
