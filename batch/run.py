"""One run over archived video, from its row to its report. Ray is connected; nothing else is assumed.

A run that was killed goes on where it was: what it saw in a segment lies in S3, and is not looked at again; what it
tells is stored as a whole at its end, so that no row is ever doubled.
"""

import pickle
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import ray
import structlog

from batch import comparison
from batch.looker import Looker, Models
from batch.telling import tell
from db import batch_runs, segments, zones
from db import events as live_events
from db.batch_runs import BatchRun
from db.pool import Database
from db.segments import Segment
from pawsight.messages import Event
from pawsight.objects import ObjectStore
from pawsight.settings import settings
from vision import events

log = structlog.get_logger()

PAGE: Final = 1000
NICENESS: Final = 10
MOST_TOLD: Final = 200
"""Changes that a report names one by one; it counts all."""

# What is heard is not looked at again: a run says nothing about it.
HEARD: Final = frozenset({"bark", "howl", "whine", "growl"})


class Cancelled(Exception):
    """Somebody cancelled the run, or deleted it."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a run may take of the cluster.

    workers: processes that look at segments. cpus, gpus: of each, as Ray counts them. threads: of each inference.
    """

    workers: int = 1
    cpus: float = 1.0
    gpus: float = 0.0
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: segments, and frames that were looked at by this process's pool in so many seconds."""

    done: int
    of: int
    frames: int
    seconds: float


Told = Callable[[Progress], None]


async def carry_out(
    database: Database, run: BatchRun, share: Share, told: Told = lambda _: None, *, keep: bool = True
) -> dict[str, Any]:
    """Look, tell, compare, and store the report, which is the answer too.

    keep: store what it tells; else it is a dry run, which only reports.

    Raises:
        Cancelled: somebody wanted it so.
        Exception: whatever went wrong; the row says `failed`, and the run can be carried out again.
    """
    try:
        report = await _carry_out(database, run, share, told, keep=keep)
    except Cancelled:
        raise
    except Exception as error:
        async with database.connection() as conn:
            await batch_runs.finish(conn, run.id, "failed", error=f"{type(error).__name__}: {error}"[:2000])
        raise
    async with database.connection() as conn:
        await batch_runs.finish(conn, run.id, "done", report=report)
    return report


async def _carry_out(
    database: Database, run: BatchRun, share: Share, told: Told, *, keep: bool
) -> dict[str, Any]:
    objects = ObjectStore(settings())
    recorded = await _segments(database, run)
    async with database.connection() as conn:
        await batch_runs.begin(conn, run.id, len(recorded))
        drawn = await zones.list_for_camera(conn, run.user_id, run.camera_id)
    began = time.monotonic()
    frames, troubles = await _look(database, run, recorded, share, told)
    looked_s = time.monotonic() - began
    areas = [events.Zone(zone.id, zone.name, zone.polygon) for zone in drawn]
    would_tell, first = await tell(run.id, run.camera_id, recorded, areas, run.fps, objects)
    if keep:
        async with database.transaction() as conn:
            await batch_runs.replace_events(conn, run.id, would_tell)
    live = await _live(database, run)
    matched = comparison.pairs(live, would_tell, began=first)
    changed = [pair for pair in matched if pair.change != "kept"]
    return {
        "segments": len(recorded),
        "leftOut": [{"start": start, "reason": reason} for start, reason in troubles],
        "frames": frames,
        "seconds": round(looked_s, 3),
        "counts": comparison.counts(matched),
        "changes": [_change(pair) for pair in changed[:MOST_TOLD]],
        "moreChanges": max(0, len(changed) - MOST_TOLD),
    }


async def _look(
    database: Database, run: BatchRun, recorded: Sequence[Segment], share: Share, told: Told
) -> tuple[int, list[tuple[str, str]]]:
    """Frames that were looked at, and the segments (their beginning) that were left out, and why."""
    if not recorded:
        return 0, []
    context = ray.data.DataContext.get_current()
    # Progress is told by whoever carries out the run; Ray's own is forty lines a minute.
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    rows = [{"segment": pickle.dumps(one), "start": one.start_ts.isoformat()} for one in recorded]
    # One block a segment: each begins with a keyframe, and a row is a fetch, a film and a file.
    seen = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        Looker,
        fn_constructor_args=(str(run.id), Models(**run.models), run.fps, share.threads, NICENESS),
        concurrency=share.workers,
        num_cpus=share.cpus,
        num_gpus=share.gpus,
    )
    began, frames = time.monotonic(), 0
    troubles: list[tuple[str, str]] = []
    for done, row in enumerate(seen.iter_rows(), 1):
        frames += row["frames"]
        if row["trouble"]:
            troubles.append((row["start"], row["trouble"]))
        told(Progress(done, len(recorded), frames, time.monotonic() - began))
        async with database.connection() as conn:
            if await batch_runs.looked_at(conn, run.id, done) != "running":
                raise Cancelled
    return frames, sorted(troubles)


async def _segments(database: Database, run: BatchRun) -> list[Segment]:
    found: list[Segment] = []
    start = run.start_ts
    while True:
        async with database.connection() as conn:
            page = await segments.overlapping(conn, run.user_id, run.camera_id, start, run.end_ts, limit=PAGE)
        known = {one.id for one in found[-PAGE:]}
        new = [one for one in page if one.id not in known]
        found += new
        if len(page) < PAGE or not new:
            return found
        start = found[-1].start_ts


async def _live(database: Database, run: BatchRun) -> list[Event]:
    """What was told of the same time, oldest first."""
    found: list[Event] = []
    cursor: tuple[datetime, UUID] | None = None
    while True:
        async with database.connection() as conn:
            page = await live_events.before(
                conn,
                run.user_id,
                start=run.start_ts,
                end=run.end_ts + timedelta(microseconds=1),
                camera_id=run.camera_id,
                cursor=cursor,
                limit=PAGE,
            )
        found += [one for one in page if one.type not in HEARD]
        if len(page) < PAGE:
            return found[::-1]
        cursor = page[-1].ts, page[-1].id


def _change(pair: comparison.Pair) -> dict[str, Any]:
    one = pair.live or pair.run
    assert one is not None
    return {
        "change": pair.change,
        "type": one.type,
        "ts": one.ts.isoformat(),
        "eventId": str(pair.live.id) if pair.live else None,
        "wasTs": pair.live.ts.isoformat() if pair.live and pair.change == "moved" else None,
        "confidence": (pair.run or one).data.get("confidence"),
    }
