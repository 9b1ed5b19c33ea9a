"""Sound is cut alike however it comes, at one level however loud it was."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing.windows import HOP, LENGTH, LEVEL_DB, RATE_HZ, Samples, Windows, loudness, windows_of

Tone = Callable[..., Samples]


def test_windows_overlap_by_half(tone: Tone) -> None:
    starts = [window.start_s for window in windows_of(tone(LENGTH / RATE_HZ + 2 * HOP / RATE_HZ))]

    assert starts == pytest.approx([0, HOP / RATE_HZ, 2 * HOP / RATE_HZ])


def test_what_is_shorter_than_a_window_is_one_filled_up_with_silence(tone: Tone) -> None:
    (window,) = windows_of(tone(0.3))

    assert window.samples.shape == (LENGTH,)
    assert not window.samples[round(0.3 * RATE_HZ) :].any()


def test_the_end_of_a_recording_is_heard_too(tone: Tone) -> None:
    silence = np.zeros(LENGTH + 3 * HOP, np.float32)

    windows = windows_of(np.concatenate([silence, tone(0.1)]))

    assert [window.quiet for window in windows] == [True] * (len(windows) - 1) + [False]


def test_nothing_has_no_windows() -> None:
    assert windows_of(np.zeros(0, np.float32)) == []


@given(st.lists(st.integers(0, 20_000), max_size=12))
def test_it_does_not_matter_in_which_pieces_sound_comes(lengths: list[int]) -> None:
    samples = np.random.default_rng(1).normal(0, 0.1, sum(lengths)).astype(np.float32)
    windows = Windows()
    in_pieces = [
        window for piece in np.split(samples, np.cumsum(lengths)) for window in windows.push(piece)
    ] + windows.finish()

    at_once = windows_of(samples)

    assert [one.start_s for one in in_pieces] == [one.start_s for one in at_once]
    assert all(
        np.array_equal(one.samples, other.samples) for one, other in zip(in_pieces, at_once, strict=True)
    )


@pytest.mark.parametrize("gain_db", [0, -15, -30])
def test_a_quiet_microphone_sounds_like_a_loud_one(tone: Tone, gain_db: float) -> None:
    samples = tone(2) * np.float32(10 ** (gain_db / 20))

    assert [loudness(window.samples) for window in windows_of(samples)] == pytest.approx(
        [LEVEL_DB] * 4, abs=0.1
    )


def test_a_room_between_two_barks_is_not_made_as_loud_as_they_are(tone: Tone) -> None:
    hiss = np.random.default_rng(1).normal(0, 0.003, 2 * RATE_HZ).astype(np.float32)

    windows = windows_of(np.concatenate([tone(0.2), hiss]))

    assert loudness(windows[2].samples) < LEVEL_DB - 20


def test_a_microphones_offset_is_no_sound() -> None:
    assert windows_of(np.full(LENGTH, 0.4, np.float32))[0].quiet


def test_each_outburst_is_counted_once(tone: Tone) -> None:
    bark, pause = tone(0.15), np.zeros(round(0.3 * RATE_HZ), np.float32)

    windows = windows_of(np.concatenate([pause, *[bark, pause] * 7, *[pause] * 3]))

    assert sum(window.bursts for window in windows) == 7


def test_a_steady_sound_bursts_out_never(tone: Tone) -> None:
    assert sum(window.bursts for window in windows_of(tone(5))) == 0
