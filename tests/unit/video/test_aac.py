from collections.abc import Callable
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.aac import RATES_HZ, is_adts, lc_config, plays_everywhere, strip_adts

MakeVideo = Callable[..., Path]


def sound_of(path: Path) -> tuple[bytes | None, list[bytes]]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        packets = [bytes(packet) for packet in container.demux(stream) if packet.size]
        return stream.codec_context.extradata, packets


def test_a_transport_stream_gives_the_frames_and_the_configuration_of_an_mp4(make_video: MakeVideo) -> None:
    config, frames = sound_of(make_video("clip.mp4", sound="aac"))
    nothing, packets = sound_of(make_video("clip.ts", sound="aac"))

    stripped = [strip_adts(packet) for packet in packets]

    assert nothing is None
    assert config is not None
    assert [frame.data for frame in stripped if frame is not None] == frames
    assert {frame.config for frame in stripped if frame is not None} == {config[:2]}


def test_a_frame_without_a_header_has_none(make_video: MakeVideo) -> None:
    _, frames = sound_of(make_video("clip.mp4", sound="aac"))
    assert not any(map(is_adts, frames))


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_a_configuration_says_its_rate_and_channels(rate_hz: int, channels: int) -> None:
    config = lc_config(rate_hz, channels)
    assert config is not None
    assert plays_everywhere(config)
    bits = int.from_bytes(config)
    assert (bits >> 11, RATES_HZ[bits >> 7 & 15], bits >> 3 & 15) == (2, rate_hz, channels)


def test_what_a_configuration_cannot_name_has_none() -> None:
    assert lc_config(44_000, 2) is None
    assert lc_config(48_000, 0) is None


def test_a_frame_that_is_cut_off_is_none(make_video: MakeVideo) -> None:
    _, packets = sound_of(make_video("clip.ts", sound="aac"))
    longest = max(packets, key=len)
    assert strip_adts(longest) is not None
    assert [strip_adts(longest[:size]) for size in range(len(longest))] == [None] * len(longest)


@given(st.binary(max_size=20), st.integers(0, 255))
def test_no_bytes_break_it(data: bytes, second: int) -> None:
    for one in (data, bytes((0xFF, second)) + data):
        frame = strip_adts(one)
        assert frame is None or (len(frame.config) == 2 and frame.data in one)
