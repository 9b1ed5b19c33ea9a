"""One clip, from its order to its row: footage, cut, previews, upload, and the transaction that ends the job.

The lease is renewed while it goes on. Whoever loses the lease stops and stores nothing: what it uploads is doomed
from the start, and spared by that transaction alone.
"""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis

from db import clip_orders, clips, doomed_objects, jobs
from db.clip_orders import ClipOrder, JobLost
from db.clips import NewClip
from db.jobs import Job
from db.pool import Database
from deployments import footage, job_news
from deployments.footage import NotHereYet, with_patience, work_folder
from deployments.job_news import CLIP_FAILED, NOT_FOUND
from deployments.lease import JobLease, LeaseLost
from pawsight.messages import rfc3339
from pawsight.objects import ObjectMissing, ObjectStore, ObjectStoreUnavailable
from pawsight.recordings import s3_uri
from pawsight.settings import Settings
from video.clips import Cut, cut
from video.errors import ClipError, NothingRecorded
from video.packets import TICKS_HZ, to_datetime, to_ticks
from video.pieces import Piece
from video.previews import make_previews

log = structlog.get_logger()

LEASE_S: Final = 10.0
LATER_S: Final = 2.0
"""When to look again for footage that is not there yet."""

SLACK: Final = timedelta(minutes=5)
"""So long after a job's deadline no worker of it is left: what they uploaded can go."""

FOUND, FETCHED, WRITTEN, PICTURED = 0.2, 0.45, 0.65, 0.75
"""How far a job is, 0..1, when each step is done; while it waits for its footage it gets to the first."""

CONTENT_TYPES: Final = {
    "clip.mp4": "video/mp4",
    "preview.png": "image/png",
    "poster.jpg": "image/jpeg",
    "animation.webp": "image/webp",
}


class Hopeless(Exception):
    """The clip can't be made, however often it is tried; the message tells its owner why."""


