from collections.abc import Callable
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.avcc import AvcConfig, nal_units
from video.h264 import Normaliser, NotH264

MakeVideo = Callable[..., Path]

START = b"\0\0\0\1"
SPS, PPS = b"\x67\x42\xc0\x1e\xd9", b"\x68\xcb\x83\xcb"
OTHER_SPS, OTHER_PPS = b"\x67\x42\xc0\x28\xda", b"\x68\xce\x0f"
IDR, SLICE, SEI, DELIMITER = b"\x65\x88\x84", b"\x41\x9a\x02", b"\x06\x05\x01", b"\x09\xf0"
AVCC = AvcConfig(b"\x42\xc0\x1e", 4, (SPS,), (PPS,)).record()


def annex_b(*units: bytes) -> bytes:
    return b"".join(START + unit for unit in units)


def prefixed(*units: bytes) -> bytes:
    return b"".join(len(unit).to_bytes(4) + unit for unit in units)


def test_a_keyframe_of_a_file_gets_the_parameter_sets_that_lie_beside_it() -> None:
    unit = Normaliser(AVCC).unit(prefixed(SEI, IDR))
    assert unit is not None
    assert unit.is_keyframe
    assert unit.data == annex_b(SPS, PPS, SEI, IDR)


def test_a_keyframe_of_a_camera_gets_the_parameter_sets_of_its_sdp() -> None:
    unit = Normaliser(annex_b(SPS, PPS)).unit(annex_b(IDR))
    assert unit is not None
    assert unit.data == annex_b(SPS, PPS, IDR)


def test_parameter_sets_that_are_there_come_once() -> None:
    unit = Normaliser(AVCC).unit(annex_b(DELIMITER, SPS, PPS, PPS, IDR, IDR[:2]))
    assert unit is not None
    assert unit.data == annex_b(SPS, PPS, IDR, IDR[:2])


def test_parameter_sets_of_the_stream_take_the_place_of_those_told_before() -> None:
    normaliser = Normaliser(AVCC)
    normaliser.unit(annex_b(OTHER_SPS, OTHER_PPS, IDR))
    assert normaliser.parameter_sets == annex_b(OTHER_SPS, OTHER_PPS)
    assert normaliser.sps == OTHER_SPS


def test_a_pps_that_comes_alone_leaves_the_sps_as_it_was() -> None:
    normaliser = Normaliser(AVCC)
    normaliser.unit(prefixed(OTHER_PPS, SLICE))
    assert normaliser.parameter_sets == annex_b(SPS, OTHER_PPS)


def test_a_picture_between_keyframes_is_only_put_into_annex_b() -> None:
    unit = Normaliser(AVCC).unit(prefixed(DELIMITER, SLICE, SLICE[:2]))
    assert unit is not None
    assert not unit.is_keyframe
    assert unit.data == annex_b(SLICE, SLICE[:2])


def test_a_keyframe_is_none_while_nobody_knows_how_to_decode_it() -> None:
    normaliser = Normaliser(None)
    assert normaliser.unit(annex_b(IDR)) is None
    assert normaliser.unit(annex_b(SPS, PPS)) is None  # no picture in it
    assert normaliser.unit(annex_b(IDR)) is not None


def test_annex_b_is_taken_from_a_sender_that_promised_lengths() -> None:
    unit = Normaliser(AVCC).unit(annex_b(SLICE))
    assert unit is not None
    assert unit.data == annex_b(SLICE)


def test_a_length_past_the_end_is_damage() -> None:
    with pytest.raises(NotH264):
        Normaliser(AVCC).unit(prefixed(SLICE)[:-1])


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_bytes_break_it(extradata: bytes, data: bytes) -> None:
    try:
        unit = Normaliser(extradata).unit(data)
    except NotH264:
        return
    assert unit is None or unit.data.startswith(START)


@given(
    st.lists(
        st.binary(min_size=1, max_size=40).filter(
            lambda unit: unit[0] & 0x1F not in (5, 7, 8, 9) and unit[-1] and b"\0\0" not in unit
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_units_of_a_picture_stay_as_they_are(others: list[bytes]) -> None:
    unit = Normaliser(AVCC).unit(prefixed(*others, SLICE))
    assert unit is not None
    assert nal_units(unit.data) == [*others, SLICE]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts", "clip.flv", "clip.avi"])
def test_what_comes_out_is_what_ffmpeg_makes_of_it(make_video: MakeVideo, name: str) -> None:
    """FFmpeg's own filter agrees on every unit; it puts the parameter sets elsewhere, and keeps delimiters."""
    with av.open(str(make_video(name, options={"bf": "2"}))) as container:
        stream = container.streams.video[0]
        ours = Normaliser(stream.codec_context.extradata)
        theirs = av.BitStreamFilterContext("h264_mp4toannexb", stream)
        seen = 0
        for packet in container.demux(stream):
            if not packet.size:
                continue
            unit = ours.unit(bytes(packet))
            assert unit is not None
            assert unit.is_keyframe == packet.is_keyframe
            (filtered,) = theirs.filter(packet)
            picture = [one for one in nal_units(bytes(filtered)) if one[0] & 0x1F not in (7, 8, 9)]
            assert [one for one in nal_units(unit.data) if one[0] & 0x1F not in (7, 8)] == picture
            seen += 1
        assert seen == 30
