"""Encoded pictures in and out. What comes in is from outside: bounded before anything is decoded."""

import io

import cv2
import numpy as np
from PIL import Image as Pillow

from vision.detection import Image

FORMATS = ("JPEG", "PNG", "WEBP")

ORIENTATION = 0x0112
"""The EXIF tag that says how a picture is turned."""
LYING = (5, 6, 7, 8)
"""Turned by a quarter."""


class ImageError(ValueError):
    """An encoded picture that we don't take."""


class ImageTooLarge(ImageError):
    """More bytes or more pixels than allowed."""


class ImageUndecodable(ImageError):
    """Empty, cut off, broken, or no JPEG, PNG or WebP at all."""


def decode_image(data: bytes, *, max_bytes: int, max_pixels: int) -> Image:
    """Decode a JPEG, PNG or WebP: uint8 (height, width, 3) BGR, turned as its EXIF says, without its alpha.

    Raises:
        ImageTooLarge: `data` is longer than max_bytes, or its header announces more than max_pixels.
        ImageUndecodable: it is empty, cut off, broken or of another format.
    """
    if not data:
        raise ImageUndecodable("no bytes")
    if len(data) > max_bytes:
        raise ImageTooLarge(f"{len(data):,} bytes; at most {max_bytes:,} are taken")
    width, height = picture_size(data)
    if width * height > max_pixels:
        raise ImageTooLarge(f"{width} x {height} pixels; at most {max_pixels:,} are taken")
    try:
        # OpenCV decodes three times as fast as Pillow, and refuses what is cut off.
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise ImageUndecodable(f"broken: {error.err}") from error
    if image is None:
        raise ImageUndecodable("broken or cut off")
    return np.asarray(image, np.uint8)


def encode_jpeg(image: Image, quality: int) -> bytes:
    """Encode a BGR picture as JPEG. quality: 0..100."""
    done, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"no picture: shape {image.shape}")
    return encoded.tobytes()


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height out of the header alone, turned as its EXIF says.

    Raises:
        ImageTooLarge: the header announces more pixels than any picture has.
        ImageUndecodable: it is no JPEG, PNG or WebP.
    """
    try:
        with Pillow.open(io.BytesIO(data), formats=FORMATS) as header:
            turned = header.getexif().get(ORIENTATION) in LYING
            return (header.height, header.width) if turned else header.size
    except Pillow.DecompressionBombError as error:
        raise ImageTooLarge(str(error)) from error
    except (
        Exception
    ) as error:  # a hostile header makes Pillow, which ultralytics patches, raise almost anything
        raise ImageUndecodable("no JPEG, PNG or WebP, or a broken one") from error
