"""One process that looks at recorded segments: fetches each, decodes it, asks the models, stores what they said."""

import asyncio
import os
import pickle
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog

from batch import looks
from db.segments import Segment
from deployments.footage import NotHereYet, fetch, work_folder
from deployments.pose import load as load_pose
from pawsight.logging import configure_logging
from pawsight.objects import ObjectMissing, ObjectStore, ObjectStoreUnavailable
from pawsight.settings import Settings, settings
from video.errors import PieceUnreadable
from video.media import Picture
from video.packets import TICKS_HZ, to_datetime
from video.pieces import Piece, open_piece
from vision.detection import DetectionEngine, Image
from vision.engines.loading import load_engine
from vision.motion import small_grey
from vision.pose import LARGEST_BATCH, PoseEstimator
from vision.watcher import Look
from vision.weights import DOGPOSE, OWN_MODELS, OWN_WEIGHTS

log = structlog.get_logger()

FRAMES_AT_ONCE: Final = 8
"""Handed to the detector together: what a GPU wants, and no loss on a CPU."""


@dataclass(frozen=True, slots=True)
class Models:
    """File names of the models to look with, as `PAWSIGHT_DETECTOR` would name one; None: the live ones' defaults."""

    detector: str | None = None
    pose: str | None = None

    def folders(self, config: Settings) -> list[Path]:
        """Where they are looked up."""
        return [folder for folder in (config.model_dir, OWN_MODELS, OWN_WEIGHTS) if folder is not None]

    def load(self, config: Settings, threads: int) -> tuple[DetectionEngine, PoseEstimator]:
        """Load them, as they are named: nothing takes the place of a model whose answers are wanted.

        Raises:
            ModelLoadError: the detector does not load.
            ValueError: the pose model does not load.
        """
        folders = self.folders(config)
        detector = load_engine(
            self.detector or config.detector,
            search=folders,
            threads=threads,
            confidence=config.detector_confidence,
        )
        pose, status = load_pose(self.pose or DOGPOSE, folders, threads)
        if pose is None:
            raise ValueError(status.reason)
        return detector, pose


def key_of(run_id: str, segment: Segment) -> str:
    """Where what a run saw in a segment lies in S3."""
    return f"{prefix_of(run_id)}{segment.start_ticks}{looks.SUFFIX}"


def prefix_of(run_id: str) -> str:
    """Where all of a run lies."""
    return f"batch/{run_id}/"


class Looker:
    """An actor of Ray Data's pool. A row goes in and comes out: `segment` is a pickled `db.segments.Segment`.

    What comes out beside it: `frames` that were looked at, `seconds` that it took, `trouble` that left it out, or "".
    """

    def __init__(self, run_id: str, models: Models, fps: float, threads: int, niceness: int) -> None:
        """threads: of each inference. niceness: how much live cameras go before."""
        configure_logging()
        os.nice(niceness)
        self._run_id, self._fps = run_id, fps
        self._config = settings()
        self._objects = ObjectStore(self._config)
        self._detector, self._pose = models.load(self._config, threads)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Look at one segment; one that the run has seen before is not looked at again."""
        segment: Segment = pickle.loads(row["segment"])  # noqa: S301 - the driver's own, through Ray
        began = time.monotonic()
        frames, trouble = asyncio.run(self._look(segment))
        return {**row, "frames": frames, "seconds": time.monotonic() - began, "trouble": trouble}

    async def _look(self, segment: Segment) -> tuple[int, str]:
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
                pieces = await fetch([segment], Path(made), self._config.data_dir, self._objects)
            except (NotHereYet, ObjectStoreUnavailable) as error:
                return 0, f"not fetched: {error}"
            if not pieces:
                return 0, "deleted meanwhile"
            try:
                seen = await asyncio.to_thread(lambda: list(self._seen(pieces[0])))
            except PieceUnreadable as error:
                return 0, f"unreadable: {error}"
            written = Path(made) / "looks"
            written.write_bytes(looks.write(seen))
            await self._objects.put_file(key, written, looks.CONTENT_TYPE)
        return len(seen), ""

    def _seen(self, piece: Piece) -> Iterator[Look]:
        waiting: list[tuple[int, Image]] = []
        for at, picture in frames_of(piece, self._fps):
            waiting.append((at, picture.image(self._config.camera_width)))
            if len(waiting) == FRAMES_AT_ONCE:
                yield from self._looks(waiting)
                waiting = []
        yield from self._looks(waiting)

    def _looks(self, frames: list[tuple[int, Image]]) -> Iterator[Look]:
        if not frames:
            return
        answers = self._detector.detect([image for _, image in frames])
        for (at, image), found in zip(frames, answers, strict=True):
            found = [one for one in found if min(one.box[2:]) > 0]
            dogs = [one.box for one in found if one.class_name == "dog"][:LARGEST_BATCH]
            yield Look(
                at=to_datetime(at),
                size=(image.shape[1], image.shape[0]),
                grey=small_grey(image),
                living=[one for one in found if one.living],
                things=[one for one in found if not one.living],
                poses=self._pose.estimate(image, dogs),
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
