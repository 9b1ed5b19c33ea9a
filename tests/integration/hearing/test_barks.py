"""The committed weights on what may be committed, and on what can be made."""

from pathlib import Path

import numpy as np
import pytest

from hearing.classifier import SoundClassifier
from hearing.decode import decode_audio
from hearing.labels import LABELS
from hearing.weights import BARKS, OWN_WEIGHTS
from hearing.windows import RATE_HZ, Samples, windows_of

BARK = Path(__file__).resolve().parents[3] / "demo" / "bark.ogg"


@pytest.fixture(scope="module")
def ear() -> SoundClassifier:
    return SoundClassifier.load(OWN_WEIGHTS / BARKS)


@pytest.fixture
def bark() -> Samples:
    return decode_audio(BARK.read_bytes(), max_bytes=1_000_000)


def test_our_weights_are_small() -> None:
    assert (OWN_WEIGHTS / BARKS).stat().st_size < 3_000_000


def test_probabilities_are_of_our_labels_and_sum_to_one(ear: SoundClassifier, bark: Samples) -> None:
    (heard,) = ear.classify(windows_of(bark))

    assert len(heard.probabilities) == len(LABELS)
    assert sum(heard.probabilities) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("gain_db", [0, -15, -30])
def test_a_bark_is_a_bark_also_through_a_quiet_microphone(
    ear: SoundClassifier, bark: Samples, gain_db: float
) -> None:
    quiet = np.round(bark * 10 ** (gain_db / 20) * 32768) / 32768

    (heard,) = ear.classify(windows_of(quiet.astype(np.float32)))

    assert (heard.top[0].label, heard.top[0].probability > 0.5) == ("bark", True)


def test_a_bark_in_noise_is_a_bark(ear: SoundClassifier, bark: Samples) -> None:
    noise = np.random.default_rng(1).normal(0, 1, 3 * RATE_HZ).astype(np.float32)
    moments = bark[: len(bark) // 400 * 400].reshape(-1, 400)
    noise *= np.sqrt(moments.var(axis=1).max() / 10)  # 10 dB below its loudest moment
    noise[RATE_HZ : RATE_HZ + len(bark)] += bark

    heard = ear.classify(windows_of(noise))

    assert max(one.of("bark") for one in heard) > 0.5


def test_silence_is_quiet(ear: SoundClassifier) -> None:
    assert {one.top[0].label for one in ear.classify(windows_of(np.zeros(5 * RATE_HZ, np.float32)))} == {
        "quiet"
    }


@pytest.mark.parametrize("level", [0.001, 0.01, 0.1])
def test_noise_is_no_dog(ear: SoundClassifier, level: float) -> None:
    noise = np.random.default_rng(2).normal(0, level, 10 * RATE_HZ).astype(np.float32)

    assert max(one.dog for one in ear.classify(windows_of(noise))) < 0.1


def test_beeps_are_no_dog(ear: SoundClassifier) -> None:
    time_s = np.arange(6 * RATE_HZ) / RATE_HZ
    beeps = 0.3 * np.sin(2 * np.pi * 1000 * time_s) * (time_s % 1 < 0.25)

    assert max(one.dog for one in ear.classify(windows_of(beeps.astype(np.float32)))) < 0.5
