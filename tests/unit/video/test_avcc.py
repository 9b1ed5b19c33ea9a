import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.avcc import AvcConfig, length_prefixed, nal_units

# x264, 640x360: baseline with ids 0, and high with ids 31.
BASELINE = bytes.fromhex("0142c016ffe100176742c016da0280bfe5840000030004000afc803c58ba8001000468ce0fc8")
HIGH_31 = bytes.fromhex("0000000167640016040b2d01405ff2c2000003000200057e401e2c5d400000000168040082f0fcb0")

payloads = st.binary(min_size=1, max_size=40).filter(
    lambda unit: b"\0\0\0" not in unit and b"\0\0\1" not in unit and unit[0] != 0 and unit[-1] != 0
)


def test_a_record_is_read_and_written_without_a_change() -> None:
    config = AvcConfig.parse(BASELINE)

    assert config.record() == BASELINE
    assert (config.header, config.length_size) == (b"\x42\xc0\x16", 4)


def test_an_encoders_annex_b_becomes_a_record() -> None:
    config = AvcConfig.of_annex_b(HIGH_31)

    assert AvcConfig.parse(config.record()) == config
    assert config.header == b"\x64\x00\x16"


def test_two_kinds_stand_in_one_record_under_ids_of_their_own() -> None:
    theirs, ours = AvcConfig.parse(BASELINE), AvcConfig.of_annex_b(HIGH_31)
    assert theirs.free_id() == 1
    assert ours.free_id() == 0

    both = theirs.beside(ours)

    assert AvcConfig.parse(both.record()).sps == theirs.sps + ours.sps
    assert both.free_id() == 1


def test_the_record_of_two_kinds_names_the_higher_level() -> None:
    higher = AvcConfig(b"\x42\xc0\x33", 4, (b"\x67\x42\xc0\x33\x40",), (b"\x68\x40",))

    assert AvcConfig.parse(BASELINE).beside(higher).header == b"\x42\xc0\x33"


@pytest.mark.parametrize("end", range(len(BASELINE)))
def test_a_record_that_is_cut_off_is_refused(end: int) -> None:
    with pytest.raises(ValueError, match="avcC"):
        AvcConfig.parse(BASELINE[:end])


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_being_refused(garbage: bytes) -> None:
    try:
        config = AvcConfig.parse(garbage)
        config.free_id()
    except ValueError:
        return
    assert config.sps


def test_a_stream_without_parameter_sets_has_no_record() -> None:
    with pytest.raises(ValueError, match="parameter sets"):
        AvcConfig.of_annex_b(b"\0\0\0\1\x65\x88")


@given(st.lists(payloads, min_size=1, max_size=5), st.sampled_from([b"\0\0\1", b"\0\0\0\1"]))
def test_the_units_of_a_byte_stream_are_found_again_behind_their_lengths(
    units: list[bytes], start_code: bytes
) -> None:
    stream = b"".join(start_code + unit for unit in units)

    assert nal_units(stream) == units
    assert length_prefixed(stream, 4) == b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
