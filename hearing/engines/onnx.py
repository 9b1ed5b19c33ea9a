"""Our own ear on ONNX Runtime: `barks.onnx`, which `training/sound.py` made."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from hearing.labels import LABELS

INPUT, OUTPUT = "spectra", "probabilities"


class OnnxEngine:
    """A `SoundEngine`. ONNX Runtime's sessions are thread-safe, and so is this."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Load the model. threads: of one inference; 0 takes all cores.

        Raises:
            ValueError: it is another model, or tells other labels than ours.
            Exception: ONNX Runtime's own, when the file is broken.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Idle threads that spin would take the cores from the encoder and the web door.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        labels = self._session.get_modelmeta().custom_metadata_map.get("labels", "null")
        if json.loads(labels) != list(LABELS):
            raise ValueError(f"{path.name} is an ONNX model, but tells other labels than ours")
        self.name = path.name

    def score(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        """See `SoundEngine`."""
        probabilities: NDArray[np.float32] = self._session.run([OUTPUT], {INPUT: spectra})[0]
        return probabilities
