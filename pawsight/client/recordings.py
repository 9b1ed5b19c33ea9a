"""Which camera's recordings, and of which time, as the API takes them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol


class Pages(Protocol):
    """Who is asked: a `Client`."""

    def pages(self, path: str, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All items of a list."""
        ...


def camera_id(client: Pages, camera: str) -> str:
    """The id of a camera. camera: its name, or its id.

    Raises:
        KeyError: there is no such camera.
    """
    for one in client.pages("/api/cameras", {}):
        if camera in (one["name"], one["id"]):
            return str(one["id"])
    raise KeyError(camera)


def with_zone(moment: datetime) -> str:
    """A moment as text.

    Raises:
        ValueError: it is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.isoformat()
