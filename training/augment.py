"""A crop of an example for one step of training: moved, turned, mirrored, recoloured, partly covered."""

import math
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from training.sets import Example
from vision.crops import Affine, cut, square_around, to_crop
from vision.detection import Image
from vision.keypoints import KEYPOINTS, MIRRORED


@dataclass(frozen=True, slots=True)
class Crop:
    """What a network sees of an example, and what it should say.

    image: uint8 [size, size, 3] BGR. points: float32 [24, 2], pixels of the crop. placed: bool [24], whose place is
    known and inside. told: bool [24], of which it is known whether they are to be seen. affine: picture to crop.
    """

    image: Image
    points: NDArray[np.float32]
    placed: NDArray[np.bool_]
    told: NDArray[np.bool_]
    affine: Affine


@lru_cache(maxsize=4096)
def picture(path: str) -> Image:
    """The picture, kept: all of the sets are a gigabyte.

    Raises:
        OSError: it can't be read.
    """
    image = cv2.imread(path, cv2.IMREAD_COLOR)
    if image is None:
        raise OSError(f"no picture in {path}")
    return np.asarray(image, np.uint8)


def plain(example: Example, size: int) -> Crop:
    """The crop that a live frame gives too."""
    affine = square_around(example.box, context=example.context, size=size)
    return _crop(example, affine, size, mirrored=False)


def varied(example: Example, size: int, random: Random) -> Crop:
    """A crop that no two epochs see alike."""
    mirrored = random.random() < 0.5
    affine = _shaken(example, size, random, mirrored=mirrored)
    crop = _crop(example, affine, size, mirrored=mirrored)
    image = covered(recoloured(crop.image, random), random)
    return Crop(image, crop.points, crop.placed, crop.told, affine)


def _shaken(example: Example, size: int, random: Random, *, mirrored: bool) -> Affine:
    stretched = example.set_name in {"sit_stand", "crops"}
    angle = math.radians(random.uniform(-30, 30)) if random.random() < 0.7 else 0.0
    angle *= 0.5 if stretched else 1.0
    # Where a set stretched its pictures to squares, the dog's true shape is anywhere around.
    aspect = math.exp(random.uniform(-1, 1) * (0.35 if stretched else 0.12))
    scale = math.exp(random.uniform(-0.28, 0.28))
    shift = size * np.array([random.uniform(-0.1, 0.1), random.uniform(-0.1, 0.1)]) / example.context

    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    linear = turn @ np.diag([math.sqrt(aspect), 1 / math.sqrt(aspect)]) * scale
    if mirrored:
        linear = np.diag([-1.0, 1.0]) @ linear
    middle = np.full(2, (size - 1) / 2)
    upright = square_around(example.box, context=example.context, size=size).astype(np.float64)
    moved = linear @ (upright[:, 2] - middle) + middle + shift
    return np.column_stack([linear @ upright[:, :2], moved]).astype(np.float32)


def _crop(example: Example, affine: Affine, size: int, *, mirrored: bool) -> Crop:
    image = cut(picture(str(example.picture)), affine, size)
    if example.points is None or example.labelled is None or example.told is None:
        nothing = np.zeros(len(KEYPOINTS), bool)
        return Crop(image, np.zeros((len(KEYPOINTS), 2), np.float32), nothing, nothing, affine)
    points = to_crop(example.points, affine)
    placed = example.labelled & (points >= 0).all(axis=1) & (points <= size - 1).all(axis=1)
    told = example.told
    if mirrored:
        order = list(MIRRORED)
        points, placed, told = points[order], placed[order], told[order]
    return Crop(image, points, placed, told, affine)


_LUMA = np.array([0.114, 0.587, 0.299])


def recoloured(image: Image, random: Random) -> Image:
    """Brightness, contrast, saturation and tint as one matrix over the channels; blur and noise now and then."""
    if random.random() < 0.8:
        brightness, contrast = random.uniform(0.65, 1.35), random.uniform(0.65, 1.35)
        saturation = 0.0 if random.random() < 0.12 else random.uniform(0.4, 1.5)
        mix = saturation * np.eye(3) + (1 - saturation) * np.tile(_LUMA, (3, 1))
        tint = np.array([random.uniform(0.88, 1.12) for _ in range(3)])
        mean = float(image[::8, ::8].mean()) * brightness
        matrix = np.column_stack([tint[:, None] * mix * brightness * contrast, tint * mean * (1 - contrast)])
        image = np.asarray(cv2.transform(image, matrix), np.uint8)
    if random.random() < 0.15:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), random.uniform(0.5, 1.6)), np.uint8)
    if random.random() < 0.1:
        grain = np.random.default_rng(random.getrandbits(32)).normal(0, random.uniform(3, 14), image.shape)
        image = (image + grain).clip(0, 255).astype(np.uint8)
    return image


def covered(image: Image, random: Random) -> Image:
    """One or two grey boards in front of the animal, in two crops of five."""
    if random.random() >= 0.4:
        return image
    image = image.copy()
    size = len(image)
    for _ in range(random.randint(1, 2)):
        width, height = (int(size * random.uniform(0.08, 0.28)) for _ in range(2))
        x, y = random.randrange(size - width), random.randrange(size - height)
        image[y : y + height, x : x + width] = random.randint(60, 190)
    return image
