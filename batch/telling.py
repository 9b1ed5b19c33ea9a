"""From what the models said of each segment to what happened: one watcher and one ear, segment after segment."""

import asyncio
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

import structlog

from batch import looks
from batch.looker import key_of
from batch.looks import Looked
from db.segments import Segment
from deployments.live_hearing import as_sound
from hearing import events as heard_events
from hearing.events import Observation
from pawsight.messages import Event
from pawsight.objects import ObjectMissing, ObjectStore
from vision import events
from vision.watcher import Watcher

log = structlog.get_logger()

SOUND_WAITS: Final = timedelta(seconds=0.5)
"""What was heard goes with the next frame; where none comes so soon, it is told without one, as of a live camera."""


class Teller:
    """Tells what happened before one camera. What was seen and heard goes in, in the order of time."""

    def __init__(self, fps: float, zones: Sequence[events.Zone]) -> None:
        """fps: frames a second that were looked at."""
        self._watcher = Watcher(fps)
        self._zones = zones
        self._ear = heard_events.State()
        self._sounds: list[events.Sound] = []
        self._waits_since: datetime | None = None
        self._unheard: deque[Observation] = deque()
        self._last: datetime | None = None

    def tell(self, looked: Looked) -> Iterator[events.SightedEvent]:
        """What one more segment tells."""
        self._unheard.extend(looked.heard)
        for look in looked.seen:
            yield from self._listen(look.at)
            yield from self._watcher.watch(look, self._zones, self._taken()).events
            self._last = look.at

    def finish(self) -> Iterator[events.SightedEvent]:
        """What was heard after the last frame, or ended by then. Nothing comes after; what still goes on has no end."""
        if self._unheard:
            ends = self._unheard[-1].at + heard_events.WINDOW
            yield from self._listen(ends)
            self._last = ends if self._last is None else max(self._last, ends)
        if self._last is not None:
            self._ear, over = heard_events.expire(self._ear, self._last)
            self._sounds += [as_sound(event) for event in over]
            yield from self._without_frame(self._last)

    def _listen(self, until: datetime) -> Iterator[events.SightedEvent]:
        """Hear what ended by then."""
        while self._unheard and self._unheard[0].at + heard_events.WINDOW <= until:
            one = self._unheard.popleft()
            ends = one.at + heard_events.WINDOW
            if self._waits_since is not None and ends - self._waits_since > SOUND_WAITS:
                yield from self._without_frame(self._waits_since + SOUND_WAITS)
            self._ear, told = heard_events.advance(self._ear, one)
            if sounds := [as_sound(event) for event in told]:
                self._sounds += sounds
                self._waits_since = self._waits_since or ends
        if self._waits_since is not None and until - self._waits_since > SOUND_WAITS:
            yield from self._without_frame(self._waits_since + SOUND_WAITS)

    def _without_frame(self, at: datetime) -> tuple[events.SightedEvent, ...]:
        return self._watcher.listen(at, self._taken(), self._zones)

    def _taken(self) -> list[events.Sound]:
        sounds, self._sounds, self._waits_since = self._sounds, [], None
        return sounds


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
    teller = Teller(fps, zones)
    namespace = uuid5(run_id, str(camera_id))
    told: dict[UUID, Event] = {}
    began: datetime | None = None

    def keep(sighted: Sequence[events.SightedEvent]) -> None:
        told.update((event.id, event) for event in (_event(one, namespace, camera_id) for one in sighted))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "looks"
        for segment in segments:
            try:
                await objects.get_file(key_of(run_id, segment), path)
            except ObjectMissing:
                continue
            looked = await asyncio.to_thread(_read, path)
            began = began or (looked.seen[0].at if looked.seen else None)
            keep(await asyncio.to_thread(_told, teller, looked))
    keep(list(teller.finish()))
    return sorted(told.values(), key=lambda one: (one.ts, one.id)), began


def _read(path: Path) -> Looked:
    return looks.read(path.read_bytes())


def _told(teller: Teller, looked: Looked) -> list[events.SightedEvent]:
    return list(teller.tell(looked))


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
