"""From what a network says to how often it is right: a logistic curve over its logits (Platt, 1999)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def logit(probabilities: Floats) -> Floats:
    """The log of the odds; 0 and 1 become large, not infinite."""
    bounded = np.clip(probabilities, 1e-6, 1 - 1e-6)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


def sigmoid(logits: Floats) -> Floats:
    """The probability of these log odds."""
    return (1 / (1 + np.exp(-logits))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Curve:
    """A probability out of several evidences: the sigmoid of their weighted sum."""

    weights: tuple[float, ...]
    offset: float

    def __call__(self, *evidence: Floats) -> Floats:
        """Probabilities in the shape of the evidences, which are log odds."""
        if len(evidence) != len(self.weights):
            raise ValueError(f"{len(self.weights)} evidences are weighed, {len(evidence)} given")
        total = sum(weight * one for weight, one in zip(self.weights, evidence, strict=True))
        return sigmoid(np.asarray(total + self.offset, np.float32))
