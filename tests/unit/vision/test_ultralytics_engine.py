"""The other engine, on a network that is built here: every format that ultralytics reads takes the same way."""

from pathlib import Path

import numpy as np
import pytest

from vision.engines.loading import load_engine

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"
)


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A YOLO11n with the weights that it is born with: it runs like any other, and sees nothing."""
    from vision.engines import ultralytics as engine

    path = tmp_path_factory.mktemp("weights") / "untrained.pt"
    engine.YOLO("yolo11n.yaml").save(path)
    return path


def test_a_pt_model_runs_through_ultralytics(untrained: Path) -> None:
    engine = load_engine(untrained.name, search=[untrained.parent], threads=1, confidence=0.35)
    frames = [np.zeros((90, 160, 3), np.uint8), np.zeros((120, 60, 3), np.uint8)]

    assert engine.name == "untrained.pt"
    assert [len(found) for found in engine.detect(frames)] == [0, 0]
    assert engine.detect([]) == []


def test_boxes_are_fractions_and_come_by_falling_confidence(untrained: Path) -> None:
    # At this threshold even an untrained network says something.
    engine = load_engine(untrained.name, search=[untrained.parent], threads=1, confidence=1e-6)
    noise = np.random.default_rng(0).integers(0, 255, (90, 160, 3), np.uint8)

    (found,) = engine.detect([noise])

    assert found
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    for x, y, w, h in (one.box for one in found):
        assert min(x, y, w, h) >= 0
        assert max(x + w, y + h) <= 1 + 1e-6
