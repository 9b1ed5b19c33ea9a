"""One segment on its way to the disk: packets in, fragments out, nothing kept in memory for long."""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from video import fmp4
from video.avcc import length_prefixed
from video.fragments import NothingWhole, seal
from video.packets import TICKS_HZ, EncodedPacket, StreamFormat

PART: Final = ".part"
"""What the name of a segment that is still written ends with."""

FRAGMENT_TICKS: Final = TICKS_HZ // 2
MOST_WAITING_BYTES: Final = 4_000_000
SYNC_EVERY_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class RecordedSegment:
    """A segment that is done.

    begins_at: media time 0 of the file. shown_from, shown_until: of its pictures. All in ticks since the epoch.
    """

    path: Path
    begins_at: int
    shown_from: int
    shown_until: int
    size_bytes: int


class SegmentFile:
    """A segment that is being written. Used by one thread.

    begins_at, shown_from: as in `RecordedSegment`. shown_until: of what came; until: of what is on disk.
    """

    def __init__(self, folder: Path, stream: StreamFormat, keyframe: EncodedPacket) -> None:
        """Make the file. It may stay empty for a moment; `keyframe` is to be added like any other packet.

        Raises:
            OSError: the disk refuses.
            ValueError: the format lacks SPS or PPS.
        """
        # With B-frames a picture is decoded before it is shown; MP4 counts from the first that is decoded.
        self.begins_at = keyframe.dts
        self.shown_from = keyframe.pts
        self.until = keyframe.pts
        self.shown_until = keyframe.pts
        self._header = fmp4.header(stream, self.begins_at)
        self._video: list[EncodedPacket] = []
        self._audio: list[EncodedPacket] = []
        self._waiting_bytes = 0
        self._fragments = 0
        self._size = 0
        self._path = folder / f"{self.begins_at}.mp4"
        self._part = self._path.with_name(self._path.name + PART)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self._part.open("x+b", buffering=0)
        self._synced_at = time.monotonic()

    @property
    def part(self) -> Path:
        """The file, as it is called now."""
        return self._part

    def add(self, packet: EncodedPacket) -> None:
        """Take a packet; what waited for long enough is written first.

        Raises:
            OSError: the disk refuses; what waits is not lost yet.
        """
        if packet.kind == "video":
            waits = self._video and packet.dts - self._video[0].dts >= FRAGMENT_TICKS
            if waits or self._waiting_bytes > MOST_WAITING_BYTES:
                self.flush(packet.dts)
            self._video.append(packet)
            self.shown_until = max(self.shown_until, packet.pts + packet.duration)
        else:
            self._audio.append(packet)
        self._waiting_bytes += len(packet.data)

    def flush(self, next_dts: int | None = None) -> None:
        """Write what waits as one fragment. next_dts: of the video packet that follows, when it is known.

        Raises:
            OSError: the disk refuses; the file ends where it ended, and what waits can be tried again.
        """
        if not self._video and not self._audio:
            return
        data = fmp4.fragment(
            self._fragments + 1, self._samples(self._video, next_dts), self._samples(self._audio, None)
        )
        self._write(data if self._size else self._header + data)
        self._fragments += 1
        if self._video:
            last = self._video[-1]
            self.until = max(self.until, next_dts or last.dts + last.duration)
        self._video, self._audio, self._waiting_bytes = [], [], 0
        if time.monotonic() - self._synced_at >= SYNC_EVERY_S:
            os.fdatasync(self._file.fileno())
            self._synced_at = time.monotonic()

    def close(self, ends_at: int | None = None) -> RecordedSegment | None:
        """Finish the file with what was flushed, and give it its name; None when that was nothing.

        ends_at: where the next segment begins; None: where the last picture ends.

        Raises:
            OSError: the disk refuses; the file stays as it is, to be mended later.
        """
        with self._file:
            if self._size == 0 or self.until == self.shown_from:
                self._part.unlink()
                return None
            # What still waits did not get to the disk: the segment ends before it.
            waits = bool(self._video)
            end = self.until if waits else ends_at or self.shown_until
            # It plays without, and a disk that refuses this may still let us give the file its name.
            with contextlib.suppress(NothingWhole, OSError):
                seal(self._file, end - self.begins_at)
        self._part.rename(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return RecordedSegment(self._path, self.begins_at, self.shown_from, end, self._size)

    def _samples(self, packets: list[EncodedPacket], next_dts: int | None) -> list[fmp4.Sample]:
        last = packets[-1].dts + max(packets[-1].duration, 1) if packets else 0
        ends = [*(packet.dts for packet in packets[1:]), next_dts or last]
        return [
            fmp4.Sample(
                data=length_prefixed(packet.data, 4) if packet.kind == "video" else packet.data,
                time=packet.dts - self.begins_at,
                duration=end - packet.dts,
                shown_after=max(packet.pts - packet.dts, 0),
                is_sync=packet.is_keyframe or packet.kind == "audio",
            )
            for packet, end in zip(packets, ends, strict=False)
        ]

    def _write(self, data: bytes) -> None:
        try:
            left = memoryview(data)
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            # Half a fragment would only have to be cut off later.
            self._file.truncate(self._size)
            self._file.seek(self._size)
            raise
        self._size += len(data)
