"""What our ear hears in training: recordings made louder, faster, echoing, band-limited, and mixed with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hearing.engines.yamnet import YamnetEngine
from hearing.labels import LABELS, Label
from hearing.spectrum import spectra
from hearing.windows import LENGTH, LEVEL_DB, RATE_HZ, Samples, loudness
from training.instruments import glides, music, noise
from training.sounds import Recording

SHARES: Final = {
    "bark": 0.11,
    "dog_mixed": 0.05,
    "howl": 0.04,
    "growl": 0.04,
    "whine": 0.04,
    "dog_other": 0.03,
    "speech": 0.10,
    "music": 0.04,
    "synthetic music": 0.12,
    "glides": 0.06,
    "household": 0.10,
    "outdoor": 0.08,
    "animal": 0.09,
    "human": 0.08,
    "silence": 0.01,
    "noise": 0.01,
}
"""Of what is heard in front, by the table's label."""

_FEW = ("howl", "growl", "whine")
"""Of which there are so few recordings that they are varied more."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's windows and what should be said of them.

    spectra: float32 [n, 96, 64]. means: bool [n, 9], one of which it is. told: bool [n], whether that is certain.
    audioset: float32 [n, 521], the teacher's scores.
    """

    spectra: NDArray[np.float32]
    means: NDArray[np.bool_]
    told: NDArray[np.bool_]
    audioset: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sound:
    """One window. told: whether it certainly is one of `means`, or may be a pause of the recording."""

    samples: Samples
    means: frozenset[Label]
    told: bool = True


