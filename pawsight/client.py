"""A client of a running Pawsight, for notebooks and the command line.

    from pawsight.client import Client

    client = Client("http://127.0.0.1:8000", token)
    client.models.register("garden.onnx", type="detector", name="garden", version="2")
    client.models.switch("detector", "garden@2")

`python -m pawsight.client models list` and its siblings do the same. It waits for each answer; nothing of ours but the
API is behind it, so it can be installed anywhere.
"""

import argparse
import html
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, Self, TypeVar, cast

import httpx
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pawsight.models import BUILT_IN_NAME

TIMEOUT_S: Final = 30.0
LONGEST_S: Final = 330.0
"""Of an upload or a switch, which takes as long as its model takes to load."""
PAGE: Final = 100
MOST_PAGES: Final = 100


class ApiRefused(Exception):
    """The system refused a request. code: stable, of the error envelope; details: what it said besides."""

    def __init__(self, status: int, code: str, message: str, details: str | None) -> None:
        super().__init__(f"{message} ({code})" + (f": {details}" if details else ""))
        self.status = status
        self.code = code
        self.details = details


class Told(BaseModel):
    """Something that the API tells; what a newer one tells besides is left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")

    def _repr_html_(self) -> str:
        rows = [(name, _shown(getattr(self, name))) for name in type(self).model_fields]
        return _table(("", type(self).__name__), rows)


class Model(Told):
    """One version of a model."""

    id: str
    type: str
    name: str
    version: str
    format: str
    size_bytes: int
    sha256: str
    status: str
    card: dict[str, Any]
    signature: dict[str, Any]
    created_at: datetime

    @property
    def full_name(self) -> str:
        """NAME@VERSION."""
        return f"{self.name}@{self.version}"


class Replica(Told):
    """One replica: what answers in it, and how."""

    answering: str | None
    answers: int
    failures: int
    p95_ms: float | None


class Agreement(Told):
    """How far a shadow agreed with the live model, 0..1."""

    inputs: int
    agreement: float
    failures: int
    live_ms: float
    shadow_ms: float


class Slot(Told):
    """Who answers for one type."""

    type: str
    live: str
    previous: str | None
    candidate: str | None
    role: str | None
    share: float | None
    fps: float | None
    watched_until: datetime | None
    agreement: Agreement | None
    replicas: list[Replica]


class Switched(Told):
    """What a switch or a rollback did."""

    type: str
    live: str
    previous: str | None
    replicas: int
    loaded_s: float
    mixed_ms: float


class Change(Told):
    """One step that was taken or refused."""

    type: str
    action: str
    model: str
    instead_of: str | None
    reason: str | None
    created_at: datetime


T = TypeVar("T", bound=Told)


class Rows(list[T]):
    """A list that shows itself as a table, in a notebook and on a terminal."""

    def __init__(self, items: Sequence[T], columns: Sequence[str]) -> None:
        super().__init__(items)
        self.columns = tuple(columns)

    def _cells(self) -> list[tuple[str, ...]]:
        return [tuple(_shown(getattr(one, name)) for name in self.columns) for one in self]

    def _repr_html_(self) -> str:
        return _table(self.columns, self._cells())

    def __rich__(self) -> Table:
        table = Table(*(name.replace("_", " ") for name in self.columns))
        for row in self._cells():
            table.add_row(*row)
        return table


class Models:
    """`/api/models`. A model is told as NAME@VERSION; `built-in@built-in` is the one that the settings name."""

    def __init__(self, client: "Client") -> None:
        self._client = client

    def list(self, type: str | None = None) -> Rows[Model]:  # noqa: A002 - the contract's word
        """Registered models, newest first."""
        items = self._client.pages("/api/models", {"type": type} if type else {})
        columns = ("type", "full_name", "status", "format", "size_bytes", "created_at")
        return Rows([Model.model_validate(one) for one in items], columns)

    def register(
        self,
        path: str | Path,
        *,
        type: str,  # noqa: A002 - the contract's word
        name: str,
        version: str,
        card: dict[str, Any] | None = None,
    ) -> Model:
        """Upload an artifact. card: description, data, licence, scores (`[{name, value, on}]`).

        Raises:
            ApiRefused: it is no model that we can run, or there is one of that name and version.
        """
        form = {"type": type, "name": name, "version": version, "card": json.dumps(card or {})}
        with _progress_of(Path(path)) as file:
            told = self._client.request(
                "POST", "/api/models/upload", data=form, files={"file": (Path(path).name, file)}
            )
        return Model.model_validate(told)

    def switch(
        self,
        type: str,  # noqa: A002 - the contract's word
        model: str,
        *,
        error_rate: float = 0.1,
        latency_ms: float = 1000.0,
        watch_s: float = 300.0,
        timeout_s: float = 60.0,
    ) -> Switched:
        """Let a model answer. It is taken back by itself when it breaks the bounds within `watch_s`, or crashes.

        Raises:
            ApiRefused: it can't answer; what answered before still does.
        """
        bounds = {"errorRate": error_rate, "latencyMs": latency_ms, "watchS": watch_s}
        body = {**_chosen(type, model), "bounds": bounds, "timeoutS": timeout_s}
        with _waiting(f"{model}: loading beside what answers"):
            return Switched.model_validate(self._client.request("POST", "/api/models/switch", json=body))

    def rollback(self, type: str) -> Switched:  # noqa: A002 - the contract's word
        """Let the previous model answer again, at once.

        Raises:
            ApiRefused: there is none.
        """
        return Switched.model_validate(self._client.request("POST", "/api/models/rollback", json={"type": type}))

    def canary(self, type: str, model: str, share: float) -> None:  # noqa: A002 - the contract's word
        """Let a model answer a share of the cameras, 0..1."""
        with _waiting(f"{model}: loading beside what answers"):
            self._client.request("POST", "/api/models/canary", json={**_chosen(type, model), "share": share})

    def shadow(self, type: str, model: str, fps: float = 1.0) -> None:  # noqa: A002 - the contract's word
        """Have a model look at live frames too; it publishes nothing. fps: frames a second and replica, at most."""
        with _waiting(f"{model}: loading beside what answers"):
            self._client.request("POST", "/api/models/shadow", json={**_chosen(type, model), "fps": fps})

    def end_candidate(self, type: str) -> None:  # noqa: A002 - the contract's word
        """End a canary or a shadow."""
        self._client.request("DELETE", "/api/models/candidate", params={"type": type})

    def delete(self, model: str) -> None:
        """Delete a model that is not at work.

        Raises:
            ApiRefused: it is at work.
            KeyError: there is none.
        """
        found = [one for one in self.list() if one.full_name == model]
        if not found:
            raise KeyError(model)
        self._client.request("DELETE", f"/api/models/{found[0].id}")

    def slots(self) -> Rows[Slot]:
        """Who answers, for each type."""
        columns = ("type", "live", "previous", "candidate", "role", "agreement", "replicas")
        return Rows([Slot.model_validate(one) for one in self._client.pages("/api/models/slots", {})], columns)

    def slot(self, type: str) -> Slot:  # noqa: A002 - the contract's word
        """Who answers for one type."""
        return next(one for one in self.slots() if one.type == type)

    def changes(self, type: str | None = None, limit: int = 20) -> Rows[Change]:  # noqa: A002 - the contract's word
        """The last steps that were taken or refused, newest first."""
        wanted = {"limit": limit, **({"type": type} if type else {})}
        items = self._client.request("GET", "/api/models/changes", params=wanted)["items"]
        columns = ("created_at", "type", "action", "model", "instead_of", "reason")
        return Rows([Change.model_validate(one) for one in items], columns)


class Client:
    """A signed-in client. Use it in one thread at a time."""

    def __init__(self, url: str, token: str, *, transport: httpx.BaseTransport | None = None) -> None:
        """token: the owner's, or a personal access token with the scopes that are needed (`models`)."""
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(TIMEOUT_S, read=LONGEST_S),
            transport=transport,
        )
        self.models = Models(self)

    @classmethod
    def here(cls, data_dir: str | Path = "data") -> Self:
        """The system that `PAWSIGHT_URL` and `PAWSIGHT_TOKEN` name, else the one that runs on this data folder.

        Raises:
            FileNotFoundError: neither is there.
        """
        url, token = os.environ.get("PAWSIGHT_URL"), os.environ.get("PAWSIGHT_TOKEN")
        if not (url and token):
            run = json.loads((Path(data_dir) / "run.json").read_text("utf-8"))
            url, token = run["url"], run["ownerToken"]
        return cls(cast("str", url), cast("str", token))

    def request(self, method: str, path: str, **options: Any) -> Any:
        """Ask the API; its JSON, or None where it answers nothing.

        Raises:
            ApiRefused: it answers with the error envelope.
            httpx.HTTPError: it does not answer.
        """
        reply = self._http.request(method, path, **options)
        if reply.is_error:
            raise _refusal(reply)
        return reply.json() if reply.content else None

    def pages(self, path: str, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All items of a list, page by page."""
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            more = {"cursor": cursor} if cursor else {}
            page = self.request("GET", path, params={**params, "limit": PAGE, **more})
            yield from page["items"]
            cursor = page["nextCursor"]
            if cursor is None:
                return

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _refusal(reply: httpx.Response) -> ApiRefused:
    try:
        error = reply.json()["error"]
        return ApiRefused(reply.status_code, error["code"], error["message"], error.get("details"))
    except (ValueError, KeyError, TypeError):
        return ApiRefused(reply.status_code, reply.reason_phrase, "The answer is none of Pawsight's", None)


def _chosen(model_type: str, model: str) -> dict[str, str]:
    name, at, version = model.rpartition("@")
    if not at:
        raise ValueError(f"a model is told as NAME@VERSION, not as {model!r}")
    return {"type": model_type, "name": name, "version": version}


@contextmanager
def _progress_of(path: Path) -> Iterator[IO[bytes]]:
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn(), transient=True
    ) as bar, bar.open(path, "rb", description=f"{path.name}: uploading and opening") as file:
        yield cast("IO[bytes]", file)


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), transient=True) as bar:
        bar.add_task(what)
        yield


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Agreement):
        return f"{value.agreement:.3f} of {value.inputs}"
    if isinstance(value, list):
        return f"{len(value)}"
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """HTML; whatever the cells hold is text."""

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(line("td", row) for row in rows)
    return f"<table><thead>{line('th', head)}</thead><tbody>{body}</tbody></table>"


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
    return parser


def _run(client: Client, told: argparse.Namespace) -> Any:
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
            chosen = _chosen(told.type, told.model)
            return models.register(told.file, **chosen, card=card).full_name
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
            done = _run(client, told)
    except (ApiRefused, KeyError, ValueError) as error:
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
