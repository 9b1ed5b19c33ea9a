"""What a camera recorded as a set for models: samples taken evenly over a time, and what its owner said of it.

Corrections are the labels. They are sparse, and no picture without one is taken for empty: of the others only the
models' agreement is told.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self, TypeVar
from uuid import UUID

import cv2

from db import corrections, segments
from db.corrections import Correction
from db.pool import Database
from db.segments import Segment
from deployments.evaluation_set import LARGEST_MEMBER, Sample, SetInvalid
from deployments.footage import NotHereYet, fetch
from deployments.kept_observations import kept
from deployments.recorded_sound import sound_of, windows_of
from hearing.events import WINDOW
from hearing.labels import DOG
from hearing.live import TimedWindow
from pawsight.messages import rfc3339
from pawsight.models import ModelType
from pawsight.objects import ObjectMissing, ObjectStore
from pawsight.recordings import key_of
from pawsight.settings import Settings
from video.errors import PieceUnreadable
from video.packets import TICKS_HZ, to_ticks
from video.pieces import Piece, open_piece
from vision.evaluation import NOTHING
from vision.pose import LARGEST_BATCH
from vision.posture import POSTURES

MOST_LABELS: Final = 500
"""Corrections that count; the newest of a longer time."""
QUALITY: Final = 95
SLACK: Final = TICKS_HZ // 500
"""A moment that was kept to the microsecond may lie before its own picture."""

T = TypeVar("T")
Box = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """Of which camera, from when to when. samples: at most so many are taken, labelled ones apart."""

    camera_id: UUID
    start: datetime
    end: datetime
    samples: int

    def as_json(self) -> dict[str, Any]:
        """As a job has it."""
        return {
            "cameraId": str(self.camera_id),
            "from": rfc3339(self.start),
            "to": rfc3339(self.end),
            "samples": self.samples,
        }

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """Out of a job."""
        start, end = (datetime.fromisoformat(told[key]) for key in ("from", "to"))
        return cls(UUID(told["cameraId"]), start, end, told["samples"])


@dataclass(slots=True)
class ArchiveSet:
    """See `SampleSet`. Pictures lie in a folder of the evaluation's own until they are looked at."""

    is_of_sounds: bool
    classes: frozenset[str] = frozenset({"dog"})
    unreadable: list[str] = field(default_factory=list)
    _entries: list[tuple[Sample, Path | None]] = field(default_factory=list)

    def add(self, sample: Sample, picture: Path | None = None) -> None:
        """One more. picture: where its data lies."""
        self._entries.append((sample, picture))

    def close(self) -> None:
        """Nothing is open: the folder is whoever's who made it."""

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Sample]:
        for sample, picture in self._entries:
            yield sample if picture is None else replace(sample, data=picture.read_bytes())


