"""A camera's packets become windows that know the time of day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import cast

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from hearing.live import LiveSound, TimedWindow
from hearing.windows import HOP, RATE_HZ, Samples

Tone = Callable[..., Samples]

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
AAC_SAMPLES = 1024
CAMERA_HZ = 48_000


def pcm(samples: Samples, piece_s: float = 0.1) -> list[bytes]:
    """16-bit pieces of mono sound."""
    count = round(piece_s * RATE_HZ)
    whole = (samples * 32767).astype("<i2")
    return [whole[start : start + count].tobytes() for start in range(0, len(whole), count)]


def heard(
    sound: LiveSound, packets: list[bytes], packet_s: float, start: datetime = START
) -> list[TimedWindow]:
    return [
        window
        for index, packet in enumerate(packets)
        for window in sound.put(packet, start + timedelta(seconds=index * packet_s))
    ]


def seconds(windows: list[TimedWindow]) -> list[float]:
    return [(one.at - START).total_seconds() for one in windows]


@pytest.fixture
def aac(tone: Tone) -> tuple[bytes, list[bytes]]:
    """Three seconds as a camera sends them: AudioSpecificConfig, and AAC packets without ADTS headers."""
    written = BytesIO()
    with av.open(written, "w", format="mp4") as file:
        stream = cast("AudioStream", file.add_stream("aac", rate=CAMERA_HZ))
        stream.layout = "mono"
        samples = np.repeat(tone(3), CAMERA_HZ // RATE_HZ)
        frame = AudioFrame.from_ndarray(samples[np.newaxis, :], format="fltp", layout="mono")
        frame.rate, frame.pts = CAMERA_HZ, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    written.seek(0)
    with av.open(written) as file:
        stream = file.streams.audio[0]
        extradata = stream.codec_context.extradata
        assert extradata is not None
        return extradata, [bytes(packet) for packet in file.demux(stream) if packet.size]


def test_packets_become_windows_with_the_time_of_day(tone: Tone) -> None:
    sound = LiveSound("pcm_s16le", rate_hz=RATE_HZ, channels=1)

    windows = heard(sound, pcm(tone(3)), 0.1)

    assert seconds(windows) == pytest.approx([index * HOP / RATE_HZ for index in range(5)], abs=0.01)


def test_a_cameras_aac_is_heard(aac: tuple[bytes, list[bytes]]) -> None:
    extradata, packets = aac
    sound = LiveSound("aac", rate_hz=CAMERA_HZ, channels=1, extradata=extradata)

    windows = heard(sound, packets, AAC_SAMPLES / CAMERA_HZ)

    assert len(windows) == 5
    assert sound.damaged == 0
    assert not any(one.window.quiet for one in windows)


def test_after_a_gap_windows_start_anew_and_have_the_right_time(tone: Tone) -> None:
    sound = LiveSound("pcm_s16le", rate_hz=RATE_HZ, channels=1)
    heard(sound, pcm(tone(1.3)), 0.1)

    after = heard(sound, pcm(tone(1.3)), 0.1, START + timedelta(seconds=60))

    assert seconds(after) == [60.0]


def test_a_sound_card_that_runs_slow_stays_with_the_clock(tone: Tone) -> None:
    sound = LiveSound("pcm_s16le", rate_hz=RATE_HZ, channels=1)

    windows = heard(sound, pcm(tone(60)), 0.1005)  # half a per cent: 0.3 s in a minute, more than a gap

    assert len(windows) == len(np.arange(0, 60 - 0.975, HOP / RATE_HZ))
    assert seconds(windows)[-1] == pytest.approx((len(windows) - 1) * HOP / RATE_HZ * 1.005, abs=0.1)


def test_a_damaged_packet_is_left_out_and_counted(aac: tuple[bytes, list[bytes]]) -> None:
    extradata, packets = aac
    sound = LiveSound("aac", rate_hz=CAMERA_HZ, channels=1, extradata=extradata)
    packets[20] = b"\xff" * len(packets[20])
    packets[30] = b""

    assert len(heard(sound, packets, AAC_SAMPLES / CAMERA_HZ)) == 5
    assert sound.damaged == 2


@pytest.mark.parametrize(("rate_hz", "channels"), [(0, 1), (1_000_000, 1), (16_000, 0), (16_000, 99)])
def test_a_sound_that_no_camera_sends_is_refused(rate_hz: int, channels: int) -> None:
    with pytest.raises(ValueError, match="channels"):
        LiveSound("aac", rate_hz=rate_hz, channels=channels)
