"""Go on from an exported network, whose normalisations are folded into its convolutions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from training.network import DogPose
from training.verifier_network import Verifier

Weights = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Of a layer, and its bias."""


@torch.no_grad()
def load_pose(network: DogPose, path: Path, crops: Tensor) -> None:
    """Give a network the weights of an export of `dogpose`; see `load_convolutions`.

    Raises:
        ValueError: the export has other layers.
    """
    linears = load_convolutions(network, path, crops)
    _fill(network.visible, linears[network.visible.out_features])
    if network.places[0].out_features in linears:  # the pilot told postures without the points
        _fill(network.places[0], linears[network.places[0].out_features])
    for classes, (weight, bias) in linears.items():
        if classes <= network.posture.out_features:  # the pilot knew no "other"
            rows = torch.from_numpy(weight)
            network.posture.weight[:classes, : rows.shape[1]] = rows
            network.posture.bias[:classes] = torch.from_numpy(bias)


@torch.no_grad()
def load_verifier(network: Verifier, path: Path, crops: Tensor) -> None:
    """Give a network the weights of an export of `dogverifier` of the same size; see `load_convolutions`.

    Raises:
        ValueError: the export has other layers.
    """
    linears = load_convolutions(network, path, crops)
    for layer in (network.kinds, network.learned, network.edges):
        _fill(layer, linears[layer.out_features])
    name = next(name for name, one in network.named_parameters() if one is network.breeds_weight)
    network.breeds_weight.copy_(torch.from_numpy(_values(onnx.load(path).graph)[name].copy()))


def load_convolutions(network: nn.Module, path: Path, crops: Tensor) -> dict[int, Weights]:
    """Give the convolutions of a network the weights of an ONNX export of the same layers; its linear layers, by width.

    A folded convolution has no normalisation to train with. So each one is unfolded: the normalisation gets the
    statistics of `crops`, and the scale and offset that undo it; in `eval` the network says what the export says.

    crops: inputs of the network, a hundred or more, of the kind that it will be trained on.

    Raises:
        ValueError: the export has other layers.
    """
    graph = onnx.load(path).graph
    convolutions = list(_weights(graph, "Conv"))
    called: list[nn.Module] = []
    hooks = [
        layer.register_forward_pre_hook(lambda module, _: called.append(module))
        for layer in network.modules()
        if isinstance(layer, nn.Conv2d | nn.BatchNorm2d)
    ]
    network.eval()(crops[:1])
    for hook in hooks:
        hook.remove()
    in_order = [layer for layer in called if isinstance(layer, nn.Conv2d)]
    if [tuple(layer.weight.shape) for layer in in_order] != [weight.shape for weight, _ in convolutions]:
        raise ValueError(f"{path.name} has other layers than {type(network).__name__}")

    unfolding = []
    for layer, (weight, bias) in zip(in_order, convolutions, strict=True):
        layer.weight.copy_(torch.from_numpy(weight))
        follower = called[called.index(layer) + 1] if called[-1] is not layer else None
        if layer.bias is not None:
            layer.bias.copy_(torch.from_numpy(bias))
        elif isinstance(follower, nn.BatchNorm2d):
            unfolding.append(follower.register_forward_pre_hook(_unfold(torch.from_numpy(bias))))
    network(crops)
    for hook in unfolding:
        hook.remove()
    return {weight.shape[0]: (weight, bias) for weight, bias in _weights(graph, "Gemm")}


def _fill(layer: nn.Linear, weights: Weights) -> None:
    layer.weight.copy_(torch.from_numpy(weights[0]))
    layer.bias.copy_(torch.from_numpy(weights[1]))


def _unfold(bias: Tensor) -> Any:
    def hook(norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        (x,) = inputs
        variance, mean = torch.var_mean(x, (0, 2, 3), correction=0)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.copy_(bias + mean)

    return hook


def _weights(graph: Any, kind: str) -> Iterator[Weights]:
    """Weight and bias of each node of a kind, in the order of the graph."""
    values = _values(graph)
    for node in graph.node:
        if node.op_type == kind:
            weight, bias = (values[name].astype(np.float32) for name in node.input[1:3])
            yield weight, bias


def _values(graph: Any) -> dict[str, NDArray[np.float32]]:
    """What is stored, by every name that it is used by: once for several layers, or in half precision."""
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for node in graph.node:
        if node.op_type in {"Cast", "Identity"} and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    return values
