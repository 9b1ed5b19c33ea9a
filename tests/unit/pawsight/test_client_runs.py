"""Batch runs by the client, against answers as the API gives them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from pawsight.client import Client, RunFailed
from pawsight.client.__main__ import main

PICTURES = [f"/api/runs/0199/changes/{number}/picture" for number in range(2)]
REPORT = {
    "segments": 3,
    "frames": 40,
    "seconds": 9.5,
    "leftOut": [],
    "counts": {"<sit>": {"kept": 4, "moved": 1, "added": 2, "gone": 0}},
    "changes": [
        {
            "change": "added",
            "type": "<sit>",
            "ts": "2026-05-01T10:00:05.000Z",
            "eventId": None,
            "wasTs": None,
            "confidence": 0.8,
            "pictureUrl": url,
        }
        for url in PICTURES
    ],
    "moreChanges": 0,
}
RUN = {
    "id": "0199",
    "cameraId": "0198",
    "from": "2026-05-01T00:00:00.000Z",
    "to": "2026-05-02T00:00:00.000Z",
    "models": {"detector": "garden@2"},
    "fps": 5.0,
    "dryRun": False,
    "status": "queued",
    "progress": 0.0,
    "segments": None,
    "lookedAt": 0,
    "shown": False,
    "report": None,
    "error": None,
    "createdAt": "2026-05-03T00:00:00.000Z",
}
START, END = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)

Answer = Callable[[httpx.Request], httpx.Response]


def client(answer: Answer) -> Client:
    return Client("http://pawsight.test", "secret", transport=httpx.MockTransport(answer))


class System:
    """A run that is a step further each time that somebody asks."""

    def __init__(self, *steps: dict[str, Any]) -> None:
        self._steps = [{**RUN, **step} for step in steps]
        self.bodies: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method == "POST":
            self.bodies.append(json.loads(request.read()))
            return httpx.Response(202, json=RUN)
        if path == "/api/cameras":
            return httpx.Response(200, json={"items": [{"id": "0198", "name": "Garden"}], "nextCursor": None})
        if path == PICTURES[0]:
            return httpx.Response(200, content=b"JPEG")
        if path == PICTURES[1]:
            error = {"code": "NOTHING_RECORDED", "message": "Nothing was recorded then"}
            return httpx.Response(404, json={"error": error})
        return httpx.Response(200, json=self._steps.pop(0) if len(self._steps) > 1 else self._steps[0])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pawsight.client.runs.POLL_S", 0.0)


@pytest.mark.parametrize("camera", ["Garden", "0198"])
def test_a_run_is_begun_for_a_camera_by_its_name_or_id(camera: str) -> None:
    system = System(RUN)

    run = client(system).runs.start(camera, START, END, models={"detector": "garden@2"}, dry_run=True)

    (body,) = system.bodies
    assert (run.id, run.start, run.is_open) == ("0199", START, True)
    assert (body["cameraId"], body["from"], body["dryRun"]) == ("0198", START.isoformat(), True)
    assert body["models"] == {"detector": "garden@2"}


def test_what_cannot_be_begun_is_not_asked_for() -> None:
    system = System(RUN)
    with pytest.raises(KeyError, match="Roof"):
        client(system).runs.start("Roof", START, END)
    with pytest.raises(ValueError, match="zone"):
        client(system).runs.start("Garden", START.replace(tzinfo=None), END)

    assert system.bodies == []


def test_a_run_is_waited_for() -> None:
    system = System(
        {}, {"status": "running", "progress": 0.3, "segments": 3, "lookedAt": 1}, {"status": "done"}
    )

    assert client(system).runs.wait("0199").status == "done"


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ({"status": "failed", "error": "no such thing"}, "no such thing"),
        ({"status": "cancelled"}, "cancelled"),
    ],
)
def test_one_that_comes_to_nothing_says_why(last: dict[str, Any], why: str) -> None:
    runs = client(System({"status": "running"}, last)).runs

    with pytest.raises(RunFailed, match=why):
        runs.wait("0199")
    with pytest.raises(RunFailed, match=why):
        runs.report("0199")


def test_a_report_shows_itself_with_its_pictures_and_no_markup_of_others() -> None:
    report = client(System({"status": "done", "report": REPORT})).runs.report("0199")
    html = report._repr_html_()

    assert report.pictures == [b"JPEG", None]
    assert "data:image/jpeg;base64,SlBFRw==" in html
    assert "not recorded any more" in html
    assert "&lt;sit&gt;" in html
    assert "<sit>" not in html


def test_the_command_line_begins_a_run_and_tells_what_came_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    system = System({"status": "done", "report": REPORT})
    monkeypatch.setattr(Client, "here", lambda _: client(system))

    order = ["runs", "start", "Garden", "2026-05-01", "2026-05-02", "--models", "detector=garden@2", "--wait"]
    assert main(order) == 0
    shown = capsys.readouterr().out
    assert "<sit>" in shown
    assert system.bodies[0]["from"] == START.isoformat()
    assert main(["runs", "start", "Roof", "2026-05-01", "2026-05-02"]) == 1
