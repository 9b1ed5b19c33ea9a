"""Recorded sound into the windows that the live ear would have heard, over the borders of the files that it lies in.

A window belongs to the file in which its last sample lies. It may begin in the file before: so that one is decoded too.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hearing.events import WINDOW
from hearing.live import GAP, LiveSound, TimedWindow
from hearing.windows import HOP, RATE_HZ
from video.packets import EPOCH, to_datetime
from video.pieces import Piece, open_piece

_TICK: Final = timedelta(microseconds=HOP * 1_000_000 // RATE_HZ)
_BORDER: Final = timedelta(milliseconds=100)
"""A decoder holds back some milliseconds at a file's end: what ends there is the next file's to tell."""


@dataclass(frozen=True, slots=True)
class RecordedSound:
    """The AAC of one file. extradata: AudioSpecificConfig. packets: when each begins (ticks), in order, and its bytes.

    end: when the last one ends, in ticks.
    """

    rate_hz: int
    channels: int
    extradata: bytes
    packets: Sequence[tuple[int, bytes]]
    end: int

    def goes_on_in(self, later: "RecordedSound") -> bool:
        """Whether there is nothing between the two, and one decoder reads both."""
        alike = (self.rate_hz, self.channels, self.extradata) == (
            later.rate_hz,
            later.channels,
            later.extradata,
        )
        return alike and abs(to_datetime(later.packets[0][0]) - to_datetime(self.end)) < GAP


def sound_of(piece: Piece) -> RecordedSound | None:
    """The sound of a recorded file; None where it has none. Blocks.

    Raises:
        PieceUnreadable: it can't be read, or has no picture.
    """
    with open_piece(piece) as opened, closing(opened.groups(piece.start)) as groups:
        samples = [sample for group in groups for sample in group.audio]
        if opened.audio is None or not samples:
            return None
        context = opened.audio.codec_context
        return RecordedSound(
            context.sample_rate,
            context.channels,
            bytes(context.extradata or b""),
            [(one.pts, bytes(one.packet)) for one in samples],
            samples[-1].end,
        )


def windows_of(sound: RecordedSound, before: RecordedSound | None) -> list[TimedWindow]:
    """The windows that belong to a file, in order. before: of the file before it, if it goes on from there. Blocks.

    Raises:
        ValueError: there is no such sound.
    """
    lead = before.packets if before is not None and before.goes_on_in(sound) else ()
    decoder = LiveSound(
        "aac", rate_hz=sound.rate_hz, channels=sound.channels, extradata=sound.extradata, aligned=True
    )
    found = [
        replace(window, at=_on_tick(window))
        for pts, data in (*lead, *sound.packets)
        for window in decoder.put(data, to_datetime(pts))
    ]
    begins, ends = to_datetime(sound.packets[0][0]) - _BORDER, to_datetime(sound.end) - _BORDER
    return [one for one in found if begins < one.at + WINDOW <= ends]


def _on_tick(window: TimedWindow) -> datetime:
    """Its beginning without what decoding shifted it by, a millisecond or so."""
    ticks = round((window.at - EPOCH) / _TICK)
    return EPOCH + ticks * _TICK
