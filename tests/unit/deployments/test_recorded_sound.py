"""Recorded sound is cut into the same windows, whichever files it lies in and whichever are read."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from deployments.recorded_sound import RecordedSound, sound_of, windows_of
from hearing.live import TimedWindow
from hearing.windows import HOP, RATE_HZ
from tests.footage import record

STEP = timedelta(seconds=HOP / RATE_HZ)


def sounds(folder: Path, **how: int) -> list[RecordedSound]:
    found = [sound_of(piece) for piece in record(folder, **how)]
    assert all(found)
    return [one for one in found if one is not None]


def all_windows(recorded: list[RecordedSound]) -> list[TimedWindow]:
    return [
        window
        for before, one in zip([None, *recorded], recorded, strict=False)
        for window in windows_of(one, before)
    ]


def test_a_window_a_tick_over_all_borders(tmp_path: Path) -> None:
    found = all_windows(sounds(tmp_path, segments=3))

    assert {later.at - one.at for one, later in pairwise(found)} == {STEP}
    assert len(found) == pytest.approx(15 / STEP.total_seconds(), abs=3)


def test_a_file_tells_the_same_whoever_read_the_one_before(tmp_path: Path) -> None:
    first, second, third = sounds(tmp_path, segments=3)

    alone, after = (
        windows_of(third, second),
        all_windows([first, second, third])[-len(windows_of(third, second)) :],
    )

    assert [one.at for one in alone] == [one.at for one in after]
    for one, other in zip(alone, after, strict=True):
        np.testing.assert_allclose(one.window.samples, other.window.samples, atol=1e-6)


def test_what_does_not_go_on_begins_anew(tmp_path: Path) -> None:
    first, _, third = sounds(tmp_path, segments=3)

    assert not first.goes_on_in(third)
    assert windows_of(third, first)[0].at == windows_of(third, None)[0].at


def test_a_film_without_sound_has_none(tmp_path: Path) -> None:
    (piece,) = record(tmp_path, segments=1, sound=False)

    assert sound_of(piece) is None
