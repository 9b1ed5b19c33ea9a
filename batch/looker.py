"""One process that looks at recorded segments and listens to them: fetches each, decodes it, asks the models, stores
what they said."""

import asyncio
import os
import pickle
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import structlog

from batch import looks
from batch.looks import Looked
from batch.models import Models, load
from db.segments import Segment
from deployments.footage import NotHereYet, fetch, work_folder
from deployments.model_errors import ModelDied, ModelFailed
from deployments.recorded_sound import RecordedSound, sound_of, windows_of
from hearing.events import Observation
from pawsight.logging import configure_logging
from pawsight.objects import ObjectMissing, ObjectStore, ObjectStoreUnavailable
from pawsight.settings import settings
from video.errors import PieceUnreadable
from video.media import Picture
from video.packets import TICKS_HZ, to_datetime
from video.pieces import Piece, open_piece
from vision.detection import Image
from vision.motion import small_grey
from vision.pose import LARGEST_BATCH
from vision.watcher import Look

log = structlog.get_logger()

FRAMES_AT_ONCE: Final = 8
"""Handed to the detector together: what a GPU wants, and no loss on a CPU."""


def key_of(run_id: UUID, segment: Segment) -> str:
    """Where what a run saw and heard in a segment lies in S3."""
    return f"batch/{run_id}/{segment.start_ticks}{looks.SUFFIX}"


class Looker:
    """An actor of Ray Data's pool. A row goes in: `segment` is a pickled `db.segments.Segment`, `before` the one that
    it goes on from, or None; `start` is when it begins, as text.

    A row comes out: its `start`, `frames` that were looked at, `trouble` that left it out, or "".
    """

    def __init__(
        self, run_id: UUID, models: Models, fps: float, threads: int, niceness: int, share: float
    ) -> None:
        """threads: of each inference. niceness: how much live cameras go before. share: of the time that it works."""
        configure_logging()
        os.nice(niceness)
        self._run_id, self._fps, self._share = run_id, fps, share
        self._config = settings()
        self._objects = ObjectStore(self._config)
        self._models = load(models, self._config, self._objects, threads)
        self._last_sound: tuple[UUID, RecordedSound | None] | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Look at one segment; one that the run has seen before is not looked at again."""
        segment: Segment = pickle.loads(row["segment"])  # noqa: S301 - the driver's own, through Ray
        before: Segment | None = pickle.loads(row["before"])  # noqa: S301 - the same
        frames, trouble = asyncio.run(self._look(segment, before))
        return {"start": row["start"], "frames": frames, "trouble": trouble}

    async def _look(self, segment: Segment, before: Segment | None) -> tuple[int, str]:
        key = key_of(self._run_id, segment)
        try:
            await self._objects.stat(key)
        except ObjectMissing:
            pass
        else:
            return 0, ""
        folder = await asyncio.to_thread(work_folder, self._config.data_dir)
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as made:
            try:
                pieces = await self._fetched(segment, Path(made))
                if not pieces:
                    return 0, "deleted meanwhile"
                earlier = await self._sound_before(before, Path(made))
                looked = await asyncio.to_thread(self._looked, segment, pieces[0], earlier)
            except (NotHereYet, ObjectStoreUnavailable) as error:
                return 0, f"not fetched: {error}"
            except PieceUnreadable as error:
                return 0, f"unreadable: {error}"
            except ModelDied:
                raise
            except ModelFailed as error:
                return 0, f"not answered: {error}"
            written = Path(made) / "looks"
            written.write_bytes(looks.write(looked))
            await self._objects.put_file(key, written, looks.CONTENT_TYPE)
        return len(looked.seen), ""

    async def _fetched(self, segment: Segment, folder: Path) -> list[Piece]:
        return await fetch([segment], folder, self._config.data_dir, self._objects)

    async def _sound_before(self, before: Segment | None, folder: Path) -> RecordedSound | None:
        """The sound of the segment before, which is mostly the one that this actor had last."""
        if before is None:
            return None
        if self._last_sound is not None and self._last_sound[0] == before.id:
            return self._last_sound[1]
        pieces = await self._fetched(before, folder)
        try:
            return await asyncio.to_thread(sound_of, pieces[0]) if pieces else None
        except PieceUnreadable:
            return None

    def _looked(self, segment: Segment, piece: Piece, earlier: RecordedSound | None) -> Looked:
        sound = sound_of(piece)
        self._last_sound = segment.id, sound
        return Looked(list(self._seen(piece)), [] if sound is None else self._heard(sound, earlier))

    def _heard(self, sound: RecordedSound, earlier: RecordedSound | None) -> list[Observation]:
        began = time.monotonic()
        try:
            windows = windows_of(sound, earlier)
        except ValueError as error:
            log.warning("sound not listened to", reason=str(error))
            return []
        answers = self._models.ear.classify([one.window for one in windows])
        self._rest(began)
        return [Observation(one.at, heard) for one, heard in zip(windows, answers, strict=True)]

    def _seen(self, piece: Piece) -> Iterator[Look]:
        waiting: list[tuple[int, Image]] = []
        began = time.monotonic()
        for at, picture in frames_of(piece, self._fps):
            waiting.append((at, picture.image(self._config.camera_width)))
            if len(waiting) == FRAMES_AT_ONCE:
                yield from self._looks(waiting)
                waiting = []
                self._rest(began)
                began = time.monotonic()
        yield from self._looks(waiting)
        self._rest(began)

    def _rest(self, began: float) -> None:
        """Leave the cores to others for as long as the run's share of the time wants it."""
        time.sleep((time.monotonic() - began) * (1 / self._share - 1))

    def _looks(self, frames: list[tuple[int, Image]]) -> Iterator[Look]:
        if not frames:
            return
        answers = self._models.detector.detect([image for _, image in frames])
        for (at, image), found in zip(frames, answers, strict=True):
            found = [one for one in found if min(one.box[2:]) > 0]
            dogs = [one.box for one in found if one.class_name == "dog"][:LARGEST_BATCH]
            yield Look(
                at=to_datetime(at),
                size=(image.shape[1], image.shape[0]),
                grey=small_grey(image),
                living=[one for one in found if one.living],
                things=[one for one in found if not one.living],
                poses=self._models.pose.estimate(image, dogs),
            )


def frames_of(piece: Piece, fps: float) -> Iterator[tuple[int, Picture]]:
    """Pictures of a recorded file and when each was captured (ticks), at most so many a second.

    They are those that a clock of `fps` ticks meets, whatever file they lie in: the same pictures however a recording
    is cut, but for the first of each file, which is always among them.

    Raises:
        PieceUnreadable: there is no picture in it.
    """
    last: int | None = None
    with open_piece(piece) as opened, closing(opened.groups(piece.start)) as groups:
        for group in groups:
            wanted = set()
            for pts in sorted(one.pts for one in group.video):
                slot = int(pts * fps) // TICKS_HZ
                if slot != last:
                    wanted.add(pts)
                    last = slot
            for picture in opened.pictures(group.video, wanted):
                assert picture.raw.pts is not None
                yield picture.raw.pts, picture
