"""What `python -m batch.reprocess` does once it knows where everything is."""

import argparse
import json
import sys
from typing import Any
from uuid import UUID

import ray

from batch.models import ModelUnknown, choose
from batch.run import Cancelled, Progress, Share, carry_out
from db import batch_runs, cameras, jobs
from db.batch_runs import BatchRun
from db.pool import Connection, Database
from pawsight.ids import new_id
from pawsight.models import MODEL_TYPES
from pawsight.settings import settings


class NotPossible(Exception):
    """What was asked for can't be done; the message says what to do."""


def named(texts: list[str]) -> dict[str, str]:
    """`detector=yolo11n.pt`, `pose=...` and `sound=garden@2` as they are given.

    Raises:
        NotPossible: one of them is something else.
    """
    pairs = [text.split("=", 1) for text in texts if "=" in text]
    known: dict[str, str] = {
        model_type: name for model_type, name in pairs if model_type in MODEL_TYPES and name
    }
    if len(known) < len(texts):
        raise NotPossible(f"--models takes TYPE=NAME, once a type, of {', '.join(MODEL_TYPES)}")
    return known


async def order(database: Database, asked: argparse.Namespace) -> BatchRun:
    """The run to carry out: a new one, or the one to go on with.

    Raises:
        NotPossible: there is no such camera, model or run; or the run is done, or the cluster is at it.
    """
    async with database.transaction() as conn:
        if asked.resume:
            return await _again(conn, asked.resume)
        known = await cameras.all_enabled(conn)
        camera = next((one for one in known if asked.camera in (one.name, str(one.id))), None)
        if camera is None:
            names = ", ".join(one.name for one in known) or "none"
            raise NotPossible(f"there is no camera {asked.camera!r}; there are: {names}")
        chosen = named(asked.models)
        try:
            await choose(conn, chosen)
        except ModelUnknown as error:
            raise NotPossible(str(error)) from error
        return await batch_runs.insert(
            conn,
            new_id(),
            camera.user_id,
            camera.id,
            start=asked.start,
            end=asked.end,
            fps=asked.fps,
            models=chosen,
            dry_run=asked.dry_run,
        )


async def _again(conn: Connection, run_id: UUID) -> BatchRun:
    known = await batch_runs.get(conn, run_id)
    if known is None:
        raise NotPossible(f"there is no run {run_id}")
    job = await jobs.get(conn, known.user_id, run_id)
    if job is not None and job.is_open:
        raise NotPossible(f"the cluster carries out {run_id}: wait for it, or cancel it")
    run = await batch_runs.reopen(conn, run_id)
    if run is None:
        raise NotPossible(f"{run_id} is done: begin a new one")
    return run


def show(progress: Progress) -> None:
    """One line that grows."""
    rate = progress.frames / progress.seconds if progress.seconds else 0.0
    end = "\n" if progress.done == progress.of else "\r"
    print(
        f"{progress.done} of {progress.of} segments, {rate:.1f} frames/s",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def as_text(report: dict[str, Any], fps: float) -> str:
    """What changed, as a table. fps: frames a second that the run looked at."""
    lines = [f"{'':14} {'kept':>6} {'moved':>6} {'added':>6} {'gone':>6}"]
    for kind, count in report["counts"].items():
        lines.append(f"{kind:14} {count['kept']:6} {count['moved']:6} {count['added']:6} {count['gone']:6}")
    lines += [
        f"{one['ts']}  {one['change']:5} {one['type']}{_looked_live(one, fps)}" for one in report["changes"]
    ]
    if report["moreChanges"]:
        lines.append(f"and {report['moreChanges']} more")
    lines += [f"left out: {one['start']}: {one['reason']}" for one in report["leftOut"]]
    return "\n".join(lines)


def _looked_live(change: dict[str, Any], fps: float) -> str:
    per_s = change["liveFps"]
    return "" if per_s is None else f"  (live looked at {per_s:g} frames/s, the run at {fps:g})"


async def reprocess(asked: argparse.Namespace) -> int:
    """Carry out what was asked for; the exit code.

    Raises:
        NotPossible: there is no such camera, model or run.
    """
    config = settings()
    assert config.database_url is not None
    database = await Database.connect(config.database_url, query_timeout_s=60)
    try:
        run = await order(database, asked)
        # Not before: it takes seconds, and where the camera is not there it is for nothing.
        ray.init(log_to_driver=False, logging_level="warning")
        print(f"run {run.id} (go on with --resume {run.id})", file=sys.stderr)
        share = Share(asked.workers, asked.cpus, asked.gpus, asked.threads, asked.share)
        report = await carry_out(database, run, share, show)
        print(json.dumps(report, indent=2) if asked.json else as_text(report, run.fps))
    except Cancelled:
        print("cancelled", file=sys.stderr)
        return 1
    finally:
        await database.close()
    return 0
