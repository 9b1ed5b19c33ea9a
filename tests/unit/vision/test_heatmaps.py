import numpy as np
import pytest

from vision.heatmaps import STRIDE, decode, softmax


def gaussian(x: float, y: float, *, side: int = 64, spread: float = 1.5) -> np.ndarray:
    """Logits of one map with its peak in cell (x, y)."""
    rows, columns = np.mgrid[:side, :side]
    return (-((columns - x) ** 2 + (rows - y) ** 2) / (2 * spread**2)).astype(np.float32)


@pytest.mark.parametrize("place", [(20.0, 31.0), (20.3, 31.4), (1.0, 62.0)])
def test_a_peak_is_found_between_the_cells(place: tuple[float, float]) -> None:
    points, masses = decode(softmax(gaussian(*place)[None]))

    assert points[0] == pytest.approx((np.array(place) + 0.5) * STRIDE - 0.5, abs=0.3 * STRIDE)
    assert masses[0] > 0.6


def test_a_lone_lucky_cell_does_not_win_against_a_hill() -> None:
    logits = gaussian(40, 40)
    logits[10, 10] = logits.max() + 0.1

    points, _ = decode(softmax(logits[None]))

    assert points[0] == pytest.approx((np.array([40, 40]) + 0.5) * STRIDE - 0.5, abs=1)


def test_an_even_map_lies_nowhere() -> None:
    _, masses = decode(softmax(np.zeros((1, 64, 64), np.float32)))

    assert masses[0] < 0.01


def test_a_peak_in_the_corner_stays_in_the_crop() -> None:
    points, _ = decode(softmax(gaussian(0, 0)[None] * 4))

    assert (points >= -0.5).all()
    assert (points < STRIDE).all()


def test_each_map_sums_to_one_however_large_its_logits() -> None:
    maps = softmax(np.random.default_rng(0).normal(0, 200, (3, 8, 8)).astype(np.float32))

    assert maps.sum(axis=(1, 2)) == pytest.approx(1, abs=1e-5)
