"""One run over archived video, from its row to its report. Ray is connected; nothing else is assumed.

A run that was killed goes on where it was: what it saw in a segment lies in S3, and is not looked at again; what it
tells is stored as a whole at its end, so that no row is ever doubled.
"""

import asyncio
import pickle
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final, get_args
from uuid import UUID

import ray
import structlog

from batch import comparison, models
from batch.live_looks import LiveLooks
from batch.looker import Looker, key_of
from batch.models import Models
from batch.telling import tell
from db import batch_runs, segments, zones
from db import events as live_events
from db.batch_runs import BatchRun
from db.errors import DatabaseError
from db.pool import Connection, Database
from db.segments import Segment
from pawsight.evidence import surest_moment
from pawsight.messages import Event
from pawsight.objects import ObjectStore
from pawsight.recordings import s3_uri
from pawsight.settings import settings
from vision import events

log = structlog.get_logger()

PAGE: Final = 1000
NICENESS: Final = 10
MOST_TOLD: Final = 200
"""Changes that a report names one by one; it counts all."""
SOUNDS: Final = frozenset(get_args(events.SoundKind))
ADJOINING: Final = timedelta(seconds=1)
"""Between two segments that may be one recording: what is missing of the sound is found out from the sound itself."""


class Cancelled(Exception):
    """Somebody cancelled the run, or deleted it."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a run may take of the cluster.

    workers: processes that look at segments. cpus, gpus: of each, as Ray counts them. threads: of each inference.
    time: share of the time that each works, 0..1; it rests in between.
    """

    workers: int = 1
    cpus: float = 1.0
    gpus: float = 0.0
    threads: int = 1
    time: float = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: segments, and frames that were looked at by this process's pool in so many seconds."""

    done: int
    of: int
    frames: int
    seconds: float


Told = Callable[[Progress], None]


class Claim:
    """Whose a run is to carry out. At the command line it is whoever's who says so; see `batch.job` for a worker's."""

    def check(self) -> None:
        """Ask whether it still is.

        Raises:
            Cancelled: it is not.
        """

    async def complete(self, conn: Connection) -> None:
        """End what the claim came from; called in the transaction that ends the run.

        Raises:
            Cancelled: it was lost: then nothing of the transaction may be kept.
        """

    async def fail(self, conn: Connection, why: str) -> None:
        """The same for a run that can't be carried out."""


async def carry_out(
    database: Database, run: BatchRun, share: Share, told: Told = lambda _: None, claim: Claim | None = None
) -> dict[str, Any]:
    """Look, listen, tell, compare, and store the report, which is the answer too.

    Raises:
        Cancelled: somebody wanted it so.
        DatabaseError: the database is away; the run can be carried out again.
        Exception: whatever else went wrong; the row says `failed`, and the run can be carried out again.
    """
    claim = claim or Claim()
    try:
        return await _carry_out(database, run, share, told, claim)
    except (Cancelled, DatabaseError):
        raise
    except Exception as error:
        why = f"{type(error).__name__}: {error}"[:2000]
        async with database.transaction() as conn:
            await claim.fail(conn, why)
            await batch_runs.finish(conn, run.id, "failed", error=why)
        raise


async def _carry_out(
    database: Database, run: BatchRun, share: Share, told: Told, claim: Claim
) -> dict[str, Any]:
    config = settings()
    objects = ObjectStore(config)
    recorded = await _segments(database, run)
    uris = [s3_uri(config.s3_bucket, key_of(run.id, one)) for one in recorded]
    async with database.transaction() as conn:
        if not await batch_runs.begin(conn, run.id, len(recorded)):
            raise Cancelled
        await batch_runs.will_look(conn, run.id, uris)
        chosen = await models.choose(conn, run.models)
        drawn = await zones.list_for_camera(conn, run.user_id, run.camera_id)
    looking = _Looking(database, run, chosen, share, told, claim)
    await looking.look(recorded)
    areas = [events.Zone(zone.id, zone.name, zone.polygon) for zone in drawn]
    would_tell, first = await tell(run.id, run.camera_id, recorded, areas, run.fps, objects)
    live = await _live(database, run)
    matched = comparison.pairs(live, would_tell, began=first)
    changed = [pair for pair in matched if pair.change != "kept"]
    live_looks = LiveLooks(recorded, config.data_dir, objects)
    report = {
        "segments": len(recorded),
        "leftOut": [{"start": start, "reason": reason} for start, reason in sorted(looking.troubles)],
        "frames": looking.frames,
        "seconds": round(looking.seconds, 3),
        "counts": comparison.counts(matched),
        "changes": [await _change(pair, live_looks) for pair in changed[:MOST_TOLD]],
        "moreChanges": max(0, len(changed) - MOST_TOLD),
    }
    async with database.transaction() as conn:
        await claim.complete(conn)
        if not run.dry_run:
            await batch_runs.replace_events(conn, run.id, would_tell)
        if not await batch_runs.finish(conn, run.id, "done", report=report):
            raise Cancelled
        await batch_runs.forget_looks(conn, run.id)
    return report


