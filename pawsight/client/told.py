"""What the API tells, as values that show themselves as tables."""

import html
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from rich.table import Table


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
    """Two models on a labelled set; `report` once it is complete."""

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
        said = f"<p>{self.report['inputs']} inputs, agreement {self.report['agreement']}</p>"
        sheet = f'<img src="{html.escape(self.sheet_url)}">' if self.sheet_url else ""
        return said + _table(("model", "scores", "p50 / p95 ms", "failures"), rows) + sheet


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
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """HTML; whatever the cells hold is text."""

    def line(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(line("td", row) for row in rows)
    return f"<table><thead>{line('th', head)}</thead><tbody>{body}</tbody></table>"
