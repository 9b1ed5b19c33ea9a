"""From what is measured of a dog to what it does: the rules, and how sure each is.

Each threshold is a middle and a width: at the middle a thing is as likely as not, a width off it 73 % likely. They were
chosen on half of the clips of `training/cards/timelines.yaml`; `training/cards/actions.md` tells how they do on the
other half.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

Label = Literal[
    "sit", "stand", "lie", "walk", "run", "jump", "play_bow", "dig", "shake", "unknown", "eat", "fetch"
]
Source = Literal["trained", "rule"]
Threshold = tuple[float, float]

BODY: Final[tuple[Label, ...]] = (
    "sit", "stand", "lie", "walk", "run", "jump", "play_bow", "dig", "shake", "unknown",
)  # fmt: skip
"""What the body does; one at a time, their probabilities sum to 1."""
BESIDE: Final[tuple[Label, ...]] = ("eat", "fetch")
"""What may go on beside: a dog stands and eats, runs and fetches."""
TRAINED: Final[frozenset[Label]] = frozenset({"sit", "stand", "lie"})
"""What a model was trained to say. All others are the rules of this page."""

TOYS: Final = frozenset({"sports ball", "frisbee"})
BOWLS: Final = frozenset({"bowl"})
"""COCO's classes of what a dog carries, or eats and drinks from."""

WALKS: Final = (0.24, 0.05)
RUNS: Final = (1.60, 0.20)
"""Lengths of the dog per second. A dog walks at 1, trots at 2 to 4, gallops at 5 and more."""
STEPS: Final = (0.085, 0.010)
STRIDES: Final = (0.125, 0.010)
"""How far paws swing under the body, in lengths of the dog: one that stands has 0.03 to 0.06, one that runs 0.15."""
REARS: Final = (0.20, 0.04)
STEEP: Final = (0.20, 0.04)
"""How far both front paws are above the rear ones, and the withers above the tail's start."""
BOWS: Final = (0.22, 0.04)
DIGS: Final = (0.12, 0.015)
PLANTED: Final = (0.07, 0.010)
NOSE_DOWN: Final = (0.10, 0.03)
SHAKES_PER_S: Final = (6.0, 1.0)
"""Reversals of the head, twice its hertz."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a dog does. probability: 0..1. source: whether a model was trained to say it, or a rule says so."""

    label: Label
    probability: float
    track_id: int
    source: Source


@dataclass(frozen=True, slots=True)
class Measures:
    """What the rules look at, of one dog at one moment; None where it can't be told.

    Lengths are the dog's own. speed: per second. front_steps, rear_steps: how far those paws swing under the body.
    postures: how likely it sits, stands, lies, does something else. rise, steepness, bow, nose_down: see
    `vision.body`. shakes_per_s: reversals of the head. at_bowl, has_toy: share of the last second. known: how much of
    it there is to be seen, 0..1.
    """

    speed: float | None = None
    front_steps: float | None = None
    rear_steps: float | None = None
    postures: tuple[float, ...] | None = None
    rise: float | None = None
    steepness: float | None = None
    bow: float | None = None
    nose_down: float | None = None
    shakes_per_s: float | None = None
    at_bowl: float = 0.0
    has_toy: float = 0.0
    known: float = 1.0


def judge(measured: Measures) -> dict[Label, float]:
    """How likely each label is, 0..1. Those of `BODY` sum to 1; each of `BESIDE` is by itself."""
    moves, runs = _gait(measured)
    sit, stand, lie, other = measured.postures or (0.0, 0.0, 0.0, 0.0)
    if measured.postures is not None:
        # Who lies or sits does not walk, whatever its box does: what speaks for going has to outweigh that.
        moves = moves * (stand + other) / max(1e-6, moves * (stand + other) + 1 - moves)
    sure: dict[Label, float] = dict.fromkeys(BODY, 0.0)
    left = 1.0
    for label, met in _moments(measured, moves, runs).items():
        sure[label] = left * met * measured.known
        left -= sure[label]
    sure["run"] = left * moves * runs
    sure["walk"] = left * moves * (1 - runs)
    for label, posture in (("sit", sit), ("stand", stand), ("lie", lie)):
        sure[label] = left * (1 - moves) * posture * measured.known
    sure["unknown"] = max(0.0, 1 - sum(sure.values()))
    return {**sure, "eat": measured.at_bowl * (1 - moves), "fetch": measured.has_toy * moves}


def _gait(measured: Measures) -> tuple[float, float]:
    """How likely it moves on, and how likely that is faster than a walk.

    By its speed, where that is known; else by its steps, which are longer the faster it goes.
    """
    if measured.speed is not None:
        return above(measured.speed, WALKS), above(measured.speed, RUNS)
    steps = [one for one in (measured.front_steps, measured.rear_steps) if one is not None]
    if steps:
        mean = sum(steps) / len(steps)
        return above(mean, STEPS), above(mean, STRIDES)
    return 0.0, 0.0


def _moments(measured: Measures, moves: float, runs: float) -> dict[Label, float]:
    """How well the rules of what is soon over are met, the surest kind of evidence first."""
    return {
        "jump": min(above(measured.rise, REARS), above(measured.steepness, STEEP)),
        "play_bow": min(above(measured.bow, BOWS), 1 - moves * runs),
        "shake": above(measured.shakes_per_s, SHAKES_PER_S),
        "dig": min(
            above(measured.front_steps, DIGS),
            1 - above(measured.rear_steps, PLANTED) if measured.rear_steps is not None else 0.0,
            above(measured.nose_down, NOSE_DOWN),
            1 - moves if measured.speed is not None else 1.0,
        ),
    }


def above(value: float | None, threshold: Threshold) -> float:
    """How likely a value means what one above the threshold means (logistic); 0 where there is none."""
    if value is None:
        return 0.0
    middle, width = threshold
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, (value - middle) / width))))
