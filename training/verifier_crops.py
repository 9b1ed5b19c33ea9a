"""What `dogverifier` practises on: crops around what is labelled or proposed, and what is known of each."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
import torch
from torch import Tensor

from training.augment import covered, picture, recoloured
from training.proposals import Look
from vision.crops import cut, square_around
from vision.detection import Image
from vision.verify import Box, edges_of, iou

CONTEXT = 1.2
"""Side of a crop beside the longer side of its box."""
FOUND_IOU = 0.5
"""From here on a box is that of an animal."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One crop to learn from.

    box: what is cut around, fractions. dog: 1, 0, or None where nobody can say. animal: the labelled animal in it.
    certain: weight of what is said.
    """

    look: Look
    box: Box
    dog: float | None
    animal: Box | None
    certain: float


def practice(look: Look, box: Box) -> Practice:
    """What is known of a box in a labelled picture."""
    dogs, others = look.labelled(dogs=True), look.labelled(dogs=False)
    on_dog = max((iou(box, one) for one in dogs), default=0.0)
    nearest = max([*dogs, *others], key=lambda one: iou(box, one))
    close = iou(box, nearest)
    dog: float | None = float(on_dog >= FOUND_IOU)
    if 0.35 <= on_dog < FOUND_IOU:
        dog = None
    # Among dogs a box that meets no labelled dog may meet one that nobody labelled, or be a part of one.
    certain = 1.0 if close >= 0.35 or not look.has_dogs else 0.3
    return Practice(look, box, dog, nearest if close >= 0.35 else None, certain)


def shaken(box: Box, chance: Random) -> Box:
    """A box as a detector might have put it: an IoU of 0.4 or more with the true one."""
    x, y, w, h = box
    while True:
        wide, high = (side * math.exp(chance.uniform(-0.45, 0.45)) for side in (w, h))
        middle_x = x + w / 2 + w * chance.uniform(-0.25, 0.25)
        middle_y = y + h / 2 + h * chance.uniform(-0.25, 0.25)
        x0, y0 = max(middle_x - wide / 2, 0), max(middle_y - high / 2, 0)
        x1, y1 = min(middle_x + wide / 2, 1), min(middle_y + high / 2, 1)
        moved = (x0, y0, x1 - x0, y1 - y0)
        if moved[2] > 0 and moved[3] > 0 and iou(moved, box) >= 0.4:
            return moved


def epoch_of(looked: Sequence[Look], chance: Random) -> list[Practice]:
    """What one epoch looks at: every labelled animal, others than dogs twice; proposals; now and then anything."""
    chosen: list[Practice] = []
    for look in looked:
        chosen += [practice(look, shaken(box, chance)) for box in look.labelled(dogs=True)]
        chosen += [practice(look, shaken(box, chance)) for box in look.labelled(dogs=False) * 2]
        proposed = [one.box for one in look.proposals if one.box[2] > 0.01 and one.box[3] > 0.01]
        chosen += [
            practice(look, box)
            for box in chance.sample(proposed, min(1 if look.has_dogs else 2, len(proposed)))
        ]
        if chance.random() < 0.15:
            w, h = chance.uniform(0.1, 0.5), chance.uniform(0.1, 0.5)
            chosen.append(practice(look, (chance.uniform(0, 1 - w), chance.uniform(0, 1 - h), w, h)))
    chance.shuffle(chosen)
    return chosen


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's crops, and what should be said about them: a weight of 0 where nothing is known."""

    images: Tensor
    dog: Tensor
    dog_weight: Tensor
    edges: Tensor
    placed: Tensor
    certain: Tensor


def batches(looked: Sequence[Look], seed: str, *, batch: int, size: int) -> Iterator[Batch]:
    """One epoch, the same for the same seed; crops are made beside the training."""
    chosen = epoch_of(looked, Random(seed))
    starts = range(0, len(chosen) - batch + 1, batch)

    def made(start: int) -> Batch:
        chance = Random(f"{seed} {start}")
        return batch_of(chosen[start : start + batch], chance, size)

    with ThreadPoolExecutor(1, "crops") as pool:
        waiting = pool.submit(made, starts[0])
        for start in starts[1:]:
            ready, waiting = waiting.result(), pool.submit(made, start)
            yield ready
        yield waiting.result()


def batch_of(part: Sequence[Practice], chance: Random, size: int) -> Batch:
    """Cut, mirror, recolour, cover and blur."""
    images, edges = [], []
    for one in part:
        image = crop_of(picture(str(one.look.picture)), one.box, size)
        found = edges_of(one.animal or one.box, one.box, context=CONTEXT, frame=one.look.size)
        if chance.random() < 0.5:
            image = np.ascontiguousarray(image[:, ::-1])
            found = (1 - found[2], found[1], 1 - found[0], found[3])
        images.append(covered(recoloured(_far(image, chance), chance), chance))
        edges.append(found)
    return Batch(
        torch.from_numpy(np.stack(images)),
        torch.tensor([one.dog or 0.0 for one in part]),
        torch.tensor([0.0 if one.dog is None else one.certain for one in part]),
        torch.tensor(edges),
        torch.tensor([one.animal is not None for one in part]),
        torch.tensor([one.certain for one in part]),
    )


def crop_of(image: Image, box: Box, size: int) -> Image:
    """The crop [size, size, 3] around a box in fractions."""
    height, width = image.shape[:2]
    scaled = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
    return cut(image, square_around(scaled, context=CONTEXT, size=size), size)


def _far(image: Image, chance: Random) -> Image:
    """Now and then as if the animal were far away."""
    if chance.random() >= 0.2:
        return image
    whole = len(image)
    side = chance.randint(28, 100)
    small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (whole, whole), interpolation=cv2.INTER_LINEAR), np.uint8)
