"""From what the models said of each segment to what happened: one watcher, segment after segment."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

import structlog

from batch import looks
from batch.looker import key_of
from db.segments import Segment
from pawsight.messages import Event
from pawsight.objects import ObjectMissing, ObjectStore
from vision import events
from vision.watcher import Look, Watcher

log = structlog.get_logger()


async def tell(
    run_id: UUID,
    camera_id: UUID,
    segments: Sequence[Segment],
    zones: Sequence[events.Zone],
    fps: float,
    objects: ObjectStore,
) -> tuple[list[Event], datetime | None]:
    """The events of a run, in order, each as it was told last; and when its first picture was captured, if any was.

    segments: in the order of time; what nobody saw, since it was deleted or can't be read, is left out. Ids are the
    same whenever the same looks are told again.

    Raises:
        NoLooks: a file in S3 is none of ours.
        ObjectStoreUnavailable: S3 is away.
    """
    watcher = Watcher(fps)
    namespace = uuid5(run_id, str(camera_id))
    told: dict[UUID, Event] = {}
    began: datetime | None = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "looks"
        for segment in segments:
            try:
                await objects.get_file(key_of(str(run_id), segment), path)
            except ObjectMissing:
                continue
            seen = await asyncio.to_thread(_read, path)
            began = began or (seen[0].at if seen else None)
            for sighted in await asyncio.to_thread(_watch, watcher, seen, zones):
                event = _event(sighted, namespace, camera_id)
                told[event.id] = event
    return sorted(told.values(), key=lambda one: (one.ts, one.id)), began


def _read(path: Path) -> list[Look]:
    return looks.read(path.read_bytes())


def _watch(watcher: Watcher, seen: Sequence[Look], zones: Sequence[events.Zone]) -> list[events.SightedEvent]:
    return [event for look in seen for event in watcher.watch(look, zones).events]


def _event(sighted: events.SightedEvent, namespace: UUID, camera_id: UUID) -> Event:
    return Event(
        id=sighted.id_in(namespace),
        ts=sighted.at,
        type=sighted.type,
        data={
            "cameraId": str(camera_id),
            "trackId": sighted.track_id,
            "confidence": round(sighted.confidence, 3),
            **sighted.data,
        },
    )
