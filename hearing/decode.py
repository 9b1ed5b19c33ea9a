"""Bytes that nobody vouches for to samples: WAV, FLAC, OGG and MP3, bounded at every step."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Any, Final

import av
import av.error
import av.logging
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from hearing.errors import AudioTooLarge, AudioTooLong, AudioUndecodable
from hearing.windows import RATE_HZ, Samples

CONTAINERS: Final = "wav,flac,ogg,mp3"
LONGEST_S: Final = 60.0
_SLOWEST_HZ, _FASTEST_HZ = 4_000, 192_000
_MOST_CHANNELS = 8
_MOST_STREAMS = 8
_MOST_DAMAGED = 100  # packets in a row that give no sound


def decode_audio(data: bytes, *, max_bytes: int, max_s: float = LONGEST_S) -> Samples:
    """The sound of a whole file: float32 [n], mono, -1..1, at `RATE_HZ`. Packets that are damaged are left out.

    Raises:
        AudioTooLarge: more than `max_bytes`.
        AudioTooLong: more than `max_s` seconds; found out after so much was decoded, whatever the file says.
        AudioUndecodable: nothing in it can be heard.
    """
    if len(data) > max_bytes:
        raise AudioTooLarge(f"{len(data):,} bytes; at most {max_bytes:,} are taken")
    try:
        with _open(data) as container:
            return _samples(container, max_s)
    except (
        av.error.FFmpegError,
        ValueError,
    ) as error:  # ValueError: a stream that changes its layout half-way
        raise AudioUndecodable(f"not WAV, FLAC, OGG or MP3 that we can read: {error}") from error


def _open(data: bytes) -> InputContainer:
    bounds = {"format_whitelist": CONTAINERS, "max_streams": str(_MOST_STREAMS)}
    return av.open(BytesIO(data), mode="r", options=bounds, metadata_errors="replace", io_open=_nothing_else)


def _samples(container: InputContainer, max_s: float) -> Samples:
    if not container.streams.audio:
        raise AudioUndecodable("there is no sound in it")
    stream = container.streams.audio[0]
    _check(stream)
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ)
    parts: list[Samples] = []
    count = 0
    for frame in chain(_frames(container, stream), (None,)):  # None: what the resampler still holds
        for part in resampler.resample(frame):
            parts.append(part.to_ndarray()[0])
            count += part.samples
            if count > max_s * RATE_HZ:
                raise AudioTooLong(f"at most {max_s:g} seconds are taken")
    if not count:
        raise AudioUndecodable("there is no sound in it")
    # A WAV may hold any float, infinity and "not a number" too.
    return np.nan_to_num(np.concatenate(parts), posinf=1, neginf=-1).clip(-1, 1)


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    damaged = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            damaged += 1
            if damaged > _MOST_DAMAGED:
                raise AudioUndecodable("it is damaged throughout") from error
            continue
        damaged = 0
        yield from frames


def _check(stream: AudioStream) -> None:
    rate_hz, channels = stream.codec_context.sample_rate, stream.codec_context.channels
    if not _SLOWEST_HZ <= rate_hz <= _FASTEST_HZ:
        raise AudioUndecodable(f"{rate_hz} samples a second; {_SLOWEST_HZ} to {_FASTEST_HZ} are read")
    if not 1 <= channels <= _MOST_CHANNELS:
        raise AudioUndecodable(f"{channels} channels; at most {_MOST_CHANNELS} are read")


def _nothing_else(url: str, flags: int, options: dict[str, str]) -> Any:
    raise AudioUndecodable("it refers to something outside of itself")


av.logging.set_level(None)  # FFmpeg would write of every broken file to the log
