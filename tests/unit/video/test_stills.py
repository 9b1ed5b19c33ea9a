from pathlib import Path

import pytest

from tests.footage import BEGIN, FPS, HEIGHT, WIDTH, number_in, record
from video.errors import NothingRecorded, PieceUnreadable
from video.packets import TICKS_HZ
from video.pieces import Piece
from video.stills import still

STEP = TICKS_HZ // FPS


@pytest.fixture(scope="module", params=[{}, {"preset": "veryfast", "bf": 2}], ids=["in order", "reordered"])
def footage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Piece]:
    return record(tmp_path_factory.mktemp("footage"), **request.param)


@pytest.mark.parametrize("number", [0, 1, 14, 15, 44, 74, 75, 76, 149, 224])
@pytest.mark.parametrize("aside", [-2000, 0, 2000])
def test_it_is_the_picture_that_was_captured_nearest(footage: list[Piece], number: int, aside: int) -> None:
    found = still(footage, BEGIN + number * STEP + aside)

    assert number_in(found.image) == number
    assert found.captured == BEGIN + number * STEP
    assert found.image.shape == (HEIGHT, WIDTH, 3)


def test_beside_a_gap_it_is_the_picture_next_to_it(footage: list[Piece]) -> None:
    found = still([footage[0], footage[2]], BEGIN + 6 * TICKS_HZ)

    assert number_in(found.image) == 74


def test_far_from_every_picture_there_is_none(footage: list[Piece]) -> None:
    with pytest.raises(NothingRecorded):
        still([footage[0]], BEGIN + 8 * TICKS_HZ)
    with pytest.raises(NothingRecorded):
        still([], BEGIN)


def test_a_broken_segment_does_not_hide_a_good_one(footage: list[Piece], tmp_path: Path) -> None:
    broken = Piece(tmp_path / "broken.mp4", BEGIN)
    broken.path.write_bytes(b"broken")

    assert number_in(still([broken, footage[0]], BEGIN + STEP).image) == 1
    with pytest.raises(PieceUnreadable):
        still([broken], BEGIN)
