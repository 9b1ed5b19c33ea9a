"""Videos made on the spot: every picture carries its own number, so that a test can read it back."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from video.frames import Image

MakeVideo = Callable[..., Path]


def picture(number: int, width: int, height: int) -> Image:
    """Eight vertical stripes, black or white: the number's bits, the highest first."""
    bits = [(number >> (7 - bit)) & 1 for bit in range(8)]
    row = np.repeat(np.array(bits, np.uint8) * 255, width // 8)
    return np.broadcast_to(row[None, :, None], (height, width, 3)).copy()


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
        aspect: Fraction | None = None,
        options: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as container:
            stream = cast("VideoStream", container.add_stream(codec, rate=fps))
            stream.width, stream.height = width, height
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            stream.options = {"g": str(fps), **(options or {})}
            if aspect is not None:
                stream.codec_context.sample_aspect_ratio = aspect
            for number in range(pictures):
                frame = VideoFrame.from_ndarray(picture(number % 256, width, height), format="bgr24")
                frame.pts, frame.time_base = number, Fraction(1, fps)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make
