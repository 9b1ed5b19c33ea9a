"""The dog verifier's network between two stages of its training."""

import torch

from training.verifier import Verifier


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
