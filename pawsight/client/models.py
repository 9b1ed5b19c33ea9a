"""`/api/models`, as Python."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pawsight.client.recordings import camera_id, with_zone
from pawsight.client.told import Change, Evaluation, Model, Rows, Slot, Switched

POLL_S: Final = 0.5


class Api(Protocol):
    """Who is asked: a `Client`."""

    def request(self, method: str, path: str, **options: Any) -> Any:
        """Its JSON."""
        ...

    def pages(self, path: str, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All items of a list."""
        ...

    def absolute(self, url: str) -> str:
        """A URL that the API told, as a browser elsewhere finds it."""
        ...


class Models:
    """`/api/models`. A model is told as NAME@VERSION; `built-in@built-in` is the one that the settings name."""

    def __init__(self, client: Api) -> None:
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
        body = {**chosen(type, model), "bounds": bounds, "timeoutS": timeout_s}
        with _waiting(f"{model}: loading beside what answers"):
            return Switched.model_validate(self._client.request("POST", "/api/models/switch", json=body))

    def rollback(self, type: str) -> Switched:  # noqa: A002 - the contract's word
        """Let the previous model answer again, at once.

        Raises:
            ApiRefused: there is none.
        """
        return Switched.model_validate(
            self._client.request("POST", "/api/models/rollback", json={"type": type})
        )

    def canary(self, type: str, model: str, share: float) -> None:  # noqa: A002 - the contract's word
        """Let a model answer a share of the cameras, 0..1."""
        with _waiting(f"{model}: loading beside what answers"):
            self._client.request("POST", "/api/models/canary", json={**chosen(type, model), "share": share})

    def shadow(self, type: str, model: str, fps: float = 1.0) -> None:  # noqa: A002 - the contract's word
        """Have a model look at live frames too; it publishes nothing. fps: frames a second and replica, at most."""
        with _waiting(f"{model}: loading beside what answers"):
            self._client.request("POST", "/api/models/shadow", json={**chosen(type, model), "fps": fps})

    def end_candidate(self, type: str) -> None:  # noqa: A002 - the contract's word
        """End a canary or a shadow."""
        self._client.request("DELETE", "/api/models/candidate", params={"type": type})

    def evaluate(
        self,
        type: str,  # noqa: A002 - the contract's word
        model: str,
        labelled: str | Path,
        baseline: str | None = None,
    ) -> Evaluation:
        """Run a model and another one over a labelled set, a ZIP file; waits until that is done.

        baseline: NAME@VERSION; left out: the live one.

        Raises:
            ApiRefused: it is no set, or no model.
        """
        form = {**chosen(type, model), **({"baseline": baseline} if baseline else {})}
        with _progress_of(Path(labelled)) as file:
            told = self._client.request(
                "POST", "/api/models/evaluations", data=form, files={"file": (Path(labelled).name, file)}
            )
        return self._evaluated(model, told)

    def evaluate_on_archive(
        self,
        type: str,  # noqa: A002 - the contract's word
        model: str,
        camera: str,
        start: datetime,
        end: datetime,
        baseline: str | None = None,
        *,
        samples: int = 200,
    ) -> Evaluation:
        """Run a model and another one over what a camera recorded; waits until that is done.

        Your corrections of that time are the labels. camera: its name or id. start, end: with their zone. samples:
        pictures, or seconds of sound, that are looked at besides, taken evenly; 1000 at most.

        Raises:
            ApiRefused: there is no such model.
            KeyError: there is no such camera.
            ValueError: a time is naive.
        """
        body = {
            **chosen(type, model),
            "baseline": baseline,
            "cameraId": camera_id(self._client, camera),
            "from": with_zone(start),
            "to": with_zone(end),
            "samples": samples,
        }
        return self._evaluated(
            model, self._client.request("POST", "/api/models/evaluations/archive", json=body)
        )

    def _evaluated(self, model: str, told: dict[str, Any]) -> Evaluation:
        """What came of an evaluation that was asked for, with a bar until then."""
        with Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True
        ) as bar:
            task = bar.add_task(f"{model}: evaluating", total=1.0)
            while told["status"] in ("queued", "processing"):
                time.sleep(POLL_S)
                told = self._client.request("GET", f"/api/models/evaluations/{told['id']}")
                bar.update(task, completed=told["progress"])
        if told["sheetUrl"] is not None:
            told["sheetUrl"] = self._client.absolute(told["sheetUrl"])
        return Evaluation.model_validate(told)

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
        return Rows(
            [Slot.model_validate(one) for one in self._client.pages("/api/models/slots", {})], columns
        )

    def slot(self, type: str) -> Slot:  # noqa: A002 - the contract's word
        """Who answers for one type."""
        return next(one for one in self.slots() if one.type == type)

    def changes(self, type: str | None = None, limit: int = 20) -> Rows[Change]:  # noqa: A002 - the contract's word
        """The last steps that were taken or refused, newest first."""
        wanted = {"limit": limit, **({"type": type} if type else {})}
        items = self._client.request("GET", "/api/models/changes", params=wanted)["items"]
        columns = ("created_at", "type", "action", "model", "instead_of", "reason")
        return Rows([Change.model_validate(one) for one in items], columns)


def chosen(model_type: str, model: str) -> dict[str, str]:
    """A type and NAME@VERSION, as a request says them.

    Raises:
        ValueError: it has no version.
    """
    name, at, version = model.rpartition("@")
    if not at:
        raise ValueError(f"a model is told as NAME@VERSION, not as {model!r}")
    return {"type": model_type, "name": name, "version": version}


@contextmanager
def _progress_of(path: Path) -> Iterator[IO[bytes]]:
    with (
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
            transient=True,
        ) as bar,
        bar.open(path, "rb", description=f"{path.name}: uploading and opening") as file,
    ):
        yield cast("IO[bytes]", file)


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), transient=True
    ) as bar:
        bar.add_task(what)
        yield
