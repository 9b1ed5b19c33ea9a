"""Archived video through other models: `python -m batch.reprocess --camera Garden --from 2025-10-01 --to 2025-10-02
--models detector=yolo11n.pt`.

It reports what the models would have said beside what was said. A run that was stopped goes on with `--resume ID`.
Without `PAWSIGHT_DATABASE_URL` it joins the Pawsight that `make run` started.
"""

import argparse
import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import ray

from batch.looker import Models
from batch.run import Cancelled, Progress, Share, carry_out
from db import batch_runs, cameras
from db.batch_runs import BatchRun
from db.pool import Database
from pawsight.ids import new_id
from pawsight.settings import settings


class NotPossible(Exception):
    """What was asked for can't be done; the message says what to do."""


def join(data_dir: Path) -> None:
    """Take the addresses of a running Pawsight from its `run.json`, unless the environment has them.

    Ray reads how to sign in when it is imported: so this process starts anew with them.

    Raises:
        NotPossible: nothing runs there.
    """
    if "PAWSIGHT_DATABASE_URL" in os.environ:
        return
    try:
        run = json.loads((data_dir / "run.json").read_text())
        os.kill(run["pid"], 0)
    except (OSError, ValueError, KeyError):
        raise NotPossible(
            f"no Pawsight runs in {data_dir}: start it with `make run`, or set PAWSIGHT_DATABASE_URL, "
            "PAWSIGHT_S3_ENDPOINT and RAY_ADDRESS to those of a cluster"
        ) from None
    signed_in = {
        "RAY_ADDRESS": run["ray"]["address"],
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": run["ray"]["token"],
    }
    os.execve(sys.executable, sys.orig_argv, {**os.environ, **run["environment"], **signed_in})  # noqa: S606 - ourselves


def moment(text: str) -> datetime:
    """A time with its zone, or a day or time in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def models(texts: list[str]) -> dict[str, str]:
    """`detector=yolo11n.pt` and `pose=...` as they are given.

    Raises:
        ValueError: another type.
    """
    named = dict(text.split("=", 1) for text in texts)
    if unknown := named.keys() - set(Models.__slots__):
        raise ValueError(f"no model is of the type {', '.join(sorted(unknown))}: detector or pose")
    return named


async def order(database: Database, asked: argparse.Namespace) -> BatchRun:
    """The run to carry out: a new one, or the one to go on with.

    Raises:
        NotPossible: there is no such camera, or no such run.
    """
    async with database.connection() as conn:
        if asked.resume:
            run = await batch_runs.get(conn, asked.resume)
            if run is None:
                raise NotPossible(f"there is no run {asked.resume}")
            return run
        known = await cameras.all_enabled(conn)
        camera = next((one for one in known if asked.camera in (one.name, str(one.id))), None)
        if camera is None:
            names = ", ".join(one.name for one in known) or "none"
            raise NotPossible(f"there is no camera {asked.camera!r}; there are: {names}")
        return await batch_runs.insert(
            conn,
            new_id(),
            camera.user_id,
            camera.id,
            start=asked.start,
            end=asked.end,
            fps=asked.fps,
            models=asked.models,
        )


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


def as_text(report: dict[str, Any]) -> str:
    """What changed, as a table."""
    lines = [f"{'':14} {'kept':>6} {'moved':>6} {'added':>6} {'gone':>6}"]
    for kind, count in report["counts"].items():
        lines.append(f"{kind:14} {count['kept']:6} {count['moved']:6} {count['added']:6} {count['gone']:6}")
    lines += [f"{one['ts']}  {one['change']:5} {one['type']}" for one in report["changes"]]
    if report["moreChanges"]:
        lines.append(f"and {report['moreChanges']} more")
    lines += [f"left out: {one['start']}: {one['reason']}" for one in report["leftOut"]]
    return "\n".join(lines)


async def reprocess(asked: argparse.Namespace) -> int:
    """Carry out what was asked for; the exit code."""
    config = settings()
    assert config.database_url is not None
    database = await Database.connect(config.database_url, query_timeout_s=60)
    try:
        run = await order(database, asked)
        print(f"run {run.id} (go on with --resume {run.id})", file=sys.stderr)
        share = Share(workers=asked.workers, cpus=asked.cpus, gpus=asked.gpus, threads=asked.threads)
        report = await carry_out(database, run, share, show, keep=not asked.dry_run)
        print(json.dumps(report, indent=2) if asked.json else as_text(report))
    except Cancelled:
        print("cancelled", file=sys.stderr)
        return 1
    finally:
        await database.close()
    return 0


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m batch.reprocess", description=__doc__)
    parser.add_argument("--camera", help="name or id")
    parser.add_argument("--from", dest="start", type=moment, help="a day or a time (UTC unless it says)")
    parser.add_argument("--to", dest="end", type=moment)
    parser.add_argument("--models", nargs="*", default=[], metavar="TYPE=FILE", help="detector=..., pose=...")
    parser.add_argument("--fps", type=float, default=5.0, help="frames a second that are looked at")
    parser.add_argument("--resume", type=UUID, metavar="RUN", help="go on with a run that was stopped")
    parser.add_argument("--dry-run", action="store_true", help="report, and keep no events")
    parser.add_argument("--workers", type=int, default=1, help="processes that look at the same time")
    parser.add_argument("--cpus", type=float, default=1.0, help="of each, as Ray counts them")
    parser.add_argument("--gpus", type=float, default=0.0, help="of each, as Ray counts them")
    parser.add_argument("--threads", type=int, default=1, help="of each inference")
    parser.add_argument("--json", action="store_true", help="the whole report as JSON")
    parser.add_argument("--data-dir", type=Path, default=Path(os.environ.get("PAWSIGHT_DATA_DIR", "data")))
    return parser


def main() -> int:
    """Read the arguments and reprocess."""
    parser = arguments()
    asked = parser.parse_args()
    if not asked.resume and not (asked.camera and asked.start and asked.end):
        parser.error("--camera, --from and --to say what to look at; or --resume RUN")
    try:
        asked.models = models(asked.models)
        join(asked.data_dir)
        ray.init(log_to_driver=False, logging_level="warning")
        return asyncio.run(reprocess(asked))
    except (NotPossible, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
