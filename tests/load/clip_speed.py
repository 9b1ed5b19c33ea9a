"""A 30 s clip out of four segments, beside `ffmpeg -c copy` on the same files; where there is none, a bare remux."""

import asyncio
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import av.stream

from tests.footage import BEGIN, numbers, record
from tests.load.report import Row
from video.clips import cut
from video.packets import TICKS_HZ
from video.pieces import Piece
from video.previews import make_previews

ROUNDS = 15
FPS = 30
SEGMENTS, SEGMENT_S = 4, 10
START_S, END_S = 3.0, 33.0


async def measure() -> list[Row]:
    """In turns, so that a busy machine slows all of them."""
    return await asyncio.to_thread(_measure)


def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="pawsight-bench-") as name:
        folder = Path(name)
        pieces = record(
            folder,
            segments=SEGMENTS,
            pictures=SEGMENT_S * FPS,
            fps=FPS,
            keyframe_every=FPS,
            width=1280,
            height=720,
            noise=True,
            b="4M",
            maxrate="4M",
            bufsize="4M",
        )
        start, end = BEGIN + round(START_S * TICKS_HZ), BEGIN + round(END_S * TICKS_HZ)
        out = folder / "clip.mp4"
        ffmpeg = shutil.which("ffmpeg")
        beside = "`ffmpeg -c copy`" if ffmpeg else "a bare remux of the same packets (no ffmpeg here)"
        bare = (lambda: _ffmpeg(ffmpeg, pieces, folder)) if ffmpeg else (lambda: _remux(pieces, folder))
        times: dict[str, list[float]] = {"ours": [], "bare": [], "exact": [], "previews": []}
        for turn in range(ROUNDS + 2):
            took = {
                "bare": _timed(bare),
                "ours": _timed(lambda: cut(pieces, start, end, out)),
                "exact": _timed(
                    lambda: cut(
                        pieces, start + TICKS_HZ // 3, end + TICKS_HZ // 3, folder / "e.mp4", exact=True
                    )
                ),
                "previews": _timed(lambda: make_previews(out, 30 * TICKS_HZ, 15 * TICKS_HZ, folder)),
            }
            if turn >= 2:  # the first ones warm up
                for kind, seconds in took.items():
                    times[kind].append(seconds)
        first, *_, last = numbers(out)
        middle = {kind: statistics.median(some) for kind, some in times.items()}
        size = out.stat().st_size / 1e6
        expected = f"{START_S * FPS:.0f} and {END_S * FPS - 1:.0f}"
    return [
        (f"30 s clip of 4 segments, 720p, {size:.1f} MB: ours", f"{middle['ours'] * 1000:.0f} ms", "< 1 s"),
        (f"the same by {beside}", f"{middle['bare'] * 1000:.0f} ms", ""),
        ("ours / that", f"{middle['ours'] / middle['bare']:.2f}", "<= 1.3"),
        ("first and last picture", f"{first} and {last}", expected),
        ("with exact ends (two groups encoded anew)", f"{middle['exact'] * 1000:.0f} ms", "< 1 s"),
        ("its previews", f"{middle['previews'] * 1000:.0f} ms", ""),
    ]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _ffmpeg(ffmpeg: str, pieces: Sequence[Piece], folder: Path) -> None:
    """What a shell script would do: the concat demuxer, a seek, a copy."""
    playlist = folder / "list.txt"
    playlist.write_text("".join(f"file '{piece.path}'\n" for piece in pieces))
    command = [
        *(
            ffmpeg,
            "-v",
            "error",
            "-y",
            "-f",
            "concat",
            "-safe",
            "0",
            "-ss",
            str(START_S),
            "-i",
            str(playlist),
        ),
        *("-t", str(END_S - START_S), "-c", "copy", "-movflags", "faststart", str(folder / "bare.mp4")),
    ]
    subprocess.run(command, check=True)


def _remux(pieces: Sequence[Piece], folder: Path) -> None:
    """The least that any program in Python must do: every packet of the time from file to file."""
    with av.open(str(folder / "bare.mp4"), "w", options={"movflags": "faststart"}) as out:
        streams: dict[str, av.stream.Stream] = {}
        last: dict[str, int] = {}
        for piece in pieces:
            with av.open(str(piece.path)) as container:
                for stream in container.streams:
                    if stream.type not in streams:
                        streams[stream.type] = out.add_stream_from_template(stream, opaque=True)
                for packet in container.demux():
                    if packet.size == 0 or packet.pts is None or packet.dts is None:
                        continue
                    at_s = float(packet.pts * packet.time_base) + (piece.start - BEGIN) / TICKS_HZ
                    if START_S <= at_s < END_S:
                        moved = round(((piece.start - BEGIN) / TICKS_HZ - START_S) / packet.time_base)
                        kind = packet.stream.type
                        packet.pts += moved
                        packet.dts += moved
                        # A segment's sound ends a little after its pictures.
                        if packet.dts > last.get(kind, -1):
                            last[kind] = packet.dts
                            packet.stream = streams[kind]
                            out.mux(packet)


if __name__ == "__main__":
    from tests.load.report import table

    table("Clips", asyncio.run(measure()))
