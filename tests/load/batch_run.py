"""One measured pass over an archive, in a process of its own: `python -m tests.load.batch_run ORDER`, as JSON.

Its environment names the services, and a folder (`RAY_TMPDIR`) and a token for a Ray of its own.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import batch.run
from batch.looker import FRAMES_AT_ONCE, Looker, frames_of
from batch.models import Loaded, Models, load
from batch.run import Share, carry_out
from db import batch_runs, segments
from db.pool import Database
from db.segments import Segment
from deployments.footage import fetch, work_folder
from deployments.recorded_sound import sound_of, windows_of
from pawsight.objects import ObjectStore
from pawsight.settings import settings
from video.pieces import Piece
from vision.pose import LARGEST_BATCH

NOTES = "BENCH_NOTES"
"""Names the folder for them."""


@dataclass(frozen=True)
class Pass:
    """What one pass came to.

    per_s: frames that all who look have looked at in a second, each from the end of its first segment, when it is warm,
    to the end of its last. whole_s: all of it, with the start of processes and models. report: of a run.
    """

    per_s: float
    whole_s: float
    report: dict[str, Any] | None = None


def plain_loop(found: Sequence[Segment], fps: float) -> Pass:
    """The same models on the same segments, one after the other, in this process; nothing is kept."""
    began = time.perf_counter()
    config = settings()
    objects = ObjectStore(config)
    models = load(Models(), config, objects, threads=1)
    counted, since = 0, 0.0
    with tempfile.TemporaryDirectory(dir=work_folder(config.data_dir)) as folder:
        for number, segment in enumerate(found):
            if number == 1:
                counted, since = 0, time.perf_counter()
            (piece,) = asyncio.run(fetch([segment], Path(folder), config.data_dir, objects))
            counted += _look(piece, models, fps, config.camera_width)
            piece.path.unlink()
    ended = time.perf_counter()
    return Pass(counted / (ended - since), ended - began)


def _look(piece: Piece, models: Loaded, fps: float, width: int) -> int:
    sound = sound_of(piece)
    if sound is not None:
        models.ear.classify([one.window for one in windows_of(sound, None)])
    images = [picture.image(width) for _, picture in frames_of(piece, fps)]
    for first in range(0, len(images), FRAMES_AT_ONCE):
        some = images[first : first + FRAMES_AT_ONCE]
        for image, seen in zip(some, models.detector.detect(some), strict=True):
            dogs = [one.box for one in seen if one.class_name == "dog"][:LARGEST_BATCH]
            models.pose.estimate(image, dogs)
    return len(images)


class TimedLooker(Looker):
    """Notes when each segment is done: a run hears of it later, when Ray hands its row over."""

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        done = super().__call__(row)
        with (Path(os.environ[NOTES]) / str(os.getpid())).open("a") as notes:
            notes.write(f"{time.monotonic()} {done['frames']}\n")
        return done


def per_s(folder: Path) -> float:
    """See `Pass`, out of what each process noted."""
    total = 0.0
    for notes in folder.iterdir():
        times, frames = zip(
            *(map(float, line.split()) for line in notes.read_text().splitlines()), strict=True
        )
        if len(times) > 1:
            total += sum(frames[1:]) / (times[-1] - times[0])
    return total


async def run(database: Database, run_id: UUID, workers: int, nodes: Sequence[int]) -> Pass:
    """A batch run on a cluster of its own. nodes: the CPUs of each, as Ray counts them."""
    import ray
    from ray.cluster_utils import Cluster

    began = time.perf_counter()
    batch.run.Looker = TimedLooker  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        os.environ[NOTES] = folder
        cluster = Cluster(
            initialize_head=True, head_node_args={"num_cpus": nodes[0], "include_dashboard": False}
        )
        for cpus in nodes[1:]:
            cluster.add_node(num_cpus=cpus)
        ray.init(address=cluster.address, log_to_driver=False, logging_level="warning")
        try:
            async with database.connection() as conn:
                row = await batch_runs.get(conn, run_id)
            assert row is not None
            report = await carry_out(database, row, Share(workers=workers))
        finally:
            ray.shutdown()
            cluster.shutdown()
        assert not report["leftOut"], report["leftOut"]
        return Pass(per_s(Path(folder)), time.perf_counter() - began, report)


async def main(order: dict[str, Any]) -> Pass:
    """order: `camera` (to loop over, with `fps`), or `run`, with `workers` and `nodes`."""
    config = settings()
    assert config.database_url is not None
    database = await Database.connect(config.database_url, query_timeout_s=60)
    try:
        if "run" in order:
            return await run(database, UUID(order["run"]), order["workers"], order["nodes"])
        async with database.connection() as conn:
            found = await segments.oldest(conn, UUID(order["camera"]), order["segments"])
        return await asyncio.to_thread(plain_loop, found, order["fps"])
    finally:
        await database.close()


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(main(json.loads(sys.argv[1]))))))
