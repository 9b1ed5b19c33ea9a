"""From a trained `dogpose` to `weights/dogpose.onnx`: `python -m training.pose_export`.

Calibrated on the validation part, in half precision, checked against torch.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training import sets
from training.augment import plain
from training.backbone import as_input
from training.calibrate import fit_curve, fit_temperature
from training.network import DogPose
from training.onnx_file import export
from training.pose import FROM_EXPORT, FROM_IMAGENET, OUT, Run, begin, predict
from training.sets import NEVER_LABELLED, Example
from vision.calibration import logit
from vision.keypoints import KEYPOINTS
from vision.pose import DESCRIPTION, INPUT, OUTPUTS
from vision.posture import POSTURES

WEIGHTS = Path("weights/dogpose.onnx")
SIZE = 256
CLOSE_ENOUGH = 0.3
"""Of a logit. Heatmaps reach 20: this moves a point by less than a tenth of a pixel."""

ORIGIN = "Pawsight, training/pose.py; see training/cards/dogpose.md"


class Servable(nn.Module):
    """`dogpose` that takes crops as they are: uint8 [n, side, side, 3] BGR."""

    def __init__(self, network: DogPose) -> None:
        super().__init__()
        self.network = network

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The network's logits."""
        heatmaps, visible, posture = self.network(as_input(crops))
        return heatmaps, visible, posture


def calibrate(network: DogPose, validation: Sequence[Example], *, mirrored: bool) -> dict[str, Any]:
    """The curves of `vision.pose`, fitted to what the network says of dogs that it did not learn from."""
    dogs = [one for one in validation if one.set_name == "animalpose" and one.species == "dog"]
    told = predict(network, dogs, SIZE, mirrored=mirrored)
    learned = [index for index, name in enumerate(KEYPOINTS) if name not in NEVER_LABELLED]
    labelled = np.stack([one.labelled for one in dogs if one.labelled is not None])[:, learned]
    places = np.stack([one.points for one in dogs if one.points is not None])[:, learned]
    reach = np.array([max(one.box[2:]) for one in dogs])[:, None] * 0.1
    near = np.linalg.norm(told.points[:, learned] - places, axis=2) <= reach
    visible = told.visible[:, learned]
    confidence = fit_curve([logit(told.masses[:, learned]), visible], labelled & near)
    visibility = fit_curve([visible], labelled)

    postured = [one for one in validation if one.posture is not None]
    truth = np.array([POSTURES.index(str(one.posture)) for one in postured])
    temperature = fit_temperature(predict(network, postured, SIZE, mirrored=mirrored).postures, truth)
    return {
        "confidence": [*confidence.weights, confidence.offset],
        "visibility": [*visibility.weights, visibility.offset],
        "posture_temperature": temperature,
    }


def main() -> None:
    """Export the running mean of the newest checkpoint; without one, what `--start` names, newly calibrated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, help="what the training went on from")
    parser.add_argument("--checkpoints", type=Path, default=OUT)
    asked = parser.parse_args()
    torch.set_num_threads(2)
    examples = sets.everything(sets.folder())
    training = [one for one in examples if one.part == "train"]
    validation = [one for one in examples if one.part == "validation"]
    recipe = FROM_EXPORT if asked.start else FROM_IMAGENET
    network = Run(recipe, asked.checkpoints, begin(recipe, asked.start, training)).mean.cpu().eval()
    description = {
        "origin": ORIGIN,
        "size": SIZE,
        "context": 1.25,
        "keypoints": [name for name in KEYPOINTS if name not in NEVER_LABELLED],
        "postures": POSTURES,
        "calibration": {
            "once": calibrate(network, validation, mirrored=False),
            "mirrored": calibrate(network, validation, mirrored=True),
        },
    }
    crops = np.stack([plain(one, SIZE).image for one in validation[:8]])
    off = export(
        Servable(network),
        torch.from_numpy(crops),
        WEIGHTS,
        input_name=INPUT,
        output_names=OUTPUTS,
        description=(DESCRIPTION, description),
        close_enough=CLOSE_ENOUGH,
    )
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB, at most {off:.4f} of a logit off torch")


if __name__ == "__main__":
    main()
