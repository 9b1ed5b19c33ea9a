"""Train `dogpose`: `python -m training.pose [--start EXPORT.onnx]`.

Stop it whenever you like: the next start goes on from the last epoch. Hours on two cores, minutes on a GPU.
It begins with ImageNet's weights, or goes on from an exported `dogpose`. Checkpoints and the log are in
build/training/dogpose; `python -m training.pose_export` makes the committed weights of them.
"""

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training import measures, sets
from training.augment import plain, varied
from training.backbone import as_input, load_imagenet
from training.machine import device, restart_cheaper
from training.network import DogPose
from training.sets import Example
from training.start import load_pose
from vision.crops import to_picture
from vision.heatmaps import STRIDE, decode
from vision.keypoints import KEYPOINTS, MIRRORED
from vision.posture import POSTURES

OUT = Path("build/training/dogpose")
SURE = 0.6
"""Mass around a heatmap's peak from which on a point that nobody labelled is taken for true."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs at one size. size: of the crops, pixels. fades: the learning rate falls to zero by its end."""

    size: int
    epochs: int
    fades: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the weights. The rates are AdamW's; `backbone_rate` is of what ImageNet taught already."""

    seed: int = 0
    stages: tuple[Stage, ...] = (Stage(160, 8), Stage(192, 20), Stage(256, 10, fades=True))
    batch: int = 32
    backbone_rate: float = 5e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.03
    warm_up_steps: int = 100
    averaged_over_steps: int = 500
    frozen_blocks: int = 3
    spread_cells: float = 1.5
    visible_weight: float = 0.2
    posture_weight: float = 0.3
    posture_smoothing: float = 0.1


