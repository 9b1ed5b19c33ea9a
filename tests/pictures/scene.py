"""Drawn pictures of a home: what the cameras of the pictures' household see."""

import functools
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""BGR, (height, width, 3)."""

WIDTH, HEIGHT = 1280, 720
DOG = Path(__file__).resolve().parents[2] / "demo/husky.png"
ROOMS = ("Living room", "Garden")
QUALITY = 80


@functools.cache
def picture(room: str, *, dog: tuple[float, float, float] | None, light: float = 1.0) -> bytes:
    """A JPEG of a room. dog: left and top of its box and its height, fractions; light: 0..1, of the time of day."""
    canvas = _garden() if room == "Garden" else _living_room()
    if dog is not None:
        _put_dog(canvas, *dog)
    # As a lens does it: soft, with a little noise, the corners darker.
    soft = cv2.GaussianBlur(canvas, (0, 0), 1.4).astype(np.float32)
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    corners = 1 - 0.35 * np.clip(np.hypot(x, y) - 0.5, 0, 1)
    noise = np.random.default_rng(1).normal(0, 3, (HEIGHT, WIDTH, 1))
    seen = np.clip(soft * corners[..., None] * light + noise, 0, 255).astype(np.uint8)
    encoded, jpeg = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert encoded
    return jpeg.tobytes()


def dog_box(dog: tuple[float, float, float]) -> dict[str, float]:
    """Where the dog of such a picture is: the contract's box."""
    x, y, h = dog
    cut = _cut_out()
    return {"x": x, "y": y, "w": round(h * HEIGHT * cut.shape[1] / cut.shape[0] / WIDTH, 4), "h": h}


@functools.cache
def _cut_out() -> Picture:
    dog = cv2.imread(str(DOG), cv2.IMREAD_UNCHANGED)
    assert dog is not None
    rows, columns = np.nonzero(dog[..., 3] > 40)
    return np.asarray(dog[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1], np.uint8)


def _put_dog(canvas: Picture, x: float, y: float, h: float) -> None:
    cut = _cut_out()
    height = round(h * HEIGHT)
    width = round(height * cut.shape[1] / cut.shape[0])
    scaled = cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA)
    left, top = round(x * WIDTH), round(y * HEIGHT)
    shade = (left + width // 2, top + height - height // 30)
    _shadow(canvas, shade, (int(width * 0.55), max(6, height // 12)))
    room = canvas[top : top + height, left : left + width]
    solid = scaled[: room.shape[0], : room.shape[1], 3:].astype(np.float32) / 255
    mixed = scaled[: room.shape[0], : room.shape[1], :3] * solid + room * (1 - solid)
    room[:] = mixed.astype(np.uint8)


def _shadow(canvas: Picture, centre: tuple[int, int], axes: tuple[int, int]) -> None:
    mask = np.zeros(canvas.shape[:2], np.float32)
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 9)[..., None]
    canvas[:] = (canvas * (1 - 0.45 * soft)).astype(np.uint8)


def _ramp(top: tuple[int, int, int], bottom: tuple[int, int, int], rows: int) -> Picture:
    down = np.linspace(0, 1, rows)[:, None, None]
    band = np.array(top) * (1 - down) + np.array(bottom) * down
    return np.broadcast_to(band, (rows, WIDTH, 3)).astype(np.uint8)


def _living_room() -> Picture:
    canvas = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    canvas[:430] = _ramp((176, 190, 200), (190, 203, 212), 430)
    canvas[430:] = _ramp((86, 118, 152), (66, 94, 124), HEIGHT - 430)
    for row in range(430, HEIGHT, 36):  # boards
        cv2.line(canvas, (0, row), (WIDTH, row), (60, 86, 114), 2)
    cv2.rectangle(canvas, (0, 418), (WIDTH, 432), (216, 222, 226), -1)
    cv2.rectangle(canvas, (120, 60), (420, 300), (228, 232, 236), -1)  # window
    canvas[76:284, 136:404] = cv2.resize(_garden(), (268, 208), interpolation=cv2.INTER_AREA)
    cv2.line(canvas, (270, 76), (270, 284), (228, 232, 236), 10)
    cv2.rectangle(canvas, (560, 90), (730, 220), (70, 62, 54), 8)  # picture
    cv2.rectangle(canvas, (568, 98), (722, 212), (150, 170, 168), -1)
    cv2.circle(canvas, (660, 150), 26, (90, 160, 226), -1)
    cv2.rectangle(canvas, (780, 250), (1240, 400), (104, 96, 78), -1)  # couch
    cv2.rectangle(canvas, (750, 330), (1270, 500), (120, 112, 92), -1)
    for left in (800, 950, 1100):
        cv2.rectangle(canvas, (left, 330), (left + 130, 410), (134, 126, 106), -1)
    cv2.rectangle(canvas, (760, 500), (780, 530), (46, 54, 66), -1)
    cv2.rectangle(canvas, (1230, 500), (1250, 530), (46, 54, 66), -1)
    cv2.ellipse(canvas, (560, 610), (360, 74), 0, 0, 360, (120, 124, 172), -1)  # rug
    cv2.ellipse(canvas, (560, 610), (318, 60), 0, 0, 360, (138, 148, 196), -1)
    cv2.rectangle(canvas, (36, 380), (96, 450), (60, 92, 150), -1)  # plant
    for tilt in (-40, -18, 0, 20, 42):
        cv2.ellipse(canvas, (66 + tilt, 320), (16, 80), tilt, 0, 360, (74, 118, 70), -1)
    cv2.ellipse(canvas, (1120, 640), (64, 20), 0, 0, 360, (150, 140, 60), -1)  # bowl
    cv2.ellipse(canvas, (1120, 632), (54, 13), 0, 0, 360, (70, 66, 40), -1)
    return canvas


@functools.cache
def _garden_once() -> Picture:
    canvas = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    canvas[:300] = _ramp((230, 196, 150), (238, 222, 200), 300)
    canvas[300:] = _ramp((92, 150, 104), (60, 116, 74), HEIGHT - 300)
    for left in range(0, WIDTH, 64):  # fence
        cv2.rectangle(canvas, (left, 210), (left + 54, 340), (120, 150, 176), -1)
    cv2.rectangle(canvas, (0, 240), (WIDTH, 254), (104, 132, 158), -1)
    cv2.rectangle(canvas, (1010, 140), (1044, 350), (58, 78, 98), -1)  # tree
    for x, y, r in ((1030, 100, 110), (940, 140, 80), (1120, 150, 84)):
        cv2.circle(canvas, (x, y), r, (70, 122, 78), -1)
    cv2.fillPoly(
        canvas, [np.array([[520, 340], [660, 340], [900, 720], [300, 720]])], (170, 184, 192)
    )  # path
    return canvas


def _garden() -> Picture:
    return _garden_once().copy()