class Mixer:
    """Makes batches; the same for the same seed and step."""

    def __init__(self, recordings: Sequence[Recording], teacher: YamnetEngine, *, seed: int) -> None:
        self._seed = seed
        self._teacher = teacher
        self._by_label: dict[str, list[list[Recording]]] = {}
        for label in {one.label for one in recordings}:
            mine = [one for one in recordings if one.label == label]
            groups = sorted({one.group for one in mine})
            self._by_label[label] = [[one for one in mine if one.group == group] for group in groups]

    def batch(self, step: int, size: int) -> Batch:
        """The windows of a step, mixed, with the teacher's opinion of each."""
        chance = np.random.default_rng((self._seed, step))
        sounds = [self._sound(chance) for _ in range(size)]
        seen = spectra(np.stack([sound.samples for sound in sounds]))
        return Batch(
            seen,
            np.array([[label in sound.means for label in LABELS] for sound in sounds]),
            np.array([sound.told for sound in sounds]),
            self._teacher.audioset(seen),
        )

    def _sound(self, chance: Generator) -> Sound:
        front = self._front(chance, str(chance.choice(list(SHARES), p=list(SHARES.values()))))
        samples, means = front.samples, front.means
        if chance.random() < 0.3:
            samples = echoing(samples, chance)
        if chance.random() < 0.55:
            behind = self._behind(chance)
            snr_db = chance.uniform(2, 20)
            samples = mixed(samples, behind.samples, snr_db)
            if snr_db < 10 and not means & {"bark", "howl", "whine", "growl", "dog_other"}:
                means = means | behind.means
        if chance.random() < 0.5:
            samples = coloured(samples, chance)
        return Sound(recorded(samples, chance), means, front.told)

    def _front(self, chance: Generator, label: str) -> Sound:
        if label == "synthetic music":
            return Sound(music(chance, LENGTH), frozenset({"music"}))
        if label == "glides":
            return Sound(glides(chance, LENGTH), frozenset({"household"}), told=False)
        if label == "noise":
            return Sound(noise(chance, LENGTH), frozenset({"quiet", "household"}))
        one = self._one(chance, label)
        widest = 0.4 if label in _FEW else 0.25
        length = round(LENGTH * np.exp(chance.uniform(-widest, widest)))
        if one.of_dog and chance.random() < 0.1:
            start, told = int(chance.integers(-length // 2, len(one.samples))), False
        else:
            start, told = at_a_loud_moment(one.samples, length, chance), True
        # Played faster it is higher too, as another dog's voice is.
        return Sound(stretched(cut(one.samples, start, length)), one.means, told)

    def _behind(self, chance: Generator) -> Sound:
        if chance.random() < 0.3:
            return Sound(noise(chance, LENGTH), frozenset({"quiet", "household"}))
        label = str(chance.choice(["household", "outdoor", "human", "speech", "synthetic music", "animal"]))
        return self._front(chance, label)

    def _one(self, chance: Generator, label: str) -> Recording:
        """Each recording alike, however many clips were cut from it."""
        groups = self._by_label[label]
        clips = groups[int(chance.integers(len(groups)))]
        return clips[int(chance.integers(len(clips)))]


def cut(samples: Samples, start: int, length: int) -> Samples:
    """`length` samples from `start`, which may be before the beginning; silence where there are none."""
    window = np.zeros(length, np.float32)
    first, last = max(0, start), min(len(samples), start + length)
    if first < last:
        window[first - start : last - start] = samples[first:last]
    return window


def at_a_loud_moment(samples: Samples, length: int, chance: Generator) -> int:
    """Where a window starts that has one of the loud moments (within 12 dB of the loudest) anywhere in it."""
    moment = RATE_HZ // 40
    power = samples[: len(samples) // moment * moment].reshape(-1, moment).var(axis=1)
    loud = np.flatnonzero(power >= power.max() * 10**-1.2)
    return int(chance.choice(loud)) * moment - int(chance.uniform(0.02, 0.93) * length)


def stretched(samples: Samples) -> Samples:
    """Played faster or slower, so that LENGTH samples come out."""
    places = np.linspace(0, len(samples) - 1, LENGTH)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def mixed(front: Samples, behind: Samples, snr_db: float) -> Samples:
    """Both, the loudest moments `snr_db` apart."""
    gain_db = loudness(front) - loudness(behind) - snr_db
    return front + behind * np.float32(10 ** (min(gain_db, 60.0) / 20))


def echoing(samples: Samples, chance: Generator) -> Samples:
    """In a room whose echo falls by 60 dB in 0.1 to 0.8 s."""
    length = int(chance.uniform(0.1, 0.8) * RATE_HZ)
    echo = chance.normal(0, 1, length) * 10 ** (-3 * np.arange(length) / length)
    echo *= chance.uniform(0.1, 0.7) / np.linalg.norm(echo)
    echo[0] = 1
    size = 1 << (len(samples) + length).bit_length()
    heard = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(echo.astype(np.float32), size), size)
    return heard[: len(samples)].astype(np.float32)


def coloured(samples: Samples, chance: Generator) -> Samples:
    """Through another microphone: each octave louder or softer by up to 8 dB, and often nothing above 3.4 kHz or so."""
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    octaves = np.log2(np.maximum(hz, 60))
    gains_db = np.interp(octaves, np.arange(6, 14), chance.uniform(-8, 8, 8))
    if chance.random() < 0.4:
        gains_db = gains_db - 40 * np.clip(np.log2(np.maximum(hz, 1) / chance.uniform(3000, 6500)), 0, 1)
    heard = np.fft.irfft(np.fft.rfft(samples) * 10 ** (gains_db / 20), len(samples))
    return heard.astype(np.float32)


def recorded(samples: Samples, chance: Generator) -> Samples:
    """As `hearing.windows` hands it on: at its level, or below, after something louder; with a microphone's hiss."""
    below_db = 0.0 if chance.random() < 0.5 else chance.uniform(0, 20)
    gain_db = min(LEVEL_DB - below_db - loudness(samples), 80.0)
    samples = samples * np.float32(10 ** (gain_db / 20))
    hiss_db = chance.uniform(-90, -48)
    samples = samples + chance.normal(0, 10 ** (hiss_db / 20), len(samples)).astype(np.float32)
    if chance.random() < 0.06:  # too loud for the microphone
        most = np.abs(samples).max() * chance.uniform(0.2, 0.7)
        samples = samples.clip(-most, most)
    return samples.astype(np.float32)
