"""A detector that finds the marker of a numbered camera and nothing else, in the shape of NanoDet: with it, where a box
should be is known to the pixel.

It calls the marker a person, whom nobody looks at a second time. Where there is no marker it proposes the dog of the
demo's picture, as every model has to find one before it is switched in.
"""

import io
import warnings

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.load.numbered_camera import BAR_HEIGHT, HEIGHT, MARKER, WIDTH
from vision.coco import COCO
from vision.nanodet import BINS, CLASSES, DISTANCES, INPUT, SCORES, SIZE, STRIDES

STRIDE = STRIDES[0]
CELLS = SIZE // STRIDE
"""In a row of the finest grid, the only one in which anything is found; it comes first."""

ALL_CELLS = sum((SIZE // stride) ** 2 for stride in STRIDES)
SCALE = SIZE / WIDTH
BELOW_BARS = round((SIZE - HEIGHT * SCALE) / 2 + BAR_HEIGHT * SCALE) + 2
DARK, LIGHT = 83.0, 183.0
"""Half way between the ground and the marker is half a marker: so its place is known to a part of a pixel."""

ALIKE = 0.2
"""A light thing whose area and spread are those of the marker, within this share, is the marker."""

DEMO_DOG = (122.7, 256.4, 104.0, 177.8)
"""Middle and size of the dog in `demo/dog-bicycle-truck.jpg`, as it lies in the model's square."""


class MarkerFinder(nn.Module):
    """uint8 [n, 416, 416, 3] BGR -> scores [n, 3598, 80], distances [n, 3598, 44]; see `vision.nanodet`."""

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Find the marker in each picture."""
        light = ((images[:, :, :, 1].float() - DARK) / (LIGHT - DARK)).clamp(0, 1)
        light = light * (torch.arange(SIZE) >= BELOW_BARS)[None, :, None]
        x, spread_x = _placed(light.sum(1))
        y, spread_y = _placed(light.sum(2))
        side = MARKER * SCALE
        is_there = (
            _alike(light.sum((1, 2)), side**2) & _alike(spread_x, side) & _alike(spread_y, side)
        ).float()
        found = torch.stack([x, y, torch.full_like(x, side), torch.full_like(x, side)], 1)
        middle_and_size = torch.where(is_there[:, None] > 0, found, torch.tensor(DEMO_DOG))
        return _scores(middle_and_size, is_there), _distances(middle_and_size)


def marker_finder() -> bytes:
    """It as ONNX."""
    written = io.BytesIO()
    with warnings.catch_warnings():
        # The exporter that is to replace this one wants onnxscript, which is in none of our locks.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            MarkerFinder().eval(),
            (torch.zeros(1, SIZE, SIZE, 3, dtype=torch.uint8),),
            written,
            input_names=[INPUT],
            output_names=[SCORES, DISTANCES],
            dynamic_axes={name: {0: "n"} for name in (INPUT, SCORES, DISTANCES)},
            opset_version=17,
            dynamo=False,
        )
    return written.getvalue()


def _placed(weights: Tensor) -> tuple[Tensor, Tensor]:
    """Middle of what lies along an axis, and the length of an even bar that is spread as far. weights: [n, 416]."""
    at = torch.arange(SIZE) + 0.5
    whole = weights.sum(1).clamp(min=1.0)
    middle = (weights * at).sum(1) / whole
    variance = (weights * (at - middle[:, None]) ** 2).sum(1) / whole
    return middle, (12 * variance).sqrt()


def _alike(measured: Tensor, expected: float) -> Tensor:
    return (measured / expected - 1).abs() < ALIKE


def _scores(middle_and_size: Tensor, is_there: Tensor) -> Tensor:
    """In the one cell in which the middle lies: a person where the marker is there, else a dog."""
    x, y = ((middle_and_size[:, axis] / STRIDE).floor().clamp(0, CELLS - 1) for axis in (0, 1))
    is_here = (torch.arange(ALL_CELLS)[None, :] == (y * CELLS + x)[:, None]).float()
    person, dog = (0.9 * (torch.arange(CLASSES) == COCO.index(name)).float() for name in ("person", "dog"))
    classes = is_there[:, None] * person + (1 - is_there[:, None]) * dog
    return is_here[:, :, None] * classes[:, None, :]


def _distances(middle_and_size: Tensor) -> Tensor:
    """From each cell to the sides of the box, each as a distribution over two bins whose expectation it is."""
    middle, half = middle_and_size[:, None, :2], middle_and_size[:, None, 2:] / 2
    cell = torch.arange(CELLS**2)
    centre = torch.stack(
        [(cell % CELLS + 0.5) * STRIDE, (torch.div(cell, CELLS, rounding_mode="floor") + 0.5) * STRIDE], 1
    )
    sides = torch.cat([centre - (middle - half), middle + half - centre], 2) / STRIDE
    bins = BINS // 4
    reach = sides.clamp(0, bins - 1)[..., None]
    logits = ((1 - (reach - torch.arange(bins)).abs()).clamp(min=0) + 1e-9).log()
    return functional.pad(logits.flatten(2), (0, 0, 0, ALL_CELLS - CELLS**2))
