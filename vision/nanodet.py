"""NanoDet-g (416 px, 80 COCO classes) out of its TensorFlow.js graph, as ONNX.

`python -m vision.nanodet GRAPH.json WEIGHTS.bin OUT.onnx`, once, at set-up.

The graph was itself converted from ONNX, so every layer is wrapped in transposes between NHWC and NCHW. A value is
therefore tracked as an ONNX value and the order of its axes: a transpose only changes the order, and no node
is left of it. The result takes pictures as they are (uint8, BGR, any batch) and gives one tensor of scores and one
of box distances.
"""

import base64
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SIZE = 416
CLASSES = 80
BINS = 44
"""4 sides x 11 bins of a distribution over the distance to that side, in strides (generalised focal loss)."""

STRIDES = (8, 16, 32)
MEAN = (103.53, 116.28, 123.675)
STD = (57.375, 57.12, 58.395)
"""Of the channels blue, green, red; https://github.com/RangiLyu/nanodet, config/nanodet-g.yml."""

INPUT = "images"
SCORES = "scores"
DISTANCES = "distances"

OUTPUTS = {
    SCORES: ("Identity", "Identity_1", "Identity_2"),
    DISTANCES: ("Identity_3", "Identity_4", "Identity_5"),
}
"""Nodes of the graph, by stride."""

NCHW = (0, 1, 2, 3)
NHWC = (0, 2, 3, 1)

Array = NDArray[Any]


class UnknownGraphError(ValueError):
    """The graph is not the one that this module knows; nothing was written."""


@dataclass(frozen=True, slots=True)
class Value:
    """An ONNX value whose axes stand in another order: logical axis `i` is its axis `axes[i]`."""

    name: str
    axes: tuple[int, ...]


def convert(graph_json: Path, weights_bin: Path, out: Path) -> None:
    """Write the ONNX model: `images` uint8 [N, 416, 416, 3] BGR -> `scores` [N, 3598, 80], `distances` [N, 3598, 44].

    Rows are cells, row by row, of strides 8, 16 and 32. Deterministic: the same graph gives the same bytes.

    Raises:
        UnknownGraphError: it has an operation, or a layout, that NanoDet's graph does not have.
    """
    graph = json.loads(graph_json.read_bytes())
    conversion = _Conversion(_constants(graph, weights_bin.read_bytes()))
    for node in _in_order(graph["modelTopology"]["node"]):
        conversion.add(node)
    model = conversion.model()
    onnx.checker.check_model(model, full_check=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f"{out.name}.part")
    part.write_bytes(model.SerializeToString(deterministic=True))
    part.replace(out)


def _constants(graph: dict[str, Any], data: bytes) -> dict[str, Array]:
    """The graph's weights; half-precision ones become float32, as TensorFlow.js computes with them."""
    constants: dict[str, Array] = {}
    offset = 0
    for manifest in graph["weightsManifest"]:
        for weight in manifest["weights"]:
            stored = np.dtype(weight.get("quantization", weight)["dtype"])
            count = int(np.prod(weight["shape"], dtype=np.int64))
            values = np.frombuffer(data, stored, count, offset).reshape(weight["shape"])
            constants[weight["name"]] = values.astype(weight["dtype"])
            offset += count * stored.itemsize
    if offset != len(data):
        raise UnknownGraphError(f"the weights have {len(data)} bytes, the graph names {offset}")
    return constants


