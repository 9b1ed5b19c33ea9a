"""`/api/corrections`, as Python: what people said of what was told, with its picture."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from pawsight.client.told import Correction, Rows


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


class Corrections:
    """`/api/corrections`."""

    def __init__(self, client: Api) -> None:
        self._client = client

    def list(self) -> Rows[Correction]:
        """All of yours, newest first."""
        items = self._client.pages("/api/corrections", {})
        columns = ("ts", "said", "label", "confirmed", "box")
        return Rows([Correction.model_validate(one) for one in items], columns)

    def add(
        self, camera_id: str, capture_ts: datetime, box: dict[str, float], label: str, said: str | None = None
    ) -> Correction:
        """Say how a dog in a picture really holds itself: `sit`, `stand`, `lie` or `other`. said: what was told.

        box: `{x, y, w, h}`, fractions of the picture.

        Raises:
            ApiRefused: there is no such camera, or no such label.
        """
        body = {
            "cameraId": camera_id,
            "captureTs": capture_ts.isoformat(),
            "box": box,
            "said": said,
            "label": label,
        }
        return Correction.model_validate(self._client.request("POST", "/api/corrections", json=body))

    def picture(self, correction: Correction) -> bytes | None:
        """The picture that it is about, JPEG; None: that moment was not recorded."""
        return None if correction.picture_url is None else self._client.content(correction.picture_url)
