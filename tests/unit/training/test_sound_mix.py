"""What our ear is taught with: mixtures that are what they say, and targets that only tell what is known."""

from pathlib import Path

import numpy as np
import pytest
import torch

from hearing.classifier import SoundClassifier
from hearing.engines.yamnet import CLASSES, as_labels
from hearing.labels import DOG, LABELS
from hearing.windows import LENGTH, LEVEL_DB, RATE_HZ, Samples, loudness, windows_of
from training.ear import Ear, Told
from training.instruments import glides, music, noise
from training.sound import targets
from training.sound_export import export
from training.sound_mix import Batch, at_a_loud_moment, coloured, cut, echoing, mixed, recorded, stretched
from training.sounds import part_of


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def tone() -> Samples:
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(LENGTH) / RATE_HZ)).astype(np.float32)


def test_a_recording_is_never_in_two_parts() -> None:
    parts = {
        (group, part_of(group, label)) for group in ("fs1", "fs2", "db_gs") for label in ("bark", "growl")
    }

    assert part_of("db_gs", "growl") == part_of("db_gs", "dog_mixed") == "test"
    assert {group for group, _ in parts} == {"fs1", "fs2", "db_gs"}


def test_every_part_has_its_share() -> None:
    parts = [part_of(f"fs{number}", "bark") for number in range(2000)]

    assert parts.count("test") / len(parts) == pytest.approx(0.28, abs=0.03)
    assert parts.count("validation") / len(parts) == pytest.approx(0.12, abs=0.03)


@pytest.mark.parametrize("snr_db", [0.0, 10.0, 20.0])
def test_a_mixture_has_the_ratio_that_was_asked_for(
    tone: Samples, chance: np.random.Generator, snr_db: float
) -> None:
    behind = noise(chance, LENGTH)

    added = mixed(tone, behind, snr_db) - tone

    assert loudness(tone) - loudness(added) == pytest.approx(snr_db, abs=0.1)


def test_a_window_has_a_loud_moment_in_it(chance: np.random.Generator) -> None:
    samples = np.zeros(10 * LENGTH, np.float32)
    samples[70_000:71_000] = chance.normal(0, 0.5, 1000)

    for _ in range(50):
        window = cut(samples, at_a_loud_moment(samples, LENGTH, chance), LENGTH)
        assert np.abs(window).max() > 0.1


def test_a_window_beyond_a_recording_is_silent() -> None:
    assert not cut(np.ones(100, np.float32), 200, LENGTH).any()
    assert cut(np.ones(100, np.float32), -50, LENGTH).sum() == 100


def test_played_twice_as_fast_it_is_an_octave_higher(tone: Samples) -> None:
    spectrum = np.abs(np.fft.rfft(stretched(np.tile(tone, 2))))

    assert spectrum.argmax() * RATE_HZ / LENGTH == pytest.approx(880, abs=2)


def test_it_comes_at_the_level_that_windows_have_or_below(tone: Samples, chance: np.random.Generator) -> None:
    levels = [loudness(recorded(tone * np.float32(0.01), chance)) for _ in range(100)]

    assert max(levels) == pytest.approx(LEVEL_DB, abs=0.5)
    assert min(levels) > LEVEL_DB - 40


@pytest.mark.parametrize("change", [echoing, coloured, recorded], ids=lambda one: one.__name__)
def test_what_is_changed_is_finite_and_as_long(
    change: object, tone: Samples, chance: np.random.Generator
) -> None:
    assert callable(change)
    for samples in (tone, np.zeros(LENGTH, np.float32)):
        changed = change(samples, chance)
        assert changed.shape == (LENGTH,)
        assert changed.dtype == np.float32
        assert np.isfinite(changed).all()


@pytest.mark.parametrize("make", [music, noise, glides], ids=lambda one: one.__name__)
def test_what_is_made_is_the_same_for_the_same_seed_and_another_for_another(make: object) -> None:
    assert callable(make)
    first, again, other = (make(np.random.default_rng(seed), LENGTH) for seed in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.isfinite(first).all()


def test_targets_are_probabilities_of_what_is_allowed() -> None:
    means = np.array(
        [[label == "howl" for label in LABELS], [label in ("bark", "growl") for label in LABELS]]
    )
    audioset = np.random.default_rng(0).random((2, CLASSES), np.float32)
    batch = Batch(np.zeros((2, 96, 64), np.float32), means, np.array([True, True]), audioset)

    certain = targets(batch)

    assert certain.sum(axis=1) == pytest.approx(1)
    assert certain[0, LABELS.index("howl")] == 1
    assert not certain[~means].any()


def test_of_what_may_be_a_pause_the_teacher_tells() -> None:
    audioset = np.full((1, CLASSES), 0.01, np.float32)
    audioset[0, 0] = 0.9  # Speech
    means = np.array([[label == "bark" for label in LABELS]])

    certain = targets(Batch(np.zeros((1, 96, 64), np.float32), means, np.array([False]), audioset))

    assert LABELS[certain[0].argmax()] == "speech"


def test_the_second_opinion_is_yamnets_of_dogs() -> None:
    ear = Ear().eval()
    seen = torch.randn(5, 96, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        labels, audioset = ear(seen)
        told = Told(ear, 1.0)
        own = (labels + told.shift).softmax(1).numpy()
        second = 2 * told(seen).numpy() - own

    dogs = slice(0, len(DOG))
    assert second[:, dogs] == pytest.approx(as_labels(torch.sigmoid(audioset).numpy())[:, dogs], abs=1e-5)
    assert second.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_what_is_exported_says_what_torch_says_and_is_loaded_by_the_room(
    tmp_path: Path, tone: Samples
) -> None:
    export(Ear().eval(), 1.5, tmp_path / "ear.onnx")  # raises where they differ

    (heard,) = SoundClassifier.load(tmp_path / "ear.onnx").classify(windows_of(tone))

    assert sum(heard.probabilities) == pytest.approx(1, abs=1e-4)
