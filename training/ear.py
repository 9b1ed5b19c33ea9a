"""The network of our ear: YAMNet's first blocks, taught further, and two things said of what they hear."""

import math

import torch
from torch import Tensor, nn

from hearing.labels import DOG, LABELS
from training.yamnet import CHANNELS, CLASSES, Trunk, Yamnet

BLOCKS = 9
"""Of YAMNet's thirteen: a third of its weights, and what there is to know of a dog."""


DOGS_TAUGHT, DOGS_AT_HOME = 0.3, 0.1
"""Share of the windows that have a dog."""


class Ear(nn.Module):
    """Spectra [batch, 96, 64] to logits of our labels [batch, 9], one of which it is, and of AudioSet's [batch, 521].

    The second is for the teacher alone: who has to say what YAMNet says keeps what YAMNet knows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk(BLOCKS)
        features = 2 * CHANNELS[BLOCKS]
        self.drop = nn.Dropout(0.2)
        self.label = nn.Linear(features, len(LABELS))
        self.audioset = nn.Linear(features, CLASSES)
        nn.init.constant_(self.audioset.bias, -5.0)  # nearly all of AudioSet is nearly never heard

    def forward(self, spectra: Tensor) -> tuple[Tensor, Tensor]:
        """Both logits."""
        features = self.trunk(spectra)
        # The mean hears what lasts, the maximum what is short: a bark is a tenth of a window.
        pooled = self.drop(torch.cat([features.mean((2, 3)), features.amax((2, 3))], 1))
        return self.label(pooled), self.audioset(pooled)

    def start_from(self, teacher: Yamnet) -> None:
        """Take over the teacher's first blocks."""
        own = teacher.trunk.state_dict()
        self.trunk.load_state_dict({name: own[name] for name in self.trunk.state_dict()})

    def freeze(self, blocks: int) -> None:
        """Keep the first convolution and the first blocks as they are."""
        for layer in (self.trunk.first, *self.trunk.blocks[:blocks]):
            layer.requires_grad_(False)


class Told(nn.Module):
    """What is exported: spectra to calibrated probabilities of our labels [batch, 9].

    In training a dog is in three windows of ten, so that there is enough of it to learn from; at home it is in one of
    ten that are loud enough to be listened to, and the odds are lowered by as much (Saerens et al., 2002).
    """

    def __init__(self, ear: Ear, temperature: float) -> None:
        super().__init__()
        self.ear = ear
        self.temperature = temperature
        rarer = math.log(DOGS_AT_HOME / (1 - DOGS_AT_HOME)) - math.log(DOGS_TAUGHT / (1 - DOGS_TAUGHT))
        self.register_buffer("shift", torch.tensor([rarer * (label in DOG) for label in LABELS]))

    def forward(self, spectra: Tensor) -> Tensor:
        """Probabilities that sum to 1."""
        labels, _ = self.ear(spectra)
        return (labels / self.temperature + self.shift).softmax(1)