class _Looking:
    """Segments going through the pool. frames, seconds: what was looked at here, and how long that took.

    troubles: segments (their beginning) that were left out, and why.
    """

    def __init__(
        self, database: Database, run: BatchRun, chosen: Models, share: Share, told: Told, claim: Claim
    ) -> None:
        self.frames, self.seconds = 0, 0.0
        self.troubles: list[tuple[str, str]] = []
        self._database, self._run, self._models = database, run, chosen
        self._share, self._told, self._claim = share, told, claim

    async def look(self, recorded: Sequence[Segment]) -> None:
        """Have all of them looked at.

        Raises:
            Cancelled: somebody wanted it so.
        """
        if not recorded:
            return
        began = time.monotonic()
        # Nothing ahead: Ray would hold back what is done until the next is, and progress with it.
        batches = iter(self._pool(recorded).iter_batches(batch_size=None, prefetch_batches=0))
        done = 0
        # In a thread: whoever has a claim renews it meanwhile.
        while (batch := await asyncio.to_thread(next, batches, None)) is not None:
            done += len(batch["start"])
            self.frames += int(batch["frames"].sum())
            self.seconds = time.monotonic() - began
            told = zip(batch["start"], batch["trouble"], strict=True)
            self.troubles += [(str(start), str(trouble)) for start, trouble in told if trouble]
            self._told(Progress(done, len(recorded), self.frames, self.seconds))
            self._claim.check()
            async with self._database.connection() as conn:
                if await batch_runs.looked_at(conn, self._run.id, done) != "running":
                    raise Cancelled

    def _pool(self, recorded: Sequence[Segment]) -> "ray.data.Dataset":
        context = ray.data.DataContext.get_current()
        # Progress is told by whoever carries out the run; Ray's own is forty lines a minute.
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        rows = [
            {"segment": pickle.dumps(one), "before": pickle.dumps(before), "start": one.start_ts.isoformat()}
            for before, one in zip(_earlier(recorded), recorded, strict=True)
        ]
        share = self._share
        # One block a segment: each begins with a keyframe, and a row is a fetch, a film and a file.
        return ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            Looker,
            fn_constructor_args=(
                *(self._run.id, self._models, self._run.fps),
                *(share.threads, NICENESS, share.time),
            ),
            compute=ray.data.ActorPoolStrategy(size=share.workers),
            num_cpus=share.cpus,
            num_gpus=share.gpus,
        )


def _earlier(recorded: Sequence[Segment]) -> list[Segment | None]:
    """Of each segment, the one that it goes on from; None where something is missing before it."""
    return [None] + [
        one if later.start_ts - one.end_ts < ADJOINING else None for one, later in pairwise(recorded)
    ]


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
        found += page
        if len(page) < PAGE:
            return found[::-1]
        cursor = page[-1].ts, page[-1].id


async def _change(pair: comparison.Pair, live_looks: LiveLooks) -> dict[str, Any]:
    one = pair.live or pair.run
    assert one is not None
    return {
        "change": pair.change,
        "type": one.type,
        "ts": one.ts.isoformat(),
        "eventId": str(pair.live.id) if pair.live else None,
        "wasTs": pair.live.ts.isoformat() if pair.live and pair.change == "moved" else None,
        "confidence": (pair.run or one).data.get("confidence"),
        "pictureTs": surest_moment(pair.run or one).isoformat(),
        # Sound is listened to as a whole, live too.
        "liveFps": None if one.type in SOUNDS else await live_looks.per_s(one.ts),
    }