def _in_order(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nodes, each behind those that it needs."""
    by_name = {node["name"]: node for node in nodes}
    done: dict[str, dict[str, Any]] = {}
    waiting = [(node["name"], False) for node in reversed(nodes)]
    while waiting:
        name, ready = waiting.pop()
        if name in done:
            continue
        if ready:
            done[name] = by_name[name]
            continue
        waiting.append((name, True))
        waiting.extend((_source(one)[0], False) for one in by_name[name].get("input", []))
    return list(done.values())


def _source(reference: str) -> tuple[str, int]:
    """Name and output number of `name` or `name:2`."""
    name, _, number = reference.partition(":")
    return name, int(number or 0)


class _Conversion:
    """The ONNX graph while it grows, one TensorFlow node at a time."""

    def __init__(self, constants: dict[str, Array]) -> None:
        self._constants = constants
        self._values: dict[tuple[str, int], Value] = {}
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        self._rules: dict[str, Callable[[dict[str, Any]], None]] = {
            "Add": self._sum,
            "AddV2": self._sum,
            "ConcatV2": self._concat,
            "Const": lambda _: None,
            "Conv2D": self._convolution,
            "Identity": self._identity,
            "LeakyRelu": self._leaky_relu,
            "MaxPool": self._max_pool,
            "Pad": self._pad,
            "PadV2": self._pad,
            "Placeholder": self._placeholder,
            "Reshape": self._reshape,
            "ResizeBilinear": self._resize,
            "Sigmoid": self._sigmoid,
            "SparseToDense": self._sparse_to_dense,
            "SplitV": self._split,
            "Transpose": self._transpose,
        }

    def add(self, node: dict[str, Any]) -> None:
        """Translate one node."""
        rule = self._rules.get(node["op"])
        if rule is None:
            raise UnknownGraphError(f"{node['name']} is a {node['op']}, which NanoDet has not")
        rule(node)

    def model(self) -> onnx.ModelProto:
        """The whole model, once every node was added."""
        outputs = []
        for name, parts in OUTPUTS.items():
            joined = self._emit("Concat", [self._plain(self._values[part, 0]) for part in parts], axis=1)
            self._nodes[-1].output[0] = name
            assert joined
            width = CLASSES if name == SCORES else BINS
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", None, width]))
        images = helper.make_tensor_value_info(INPUT, TensorProto.UINT8, ["batch", SIZE, SIZE, 3])
        graph = helper.make_graph(self._nodes, "nanodet", [images], outputs, self._initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        model.producer_name = "pawsight"
        return model

    # -- values ------------------------------------------------------------------------------------

    def _value(self, reference: str) -> Value:
        return self._values[_source(reference)]

    def _constant(self, reference: str) -> Array | None:
        return self._constants.get(_source(reference)[0])

    def _known(self, reference: str) -> Array:
        constant = self._constant(reference)
        if constant is None:
            raise UnknownGraphError(f"{reference} should be constant")
        return constant

    def _emit(self, op: str, inputs: Sequence[str], outputs: int = 1, **attributes: Any) -> str:
        """Add a node; the name of its first output. The others end in `_1`, `_2`."""
        name = f"v{len(self._nodes)}"
        names = [name, *(f"{name}_{number}" for number in range(1, outputs))]
        self._nodes.append(helper.make_node(op, list(inputs), names, **attributes))
        return name

    def _store(self, values: Array) -> str:
        name = f"c{len(self._initializers)}"
        self._initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _plain(self, value: Value) -> str:
        """The value with its axes in their logical order."""
        return self._arranged(value, tuple(range(len(value.axes)))).name

    def _arranged(self, value: Value, axes: tuple[int, ...]) -> Value:
        """The same value as an ONNX value whose axes stand as `axes`; a Transpose only where it has to be."""
        if value.axes == axes:
            return value
        order = [0] * len(axes)
        for logical, axis in enumerate(axes):
            order[axis] = value.axes[logical]
        return Value(self._emit("Transpose", [value.name], perm=order), axes)

    def _along(self, value: Value, per_axis: Array) -> Array:
        """Numbers for each logical axis, in the order of the ONNX value's axes."""
        arranged = np.empty_like(per_axis)
        arranged[list(value.axes)] = per_axis
        return arranged

    # -- rules, one an operation ---------------------------------------------------------------------

    def _placeholder(self, node: dict[str, Any]) -> None:
        floats = self._emit("Cast", [INPUT], to=TensorProto.FLOAT)
        nchw = self._emit("Transpose", [floats], perm=[0, 3, 1, 2])
        channel = (1, 3, 1, 1)
        centred = self._emit("Sub", [nchw, self._store(np.array(MEAN, np.float32).reshape(channel))])
        scale = self._store(np.array(STD, np.float32).reshape(channel))
        self._values[node["name"], 0] = Value(self._emit("Div", [centred, scale]), NCHW)

    def _transpose(self, node: dict[str, Any]) -> None:
        value = self._value(node["input"][0])
        order = self._known(node["input"][1])
        self._values[node["name"], 0] = Value(value.name, tuple(value.axes[axis] for axis in order))

    def _identity(self, node: dict[str, Any]) -> None:
        self._values[node["name"], 0] = self._value(node["input"][0])

    def _convolution(self, node: dict[str, Any]) -> None:
        self._require(node, padding="VALID", data_format="NHWC")
        value = self._arranged(self._value(node["input"][0]), NHWC)
        kernel = self._known(node["input"][1]).transpose(3, 2, 0, 1)
        # A kernel that is less deep than its input means groups.
        self._values[node["name"], 0] = Value(
            self._emit(
                "Conv",
                [value.name, self._store(kernel)],
                strides=_ints(node, "strides")[1:3],
                dilations=_ints(node, "dilations")[1:3],
                kernel_shape=list(kernel.shape[2:]),
            ),
            NHWC,
        )

    def _max_pool(self, node: dict[str, Any]) -> None:
        self._require(node, padding="VALID", data_format="NHWC")
        value = self._arranged(self._value(node["input"][0]), NHWC)
        self._values[node["name"], 0] = Value(
            self._emit(
                "MaxPool",
                [value.name],
                kernel_shape=_ints(node, "ksize")[1:3],
                strides=_ints(node, "strides")[1:3],
            ),
            NHWC,
        )

    def _pad(self, node: dict[str, Any]) -> None:
        value = self._value(node["input"][0])
        pads = self._along(value, self._known(node["input"][1])).T.reshape(-1).astype(np.int64)
        fill = self._known(node["input"][2]) if node["op"] == "PadV2" else np.zeros((), np.float32)
        name = self._emit("Pad", [value.name, self._store(pads), self._store(fill)])
        self._values[node["name"], 0] = Value(name, value.axes)

    def _resize(self, node: dict[str, Any]) -> None:
        if not node["attr"]["half_pixel_centers"]["b"] or node["attr"]["align_corners"]["b"]:
            raise UnknownGraphError(f"{node['name']} has other corners")
        value = self._value(node["input"][0])
        height, width = (int(side) for side in self._known(node["input"][1]))
        shape = self._shape_of(node["input"][0])
        scales = self._along(value, np.array([1, height / shape[1], width / shape[2], 1], np.float32))
        name = self._emit(
            "Resize",
            [value.name, "", self._store(scales)],
            mode="linear",
            coordinate_transformation_mode="half_pixel",
        )
        self._values[node["name"], 0] = Value(name, value.axes)

    def _leaky_relu(self, node: dict[str, Any]) -> None:
        value = self._value(node["input"][0])
        name = self._emit("LeakyRelu", [value.name], alpha=node["attr"]["alpha"]["f"])
        self._values[node["name"], 0] = Value(name, value.axes)

    def _sigmoid(self, node: dict[str, Any]) -> None:
        value = self._value(node["input"][0])
        self._values[node["name"], 0] = Value(self._emit("Sigmoid", [value.name]), value.axes)

    def _sum(self, node: dict[str, Any]) -> None:
        left, right = node["input"]
        a, b = self._constant(left), self._constant(right)
        if a is not None and b is not None:
            self._constants[node["name"]] = a + b
            return
        if b is None and a is not None:
            left, right, b = right, left, a
        value = self._value(left)
        if b is None:
            other = self._arranged(self._value(right), value.axes).name
        else:
            # A bias lies along the last logical axis, wherever that is now.
            shape = [1] * len(value.axes)
            shape[value.axes[-1]] = b.size
            other = self._store(b.reshape(shape))
        self._values[node["name"], 0] = Value(self._emit("Add", [value.name, other]), value.axes)

    def _concat(self, node: dict[str, Any]) -> None:
        *references, axis = node["input"]
        first = self._value(references[0])
        names = [self._arranged(self._value(one), first.axes).name for one in references]
        name = self._emit("Concat", names, axis=first.axes[int(self._known(axis))])
        self._values[node["name"], 0] = Value(name, first.axes)

    def _split(self, node: dict[str, Any]) -> None:
        value = self._value(node["input"][0])
        sizes = self._known(node["input"][1]).astype(np.int64)
        axis = value.axes[int(self._known(node["input"][2]))]
        first = self._emit("Split", [value.name, self._store(sizes)], outputs=len(sizes), axis=axis)
        for number in range(len(sizes)):
            self._values[node["name"], number] = Value(f"{first}_{number}" if number else first, value.axes)

    def _reshape(self, node: dict[str, Any]) -> None:
        shape = self._known(node["input"][1]).astype(np.int64)
        if shape[0] != 1:
            raise UnknownGraphError(f"{node['name']} mixes the pictures of a batch")
        shape = np.concatenate([[0], shape[1:]])  # 0: as many pictures as came in
        name = self._emit("Reshape", [self._plain(self._value(node["input"][0])), self._store(shape)])
        self._values[node["name"], 0] = Value(name, tuple(range(len(shape))))

    def _sparse_to_dense(self, node: dict[str, Any]) -> None:
        """Part of how TensorFlow computes the shape of a reshape; all of it is constant."""
        indices, shape, values, default = (self._known(one) for one in node["input"])
        dense = np.full(tuple(shape), default)
        dense[tuple(indices.T)] = values
        self._constants[node["name"]] = dense

    def _shape_of(self, reference: str) -> list[int]:
        """The logical shape of a value, with one picture in the batch."""
        value = self._value(reference)
        probe = helper.make_tensor_value_info(value.name, TensorProto.FLOAT, None)
        images = helper.make_tensor_value_info(INPUT, TensorProto.UINT8, [1, SIZE, SIZE, 3])
        graph = helper.make_graph(self._nodes, "part", [images], [probe], self._initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        inferred = onnx.shape_inference.infer_shapes(model, data_prop=True)
        known = {one.name: one for one in (*inferred.graph.value_info, *inferred.graph.output)}
        sides = [side.dim_value for side in known[value.name].type.tensor_type.shape.dim]
        return [sides[axis] for axis in value.axes]

    def _require(self, node: dict[str, Any], **texts: str) -> None:
        for attribute, text in texts.items():
            found = base64.b64decode(node["attr"][attribute]["s"]).decode()
            if found != text:
                raise UnknownGraphError(f"{node['name']}: {attribute} is {found}, not {text}")


def _ints(node: dict[str, Any], attribute: str) -> list[int]:
    return [int(one) for one in node["attr"][attribute]["list"]["i"]]


if __name__ == "__main__":
    convert(*(Path(argument) for argument in sys.argv[1:4]))