FROM_IMAGENET = Recipe()
FROM_EXPORT = Recipe(
    stages=(Stage(224, 1), Stage(256, 13, fades=True)),
    backbone_rate=2e-4,
    head_rate=6e-4,
    averaged_over_steps=150,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's crops and what should be said about them; see `augment.Crop`."""

    images: Tensor
    points: Tensor
    placed: Tensor
    told: Tensor
    postures: Tensor

    def to(self, where: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(*(getattr(self, name).to(where) for name in self.__slots__))


def epoch_of(examples: Sequence[Example], chance: random.Random) -> list[Example]:
    """What one epoch looks at: every dog, half of the other animals, a share of the pictures that tell posture alone.

    The few dogs with all 24 points come three times.
    """
    chosen: list[Example] = []
    shares = {"animalpose": 1.0, "stanfordextra": 3.0, "sit_stand": 0.45, "crops": 0.8}
    for name, part in shares.items():
        mine = [one for one in examples if one.set_name == name and one.species == "dog" and _useful(one)]
        chosen += mine * int(part) + chance.sample(mine, round(len(mine) * (part % 1)))
    others = [one for one in examples if one.species != "dog" and _useful(one)]
    chosen += chance.sample(others, len(others) // 2)
    chance.shuffle(chosen)
    return chosen


def _useful(example: Example) -> bool:
    return example.postures is not None or (example.labelled is not None and example.labelled.sum() >= 2)


def batches(examples: Sequence[Example], size: int, recipe: Recipe, epoch: int) -> Iterator[Batch]:
    """One epoch, the same for the same seed and epoch; crops are made beside the training."""
    chosen = epoch_of(examples, random.Random(f"{recipe.seed} {epoch}"))
    starts = range(0, len(chosen) - recipe.batch + 1, recipe.batch)

    def made(start: int) -> Batch:
        chance = random.Random(f"{recipe.seed} {epoch} {start}")
        part = chosen[start : start + recipe.batch]
        crops = [varied(one, size, chance) for one in part]
        return Batch(
            torch.from_numpy(np.stack([crop.image for crop in crops])),
            torch.from_numpy(np.stack([crop.points for crop in crops])),
            torch.from_numpy(np.stack([crop.placed for crop in crops])),
            torch.from_numpy(np.stack([crop.told for crop in crops])),
            torch.tensor([one.postures or (0.0,) * len(POSTURES) for one in part]),
        )

    workers = 1 if device().type == "cpu" else 12
    with ThreadPoolExecutor(workers, "crops") as pool:
        waiting = [pool.submit(made, start) for start in starts[: 2 * workers]]
        for start in [*starts[2 * workers :], *[None] * len(waiting)]:
            yield waiting.pop(0).result()
            if start is not None:
                waiting.append(pool.submit(made, start))


def losses(network: DogPose, batch: Batch, recipe: Recipe) -> dict[str, Tensor]:
    """How wrong the network is: `points`, `visible`, `posture`, each a mean over what is labelled.

    A heatmap is a distribution over cells, its target a Gaussian around the point: cross-entropy, less the target's
    own entropy.
    """
    heatmaps, visible, posture = network(as_input(batch.images).contiguous(memory_format=torch.channels_last))
    cells = torch.arange(heatmaps.shape[-1], device=heatmaps.device, dtype=torch.float32)
    centre = (batch.points + 0.5) / STRIDE - 0.5
    spread = 2 * recipe.spread_cells**2
    across, down = (
        torch.softmax(-((cells - centre[:, :, axis, None]) ** 2) / spread, dim=-1) for axis in (0, 1)
    )
    expected = torch.einsum("bkyx,bky,bkx->bk", heatmaps, down, across)
    own_entropy = math.log(2 * math.pi * math.e * recipe.spread_cells**2)
    wrong = heatmaps.flatten(2).logsumexp(2) - expected - own_entropy
    unseen = functional.binary_cross_entropy_with_logits(visible, batch.placed.float(), reduction="none")
    said = batch.postures.sum(1)
    smooth = batch.postures * (1 - recipe.posture_smoothing) + recipe.posture_smoothing / len(POSTURES)
    confused = -(smooth * posture.log_softmax(1)).sum(1)
    return {
        "points": _mean(wrong, batch.placed),
        "visible": _mean(unseen, batch.told),
        "posture": _mean(confused, said),
    }


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp_min(1)


class Run:
    """A training under way: weights, their running mean, the optimiser, and how far it is."""

    def __init__(self, recipe: Recipe, out: Path, network: DogPose) -> None:
        """Begin with a network, or go on from the checkpoint in `out`."""
        self.recipe, self.out, self.device = recipe, out, device()
        self.epoch, self.step = 0, 0
        self.network = network
        for layer in network.backbone.first_layers(recipe.frozen_blocks):
            layer.requires_grad_(False)
        self.network.to(self.device, memory_format=torch.channels_last)
        self.mean = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(self._groups())
        self._checkpoint = out / "checkpoint.pt"
        if self._checkpoint.exists():
            self._restore()

    def _groups(self) -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = []
        backbone = {id(one) for one in self.network.backbone.parameters()}
        learning = [one for one in self.network.parameters() if one.requires_grad]
        for own, rate in ((True, self.recipe.backbone_rate), (False, self.recipe.head_rate)):
            mine = [one for one in learning if (id(one) in backbone) == own]
            decayed = [one for one in mine if one.ndim > 1]
            free = [one for one in mine if one.ndim <= 1]
            groups.append({"params": decayed, "rate": rate, "weight_decay": self.recipe.weight_decay})
            groups.append({"params": free, "rate": rate, "weight_decay": 0.0})
        return groups

    def _restore(self) -> None:
        kept = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(kept["network"])
        self.mean.load_state_dict(kept["mean"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.epoch, self.step = kept["epoch"], kept["step"]
        torch.set_rng_state(kept["chance"].cpu())

    def save(self) -> None:
        """Keep all of it; a stop in the middle of writing leaves the checkpoint before."""
        self.out.mkdir(parents=True, exist_ok=True)
        unfinished = self._checkpoint.with_suffix(".new")
        torch.save(
            {
                "network": self.network.state_dict(),
                "mean": self.mean.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "epoch": self.epoch,
                "step": self.step,
                "chance": torch.get_rng_state(),
                "recipe": json.dumps(asdict(self.recipe)),
            },
            unfinished,
        )
        unfinished.replace(self._checkpoint)

    def learn(self, stage: Stage, done: int, examples: Sequence[Example]) -> dict[str, float]:
        """One epoch of a stage, of which `done` epochs are behind; the mean of each loss."""
        self.network.train()
        for layer in self.network.backbone.first_layers(self.recipe.frozen_blocks):
            layer.eval()
        sums: dict[str, float] = {}
        steps = len(epoch_of(examples, random.Random(0))) // self.recipe.batch
        for index, batch in enumerate(batches(examples, stage.size, self.recipe, self.epoch)):
            left = 1 - (done + index / steps) / stage.epochs if stage.fades else 1.0
            for group in self.optimiser.param_groups:
                group["lr"] = group["rate"] * left * min(1, (self.step + 1) / self.recipe.warm_up_steps)
            found = losses(self.network, batch.to(self.device), self.recipe)
            loss = (
                found["points"]
                + self.recipe.visible_weight * found["visible"]
                + self.recipe.posture_weight * found["posture"]
            )
            self.optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self.optimiser.step()
            self.step += 1
            self._average()
            for name, value in found.items():
                sums[name] = sums.get(name, 0.0) + value.item() / steps
        self.epoch += 1
        return sums

    @torch.no_grad()
    def _average(self) -> None:
        """Move the running mean a little; in the beginning, when all is still bad, a little more."""
        share = max(1 / self.recipe.averaged_over_steps, 9 / (10 + self.step))
        mean, now = self.mean.state_dict(), self.network.state_dict()
        floats = [name for name, value in mean.items() if value.is_floating_point()]
        torch._foreach_lerp_([mean[name] for name in floats], [now[name] for name in floats], share)


def begin(recipe: Recipe, start: Path | None, examples: Sequence[Example]) -> DogPose:
    """A network with the weights of an export, or with ImageNet's.

    Raises:
        ValueError: the export is no `dogpose`.
        NoBackbone: the package of ImageNet's weights is not installed.
    """
    torch.manual_seed(recipe.seed)
    network = DogPose()
    if start is None:
        load_imagenet(network.backbone)
    else:
        crops = batches(examples, recipe.stages[0].size, recipe, epoch=0)
        load_pose(network, start, torch.cat([as_input(next(crops).images) for _ in range(4)]))
    return network


@dataclass(frozen=True, slots=True)
class Told:
    """What a network says of examples.

    points: [examples, 24, 2], pixels of the picture; masses: [examples, 24], share of the heatmap that lies there;
    visible: [examples, 24], log odds; postures: [examples, 4], probabilities.
    """

    points: NDArray[np.float32]
    masses: NDArray[np.float32]
    visible: NDArray[np.float32]
    postures: NDArray[np.float32]


@torch.no_grad()
def predict(network: DogPose, examples: Sequence[Example], size: int, *, mirrored: bool) -> Told:
    """Ask a network, with torch. mirrored: the mean over the crop and its mirror image."""
    network.eval()
    where = next(network.parameters()).device
    points, masses, visibles, postures = [], [], [], []
    for start in range(0, len(examples), 16):
        crops = [plain(one, size) for one in examples[start : start + 16]]
        x = as_input(torch.from_numpy(np.stack([crop.image for crop in crops])).to(where))
        maps, visible, posture = _distributions(network, x)
        if mirrored:
            maps_too, visible_too, posture_too = _distributions(network, x.flip(3))
            order = list(MIRRORED)
            maps = (maps + maps_too.flip(3)[:, order]) / 2
            visible = (visible + visible_too[:, order]) / 2
            posture = (posture + posture_too) / 2
        for crop, one in zip(crops, maps.cpu().numpy(), strict=True):
            places, mass = decode(one)
            points.append(to_picture(places, crop.affine))
            masses.append(mass)
        visibles.append(visible.cpu().numpy())
        postures.append(posture.cpu().numpy())
    return Told(np.stack(points), np.stack(masses), np.concatenate(visibles), np.concatenate(postures))


def _distributions(network: DogPose, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    heatmaps, visible, posture = network(x)
    return heatmaps.flatten(2).softmax(2).reshape(heatmaps.shape), visible, posture.softmax(1)


def validate(network: DogPose, examples: Sequence[Example], size: int) -> dict[str, float]:
    """PCK@0.1 of dogs and macro-F1 of postures on `examples`, without a flip test."""
    dogs = [one for one in examples if one.set_name == "animalpose" and one.species == "dog"]
    postured = [one for one in examples if one.posture in POSTURES[:3]]
    hit, there = measures.hits(dogs, predict(network, dogs, size, mirrored=False).points, within=0.1)
    told = predict(network, postured, size, mirrored=False).postures.argmax(1)
    scores = measures.f1(
        [str(one.posture) for one in postured], [POSTURES[index] for index in told], POSTURES[:3]
    )
    return {"pck": hit.sum() / there.sum(), "posture_f1": measures.macro(scores)}


def teach(network: DogPose, examples: Sequence[Example], size: int) -> list[Example]:
    """The same examples; those that tell a posture alone get the points that the network is sure of.

    Its own mean with the mirrored picture is a little better than itself: self-training (Lee, Pseudo-Label, 2013).
    """
    mute = [one for one in examples if one.points is None]
    told = predict(network, mute, size, mirrored=True)
    nothing = np.zeros(len(KEYPOINTS), bool)
    known = np.array([name not in sets.NEVER_LABELLED for name in KEYPOINTS])
    taught = [
        replace(one, points=places, labelled=(mass >= SURE) & known, told=nothing)
        for one, places, mass in zip(mute, told.points, told.masses, strict=True)
    ]
    return [one for one in examples if one.points is not None] + taught


def main() -> None:
    """Train to the end of the recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--start", type=Path, help="an exported dogpose to go on from; else ImageNet's weights"
    )
    parser.add_argument("--out", type=Path, default=OUT, help="where checkpoints and the log go")
    asked = parser.parse_args()
    recipe = FROM_EXPORT if asked.start else FROM_IMAGENET

    cv2.setNumThreads(1)
    torch.set_num_threads(2)
    examples = sets.everything(sets.folder())
    training = [one for one in examples if one.part == "train"]
    validation = [one for one in examples if one.part == "validation"]
    network = begin(recipe, asked.start, training)
    if asked.start:
        training = teach(network, training, recipe.stages[-1].size)
    run = Run(recipe, asked.out, network)
    begun = 0
    for stage in recipe.stages:
        while run.epoch < begun + stage.epochs:
            started = time.perf_counter()
            lost = run.learn(stage, run.epoch - begun, training)
            seconds = time.perf_counter() - started
            run.save()
            scores = validate(run.mean, validation, stage.size)
            line = {"epoch": run.epoch, "size": stage.size, "seconds": seconds, **lost, **scores}
            with (asked.out / "log.jsonl").open("a") as log:
                log.write(json.dumps({name: round(value, 4) for name, value in line.items()}) + "\n")
        begun += stage.epochs


if __name__ == "__main__":
    restart_cheaper()
    main()
