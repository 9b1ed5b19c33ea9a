"""Fit the curves that turn what a network says into how often it is right."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vision.calibration import Curve

_STEPS = 50
_RIDGE = 1e-3
"""Of all weights, on the mean loss: evidences that say the same share their weight."""


def fit_curve(
    evidence: Sequence[NDArray[np.float32]],
    truth: NDArray[np.bool_],
    weights: NDArray[np.float32] | None = None,
) -> Curve:
    """Logistic regression by Newton's method.

    evidence: arrays of one shape, log odds. truth: which came true. weights: how much each case counts.
    """
    columns = [np.asarray(one, np.float64).ravel() for one in evidence]
    x = np.column_stack([*columns, np.ones(truth.size)])
    y = truth.ravel().astype(np.float64)
    counts = np.ones(y.size) if weights is None else weights.ravel().astype(np.float64)
    counts = counts / counts.sum()
    ridge = np.diag([_RIDGE] * len(columns) + [0.0])
    found = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        slope = x.T @ (counts * (told - y)) + ridge @ found
        bend = (x * (counts * told * (1 - told))[:, None]).T @ x + ridge + 1e-9 * np.eye(x.shape[1])
        found = found - np.linalg.solve(bend, slope)
    return Curve(tuple(found[:-1].tolist()), float(found[-1]))


def fit_temperature(probabilities: NDArray[np.float32], truth: NDArray[np.int64]) -> float:
    """The temperature that makes true classes likeliest; never below 1, as few cases make nobody surer.

    probabilities: [cases, classes].
    """
    logs = np.log(np.clip(probabilities, 1e-6, 1))

    def unlikely(temperature: float) -> float:
        scaled = logs / temperature
        scaled -= np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(scaled[np.arange(len(truth)), truth].mean())

    return float(min(np.geomspace(1, 4, 60), key=unlikely))


def calibration_error(told: NDArray[np.float32], truth: NDArray[np.bool_], *, bins: int = 10) -> float:
    """How far probabilities are from frequencies: the mean over bins of equal width, weighted by their cases."""
    place = np.minimum((told * bins).astype(int), bins - 1)
    gaps = [
        abs(float(told[place == one].mean()) - float(truth[place == one].mean()))
        * float((place == one).mean())
        for one in range(bins)
        if (place == one).any()
    ]
    return sum(gaps)
