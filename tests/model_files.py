"""Artifacts for tests: our own ear, good ones and such as nobody should ever run."""

import io
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from hearing.labels import LABELS
from hearing.weights import BARKS, OWN_WEIGHTS

LOUD = 50.0
"""A spectrum with a value above it makes `failing_ear` fail and `slow_ear` slow; no sound has one."""


def ear(origin: str = "a test") -> bytes:
    """Our ear once more: the same weights, another file."""
    model = onnx.load(OWN_WEIGHTS / BARKS)
    next(entry for entry in model.metadata_props if entry.key == "origin").value = origin
    return bytes(model.SerializeToString())


def deaf_ear() -> bytes:
    """An ear that is no worse a file than ours, but hears household everywhere."""
    return _always("household")


def howling_ear() -> bytes:
    """An ear that hears a howl everywhere: in the reference bark, too."""
    return _always("howl")


def failing_ear() -> bytes:
    """An ear that is fine until it hears something `LOUD`: then each answer is an error of the runtime."""
    model, index = _with_alarm("failing")
    table = numpy_helper.from_array(np.zeros(1, np.float32), "table")
    model.graph.initializer.append(table)
    # Beyond the table's only row once the alarm is up.
    model.graph.node.append(helper.make_node("Gather", ["table", index], ["nothing"]))
    return _finished(model)


def slow_ear(turns: int = 400) -> bytes:
    """An ear that is fine until it hears something `LOUD`: then it multiplies large matrices for seconds."""
    model, index = _with_alarm("slow")
    side = 700
    matrix = numpy_helper.from_array(np.full((side, side), 1 / side, np.float32), "matrix")
    model.graph.initializer.extend([matrix, numpy_helper.from_array(np.int64(turns), "turns")])
    model.graph.node.append(helper.make_node("Mul", [index, "turns"], ["count"]))
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["go_on"]),
            helper.make_node("MatMul", ["before", "matrix"], ["after"]),
        ],
        "turn",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("before", TensorProto.FLOAT, [side, side]),
        ],
        [
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("after", TensorProto.FLOAT, [side, side]),
        ],
    )
    model.graph.node.append(helper.make_node("Loop", ["count", "", "matrix"], ["product"], body=body))
    model.graph.node.append(helper.make_node("ReduceMin", ["product"], ["least"], keepdims=0))
    model.graph.initializer.append(numpy_helper.from_array(np.float32(0), "none"))
    model.graph.node.append(helper.make_node("Mul", ["least", "none"], ["nothing"]))
    return _finished(model)


def hungry_ear() -> bytes:
    """An ear that wants 64 GB as soon as it answers."""
    model = onnx.load(OWN_WEIGHTS / BARKS)
    _rename_output(model)
    shape = numpy_helper.from_array(np.array([16_000_000_000], np.int64), "huge")
    model.graph.initializer.append(shape)
    model.graph.node.append(helper.make_node("ConstantOfShape", ["huge"], ["zeros"]))
    model.graph.node.append(helper.make_node("ReduceMax", ["zeros"], ["nothing"], keepdims=0))
    return _finished(model)


def ear_with_weights_elsewhere() -> bytes:
    """An ear that would read a file of the machine that opens it."""
    model = onnx.load(OWN_WEIGHTS / BARKS)
    one = model.graph.initializer[0]
    one.ClearField("raw_data")
    one.data_location = TensorProto.EXTERNAL
    entry = one.external_data.add()
    entry.key, entry.value = "location", "../../../../etc/hostname"
    return bytes(model.SerializeToString())


def weights_of_an_ear(suffix: str, *, architecture: str = "barks") -> bytes:
    """An untaught ear's weights, as `.safetensors` or `.pt`."""
    # Here, since most tests need no torch, which takes seconds to import.
    import torch
    from safetensors.torch import save

    from training.ear import Ear

    torch.manual_seed(0)
    weights = {name: value.contiguous() for name, value in Ear().eval().state_dict().items()}
    if suffix == "safetensors":
        return save(weights, {"architecture": architecture})
    packed = io.BytesIO()
    torch.save({"architecture": architecture, "weights": weights}, packed)
    return packed.getvalue()


def as_ultralytics_saves() -> bytes:
    """A `.pt` with the network itself in it, whose classes a reader has to import and run."""
    import torch

    saved = io.BytesIO()
    torch.save({"epoch": -1, "model": torch.nn.Conv2d(3, 8, 3), "train_args": {}}, saved)
    return saved.getvalue()


def torch_zip_bomb() -> bytes:
    """A `.pt` whose pickle is half a gigabyte of nothing in half a megabyte."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("archive/data.pkl", "w") as out,
    ):
        block = bytes(1 << 24)
        for _ in range(32):
            out.write(block)
    return packed.getvalue()


class _Bomb:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self._path),)


def pickle_bomb(path: Path) -> bytes:
    """Whoever unpickles it makes a folder."""
    return pickle.dumps(_Bomb(path))


def zip_bomb() -> bytes:
    """Two hundred megabytes of nothing in two hundred kilobytes, behind the mark of a TFLite file."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("metadata.json", "w") as out,
    ):
        block = bytes(1 << 20)
        for _ in range(200):
            out.write(block)
    return b"\x1c\0\0\0TFL3" + packed.getvalue()


def _always(label: str) -> bytes:
    model = onnx.load(OWN_WEIGHTS / BARKS)
    _rename_output(model)
    said = np.eye(len(LABELS), dtype=np.float32)[[LABELS.index(label)]]
    model.graph.initializer.extend(
        [numpy_helper.from_array(said, "said"), numpy_helper.from_array(np.float32(0), "zero")]
    )
    model.graph.node.append(helper.make_node("Mul", ["ours", "zero"], ["emptied"]))
    model.graph.node.append(helper.make_node("Add", ["emptied", "said"], [model.graph.output[0].name]))
    return bytes(model.SerializeToString())


def _with_alarm(name: str) -> tuple[onnx.ModelProto, str]:
    """Our ear, and the name of a value in it: an int64 that is 1 where the spectra hold something `LOUD`, else 0."""
    model = onnx.load(OWN_WEIGHTS / BARKS)
    _rename_output(model)
    loud = numpy_helper.from_array(np.float32(LOUD), f"{name}_loud")
    model.graph.initializer.append(loud)
    spectra = model.graph.input[0].name
    model.graph.node.append(helper.make_node("ReduceMax", [spectra], [f"{name}_max"], keepdims=0))
    model.graph.node.append(helper.make_node("Greater", [f"{name}_max", f"{name}_loud"], [f"{name}_is"]))
    model.graph.node.append(helper.make_node("Cast", [f"{name}_is"], [f"{name}_alarm"], to=TensorProto.INT64))
    return model, f"{name}_alarm"


def _rename_output(model: onnx.ModelProto) -> None:
    (output,) = model.graph.output
    for node in model.graph.node:
        node.output[:] = ["ours" if name == output.name else name for name in node.output]


def _finished(model: onnx.ModelProto) -> bytes:
    """What it answered, plus nothing."""
    model.graph.node.append(helper.make_node("Add", ["ours", "nothing"], [model.graph.output[0].name]))
    return bytes(model.SerializeToString())
