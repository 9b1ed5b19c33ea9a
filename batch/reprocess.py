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
from uuid import UUID


class NothingRuns(Exception):
    """There is no Pawsight to join; the message says what to do."""


def join(data_dir: Path) -> None:
    """Take the addresses of a running Pawsight from its `run.json`, unless the environment has them.

    Ray reads how to sign in when it is imported: so this process starts anew with them.

    Raises:
        NothingRuns: nothing runs there.
    """
    if "PAWSIGHT_DATABASE_URL" in os.environ:
        return
    try:
        run = json.loads((data_dir / "run.json").read_text())
        os.kill(run["pid"], 0)
    except (OSError, ValueError, KeyError):
        raise NothingRuns(
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


def share(text: str) -> float:
    """A share of the time.

    Raises:
        ValueError: it is none.
    """
    found = float(text)
    if not 0.01 <= found <= 1:
        raise ValueError(text)
    return found


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m batch.reprocess", description=__doc__)
    parser.add_argument("--camera", help="name or id")
    parser.add_argument("--from", dest="start", type=moment, help="a day or a time (UTC unless it says)")
    parser.add_argument("--to", dest="end", type=moment)
    parser.add_argument(
        "--models",
        nargs="*",
        default=[],
        metavar="TYPE=NAME",
        help="detector=, pose=, sound=: a file, or a registered NAME@VERSION",
    )
    parser.add_argument("--fps", type=float, default=5.0, help="frames a second that are looked at")
    parser.add_argument("--resume", type=UUID, metavar="RUN", help="go on with a run that was stopped")
    parser.add_argument("--dry-run", action="store_true", help="report, and keep no events")
    parser.add_argument("--workers", type=int, default=1, help="processes that look at the same time")
    parser.add_argument("--cpus", type=float, default=1.0, help="of each, as Ray counts them")
    parser.add_argument("--gpus", type=float, default=0.0, help="of each, as Ray counts them")
    parser.add_argument("--threads", type=int, default=1, help="of each inference")
    parser.add_argument("--share", type=share, default=1.0, help="of the time that each works, up to 1")
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
        join(asked.data_dir)
        # Here, because it brings Ray and the models: seconds that nobody should wait for a usage line, nor twice.
        from batch.command import NotPossible, reprocess
    except NothingRuns as error:
        print(error, file=sys.stderr)
        return 2
    try:
        return asyncio.run(reprocess(asked))
    except (NotPossible, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
