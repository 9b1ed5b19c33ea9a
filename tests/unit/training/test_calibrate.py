import numpy as np
import pytest

from training.calibrate import calibration_error, fit_curve, fit_temperature
from vision.calibration import sigmoid

CHANCE = np.random.default_rng(0)


def test_a_curve_is_found_again_from_what_it_made() -> None:
    evidence = CHANCE.normal(0, 2, (2, 20_000)).astype(np.float32)
    truth = CHANCE.random(20_000) < sigmoid(evidence[0] * 0.8 - evidence[1] * 0.4 + 0.5)

    curve = fit_curve(list(evidence), truth)

    assert (*curve.weights, curve.offset) == pytest.approx((0.8, -0.4, 0.5), abs=0.06)


def test_cases_that_do_not_count_change_nothing() -> None:
    evidence = CHANCE.normal(0, 2, 4000).astype(np.float32)
    truth = CHANCE.random(4000) < sigmoid(evidence)
    upside_down = truth ^ (np.arange(4000) % 2 == 1)
    weights = (np.arange(4000) % 2 == 0).astype(np.float32)

    assert fit_curve([evidence], upside_down, weights).weights[0] == pytest.approx(1, abs=0.2)


def test_evidence_that_parts_all_cases_stays_finite() -> None:
    evidence = np.linspace(-1, 1, 100, dtype=np.float32)

    assert np.isfinite(fit_curve([evidence], evidence > 0).weights).all()


def test_an_overconfident_network_is_cooled() -> None:
    logits = CHANCE.normal(0, 1, (5000, 3))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = np.array([CHANCE.choice(3, p=row) for row in true])
    loud = np.exp(2 * logits) / np.exp(2 * logits).sum(axis=1, keepdims=True)

    assert fit_temperature(loud.astype(np.float32), truth) == pytest.approx(2, abs=0.2)


def test_calibrated_probabilities_have_no_error_and_boasts_have() -> None:
    told = CHANCE.random(20_000).astype(np.float32)
    truth = CHANCE.random(20_000) < told

    assert calibration_error(told, truth) < 0.02
    assert calibration_error(np.ones(20_000, np.float32), truth) == pytest.approx(0.5, abs=0.02)
