"""Go on from an exported `dogpose`, whose normalisations are folded into its convolutions."""

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


@torch.no_grad()
def load_exported(network: DogPose, path: Path, crops: Tensor) -> None:
    """Give a network the weights of an ONNX export of the same layers.

    A folded convolution has no normalisation to train with. So each one is unfolded: the normalisation gets the
    statistics of `crops`, and the scale and offset that undo it; in `eval` the network says what the export says.

    crops: inputs of the network [batch, 3, side, side], a hundred or more, of the kind that it will be trained on.

    Raises:
        ValueError: the export has other layers.
    """
    graph = onnx.load(path).graph
    convolutions = list(_weights(graph, "Conv"))
    linears = {weight.shape[0]: (weight, bias) for weight, bias in _weights(graph, "Gemm")}
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
        raise ValueError(f"{path.name} has other layers than `dogpose`")

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

    weight, bias = linears[network.visible.out_features]
    network.visible.weight.copy_(torch.from_numpy(weight))
    network.visible.bias.copy_(torch.from_numpy(bias))
    if network.places[0].out_features in linears:  # the pilot told postures without the points
        weight, bias = linears[network.places[0].out_features]
        network.places[0].weight.copy_(torch.from_numpy(weight))
        network.places[0].bias.copy_(torch.from_numpy(bias))
    for classes, (weight, bias) in linears.items():
        if classes <= network.posture.out_features:  # the pilot knew no "other"
            rows = torch.from_numpy(weight)
            network.posture.weight[:classes, : rows.shape[1]] = rows
            network.posture.bias[:classes] = torch.from_numpy(bias)


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


def _weights(graph: Any, kind: str) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Weight and bias of each node of a kind, in the order of the graph; half precision is widened."""
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for (
        node
    ) in graph.node:  # what is stored once for several layers, or in half precision, is used by another name
        if node.op_type in {"Cast", "Identity"} and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    for node in graph.node:
        if node.op_type == kind:
            weight, bias = (values[name].astype(np.float32) for name in node.input[1:3])
            yield weight, bias
