"""Train our ear, `barks`: `python -m training.sound`; stop it whenever you like, the next start goes on.

YAMNet is needed: `yamnet_spectra_in.tflite` in PAWSIGHT_MODEL_DIR. Checkpoints and the log are in
build/training/barks; at the end the weights are in weights/barks.onnx, and `python -m training.sound_scores` tells how
good they are.
"""

import copy
import json
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from hearing.engines.yamnet import YamnetEngine, as_labels
from training import sets
from training.ear import Ear
from training.machine import device, restart_cheaper
from training.sound_export import export, fit_temperature
from training.sound_mix import Batch, Mixer
from training.sounds import recordings, yamnet_path
from training.yamnet import load_yamnet

OUT = Path("build/training/barks")
WEIGHTS = Path("weights/barks.onnx")

SAVED_EVERY = 25


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the weights. Rates are AdamW's; `trunk_rate` is of what YAMNet brought."""

    seed: int = 0
    steps: int = 500
    batch: int = 48
    trunk_rate: float = 2e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.02
    warm_up_steps: int = 30
    averaged_over_steps: int = 60
    frozen_blocks: int = 3
    audioset_weight: float = 0.06
    pause_weight: float = 0.5


def losses(ear: Ear, batch: Batch, recipe: Recipe, where: torch.device) -> dict[str, Tensor]:
    """How wrong the ear is about the label, and how unlike its teacher about AudioSet."""
    labels, audioset = ear(torch.from_numpy(batch.spectra).to(where))
    wrong = functional.cross_entropy(labels, torch.from_numpy(targets(batch)).to(where), reduction="none")
    weights = torch.from_numpy(np.where(batch.told, 1.0, recipe.pause_weight).astype(np.float32)).to(where)
    teacher = torch.from_numpy(batch.audioset).to(where)
    unlike = functional.binary_cross_entropy_with_logits(audioset, teacher, reduction="none").sum(1)
    return {"labels": (wrong * weights).mean(), "audioset": recipe.audioset_weight * unlike.mean()}


def targets(batch: Batch) -> NDArray[np.float32]:
    """How likely each of our labels is, float32 [n, 9].

    What the recording is labelled; where that leaves several, or where it may be a pause, the teacher shares it out.
    """
    allowed = batch.means | ~batch.told[:, None]
    shares = np.where(allowed, as_labels(batch.audioset) + np.float32(0.003), 0)
    certain: NDArray[np.float32] = shares / shares.sum(axis=1, keepdims=True)
    return certain.astype(np.float32)


class Run:
    """A training under way: weights, their running mean, the optimiser, and how far it is."""

    def __init__(self, recipe: Recipe, out: Path) -> None:
        """Begin, or go on from the checkpoint in `out`."""
        self.recipe, self.device, self.step = recipe, device(), 0
        torch.manual_seed(recipe.seed)
        self.ear = Ear()
        self.ear.start_from(load_yamnet(yamnet_path()))
        self.ear.freeze(recipe.frozen_blocks)
        self.ear.to(self.device, memory_format=torch.channels_last)
        self.mean = copy.deepcopy(self.ear).eval()
        trunk = [one for one in self.ear.trunk.parameters() if one.requires_grad]
        heads = [*self.ear.label.parameters(), *self.ear.audioset.parameters()]
        self.optimiser = torch.optim.AdamW(
            [{"params": trunk, "rate": recipe.trunk_rate}, {"params": heads, "rate": recipe.head_rate}],
            weight_decay=recipe.weight_decay,
        )
        self._checkpoint = out / "checkpoint.pt"
        if self._checkpoint.exists():
            self._restore()

    def _restore(self) -> None:
        kept: dict[str, Any] = torch.load(self._checkpoint, map_location=self.device, weights_only=True)
        self.ear.load_state_dict(kept["ear"])
        self.mean.load_state_dict(kept["mean"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.step = kept["step"]

    def save(self) -> None:
        """Write the checkpoint, in one step."""
        kept = {
            "ear": self.ear.state_dict(),
            "mean": self.mean.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
        }
        partial = self._checkpoint.with_suffix(".partial")
        torch.save(kept, partial)
        partial.replace(self._checkpoint)

    def learn(self, batch: Batch) -> dict[str, float]:
        """One step; the parts of its loss."""
        warm = min(1.0, (self.step + 1) / self.recipe.warm_up_steps)
        fade = 0.5 * (1 + math.cos(math.pi * self.step / self.recipe.steps))
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * warm * fade
        self.ear.train()
        parts = losses(self.ear, batch, self.recipe, self.device)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack([*parts.values()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.ear.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        keeps = min(1 - 1 / self.recipe.averaged_over_steps, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, own in zip(self.mean.parameters(), self.ear.parameters(), strict=True):
                mean.lerp_(own, 1 - keeps)
        return {name: float(part.detach()) for name, part in parts.items()}


def batches(mixer: Mixer, recipe: Recipe, first: int) -> Iterator[Batch]:
    """What is left to learn from, made beside the training."""
    with ThreadPoolExecutor(1, "mixer") as pool:
        ahead = pool.submit(mixer.batch, first, recipe.batch)
        for step in range(first, recipe.steps):
            batch = ahead.result()
            if step + 1 < recipe.steps:
                ahead = pool.submit(mixer.batch, step + 1, recipe.batch)
            yield batch


def main() -> None:
    """`python -m training.sound`."""
    restart_cheaper()
    recipe = Recipe()
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2))
    sounds = sets.folder() / "sounds"
    teacher = YamnetEngine(yamnet_path(), threads=1)
    run = Run(recipe, OUT)
    mixer = Mixer(recordings(sounds, "train"), teacher, seed=recipe.seed)
    began, first = time.monotonic(), run.step
    for batch in batches(mixer, recipe, first):
        parts = run.learn(batch)
        if run.step % SAVED_EVERY == 0 or run.step == recipe.steps:
            run.save()
            seconds = (time.monotonic() - began) / (run.step - first)
            line = {"step": run.step, "seconds": round(seconds, 2)} | {
                k: round(v, 4) for k, v in parts.items()
            }
            print(json.dumps(line), flush=True)
            with (OUT / "log.jsonl").open("a") as log:
                log.write(json.dumps(line) + "\n")
    temperature = fit_temperature(run.mean, recordings(sounds, "validation"))
    export(run.mean, temperature, WEIGHTS)
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.2f} MB, temperature {temperature:.2f}")


if __name__ == "__main__":
    main()
