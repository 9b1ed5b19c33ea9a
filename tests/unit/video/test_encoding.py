from itertools import pairwise

import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from tests.tape import loudness, pictures
from video.encoding import SOUND_RATE_HZ, AacEncoder, H264Encoder
from video.media import Picture
from video.packets import TICKS_HZ, EncodedPacket

NOON = 160_000_000_000_000


def grey(light: int, *, width: int = 160, height: int = 96) -> Picture:
    frame = VideoFrame.from_ndarray(np.full((height, width, 3), light, np.uint8), format="bgr24")
    return Picture(0.0, frame, 1.0)


def hum(samples: int, *, rate_hz: int = 8000, channels: int = 1, first: int = 0) -> AudioFrame:
    at_s = (first + np.arange(samples)) / rate_hz
    wave = (16_000 * np.sin(2 * np.pi * 440 * at_s)).astype(np.int16)
    layout = "mono" if channels == 1 else "stereo"
    frame = AudioFrame.from_ndarray(np.repeat(wave, channels)[None, :], format="s16", layout=layout)
    frame.sample_rate = rate_hz
    return frame


def test_each_picture_is_one_packet_of_its_own_time_and_a_second_begins_with_a_keyframe() -> None:
    encoder = H264Encoder(fps=10)
    sent = [packet for index in range(35) for packet in encoder.encode(grey(index * 7), NOON + index * 9000)]

    assert [packet.pts for packet in sent] == [NOON + index * 9000 for index in range(35)]
    assert [index for index, packet in enumerate(sent) if packet.is_keyframe] == [0, 10, 20, 30]
    shown = pictures(sent)
    assert [pts for pts, _ in shown] == [packet.pts for packet in sent]
    assert np.abs(np.array([image.mean() for _, image in shown]) - np.arange(35) * 7).max() < 4


def test_every_keyframe_can_be_the_first() -> None:
    encoder = H264Encoder(fps=10)
    sent = [packet for index in range(30) for packet in encoder.encode(grey(index), NOON + index * 9000)]
    assert len(pictures(sent[20:])) == 10


def test_a_slow_source_has_a_keyframe_a_second_too() -> None:
    encoder = H264Encoder(fps=10)
    sent = [
        packet for index in range(6) for packet in encoder.encode(grey(index), NOON + index * 2 * TICKS_HZ)
    ]
    assert all(packet.is_keyframe for packet in sent)


def test_another_size_begins_anew_with_its_own_format() -> None:
    encoder = H264Encoder(fps=10)
    (first,) = encoder.encode(grey(10), NOON)
    before = encoder.format
    (second,) = encoder.encode(grey(10, width=96, height=160), NOON + 9000)
    after = encoder.format

    assert first.is_keyframe
    assert second.is_keyframe
    assert before is not None
    assert after is not None
    assert (before.width, before.height, after.width, after.height) == (160, 96, 96, 160)
    assert second.data.startswith(after.extradata)


def test_what_begins_anew_begins_with_a_keyframe_even_in_the_past() -> None:
    encoder = H264Encoder(fps=10)
    encoder.encode(grey(10), NOON)
    encoder.begin_anew()
    (packet,) = encoder.encode(grey(10), NOON - 3600 * TICKS_HZ)
    assert packet.is_keyframe


@pytest.mark.parametrize(
    ("width", "height", "encoded"),
    [(161, 97, (160, 96)), (3840, 2160, (1920, 1080)), (2160, 3840, (1080, 1920)), (1, 1, (2, 2))],
)
def test_the_encoded_size_is_even_and_bounded(width: int, height: int, encoded: tuple[int, int]) -> None:
    encoder = H264Encoder(fps=10)
    encoder.encode(grey(10, width=width, height=height), NOON)
    assert encoder.format is not None
    assert (encoder.format.width, encoder.format.height) == encoded


def encode(encoder: AacEncoder, pieces: int, *, begin: int = NOON, samples: int = 160) -> list[EncodedPacket]:
    """Pieces of 8,000 Hz sound, one after another."""
    return [
        packet
        for index in range(pieces)
        for packet in encoder.encode(
            hum(samples, first=index * samples), begin + index * samples * TICKS_HZ // 8000
        )
    ]


def test_sound_comes_out_even_and_in_place() -> None:
    encoder = AacEncoder(channels=1)
    sent = encode(encoder, 200)

    assert {later.dts - earlier.dts for earlier, later in pairwise(sent)} == {1920}
    assert abs(sent[0].pts - NOON) <= 1921  # a coder's first frame is what comes before the sound
    assert abs(sent[-1].pts - NOON - 4 * TICKS_HZ) < TICKS_HZ / 10
    assert np.median(loudness(sent, encoder.format.extradata)) == pytest.approx(0.345, abs=0.02)


def test_stamps_that_jitter_leave_the_sound_even() -> None:
    encoder = AacEncoder(channels=1)
    sent = [
        packet
        for index in range(200)
        for packet in encoder.encode(hum(160), NOON + index * 1800 + (index % 7) * 500)
    ]
    assert {later.dts - earlier.dts for earlier, later in pairwise(sent)} == {1920}


def test_sound_that_is_missing_is_missing_for_as_long() -> None:
    encoder = AacEncoder(channels=1)
    before = encode(encoder, 50)
    after = encode(encoder, 50, begin=NOON + 10 * TICKS_HZ)
    steps = [later.dts - earlier.dts for earlier, later in pairwise(before + after)]
    assert len([step for step in steps if step != 1920]) == 1
    assert abs(after[-1].pts - NOON - 11 * TICKS_HZ) < TICKS_HZ / 10


def test_sound_that_comes_twice_is_heard_once() -> None:
    encoder = AacEncoder(channels=1)
    first = encode(encoder, 100)
    again = encode(encoder, 100, begin=NOON + TICKS_HZ)
    sent = first + again
    assert {later.dts - earlier.dts for earlier, later in pairwise(sent)} <= {1920, 1921}
    assert abs(sent[-1].pts - NOON - 3 * TICKS_HZ) < TICKS_HZ / 10


def test_sound_may_change_its_form_on_the_way() -> None:
    encoder = AacEncoder(channels=2)
    assert encoder.format.channels == 2
    sent = encode(encoder, 50)
    for index in range(50):
        frame = hum(960, rate_hz=SOUND_RATE_HZ, channels=2, first=index * 960)
        sent += encoder.encode(frame, NOON + TICKS_HZ + index * 1800)
    assert all(earlier.dts < later.dts for earlier, later in pairwise(sent))
    heard = loudness(sent, encoder.format.extradata)
    assert heard[20] == pytest.approx(0.345 / 2**0.5, abs=0.02)  # one voice, shared by two sides
    assert heard[-5] == pytest.approx(0.345, abs=0.02)
