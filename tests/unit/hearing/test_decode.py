"""Recordings of strangers: what is taken, and what is refused before it costs anything."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hearing.decode import decode_audio
from hearing.errors import AudioError, AudioTooLarge, AudioTooLong, AudioUndecodable
from hearing.windows import RATE_HZ, Samples

Tone = Callable[..., Samples]
Encode = Callable[..., bytes]

BYTES = 10_000_000


def loudest_hz(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * RATE_HZ / len(samples))


@pytest.mark.parametrize("container", ["wav", "flac", "ogg", "mp3"])
def test_every_format_is_heard(tone: Tone, encode: Encode, container: str) -> None:
    samples = decode_audio(encode(tone(2), container), max_bytes=BYTES)

    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(2 * RATE_HZ, abs=0.1 * RATE_HZ)
    assert loudest_hz(samples) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 96_000])
def test_every_rate_and_both_channels_become_ours(tone: Tone, encode: Encode, rate_hz: int) -> None:
    as_if = np.interp(np.arange(2 * rate_hz) / rate_hz, np.arange(2 * RATE_HZ) / RATE_HZ, tone(2))

    samples = decode_audio(
        encode(as_if.astype(np.float32), "wav", rate_hz=rate_hz, layout="stereo"), max_bytes=BYTES
    )

    assert len(samples) == pytest.approx(2 * RATE_HZ, abs=100)
    assert loudest_hz(samples) == pytest.approx(440, abs=2)


def test_numbers_that_are_none_and_numbers_out_of_range_become_samples(encode: Encode) -> None:
    wild = np.array([np.nan, np.inf, -np.inf, 5.0, 0.25] * 2000, np.float32)

    samples = decode_audio(encode(wild, "wav", codec="pcm_f32le"), max_bytes=BYTES)

    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1


def test_too_many_bytes_are_refused(tone: Tone, encode: Encode) -> None:
    with pytest.raises(AudioTooLarge, match="at most 1,000 are taken"):
        decode_audio(encode(tone(2), "wav"), max_bytes=1000)


def test_what_is_too_long_is_refused(tone: Tone, encode: Encode) -> None:
    with pytest.raises(AudioTooLong, match="at most 1 seconds"):
        decode_audio(encode(tone(2), "flac"), max_bytes=BYTES, max_s=1)


def test_exactly_the_longest_is_taken(tone: Tone, encode: Encode) -> None:
    assert len(decode_audio(encode(tone(1), "wav"), max_bytes=BYTES, max_s=1)) == RATE_HZ


def test_hours_of_silence_in_few_bytes_are_not_decoded_to_their_end(encode: Encode) -> None:
    bomb = encode(np.zeros(1200 * RATE_HZ, np.float32), "flac")
    assert len(bomb) < 500_000

    with pytest.raises(AudioTooLong):
        decode_audio(bomb, max_bytes=BYTES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"this is no sound" * 100,
        b"RIFF\xff\xff\xff\xffWAVE",
        b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nc=IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 0\r\n",
    ],
    ids=["nothing", "text", "a bare header", "a playlist", "a list of files", "a session description"],
)
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    with pytest.raises(AudioUndecodable):
        decode_audio(data, max_bytes=BYTES)


def test_a_film_is_no_recording(encode: Encode, tone: Tone) -> None:
    with pytest.raises(AudioUndecodable):
        decode_audio(encode(tone(1), "matroska", codec="flac"), max_bytes=BYTES)


def test_a_recording_that_was_cut_off_is_heard_as_far_as_it_goes(tone: Tone, encode: Encode) -> None:
    whole = encode(tone(4), "mp3")

    samples = decode_audio(whole[: len(whole) // 2], max_bytes=BYTES)

    assert 1.5 * RATE_HZ < len(samples) < 2.5 * RATE_HZ


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_anywhere_is_heard_or_refused_and_nothing_else(
    tone: Tone, encode: Encode, data: st.DataObject
) -> None:
    container = data.draw(st.sampled_from(["wav", "flac", "ogg", "mp3"]))
    broken = bytearray(encode(tone(0.5), container))
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), min_size=1, max_size=20)):
        broken[at] = data.draw(st.integers(0, 255))
    try:
        samples = decode_audio(bytes(broken), max_bytes=BYTES)
    except AudioError:
        return
    assert np.abs(samples).max() <= 1
