"""The mean of the weights of two exports: `python -m training.soup ONE.onnx OTHER.onnx SOUP.onnx`.

Two trainings of which one went on from the other lie in one valley of the loss; what is half way between them is often
better than both (Wortsman et al., Model soups, 2022). What the file tells of its calibration is the second's, so export
it anew: `python -m training.pose_export --start SOUP.onnx --checkpoints EMPTY_FOLDER`.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def mixed(one: onnx.ModelProto, other: onnx.ModelProto) -> onnx.ModelProto:
    """The second model, with each of its weights half way to the first's.

    Raises:
        ValueError: they are not two exports of one network.
    """
    shapes = [[(each.name, tuple(each.dims)) for each in model.graph.initializer] for model in (one, other)]
    if shapes[0] != shapes[1]:
        raise ValueError("these are not two exports of one network")
    soup = onnx.ModelProto()
    soup.CopyFrom(other)
    for first, weight in zip(one.graph.initializer, soup.graph.initializer, strict=True):
        values, others = numpy_helper.to_array(first), numpy_helper.to_array(weight)
        if np.issubdtype(values.dtype, np.floating):
            mean = (values.astype(np.float32) + others.astype(np.float32)) / 2
            weight.CopyFrom(numpy_helper.from_array(mean.astype(values.dtype), weight.name))
    return soup


def main() -> None:
    """Write the mean of two files to a third."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("soup", type=Path)
    asked = parser.parse_args()
    onnx.save(mixed(onnx.load(asked.one), onnx.load(asked.other)), asked.soup)


if __name__ == "__main__":
    main()
