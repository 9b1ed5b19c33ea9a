"""What an artifact is, read without running it: its signature, and that it is no more than one file of plain operators.

Runs inside the confined process alone: what reads a hostile file may be taken over by it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import onnx

from deployments.model_errors import ModelRefused

DOMAINS: Final = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft"})
"""Of operators that ONNX Runtime brings itself; any other would be somebody's library."""
MOST_NODES: Final = 20_000
DEEPEST: Final = 8
"""Graphs inside of graphs: what If and Loop do."""
MOST_TENSORS: Final = 64
TFLITE_MARK: Final = b"TFL3"


def signature(path: Path) -> dict[str, Any]:
    """Inputs and outputs of an artifact: `{"inputs": [{"name", "dtype", "shape"}], "outputs": [...]}`.

    A side of a shape is a number, or a name where it varies.

    Raises:
        ModelRefused: it is not what its name ends with, refers to other files, or is too complex.
    """
    return _of_tflite(path) if path.suffix == ".tflite" else _of_onnx(path)


def _of_onnx(path: Path) -> dict[str, Any]:
    try:
        model = onnx.load(path, load_external_data=False)
    except Exception as error:
        raise ModelRefused("it is no ONNX file, or a broken one") from error
    if not model.graph.node:
        raise ModelRefused("it is no ONNX file, or one without a single operator")
    graphs = [model.graph, *model.functions]
    nodes = list(_nodes(graphs))
    if foreign := {node.domain for node in nodes} - DOMAINS - {one.domain for one in model.functions}:
        raise ModelRefused(f"it uses operators of {', '.join(sorted(foreign))}, which we don't have")
    if any(_is_external(tensor) for tensor in _tensors(model.graph, nodes)):
        raise ModelRefused("it keeps weights in other files: put them into the one file")
    constants = {one.name for one in model.graph.initializer}
    return {
        "inputs": [_described(one) for one in model.graph.input if one.name not in constants],
        "outputs": [_described(one) for one in model.graph.output],
    }


def _nodes(graphs: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """Every operator, those of inner graphs too."""
    if depth > DEEPEST:
        raise ModelRefused(f"its graphs lie more than {DEEPEST} deep in each other")
    count = 0
    for graph in graphs:
        for node in graph.node:
            count += 1
            yield node
            inner = [attribute.g for attribute in node.attribute if attribute.HasField("g")]
            inner += [one for attribute in node.attribute for one in attribute.graphs]
            for one in _nodes(inner, depth + 1) if inner else ():
                count += 1
                yield one
            if count > MOST_NODES:
                raise ModelRefused(f"it has more than {MOST_NODES:,} operators")


def _tensors(graph: Any, nodes: Iterable[Any]) -> Iterator[Any]:
    yield from graph.initializer
    for node in nodes:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors
            for inner in (attribute.g, *attribute.graphs):
                yield from inner.initializer


def _is_external(tensor: Any) -> bool:
    return bool(tensor.data_location == onnx.TensorProto.EXTERNAL or tensor.external_data)


def _described(value: Any) -> dict[str, Any]:
    tensor = value.type.tensor_type
    shape = [side.dim_value or (side.dim_param or "?") for side in tensor.shape.dim]
    return {"name": value.name[:200], "dtype": _dtype(tensor.elem_type), "shape": shape[:16]}


def _dtype(number: int) -> str:
    try:
        return str(onnx.helper.tensor_dtype_to_np_dtype(number))
    except (KeyError, TypeError, ValueError):
        return "unknown"


def _of_tflite(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        if file.read(8)[4:] != TFLITE_MARK:
            raise ModelRefused("it is no TFLite file")
    from ai_edge_litert.interpreter import Interpreter

    try:
        interpreter = Interpreter(str(path), num_threads=1)
        interpreter.allocate_tensors()
        sides = interpreter.get_input_details(), interpreter.get_output_details()
    except Exception as error:
        raise ModelRefused(f"it does not open as TFLite: {error}") from error
    inputs, outputs = ([_of_tensor(one) for one in side[:MOST_TENSORS]] for side in sides)
    return {"inputs": inputs, "outputs": outputs}


def _of_tensor(told: dict[str, Any]) -> dict[str, Any]:
    # A side that varies is -1 in the signature.
    shape = [int(side) if side > 0 else "?" for side in told["shape_signature"]]
    return {"name": str(told["name"])[:200], "dtype": told["dtype"].__name__, "shape": shape}
