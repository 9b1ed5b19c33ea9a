"""Sound survives the change of its codec: its pitch, its time, its holes."""

import itertools
from fractions import Fraction

import av
import numpy as np
import pytest

from video.opus import FARTHEST_OFF, PACKET_TICKS, OpusTranscoder
from video.packets import TICKS_HZ, AudioFormat, EncodedPacket

BEGIN = 1_700_000_000 * TICKS_HZ + 7
TONE_HZ = 440


def aac(
    seconds: float, *, rate_hz: int = 44_100, channels: int = 2
) -> tuple[AudioFormat, list[EncodedPacket]]:
    """A tone as AAC, stamped from BEGIN on."""
    encoder = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.format = rate_hz, "fltp"
    encoder.layout = "mono" if channels == 1 else "stereo"
    packets: list[bytes] = []
    for at in range(0, int(seconds * rate_hz), 1024):
        tone = 0.5 * np.sin(2 * np.pi * TONE_HZ * (np.arange(1024) + at) / rate_hz)
        frame = av.AudioFrame.from_ndarray(
            np.repeat(tone[None].astype(np.float32), channels, axis=0), "fltp", encoder.layout.name
        )
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, at, Fraction(1, rate_hz)
        packets += [bytes(one) for one in encoder.encode(frame)]
    stamps = [BEGIN + number * 1024 * TICKS_HZ // rate_hz for number in range(len(packets) + 1)]
    return AudioFormat(rate_hz, channels, encoder.extradata or b""), [
        EncodedPacket("audio", data, pts, pts, after - pts, is_keyframe=True)
        for data, (pts, after) in zip(packets, itertools.pairwise(stamps), strict=True)
    ]


def heard(packets: list[EncodedPacket]) -> np.ndarray:
    """The samples, 48 kHz, one channel."""
    decoder = av.CodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.format, decoder.layout = 48_000, "s16", "stereo"
    frames = [frame for one in packets for frame in decoder.decode(av.Packet(one.data))]
    return np.concatenate([frame.to_ndarray().reshape(-1, 2)[:, 0] for frame in frames])


def moved(packet: EncodedPacket, ticks: int) -> EncodedPacket:
    return EncodedPacket("audio", packet.data, packet.pts + ticks, packet.dts + ticks, packet.duration, True)


@pytest.mark.parametrize(("rate_hz", "channels"), [(44_100, 2), (48_000, 1), (16_000, 1), (8_000, 1)])
def test_the_tone_and_its_time_are_kept(rate_hz: int, channels: int) -> None:
    source, packets = aac(3, rate_hz=rate_hz, channels=channels)
    transcoder = OpusTranscoder(source)
    opus = [made for one in packets for made in transcoder.transcode(one)]

    assert opus[0].pts == BEGIN
    assert {after.pts - before.pts for before, after in itertools.pairwise(opus)} == {PACKET_TICKS}
    assert abs(opus[-1].pts + PACKET_TICKS - packets[-1].pts - packets[-1].duration) < FARTHEST_OFF
    samples = heard(opus)[24_000:72_000]
    loudest = np.abs(np.fft.rfft(samples)).argmax()
    assert abs(loudest - TONE_HZ) <= 2, "one bin is 1 Hz"


def test_a_gap_in_the_sound_is_a_gap_in_the_stamps() -> None:
    source, packets = aac(2)
    transcoder = OpusTranscoder(source)
    before = [made for one in packets[:40] for made in transcoder.transcode(one)]
    after = [made for one in packets[40:] for made in transcoder.transcode(moved(one, TICKS_HZ))]

    assert after[0].pts == before[-1].pts + PACKET_TICKS + TICKS_HZ
    assert {b.pts - a.pts for a, b in itertools.pairwise(after)} == {PACKET_TICKS}


def test_small_jitter_is_no_gap() -> None:
    source, packets = aac(2)
    transcoder = OpusTranscoder(source)
    jittered = [moved(one, FARTHEST_OFF // 2 * (number % 2)) for number, one in enumerate(packets)]
    opus = [made for one in jittered for made in transcoder.transcode(one)]
    assert {b.pts - a.pts for a, b in itertools.pairwise(opus)} == {PACKET_TICKS}


def test_a_source_with_too_many_samples_does_not_run_ahead() -> None:
    source, packets = aac(8)
    transcoder = OpusTranscoder(source)
    slow = [moved(one, -(one.pts - BEGIN) // 10) for one in packets]  # a tenth more sound than time
    opus = [made for one in slow for made in transcoder.transcode(one)]

    stamps = [one.pts for one in opus]
    assert stamps == sorted(set(stamps))
    assert abs(stamps[-1] - slow[-1].pts) <= FARTHEST_OFF + 2 * PACKET_TICKS


def test_damaged_sound_is_left_out() -> None:
    source, packets = aac(1)
    transcoder = OpusTranscoder(source)
    made = [transcoder.transcode(one) for one in packets[:10]]
    garbage = EncodedPacket("audio", b"\xff" * 50, packets[10].pts, packets[10].pts, 2089, True)
    assert transcoder.transcode(garbage) == []
    assert any(transcoder.transcode(one) for one in packets[11:])
    assert any(made)
