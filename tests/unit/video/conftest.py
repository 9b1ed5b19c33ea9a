"""Videos made on the spot: every picture carries its own number, so that a test can read it back."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from video.frames import Image

MakeVideo = Callable[..., Path]

SOUND_RATE_HZ = 48_000


def picture(number: int, width: int, height: int) -> Image:
    """Eight vertical stripes, black or white: the number's bits, the highest first."""
    bits = [(number >> (7 - bit)) & 1 for bit in range(8)]
    row = np.repeat(np.array(bits, np.uint8) * 255, width // 8)
    return np.broadcast_to(row[None, :, None], (height, width, 3)).copy()


def tone(number: int, fps: int) -> AudioFrame:
    """What is heard while the picture of that number is shown: 440 Hz."""
    samples = SOUND_RATE_HZ // fps
    at_s = (number * samples + np.arange(samples)) / SOUND_RATE_HZ
    wave = (0.5 * np.sin(2 * np.pi * 440 * at_s)).astype(np.float32)
    frame = AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.time_base = SOUND_RATE_HZ, Fraction(1, SOUND_RATE_HZ)
    frame.pts = number * samples
    return frame


@pytest.fixture
def number_in() -> Callable[[Image], int]:
    """Reads the number that `picture` wrote."""

    def read(image: Image) -> int:
        stripe = image.shape[1] / 8
        columns = [round((bit + 0.5) * stripe) for bit in range(8)]
        middle = image[image.shape[0] // 2, columns].mean(axis=1)
        return int("".join("1" if light > 127 else "0" for light in middle), 2)

    return read


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Makes a video file of numbered pictures."""

    def make(
        name: str = "clip.mp4",
        *,
        pictures: int = 30,
        fps: int = 15,
        width: int = 160,
        height: int = 96,
        codec: str = "libx264",
        pixels: str | None = None,
        aspect: Fraction | None = None,
        rotation: int = 0,
        sound: str | None = None,
        options: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as container:
            stream = cast("VideoStream", container.add_stream(codec, rate=fps))
            stream.width, stream.height = width, height
            stream.pix_fmt = pixels or ("yuvj420p" if codec == "mjpeg" else "yuv420p")
            quiet = {"x265-params": "log-level=none"} if codec == "libx265" else {}
            stream.options = {"g": str(fps), "bf": "0", "sc_threshold": "0", **quiet, **(options or {})}
            if aspect is not None:
                stream.codec_context.sample_aspect_ratio = aspect
            if rotation:
                stream.set_display_rotation(rotation)
            audio = container.add_stream(sound, rate=SOUND_RATE_HZ, layout="mono") if sound else None
            for number in range(pictures):
                frame = VideoFrame.from_ndarray(picture(number % 256, width, height), format="bgr24")
                frame.pts, frame.time_base = number, Fraction(1, fps)
                container.mux(stream.encode(frame))
                if audio is not None:
                    container.mux(audio.encode(tone(number, fps)))
            container.mux(stream.encode(None))
            if audio is not None:
                container.mux(audio.encode(None))
        return path

    return make
