"""Training goes on where it stopped, and what is exported says what was trained."""

import random
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
import torch

from training.network import DogPose, mean_place
from training.onnx_file import Disagreement, export
from training.pose import Batch, Recipe, Run, Stage, as_input, batches, epoch_of, losses
from training.pose_export import Servable
from training.sets import Example
from training.start import load_pose
from vision.pose import INPUT, OUTPUTS

RECIPE = Recipe(stages=(Stage(64, 2, fades=True),), batch=4, warm_up_steps=2)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    chance = np.random.default_rng(0)
    folder = tmp_path_factory.mktemp("pictures")
    made = []
    for index in range(9):
        path = folder / f"{index}.png"
        cv2.imwrite(str(path), chance.integers(0, 255, (80, 80, 3), dtype=np.uint8))
        made.append(
            Example(
                "animalpose",
                str(index),
                path,
                (10, 10, 60, 60),
                "train",
                points=chance.uniform(20, 60, (24, 2)).astype(np.float32),
                labelled=np.ones(24, bool),
                told=np.ones(24, bool),
                postures=(1.0, 0.0, 0.0, 0.0) if index % 2 else None,
            )
        )
    return made


def fresh() -> DogPose:
    torch.manual_seed(0)
    return DogPose()


def trained(out: Path, examples: list[Example], epochs: int) -> Run:
    run = Run(RECIPE, out, fresh())
    while run.epoch < epochs:
        run.learn(RECIPE.stages[0], run.epoch, examples)
        run.save()
    return run


def same_weights(one: DogPose, other: DogPose) -> bool:
    return all(
        torch.equal(a, b) for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    )


def test_a_training_that_was_stopped_ends_as_one_that_was_not(
    tmp_path: Path, examples: list[Example]
) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums in the same order
    try:
        torch.manual_seed(1)
        straight = trained(tmp_path / "straight", examples, 2)
        torch.manual_seed(1)
        trained(tmp_path / "stopped", examples, 1)
        torch.manual_seed(99)
        resumed = trained(tmp_path / "stopped", examples, 2)
    finally:
        torch.set_num_threads(threads)

    assert resumed.step == straight.step
    assert same_weights(resumed.mean, straight.mean)


def test_a_stop_in_the_middle_of_writing_leaves_the_checkpoint_before(
    tmp_path: Path, examples: list[Example]
) -> None:
    trained(tmp_path, examples, 1)
    (tmp_path / "checkpoint.new").write_bytes(b"half a che")

    assert Run(RECIPE, tmp_path, fresh()).epoch == 1


def test_an_epoch_is_the_same_for_the_same_seed_and_another_the_next_time(examples: list[Example]) -> None:
    first, again, other = (list(batches(examples, 64, RECIPE, epoch)) for epoch in (0, 0, 1))

    assert all(torch.equal(a.images, b.images) for a, b in zip(first, again, strict=True))
    assert not all(torch.equal(a.images, b.images) for a, b in zip(first, other, strict=True))


def test_an_epoch_has_every_dog_and_half_of_the_others(examples: list[Example]) -> None:
    cats = [
        Example(
            one.set_name, one.id, one.picture, one.box, "train", "cat", one.points, one.labelled, one.told
        )
        for one in examples[:4]
    ]

    chosen = epoch_of([*examples, *cats], random.Random(0))

    assert sum(one.species == "dog" for one in chosen) == 9
    assert sum(one.species == "cat" for one in chosen) == 2


def test_unlabelled_points_cost_nothing(examples: list[Example]) -> None:
    batch = next(batches(examples, 64, RECIPE, 0))
    unlabelled = Batch(
        batch.images, batch.points, batch.placed & False, batch.told & False, torch.zeros_like(batch.postures)
    )

    found = losses(fresh().eval(), unlabelled, RECIPE)

    assert all(one.item() == 0 for one in found.values())


def test_frozen_layers_stay_as_they_were(tmp_path: Path, examples: list[Example]) -> None:
    before = fresh()
    run = trained(tmp_path, examples, 1)

    for old, new in zip(
        before.backbone.first_layers(RECIPE.frozen_blocks),
        run.network.backbone.first_layers(RECIPE.frozen_blocks),
        strict=True,
    ):
        assert all(
            torch.equal(a, b)
            for a, b in zip(old.state_dict().values(), new.state_dict().values(), strict=True)
        )


def test_a_map_with_one_cell_has_its_mean_there() -> None:
    maps = torch.zeros(1, 1, 5, 5)
    maps[0, 0, 4, 2] = 1

    assert mean_place(maps).tolist() == [[[0.0, 1.0]]]


@pytest.fixture(scope="module")
def crops() -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(0).integers(0, 255, (32, 64, 64, 3), dtype=np.uint8))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, crops: torch.Tensor) -> Path:
    path = tmp_path_factory.mktemp("exported") / "dogpose.onnx"
    off = export(
        Servable(fresh()),
        crops[:3],
        path,
        input_name=INPUT,
        output_names=OUTPUTS,
        description=("dogpose", {}),
        close_enough=0.05,
    )
    assert off < 0.05
    return path


def test_an_export_takes_any_number_of_crops(exported: Path, crops: torch.Tensor) -> None:
    session = onnxruntime.InferenceSession(exported)

    heatmaps, visible, posture = session.run(OUTPUTS, {INPUT: crops[:7].numpy()})

    assert (heatmaps.shape, visible.shape, posture.shape) == ((7, 24, 16, 16), (7, 24), (7, 4))


def test_a_training_can_go_on_from_an_export(exported: Path, crops: torch.Tensor) -> None:
    torch.manual_seed(5)
    network = DogPose()
    load_pose(network, exported, as_input(crops))

    with torch.no_grad():
        told = network.eval()(as_input(crops[:5]))
    expected = onnxruntime.InferenceSession(exported).run(OUTPUTS, {INPUT: crops[:5].numpy()})

    for one, other in zip(told, expected, strict=True):
        assert one.numpy() == pytest.approx(other, abs=2e-3)


def test_an_export_that_disagrees_with_torch_is_not_written(tmp_path: Path, crops: torch.Tensor) -> None:
    with pytest.raises(Disagreement, match="off what torch says"):
        export(
            Servable(fresh()),
            crops[:1],
            tmp_path / "x.onnx",
            input_name=INPUT,
            output_names=OUTPUTS,
            description=("dogpose", {}),
            close_enough=0.0,
        )
    assert not (tmp_path / "x.onnx").exists()
