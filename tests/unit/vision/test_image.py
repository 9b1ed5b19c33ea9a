"""What is taken as a picture, and what is refused before it costs anything."""

import io
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from vision.image import ImageError, ImageTooLarge, ImageUndecodable, decode_image, encode_jpeg, picture_size

LIMITS = {"max_bytes": 1_000_000, "max_pixels": 1_000_000}
BLUE_TO_RED = np.zeros((48, 64, 3), np.uint8)
BLUE_TO_RED[:, :32] = (255, 0, 0)
BLUE_TO_RED[:, 32:] = (0, 0, 255)


def encoded(image: Pillow.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Pillow.Image:
    return Pillow.new(mode, size)


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp"])
def test_a_picture_comes_out_as_it_went_in(extension: str) -> None:
    data = cv2.imencode(extension, BLUE_TO_RED)[1].tobytes()

    image = decode_image(data, **LIMITS)

    assert image.shape == (48, 64, 3)
    assert np.abs(image[:, 4:28].astype(int) - (255, 0, 0)).mean() < 8
    assert np.abs(image[:, 36:60].astype(int) - (0, 0, 255)).mean() < 8


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_three_channels(mode: str) -> None:
    assert decode_image(encoded(picture(mode), "PNG"), **LIMITS).shape == (48, 64, 3)


def test_a_cmyk_jpeg_becomes_three_channels() -> None:
    assert decode_image(encoded(picture("CMYK"), "JPEG"), **LIMITS).shape == (48, 64, 3)


def test_a_photo_that_was_taken_upright_stands_upright() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turn by 90 degrees

    assert decode_image(encoded(picture(), "JPEG", exif=exif), **LIMITS).shape == (64, 48, 3)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(form: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (100, 100, 3), np.uint8)
    data = encoded(Pillow.fromarray(noise), form)

    with pytest.raises(ImageUndecodable):
        decode_image(data[: len(data) * 2 // 3], **LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"<svg/>",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageUndecodable):
        decode_image(data, **LIMITS)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PPM"])
def test_formats_that_no_camera_sends_are_refused(form: str) -> None:
    with pytest.raises(ImageUndecodable, match="JPEG, PNG or WebP"):
        decode_image(encoded(picture(), form), **LIMITS)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(ImageTooLarge, match="bytes"):
        decode_image(b"\xff" * 101, max_bytes=100, max_pixels=100)


def test_too_many_pixels_are_refused_by_the_header_alone() -> None:
    bomb = bytearray(encoded(picture(), "PNG"))
    # 60,000 x 60,000 pixels in 100 bytes: only the header was changed, and its checksum.
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")

    with pytest.raises(ImageTooLarge):
        decode_image(bytes(bomb), **LIMITS)


def test_one_pixel_more_than_allowed_is_too_many() -> None:
    data = encoded(picture(size=(100, 10)), "PNG")

    assert decode_image(data, max_bytes=10_000, max_pixels=1000).shape == (10, 100, 3)
    with pytest.raises(ImageTooLarge, match="100 x 10 pixels"):
        decode_image(data, max_bytes=10_000, max_pixels=999)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF"]),
)
def test_bytes_from_outside_give_an_image_or_an_image_error(noise: bytes, head: bytes) -> None:
    try:
        image = decode_image(head + noise, **LIMITS)
    except ImageError:
        return
    assert image.shape[2] == 3


def test_a_jpeg_of_ours_is_decodable() -> None:
    assert decode_image(encode_jpeg(BLUE_TO_RED, 80), **LIMITS).shape == BLUE_TO_RED.shape


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_as_large_as_it_is_decoded(orientation: int) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    data = encoded(picture(), "JPEG", exif=exif)

    height, width = decode_image(data, **LIMITS).shape[:2]

    assert picture_size(data) == (width, height)
