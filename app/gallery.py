"""What clips and snapshots have in common: labels and a note, how they are looked for, and that their objects go."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

import structlog
from fastapi import Query
from pydantic import AwareDatetime, Field, StringConstraints

from app.resources import Held, Resources
from db import doomed_objects
from db.errors import DatabaseError
from pawsight import recordings
from pawsight.messages import Wire
from pawsight.objects import ObjectStoreUnavailable

log = structlog.get_logger()

MOST_LABELS: Final = 20

Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=50),
    Field(examples=["fetch"]),
]
Note = Annotated[str, Field(max_length=2000, examples=["first time on the couch"])]

OfCamera = Annotated[UUID | None, Query(alias="cameraId")]
WithLabel = Annotated[str | None, Query(alias="label", max_length=50)]
Since = Annotated[AwareDatetime | None, Query(alias="from", description="inclusive")]
Until = Annotated[AwareDatetime | None, Query(alias="to", description="exclusive")]
Words = Annotated[
    str | None, Query(alias="q", min_length=1, max_length=100, description="in notes and labels, in any case")
]


class ItemChange(Wire):
    """What shall be different; what is left out stays. A note of null is taken away."""

    labels: list[Label] | None = Field(None, max_length=MOST_LABELS)
    note: Note | None = None

    @property
    def new_note(self) -> tuple[str | None] | None:
        """The new note in a tuple; None when it stays."""
        return (self.note,) if "note" in self.model_fields_set else None

    @property
    def new_labels(self) -> list[str] | None:
        """The new labels, each once; None when they stay."""
        return None if self.labels is None else list(dict.fromkeys(self.labels))


def key_of(uri: str) -> str:
    """The key of an object of ours."""
    key = recordings.key_of(uri)
    assert key is not None, "what the gallery shows lies in S3"
    return key


def url_of(held: Held, uri: str | None) -> str | None:
    """Where a browser finds an object of ours."""
    return None if uri is None else held.media.url(key_of(uri))


async def discard(held: Resources, uris: Sequence[str]) -> None:
    """Delete objects whose row is gone. They are doomed already: what fails here, a sweeper does later."""
    try:
        gone = set(await held.objects.delete_many([key_of(uri) for uri in uris]))
        async with held.database.connection() as conn:
            await doomed_objects.forget(conn, [uri for uri in uris if key_of(uri) in gone])
    except (ObjectStoreUnavailable, DatabaseError) as error:
        log.warning("objects are deleted later", error=str(error))
