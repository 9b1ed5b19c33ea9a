"""`dogpose`: points, visibility and posture of the animal in a crop."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.backbone import CHANNELS, Lite0
from vision.keypoints import KEYPOINTS
from vision.posture import POSTURES

NECK = 128
FINE = 64
POOLED = 256


def _refine(channels: int) -> nn.Sequential:
    """Each channel over its 5 x 5 neighbourhood, then the channels among themselves."""
    return nn.Sequential(
        nn.Conv2d(channels, channels, 5, padding=2, groups=channels, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU6(inplace=True),
        nn.Conv2d(channels, channels, 1, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU6(inplace=True),
    )


def _twice(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def mean_place(maps: Tensor) -> Tensor:
    """Mean (x, y) of each map [batch, points, height, width], as fractions -1..1 of the crop: [batch, points, 2]."""
    height, width = maps.shape[-2:]
    across = torch.linspace(-1, 1, width, device=maps.device)
    down = torch.linspace(-1, 1, height, device=maps.device)
    return torch.stack([(maps.sum(2) * across).sum(-1), (maps.sum(3) * down).sum(-1)], -1)


class DogPose(nn.Module):
    """EfficientNet-Lite0, a feature pyramid down to stride 4 for the points, and a head for the rest.

    The posture is told by the picture and by where the points lie; its loss does not move the points.
    """

    def __init__(self, *, drop: float = 0.1) -> None:
        super().__init__()
        points = len(KEYPOINTS)
        self.backbone = Lite0(drop=drop)
        self.from_32 = nn.Conv2d(CHANNELS[32], NECK, 1)
        self.from_16 = nn.Conv2d(CHANNELS[16], NECK, 1)
        self.from_8 = nn.Conv2d(CHANNELS[8], NECK, 1)
        self.at_16 = _refine(NECK)
        self.at_8 = _refine(NECK)
        self.narrow = nn.Conv2d(NECK, FINE, 1)
        self.from_4 = nn.Conv2d(CHANNELS[4], FINE, 1)
        self.at_4 = _refine(FINE)
        self.heatmaps = nn.Conv2d(FINE, points, 1)
        self.pooled = nn.Sequential(
            nn.Conv2d(CHANNELS[32], POOLED, 1, bias=False), nn.BatchNorm2d(POOLED), nn.ReLU6(inplace=True)
        )
        self.dropout = nn.Dropout(0.3)
        self.visible = nn.Linear(POOLED, points)
        self.places = nn.Sequential(nn.Linear(3 * points, 64), nn.ReLU())
        self.posture = nn.Linear(POOLED + 64, len(POSTURES))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits: heatmaps [batch, 24, side / 4, side / 4], visibility [batch, 24], posture [batch, 4].

        x: [batch, 3, side, side], (RGB - 127) / 128, side a multiple of 32.
        """
        features = self.backbone(x)
        y = self.at_16(self.from_16(features[16]) + _twice(self.from_32(features[32])))
        y = self.at_8(self.from_8(features[8]) + _twice(y))
        y = self.at_4(self.from_4(features[4]) + _twice(self.narrow(y)))
        heatmaps = self.heatmaps(y)

        pooled = self.dropout(self.pooled(features[32]).mean((2, 3)))
        visible = self.visible(pooled)
        seen = visible.detach().sigmoid()
        flat = heatmaps.detach().flatten(2).softmax(2).reshape(heatmaps.shape)
        places = mean_place(flat) * seen.unsqueeze(-1)
        posture = self.posture(torch.cat([pooled, self.places(torch.cat([places.flatten(1), seen], 1))], 1))
        return heatmaps, visible, posture
