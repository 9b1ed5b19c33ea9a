"""What the API tells, as values that show themselves as tables."""

import base64
import html
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from rich.table import Table

CHANGES: Final = ("kept", "moved", "added", "gone")


class ApiRefused(Exception):
    """The system refused a request.

    status: of HTTP, or gRPC's number; 0 of a frame in a stream. code: stable, of the error envelope; details: what it
    said besides.
    """

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


class Correction(Told):
    """What somebody said of what was told. box: `{x, y, w, h}`, fractions of the picture; confirmed: it was right."""

    id: str
    camera_id: str | None
    ts: datetime
    said: str | None
    label: str
    confirmed: bool
    box: dict[str, float] | None
    picture_url: str | None = Field(repr=False)  # signed: whoever has it sees the picture


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


class Evaluation(Told):
    """Two models on a labelled set, or on recordings; `report` once it is complete."""

    id: str
    status: str
    progress: float
    error: str | None
    report: dict[str, Any] | None
    sheet_url: str | None

    def _repr_html_(self) -> str:
        if self.report is None:
            return super()._repr_html_()
        rows = [
            (one["name"], json.dumps(one["scores"]), f"{one['p50Ms']} / {one['p95Ms']}", f"{one['failures']}")
            for one in self.report["models"]
        ]
        labelled = self.report.get("labelled")
        of = "" if labelled is None else f", {labelled} of them labelled"
        said = f"<p>{self.report['inputs']} inputs{of}, agreement {self.report['agreement']}</p>"
        sheet = f'<img src="{html.escape(self.sheet_url)}">' if self.sheet_url else ""
        return said + _table(("model", "scores", "p50 / p95 ms", "failures"), rows) + sheet


class RunChange(Told):
    """One event that a run tells otherwise: `added`, `gone` or `moved` (from was_ts)."""

    change: str
    type: str
    ts: datetime
    was_ts: datetime | None
    confidence: float | None
    picture_url: str = ""


class RunReport(Told):
    """What the models of a run would have told, beside what was told.

    counts: by type of event, how many are kept, moved, added and gone. pictures: JPEG, of the first changes.
    """

    segments: int
    frames: int
    seconds: float
    left_out: list[dict[str, str]]
    counts: dict[str, dict[str, int]]
    changes: list[RunChange]
    more_changes: int
    pictures: list[bytes | None] = Field(default_factory=list, exclude=True, repr=False)

    def _rows(self) -> list[tuple[str, ...]]:
        return [(kind, *(str(of[name]) for name in CHANGES)) for kind, of in self.counts.items()]

    def _repr_html_(self) -> str:
        left_out = f", {len(self.left_out)} left out" if self.left_out else ""
        said = f"<p>{self.segments} segments{left_out}, {self.frames} pictures in {self.seconds:.0f} s</p>"
        shown = "".join(_figure(one, jpeg) for one, jpeg in zip(self.changes, self.pictures, strict=False))
        return said + _table(("", *CHANGES), self._rows()) + shown

    def __rich__(self) -> Table:
        table = Table("", *CHANGES)
        for row in self._rows():
            table.add_row(*row)
        return table


class Run(Told):
    """Archived video of a camera, from start to end, through models. progress: 0..1."""

    id: str
    camera_id: str
    start: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    models: dict[str, str]
    fps: float
    dry_run: bool
    status: str
    progress: float
    segments: int | None
    looked_at: int
    shown: bool
    report: RunReport | None = Field(repr=False)
    error: str | None
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """It waits, or is under way."""
        return self.status in ("queued", "running")


class RunEvent(Told):
    """An event that a run tells."""

    ts: datetime
    type: str
    data: dict[str, Any]

    @property
    def confidence(self) -> float | None:
        """How sure it is, 0..1."""
        return self.data.get("confidence")


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


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Agreement):
        return f"{value.agreement:.3f} of {value.inputs}"
    if isinstance(value, list):
        return f"{len(value)}"
    if isinstance(value, RunReport):
        return f"{len(value.changes) + value.more_changes} changes"
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _figure(change: RunChange, jpeg: bytes | None) -> str:
    """One change, with its picture in it: who opens a notebook later is signed in nowhere."""
    words = html.escape(f"{change.change}: {change.type}, {_shown(change.ts)}")
    encoded = base64.b64encode(jpeg or b"").decode()
    shown = (
        f'<img width="240" src="data:image/jpeg;base64,{encoded}">'
        if jpeg
        else "<p>not recorded any more</p>"
    )
    return f'<figure style="display: inline-block">{shown}<figcaption>{words}</figcaption></figure>'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """HTML; whatever the cells hold is text."""

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(line("td", row) for row in rows)
    return f"<table><thead>{line('th', head)}</thead><tbody>{body}</tbody></table>"
