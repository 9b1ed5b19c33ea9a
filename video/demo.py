"""The clip that a new user's demo camera shows: a dog walks onto a porch, stops, barks and leaves.

Rendered at set-up out of the free material in `demo/`: the camera sways over a photograph, a cut-out dog walks
through it. Every motion is back where it began at the end, so that the clip loops without a seam.
"""

import argparse
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from video.frames import Image

Floats = NDArray[np.float32]

FPS = 15
DURATION_S = 24.0
WIDTH, HEIGHT = 640, 360
SOUND_RATE_HZ = 48_000

MATERIAL = Path(__file__).parent.parent / "demo"

# The photograph's own dog sits left of x = 318: the camera never looks there.
_VIEW_WIDTH = 424.0
_VIEW_CENTRE = (543.0, 330.0)
_SWAY = (11.0, 4.0)
_LOOK_UP = 105.0  # at the seam of the loop it looks up to the street, before the dog comes and after

# Where the dog is (s -> x of its nose side, px of the photograph); between the moments it walks evenly.
_WALK = ((3.5, 250.0), (9.0, 640.0), (15.0, 640.0), (20.8, 950.0))
_FEET_Y = 441.0
_DOG_HEIGHT = 172.0
_STEP_S = 0.72
_BARKS_S = (10.8, 11.7, 13.2)
_BARK_GAIN = 0.8
_ROOM_TONE = 0.0015

# The dog's legs in its picture: (x of the leg, phase in its gait), as fractions of the width and of a step.
_LEGS = ((0.05, 0.0), (0.33, 0.5), (0.60, 0.5), (0.80, 0.0))
_BELLY_Y = 0.58
_STRIDE = 0.045


def render_demo(out: Path) -> None:
    """Render the clip to `out` (MP4: H.264 with a keyframe a second, AAC), replacing it in one step."""
    partial = out.with_name(f".{out.name}.partial")
    with av.open(str(partial), "w", format="mp4", options={"movflags": "faststart"}) as container:
        video = _video_stream(container)
        audio = container.add_stream("aac", rate=SOUND_RATE_HZ, layout="mono")
        audio.bit_rate = 64_000
        for index, image in enumerate(frames()):
            frame = VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        sound = AudioFrame.from_ndarray(soundtrack()[np.newaxis, :], format="fltp", layout="mono")
        sound.rate, sound.pts = SOUND_RATE_HZ, 0
        container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
    partial.replace(out)


def frames() -> Iterator[Image]:
    """The clip's pictures in order: BGR uint8 of HEIGHT x WIDTH."""
    photograph = _read(MATERIAL / "dog-bicycle-truck.jpg", cv2.IMREAD_COLOR)
    dog = _Dog(_read(MATERIAL / "husky.png", cv2.IMREAD_UNCHANGED))
    for index in range(round(DURATION_S * FPS)):
        at_s = index / FPS
        scene = photograph.astype(np.float32)
        dog.draw(scene, at_s)
        yield _view(scene, at_s)


def soundtrack() -> Floats:
    """The clip's sound: mono, -1..1, at SOUND_RATE_HZ: a quiet room and the barks."""
    rng = np.random.default_rng(7)
    sound = rng.normal(0, _ROOM_TONE, round(DURATION_S * SOUND_RATE_HZ)).astype(np.float32)
    bark = _bark()
    for at_s in _BARKS_S:
        start = round(at_s * SOUND_RATE_HZ)
        sound[start : start + len(bark)] += _BARK_GAIN * bark
    return np.clip(sound, -1, 1)


