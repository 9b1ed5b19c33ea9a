"""The mean of two exports."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from training.soup import mixed


def model(weight: list[float], *, name: str = "w") -> onnx.ModelProto:
    """Tells a weight; a whole number lies beside it."""
    constants = [
        numpy_helper.from_array(np.array(weight, np.float16), name),
        numpy_helper.from_array(np.array([3], np.int64), "axis"),
    ]
    graph = helper.make_graph(
        [helper.make_node("Identity", [name], ["y"])],
        "one",
        [],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT16, [len(weight)])],
        constants,
    )
    made = helper.make_model(graph)
    made.metadata_props.add(key="calibration", value=str(weight))
    return made


def test_each_weight_is_half_way_and_the_rest_is_the_seconds() -> None:
    one, other = model([1.0, 2.0]), model([3.0, -2.0])

    soup = mixed(one, other)

    halves, axis = (numpy_helper.to_array(one) for one in soup.graph.initializer)
    assert halves.tolist() == [2.0, 0.0]
    assert halves.dtype == np.float16
    assert axis.tolist() == [3]
    assert soup.metadata_props == other.metadata_props
    assert numpy_helper.to_array(other.graph.initializer[0]).tolist() == [3.0, -2.0], "it is left as it was"


def test_the_middle_between_large_halves_does_not_overflow() -> None:
    (weight, _) = mixed(model([60_000.0]), model([60_000.0])).graph.initializer

    assert numpy_helper.to_array(weight).tolist() == [60_000.0]


@pytest.mark.parametrize("other", [model([1.0, 2.0, 3.0]), model([1.0, 2.0], name="v")])
def test_two_networks_are_not_mixed(other: onnx.ModelProto) -> None:
    with pytest.raises(ValueError, match="two exports of one network"):
        mixed(model([1.0, 2.0]), other)
