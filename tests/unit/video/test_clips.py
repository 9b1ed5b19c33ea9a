"""Clips out of segments whose every picture carries its number."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.footage import BEGIN, FPS, HEIGHT, WIDTH, numbers, record, shown
from video.clips import Cut, cut
from video.errors import ClipError, NothingRecorded, PieceUnreadable
from video.packets import TICKS_HZ
from video.pieces import Piece

STEP = TICKS_HZ // FPS


def at(seconds: float) -> int:
    """Seconds from the beginning of the recording, as ticks since the epoch."""
    return BEGIN + round(seconds * TICKS_HZ)


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> list[Piece]:
    """15 s in three segments; picture n begins n/15 s after the beginning, and every 15th is a keyframe."""
    return record(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="module")
def reordered(tmp_path_factory: pytest.TempPathFactory) -> list[Piece]:
    """The same with B-frames."""
    return record(tmp_path_factory.mktemp("reordered"), preset="veryfast", bf=2)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "clip.mp4"


def packets(path: Path, kind: str = "video") -> list[bytes]:
    with av.open(str(path)) as container:
        stream = next(one for one in container.streams if one.type == kind)
        return [bytes(packet) for packet in container.demux(stream) if packet.size]


class TestCopied:
    def test_it_begins_at_the_keyframe_before_and_runs_on_over_the_segments(
        self, footage: list[Piece], out: Path
    ) -> None:
        made = cut(footage, at(3.4), at(11.6), out)

        assert numbers(out) == list(range(45, 174))
        assert made == Cut(
            start=at(3),
            duration=129 * STEP,
            left_out=(),
            reencoded="nothing",
            reason=None,
            width=WIDTH,
            height=HEIGHT,
            has_audio=True,
        )

    def test_every_picture_lasts_as_long_as_it_did(self, footage: list[Piece], out: Path) -> None:
        cut(footage, at(3), at(12), out)

        assert [moment for moment, _ in shown(out)] == [round(number / FPS, 4) for number in range(135)]

    def test_its_packets_are_the_recorders_own(self, footage: list[Piece], out: Path) -> None:
        cut(footage, at(0), at(15), out)

        assert packets(out) == [one for piece in footage for one in packets(piece.path)]

    def test_b_frames_keep_their_order(self, reordered: list[Piece], out: Path) -> None:
        made = cut(reordered, at(4), at(11), out)

        first = (made.start - BEGIN) // STEP
        assert first <= 4 * FPS
        seen = numbers(out)
        assert seen == list(range(first, first + len(seen)))
        # A picture may be decoded before those that are shown before it: it comes along.
        assert 11 * FPS - 1 <= seen[-1] <= 11 * FPS + 2

    def test_it_has_the_sound_of_its_pictures(self, footage: list[Piece], out: Path) -> None:
        cut(footage, at(3), at(12), out)

        with av.open(str(out)) as container:
            (sound,) = container.streams.audio
            stamps = [
                float(one.pts * one.time_base)
                for one in container.demux(sound)
                if one.pts is not None and one.size
            ]
        assert stamps[0] == pytest.approx(0, abs=0.025)
        assert stamps[-1] == pytest.approx(9, abs=0.05)
        assert max(later - earlier for earlier, later in pairwise(stamps)) < 0.05

    def test_a_recording_without_sound_makes_a_silent_clip(self, tmp_path: Path, out: Path) -> None:
        made = cut(record(tmp_path, sound=False), at(1), at(9), out)

        assert not made.has_audio
        assert numbers(out) == list(range(15, 135))

    def test_a_player_can_begin_before_it_has_all(self, footage: list[Piece], out: Path) -> None:
        cut(footage, at(3), at(12), out)

        head = out.read_bytes()
        assert 0 < head.index(b"moov") < head.index(b"mdat")


class TestExact:
    @pytest.mark.parametrize("kind", ["footage", "reordered"])
    @pytest.mark.parametrize(
        ("start", "end"), [(3.4, 11.6), (6.2, 6.5), (4.1, 5.2), (0.0, 15.0), (4.95, 10.05), (0.2, 14.9)]
    )
    def test_both_ends_are_the_pictures_that_were_asked_for(
        self, kind: str, start: float, end: float, out: Path, request: pytest.FixtureRequest
    ) -> None:
        made = cut(request.getfixturevalue(kind), at(start), at(end), out, exact=True)

        seen = numbers(out)
        assert seen == list(range(seen[0], seen[0] + len(seen)))
        assert abs(seen[0] - start * FPS) <= 0.5
        assert abs(seen[-1] + 1 - end * FPS) <= 0.5
        assert made.start == BEGIN + seen[0] * STEP
        assert [moment for moment, _ in shown(out)] == [round(number / FPS, 4) for number in range(len(seen))]

    def test_only_the_groups_that_are_cut_are_encoded_anew(self, footage: list[Piece], out: Path) -> None:
        made = cut(footage, at(3.4), at(11.6), out, exact=True)

        assert made.reencoded == "edges"
        source = [one for piece in footage for one in packets(piece.path)]
        assert packets(out)[60 - 51 : 165 - 51] == source[60:165]

    def test_nothing_is_encoded_anew_where_the_ends_are_those_of_groups(
        self, footage: list[Piece], out: Path
    ) -> None:
        assert cut(footage, at(3), at(12), out, exact=True).reencoded == "nothing"
        assert numbers(out) == list(range(45, 180))

    def test_groups_that_lean_on_each_other_are_encoded_as_a_whole_and_it_says_so(
        self, tmp_path: Path, out: Path
    ) -> None:
        footage = record(tmp_path, preset="veryfast", bf=2, **{"x264-params": "open-gop=1:scenecut=0"})

        made = cut(footage, at(3.4), at(11.6), out, exact=True)

        assert (made.reencoded, made.reason) == ("whole", "its groups of pictures lean on each other")
        assert numbers(out) == list(range(51, 174))


class TestGaps:
    def test_it_plays_on_where_nothing_was_recorded_and_tells_what_is_left_out(
        self, footage: list[Piece], out: Path
    ) -> None:
        made = cut([footage[0], footage[2]], at(3), at(12), out)

        assert numbers(out) == [*range(45, 75), *range(150, 180)]
        assert [moment for moment, _ in shown(out)] == [round(number / FPS, 4) for number in range(60)]
        assert [(one.at, one.start, one.end) for one in made.left_out] == [(30 * STEP, at(5), at(10))]
        assert made.duration == 60 * STEP

    def test_a_clip_that_begins_in_a_gap_begins_behind_it(self, footage: list[Piece], out: Path) -> None:
        made = cut(footage[1:], at(2), at(7), out)

        assert made.start == at(5)
        assert made.left_out == ()
        assert numbers(out) == list(range(75, 105))

    def test_exact_ends_stand_beside_a_gap(self, footage: list[Piece], out: Path) -> None:
        made = cut([footage[0], footage[2]], at(4.4), at(10.6), out, exact=True)

        assert made.reencoded == "edges"
        assert numbers(out) == [*range(66, 75), *range(150, 159)]
        assert [moment for moment, _ in shown(out)] == [round(number / FPS, 4) for number in range(18)]

    def test_recordings_that_overlap_are_shown_one_after_the_other(self, tmp_path: Path, out: Path) -> None:
        first, second = tmp_path / "first", tmp_path / "second"
        first.mkdir()
        second.mkdir()
        before = record(first, segments=1)
        # The clock was set back by 2 s.
        after = record(second, segments=1, first=100, begin=at(3))

        made = cut([*before, *after], at(0), at(8), out)

        assert numbers(out) == [*range(75), *range(100, 175)]
        assert [moment for moment, _ in shown(out)] == [round(number / FPS, 4) for number in range(150)]
        assert made.left_out == ()

    def test_no_picture_in_the_time_asked_for_is_no_clip(self, footage: list[Piece], out: Path) -> None:
        with pytest.raises(NothingRecorded):
            cut(footage, at(20), at(30), out)
        with pytest.raises(NothingRecorded):
            cut([], at(0), at(10), out)
        assert list(out.parent.iterdir()) == []

    @pytest.mark.parametrize("exact", [False, True])
    def test_a_clip_with_a_gap_can_be_cut_again(self, footage: list[Piece], out: Path, exact: bool) -> None:
        made = cut([footage[0], footage[2]], at(3), at(12), out)
        (gap,) = made.left_out
        before = Piece(out, made.start, (made.start, gap.start))
        behind = Piece(out, gap.end - gap.at, (gap.end, at(12)))
        again = out.with_name("again.mp4")

        second = cut([before, behind], at(4.4), at(10.6), again, exact=exact)

        assert numbers(again) == [*range(66 if exact else 60, 75), *range(150, 159)]
        assert [(one.start, one.end) for one in second.left_out] == [(at(5), at(10))]


class TestFormats:
    def test_a_camera_that_changed_its_format_is_encoded_as_a_whole_at_its_first_size(
        self, tmp_path: Path, out: Path
    ) -> None:
        wide, narrow = tmp_path / "wide", tmp_path / "narrow"
        wide.mkdir()
        narrow.mkdir()
        footage = record(wide, segments=1)
        footage += record(narrow, segments=1, first=75, begin=at(5), width=96, height=96)

        made = cut(footage, at(4), at(6), out)

        assert (made.reencoded, made.reason) == ("whole", "the camera changed its format in between")
        assert (made.width, made.height) == (WIDTH, HEIGHT)
        assert numbers(out)[:15] == list(range(60, 75))
        assert len(numbers(out)) == 30

    def test_the_shape_of_a_picture_is_kept_between_bars(self, tmp_path: Path, out: Path) -> None:
        wide, narrow = tmp_path / "wide", tmp_path / "narrow"
        wide.mkdir()
        narrow.mkdir()
        footage = record(wide, segments=1)
        # 4095 is white all over.
        footage += record(narrow, segments=1, first=4095, pictures=1, begin=at(5), width=96, height=96)

        cut(footage, at(4), at(6), out)

        with av.open(str(out)) as container:
            last = [one.to_ndarray(format="gray") for one in container.decode(video=0)][-1]
        row = last[HEIGHT // 2]
        assert row[WIDTH // 2] > 200
        assert max(row[4], row[-4]) < 50


class TestBroken:
    @pytest.fixture
    def garbage(self, tmp_path: Path) -> Piece:
        path = tmp_path / "garbage.mp4"
        path.write_bytes(os.urandom(50_000))
        return Piece(path, at(5))

    def test_a_segment_that_cannot_be_read_is_a_gap(
        self, footage: list[Piece], garbage: Piece, out: Path
    ) -> None:
        made = cut([footage[0], garbage, footage[2]], at(3), at(12), out)

        assert numbers(out) == [*range(45, 75), *range(150, 180)]
        assert len(made.left_out) == 1

    def test_of_a_segment_that_was_cut_off_the_whole_pictures_are_taken(
        self, footage: list[Piece], tmp_path: Path, out: Path
    ) -> None:
        short = tmp_path / "short.mp4"
        whole = footage[1].path.read_bytes()
        short.write_bytes(whole[: len(whole) // 2])

        cut([footage[0], Piece(short, footage[1].start), footage[2]], at(3), at(12), out)

        seen = numbers(out)
        middle = [number for number in seen if 75 <= number < 150]
        assert middle == list(range(75, 75 + len(middle)))
        assert middle
        assert [one for one in seen if one < 75 or one >= 150] == [*range(45, 75), *range(150, 180)]

    def test_when_no_segment_can_be_read_it_says_why(self, garbage: Piece, tmp_path: Path, out: Path) -> None:
        with pytest.raises(PieceUnreadable, match="can't be read"):
            cut([garbage], at(5), at(10), out)
        with pytest.raises(PieceUnreadable, match="not there"):
            cut([Piece(tmp_path, at(5))], at(5), at(10), out)

    def test_a_playlist_is_no_segment(self, footage: list[Piece], tmp_path: Path, out: Path) -> None:
        playlist = tmp_path / "segment.mp4"
        playlist.write_text(f"ffconcat version 1.0\nfile '{footage[0].path}'\n")
        with pytest.raises(PieceUnreadable):
            cut([Piece(playlist, at(0))], at(0), at(5), out)

    @given(st.integers(0, 10_000_000), st.binary(min_size=1, max_size=64))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_damage_anywhere_makes_a_shorter_clip_or_none_but_never_worse(
        self, footage: list[Piece], tmp_path: Path, where: int, damage: bytes
    ) -> None:
        content = bytearray(footage[0].path.read_bytes())
        begin = where % len(content)
        content[begin : begin + len(damage)] = damage
        path = tmp_path / "damaged.mp4"
        path.write_bytes(content)
        out = tmp_path / "damaged-clip.mp4"

        try:
            cut([Piece(path, at(0)), footage[1]], at(1), at(9), out, exact=bool(where % 2))
        except ClipError:
            assert not out.exists()
        else:
            # What was damaged inside of a picture nobody can mend; the file around it is whole.
            assert packets(out)


class TestProgress:
    def test_it_grows_from_start_to_end(self, footage: list[Piece], out: Path) -> None:
        told: list[float] = []

        cut(footage, at(0), at(15), out, progress=told.append)

        assert told == sorted(told)
        assert len(told) == 15
        assert told[0] == pytest.approx(1 / 15)
        assert told[-1] == 1

    def test_whoever_is_told_may_end_it_and_nothing_is_left(self, footage: list[Piece], out: Path) -> None:
        class NoLongerWanted(Exception):
            pass

        def stop(_: float) -> None:
            raise NoLongerWanted

        with pytest.raises(NoLongerWanted):
            cut(footage, at(0), at(15), out, progress=stop)
        assert list(out.parent.iterdir()) == []

    def test_where_nothing_can_be_written_it_says_so(self, footage: list[Piece], tmp_path: Path) -> None:
        with pytest.raises(ClipError, match="can't be written"):
            cut(footage, at(0), at(15), tmp_path / "nowhere" / "clip.mp4")


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_the_pictures_are_those_that_were_recorded_then(
    footage: list[Piece], reordered: list[Piece], tmp_path: Path, data: st.DataObject
) -> None:
    pieces = data.draw(st.sampled_from([footage, reordered]))
    kept = [piece for piece in pieces if data.draw(st.booleans())]
    start = data.draw(st.floats(-1, 14.5))
    end = start + data.draw(st.floats(0.2, 15))
    exact = data.draw(st.booleans())
    recorded = {
        number
        for piece in kept
        for number in range((piece.start - BEGIN) // STEP, (piece.start - BEGIN) // STEP + 75)
    }
    wanted = {number for number in recorded if start * FPS <= number + 0.5 < end * FPS}
    out = tmp_path / "any.mp4"

    try:
        made = cut(kept, at(start), at(end), out, exact=exact)
    except NothingRecorded:
        assert not wanted
        return

    seen = numbers(out)
    assert seen == sorted(set(seen))
    assert set(seen) <= recorded
    if exact:
        assert set(seen) == wanted
    else:
        assert wanted - {round(end * FPS - 0.5)} <= set(seen)
        assert seen[0] > start * FPS - FPS - 1 - 10
        assert seen[-1] < end * FPS + 3
    assert made.duration == len(seen) * STEP


@pytest.fixture(autouse=True)
def _no_clip_of_before(out: Path) -> Iterator[None]:
    yield
    assert not list(out.parent.glob("*.partial"))
