"""The offline default on the pictures that the project ships, and how models are found."""

from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from vision.detection import DetectionEngine, Image
from vision.engines.loading import ModelLoadError, load_engine, load_with_fallback
from vision.engines.onnx import letterbox
from vision.weights import NANODET, OWN_MODELS

ROOT = Path(__file__).parents[3]
DOG = (0.17, 0.39, 0.235, 0.55)
"""The dog in `demo/dog-bicycle-truck.jpg`, by eye."""

pytestmark = pytest.mark.skipif(
    not (OWN_MODELS / NANODET).exists(), reason="make test converts NanoDet first"
)


@pytest.fixture(scope="module")
def nanodet() -> DetectionEngine:
    return load_engine(NANODET, search=[OWN_MODELS], threads=1, confidence=0.35)


@pytest.fixture(scope="module")
def street() -> Image:
    image = cv2.imread(str(ROOT / "demo/dog-bicycle-truck.jpg"))
    assert image is not None
    return np.asarray(image, np.uint8)


def overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes (x, y, w, h)."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(w, 0) * max(h, 0)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def test_it_finds_the_dog_and_the_bicycle(nanodet: DetectionEngine, street: Image) -> None:
    (found,) = nanodet.detect([street])
    dogs = [one for one in found if one.class_name == "dog"]

    assert len(dogs) == 1
    assert dogs[0].confidence > 0.4
    assert overlap(dogs[0].box, DOG) > 0.7
    assert any(one.class_name == "bicycle" for one in found)


def test_detections_come_by_falling_confidence_with_boxes_inside_the_frame(
    nanodet: DetectionEngine, street: Image
) -> None:
    (found,) = nanodet.detect([street])
    confidences = [one.confidence for one in found]

    assert confidences == sorted(confidences, reverse=True)
    for x, y, w, h in (one.box for one in found):
        assert min(x, y) >= 0
        assert x + w <= 1 + 1e-6
        assert y + h <= 1 + 1e-6


def test_a_batch_of_different_sizes_gives_what_each_picture_gives_alone(
    nanodet: DetectionEngine, street: Image
) -> None:
    tall = np.ascontiguousarray(street[:, :384])
    alone = [nanodet.detect([image])[0] for image in (street, tall)]
    together = nanodet.detect([street, tall])

    for one, other in zip(alone, together, strict=True):
        assert [item.class_name for item in one] == [item.class_name for item in other]
        assert np.allclose([item.box for item in one], [item.box for item in other], atol=1e-4)


def test_a_picture_with_nothing_on_it_gives_nothing(nanodet: DetectionEngine) -> None:
    assert nanodet.detect([np.zeros((480, 640, 3), np.uint8)]) == [[]]
    assert nanodet.detect([]) == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (417, 415)])
def test_any_shape_fits_into_the_square(nanodet: DetectionEngine, shape: tuple[int, int]) -> None:
    image = np.full((*shape, 3), 255, np.uint8)
    canvas, (x, y, w, h) = letterbox(image)

    assert canvas.shape == (416, 416, 3)
    assert canvas[int(y) : int(y + h), int(x) : int(x + w)].min() == 255
    assert int(canvas.sum()) == 255 * 3 * int(w) * int(h)
    nanodet.detect([image])


@pytest.mark.parametrize("name", ["../nanodet.onnx", "/etc/passwd", "", "a/b.onnx"])
def test_a_model_is_named_never_pointed_to(name: str) -> None:
    with pytest.raises(ModelLoadError, match="plain file name"):
        load_engine(name, search=[OWN_MODELS], threads=1, confidence=0.35)


def test_a_broken_model_falls_back_to_the_lighter_one_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "mine.onnx").write_bytes(b"no model at all")

    loaded = load_with_fallback(
        "mine.onnx", NANODET, search=[tmp_path, OWN_MODELS], threads=1, confidence=0.35
    )

    assert loaded.engine.name == NANODET
    assert loaded.fell_back_from == "mine.onnx"
    assert "mine.onnx" in (loaded.reason or "")


def test_an_onnx_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    graph = helper.make_graph(
        [helper.make_node("Identity", ["a"], ["b"])],
        "other",
        [helper.make_tensor_value_info("a", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("b", TensorProto.FLOAT, [1])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "other.onnx")

    with pytest.raises(ModelLoadError, match="not NanoDet"):
        load_engine("other.onnx", search=[tmp_path], threads=1, confidence=0.35)


def test_without_a_model_that_loads_there_is_no_engine(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError):
        load_with_fallback("a.onnx", "a.onnx", search=[tmp_path], threads=1, confidence=0.35)