def dog_box(at_s: float) -> tuple[float, float, float, float] | None:
    """Where the dog is drawn: (x, y, w, h) as fractions of the frame, cut at its edges; None when out of sight."""
    left, top, scale = _window(at_s)
    nose_x, width = _dog_x(at_s), _DOG_HEIGHT * 194 / 222
    x0, x1 = (nose_x - width - left) * scale / WIDTH, (nose_x - left) * scale / WIDTH
    y0, y1 = (_FEET_Y - _DOG_HEIGHT - top) * scale / HEIGHT, (_FEET_Y - top) * scale / HEIGHT
    x0, x1, y0, y1 = (min(1.0, max(0.0, edge)) for edge in (x0, x1, y0, y1))
    return (x0, y0, x1 - x0, y1 - y0) if x1 > x0 else None


class _Dog:
    """The cut-out, made to walk: its legs swing, its body bobs, its shadow lies on the floor."""

    def __init__(self, picture: Image) -> None:
        scale = _DOG_HEIGHT / picture.shape[0]
        # Premultiplied alpha: else the colour hidden under transparent pixels bleeds into the outline.
        rgba = picture.astype(np.float32)
        rgba[..., :3] *= rgba[..., 3:] / 255
        sized = cv2.resize(rgba, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        margin = 12
        self._margin = margin
        self._picture = cv2.copyMakeBorder(sized, margin, margin, margin, margin, cv2.BORDER_CONSTANT)
        height, width = self._picture.shape[:2]
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        self._xs, self._ys = xs, ys
        down = (ys - margin) / (height - 2 * margin)
        self._swing = np.clip((down - _BELLY_Y) / (1 - _BELLY_Y), 0, 1) ** 1.3

    def draw(self, scene: Floats, at_s: float) -> None:
        """Blend the dog of this moment into the scene (BGR 0..255), in place."""
        nose_x = _dog_x(at_s)
        step = _steps(at_s)
        walking = _walking(at_s)
        posed = self._pose(step, walking, _bark_jolt(at_s))
        bob = -1.6 * walking * abs(math.sin(2 * math.pi * step)) - 2.5 * _bark_jolt(at_s)
        height, width = posed.shape[:2]
        left = nose_x - width + self._margin
        top = _FEET_Y - height + self._margin
        alpha = (posed[..., 3] / 255).astype(np.float32)
        _blend(scene, _shadow(alpha), left, _FEET_Y - 0.17 * height, colour=None)
        _blend(scene, alpha, left, top + bob, colour=posed[..., :3])

    def _pose(self, step: float, walking: float, jolt: float) -> Floats:
        xs = [x for x, _ in _LEGS]
        swings = [math.sin(2 * math.pi * (step + phase)) for _, phase in _LEGS]
        width = self._picture.shape[1] - 2 * self._margin
        across = (np.arange(self._picture.shape[1], dtype=np.float32) - self._margin) / width
        stride = np.interp(across, xs, swings).astype(np.float32) * (_STRIDE * width * walking)
        from_x = self._xs - stride[np.newaxis, :] * self._swing
        # Barking, it throws its head up: the front rises a little.
        from_y = self._ys + jolt * 5 * np.clip(across - 0.55, 0, 1)[np.newaxis, :] * (1 - self._swing)
        posed = cv2.remap(self._picture, from_x, from_y.astype(np.float32), cv2.INTER_LINEAR)
        return cast("Floats", posed)


def _shadow(alpha: Floats) -> Floats:
    flat = cv2.resize(alpha, (alpha.shape[1], round(alpha.shape[0] * 0.22)), interpolation=cv2.INTER_AREA)
    return cast("Floats", 0.42 * cv2.GaussianBlur(flat, (0, 0), 5))


def _blend(
    scene: Floats,
    alpha: Floats,
    left: float,
    top: float,
    *,
    colour: Floats | None,
) -> None:
    """Put a layer over the scene at a place between pixels; colour is premultiplied, None is black."""
    whole_x, whole_y = math.floor(left), math.floor(top)
    shift = np.array([[1, 0, left - whole_x], [0, 1, top - whole_y]], dtype=np.float32)
    size = (alpha.shape[1] + 1, alpha.shape[0] + 1)
    alpha = cv2.warpAffine(alpha, shift, size)
    x0, y0 = max(0, whole_x), max(0, whole_y)
    x1, y1 = min(scene.shape[1], whole_x + size[0]), min(scene.shape[0], whole_y + size[1])
    if x0 >= x1 or y0 >= y1:
        return
    rows, columns = slice(y0 - whole_y, y1 - whole_y), slice(x0 - whole_x, x1 - whole_x)
    scene[y0:y1, x0:x1] *= 1 - alpha[rows, columns, np.newaxis]
    if colour is not None:
        scene[y0:y1, x0:x1] += cv2.warpAffine(colour, shift, size)[rows, columns]


def _view(scene: Floats, at_s: float) -> Image:
    left, top, scale = _window(at_s)
    to_photograph = np.array([[1 / scale, 0, left], [0, 1 / scale, top]], dtype=np.float64)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    view = cv2.warpAffine(scene, to_photograph, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    # The photograph is enlarged by half: give its edges back what that takes.
    sharp = view + 0.45 * (view - cv2.GaussianBlur(view, (0, 0), 1.4))
    return cast("Image", np.clip(sharp, 0, 255).astype(np.uint8))


def _window(at_s: float) -> tuple[float, float, float]:
    """What the camera sees: left and top in px of the photograph, and the scale from there to the frame."""
    turn = 2 * math.pi * at_s / DURATION_S
    scale = WIDTH / _VIEW_WIDTH
    centre_x = _VIEW_CENTRE[0] + _SWAY[0] * math.sin(turn)
    up = (0.5 + 0.5 * math.cos(turn)) ** 4
    centre_y = _VIEW_CENTRE[1] + _SWAY[1] * math.sin(2 * turn) - _LOOK_UP * up
    return centre_x - _VIEW_WIDTH / 2, centre_y - HEIGHT / scale / 2, scale


def _dog_x(at_s: float) -> float:
    times, places = zip(*_WALK, strict=True)
    return float(np.interp(at_s, times, places))


def _walking(at_s: float) -> float:
    """1 while it walks, 0 while it stands, and a third of a second between."""
    (start, _), (stop, _), (again, _), (end, _) = _WALK
    return float(np.interp(at_s, (start, stop - 0.3, stop, again, again + 0.3, end), (1, 1, 0, 0, 1, 1)))


def _steps(at_s: float) -> float:
    return at_s / _STEP_S


def _bark_jolt(at_s: float) -> float:
    return max(math.exp(-(((at_s - bark_s - 0.12) / 0.12) ** 2)) for bark_s in _BARKS_S)


def _bark() -> Floats:
    with av.open(str(MATERIAL / "bark.ogg")) as container:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE_HZ)
        decoded = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        decoded += resampler.resample(None)
    samples = np.concatenate([part.to_ndarray()[0] for part in decoded])
    return cast("Floats", samples / max(1e-6, float(np.abs(samples).max())))


def _video_stream(container: av.container.OutputContainer) -> VideoStream:
    video = container.add_stream("libx264", rate=FPS)
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    video.codec_context.time_base = Fraction(1, FPS)
    # Baseline without B-frames: every browser plays the packets as they are.
    video.options = {
        "profile": "baseline",
        "preset": "medium",
        "crf": "23",
        "g": str(FPS),
        "keyint_min": str(FPS),
        "sc_threshold": "0",
    }
    return video


def _read(path: Path, flags: int) -> Image:
    picture = cv2.imread(str(path), flags)
    if picture is None:
        raise FileNotFoundError(f"the demo's material is missing: {path.name}")
    return cast("Image", picture)


def main() -> None:
    """`python -m video.demo OUT`."""
    parser = argparse.ArgumentParser(description="Render the demo camera's clip.")
    parser.add_argument("out", type=Path)
    render_demo(parser.parse_args().out)


if __name__ == "__main__":
    main()
