"""A clip out of recorded pieces: packets are copied; a picture is encoded anew only where that can't be avoided.

Where nothing was recorded, the clip plays on at once: it has no frozen hole, and tells what it leaves out.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import av.error

from video.clip_writer import ClipWriter, EdgeWriter, EncodingWriter, LeftOut, Reencoded
from video.errors import ClipError, NothingRecorded, PieceUnreadable
from video.group_encoder import JoinImpossible
from video.pieces import Piece, open_piece

Progress = Callable[[float], None]
"""Told how far it is, 0..1, after each group of pictures. What it raises ends the work."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A clip that was written.

    start: when its first picture was captured, in ticks since the epoch. duration: how long it plays, in ticks.
    reencoded: what is not the recorder's own packets; reason: why it is the whole, though less was to be.
    width, height: pixels as coded.
    """

    start: int
    duration: int
    left_out: tuple[LeftOut, ...]
    reencoded: Reencoded
    reason: str | None
    width: int
    height: int
    has_audio: bool


def cut(
    pieces: Sequence[Piece],
    start: int,
    end: int,
    out: Path,
    *,
    exact: bool = False,
    progress: Progress = lambda _: None,
) -> Cut:
    """Write what was captured from `start` to `end` (ticks) to `out`: MP4, H.264 and AAC, `faststart`. Blocks.

    pieces: in the order of their time. exact: begin and end within half a picture of what was asked; else it
    begins at the keyframe before. `out` appears only when it is whole.

    Raises:
        NothingRecorded: the pieces hold no picture of that time.
        PieceUnreadable: not one of the pieces can be read.
        ClipError: it can't be written.
    """
    partial = out.with_name(f".{out.name}.partial")
    try:
        try:
            first_choice = EdgeWriter(partial) if exact else ClipWriter(partial)
            made = _write(first_choice, pieces, start, end, progress)
        except JoinImpossible as reason:
            made = _write(EncodingWriter(partial), pieces, start, end, progress, str(reason))
        partial.replace(out)
    except (av.error.FFmpegError, OSError) as error:
        raise ClipError(f"the clip can't be written: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    return made


def _write(
    writer: ClipWriter,
    pieces: Sequence[Piece],
    start: int,
    end: int,
    progress: Progress,
    reason: str | None = None,
) -> Cut:
    unreadable: PieceUnreadable | None = None
    with writer:
        for piece in pieces:
            try:
                _copy(writer, piece, start, end, progress)
            except PieceUnreadable as error:
                unreadable = error
        if writer.start is None:
            raise unreadable or NothingRecorded("nothing was recorded then")
    width, height = writer.size
    return Cut(
        start=writer.start,
        duration=writer.duration,
        left_out=tuple(writer.left_out),
        reencoded=writer.reencoded,
        reason=reason,
        width=width,
        height=height,
        has_audio=writer.has_audio,
    )


def _copy(writer: ClipWriter, piece: Piece, start: int, end: int, progress: Progress) -> None:
    with open_piece(piece) as opened, closing(opened.groups(start)) as groups:
        for group in groups:
            if not piece.holds(group):
                continue
            if group.start >= end:
                writer.pass_over(opened, group)
                return
            if group.end > start:
                writer.take(opened, group, start, end)
                progress(min(1.0, (group.end - start) / (end - start)))
            else:
                writer.pass_over(opened, group)
