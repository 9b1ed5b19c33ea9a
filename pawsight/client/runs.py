"""`/api/runs`, as Python: archived video through other models, and what they would have told."""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from pawsight.client.recordings import camera_id, with_zone
from pawsight.client.told import ApiRefused, Rows, Run, RunChange, RunEvent, RunReport

POLL_S: Final = 0.5
PICTURES: Final = 6
"""A notebook keeps what it shows: more would make it large."""


class Api(Protocol):
    """Who is asked: a `Client`."""

    def request(self, method: str, path: str, **options: Any) -> Any:
        """Its JSON."""
        ...

    def pages(self, path: str, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All items of a list."""
        ...

    def content(self, url: str) -> bytes:
        """What lies under a URL that the API told."""
        ...


class RunFailed(Exception):
    """The run ended without a report; the message says why."""


class Runs:
    """`/api/runs`. A run is told by its id, or as `list` and `start` answer it."""

    def __init__(self, client: Api) -> None:
        self._client = client

    def list(self) -> Rows[Run]:
        """Yours, newest first."""
        columns = ("created_at", "id", "start", "end", "models", "status", "progress", "shown")
        return Rows([Run.model_validate(one) for one in self._client.pages("/api/runs", {})], columns)

    def get(self, run: Run | str) -> Run:
        """A run as it is now.

        Raises:
            ApiRefused: there is none.
        """
        return Run.model_validate(self._client.request("GET", f"/api/runs/{_id_of(run)}"))

    def start(
        self,
        camera: str,
        start: datetime,
        end: datetime,
        *,
        models: Mapping[str, str] | None = None,
        fps: float = 5.0,
        dry_run: bool = False,
        workers: int = 1,
        share: float = 1.0,
    ) -> Run:
        """Have the cluster look at a camera's recordings again.

        camera: its name or id. start, end: with their zone. models: NAME@VERSION by type; those that are left out are
        the live ones. fps: pictures a second. dry_run: report, and keep no events. workers, share: processes, and the
        share of the time that each works; the settings bound both.

        Raises:
            ApiRefused: there is no such model, or too many runs wait.
            KeyError: there is no such camera.
            ValueError: a time is naive.
        """
        body = {
            "cameraId": camera_id(self._client, camera),
            "from": with_zone(start),
            "to": with_zone(end),
            "models": dict(models or {}),
            "fps": fps,
            "dryRun": dry_run,
            "workers": workers,
            "share": share,
        }
        return Run.model_validate(self._client.request("POST", "/api/runs", json=body))

    def wait(self, run: Run | str) -> Run:
        """The run once it is over, with a bar until then.

        Raises:
            RunFailed: it failed, or was cancelled.
        """
        now = self.get(run)
        with Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True
        ) as bar:
            task = bar.add_task("looking at what was recorded", total=1.0)
            while now.is_open:
                time.sleep(POLL_S)
                now = self.get(run)
                of = f"{now.looked_at} of {now.segments}" if now.segments else "no"
                bar.update(task, completed=now.progress, description=f"{of} segments looked at")
        if now.status != "done":
            raise RunFailed(now.error or now.status)
        return now

    def report(self, run: Run | str, *, pictures: int = PICTURES) -> RunReport:
        """What a run would have told, beside what was told. pictures: of its first changes, to be shown with it.

        Raises:
            RunFailed: it has none, or none yet.
        """
        now = self.get(run)
        if now.report is None:
            raise RunFailed(now.error or f"it is {now.status}")
        shown = [self.picture(one) for one in now.report.changes[: max(0, pictures)]]
        return now.report.model_copy(update={"pictures": shown})

    def picture(self, change: RunChange) -> bytes | None:
        """What the camera showed then, JPEG; None: it is not recorded any more."""
        try:
            return self._client.content(change.picture_url)
        except ApiRefused as error:
            if error.code != "NOTHING_RECORDED":
                raise
            return None

    def events(self, run: Run | str) -> Rows[RunEvent]:
        """What a run tells, oldest first; a dry one keeps nothing."""
        items = self._client.pages(f"/api/runs/{_id_of(run)}/events", {})
        return Rows([RunEvent.model_validate(one) for one in items], ("ts", "type", "confidence"))

    def cancel(self, run: Run | str) -> Run:
        """Stop a run that waits or is under way."""
        return Run.model_validate(self._client.request("POST", f"/api/runs/{_id_of(run)}/cancel"))

    def delete(self, run: Run | str) -> None:
        """Remove a run that is over, and its events.

        Raises:
            ApiRefused: it is not over, or the analytics show it.
        """
        self._client.request("DELETE", f"/api/runs/{_id_of(run)}")

    def show(self, run: Run | str | None) -> None:
        """Have the analytics show a run in the place of what was told live; None: what was told live.

        Raises:
            ApiRefused: it is not done, or was dry.
        """
        run_id = None if run is None else _id_of(run)
        self._client.request("PUT", "/api/analytics/source", json={"runId": run_id})


def _id_of(run: Run | str) -> str:
    return run if isinstance(run, str) else run.id
