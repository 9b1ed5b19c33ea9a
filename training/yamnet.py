"""YAMNet (Google, Apache-2.0; MobileNet v1 on AudioSet's 521 classes): the teacher of our ear, and its start.

Its weights come as 8-bit TensorFlow Lite, `yamnet_spectra_in.tflite`. As floats they give the same answers and can be
trained on.
"""

from pathlib import Path

import numpy as np
import torch
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

CHANNELS = (32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024)
"""Of the first convolution, and of each block after it."""

_HALVES = (True, False, True, False, True, False, True, False, False, False, False, False, True, False)
CLASSES = 521


class SameConv(nn.Conv2d):
    """3 x 3, padded as TensorFlow's "same" pads an even side; batch norm is in the weights."""

    def __init__(self, inputs: int, outputs: int, *, halve: bool, groups: int = 1) -> None:
        super().__init__(inputs, outputs, 3, 2 if halve else 1, 0 if halve else 1, groups=groups)
        self._halve = halve

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, frames, bands]; half as many frames and bands come out where it halves."""
        return super().forward(functional.pad(x, (0, 1, 0, 1)) if self._halve else x)


class Block(nn.Module):
    """Each channel over its neighbourhood, then the channels among themselves."""

    def __init__(self, inputs: int, outputs: int, *, halve: bool) -> None:
        super().__init__()
        self.depthwise = SameConv(inputs, inputs, halve=halve, groups=inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, frames, bands] to [batch, outputs, frames, bands]."""
        return functional.relu6(self.pointwise(functional.relu6(self.depthwise(x))))


class Trunk(nn.Module):
    """The first blocks of YAMNet: spectra [batch, 96, 64] to features [batch, channels, frames, bands]."""

    def __init__(self, blocks: int) -> None:
        super().__init__()
        self.first = SameConv(1, CHANNELS[0], halve=_HALVES[0])
        self.blocks = nn.Sequential(
            *(
                Block(inputs, outputs, halve=halve)
                for inputs, outputs, halve in zip(
                    CHANNELS[:blocks], CHANNELS[1 : blocks + 1], _HALVES[1 : blocks + 1], strict=True
                )
            )
        )

    def forward(self, spectra: Tensor) -> Tensor:
        """Features of spectra."""
        features: Tensor = self.blocks(functional.relu6(self.first(spectra[:, None])))
        return features


class Yamnet(nn.Module):
    """All of it: spectra [batch, 96, 64] to logits of AudioSet's classes [batch, 521]."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk(len(CHANNELS) - 1)
        self.last = nn.Linear(CHANNELS[-1], CLASSES)

    def forward(self, spectra: Tensor) -> Tensor:
        """Logits; each class on its own, so a sigmoid makes them probabilities."""
        logits: Tensor = self.last(self.trunk(spectra).mean((2, 3)))
        return logits


def load_yamnet(path: Path) -> Yamnet:
    """YAMNet out of `yamnet_spectra_in.tflite`, as floats.

    Raises:
        ValueError: it is another model.
    """
    weights = _constants(path)
    network = Yamnet()
    layers = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    if len(weights) != 2 * len(layers):
        raise ValueError(f"{path.name} has {len(weights)} tensors of weights; YAMNet has {2 * len(layers)}")
    with torch.no_grad():
        for layer, kernel, bias in zip(layers, weights[::2], weights[1::2], strict=True):
            layer.weight.copy_(torch.from_numpy(_as_torch(kernel, layer)))
            assert layer.bias is not None
            layer.bias.copy_(torch.from_numpy(bias))
    network.eval()
    return network


def _constants(path: Path) -> list[NDArray[np.float32]]:
    """Kernels and biases in turn, in the order of the layers: the file has them so."""
    interpreter = Interpreter(str(path))
    interpreter.allocate_tensors()
    constants = []
    for tensor in interpreter.get_tensor_details():
        scales = tensor["quantization_parameters"]["scales"]
        # Scaled integers are weights until the first activation; the others are shapes and axes.
        if tensor["name"] == "tfl.quantize":
            break
        if len(scales):
            values = interpreter.get_tensor(tensor["index"]).astype(np.float32)
            shape = np.ones(values.ndim, int)
            shape[tensor["quantization_parameters"]["quantized_dimension"]] = -1
            constants.append(values * scales.reshape(shape if len(scales) > 1 else 1))
    return constants


def _as_torch(kernel: NDArray[np.float32], layer: nn.Conv2d | nn.Linear) -> NDArray[np.float32]:
    if isinstance(layer, nn.Linear):
        return kernel
    # [out, height, width, in], or [1, height, width, channels] of a depthwise one.
    return np.ascontiguousarray(kernel.transpose((3, 0, 1, 2) if layer.groups > 1 else (0, 3, 1, 2)))
