"""What a page draws over a picture, drawn into it: boxes with their names, and named areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from vision.detection import Image

BOX_COLOUR: Final = (74, 222, 128)
AREA_COLOUR: Final = (96, 165, 250)
TEXT_COLOUR: Final = (10, 15, 20)
_FILL_ALPHA: Final = 46


@dataclass(frozen=True, slots=True)
class NamedBox:
    """box: (x, y, w, h), x, y the top left corner; fractions of the picture, each 0..1."""

    name: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class NamedArea:
    """corners: (x, y) as fractions of the picture, each 0..1; three of them at least."""

    name: str
    corners: tuple[tuple[float, float], ...]


def drawn(image: Image, boxes: Sequence[NamedBox], areas: Sequence[NamedArea]) -> Image:
    """A copy of a picture (BGR uint8) with areas and, over them, boxes."""
    height, width = image.shape[:2]
    line = max(2, round(min(width, height) / 240))
    font = ImageFont.load_default(size=max(11, round(min(width, height) / 32)))
    picture = PillowImage.fromarray(image[..., ::-1])
    # "RGBA" on an RGB picture blends what is half transparent.
    pen = ImageDraw.Draw(picture, "RGBA")
    for area in areas:
        corners = [(x * width, y * height) for x, y in area.corners]
        pen.polygon(corners, fill=(*AREA_COLOUR, _FILL_ALPHA))
        pen.line([*corners, corners[0]], fill=AREA_COLOUR, width=line, joint="curve")
        _label(pen, area.name, corners[0], AREA_COLOUR, font, width)
    for one in boxes:
        x, y, w, h = one.box
        left, top = x * width, y * height
        pen.rectangle((left, top, left + w * width, top + h * height), outline=BOX_COLOUR, width=line)
        _label(pen, one.name, (left, top), BOX_COLOUR, font, width)
    return cast("Image", np.ascontiguousarray(np.asarray(picture)[..., ::-1]))


def _label(
    pen: ImageDraw.ImageDraw,
    text: str,
    corner: tuple[float, float],
    colour: tuple[int, int, int],
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    width: int,
) -> None:
    """Write a name above a corner, or below it where there is no room above; never past an edge."""
    _, _, wide, high = pen.textbbox((0, 0), text, font=font)
    pad = max(2, round(high / 4))
    left = min(max(0.0, corner[0]), max(0.0, width - wide - 2 * pad))
    top = corner[1] - high - 2 * pad if corner[1] >= high + 2 * pad else corner[1]
    pen.rectangle((left, top, left + wide + 2 * pad, top + high + 2 * pad), fill=colour)
    pen.text((left + pad, top + pad), text, fill=TEXT_COLOUR, font=font)
