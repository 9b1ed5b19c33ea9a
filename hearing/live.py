"""A camera's sound as it comes: packets in, windows with the time of day out."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import av
import av.error
import numpy as np
from av.packet import Packet

from hearing.windows import HOP, RATE_HZ, Samples, Window, Windows

Codec = Literal["aac", "pcm_s16le"]

GAP: Final = timedelta(seconds=0.25)
"""When the packets' time is so far from the samples' count, something is missing: windows start anew."""

_PULL = 0.02
"""How much of a smaller difference each packet mends: no camera's sound card keeps exact time."""

_MOST_BYTES = 400_000
"""Of a packet. A frame of AAC never has more than 6,144 bits a channel; two seconds of PCM in stereo have this."""


@dataclass(frozen=True, slots=True)
class TimedWindow:
    """A window and when it began, UTC."""

    at: datetime
    window: Window


class LiveSound:
    """Decodes one camera's sound. Not thread-safe; it works for milliseconds and never waits.

    damaged: packets that could not be decoded and were left out.
    """

    def __init__(
        self, codec: Codec, *, rate_hz: int, channels: int, extradata: bytes = b"", aligned: bool = False
    ) -> None:
        """Take packets of AAC without ADTS headers, extradata: AudioSpecificConfig; or of 16-bit PCM, interleaved.

        aligned: windows begin when a clock ticks that every sound has in common, one tick a `HOP` since the epoch: what
        was recorded in pieces is cut alike, whichever piece somebody begins with.

        Raises:
            ValueError: there is no such sound.
        """
        if not 4_000 <= rate_hz <= 192_000 or not 1 <= channels <= 8:
            raise ValueError(f"{rate_hz} samples a second in {channels} channels")
        self._decoder = av.CodecContext.create(codec, "r")
        self._decoder.sample_rate = rate_hz
        self._decoder.layout = _LAYOUTS[channels]
        if extradata:
            self._decoder.extradata = extradata
        self._resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ)
        self._aligned = aligned
        self._windows = Windows()
        self._began: datetime | None = None
        self._count = 0  # samples since then
        self._before = 0  # of these, samples before the first window
        self.damaged = 0

    def put(self, data: bytes, captured_at: datetime) -> list[TimedWindow]:
        """The windows that a packet fills. captured_at: of its first sample, aware; packets come in their order."""
        samples = self._decode(data)
        if samples is None:
            return []
        self._keep_time(captured_at)
        assert self._began is not None, "kept just now"
        unwanted = max(0, self._before - self._count)
        self._count += len(samples)
        begins = self._began + timedelta(seconds=self._before / RATE_HZ)
        return [
            TimedWindow(begins + timedelta(seconds=window.start_s), window)
            for window in self._windows.push(samples[unwanted:])
        ]

    def _decode(self, data: bytes) -> Samples | None:
        if not 0 < len(data) <= _MOST_BYTES:
            self.damaged += 1
            return None
        try:
            frames = self._decoder.decode(Packet(data))
            parts = [part.to_ndarray()[0] for frame in frames for part in self._resampler.resample(frame)]
        except (av.error.FFmpegError, ValueError):  # ValueError: it changed its rate or channels in between
            self.damaged += 1
            return None
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _keep_time(self, captured_at: datetime) -> None:
        if self._began is not None:
            off = captured_at - (self._began + timedelta(seconds=self._count / RATE_HZ))
            if abs(off) < GAP:
                self._began += off * _PULL
                return
        self._windows = Windows()
        self._began, self._count = captured_at, 0
        self._before = _until_next_tick(captured_at) if self._aligned else 0


def _until_next_tick(moment: datetime) -> int:
    """Samples until a window may begin."""
    return -((moment - _EPOCH) // timedelta(microseconds=1) * RATE_HZ // 1_000_000) % HOP


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_LAYOUTS: Final = {1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
