"""Train `dogverifier`: `python -m training.verifier [--start EXPORT.onnx]`; an hour on two cores.

It begins with ImageNet's weights, which know 118 breeds, and learns on small crops first, where a step costs half, then
on larger ones (progressive resizing; Howard, 2018); or with an exported `dogverifier`, and does the last stage. Stop it
whenever you like: the next start goes on from the last epoch. Checkpoints and the log are in
build/training/dogverifier; `python -m training.verifier_export` makes the committed weights of them.
"""

import argparse
import copy
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import torch
from torch import Tensor, nn
from torch.nn import functional

from training import sets
from training.backbone import imagenet_classes, load_imagenet
from training.machine import device, restart_cheaper
from training.proposals import Look, looks
from training.start import load_verifier
from training.verifier_crops import Batch, batches, epoch_of
from training.verifier_network import ANIMALS, Verifier

OUT = Path("build/training/dogverifier")


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the weights of a stage.

    size: side of its crops, pixels. The rates are AdamW's; `backbone_rate` is of what ImageNet taught already.
    """

    name: str
    size: int
    epochs: int
    seed: int = 0
    batch: int = 32
    backbone_rate: float = 2e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.05
    warm_up_steps: int = 60
    averaged_over_steps: int = 150
    frozen_blocks: int = 3

    @property
    def checkpoint(self) -> Path:
        """Where its weights are."""
        return OUT / f"checkpoint-{self.name}.pt"


STAGES = (
    Recipe("small", size=160, epochs=8),
    Recipe("large", size=224, epochs=4, backbone_rate=1e-4, head_rate=5e-4),
)
"""What one stage has learned, the next begins with."""
LAST = STAGES[-1]


def losses(network: Verifier, batch: Batch) -> dict[str, Tensor]:
    """How wrong the network is: `dog`, `fits`, `edges`, each a mean over what is known.

    Edges: the generalised IoU (Rezatofighi et al., 2019) and the distance of each. `fits` should say whether the
    network's own box meets the animal.
    """
    dog, fits, edges = network(batch.images)
    smooth = batch.dog * 0.94 + 0.03
    confused = functional.binary_cross_entropy_with_logits(dog, smooth, reduction="none")
    overlap, general = _overlaps(edges, batch.edges)
    met = torch.where(batch.placed, ((overlap.detach() - 0.4) * 5).clamp(0, 1), 0.0)
    unsure = functional.binary_cross_entropy_with_logits(fits, met, reduction="none")
    off = 1 - general + 2 * functional.smooth_l1_loss(edges, batch.edges, reduction="none", beta=0.05).sum(1)
    return {
        "dog": _mean(confused, batch.dog_weight),
        "fits": _mean(unsure, batch.certain),
        "edges": _mean(off, batch.placed),
    }


def _overlaps(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and generalised IoU of boxes [n, 4] given by their edges."""
    shared = (torch.min(a[:, 2:], b[:, 2:]) - torch.max(a[:, :2], b[:, :2])).clamp_min(0).prod(1)
    areas = [(one[:, 2:] - one[:, :2]).clamp_min(0).prod(1) for one in (a, b)]
    union = (areas[0] + areas[1] - shared).clamp_min(1e-6)
    hull = (torch.max(a[:, 2:], b[:, 2:]) - torch.min(a[:, :2], b[:, :2])).prod(1).clamp_min(1e-6)
    return shared / union, shared / union - (hull - union) / hull


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp_min(1)


