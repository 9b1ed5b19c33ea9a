"""Recorded segments made on the spot: every picture carries its own number, so that a test can read it back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from video.frames import Image
from video.packets import TICKS_HZ, to_ticks
from video.pieces import Piece

FPS = 15
WIDTH, HEIGHT = 192, 112
BEGIN = to_ticks(datetime(2026, 3, 1, 12, tzinfo=UTC))
RATE_HZ = 48_000
_BITS = 12


def picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> Image:
    """Twelve vertical stripes, black or white: the number's bits, the highest first."""
    bits = np.array([(number >> (_BITS - 1 - bit)) & 1 for bit in range(_BITS)], np.uint8) * 255
    row = bits[np.arange(width) * _BITS // width]
    return np.broadcast_to(row[None, :, None], (height, width, 3)).copy()


def number_in(image: Image) -> int:
    """Reads the number that `picture` wrote."""
    width = image.shape[1]
    columns = [round((bit + 0.5) * width / _BITS) for bit in range(_BITS)]
    light = image[image.shape[0] // 2, columns].mean(axis=1)
    return int("".join("1" if one > 127 else "0" for one in light), 2)


def record(
    folder: Path,
    *,
    segments: int = 3,
    pictures: int = 75,
    first: int = 0,
    begin: int = BEGIN,
    fps: int = FPS,
    keyframe_every: int = FPS,
    width: int = WIDTH,
    height: int = HEIGHT,
    sound: bool = True,
    noise: bool = False,
    **x264: Any,
) -> list[Piece]:
    """Segments as the recorder leaves them: fragmented MP4, each beginning with a keyframe, named by their ticks.

    pictures: of each segment, numbered on from `first`. noise: below the numbers, to make packets of a camera's
    size. x264: options of the encoder.
    """
    made = []
    for segment in range(segments):
        start = begin + segment * pictures * TICKS_HZ // fps
        path = folder / f"{start}.mp4"
        _write(
            path,
            range(first + segment * pictures, first + (segment + 1) * pictures),
            fps=fps,
            keyframe_every=keyframe_every,
            size=(width, height),
            sound=sound,
            noise=noise,
            options={key: str(value) for key, value in x264.items()},
        )
        made.append(Piece(path, start))
    return made


def numbers(path: Path) -> list[int]:
    """The numbers of a film's pictures, in the order they are shown."""
    return [number for _, number in shown(path)]


def shown(path: Path) -> list[tuple[float, int]]:
    """When each picture of a film is shown, in seconds, and its number."""
    with av.open(str(path)) as container:
        return [
            (round(frame.time, 4), number_in(frame.to_ndarray(format="bgr24")))
            for frame in container.decode(container.streams.video[0])
        ]


def _write(
    path: Path,
    pictures: range,
    *,
    fps: int,
    keyframe_every: int,
    size: tuple[int, int],
    sound: bool,
    noise: bool,
    options: dict[str, str],
) -> None:
    chance = np.random.default_rng(pictures.start)
    fragmented = {"movflags": "frag_keyframe+empty_moov+default_base_moof+delay_moov"}
    with av.open(str(path), "w", format="mp4", options=fragmented) as container:
        video = container.add_stream("libx264", rate=fps)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.codec_context.time_base = video.time_base = Fraction(1, TICKS_HZ)
        video.options = {
            "preset": "ultrafast",
            "g": str(keyframe_every),
            "bf": "0",
            "sc_threshold": "0",
            **options,
        }
        audio = container.add_stream("aac", rate=RATE_HZ, layout="mono") if sound else None
        for index, number in enumerate(pictures):
            image = picture(number, *size)
            if noise:
                below = image[2 * size[1] // 3 :]
                below[:] = chance.integers(0, 256, below.shape, np.uint8)
            frame = VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = index * TICKS_HZ // fps, Fraction(1, TICKS_HZ)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            for frame in _sound(len(pictures) / fps):
                container.mux(audio.encode(frame))
            container.mux(audio.encode(None))


def _sound(seconds: float) -> Iterator[AudioFrame]:
    """A tone, long enough for the pictures."""
    at = np.arange(round(seconds * RATE_HZ), dtype=np.float32)
    tone = 0.3 * np.sin(2 * np.pi * 440 * at / RATE_HZ)[np.newaxis, :].astype(np.float32)
    frame = AudioFrame.from_ndarray(tone, format="fltp", layout="mono")
    frame.rate, frame.pts = RATE_HZ, 0
    yield frame
