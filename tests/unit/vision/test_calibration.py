import numpy as np
import pytest

from vision.calibration import Curve, logit, sigmoid


def test_log_odds_and_probabilities_are_each_others_inverse() -> None:
    probabilities = np.linspace(0.01, 0.99, 50, dtype=np.float32)

    assert sigmoid(logit(probabilities)) == pytest.approx(probabilities, abs=1e-5)


def test_certainty_stays_finite() -> None:
    assert np.isfinite(logit(np.array([0, 1], np.float32))).all()


def test_a_curve_grows_with_what_speaks_for_it() -> None:
    curve = Curve((1.0, 0.5), -1.0)
    evidence = np.linspace(-3, 3, 20, dtype=np.float32)

    assert (np.diff(curve(evidence, np.zeros(20, np.float32))) > 0).all()


def test_a_curve_refuses_another_number_of_evidences() -> None:
    with pytest.raises(ValueError, match="2 evidences are weighed, 1 given"):
        Curve((1.0, 0.5), 0.0)(np.zeros(3, np.float32))
