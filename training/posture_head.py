"""Teach the last layer of an exported `dogpose` what its owner corrected: seconds, on any machine, without torch.

What a picture looks like to the network is left as it is; only what postures are made of it is learned anew. A few
corrections could talk it out of everything else that it knows: so it has to go on saying what it said of pictures that
nobody corrected (Li and Hoiem, Learning without Forgetting, 2016), and stay near where it was.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from vision.crops import cut, square_around
from vision.detection import Image
from vision.pose import DESCRIPTION, INPUT, Box
from vision.posture import POSTURES

Floats = NDArray[np.float32]

LAYER = "/network/posture/Gemm"
CROPS_AT_ONCE = 8
STEPS = 400
RATE = 0.5


class NotTeachable(ValueError):
    """A file that has no posture layer as our export writes it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A dog in a picture. picture: uint8 (height, width, 3) BGR. box: (x, y, w, h), fractions of it.

    posture: what it holds itself like, as a person says; None: ballast, of which the network says what it always said.
    """

    picture: Image
    box: Box
    posture: str | None


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the weights. varied: crops that are made of each example, the first one plain.

    ballast: how much what it said before counts beside what was corrected. near: how dear it is to leave the weights.
    """

    seed: int = 0
    varied: int = 8
    ballast: float = 1.0
    near: float = 0.01


@dataclass(frozen=True, slots=True)
class Head:
    """The layer. weight: float32 [4, features]; bias: float32 [4]."""

    weight: Floats
    bias: Floats

    def probabilities(self, features: Floats) -> Floats:
        """Of `POSTURES`, float32 [n, 4], of features, float32 [n, features]."""
        return np.asarray(_softmax(features @ self.weight.T + self.bias), np.float32)


class PostureHead:
    """An exported `dogpose`, opened to be taught."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            NotTeachable: it is no `dogpose`, or one without the layer.
        """
        self._model = onnx.load(path)
        described = {entry.key: entry.value for entry in self._model.metadata_props}
        layer = next((node for node in self._model.graph.node if node.name == LAYER), None)
        if DESCRIPTION not in described or layer is None:
            raise NotTeachable(f"{path.name} is no {DESCRIPTION} as `training.pose_export` writes it")
        self._description: dict[str, Any] = json.loads(described[DESCRIPTION])
        features, *self._names = layer.input
        self.head = Head(*(_value(self._model, name) for name in self._names))
        opened = onnx.ModelProto()
        opened.CopyFrom(self._model)
        opened.graph.output.append(helper.make_tensor_value_info(features, TensorProto.FLOAT, None))
        self._features = features
        self._session = onnxruntime.InferenceSession(
            opened.SerializeToString(), providers=["CPUExecutionProvider"]
        )

    def features(self, examples: Sequence[Example], *, varied: int = 1, seed: int = 0) -> Floats:
        """What the layer sees of each example, `varied` rows each: float32 [examples * varied, features]."""
        crops = [
            crop for index, one in enumerate(examples) for crop in self._crops(one, varied, seed + index)
        ]
        seen = [
            self._session.run([self._features], {INPUT: np.stack(crops[start : start + CROPS_AT_ONCE])})[0]
            for start in range(0, len(crops), CROPS_AT_ONCE)
        ]
        return np.concatenate(seen) if seen else np.zeros((0, self.head.weight.shape[1]), np.float32)

    def teach(self, examples: Sequence[Example], recipe: Recipe = Recipe()) -> Head:
        """The layer, taught. The same examples and recipe make the same layer.

        Raises:
            ValueError: nobody said of any example what it is.
        """
        said = [one for one in examples if one.posture is not None]
        if not said:
            raise ValueError("there is nothing to learn: no example has a posture")
        ballast = [one for one in examples if one.posture is None]
        features = self.features(said, varied=recipe.varied, seed=recipe.seed)
        wanted = np.eye(len(POSTURES), dtype=np.float32)[
            [POSTURES.index(str(one.posture)) for one in said for _ in range(recipe.varied)]
        ]
        kept = self.features(ballast, varied=recipe.varied, seed=recipe.seed + len(said))
        return _fitted(self.head, (features, wanted), (kept, self.head.probabilities(kept)), recipe)

    def write(self, head: Head, path: Path, *, origin: str) -> None:
        """The same network with another layer. origin: what its description says of how it came about."""
        model = onnx.ModelProto()
        model.CopyFrom(self._model)
        for name, value in zip(self._names, (head.weight, head.bias), strict=True):
            _put(model, name, value)
        for entry in model.metadata_props:
            if entry.key == DESCRIPTION:
                entry.value = json.dumps({**self._description, "origin": origin})
        onnx.checker.check_model(model)
        onnx.save(model, path)

    def _crops(self, example: Example, varied: int, seed: int) -> list[Image]:
        """The first as the estimator cuts it, the others a little to the side, larger or smaller, or mirrored."""
        chance = random.Random(seed)
        height, width = example.picture.shape[:2]
        x, y, w, h = (side * size for side, size in zip(example.box, (width, height) * 2, strict=True))
        size, context = int(self._description["size"]), float(self._description["context"])
        crops = [cut(example.picture, square_around((x, y, w, h), context=context, size=size), size)]
        while len(crops) < varied:
            box = (x + chance.uniform(-0.1, 0.1) * w, y + chance.uniform(-0.1, 0.1) * h, w, h)
            affine = square_around(box, context=context * chance.uniform(0.9, 1.2), size=size)
            crop = cut(example.picture, affine, size)
            crops.append(np.asarray(cv2.flip(crop, 1), np.uint8) if chance.random() < 0.5 else crop)
        return crops


def _softmax(logits: NDArray[Any]) -> NDArray[Any]:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _fitted(
    begin: Head, corrected: tuple[Floats, Floats], ballast: tuple[Floats, Floats], recipe: Recipe
) -> Head:
    """Gradient descent on both cross-entropies and the distance from where it began. All at once: it is small."""
    weight, bias = begin.weight.astype(np.float64), begin.bias.astype(np.float64)
    parts = [(*corrected, 1.0), (*ballast, recipe.ballast)]
    # Features of a hundred dimensions make steps of any length: they are scaled to what one step can bear.
    largest = max(float((features**2).sum(axis=1).mean()) for features, _, _ in parts if len(features))
    rate = RATE / (1 + largest)
    for _ in range(STEPS):
        by_weight, by_bias = recipe.near * (weight - begin.weight), recipe.near * (bias - begin.bias)
        for features, wanted, share in parts:
            if len(features):
                wrong = _softmax(features @ weight.T + bias) - wanted
                by_weight = by_weight + share * wrong.T @ features / len(features)
                by_bias = by_bias + share * wrong.mean(axis=0)
        weight, bias = weight - rate * by_weight, bias - rate * by_bias
    return Head(weight.astype(np.float32), bias.astype(np.float32))


def _value(model: onnx.ModelProto, name: str) -> Floats:
    """A weight, which may be kept in half precision and widened by a Cast."""
    source = next((node.input[0] for node in model.graph.node if name in node.output), name)
    found = [one for one in model.graph.initializer if one.name == source]
    if not found:
        raise NotTeachable(f"it has no weight {name}")
    return np.asarray(numpy_helper.to_array(found[0]), np.float32)


def _put(model: onnx.ModelProto, name: str, value: Floats) -> None:
    source = next((node.input[0] for node in model.graph.node if name in node.output), name)
    (tensor,) = [one for one in model.graph.initializer if one.name == source]
    kind = numpy_helper.to_array(tensor).dtype
    tensor.CopyFrom(numpy_helper.from_array(value.astype(kind), source))
