"""What is told of scores, whichever engine gave them."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper

from hearing.classifier import Heard, SoundClassifier
from hearing.engines.yamnet import CLASSES, as_labels
from hearing.errors import SoundModelError
from hearing.labels import LABELS
from hearing.weights import BARKS, YAMNET, ear
from hearing.windows import LENGTH, Window


class Counting:
    """An engine that says "speech" and counts what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def score(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        self.asked.append(len(spectra))
        return np.tile(np.float32([one == "speech" for one in LABELS]), (len(spectra), 1))


def window(index: int, level_db: float = -20.0) -> Window:
    return Window(index / 2, np.full(LENGTH, 0.1, np.float32), level_db, bursts=index)


def test_a_quiet_window_is_quiet_and_no_model_is_asked() -> None:
    engine = Counting()

    heard = SoundClassifier(engine).classify([window(0), window(1, level_db=-90), window(2)])

    assert [one.top[0].label for one in heard] == ["speech", "quiet", "speech"]
    assert [(one.start_s, one.bursts) for one in heard] == [(0, 0), (0.5, 1), (1, 2)]
    assert engine.asked == [2]


def test_a_minute_of_sound_is_asked_in_pieces() -> None:
    engine = Counting()

    SoundClassifier(engine).classify([window(index) for index in range(123)])

    assert sum(engine.asked) == 123
    assert max(engine.asked) <= 32


def test_no_windows_are_no_question() -> None:
    assert SoundClassifier(Counting()).classify([]) == []


def test_the_five_likeliest_are_told_the_likeliest_first() -> None:
    heard = Heard(0.0, (0.4, 0.01, 0.02, 0.03, 0.04, 0.2, 0.1, 0.15, 0.05))

    assert [one.label for one in heard.top] == ["bark", "speech", "household", "music", "quiet"]
    assert heard.dog == pytest.approx(0.5)


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a model")

    with pytest.raises(SoundModelError, match=r"broken\.onnx"):
        SoundClassifier.load(tmp_path / "broken.onnx")


def test_a_model_of_something_else_is_refused(tmp_path: Path) -> None:
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    same = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "same", [value], [same])
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=10), str(tmp_path / "same.onnx"))

    with pytest.raises(SoundModelError, match="other labels"):
        SoundClassifier.load(tmp_path / "same.onnx")


def test_yamnet_listens_where_its_weights_are_given(tmp_path: Path) -> None:
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    own.mkdir()
    (own / BARKS).touch()
    assert ear(None, [given, own]) == own / BARKS

    (given / YAMNET).touch()
    assert ear(None, [given, own]) == given / YAMNET
    assert ear(BARKS, [given, own]) == own / BARKS


@pytest.mark.parametrize("name", ["../secret.onnx", "nowhere.onnx", "."])
def test_an_ear_that_is_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SoundModelError):
        ear(name, [tmp_path])


def audioset(**scores: float) -> NDArray[np.float32]:
    """One row of YAMNet's scores. Names are ours, for short."""
    index = {"dog": 69, "bark": 70, "howl": 72, "growling": 74, "whimper": 75, "speech": 0, "music": 132}
    row = np.full((1, CLASSES), 1 / 256, np.float32)
    for name, score in scores.items():
        row[0, index[name]] = score
    return row


@pytest.mark.parametrize(
    ("scores", "label"),
    [
        ({"dog": 0.9, "bark": 0.6}, "bark"),
        ({"dog": 0.5, "howl": 0.5}, "howl"),
        ({"dog": 0.5, "growling": 0.6}, "growl"),
        ({"dog": 0.5, "whimper": 0.4}, "whine"),
        ({"dog": 0.8, "bark": 0.05}, "dog_other"),
        ({"speech": 0.9, "dog": 0.1}, "speech"),
        ({"music": 0.8}, "music"),
    ],
)
def test_yamnets_classes_become_ours(scores: dict[str, float], label: str) -> None:
    probabilities = as_labels(audioset(**scores))[0]

    assert LABELS[probabilities.argmax()] == label
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities.min() >= 0


def test_every_class_of_yamnet_but_the_umbrellas_counts_for_one_label() -> None:
    alone = np.full((CLASSES, CLASSES), 1e-4, np.float32)
    np.fill_diagonal(alone, 0.99)

    probabilities = as_labels(alone)

    assert (probabilities.max(axis=1) > 0.5).sum() == CLASSES - 2
