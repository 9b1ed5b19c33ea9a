"""The picture that a classifier sees."""

import numpy as np

from hearing.spectrum import BANDS, FRAMES, spectra
from hearing.windows import LENGTH, RATE_HZ


def test_a_window_is_96_moments_of_64_bands() -> None:
    assert spectra(np.zeros((3, LENGTH), np.float32)).shape == (3, FRAMES, BANDS)


def test_silence_is_dark_and_finite() -> None:
    assert np.allclose(spectra(np.zeros((1, LENGTH), np.float32)), np.log(0.001))


def test_a_higher_tone_lights_a_higher_band() -> None:
    time_s = np.arange(LENGTH) / RATE_HZ
    tones = np.stack([np.sin(2 * np.pi * hz * time_s) for hz in (300, 1000, 4000)]).astype(np.float32)

    low, middle, high = spectra(tones).mean(axis=1).argmax(axis=1)

    assert low < middle < high