class ClipJob:
    """Makes the clip of one claimed job."""

    def __init__(
        self, job: Job, config: Settings, database: Database, objects: ObjectStore, redis: Redis
    ) -> None:
        self._job = job
        self._order = ClipOrder.of(job)
        self._config = config
        self._database = database
        self._objects = objects
        self._redis = redis
        self._lease = JobLease(job, database, redis, LEASE_S, progress=FOUND)
        self._log = log.bind(job=str(job.id), attempt=job.attempt)

    async def run(self) -> None:
        """Make the clip, or note why it can't be made; nothing of it is left when the job is somebody else's.

        Raises:
            DatabaseError: the database is away; another attempt may have more luck.
        """
        try:
            done = await self._lease.see_through(self._make())
            await job_news.tell(self._redis, done)
        except (JobLost, LeaseLost):
            self._log.info("nothing stored: the lease is lost")
        except NotHereYet as error:
            await self._postpone(str(error))
        except Hopeless as error:
            await self._fail(str(error))
        except NothingRecorded:
            await self._fail(NOT_FOUND)
        except ClipError as error:
            await self._fail(f"The recording can't be cut: {error}")
        except ObjectStoreUnavailable as error:
            await self._fail(f"The media storage failed: {error}")
        except OSError as error:
            await self._fail(f"The disk failed: {error}")

    async def _make(self) -> Job:
        """The job, as it ended."""
        with tempfile.TemporaryDirectory(
            dir=work_folder(self._config.data_dir), ignore_cleanup_errors=True
        ) as name:
            folder = Path(name)
            pieces, camera_id = await self._footage(folder)
            out = folder / "clip.mp4"
            made = await asyncio.to_thread(
                cut,
                pieces,
                to_ticks(self._order.start),
                to_ticks(self._order.end),
                out,
                exact=self._order.exact,
                progress=self._lease.step(FETCHED, WRITTEN),
            )
            await asyncio.to_thread(make_previews, out, made.duration, self._moment(made), folder)
            self._lease.progress = PICTURED
            clip = self._described(made, camera_id, out.stat().st_size)
            assert self._job.deadline is not None, "a clip is not waited for without end"
            doomed_at = self._job.deadline + SLACK
            async with self._database.connection() as conn:
                await doomed_objects.doom_unless_spared(conn, clip.uris, doomed_at)
            await self._upload(folder)
            async with self._database.transaction() as conn:
                done, _ = await clip_orders.finish(conn, self._job, clip, doomed_at)
        self._log.info("clip made", reencoded=made.reencoded, reason=made.reason, gaps=len(made.left_out))
        return done

    async def _footage(self, folder: Path) -> tuple[list[Piece], UUID | None]:
        """The files that the clip is cut out of, and whose camera's they are."""
        order, user_id = self._order, self._job.user_id
        if order.clip_id is not None:
            async with self._database.connection() as conn:
                source = await clips.get(conn, user_id, order.clip_id)
            if source is None:
                raise Hopeless(NOT_FOUND)
            try:
                return await footage.fetch_clip(source, folder, self._objects), source.camera_id
            except ObjectMissing as error:
                raise Hopeless(NOT_FOUND) from error
        assert order.camera_id is not None, "a clip has one source"
        async with self._database.connection() as conn:
            found = await footage.look(
                conn, user_id, order.camera_id, order.start, order.end, datetime.now(UTC)
            )
        if not found.is_known:
            raise NotHereYet(f"it is known up to {rfc3339(found.known_until)}")
        pieces = await footage.fetch(
            found.segments, folder, self._config.data_dir, self._objects, self._lease.step(FOUND, FETCHED)
        )
        return pieces, order.camera_id

    async def _upload(self, folder: Path) -> None:
        sizes = {name: (folder / name).stat().st_size for name in CONTENT_TYPES}
        step, sent = self._lease.step(PICTURED, 1.0), 0
        for name, content_type in CONTENT_TYPES.items():
            await with_patience(
                lambda name=name, content_type=content_type: self._objects.put_file(  # type: ignore[misc]
                    f"{self._prefix}/{name}", folder / name, content_type
                )
            )
            sent += sizes[name]
            step(sent / sum(sizes.values()))

    def _described(self, made: Cut, camera_id: UUID | None, size_bytes: int) -> NewClip:
        uris = {name: s3_uri(self._config.s3_bucket, f"{self._prefix}/{name}") for name in CONTENT_TYPES}
        return NewClip(
            id=self._job.id,
            user_id=self._job.user_id,
            camera_id=camera_id,
            start_ts=to_datetime(made.start),
            duration_ms=max(round(made.duration * 1000 / TICKS_HZ), 1),
            s3_uri=uris["clip.mp4"],
            labels=self._order.labels,
            preview_png=uris["preview.png"],
            poster=uris["poster.jpg"],
            animation=uris["animation.webp"],
            width=made.width,
            height=made.height,
            size_bytes=size_bytes,
            left_out=tuple(
                {
                    "at": gap.at * 1000 // TICKS_HZ,
                    "start": to_datetime(gap.start).isoformat(),
                    "end": to_datetime(gap.end).isoformat(),
                }
                for gap in made.left_out
            ),
            reencoded=made.reencoded,
        )

    def _moment(self, made: Cut) -> int:
        """What the clip is about, in ticks of its own clock."""
        if self._order.moment is None:
            return made.duration // 2
        moment = to_ticks(self._order.moment)
        gone = sum(min(gap.end, moment) - gap.start for gap in made.left_out if gap.start < moment)
        return max(0, min(moment - made.start - gone, made.duration))

    @property
    def _prefix(self) -> str:
        """Where the objects of this attempt lie, and of no other."""
        return f"clips/{self._job.user_id}/{self._job.id}/{self._job.attempt}"

    async def _postpone(self, why: str) -> None:
        async with self._database.connection() as conn:
            job = await jobs.postpone(conn, self._job.id, self._job.attempt, LATER_S, self._job.progress)
        if job is not None:
            self._log.info("postponed", why=why)
            await job_news.tell(self._redis, job)

    async def _fail(self, why: str) -> None:
        async with self._database.transaction() as conn:
            job = await jobs.fail(conn, self._job.id, self._job.attempt, CLIP_FAILED, why)
            message = None if job is None else await job_news.keep_failure(conn, job)
        if job is not None:
            self._log.error("no clip", why=why)
            await job_news.tell_failure(self._redis, job, message)
