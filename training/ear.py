"""The network of our ear: YAMNet's first blocks, taught further, and two things said of what they hear."""

import math

import torch
from torch import Tensor, nn

from hearing.engines.yamnet import DOG_CLASSES, EVEN, KINDS
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
        features = self.drop(self.features(spectra))
        return self.label(features), self.audioset(features)

    def features(self, spectra: Tensor) -> Tensor:
        """What both are told by, [batch, 1024]."""
        heard = self.trunk(spectra)
        # The mean hears what lasts, the maximum what is short: a bark is a tenth of a window.
        return torch.cat([heard.mean((2, 3)), heard.amax((2, 3))], 1)

    def start_from(self, teacher: Yamnet) -> None:
        """Take over the teacher's first blocks."""
        own = teacher.trunk.state_dict()
        self.trunk.load_state_dict({name: own[name] for name in self.trunk.state_dict()})

    def freeze(self, blocks: int) -> None:
        """Keep the first convolution and the first blocks as they are."""
        for layer in (self.trunk.first, *self.trunk.blocks[:blocks]):
            layer.requires_grad_(False)


class Told(nn.Module):
    """What is exported: spectra to calibrated probabilities of our labels [batch, 9], the mean of two opinions.

    One is of our labels. In training a dog is in three windows of ten, so that there is enough of it to learn from; at
    home it is in one of ten that are loud enough to be listened to, and the odds are lowered by as much (Saerens et
    al., 2002). The other is what the ear took over from YAMNet about dogs: labels of a few recordings make it sure of
    barks in noise, AudioSet's two million keep it from calling a saw a growl.
    """

    def __init__(self, ear: Ear, temperature: float) -> None:
        super().__init__()
        self.ear = ear
        self.temperature = temperature
        rarer = math.log(DOGS_AT_HOME / (1 - DOGS_AT_HOME)) - math.log(DOGS_TAUGHT / (1 - DOGS_TAUGHT))
        # Of AudioSet's classes only the dog's: the others would be a third of the file.
        self.dogs = nn.Linear(ear.audioset.in_features, len(DOG_CLASSES))
        rows = list(DOG_CLASSES)
        self.dogs.load_state_dict({"weight": ear.audioset.weight[rows], "bias": ear.audioset.bias[rows]})
        self.register_buffer("shift", torch.tensor([rarer * (label in DOG) for label in LABELS]))

    def forward(self, spectra: Tensor) -> Tensor:
        """Probabilities that sum to 1."""
        features = self.ear.features(spectra)
        own = (self.ear.label(features) / self.temperature + self.shift).softmax(1)
        return (own + self._as_yamnet(own, self.dogs(features).sigmoid())) / 2

    def _as_yamnet(self, own: Tensor, dogs: Tensor) -> Tensor:
        """`hearing.engines.yamnet.as_labels` of the dog's classes; the rest is shared out as in our own opinion."""
        said = dogs.amax(1, keepdim=True)
        dog = said / (said + (1 - said) * EVEN / (1 - EVEN))
        heard = {
            name: dogs[:, [DOG_CLASSES.index(one) for one in classes]].amax(1, keepdim=True)
            for name, classes in KINDS.items()
        }
        surest = torch.cat([*heard.values()], 1).amax(1, keepdim=True)
        heard["dog_other"] = (said / 2 - surest).relu()
        kinds = torch.cat([heard[label] for label in DOG], 1)
        rest = own[:, len(DOG) :]
        return torch.cat(
            [dog * kinds / kinds.sum(1, keepdim=True), (1 - dog) * rest / rest.sum(1, keepdim=True)], 1
        )
