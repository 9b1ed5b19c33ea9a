"""A client of a running Pawsight, for notebooks and the command line.

    from pawsight.client import Client

    client = Client("http://127.0.0.1:8000", token)
    client.models.register("garden.onnx", type="detector", name="garden", version="2")
    client.models.switch("detector", "garden@2")

`python -m pawsight.client models list` and its siblings do the same. It waits for each answer; nothing of ours but the
API is behind it, so it can be installed anywhere.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Self

import httpx

from pawsight.client.corrections import Corrections
from pawsight.client.here import address_and_token
from pawsight.client.models import Models
from pawsight.client.runs import RunFailed, Runs
from pawsight.client.told import (
    Agreement,
    ApiRefused,
    Change,
    Correction,
    Evaluation,
    Model,
    Replica,
    Rows,
    Run,
    RunChange,
    RunEvent,
    RunReport,
    Slot,
    Switched,
)
from pawsight.client.vision import VisionClient

__all__ = [
    "Agreement",
    "ApiRefused",
    "Change",
    "Client",
    "Correction",
    "Corrections",
    "Evaluation",
    "Model",
    "Models",
    "Replica",
    "Rows",
    "Run",
    "RunChange",
    "RunEvent",
    "RunFailed",
    "RunReport",
    "Runs",
    "Slot",
    "Switched",
    "VisionClient",
]

TIMEOUT_S: Final = 30.0
LONGEST_S: Final = 330.0
"""Of an upload or a switch, which takes as long as its model takes to load."""
PAGE: Final = 100
MOST_PAGES: Final = 100


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
        self._elsewhere = httpx.Client(timeout=TIMEOUT_S, transport=transport)
        self.models = Models(self)
        self.corrections = Corrections(self)
        self.runs = Runs(self)

    @classmethod
    def here(cls, data_dir: str | Path = "data") -> Self:
        """The system that `PAWSIGHT_URL` and `PAWSIGHT_TOKEN` name, else the one that runs on this data folder.

        Raises:
            FileNotFoundError: neither is there.
        """
        return cls(*address_and_token("url", data_dir))

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

    def absolute(self, url: str) -> str:
        """A URL that the API told, as a browser elsewhere finds it."""
        return str(self._http.base_url.join(url))

    def content(self, url: str) -> bytes:
        """What lies under a URL that the API told. One that leads elsewhere, to S3, is not told who asks.

        Raises:
            ApiRefused: nothing does.
            httpx.HTTPError: it does not answer.
        """
        told = self._http.base_url.join(url)
        is_ours = (told.scheme, told.host, told.port) == (
            self._http.base_url.scheme,
            self._http.base_url.host,
            self._http.base_url.port,
        )
        reply = self._http.get(told) if is_ours else self._elsewhere.get(told)
        if reply.is_error:
            raise _refusal(reply)
        return reply.content

    def close(self) -> None:
        """Close its connections."""
        self._http.close()
        self._elsewhere.close()

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
