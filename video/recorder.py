"""A camera's packets into segments on disk, cut at keyframes; it blocks nobody, and says so when it fails."""

import errno
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from pawsight.recordings import GapReason
from video.packet_queue import Begun, Finish, Item, Lost, Overflown, PacketQueue, Stopped, Switched
from video.packets import TICKS_HZ, EncodedPacket, StreamFormat, to_ticks
from video.segment_file import RecordedSegment, SegmentFile

log = structlog.get_logger()

SHORTEST_S: Final = 4.0
LONGEST_S: Final = 10.0
"""A segment is as long as that, where the keyframes allow it."""

LOOK_EVERY_S: Final = 0.2
WRITE_AFTER_S: Final = 0.5
"""A packet waits for so long at most: for its fragment to be full, or for a camera that has fallen silent."""

AUDIO_LATE_S: Final = 0.5
"""A segment stays open for so long after its end, for sound that comes later than its picture."""

MOST_AHEAD: Final = 500
"""Packets of sound that wait for a picture; more is sound without a picture, and the oldest of it goes."""

SILENT_S: Final = 3.0
"""A camera that sends no picture for so long is away, whether or not its source has noticed."""

LONGEST_JUMP_TICKS: Final = 4 * TICKS_HZ
"""A picture that is later than this is not the next one."""

BLOCKED_S: Final = 1.0
"""After a disk refused, it is not asked again for so long."""

LOOK_AT_DISK_EVERY_S: Final = 1.0

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stretch of time that is on disk now."""

    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Missing:
    """From a moment on nothing is recorded, until the next `Recorded`."""

    since: int
    reason: GapReason
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A segment that the disk did not let us close: it still has the name of one that is written."""

    part: Path


Note = Recorded | RecordedSegment | Missing | Unfinished
"""What a recorder tells. Times are in ticks since the epoch."""


