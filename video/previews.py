"""What a gallery shows of a clip before it plays: a small picture, a poster, and a short animation."""

from __future__ import annotations  # PyAV's classes are generic in its stubs alone

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
from PIL import Image as PillowImage

from video.errors import PieceUnreadable
from video.frames import Image
from video.media import Picture
from video.pieces import Piece, open_piece

PREVIEW_WIDTH: Final = 320
POSTER_WIDTH: Final = 1280
ANIMATION_WIDTH: Final = 240
ANIMATION_PICTURES: Final = 8
ANIMATION_STEP_MS: Final = 400


@dataclass(frozen=True, slots=True)
class Previews:
    """Files that were written: a PNG, a JPEG and an animated WebP."""

    preview: Path
    poster: Path
    animation: Path


def make_previews(clip: Path, duration: int, moment: int, folder: Path) -> Previews:
    """Decode a few keyframes of a clip and write its previews into `folder`. Blocks.

    duration: of the clip; moment: what it is about, in its own time. Both in ticks.

    Raises:
        PieceUnreadable: not one keyframe can be decoded.
    """
    step = duration / ANIMATION_PICTURES
    wanted = sorted({*(round(step * number) for number in range(ANIMATION_PICTURES)), moment})
    pictures = list(_keyframes(clip, wanted))
    if not pictures:
        raise PieceUnreadable("no keyframe in it can be decoded")
    telling = min(pictures, key=lambda one: abs(one[0] - moment))[1]
    made = Previews(folder / "preview.png", folder / "poster.jpg", folder / "animation.webp")
    _write(made.preview, telling.image(PREVIEW_WIDTH), [cv2.IMWRITE_PNG_COMPRESSION, 6])
    _write(made.poster, telling.image(POSTER_WIDTH), [cv2.IMWRITE_JPEG_QUALITY, 85])
    first, *others = (
        PillowImage.fromarray(picture.image(ANIMATION_WIDTH)[..., ::-1]) for _, picture in pictures
    )
    first.save(
        made.animation,
        save_all=True,
        append_images=others,
        duration=ANIMATION_STEP_MS,
        loop=0,
        quality=60,
        method=2,
    )
    return made


def _keyframes(clip: Path, wanted: list[int]) -> Iterator[tuple[int, Picture]]:
    """The keyframe at or before each of some times, once, with its time; in ticks of the clip."""
    with open_piece(Piece(clip, 0)) as opened, closing(opened.groups(0)) as groups:
        for group in groups:
            due = [at for at in wanted if at < group.end]
            wanted = wanted[len(due) :]
            if due:
                for picture in opened.pictures(group.video[:1], {group.start}):
                    yield group.start, picture


def _write(path: Path, image: Image, options: list[int]) -> None:
    if not cv2.imwrite(str(path), image, options):
        raise OSError(f"{path.name} can't be written")
