"""The network of `dogverifier`."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.backbone import CHANNELS, FEATURES, Lite0, as_input
from training.verifier_crops import CONTEXT

BREEDS = slice(151, 269)
ANIMALS = 398
"""ImageNet's first classes are animals; these of them are dogs."""


class Verifier(nn.Module):
    """Crops uint8 [n, size, size, 3] BGR to log odds [n] of a dog and of a box that fits, and an animal's edges [n, 4].

    The edges are left, top, right and bottom in sides of the crop. ImageNet's own word (breeds against the other
    animals) is one of the evidences of a dog.
    """

    def __init__(self, size: int, *, drop: float = 0.1) -> None:
        super().__init__()
        self.cells = size // 32
        self.backbone = Lite0(drop=drop, pooled=True)
        self.kinds = nn.Linear(FEATURES, ANIMALS).requires_grad_(False)
        self.dropout = nn.Dropout(0.2)
        self.learned = nn.Linear(FEATURES, 2)
        self.breeds_weight = nn.Parameter(torch.tensor(0.3))
        self.narrow = nn.Sequential(
            nn.Conv2d(CHANNELS[32], 64, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU6(inplace=True)
        )
        self.edges = nn.Linear(64 * self.cells**2, 4)

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        deepest = self.backbone(as_input(crops).contiguous(memory_format=torch.channels_last))[32]
        features = self.backbone.pool(deepest)
        kinds = self.kinds(features)
        others = torch.cat([kinds[:, : BREEDS.start], kinds[:, BREEDS.stop :]], 1)
        breeds = (kinds[:, BREEDS].logsumexp(1) - others.logsumexp(1)).clamp(-8, 8)
        learned = self.learned(self.dropout(features))
        # The crop's middle, in its proposal's size, is where an animal is before anything is learned.
        margin = (1 - 1 / CONTEXT) / 2
        usual = torch.tensor([margin, margin, 1 - margin, 1 - margin], device=crops.device)
        edges = usual + self.edges(self.narrow(deepest).flatten(1))
        return learned[:, 0] + self.breeds_weight * breeds, learned[:, 1], edges

    def enlarged(self, size: int) -> "Verifier":
        """The same for larger crops: the weights of the edges, a map of cells each, are stretched."""
        larger = Verifier(size)
        weights = self.state_dict()
        cells = weights["edges.weight"].view(4, -1, self.cells, self.cells)
        stretched = functional.interpolate(cells, (larger.cells, larger.cells), mode="bilinear")
        weights["edges.weight"] = stretched.flatten(1) * (self.cells / larger.cells) ** 2
        larger.load_state_dict(weights)
        return larger
