import numpy as np
import pytest

from vision.drawing import NamedArea, NamedBox, drawn

SQUARE = ((0.5, 0.5), (0.9, 0.5), (0.9, 0.9), (0.5, 0.9))


def test_boxes_and_areas_are_where_they_should_be_and_the_picture_itself_stays() -> None:
    image = np.zeros((200, 400, 3), np.uint8)

    picture = drawn(image, [NamedBox("dog 90%", (0.1, 0.3, 0.2, 0.4))], [NamedArea("Sofa", SQUARE)])

    assert not image.any()
    assert picture.shape == image.shape
    assert picture.dtype == np.uint8
    changed = picture.any(axis=2)
    assert changed[60, 40:120].all()
    assert changed[140, 40:120].all()
    # Inside, a box hides nothing; an area is a shade.
    assert not changed[100, 60:100].any()
    assert 20 < picture[150, 300].max() < 120
    assert not changed[:40, 200:].any()


@pytest.mark.parametrize("box", [(0.0, 0.0, 1.0, 1.0), (0.95, 0.95, 0.05, 0.05), (0.0, 0.99, 0.0, 0.0)])
def test_a_name_at_an_edge_stays_inside(box: tuple[float, float, float, float]) -> None:
    image = np.zeros((90, 120, 3), np.uint8)
    assert drawn(image, [NamedBox("a rather long name", box)], []).any()


def test_names_are_written_in_whatever_letters() -> None:
    image = np.zeros((200, 400, 3), np.uint8)
    assert drawn(image, [NamedBox("Körbchen", (0.5, 0.5, 0.1, 0.1))], [NamedArea("犬の場所", SQUARE)]).any()


def test_without_overlays_it_is_the_picture() -> None:
    image = np.random.default_rng(1).integers(0, 255, (60, 80, 3)).astype(np.uint8)
    assert np.array_equal(drawn(image, [], []), image)
