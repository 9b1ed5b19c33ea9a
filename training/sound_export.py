"""From a trained ear to `barks.onnx`: calibrated, in half precision, and checked against torch."""

import io
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from hearing.labels import LABELS
from hearing.spectrum import BANDS, FRAMES, spectra
from hearing.windows import windows_of
from training.ear import Ear, Told
from training.sounds import Recording

OPSET: Final = 17
CLOSE_ENOUGH: Final = 0.01
"""How far a probability may be from torch's: half precision moves the third digit."""


def fit_temperature(ear: Ear, recordings: Sequence[Recording]) -> float:
    """The temperature that makes the probabilities of recordings that no training heard the likeliest.

    Never below 1: of few recordings none is so hard that the ear should be surer than it was taught to be. Of a dog's
    recordings only windows of their loud moments are asked: the others may be pauses.
    """
    inputs, means = [], []
    for recording in recordings:
        windows = [one for one in windows_of(recording.samples) if not one.quiet]
        loudest = max((one.level_db for one in windows), default=0.0)
        for window in windows:
            if not recording.of_dog or window.level_db > loudest - 6:
                inputs.append(window.samples)
                means.append([label in recording.means for label in LABELS])
    with torch.no_grad():
        logits, _ = ear(torch.from_numpy(spectra(np.stack(inputs))))
    allowed = torch.tensor(means)

    def unlikely(temperature: float) -> float:
        certain = (logits / temperature).log_softmax(1)
        return float(-certain.masked_fill(~allowed, -torch.inf).logsumexp(1).mean())

    return float(min(np.geomspace(1, 4, 60), key=unlikely))


def export(ear: Ear, temperature: float, path: Path) -> None:
    """Write the model: `spectra` float32 [n, 96, 64] to `probabilities` float32 [n, 9].

    Raises:
        RuntimeError: ONNX Runtime says something else than torch.
    """
    told = Told(ear.cpu().eval(), temperature).eval()
    example = torch.randn(4, FRAMES, BANDS, generator=torch.Generator().manual_seed(0)) - 2
    model = _halved(_converted(told, example))
    model.metadata_props.add(key="labels", value=json.dumps(LABELS))
    model.metadata_props.add(
        key="origin", value="Pawsight, training/sound.py; begun from YAMNet (Google, Apache-2.0), changed"
    )
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = told(example).numpy()
    off = float(np.abs(session.run(None, {"spectra": example.numpy()})[0] - expected).max())
    if off > CLOSE_ENOUGH:
        raise RuntimeError(f"ONNX Runtime is {off:.4f} off what torch says")
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))


def _converted(told: Told, example: torch.Tensor) -> onnx.ModelProto:
    written = io.BytesIO()
    with warnings.catch_warnings():
        # The newer exporter needs a package more; this one says so each time, and of each padding besides.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            told,
            (example,),
            written,
            input_names=["spectra"],
            output_names=["probabilities"],
            dynamic_axes={"spectra": {0: "n"}, "probabilities": {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_model_from_string(written.getvalue())


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Weights in half precision, made whole again when the model is loaded: half the bytes, the same arithmetic."""
    graph = model.graph
    casts = []
    for index, tensor in enumerate(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < 64:
            continue
        half = f"{tensor.name}.half"
        casts.append(helper.make_node("Cast", [half], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer[index].CopyFrom(numpy_helper.from_array(values.astype(np.float16), half))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model
