"""Which pictures of a recording are looked at."""

from pathlib import Path

import pytest

from batch.looker import frames_of
from tests.footage import number_in, record
from video.errors import PieceUnreadable
from video.packets import TICKS_HZ
from video.pieces import Piece


def test_so_many_a_second_are_looked_at_whatever_file_they_lie_in(tmp_path: Path) -> None:
    pieces = record(tmp_path)

    seen = [(at, number_in(picture.image())) for piece in pieces for at, picture in frames_of(piece, 5.0)]

    moments = [at for at, _ in seen]
    assert moments == sorted(moments)
    duration_s = (moments[-1] - moments[0]) / TICKS_HZ
    assert len(seen) == pytest.approx(duration_s * 5, abs=len(pieces) + 1)
    assert len({number for _, number in seen}) == len(seen)


def test_more_than_there_are_is_all_of_them(tmp_path: Path) -> None:
    piece = record(tmp_path)[0]

    assert [number_in(picture.image()) for _, picture in frames_of(piece, 1000.0)] == list(
        range(len(list(frames_of(piece, 1000.0))))
    )


def test_a_file_without_pictures_is_told(tmp_path: Path) -> None:
    (tmp_path / "0.mp4").write_bytes(b"no film")

    with pytest.raises(PieceUnreadable):
        list(frames_of(Piece(tmp_path / "0.mp4", 0), 5.0))
