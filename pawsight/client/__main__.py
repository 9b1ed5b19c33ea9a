"""`python -m pawsight.client models ...` and `runs ...`: what the client does, from a terminal."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from pawsight.client import ApiRefused, Client, RunFailed
from pawsight.client.models import chosen
from pawsight.models import BUILT_IN_NAME


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pawsight.client", description="Ask a running Pawsight.")
    parser.add_argument("--data-dir", default="data", help="of the system that runs here; PAWSIGHT_URL wins")
    rooms = parser.add_subparsers(dest="room", required=True)
    commands = rooms.add_parser("models").add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="registered models").add_argument("--type")
    commands.add_parser("slots", help="which model answers")
    commands.add_parser("changes", help="what was done").add_argument("--type")
    register = commands.add_parser("register", help="bring a model: FILE TYPE NAME@VERSION")
    for name in ("file", "type", "model"):
        register.add_argument(name)
    register.add_argument("--card", type=Path, help="a JSON file: description, data, licence, scores")
    evaluate = commands.add_parser("evaluate", help="beside the live one: TYPE NAME@VERSION SET.zip")
    for name in ("type", "model"):
        evaluate.add_argument(name)
    evaluate.add_argument("on", help="a labelled set, or a camera whose recordings --from and --to name")
    for name, target in {"--from": "start", "--to": "end"}.items():
        evaluate.add_argument(name, dest=target, type=_moment, help="ISO 8601; UTC unless it says")
    for name, what in {
        "switch": f"let it answer; {BUILT_IN_NAME} is the settings' own",
        "canary": "let it answer some cameras",
        "shadow": "have it look on",
    }.items():
        command = commands.add_parser(name, help=what)
        command.add_argument("type")
        command.add_argument("model", help="NAME@VERSION")
    commands.choices["canary"].add_argument("--share", type=float, default=0.2)
    commands.choices["shadow"].add_argument("--fps", type=float, default=1.0)
    commands.add_parser("rollback", help="let the previous one answer").add_argument("type")
    commands.add_parser("end", help="end a canary or a shadow").add_argument("type")
    commands.add_parser("delete", help="delete one that is not at work").add_argument("model")
    runs = rooms.add_parser("runs").add_subparsers(dest="command", required=True)
    runs.add_parser("list", help="archived video through other models")
    start = runs.add_parser(
        "start", help="look at recordings again: CAMERA FROM TO [--models TYPE=NAME@VERSION]"
    )
    start.add_argument("camera", help="name or id")
    for name in ("start", "end"):
        start.add_argument(name, type=_moment, help="ISO 8601; UTC unless it says")
    start.add_argument("--models", nargs="*", default=[], metavar="TYPE=NAME@VERSION")
    start.add_argument("--fps", type=float, default=5.0, help="pictures a second")
    start.add_argument("--dry-run", action="store_true", help="report, and keep no events")
    start.add_argument("--wait", action="store_true", help="until it is over; then its report")
    for name, what in {
        "report": "what it would have told, beside what was told",
        "cancel": "stop it",
        "show": "have the analytics show it",
    }.items():
        runs.add_parser(name, help=what).add_argument("run")
    runs.add_parser("hide", help="have the analytics show what was told live")
    return parser


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _runs(client: Client, told: argparse.Namespace) -> Any:
    runs = client.runs
    match told.command:
        case "list":
            return runs.list()
        case "start":
            models = dict(one.split("=", 1) for one in told.models)
            run = runs.start(
                told.camera, told.start, told.end, models=models, fps=told.fps, dry_run=told.dry_run
            )
            return runs.report(runs.wait(run), pictures=0) if told.wait else run.id
        case "report":
            return runs.report(told.run, pictures=0)
        case "cancel":
            return runs.cancel(told.run).status
        case "show":
            return runs.show(told.run)
        case "hide":
            return runs.show(None)


def _models(client: Client, told: argparse.Namespace) -> Any:
    models = client.models
    match told.command:
        case "list":
            return models.list(told.type)
        case "slots":
            return models.slots()
        case "changes":
            return models.changes(told.type)
        case "register":
            card = json.loads(told.card.read_text("utf-8")) if told.card else None
            return models.register(told.file, **chosen(told.type, told.model), card=card).full_name
        case "evaluate":
            if told.start is None and told.end is None:
                return models.evaluate(told.type, told.model, told.on)
            if told.start is None or told.end is None:
                raise ValueError("recordings are of a time: --from and --to")
            return models.evaluate_on_archive(told.type, told.model, told.on, told.start, told.end)
        case "switch":
            done = models.switch(told.type, told.model)
            return f"{done.live} answers in {done.replicas} replicas, {done.mixed_ms:.0f} ms after the change"
        case "rollback":
            return f"{models.rollback(told.type).live} answers again"
        case "canary":
            return models.canary(told.type, told.model, told.share)
        case "shadow":
            return models.shadow(told.type, told.model, told.fps)
        case "end":
            return models.end_candidate(told.type)
        case "delete":
            return models.delete(told.model)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code is 1 when the system refuses, 2 when there is none."""
    told = _parser().parse_args(arguments)
    console = Console()
    try:
        with Client.here(told.data_dir) as client:
            done = (_runs if told.room == "runs" else _models)(client, told)
    except (ApiRefused, RunFailed, KeyError, ValueError) as error:
        print(f"Refused: {error}", file=sys.stderr)  # noqa: T201 - whoever calls it sits at a terminal
        return 1
    except (httpx.HTTPError, FileNotFoundError) as error:
        print(f"No Pawsight answers: {error}", file=sys.stderr)  # noqa: T201 - as above
        return 2
    if done is not None:
        console.print(done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
