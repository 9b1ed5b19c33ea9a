"""Smoothing: less trembling, no lag that matters, and the same at any frame rate."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.smoothing import PointSmoother

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
SIZE = 0.4
SEEN = np.ones(1, bool)


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def point(x: float, y: float = 0.5) -> np.ndarray:
    return np.array([[x, y]], np.float32)


def smoothed(xs: np.ndarray, fps: float, size: float = SIZE) -> np.ndarray:
    smoother = PointSmoother()
    return np.array(
        [smoother.smooth(1, at(index / fps), point(x), SEEN, size)[0, 0] for index, x in enumerate(xs)]
    )


def test_a_point_at_rest_trembles_half_as_much() -> None:
    noise = np.random.default_rng(7).normal(0.5, 0.01, 300)

    assert smoothed(noise, fps=15)[30:].std() < 0.55 * noise.std()


def test_a_paw_that_runs_is_followed_within_a_tenth_of_a_dog() -> None:
    seconds = np.arange(60) / 15
    paw = 0.5 + 0.2 * SIZE * np.sin(2 * np.pi * 2.5 * seconds)

    assert np.abs(smoothed(paw, fps=15) - paw)[15:].max() < 0.1 * SIZE


@given(st.sampled_from([2, 3, 5, 8, 15, 30]), st.floats(-1.5, 1.5))
def test_a_steady_move_lags_alike_at_any_frame_rate(fps: int, speed: float) -> None:
    def lag(frame_rate: int) -> float:
        way = speed * SIZE * np.arange(6 * frame_rate) / frame_rate
        return float((way - smoothed(way, frame_rate))[-1])

    # Shown a move in steps, a low-pass lags by up to half a step less, as there is less between the frames.
    assert abs(lag(fps)) <= abs(lag(60)) + 1e-4
    assert abs(lag(60)) - abs(lag(fps)) <= abs(speed) * SIZE * min(1 / fps / 2, 0.12) + 1e-4


@given(st.sampled_from([2, 4, 10, 30]))
def test_after_a_small_step_the_same_time_leaves_the_same_rest(fps: int) -> None:
    """The low-pass itself, where speed plays no part: what is left of a step after 1 s, whatever the frames."""
    step = 1e-4
    xs = np.full(fps + 1, 0.5 + step)
    xs[0] = 0.5

    left = 0.5 + step - smoothed(xs, fps)[-1]

    assert left == pytest.approx(step * np.exp(-2 * np.pi), abs=0.02 * step + 1e-7)


def test_a_far_dog_is_smoothed_like_a_near_one() -> None:
    noise = np.random.default_rng(3).normal(0, 0.02, 100)

    near, far = smoothed(noise * SIZE, 15), smoothed(noise * SIZE / 8, 15, SIZE / 8)

    np.testing.assert_allclose(near, far * 8, atol=1e-6)


def test_a_jump_is_not_smoothed_over() -> None:
    smoother = PointSmoother()
    for frame in range(10):
        smoother.smooth(1, at(frame / 15), point(0.2), SEEN, SIZE)

    assert smoother.smooth(1, at(10 / 15), point(0.9), SEEN, SIZE)[0, 0] == np.float32(0.9)


def test_a_new_track_begins_anew() -> None:
    smoother = PointSmoother()
    smoother.smooth(1, at(0), point(0.50), SEEN, SIZE)

    assert smoother.smooth(2, at(0.1), point(0.52), SEEN, SIZE)[0, 0] == np.float32(0.52)


@pytest.mark.parametrize("hidden_for", ["one frame", "two seconds"])
def test_a_point_that_was_hidden_begins_anew(hidden_for: str) -> None:
    smoother = PointSmoother()
    smoother.smooth(1, at(0), point(0.50), SEEN, SIZE)
    later = 2.0
    if hidden_for == "one frame":
        smoother.smooth(1, at(0.1), point(0.0), ~SEEN, SIZE)
        later = 0.2

    assert smoother.smooth(1, at(later), point(0.52), SEEN, SIZE)[0, 0] == np.float32(0.52)


def test_points_that_are_not_seen_come_back_as_they_are() -> None:
    smoother = PointSmoother()
    points = np.array([[0.1, 0.1], [0.9, 0.9]], np.float32)
    seen = np.array([True, False])
    smoother.smooth(1, at(0), points, seen, SIZE)

    moved = smoother.smooth(1, at(0.1), points + np.float32(0.01), seen, SIZE)

    assert moved[0, 0] < 0.11
    np.testing.assert_array_equal(moved[1], points[1] + np.float32(0.01))


def test_a_frame_of_the_same_moment_is_taken_as_it_is() -> None:
    smoother = PointSmoother()
    smoother.smooth(1, at(0), point(0.50), SEEN, SIZE)

    assert smoother.smooth(1, at(0), point(0.51), SEEN, SIZE)[0, 0] == np.float32(0.51)


def test_a_dog_without_a_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        PointSmoother().smooth(1, at(0), point(0.5), SEEN, 0.0)


@given(st.lists(st.floats(-1, 2), min_size=1, max_size=40))
def test_a_smoothed_point_stays_between_where_it_was_and_where_it_is(xs: list[float]) -> None:
    smoother = PointSmoother()
    before = np.float32(xs[0])
    for index, x in enumerate(xs):
        now = smoother.smooth(1, at(index / 10), point(x), SEEN, SIZE)[0, 0]
        assert min(before, x) - 1e-5 <= now <= max(before, x) + 1e-5
        before = now
