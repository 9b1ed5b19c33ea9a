"""The comparison sees a word, and does not see how edges are smoothed."""

import cv2
import numpy as np
import pytest

from tests.pictures.compare import Picture, changes, packed, shown, unpacked

LIGHT, DARK, AMBER = (32, 28, 23), (240, 238, 236), (36, 178, 255)


def page(*lines: str, shift: float = 0.0, ink: tuple[int, int, int] = LIGHT) -> Picture:
    """Words of a usual size on a page, moved by a part of a pixel."""
    ground = (246, 246, 244) if ink == LIGHT else (17, 15, 14)
    large = np.full((160 * 4, 400 * 4, 3), ground, np.uint8)
    for row, words in enumerate(lines):
        cv2.putText(large, words, (80, 160 + 120 * row), cv2.FONT_HERSHEY_SIMPLEX, 2.0, ink, 5, cv2.LINE_AA)
    moved = cv2.warpAffine(large, np.float32([[1, 0, shift * 4], [0, 1, 0]]), (1600, 640), borderValue=ground)
    return np.asarray(cv2.resize(moved, (400, 160), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_a_word_that_changed_is_found_where_it_is(ink: tuple[int, int, int]) -> None:
    found = changes(page("14 sits today", "57 barks", ink=ink), page("14 sits today", "59 barks", ink=ink))
    assert len(found) == 1
    assert 20 <= found[0].x < 40
    assert 45 < found[0].y + found[0].h / 2 < 80


@pytest.mark.parametrize("ink", [LIGHT, DARK])
@pytest.mark.parametrize("shift", [0.25, -0.25])
def test_edges_that_are_smoothed_otherwise_are_no_change(ink: tuple[int, int, int], shift: float) -> None:
    assert changes(page("14 sits today", ink=ink, shift=shift), page("14 sits today", ink=ink)) == []


def test_what_packing_loses_both_have_lost() -> None:
    kept = packed(page("14 sits today", "57 barks", ink=AMBER))
    assert changes(unpacked(packed(page("14 sits today", "57 barks", ink=AMBER))), unpacked(kept)) == []
    assert changes(unpacked(packed(page("14 sits today", "59 barks", ink=AMBER))), unpacked(kept)) != []


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="no picture"):
        unpacked(b"GIF?")


def test_another_size_is_a_change_of_the_whole() -> None:
    one, other = page("14 sits"), page("14 sits")[:-1]
    (change,) = changes(one, other)
    assert (change.w, change.h) == (400, 160)
    assert shown(one, other, [change]).shape == (160, 824, 3)
