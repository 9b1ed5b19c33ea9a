"""Sounds made on the spot, and files of them in every format that is taken."""

from collections.abc import Callable
from io import BytesIO
from typing import cast

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from hearing.windows import RATE_HZ, Samples

Encode = Callable[..., bytes]

CODECS = {"wav": "pcm_s16le", "flac": "flac", "ogg": "libopus", "mp3": "libmp3lame"}


@pytest.fixture
def tone() -> Callable[..., Samples]:
    """Makes a tone: float32, mono, at `RATE_HZ`. level: its peak."""

    def make(seconds: float, *, hz: float = 440.0, level: float = 0.5) -> Samples:
        time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
        return (level * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)

    return make


@pytest.fixture
def encode() -> Encode:
    """Makes a file of samples [n] at `rate_hz`."""

    def make(
        samples: Samples, container: str, *, rate_hz: int = RATE_HZ, layout: str = "mono", codec: str = ""
    ) -> bytes:
        written = BytesIO()
        with av.open(written, "w", format=container) as file:
            stream = cast("AudioStream", file.add_stream(codec or CODECS[container], rate=rate_hz))
            stream.layout = layout
            frame = AudioFrame.from_ndarray(samples[np.newaxis, :], format="flt", layout="mono")
            frame.rate, frame.pts = rate_hz, 0
            resampler = av.AudioResampler(
                format=stream.format.name, layout=layout, rate=rate_hz, frame_size=stream.frame_size or 1024
            )
            for part in (*resampler.resample(frame), *resampler.resample(None)):
                file.mux(stream.encode(part))
            file.mux(stream.encode(None))
        return written.getvalue()

    return make
