"""One camera's recording: its recorder's notes become rows, and its owner hears of every gap."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from db import cameras, gaps, segments
from db.cameras import Camera
from db.errors import ConstraintViolated, DatabaseError
from db.pool import Database
from deployments.node_keeper import NodeKeeper
from deployments.observation_log import ObservationLog
from deployments.recording_notices import WISHED, RecordingNotices
from deployments.segment_archive import FolderInUse, SegmentArchive
from pawsight.messages import rfc3339
from pawsight.objects import ObjectStore
from pawsight.recordings import STOPPED_FILE, GapReason
from pawsight.settings import Settings
from video.ledger import Gap, Ledger
from video.packets import PacketSink, to_datetime, to_ticks
from video.recorder import Missing, Note, Recorded, Recorder, Unfinished
from video.segment_file import RecordedSegment

log = structlog.get_logger()

LOOK_EVERY_S: Final = 1.0
RETAIN_EVERY_S: Final = 30.0
STOP_TIMEOUT_S: Final = 4.0

HANGING_AFTER: Final = timedelta(seconds=5)
"""When nothing has reached the disk for so long, it hangs."""

STOP_SLACK: Final = timedelta(seconds=15)

MOST_UNSAVED: Final = 10_000
"""Gaps that may wait for the database."""


class CameraRecording:
    """Owns a camera's recorder, its ledger and its archive. Used by one event loop, except for `sink`."""

    def __init__(
        self,
        camera: Camera,
        config: Settings,
        database: Database,
        objects: ObjectStore,
        redis: Redis,
        *,
        free_bytes: Callable[[], int] | None = None,
        observations: ObservationLog | None = None,
    ) -> None:
        """free_bytes: of the disk that is recorded to; None: what the system says.

        observations: what is seen and heard of the camera, to be kept beside its segments.
        """
        self._camera = camera
        self._config = config
        self._database = database
        free = free_bytes or (lambda: shutil.disk_usage(config.data_dir).free)
        self._archive = SegmentArchive(camera.user_id, camera.id, config, database, objects, observations)
        self._keeper = NodeKeeper(config, database, objects, redis, free_bytes=free)
        self._notices = RecordingNotices(redis, camera.user_id, camera.id, database)
        self._recorder = Recorder(
            self._archive.folder,
            self._hear,
            segment_s=config.segment_s,
            free_bytes=free,
            floor_bytes=config.disk_floor_bytes // 2,
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._began = datetime.now(UTC)
        self._ledger = self._new_ledger(None)
        self._is_settled = False
        self._is_stopped = False
        self._unsaved: dict[datetime, Gap] = {}
        self._resumed_at: datetime | None = None
        self._closed_until: datetime | None = None
        self._wake = asyncio.Event()
        self._saved = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self._log = log.bind(camera=str(camera.id))

    @property
    def sink(self) -> PacketSink:
        """Where the camera's feeds put their packets, one feed after another."""
        return self._recorder

    async def start(self) -> None:
        """Begin. What a killed process left is put in order first; packets wait meanwhile."""
        self._loop = asyncio.get_running_loop()
        if not self._camera.recording:
            self._recorder.switch("recording_off")
        self._tasks = [asyncio.create_task(self._run(), name="recording")]

    def follow(self, camera: Camera) -> None:
        """Take the camera's name and its switch as they are now."""
        if camera.recording != self._camera.recording:
            self._recorder.switch(None if camera.recording else "recording_off")
        self._camera = camera

    async def finish(self, at: datetime, timeout_s: float = 15.0) -> bool:
        """Have everything up to a moment in segments that others can read; whether it is, within that time.

        The segment ends at the first keyframe after `at`, so that a clip of what just happened need not wait for
        its full length.
        """
        self._recorder.finish(to_ticks(at))
        try:
            async with asyncio.timeout(timeout_s), self._saved:
                await self._saved.wait_for(lambda: self._is_readable(at))
        except TimeoutError:
            return False
        return True

    def status(self) -> dict[str, Any]:
        """What the camera's status says of it: `RecordingStatus` of the web door."""
        gap = self._ledger.gap
        since = self._resumed_at if gap is None else gap.since
        return {
            "state": "recording" if gap is None else "off" if gap.reason in WISHED else "missing",
            "reason": gap and gap.reason,
            "detail": gap and gap.detail,
            "since": since and rfc3339(since),
            "until": rfc3339(self._ledger.until),
            "waiting": self._archive.waiting,
            "dropped": self._recorder.dropped,
        }

    async def stop(self, reason: GapReason) -> None:
        """Close the segment, note why nothing follows, and let the folder go; a deleted camera takes it along.

        Idempotent.
        """
        if self._is_stopped:
            return
        self._is_stopped = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._recorder.is_running:
            try:
                # Its last notes come to this loop before the answer does.
                await asyncio.wait_for(asyncio.to_thread(self._recorder.stop, reason), STOP_TIMEOUT_S)
            except TimeoutError:
                self._log.error("the disk does not answer: the last seconds are lost")
        else:
            self._take_note(Missing(to_ticks(datetime.now(UTC)), reason))
        try:
            await self._archive.keep_observations(is_last=True)
            await self._save()
            async with self._database.connection() as conn:
                is_deleted = await cameras.get_of_anybody(conn, self._camera.id) is None
            if is_deleted:
                await self._archive.remove()
        except (DatabaseError, OSError) as error:
            # The next start finds the files, and accounts for the rest.
            self._log.warning("a recording ended without its last rows", error=str(error))
        self._archive.unlock()
        self._keeper.close()

    async def _run(self) -> None:
        await self._take_folder()
        await self._begin_ledger()
        self._recorder.start()
        # Each of them outlives whatever goes wrong in it: nobody would start it again.
        await asyncio.gather(
            self._for_ever("save what is recorded", self._save, self._until_changed),
            self._for_ever("tell of gaps", self._tell, partial(asyncio.sleep, LOOK_EVERY_S)),
            self._for_ever("delete old recordings", self._retain, partial(asyncio.sleep, RETAIN_EVERY_S)),
            self._archive.upload_for_ever(),
            self._keeper.keep_for_ever(),
        )

    async def _take_folder(self) -> None:
        """Wait until nobody else records there, then mend what nobody finished."""
        is_told = False
        while True:
            try:
                await asyncio.to_thread(self._archive.lock)
                break
            except (FolderInUse, OSError) as error:
                if not is_told:
                    self._log.error("not recording yet", error=str(error))
                is_told = True
            await asyncio.sleep(LOOK_EVERY_S)
        await self._archive.mend()

    def _new_ledger(self, lasting: Gap | None) -> Ledger:
        """A ledger that begins in a gap: the one that lasts from before, else that we only just begin."""
        reason: GapReason = "source_away" if self._camera.recording else "recording_off"
        return Ledger(self._began, lasting or Gap(self._began, None, reason))

    async def _begin_ledger(self) -> None:
        """Go on where the database knows of an end; while it is away with this moment, and the past comes later."""
        lasting = None
        try:
            lasting = await self._settle()
            self._is_settled = True
        except (DatabaseError, OSError) as error:
            self._log.warning("the past is accounted for later", error=str(error))
        self._ledger = self._new_ledger(lasting)
        assert self._ledger.gap is not None
        self._change([self._ledger.gap])

    async def _settle(self) -> Gap | None:
        """Account for every moment before this start; the gap that lasts until now, if one does.

        Raises:
            DatabaseError: the database is away; what was done is not done twice.
            OSError: the disk can't be read.
        """
        await self._archive.find()
        await self._archive.index()
        camera_id, user_id = self._camera.id, self._camera.user_id
        async with self._database.transaction() as conn:
            await self._archive.forget_lost(conn)
            lasting = await gaps.lasting(conn, camera_id)
            if lasting is not None:
                resumed = await segments.first_after(conn, camera_id, lasting.start_ts)
                if resumed is not None and resumed < self._began:
                    # It was recorded again, and killed before it could say so.
                    await gaps.keep(conn, user_id, replace(lasting, end_ts=max(resumed, lasting.start_ts)))
                    lasting = None
            for start, end in await gaps.unaccounted(conn, camera_id, self._began):
                lasts = end == self._began
                gap = gaps.Gap(camera_id, start, None if lasts else end, self._why_it_ended(start), None)
                await gaps.keep(conn, user_id, gap)
                lasting = gap if lasts else lasting
        return Gap(lasting.start_ts, None, lasting.reason, lasting.detail) if lasting else None

    def _why_it_ended(self, at: datetime) -> GapReason:
        """Whether it ended because the system was stopped in order then."""
        try:
            text = (self._config.data_dir / STOPPED_FILE).read_text("ascii")
            stopped_at = datetime.fromisoformat(text.strip())
        except (OSError, ValueError):
            return "process_killed"
        return "system_stopped" if abs(stopped_at - at) < STOP_SLACK else "process_killed"

    def _hear(self, note: Note) -> None:
        """Called by the recorder's thread."""
        assert self._loop is not None, "start() comes first"
        self._loop.call_soon_threadsafe(self._take_note, note)

    def _take_note(self, note: Note) -> None:
        match note:
            case Recorded(since, until):
                if self._ledger.gap is not None:
                    self._resumed_at = to_datetime(since)
                self._change(self._ledger.recorded(to_datetime(since), to_datetime(until)))
            case Missing(since, reason, detail):
                self._change(self._ledger.missing(to_datetime(since), reason, detail))
            case RecordedSegment():
                self._closed_until = to_datetime(note.shown_until)
                self._archive.add(note)
                self._wake.set()
            case Unfinished(part):
                self._archive.add_unfinished(part)

    def _change(self, changed: list[Gap]) -> None:
        for gap in changed:
            # The order of the last changes: a gap that lasts is closed before the next one may begin.
            self._unsaved.pop(gap.since, None)
            self._unsaved[gap.since] = gap
            self._wake.set()
        while len(self._unsaved) > MOST_UNSAVED:
            # The next start finds their times unaccounted for, and knows no better reason.
            self._unsaved.pop(next(iter(self._unsaved)))

    def _notice_hanging(self) -> None:
        """A disk that never answers tells nothing, and neither does a thread that waits for it."""
        if self._ledger.gap is None and datetime.now(UTC) - self._ledger.until > HANGING_AFTER:
            self._change(
                self._ledger.missing(self._ledger.until, "writer_behind", "the disk does not answer")
            )

    async def _save(self) -> None:
        """Bring the rows up to date.

        Raises:
            DatabaseError, OSError: the database or the disk is away; the next call saves what is missing.
        """
        # First, since it needs no database: a crash shall cost what the open segment had, and no more.
        await self._archive.keep_observations()
        if not self._is_settled:
            if (before := await self._settle()) is not None:
                ended = replace(before, until=self._began)
                self._unsaved = {ended.since: ended} | self._unsaved
            self._is_settled = True
        for gap in list(self._unsaved.values()):
            row = gaps.Gap(self._camera.id, gap.since, gap.until, gap.reason, gap.detail)
            try:
                async with self._database.connection() as conn:
                    await gaps.keep(conn, self._camera.user_id, row)
            except ConstraintViolated as error:
                self._log.warning("a gap of no camera", error=str(error))
            if self._unsaved.get(gap.since) is gap:
                del self._unsaved[gap.since]
        await self._archive.index()
        async with self._saved:
            self._saved.notify_all()

    def _is_readable(self, at: datetime) -> bool:
        gap, closed_until = self._ledger.gap, self._closed_until
        is_before = self._is_settled and at < self._began
        is_closed = closed_until is not None and closed_until > at
        return self._archive.is_indexed and (is_before or is_closed or (gap is not None and gap.since <= at))

    async def _retain(self) -> None:
        await self._archive.mend()
        await self._archive.retain(datetime.now(UTC))

    async def _tell(self) -> None:
        self._notice_hanging()
        await self._notices.tell(self._camera.name, self._ledger.gap, datetime.now(UTC))

    async def _for_ever(
        self, what: str, step: Callable[[], Awaitable[None]], pause: Callable[[], Awaitable[None]]
    ) -> None:
        """Take a step again and again: what goes wrong in one is logged, and the next one tries again."""
        is_failing = False
        while True:
            try:
                await step()
                is_failing = False
            except (DatabaseError, RedisError, OSError) as error:
                if not is_failing:
                    self._log.warning(f"to {what} is tried again", error=str(error))
                is_failing = True
            except Exception:
                log.exception(f"to {what} is tried again: a mistake of ours", camera=str(self._camera.id))
            await pause()

    async def _until_changed(self) -> None:
        # Not `wait_for`: before Python 3.12 it forgets that it was cancelled if what it waits for just came.
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
