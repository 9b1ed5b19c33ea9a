"""The dog verifier's network between two stages of its training."""

from pathlib import Path

import numpy as np
import pytest
import torch

from training.onnx_file import export
from training.start import load_verifier
from training.verifier_network import Verifier
from vision.verify import DESCRIPTION, INPUT, OUTPUTS


def test_a_network_for_larger_crops_sees_a_plain_crop_as_before() -> None:
    torch.manual_seed(0)
    network = Verifier(64).eval()

    larger = network.enlarged(128).eval()

    with torch.no_grad():
        # Without edges in it a crop is alike everywhere, but for its rim.
        before = network(torch.full((1, 64, 64, 3), 128, dtype=torch.uint8))
        after = larger(torch.full((1, 128, 128, 3), 128, dtype=torch.uint8))
    assert after[2].shape == (1, 4)
    assert torch.allclose(before[2], after[2], atol=0.05)


def test_a_training_can_go_on_from_an_export(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = Verifier(64)
    crops = torch.from_numpy(np.random.default_rng(0).integers(0, 255, (32, 64, 64, 3), dtype=np.uint8))
    network(crops)  # the normalisations are those of such crops
    network.eval()
    path = tmp_path / "dogverifier.onnx"
    export(
        network,
        crops[:3],
        path,
        input_name=INPUT,
        output_names=OUTPUTS,
        description=(DESCRIPTION, {}),
        close_enough=0.05,
    )

    torch.manual_seed(1)
    other = Verifier(64)
    load_verifier(other, path, crops)

    with torch.no_grad():
        for one, expected in zip(other.eval()(crops[:5]), network(crops[:5]), strict=True):
            assert one.numpy() == pytest.approx(expected.numpy(), abs=0.02)
