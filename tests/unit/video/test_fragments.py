import io
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.footage import shown
from tests.live_packets import film, footage
from video.fragments import Contents, NothingWhole, mend, seal, survey
from video.packets import TICKS_HZ

FILM = film(footage(seconds=3), 3)


def fragment_ends() -> list[int]:
    """Where each `mdat` of the film ends."""
    ends, at = [], 0
    while at < len(FILM):
        length = int.from_bytes(FILM[at : at + 4], "big")
        if FILM[at + 4 : at + 8] == b"mdat":
            ends.append(at + length)
        at += length
    return ends


ENDS = fragment_ends()


def test_a_whole_film_is_whole() -> None:
    assert survey(io.BytesIO(FILM)) == Contents(0, 3 * TICKS_HZ, len(FILM))
    assert len(ENDS) == 3


def test_wherever_a_film_is_cut_off_its_whole_fragments_are_found() -> None:
    for length in range(len(FILM)):
        whole = [end for end in ENDS if end <= length]
        if not whole:
            with pytest.raises(NothingWhole):
                survey(io.BytesIO(FILM[:length]))
        else:
            assert survey(io.BytesIO(FILM[:length])) == Contents(0, len(whole) * TICKS_HZ, whole[-1])


@pytest.mark.parametrize("length", [*(end + 1 for end in ENDS[:2]), ENDS[1] - 1, ENDS[2] - 1, len(FILM)])
def test_a_mended_film_plays_to_the_end_of_its_last_whole_fragment(tmp_path: Path, length: int) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM[:length])
    found = mend(path)
    seconds = sum(end <= length for end in ENDS)
    assert found == Contents(0, seconds * TICKS_HZ, path.stat().st_size)
    assert [number for _, number in shown(path)] == list(range(15 * seconds))
    with av.open(str(path)) as container:
        assert container.streams.video[0].duration == seconds * TICKS_HZ


def test_zeros_that_a_power_cut_left_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM[: ENDS[0]] + bytes(50_000))
    assert mend(path).size_bytes == path.stat().st_size == ENDS[0]


def test_what_has_no_whole_fragment_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM[: ENDS[0] - 1])
    with pytest.raises(NothingWhole):
        mend(path)
    assert path.stat().st_size == ENDS[0] - 1


@settings(deadline=None)
@given(st.binary(max_size=2000), st.integers(0, len(FILM)))
def test_garbage_is_garbage_also_behind_a_good_beginning(garbage: bytes, length: int) -> None:
    data = FILM[:length] + garbage
    try:
        found = survey(io.BytesIO(data))
    except NothingWhole:
        return
    assert ENDS[0] <= found.size_bytes <= len(data)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_table_is_not_believed_beyond_its_file(data: st.DataObject) -> None:
    damaged = bytearray(FILM)
    for _ in range(data.draw(st.integers(1, 20))):
        damaged[data.draw(st.integers(0, len(FILM) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = survey(io.BytesIO(bytes(damaged)))
    except NothingWhole:
        return
    assert found.size_bytes <= len(FILM)
    assert found.shown_from < found.shown_until


def test_a_duration_is_written_where_players_look_for_it(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM)
    with path.open("r+b") as file:
        seal(file, 123_456)
    assert path.stat().st_size == len(FILM)
    assert path.read_bytes().count((123_456).to_bytes(8, "big")) == 2


def test_a_file_without_a_header_can_not_be_sealed(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM[:100])
    with path.open("r+b") as file, pytest.raises(NothingWhole):
        seal(file, 1)
