"""What every exported network gets: half the size, a description of itself, and a check against torch."""

import io
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

OPSET = 17


class Disagreement(RuntimeError):
    """ONNX Runtime says something else than torch."""


def export(
    network: nn.Module,
    example: torch.Tensor,
    path: Path,
    *,
    input_name: str,
    output_names: tuple[str, ...],
    description: tuple[str, dict[str, Any]],
    close_enough: float,
) -> float:
    """Write a network with weights in half precision; the largest difference of any output to torch's.

    example: some inputs; any number of them can be asked later. description: a key of the metadata and what it tells.

    Raises:
        Disagreement: an output is further off than `close_enough`; nothing is written.
    """
    written = io.BytesIO()
    with warnings.catch_warnings():
        # The exporter that is to replace this one wants onnxscript, which is in none of our locks.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (example,),
            written,
            input_names=[input_name],
            output_names=list(output_names),
            dynamic_axes={name: {0: "n"} for name in (input_name, *output_names)},
            opset_version=OPSET,
            dynamo=False,
        )
    model = halved(onnx.load_model_from_string(written.getvalue()))
    key, told = description
    model.metadata_props.add(key=key, value=json.dumps(told))
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = network(example)
    said = session.run(output_names, {input_name: example.numpy()})
    off = max(float(np.abs(one - other.numpy()).max()) for one, other in zip(said, expected, strict=True))
    if off > close_enough:
        raise Disagreement(f"{path.name}: ONNX Runtime is {off:.4f} off what torch says")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    onnx.save(model, unfinished)
    unfinished.replace(path)
    return off


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with large weights in half precision; ONNX Runtime widens them once, when it loads them."""
    graph = model.graph
    for weight in [one for one in graph.initializer if one.data_type == TensorProto.FLOAT]:
        values = numpy_helper.to_array(weight)
        if values.size <= 64:
            continue
        narrow = f"{weight.name}_half"
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), narrow))
        graph.node.insert(0, helper.make_node("Cast", [narrow], [weight.name], to=TensorProto.FLOAT))
    return model
