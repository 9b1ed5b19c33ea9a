"""One picture out of what was recorded: the one that was shown at a moment."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from video.errors import NothingRecorded, PieceUnreadable
from video.frames import Image
from video.media import LARGEST_SIDE
from video.packets import TICKS_HZ
from video.pieces import Piece, open_piece

FARTHEST = 2 * TICKS_HZ
"""A picture that is farther from the moment, in ticks, is another one."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture in full size. captured: in ticks since the epoch. image: upright, with square pixels."""

    captured: int
    image: Image


def still(pieces: Sequence[Piece], at: int) -> Still:
    """The recorded picture that was captured nearest to a moment (ticks). Blocks.

    Raises:
        NothingRecorded: none was captured within 2 s of it.
        PieceUnreadable: those that were can't be decoded.
    """
    unreadable: PieceUnreadable | None = None
    best: Still | None = None
    for piece in pieces:
        try:
            with open_piece(piece) as opened, closing(opened.groups(at)) as groups:
                for group in groups:
                    if group.start - at > FARTHEST:
                        break
                    if at - group.end > FARTHEST or not piece.holds(group):
                        continue
                    nearest = min((one.pts for one in group.video), key=lambda pts: abs(pts - at))
                    if best is None or abs(nearest - at) < abs(best.captured - at):
                        for picture in opened.pictures(group.video, {nearest}):
                            best = Still(nearest, picture.image(LARGEST_SIDE))
        except PieceUnreadable as error:
            unreadable = error
    if best is None:
        raise unreadable or NothingRecorded("nothing was recorded then")
    return best
