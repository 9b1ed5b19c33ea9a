"""Cameras whose every picture carries its number, as bars that survive encoding: FLV over HTTP, in real time.

FLV, because FFmpeg hands on each of its pictures as soon as it is there: with MPEG-TS it waits for two more.
"""

import asyncio
import io
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin
from pathlib import Path
from typing import cast

import av
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

WIDTH, HEIGHT, FPS = 640, 360, 15
GOP = 2 * FPS
LOOP = 20 * FPS
BARS = 16
BAR_HEIGHT = 48
"""The number is in the upper 48 rows: 12 bits, the highest first, and 4 that check them."""

MARKER = 96
"""Sides of the white square of a marked picture, pixels."""
MARKER_ROUND = (WIDTH // 2, (BAR_HEIGHT + HEIGHT) // 2)
MARKER_RADIUS = 100
TURN = 4 * FPS
"""Pictures in which its middle goes once around there, always equally fast. The loop is a whole number of turns."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n"


def picture(number: int, *, marked: bool = False) -> npt.NDArray[np.uint8]:
    """BGR, with something that moves below the bars: all of it, or the marker, as the one light thing in the dark."""
    x, y = np.arange(WIDTH)[None, :], np.arange(HEIGHT)[:, None]
    image = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    image[..., 0] = (x + 3 * number) % 256
    image[..., 1] = (2 * y + number) % 256
    image[..., 2] = ((x + y) // 2 + 5 * number) % 256
    if marked:
        image //= 4
        left, top = marker(number)
        image[top : top + MARKER, left : left + MARKER] = 235
    code = number << 4 | checksum(number)
    bits = np.array([code >> (BARS - 1 - bar) & 1 for bar in range(BARS)], np.uint8)
    image[:BAR_HEIGHT] = np.repeat(bits * 255, WIDTH // BARS)[None, :, None]
    return image


def marker(number: int) -> tuple[int, int]:
    """Left and top of the marker in this picture, pixels."""
    angle = 2 * pi * number / TURN
    x, y = MARKER_ROUND
    return (
        round(x + MARKER_RADIUS * cos(angle)) - MARKER // 2,
        round(y + MARKER_RADIUS * sin(angle)) - MARKER // 2,
    )


def checksum(number: int) -> int:
    """1 to 15, so that a black picture is no number."""
    return number % 15 + 1


@dataclass
class NumberedCameras:
    """`url(n)` is the nth camera. It plays pictures 0 to LOOP - 1 over and over."""

    port: int = 0

    def __post_init__(self) -> None:
        self._sent: dict[tuple[int, int], list[float]] = defaultdict(list)

    def url(self, camera: int) -> str:
        """Its address, any number of times at once."""
        return f"http://127.0.0.1:{self.port}/{camera}.flv"

    def sent(self, camera: int, number: int) -> None:
        """The picture leaves the camera now."""
        self._sent[camera, number].append(time.time() * 1000)

    def age_ms(self, camera: int, number: int, seen_ms: float) -> float | None:
        """How old the picture was when it was seen; None when it was never sent."""
        times = self._sent[camera, number]
        at = bisect_right(times, seen_ms)
        return seen_ms - times[at - 1] if at else None


@asynccontextmanager
async def numbered_cameras(
    *, ten_bits: bool = False, marked: bool = False, film: Path | None = None
) -> AsyncIterator[NumberedCameras]:
    """Serve cameras on a free port of loopback.

    ten_bits: H.264 that no browser can show as it is. marked: with the marker. film: an MP4 of `FPS` to play
    in the place of the numbers.
    """
    played = await asyncio.to_thread(film.read_bytes if film else lambda: _film(ten_bits, marked))
    cameras = NumberedCameras()
    connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections[task] = writer
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            camera = int(request.split(b" ")[1].strip(b"/").removesuffix(b".flv"))
            writer.write(HEAD)
            await _play(played, camera, cameras, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # it hung up
        finally:
            writer.close()
            del connections[task]

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    cameras.port = server.sockets[0].getsockname()[1]
    try:
        yield cameras
    finally:
        server.close()
        for writer in connections.values():
            writer.close()  # each ends with its next picture
        await asyncio.gather(*connections)


async def _play(film: bytes, camera: int, cameras: NumberedCameras, writer: asyncio.StreamWriter) -> None:
    begin = time.monotonic()
    shown = 0
    with (
        av.open(io.BytesIO(film)) as source,
        av.open(_Out(writer), "w", format="flv", options={"flush_packets": "1"}) as out,
    ):
        stream = out.add_stream_from_template(source.streams.video[0])
        while not writer.is_closing():
            source.seek(0)
            for packet in source.demux(video=0):
                if not packet.size or writer.is_closing():
                    continue
                await asyncio.sleep(max(0.0, begin + shown / FPS - time.monotonic()))
                packet.stream = stream
                packet.pts = packet.dts = shown
                packet.time_base = Fraction(1, FPS)
                out.mux(packet)
                cameras.sent(camera, shown % LOOP)
                shown += 1
                await writer.drain()


class _Out:
    """A file for the muxer that is a socket."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def write(self, data: bytes) -> int:
        if not self._writer.is_closing():  # the muxer has a last word even then
            self._writer.write(bytes(data))
        return len(data)


def _film(ten_bits: bool, marked: bool) -> bytes:
    """An MP4 of the whole loop."""
    film = io.BytesIO()
    with av.open(film, "w", format="mp4") as out:
        stream = cast("VideoStream", out.add_stream("libx264", rate=FPS))
        stream.width, stream.height = WIDTH, HEIGHT
        stream.pix_fmt = "yuv420p10le" if ten_bits else "yuv420p"
        stream.gop_size = GOP
        stream.options = {"preset": "superfast", "tune": "zerolatency", "sc_threshold": "0"}
        for number in range(LOOP):
            frame = VideoFrame.from_ndarray(picture(number, marked=marked), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return film.getvalue()
