"""Encodings that exist while somebody watches: one a camera and codec, shared by all who need it."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction
from typing import Final, Literal

import av
import av.error
import structlog
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from video.frames import DecodedFrame
from video.opus import OpusTranscoder
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket, to_ticks
from video.sampler import NewestFrame, NoMoreFrames
from video.viewers import Fanout, Viewer

log = structlog.get_logger()

LiveCodec = Literal["H264", "VP8"]

KEYFRAME_EVERY_S: Final = 2.0
"""A new viewer gets all since the last keyframe at once; it need not wait for one, nor be given one of its own."""

_BITS_PER_PIXEL = 0.3
_SHORTEST_PAUSE_S = 0.5
_GLANCE_S = 1.0
"""How often a silent source is looked at: it may have been replaced."""


class LiveEncoder:
    """Pictures to packets without delay and without B-frames; for one thread at a time."""

    def __init__(self, codec: LiveCodec, fps: float) -> None:
        self._codec = codec
        self._fps = fps
        self._context: VideoCodecContext | None = None
        self._begin = 0
        self._last = 0

    def encode(self, frame: DecodedFrame) -> list[EncodedPacket]:
        """The packet of this picture; none when its time has not grown. A new size begins with a keyframe.

        Sides are rounded down to even numbers. The packets of VP8 are VP8's own frames.
        """
        pts = to_ticks(frame.captured_at)
        if pts <= self._last:
            return []
        width, height = frame.width // 2 * 2, frame.height // 2 * 2
        context = self._context
        if context is None or (context.width, context.height) != (width, height):
            context = self._context = self._open(width, height)
            self._begin = pts
        picture = VideoFrame.from_ndarray(frame.image(), format="bgr24").reformat(
            width, height, format="yuv420p", threads=1
        )
        picture.pts, picture.time_base = pts - self._begin, Fraction(1, TICKS_HZ)
        packets = context.encode(picture)
        duration = pts - self._last if self._last else round(TICKS_HZ / self._fps)
        self._last = pts
        # Without delay each picture is its own packet; VP8 leaves one out when it has too few bits.
        return [
            EncodedPacket("video", bytes(one), pts, pts, min(duration, TICKS_HZ), one.is_keyframe)
            for one in packets
        ]

    def _open(self, width: int, height: int) -> VideoCodecContext:
        most_bits = max(200_000, round(width * height * self._fps * _BITS_PER_PIXEL))
        context: VideoCodecContext
        if self._codec == "H264":
            context = av.CodecContext.create("libx264", "w")
            context.profile = "Baseline"
            context.options = {
                "preset": "superfast",  # costs what ultrafast does, and sends half
                "tune": "zerolatency",
                "crf": "23",
                "maxrate": str(most_bits),
                "bufsize": str(most_bits // 2),
            }
        else:
            context = av.CodecContext.create("libvpx", "w")
            context.bit_rate = most_bits
            context.options = {"deadline": "realtime", "cpu-used": "-8", "lag-in-frames": "0"}
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.time_base = Fraction(1, TICKS_HZ)
        context.framerate = Fraction(round(self._fps * 1000), 1000)
        context.gop_size = round(self._fps * KEYFRAME_EVERY_S)
        context.thread_count = 1
        return context


class SharedEncoding(ABC):
    """What all its kinds have in common: a task that makes packets while there are viewers."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._out = Fanout()
        self._task: asyncio.Task[None] | None = None

    @property
    def watching(self) -> int:
        """How many viewers there are."""
        return self._out.watching

    def watch(self) -> Viewer:
        """A new viewer; close it. The first one starts the work."""
        viewer = self._out.watch()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work_while_watched())
        return viewer

    async def close(self) -> None:
        """Stop the work; the viewers get nothing any more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work_while_watched(self) -> None:
        while self._out.watching:
            self._out.cut()
            try:
                await self._work()
            except av.error.FFmpegError as error:
                log.error("not encoded for live viewers", what=self._what, error=str(error))
            await asyncio.sleep(_SHORTEST_PAUSE_S)

    @abstractmethod
    async def _work(self) -> None:
        """Put packets until nobody watches or the source has ended."""


class SharedVideo(SharedEncoding):
    """Pictures encoded for browsers that can't show the source's own packets."""

    def __init__(
        self, codec: LiveCodec, fps: float, pictures: Callable[[], NewestFrame[DecodedFrame] | None]
    ) -> None:
        super().__init__(codec)
        self._codec = codec
        self._fps = fps
        self._pictures = pictures

    async def _work(self) -> None:
        newest = self._pictures()
        encoder = LiveEncoder(self._codec, self._fps)
        seq = -1
        while newest is not None and newest is self._pictures() and self._out.watching:
            try:
                frame = await asyncio.wait_for(newest.get(seq), _GLANCE_S)
            except TimeoutError:
                continue
            except NoMoreFrames:
                return
            seq = frame.seq
            for packet in await asyncio.to_thread(encoder.encode, frame):
                self._out.put(packet)


class SharedSound(SharedEncoding):
    """The source's AAC as Opus."""

    def __init__(self, aac: Fanout, source: Callable[[], AudioFormat | None]) -> None:
        super().__init__("opus")
        self._aac = aac
        self._source = source

    async def _work(self) -> None:
        source = self._source()
        if source is None:
            return
        transcoder = OpusTranscoder(source)
        heard = self._aac.watch()
        try:
            while self._out.watching:
                packet = await heard.next()
                if self._source() != source:
                    return
                for made in await asyncio.to_thread(transcoder.transcode, packet):
                    self._out.put(made)
        finally:
            heard.close()