class Gathering:
    """Makes the set of one evaluation."""

    def __init__(
        self,
        user_id: UUID,
        archive: Archive,
        folder: Path,
        *,
        config: Settings,
        database: Database,
        objects: ObjectStore,
    ) -> None:
        """folder: what is fetched lies there, on the disk of the data folder."""
        self._user_id, self._archive, self._folder = user_id, archive, folder
        self._config, self._database, self._objects = config, database, objects

    async def gather(self, model_type: ModelType, progress: Callable[[float], None]) -> ArchiveSet:
        """The set for models of a type. progress: told the share that is done; what it raises ends it.

        Raises:
            SetInvalid: there is nothing in that time that such a model could look at.
            ObjectStoreUnavailable: S3 is away.
        """
        archive, made = self._archive, ArchiveSet(model_type == "sound")
        async with self._database.connection() as conn:
            said = await corrections.of_camera(
                conn, self._user_id, archive.camera_id, archive.start, archive.end, limit=MOST_LABELS
            )
            recorded = await segments.spread(
                conn, self._user_id, archive.camera_id, archive.start, archive.end, most=archive.samples
            )
        steps = max(1, len(said) + len(recorded))
        label = self._label_sound if made.is_of_sounds else self._label_picture
        for number, one in enumerate(said):
            await label(model_type, one, made)
            progress((number + 1) / steps)
        each = archive.samples // max(1, len(recorded))
        take = {"detector": self._take_pictures, "pose": self._take_dogs, "sound": self._take_sounds}[
            model_type
        ]
        for number, segment in enumerate(recorded):
            try:
                await take(segment, each, made)
            except (NotHereYet, PieceUnreadable):
                made.unreadable.append(rfc3339(segment.start_ts))
            progress((len(said) + number + 1) / steps)
        if not len(made):
            raise SetInvalid(f"nothing was recorded then that a {model_type} could be asked about")
        return made

    async def _label_picture(self, model_type: ModelType, said: Correction, made: ArchiveSet) -> None:
        sample = labelled(model_type, said)
        key = None if said.picture is None else key_of(said.picture)
        if sample is None or key is None:
            return
        path = self._folder / f"{said.id}.jpg"
        try:
            data = await self._objects.read(key, 0, LARGEST_MEMBER - 1)
        except ObjectMissing:
            made.unreadable.append(sample.name)
            return
        await asyncio.to_thread(path.write_bytes, data)
        made.add(sample, path)

    async def _label_sound(self, _: ModelType, said: Correction, made: ArchiveSet) -> None:
        label = said.label if said.label in DOG else NOTHING if said.said in DOG else None
        if label is None:
            return
        async with self._database.connection() as conn:
            found = await segments.overlapping(
                conn, self._user_id, self._archive.camera_id, said.ts, said.ts + WINDOW, limit=1
            )
        name = rfc3339(said.ts)
        try:
            heard = await self._windows(found[0]) if found else []
        except (NotHereYet, PieceUnreadable):
            heard = []
        around = [one.window for one in heard if abs(one.at - said.ts) < WINDOW]
        if around:
            made.add(Sample(name, label=label, windows=around))
        else:
            made.unreadable.append(name)

    async def _take_pictures(self, segment: Segment, count: int, made: ArchiveSet) -> None:
        start, end = self._within(segment)
        moments = [start + (end - start) * (number + 0.5) / count for number in range(count)]
        await self._keep(segment, [(moment, []) for moment in moments], made)

    async def _take_dogs(self, segment: Segment, count: int, made: ArchiveSet) -> None:
        """A pose model is asked about dogs: those that were seen while it was recorded."""
        found = await kept(segment, *self._within(segment), self._config.data_dir, self._objects)
        seen = [
            (one.at, [dog.box for dog in one.living if dog.class_name == "dog" and min(dog.box[2:]) > 0])
            for one in found.seen
        ]
        await self._keep(segment, evenly([one for one in seen if one[1]], count), made)

    async def _take_sounds(self, segment: Segment, count: int, made: ArchiveSet) -> None:
        start, end = self._within(segment)
        # Of silence any two models say the same.
        heard = [
            one for one in await self._windows(segment) if start <= one.at < end and not one.window.quiet
        ]
        for one in evenly(heard, count):
            made.add(Sample(rfc3339(one.at), windows=[one.window], is_labelled=False))

    async def _keep(
        self, segment: Segment, wanted: Sequence[tuple[datetime, Sequence[Box]]], made: ArchiveSet
    ) -> None:
        """Cut pictures out of a segment; wanted: when, and where dogs are in them, as far as that is known."""
        if not wanted:
            return
        for piece in await self._fetched(segment):
            moments = [to_ticks(moment) for moment, _ in wanted]
            paths = await asyncio.to_thread(self._cut, piece, moments)
            for (moment, boxes), path in zip(wanted, paths, strict=True):
                if path is None:
                    made.unreadable.append(rfc3339(moment))
                    continue
                dogs: list[tuple[str, Box]] = [("dog", box) for box in boxes[:LARGEST_BATCH]]
                sample = Sample(
                    rfc3339(moment), things=dogs, points=[{} for _ in dogs], unit="picture", is_labelled=False
                )
                made.add(sample, path)
            piece.path.unlink()

    def _cut(self, piece: Piece, moments: Sequence[int]) -> list[Path | None]:
        """A JPEG of the picture that was shown at each moment (ticks), as wide as live models see it."""
        paths: list[Path | None] = [None] * len(moments)
        with open_piece(piece) as opened, closing(opened.groups(piece.start)) as groups:
            for group in groups:
                times = sorted(one.pts for one in group.video)
                wanted: dict[int, list[int]] = {}
                for index, moment in enumerate(moments):
                    if group.start <= moment + SLACK and moment < group.end:
                        shown = times[max(0, bisect_right(times, moment + SLACK) - 1)]
                        wanted.setdefault(shown, []).append(index)
                for picture in opened.pictures(group.video, wanted.keys()):
                    assert picture.raw.pts is not None
                    path = self._folder / f"{picture.raw.pts}.jpg"
                    image = picture.image(self._config.camera_width)
                    if not cv2.imwrite(str(path), image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]):
                        raise OSError(f"{path.name} can't be written")
                    for index in wanted[picture.raw.pts]:
                        paths[index] = path
        return paths

    async def _windows(self, segment: Segment) -> list[TimedWindow]:
        found = []
        for piece in await self._fetched(segment):
            sound = await asyncio.to_thread(sound_of, piece)
            piece.path.unlink()
            try:
                found += [] if sound is None else await asyncio.to_thread(windows_of, sound, None)
            except ValueError as error:
                raise PieceUnreadable(str(error)) from error
        return found

    async def _fetched(self, segment: Segment) -> list[Piece]:
        return await fetch([segment], self._folder, self._config.data_dir, self._objects)

    def _within(self, segment: Segment) -> tuple[datetime, datetime]:
        return max(self._archive.start, segment.start_ts), min(self._archive.end, segment.end_ts)


def labelled(model_type: ModelType, said: Correction) -> Sample | None:
    """The labelled picture that a correction makes for a detector or a pose model; None: it tells such a model nothing.

    What an owner says of an event says that a dog is in its box, but for one word: that nobody came into view.
    """
    name, box = rfc3339(said.ts), said.box
    if said.label == NOTHING:
        is_empty = model_type == "detector" and said.said == "enter_frame"
        return Sample(name) if is_empty else None
    if box is None or (model_type == "pose" and said.label not in POSTURES):
        return None
    return Sample(
        name,
        things=[("dog", (box["x"], box["y"], box["w"], box["h"]))],
        points=[{}],
        unit="picture",
        posture=said.label if model_type == "pose" else "",
    )


def evenly(found: Sequence[T], count: int) -> list[T]:
    """At most so many of them, from the first to the last."""
    if len(found) <= count:
        return list(found)
    return [found[(2 * number + 1) * len(found) // (2 * count)] for number in range(count)]
