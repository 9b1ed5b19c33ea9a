import numpy as np
import pytest

from vision.crops import GREY, cut, square_around, to_crop, to_picture


def test_the_middle_of_the_box_is_the_middle_of_the_crop() -> None:
    affine = square_around((10, 20, 40, 80), context=1.25, size=256)

    middle = to_crop(np.array([[29.5, 59.5]], np.float32), affine)

    assert middle == pytest.approx(np.array([[127.5, 127.5]]), abs=1e-3)


def test_the_longer_side_fills_the_crop_but_for_the_context() -> None:
    affine = square_around((0, 0, 40, 80), context=1.25, size=200)

    ends = to_crop(np.array([[19.5, -0.5], [19.5, 79.5]], np.float32), affine)

    assert ends[1, 1] - ends[0, 1] == pytest.approx(160, abs=1e-3)


def test_a_point_comes_back_from_the_crop_to_where_it_was() -> None:
    affine = square_around((31, 7, 55, 43), context=1.1, size=224)
    points = np.random.default_rng(0).uniform(-50, 200, (24, 2)).astype(np.float32)

    assert to_picture(to_crop(points, affine), affine) == pytest.approx(points, abs=1e-2)


def test_a_box_that_is_the_picture_is_cut_without_a_shift() -> None:
    image = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)

    assert (cut(image, square_around((0, 0, 64, 64), context=1.0, size=64), 64) == image).all()


def test_outside_of_the_picture_is_grey() -> None:
    crop = cut(np.zeros((64, 64, 3), np.uint8), square_around((500, 500, 20, 20), context=1.0, size=32), 32)

    assert (crop == GREY).all()


@pytest.mark.parametrize("box", [(0, 0, 0, 10), (0, 0, 10, -1), (0, 0, float("nan"), 10)])
def test_a_box_without_an_area_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="without an area"):
        square_around(box, context=1.25, size=256)
