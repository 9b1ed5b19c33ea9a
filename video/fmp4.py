"""Fragmented MP4 (ISO/IEC 14496-12, -14, -15) of packets as they are: no file is too short to play.

A file is one header, which tells the codecs, and any number of fragments, each complete in itself: what was
written before a crash plays. FFmpeg's muxer is not used for it: it decides by itself when a fragment is
written, holds packets back until the other track has some too, and can't be told AAC's configuration or a
rotation without a codec context.

Every time is in ticks of `video.packets`, counted from the file's own beginning; both tracks use that clock.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from video.avcc import AvcConfig
from video.packets import TICKS_HZ, AudioFormat, StreamFormat, VideoFormat, to_datetime

VIDEO_TRACK: Final = 1
AUDIO_TRACK: Final = 2

_MP4_EPOCH: Final = datetime(1904, 1, 1, tzinfo=UTC)
_UNDETERMINED: Final = 0x55C4  # the language `und`, five bits a letter
_UPRIGHT: Final = (0x10000, 0, 0, 0x10000)
_TURNED: Final = {
    90: (0, -0x10000, 0x10000, 0),
    180: (-0x10000, 0, 0, -0x10000),
    270: (0, 0x10000, -0x10000, 0),
}
"""Matrix (a, b, c, d) by the counter-clockwise turn that shows a picture upright."""

_IS_SYNC: Final = 0x02000000  # depends on no other sample
_IS_NOT_SYNC: Final = 0x01010000


@dataclass(frozen=True, slots=True)
class Sample:
    """One access unit, its NAL units length-prefixed with 4 bytes, or one AAC frame; with its time in the file.

    time: when it is decoded; grows strictly. shown_after: from then to when it is shown, never below 0: FFmpeg,
    and so every Chromium, would show a fragmented file late.
    """

    data: bytes
    time: int
    duration: int
    shown_after: int
    is_sync: bool


def header(stream: StreamFormat, begins_at: int) -> bytes:
    """What a file begins with: its type, its tracks and their codecs.

    begins_at: the file's beginning, in ticks since the epoch. Durations are 0, until `fragments.seal` knows them.

    Raises:
        ValueError: the format lacks SPS or PPS.
    """
    created = int((to_datetime(begins_at) - _MP4_EPOCH).total_seconds())
    tracks = [_video_track(stream.video, created)]
    extends = [_extends(VIDEO_TRACK, _IS_NOT_SYNC)]
    if stream.audio is not None:
        tracks.append(_audio_track(stream.audio, created))
        extends.append(_extends(AUDIO_TRACK, _IS_SYNC))
    movie = _full_box(
        b"mvhd",
        1,
        0,
        struct.pack(">QQIQ", created, created, TICKS_HZ, 0),
        struct.pack(">IH10x", 0x10000, 0x0100),
        _matrix(_UPRIGHT),
        struct.pack(">24xI", AUDIO_TRACK + 1),
    )
    fragments = _box(b"mvex", _full_box(b"mehd", 1, 0, struct.pack(">Q", 0)), *extends)
    brands = struct.pack(">4sI4s4s4s", b"iso6", 512, b"iso6", b"avc1", b"mp41")
    return _box(b"ftyp", brands) + _box(b"moov", movie, *tracks, fragments)


def fragment(number: int, video: Sequence[Sample], audio: Sequence[Sample]) -> bytes:
    """The next fragment of a file. number: grows by 1 from 1. One of the tracks may have nothing in it."""
    runs = [(track, samples) for track, samples in ((VIDEO_TRACK, video), (AUDIO_TRACK, audio)) if samples]
    # The offsets have a fixed size, so that a first draft tells where the data will begin.
    data_at = len(_movie_fragment(number, runs, 0)) + 8
    data = (sample.data for _, samples in runs for sample in samples)
    return _movie_fragment(number, runs, data_at) + _box(b"mdat", *data)


def _movie_fragment(number: int, runs: Sequence[tuple[int, Sequence[Sample]]], data_at: int) -> bytes:
    tracks = []
    for track, samples in runs:
        tracks.append(
            _box(
                b"traf",
                _full_box(b"tfhd", 0, 0x020000, struct.pack(">I", track)),  # offsets count from this `moof`
                _full_box(b"tfdt", 1, 0, struct.pack(">Q", samples[0].time)),
                _run(samples, data_at),
            )
        )
        data_at += sum(len(sample.data) for sample in samples)
    return _box(b"moof", _full_box(b"mfhd", 0, 0, struct.pack(">I", number)), *tracks)


def _run(samples: Sequence[Sample], data_at: int) -> bytes:
    # Given: data offset; of each sample its duration, size, flags and composition offset.
    return _full_box(
        b"trun",
        1,
        0x000F01,
        struct.pack(">Ii", len(samples), data_at),
        *(
            struct.pack(
                ">IIIi",
                sample.duration,
                len(sample.data),
                _IS_SYNC if sample.is_sync else _IS_NOT_SYNC,
                sample.shown_after,
            )
            for sample in samples
        ),
    )


def _video_track(video: VideoFormat, created: int) -> bytes:
    width, height = video.width, video.height
    entry = _box(
        b"avc1",
        struct.pack(">6xH16xHH", 1, width, height),
        struct.pack(">II4xH32xHh", 0x480000, 0x480000, 1, 24, -1),
        _box(b"avcC", AvcConfig.of_annex_b(video.extradata).record()),
    )
    matrix = _TURNED.get(video.rotation % 360, _UPRIGHT)
    return _track(VIDEO_TRACK, created, b"vide", entry, matrix=matrix, size=(width, height))


def _audio_track(audio: AudioFormat, created: int) -> bytes:
    # The field holds 16 bits of the rate; a higher one is in the AudioSpecificConfig alone.
    rate_hz = audio.rate_hz if audio.rate_hz < 1 << 16 else 0
    entry = _box(
        b"mp4a",
        struct.pack(">6xH8xHH4xI", 1, audio.channels, 16, rate_hz << 16),
        _full_box(b"esds", 0, 0, _elementary_stream(audio.extradata)),
    )
    return _track(AUDIO_TRACK, created, b"soun", entry)


def _track(
    track: int,
    created: int,
    handler: bytes,
    entry: bytes,
    *,
    matrix: tuple[int, int, int, int] = _UPRIGHT,
    size: tuple[int, int] = (0, 0),
) -> bytes:
    is_video = handler == b"vide"
    track_header = _full_box(
        b"tkhd",
        1,
        0x3,  # enabled, in the movie
        struct.pack(">QQI4xQ8x", created, created, track, 0),
        struct.pack(">hhH2x", 0, 0, 0 if is_video else 0x0100),
        _matrix(matrix),
        struct.pack(">II", size[0] << 16, size[1] << 16),
    )
    media_header = _full_box(
        b"mdhd", 1, 0, struct.pack(">QQIQHH", created, created, TICKS_HZ, 0, _UNDETERMINED, 0)
    )
    handles = _full_box(b"hdlr", 0, 0, struct.pack(">4x4s12x", handler), b"\0")
    kind = _full_box(b"vmhd", 0, 1, bytes(8)) if is_video else _full_box(b"smhd", 0, 0, bytes(4))
    here = _box(b"dinf", _full_box(b"dref", 0, 0, struct.pack(">I", 1), _full_box(b"url ", 0, 1)))
    table = _box(
        b"stbl",
        _full_box(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        # Empty: the samples are in the fragments.
        *(_full_box(empty, 0, 0, bytes(4)) for empty in (b"stts", b"stsc")),
        _full_box(b"stsz", 0, 0, bytes(8)),
        _full_box(b"stco", 0, 0, bytes(4)),
    )
    return _box(b"trak", track_header, _box(b"mdia", media_header, handles, _box(b"minf", kind, here, table)))


def _extends(track: int, flags: int) -> bytes:
    return _full_box(b"trex", 0, 0, struct.pack(">IIIII", track, 1, 0, 0, flags))


def _elementary_stream(configuration: bytes) -> bytes:
    """ES_Descriptor of AAC (ISO/IEC 14496-1), with its AudioSpecificConfig."""
    decoder = struct.pack(">BB3xII", 0x40, 0x15, 0, 0) + _descriptor(5, configuration)
    return _descriptor(
        3, struct.pack(">HB", AUDIO_TRACK, 0) + _descriptor(4, decoder) + _descriptor(6, b"\x02")
    )


def _descriptor(tag: int, content: bytes) -> bytes:
    # A length of 7 bits a byte, the highest bit set on all but the last; always four, as everybody writes it.
    length = len(content)
    return (
        struct.pack(
            ">BBBBB",
            tag,
            0x80 | length >> 21,
            0x80 | length >> 14 & 0x7F,
            0x80 | length >> 7 & 0x7F,
            length & 0x7F,
        )
        + content
    )


def _matrix(turn: tuple[int, int, int, int]) -> bytes:
    a, b, c, d = turn
    return struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _full_box(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)
