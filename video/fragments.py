"""What is whole in a file of `video.fmp4`, however its writing ended; and how to make it one that is done.

Only boxes' headers and the fragments' tables are read, each bounded by its own length, the file's and a limit.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from video.fmp4 import VIDEO_TRACK

LARGEST_HEADER: Final = 1 << 20
LARGEST_TABLE: Final = 1 << 22
"""Bytes of a `moov` and of a `moof`: far more than ours ever have."""

_RUN_FLAGS: Final = 0x000F01
_SAMPLE: Final = struct.Struct(">IIIi")
_LONG: Final = struct.Struct(">Q")


class NothingWhole(Exception):
    """Not one whole fragment with a picture is in it, or it is no file of ours."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What plays of a file.

    shown_from, shown_until: of its pictures, in ticks from the file's beginning. size_bytes: up to the end of the
    last whole fragment.
    """

    shown_from: int
    shown_until: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    begin: int
    """Of what is in it."""
    end: int


def survey(file: BinaryIO) -> Contents:
    """Find out what plays of a file.

    Raises:
        NothingWhole: nothing does.
    """
    pictures: list[tuple[int, int]] = []
    whole, table = 0, b""
    try:
        for box in _boxes(file):
            if box.kind == b"moof":
                table = _read(file, box, LARGEST_TABLE)
            elif box.kind == b"mdat" and table:
                shown = list(_pictures(table))  # all of them, or the fragment is none of ours
                pictures += shown
                whole, table = box.end, b""
    except (struct.error, ValueError):
        pass  # garbage ends a file just as its end does
    if not pictures:
        raise NothingWhole("there is no whole fragment in it")
    return Contents(min(begin for begin, _ in pictures), max(end for _, end in pictures), whole)


def mend(path: Path) -> Contents:
    """Cut a file to what plays of it and write its duration, as if its recorder had closed it.

    Raises:
        NothingWhole: nothing plays; the file is as it was.
    """
    with path.open("r+b") as file:
        found = survey(file)
        file.truncate(found.size_bytes)
        seal(file, found.shown_until)
    return found


def seal(file: BinaryIO, duration: int) -> None:
    """Write a file's duration in ticks into its header, and all of it to the disk.

    A player that can't see the end of a file learns from it how long it is.

    Raises:
        NothingWhole: it has no header.
    """
    for box in _boxes(file):
        if box.kind == b"moov":
            movie = _read(file, box, LARGEST_HEADER)
            break
    else:
        raise NothingWhole("it has no header")
    # Version 1: after version, flags and two times of 8 bytes comes the time scale, then the duration.
    places = {b"mvhd": 24, b"mehd": 4}
    for kind, begin, _ in _inner(movie, b"mvex"):
        if kind in places:
            file.seek(box.begin + begin + places[kind])
            file.write(_LONG.pack(duration))
    file.flush()
    os.fdatasync(file.fileno())


def _boxes(file: BinaryIO) -> Iterator[_Box]:
    """The outermost boxes that are there to their last byte."""
    size = file.seek(0, os.SEEK_END)
    at = 0
    while at + 8 <= size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        # Ours are never longer than 32 bits can say, nor do they go on "to the end of the file".
        if length < 8 or at + length > size:
            return
        yield _Box(kind, at + 8, at + length)
        at += length


def _read(file: BinaryIO, box: _Box, most: int) -> bytes:
    length = box.end - box.begin
    if length > most:
        raise ValueError(f"a box of {length} bytes")
    file.seek(box.begin)
    return file.read(length)


def _inner(content: bytes, *opened: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The boxes in a box, those in the `opened` ones too: kind, where their content begins, and where it ends."""
    at, end = 0, len(content)
    while at + 8 <= end:
        length, kind = struct.unpack_from(">I4s", content, at)
        if length < 8 or at + length > end:
            raise ValueError("a box that is longer than what it is in")
        yield kind, at + 8, at + length
        at += 8 if kind in opened else length


def _pictures(table: bytes) -> Iterator[tuple[int, int]]:
    """When each picture of a fragment is shown: from and until, in ticks from the file's beginning."""
    track, time = 0, 0
    for kind, begin, end in _inner(table, b"traf"):
        if kind == b"tfhd":
            (track,) = struct.unpack_from(">4xI", table, begin)
        elif kind == b"tfdt":
            (time,) = struct.unpack_from(">4xQ", table, begin)
        elif kind == b"trun" and track == VIDEO_TRACK:
            flags, count = struct.unpack_from(">II", table, begin)
            if flags & 0xFFFFFF != _RUN_FLAGS or begin + 12 + count * _SAMPLE.size != end:
                raise ValueError("a run that we did not write")
            for duration, _, _, shown_after in _SAMPLE.iter_unpack(table[begin + 12 : end]):
                yield time + shown_after, time + shown_after + duration
                time += duration