class Recorder:
    """A `PacketSink` with a thread of its own.

    tell: called by that thread with each note, in the order of time; it must not block.
    free_bytes: of the disk. With less than `floor_bytes` nothing is written, and the disk counts as full.
    """

    def __init__(
        self,
        folder: Path,
        tell: Callable[[Note], None],
        *,
        segment_s: float,
        free_bytes: Callable[[], int],
        floor_bytes: int,
    ) -> None:
        self._folder = folder
        self._tell = tell
        self._segment_s = min(max(segment_s, SHORTEST_S), LONGEST_S)
        self._free_bytes = free_bytes
        self._floor_bytes = floor_bytes
        self._queue = PacketQueue()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        # Below: the recorder's thread alone.
        self._stream: StreamFormat | None = None
        self._current: SegmentFile | None = None
        self._closing: SegmentFile | None = None
        self._closing_at = 0
        self._closing_since = 0.0
        self._last_keyframe = 0
        self._audio: deque[EncodedPacket] = deque(maxlen=MOST_AHEAD)
        self._finish: set[int] = set()
        self._until = 0
        self._missing: GapReason | None = None
        self._off: GapReason | None = None
        self._silent_at = 0.0
        self._waits_since = 0.0
        self._blocked_until = 0.0
        self._looked_at_disk = 0.0

    def start(self) -> None:
        """Begin to record what comes."""
        self._thread.start()

    def begin(self, stream: StreamFormat) -> None:
        """See `PacketSink`."""
        self._queue.tell(Begun(stream))

    def put(self, packet: EncodedPacket) -> None:
        """See `PacketSink`."""
        self._queue.put(packet)

    def lost(self, reason: str) -> None:
        """See `PacketSink`."""
        self._queue.tell(Lost(reason))

    def switch(self, off: GapReason | None) -> None:
        """Record no more, for this reason, or (None) again, from the next keyframe on."""
        self._queue.tell(Switched(off))

    def finish(self, at: int) -> None:
        """End the segment that a moment (ticks) is in at the first keyframe after it, however short it is then."""
        self._queue.tell(Finish(at))

    def stop(self, reason: GapReason) -> None:
        """Write what waits, close the segment and end. Waits for the disk: call it in a thread."""
        self._queue.tell(Stopped(reason))
        self._thread.join()

    @property
    def is_running(self) -> bool:
        """It was started, and was not stopped."""
        return self._thread.is_alive()

    @property
    def dropped(self) -> int:
        """Packets that were not recorded because the disk was too slow."""
        return self._queue.dropped

    def _run(self) -> None:
        self._silent_at, self._until = time.monotonic() + SILENT_S, _now()
        while True:
            for item in self._queue.take(LOOK_EVERY_S):
                self._guarded(partial(self._handle, item))
                if isinstance(item, Stopped):
                    return
            self._guarded(self._look_after)

    def _guarded(self, step: Callable[[], None]) -> None:
        """Whatever goes wrong ends a segment, never the thread: nobody would notice that it is gone."""
        try:
            step()
        except OSError as error:
            reason: GapReason = "disk_full" if error.errno in _DISK_FULL else "disk_failed"
            self._give_up(reason, error.strerror or str(error))
        except Exception:
            log.exception("a segment is given up: a mistake of ours", folder=str(self._folder))
            self._give_up("disk_failed", "a mistake of ours; see the log")

    def _handle(self, item: Item) -> None:
        match item:
            case EncodedPacket(kind="video"):
                self._take_video(item)
            case EncodedPacket():
                self._take_audio(item)
            case Begun(stream):
                self._stream = stream
                if self._current is not None:
                    self._end("source_away", "it was opened again")
            case Lost(reason):
                self._stream = None
                self._end("source_away", reason)
            case Overflown():
                self._end("writer_behind", "the disk is slower than the camera")
            case Switched(off):
                self._off = off
                self._silent_at = time.monotonic() + SILENT_S
                if off is not None:
                    self._end(off, None)
            case Finish(at):
                if self._current is not None and at >= self._current.shown_from:
                    self._finish.add(at)
            case Stopped(reason):
                self._off = reason
                self._end(reason, None)

    def _take_video(self, packet: EncodedPacket) -> None:
        now = time.monotonic()
        self._silent_at = now + SILENT_S + packet.duration / TICKS_HZ
        if self._stream is None or self._off is not None:
            return
        if self._current is not None and packet.pts > self._current.shown_until + LONGEST_JUMP_TICKS:
            self._end("source_away", "its clock jumped")
        if packet.is_keyframe:
            if self._current is not None and self._is_cut(packet):
                self._cut(self._stream, packet)
            elif self._current is None and now >= self._blocked_until:
                self._open(self._stream, packet)
            self._last_keyframe = packet.pts
        if self._current is not None:
            before = self._current.until
            self._current.add(packet)
            self._note_progress(before, self._current.until)
        self._sort_audio()

    def _take_audio(self, packet: EncodedPacket) -> None:
        self._audio.append(packet)
        self._sort_audio()

    def _sort_audio(self) -> None:
        """Give sound to the segment of its moment. What is ahead of the picture waits for it."""
        while self._audio:
            packet = self._audio[0]
            if self._closing is not None and packet.pts < self._closing_at:
                self._closing.add(packet)
            else:
                self._close_old()
                if self._current is not None and packet.pts >= self._current.shown_until:
                    return
                if self._current is not None and packet.pts >= self._current.shown_from:
                    self._current.add(packet)
            self._audio.popleft()

    def _is_cut(self, keyframe: EncodedPacket) -> bool:
        assert self._current is not None
        if any(at < keyframe.pts for at in self._finish):
            return True
        return is_cut(
            (keyframe.pts - self._current.shown_from) / TICKS_HZ,
            (keyframe.pts - self._last_keyframe) / TICKS_HZ,
            self._segment_s,
        )

    def _open(self, stream: StreamFormat, keyframe: EncodedPacket) -> None:
        self._demand_room()
        self._current = SegmentFile(self._folder, stream, keyframe)
        self._finish = {at for at in self._finish if at >= keyframe.pts}
        self._waits_since = time.monotonic()

    def _cut(self, stream: StreamFormat, keyframe: EncodedPacket) -> None:
        """Begin the next segment with a keyframe; the one before may still wait for sound."""
        assert self._current is not None
        self._close_old()
        before = self._current.until
        self._current.flush(keyframe.dts)
        self._note_progress(before, keyframe.pts)
        self._closing, self._current = self._current, None
        self._closing_at, self._closing_since = keyframe.pts, time.monotonic()
        if stream.audio is None:
            self._close_old()
        self._open(stream, keyframe)

    def _close_old(self) -> None:
        if self._closing is None:
            return
        self._closing.flush()
        old, self._closing = self._closing, None
        self._close(old, self._closing_at)

    def _end(self, reason: GapReason, detail: str | None) -> None:
        """Close what is open with all that came; nothing is recorded from here on."""
        self._close_old()
        if self._current is not None:
            before = self._current.until
            self._current.flush()
            self._note_progress(before, self._current.until)
            current, self._current = self._current, None
            self._close(current)
        self._note_missing(reason, detail)

    def _give_up(self, reason: GapReason, detail: str) -> None:
        """Close what is open with what is on disk; what only waits is lost."""
        self._blocked_until = time.monotonic() + BLOCKED_S
        old, current = self._closing, self._current
        self._closing = self._current = None
        if old is not None:
            self._close(old, self._closing_at)
        if current is not None:
            self._close(current)
        self._note_missing(reason, detail)

    def _close(self, segment: SegmentFile, ends_at: int | None = None) -> None:
        try:
            closed = segment.close(ends_at)
        except OSError as error:
            log.warning("segment not closed", segment=str(segment.part), error=str(error))
            self._tell(Unfinished(segment.part))
            return
        if closed is not None:
            self._note_progress(self._until, closed.shown_until)
            self._tell(closed)

    def _look_after(self) -> None:
        now = time.monotonic()
        if self._closing is not None and now - self._closing_since > AUDIO_LATE_S:
            self._close_old()
        if self._current is not None:
            if now - self._looked_at_disk > LOOK_AT_DISK_EVERY_S:
                self._demand_room()
            if now - self._waits_since > WRITE_AFTER_S:
                before = self._current.until
                self._current.flush()
                self._note_progress(before, self._current.until)
        if now > self._silent_at and self._missing != "source_away":
            self._end("source_away", f"no picture for {SILENT_S:.0f} s")

    def _demand_room(self) -> None:
        self._looked_at_disk = time.monotonic()
        if self._free_bytes() < self._floor_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _note_progress(self, before: int, until: int) -> None:
        if until > before:
            self._waits_since = time.monotonic()
            self._until, self._missing = until, None
            self._tell(Recorded(before, until))

    def _note_missing(self, reason: GapReason, detail: str | None) -> None:
        """Tell once from when on nothing is recorded; the owner's own wish is the reason before any other."""
        reason = self._off or reason
        if reason != self._missing:
            was_recording, self._missing = self._missing is None, reason
            self._tell(Missing(self._until if was_recording else _now(), reason, detail))


def is_cut(elapsed_s: float, group_s: float, goal_s: float) -> bool:
    """Whether a segment ends at the keyframe that comes now.

    elapsed_s: how long it is. group_s: from the keyframe before to this one; the next may be as far. goal_s: how
    long it should be.
    """
    return elapsed_s >= goal_s or (elapsed_s >= SHORTEST_S and elapsed_s + group_s > LONGEST_S)


def _now() -> int:
    return to_ticks(datetime.now(UTC))