class Run:
    """A training under way: weights, their running mean, the optimiser, and how far it is."""

    def __init__(self, recipe: Recipe, network: Verifier, steps: int) -> None:
        """Begin with a network, or go on from the recipe's checkpoint. steps: of all epochs."""
        self.recipe, self.steps, self.epoch, self.step = recipe, steps, 0, 0
        torch.manual_seed(recipe.seed)
        self.network = network.to(device(), memory_format=torch.channels_last)
        self.frozen = self.network.backbone.first_layers(recipe.frozen_blocks)
        for layer in self.frozen:
            layer.requires_grad_(False)
        self.mean = copy.deepcopy(self.network).eval()
        own = {id(one) for one in self.network.backbone.parameters()}
        learning = [one for one in self.network.parameters() if one.requires_grad]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [one for one in learning if id(one) in own], "rate": recipe.backbone_rate},
                {"params": [one for one in learning if id(one) not in own], "rate": recipe.head_rate},
            ],
            weight_decay=recipe.weight_decay,
        )
        if recipe.checkpoint.exists():
            kept = torch.load(recipe.checkpoint, map_location=device(), weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.mean.load_state_dict(kept["mean"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.epoch, self.step = kept["epoch"], kept["step"]

    def save(self) -> None:
        """Keep all of it; a stop in the middle of writing leaves the checkpoint before."""
        kept = {name: getattr(self, name).state_dict() for name in ("network", "mean", "optimiser")}
        written = self.recipe.checkpoint.with_suffix(".new")
        torch.save(kept | {"epoch": self.epoch, "step": self.step}, written)
        written.replace(self.recipe.checkpoint)

    def learn(self, looked: Sequence[Look]) -> dict[str, float]:
        """One epoch; the mean of each loss."""
        self.network.train()
        for layer in self.frozen:
            layer.eval()
        sums: dict[str, float] = {}
        count = 0
        seed, recipe = f"{self.recipe.seed} {self.epoch}", self.recipe
        for batch in batches(looked, seed, batch=recipe.batch, size=recipe.size):
            self._pace()
            there = Batch(*(getattr(batch, name).to(device()) for name in Batch.__slots__))
            lost = losses(self.network, there)
            self.optimiser.zero_grad(set_to_none=True)
            torch.stack(list(lost.values())).sum().backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self.optimiser.step()
            self._average()
            count += 1
            for name, value in lost.items():
                sums[name] = sums.get(name, 0.0) + value.item()
        self.epoch += 1
        return {name: value / count for name, value in sums.items()}

    def _pace(self) -> None:
        warm = min(1.0, (self.step + 1) / self.recipe.warm_up_steps)
        fade = (1 + math.cos(math.pi * min(1.0, self.step / self.steps))) / 2
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * warm * max(fade, 0.01)
        self.step += 1

    @torch.no_grad()
    def _average(self) -> None:
        share = min(1 / self.recipe.averaged_over_steps, 1.0) if self.step > 50 else 0.5
        for kept, new in zip(
            self.mean.state_dict().values(), self.network.state_dict().values(), strict=True
        ):
            if kept.is_floating_point():
                kept.lerp_(new, share)
            else:
                kept.copy_(new)


def begin(size: int) -> Verifier:
    """ImageNet's backbone, and its layer that tells kinds of animals.

    Raises:
        NoBackbone: the package of ImageNet's weights is not installed.
    """
    network = Verifier(size)
    load_imagenet(network.backbone)
    weight, bias = imagenet_classes()
    network.kinds.load_state_dict({"weight": weight[:ANIMALS], "bias": bias[:ANIMALS]})
    nn.init.normal_(network.edges.weight, std=0.001)
    nn.init.zeros_(network.edges.bias)
    return network


def go_on(path: Path, training: Sequence[Look]) -> Verifier:
    """The network of an export, for crops of the last stage's size.

    Raises:
        ValueError: it is no `dogverifier` of that size.
    """
    network = Verifier(LAST.size)
    crops = batches(training, "start", batch=LAST.batch, size=LAST.size)
    load_verifier(network, path, torch.cat([next(crops).images for _ in range(4)]))
    return network


def learned() -> Verifier:
    """The network of the last stage, averaged, as it is now.

    Raises:
        FileNotFoundError: the last stage has not ended an epoch.
    """
    network = Verifier(LAST.size)
    network.load_state_dict(torch.load(LAST.checkpoint, map_location="cpu", weights_only=True)["mean"])
    network.eval()
    return network


def main() -> None:
    """Train to the end of the last stage."""
    parser = argparse.ArgumentParser(prog="python -m training.verifier", description=__doc__)
    parser.add_argument("--start", type=Path, help="an exported dogverifier to go on from")
    start: Path | None = parser.parse_args().start
    cv2.setNumThreads(1)
    torch.set_num_threads(2)
    looked = looks(sets.animalpose(sets.folder()), OUT)
    training = [one for one in looked if one.part == "train"]
    network = begin(STAGES[0].size) if start is None else go_on(start, training)
    for recipe in STAGES if start is None else STAGES[-1:]:
        steps = recipe.epochs * (len(epoch_of(training, Random(0))) // recipe.batch)
        run = Run(recipe, network.enlarged(recipe.size), steps)
        while run.epoch < recipe.epochs:
            started = time.perf_counter()
            lost = run.learn(training)
            run.save()
            lost["seconds"] = time.perf_counter() - started
            told = {name: round(value, 4) for name, value in lost.items()}
            with (OUT / "log.jsonl").open("a") as log:
                log.write(json.dumps({"stage": recipe.name, "epoch": run.epoch, **told}) + "\n")
        network = run.mean


if __name__ == "__main__":
    restart_cheaper()
    main()
