import io
from fractions import Fraction

import av
import pytest

from tests.footage import BEGIN, RATE_HZ, number_in
from tests.live_packets import film, footage
from video import fmp4
from video.packets import TICKS_HZ


def test_pictures_and_sound_come_back_with_their_times() -> None:
    with av.open(io.BytesIO(film(footage(), 4))) as container:
        (video,), (audio,) = container.streams.video, container.streams.audio
        assert (video.time_base, audio.time_base) == (Fraction(1, TICKS_HZ), Fraction(1, TICKS_HZ))
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", RATE_HZ, 1)
        pictures = [
            (frame.pts, number_in(frame.to_ndarray(format="bgr24"))) for frame in container.decode(video)
        ]
    assert pictures == [(number * TICKS_HZ // 15, number) for number in range(60)]


def test_sound_is_decoded_without_a_hole() -> None:
    with av.open(io.BytesIO(film(footage(), 4))) as container:
        frames = list(container.decode(container.streams.audio[0]))
    assert len(frames) == 188
    assert {frame.samples for frame in frames} == {1024}
    assert [frame.pts for frame in frames] == [number * 1920 for number in range(188)]


def test_pictures_that_are_decoded_before_they_are_shown_keep_their_times() -> None:
    made = footage(bframes=2, sound=False)
    first = made.packets[0]
    with av.open(io.BytesIO(film(made, 4))) as container:
        pictures = [
            (frame.pts, number_in(frame.to_ndarray(format="bgr24"))) for frame in container.decode(video=0)
        ]
    assert first.pts > first.dts
    # Media time 0 is when the first one is decoded.
    shown = {number: pts - (first.pts - first.dts) for pts, number in pictures}
    assert shown == {number: number * TICKS_HZ // 15 for number in shown}
    assert len(shown) >= 58


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_player_turns_the_picture_upright(rotation: int) -> None:
    with av.open(io.BytesIO(film(footage(rotation=rotation, seconds=2), 1))) as container:
        frame = next(container.decode(video=0))
    assert frame.rotation % 360 == rotation


def test_a_format_without_parameter_sets_is_refused() -> None:
    stream = footage().stream
    bare = type(stream.video)(192, 112, 15, b"", reorders=False)
    with pytest.raises(ValueError, match="parameter sets"):
        fmp4.header(type(stream)(bare, None), BEGIN)
