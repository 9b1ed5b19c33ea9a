"""Music and noise out of nothing: three recordings of music teach no ear what music is."""

from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hearing.windows import RATE_HZ, Samples

Floats = NDArray[np.float64]

_SCALES: Final = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 3, 5, 7, 10), (0, 2, 4, 7, 9))
_LOWEST_HZ = 55.0


def music(chance: Generator, length: int) -> Samples:
    """Some instruments that play in one key and beat, and drums now and then: float32 [length], about -1..1."""
    key_hz = _LOWEST_HZ * 2 ** (chance.integers(12) / 12)
    scale = _SCALES[chance.integers(len(_SCALES))]
    beat = int(RATE_HZ * 60 / chance.uniform(70, 180))
    offset = int(chance.integers(beat))
    heard = np.zeros(length + beat)
    for _ in range(chance.integers(1, 4)):
        heard += _voice(chance, len(heard), beat, key_hz * 2 ** chance.integers(0, 4), scale)
    if chance.random() < 0.5:
        heard += chance.uniform(0.2, 1.0) * _drums(chance, len(heard), beat)
    return heard[offset : offset + length].astype(np.float32)


def _voice(chance: Generator, length: int, beat: int, key_hz: float, scale: tuple[int, ...]) -> Floats:
    """One instrument: a line of notes, or of chords, with one timbre."""
    loudness_of = np.exp(-np.arange(12) * chance.uniform(0.1, 1.2)) * chance.uniform(0.2, 1, 12)
    plucked = chance.random() < 0.5
    fade_s = chance.uniform(0.1, 0.8)
    step = int(beat * chance.choice([0.25, 0.5, 1, 2, 4]))
    chord = int(chance.choice([1, 1, 3]))
    vibrato = 0.0 if plucked else chance.uniform(0, 0.008)
    heard = np.zeros(length)
    for start in range(0, length, step):
        if chance.random() < 0.15:
            continue
        count = min(int(step * (1.6 if plucked else 1.0)), length - start)
        time_s = np.arange(count) / RATE_HZ
        attack = np.minimum(1, time_s / (0.005 if plucked else chance.uniform(0.02, 0.3)))
        shape = attack * (
            np.exp(-time_s / fade_s) if plucked else np.minimum(1, (count - np.arange(count)) / 800)
        )
        degree = int(chance.integers(len(scale)))
        for third in range(chord):
            octave, place = divmod(degree + 2 * third, len(scale))
            hz = key_hz * 2 ** (octave + scale[place] / 12)
            phase = 2 * np.pi * hz * (time_s + vibrato * np.sin(2 * np.pi * 5.5 * time_s) / (2 * np.pi * 5.5))
            for harmonic, loud in enumerate(loudness_of, start=1):
                if hz * harmonic < RATE_HZ / 2.2:
                    heard[start : start + count] += shape * loud * np.sin(harmonic * phase) / chord
    return heard


def _drums(chance: Generator, length: int, beat: int) -> Floats:
    """A bass drum on the beat, a snare between, a hi-hat on the halves."""
    heard = np.zeros(length)
    time_s = np.arange(RATE_HZ // 5) / RATE_HZ
    bass = np.sin(2 * np.pi * (50 * time_s + 4 * (1 - np.exp(-time_s * 40)))) * np.exp(-time_s * 18)
    snare = chance.normal(0, 0.5, len(time_s)) * np.exp(-time_s * 25)
    hat = np.diff(chance.normal(0, 0.3, len(time_s) + 1)) * np.exp(-time_s * 70)
    for half in range(2 * length // beat + 1):
        drums = [hat] + ([bass] if half % 2 == 0 else []) + ([snare] if half % 4 == 2 else [])
        start = half * beat // 2
        for drum in drums:
            part = drum[: max(0, length - start)]
            heard[start : start + len(part)] += part
    return heard


def glides(chance: Generator, length: int) -> Samples:
    """One or two tones that rise and fall, as sirens, whistles, saws and creaking doors do: float32 [length].

    What a howl has too. The teacher says of each what it is.
    """
    heard = np.zeros(length)
    for _ in range(chance.integers(1, 3)):
        turns = int(chance.integers(2, 8))
        places = np.linspace(0, length, turns)
        octaves = np.clip(chance.uniform(7, 11.3) + chance.normal(0, 0.5, turns), 6.5, 11.7)
        hz = 2 ** np.interp(np.arange(length), places, octaves)
        phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
        swell = np.interp(np.arange(length), places, chance.uniform(0, 1, turns))
        falls = chance.uniform(0.2, 3)
        for harmonic in range(1, 9):
            audible = hz * harmonic < RATE_HZ / 2.2
            heard += swell * audible * np.exp(-falls * (harmonic - 1)) * np.sin(harmonic * phase)
    return heard.astype(np.float32)


def noise(chance: Generator, length: int) -> Samples:
    """Steady noise: a hiss of any slope, a fan, mains hum; float32 [length]."""
    hz = np.fft.rfftfreq(length, 1 / RATE_HZ)
    slope = chance.uniform(0, 2)  # 0: white, 1: pink, 2: brown
    spectrum = np.fft.rfft(chance.normal(0, 1, length)) / np.maximum(hz, 40) ** (slope / 2)
    heard = np.fft.irfft(spectrum, length)
    heard /= heard.std()
    if chance.random() < 0.4:
        time_s = np.arange(length) / RATE_HZ
        mains_hz = chance.choice([50.0, 60.0])
        for harmonic in range(1, 9):
            loud = chance.uniform(0, 1.5) / harmonic
            heard += loud * np.sin(2 * np.pi * mains_hz * harmonic * time_s + chance.uniform(0, 6))
    return heard.astype(np.float32)
